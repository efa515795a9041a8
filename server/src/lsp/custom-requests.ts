import type { CancellationToken, Connection } from 'vscode-languageserver/node.js';
import { editList } from '../dispatcher-list/edit-list.ts';
import { formatDestinations } from '../dispatcher-list/features/conversion/format-destinations.ts';
import { importDestinations } from '../dispatcher-list/features/conversion/import-destinations.ts';
import { NEWEST_STABLE, parseVersion, type KamailioVersion } from '../catalog/versions.ts';
import { describeServer } from '../features/describe-server.ts';
import { anchorsOfList, anchorsOfProgram, type LiveAnchor } from '../features/live-anchors.ts';
import { listDestinations } from '../features/listed-destinations.ts';
import { linesOfSet, rangeOfSetId, usesOfSet } from '../features/set-places.ts';
import { describeModulePage, listModules } from '../features/module-page.ts';
import { groupKinds } from '../features/rule-page.ts';
import { findingKinds } from '../workspace/finding-kinds.ts';
import { parseDestination } from '../dispatcher-list/parse-uri.ts';
import { toLocation, toRange } from './convert.ts';
import type { FeatureContext } from './features.ts';
import { toTextEdit } from './list-features.ts';
import type { CustomRequests, LiveAnchor as SentAnchor } from './messages.ts';
import type { Requests } from './request.ts';

type Params<Name extends keyof CustomRequests> = CustomRequests[Name]['params'];
type Result<Name extends keyof CustomRequests> = CustomRequests[Name]['result'];

/** Connects the requests that the protocol has no place for. */
export function registerCustomRequests({ connection, requests, workspace, spell }: FeatureContext): void {
  const on = registrar(connection, requests);

  on('kamailio/listedDestinations', { destinations: [] }, ({ uri }) => {
    const reading = workspace.readAsList(uri);
    if (!reading) return { destinations: [] };
    return {
      destinations: listDestinations(reading.list).map(({ range, ...destination }) => ({
        location: toLocation(range, spell),
        ...destination,
      })),
    };
  });

  on('kamailio/describeServer', null, ({ uri }) => {
    const list = workspace.listReadingOf(uri);
    const analysis = list ? list.configurations[0] : workspace.readingOf(uri)?.analysis;
    if (!analysis) return null;
    const { listFile, configuration, ...description } = describeServer(analysis);
    return {
      ...description,
      listFile: listFile && spell(listFile.uri),
      configuration: spell(configuration.uri),
    };
  });

  on('kamailio/startedConfigurations', { configurations: [] }, ({ uri }) => ({
    configurations: workspace.readingsOf(uri).flatMap(({ analysis: { program }, isFragment }) => {
      const root = program.root.uri;
      const choice = workspace.choiceOf(root);
      if (isFragment || choice === undefined) return [];
      return {
        root: spell(root),
        files: program.files.map((file) => spell(file.uri)),
        defines: workspace.settingsOf(uri).defines,
        kamailioVersion: choice.version,
        versionSource: choice.source,
        inclusions: program.preprocessed.inclusions.flatMap(({ path, directive, resolved }) =>
          path === undefined
            ? []
            : {
                path,
                from: spell(directive.source.uri),
                file: resolved && spell(resolved.source.uri),
                isDirect: resolved?.found === 'direct',
              },
        ),
      };
    }),
  }));

  on('kamailio/liveAnchors', { anchors: [] }, ({ uri }) => {
    const list = workspace.listReadingOf(uri)?.list;
    if (list) return { anchors: anchorsOfList(list).map(toSentAnchor) };
    const reading = workspace.readingOf(uri);
    return { anchors: reading ? anchorsOfProgram(reading.analysis.program, reading.source).map(toSentAnchor) : [] };
  });

  on('kamailio/findSet', { calls: [], lines: [] }, ({ setId, uri, configuration }) => {
    const group = configuration === undefined ? workspace.allLists() : workspace.listGroupOf(configuration);
    const address = uri === undefined ? undefined : comparable(uri);
    const lines = linesOfSet(group, setId).filter(
      ({ entry }) => address === undefined || comparable(entry.uri?.text ?? '') === address,
    );
    return {
      calls: usesOfSet(group, setId).map(({ range }) => toLocation(range, spell)),
      lines: lines.map(({ reading, entry }) => toLocation(rangeOfSetId(reading.list.source, entry), spell)),
    };
  });

  on('kamailio/formatDestinations', { text: '', count: 0 }, ({ uri, range, form }) => {
    const reading = workspace.readAsList(uri);
    if (!reading) return { text: '', count: 0 };
    const { source } = reading.list;
    const span = { start: source.offsetAt(range.start), end: source.offsetAt(range.end) };
    return formatDestinations(reading, span, form);
  });

  on('kamailio/modules', { version: NEWEST_STABLE, modules: [] }, ({ uri, version }) => {
    const catalog = workspace.catalogFor(uri, readVersion(version));
    return { version: catalog.version, modules: listModules(catalog) };
  });

  on('kamailio/modulePage', null, ({ module, uri, version }) => {
    const markdown = describeModulePage(workspace.catalogFor(uri, readVersion(version)), module);
    return markdown === undefined ? null : { markdown };
  });

  on('kamailio/rules', { rules: [] }, () => ({
    rules: groupKinds(findingKinds).flatMap(({ name, kinds }) =>
      kinds.map(({ code, severity, summary }) => ({ code, severity, group: name, summary })),
    ),
  }));

  on('kamailio/importDestinations', { lines: '', count: 0, problems: [] }, ({ text }) => importDestinations(text));

  on('kamailio/editList', { edits: [] }, ({ uri, changes }) => {
    const reading = workspace.readAsList(uri);
    return { edits: reading ? editList(reading.list, changes).map((edit) => toTextEdit(reading, edit)) : [] };
  });
}

/** Handles requests by the types of messages.ts. */
function registrar(connection: Connection, requests: Requests) {
  return <Name extends keyof CustomRequests>(
    name: Name,
    nothing: Result<Name>,
    run: (params: Params<Name>, token: CancellationToken) => Result<Name>,
  ): void => {
    connection.onRequest(name, requests.handle<Params<Name>, Result<Name>>(name, nothing, run));
  };
}

function readVersion(version: string | undefined): KamailioVersion | undefined {
  return version === undefined ? undefined : parseVersion(version);
}

function toSentAnchor({ range, ...anchor }: LiveAnchor): SentAnchor {
  return { range: toRange(range), ...anchor };
}

/** A destination's address as Kamailio holds it, so that a running server's can be compared with a written one. */
function comparable(uri: string): string {
  const parsed = parseDestination(uri);
  return 'fault' in parsed ? uri : parsed.text;
}
