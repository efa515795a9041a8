import { existsIn, type KamailioVersion } from '../catalog/versions.ts';
import { checkList } from '../dispatcher-list/checks/check.ts';
import { HEX_FLAGS } from '../dispatcher-list/facts.ts';
import type { ListGroup } from '../dispatcher-list/list-group.ts';
import type { ListReading } from '../dispatcher-list/list-reading.ts';
import { readDispatcherList } from '../dispatcher-list/read-list.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { namedLists, TEMPLATE_SUFFIXES, type NamedList } from '../semantic/list-files.ts';
import type { Finding, SeveritySettings } from '../semantic/problem.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { Settings } from './settings.ts';

/** The language identifiers of the documents that the server reads. */
export const CONFIGURATION_LANGUAGE = 'kamailio';
export const LIST_LANGUAGE = 'kamailio-dispatcher';

const SUFFIX = new RegExp(`(?:${TEMPLATE_SUFFIXES.map((suffix) => suffix.replace('.', '\\.')).join('|')})$`, 'i');
const LIST_NAME = /^dispatcher.*\.list$/i;

/** What the lists are found and read with. */
export interface ListHost {
  read(uri: string): SourceText | undefined;
  /** The language that the editor gives a document; undefined for one that is not open. */
  languageOf(uri: string): string | undefined;
  /** The analysis of a root as it is now; undefined where there is no such file or it is no root. */
  analysisOf(root: string): Analysis | undefined;
  settingsOf(uri: string): Settings;
  /** The version that a list is read for which no configuration names. */
  versionOf(list: SourceText): KamailioVersion;
}

interface KeptNames {
  readonly analysis: Analysis;
  readonly named: readonly NamedList[];
}

/** Knows which documents are lists of destinations, and which configurations name them. */
export class DispatcherLists {
  readonly #host: ListHost;
  readonly #roots = new Set<string>();
  readonly #names = new Map<string, KeptNames>();
  readonly #readings = new Map<string, ListReading>();
  readonly #findings = new WeakMap<ListReading, { readonly severities: SeveritySettings; readonly found: Finding[] }>();

  constructor(host: ListHost) {
    this.#host = host;
  }

  /** Takes a root into account from now on: a file that may name lists. */
  link(root: string): void {
    this.#roots.add(root);
  }

  /** To be called when files have come or gone, or settings have changed. */
  forget(): void {
    this.#names.clear();
    this.#readings.clear();
  }

  /** Whether a document is read as a list: its language says so, or its name, or a configuration names it. */
  isList(uri: string): boolean {
    const language = this.#host.languageOf(uri);
    if (language === LIST_LANGUAGE) return true;
    if (language === CONFIGURATION_LANGUAGE || this.#roots.has(uri)) return false;
    return LIST_NAME.test(nameOf(uri).replace(SUFFIX, '')) || this.#configurationsOf(uri).length > 0;
  }

  /** A list with the configurations that name it; undefined for a document that is not there. */
  readingOf(uri: string): ListReading | undefined {
    const source = this.#host.read(uri);
    if (!source) {
      this.#readings.delete(uri);
      return undefined;
    }
    const configurations = this.#configurationsOf(uri);
    const version = configurations[0]?.catalog.version ?? this.#host.versionOf(source);
    const kept = this.#readings.get(uri);
    if (kept?.list.source === source && kept.version === version && isSame(kept.configurations, configurations)) {
      return kept;
    }
    const list =
      kept?.list.source === source && kept.version === version
        ? kept.list
        : readDispatcherList(source, { hexFlags: existsIn(HEX_FLAGS, version) });
    const reading: ListReading = { list, version, configurations };
    this.#readings.set(uri, reading);
    return reading;
  }

  /** What is wrong in a list. */
  findingsOf(reading: ListReading): readonly Finding[] {
    const { severities } = this.#host.settingsOf(reading.list.source.uri);
    const kept = this.#findings.get(reading);
    if (kept?.severities === severities) return kept.found;
    const found = checkList(reading, severities);
    this.#findings.set(reading, { severities, found });
    return found;
  }

  /** The files that linked configurations name, sorted. */
  files(): string[] {
    const found = new Set<string>();
    for (const { named } of this.#linked()) {
      for (const { files } of named) for (const { source } of files) found.add(source.uri);
    }
    return [...found].sort();
  }

  /** The lists that a configuration names, the one in force first. */
  namesOf(analysis: Analysis): readonly NamedList[] {
    const { uri } = analysis.program.root;
    const kept = this.#names.get(uri);
    if (kept?.analysis === analysis && this.#isFresh(kept.named)) return kept.named;
    const named = namedLists(analysis);
    this.#names.set(uri, { analysis, named });
    return named;
  }

  /** All linked configurations. */
  configurations(): readonly Analysis[] {
    return this.#linked().map(({ analysis }) => analysis);
  }

  /** All linked configurations, and the lists they name, that hang together with some configurations and lists. */
  groupOf(configurations: readonly Analysis[], lists: readonly string[]): ListGroup {
    const foundConfigurations = new Set<Analysis>();
    const foundLists = new Map<string, ListReading>();
    const openConfigurations = [...configurations];
    const openLists = [...lists];
    while (openConfigurations.length > 0 || openLists.length > 0) {
      const analysis = openConfigurations.pop();
      if (analysis && !foundConfigurations.has(analysis)) {
        foundConfigurations.add(analysis);
        for (const { files } of this.namesOf(analysis)) openLists.push(...files.map(({ source }) => source.uri));
      }
      const uri = openLists.pop();
      const reading = uri === undefined || foundLists.has(uri) ? undefined : this.readingOf(uri);
      if (uri !== undefined && reading) {
        foundLists.set(uri, reading);
        openConfigurations.push(...reading.configurations);
      }
    }
    return { configurations: [...foundConfigurations], lists: [...foundLists.values()] };
  }

  /** Every linked configuration, every list that one of them names, and those of some documents that are lists. */
  all(documents: readonly string[]): ListGroup {
    return this.groupOf(
      this.configurations(),
      documents.filter((uri) => this.isList(uri)),
    );
  }

  #linked(): KeptNames[] {
    const found: KeptNames[] = [];
    for (const root of this.#roots) {
      const analysis = this.#host.analysisOf(root);
      if (analysis) found.push({ analysis, named: this.namesOf(analysis) });
    }
    return found;
  }

  #configurationsOf(uri: string): Analysis[] {
    const name = nameOf(uri);
    const deployed = SUFFIX.test(name) ? name.replace(SUFFIX, '') : undefined;
    return this.#linked()
      .filter(({ named }) =>
        named.some(
          ({ path, files, reference }) =>
            files.some(({ source }) => source.uri === uri) ||
            // A template may be kept anywhere: the name that it is deployed under tells whose it is.
            (deployed !== undefined && reference !== undefined && nameOf(path) === deployed),
        ),
      )
      .map(({ analysis }) => analysis);
  }

  #isFresh(named: readonly NamedList[]): boolean {
    return named.every(
      ({ files }) => files.length > 0 && files.every(({ source }) => this.#host.read(source.uri) !== undefined),
    );
  }
}

function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Whether two lists hold the same objects in the same order. */
export function isSame<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}
