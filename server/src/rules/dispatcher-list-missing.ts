import type { Analysis } from '../semantic/analysis.ts';
import type { FileReference } from '../semantic/file-parameters.ts';
import { namedLists } from '../semantic/list-files.ts';
import type { ResolvedFile } from '../semantic/program-host.ts';
import { isVerbatim, valueRange } from '../semantic/string-place.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantOf } from './shared/constant-text.ts';
import { DISPATCHER, mayReadDatabase } from './shared/dispatcher.ts';
import { isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { findNearFile, knownPlace } from './shared/near-files.ts';
import { hasMainRoute } from './shared/whole-program.ts';

/** Where Kamailio keeps its configuration, by its packages and by its own installation. */
const DEFAULT_FOLDERS = ['/etc/kamailio/', '/usr/local/etc/kamailio/'];

export const dispatcherListMissing: Rule = {
  code: 'dispatcher-list-missing',
  severity: 'error',
  category: 'dispatcher',
  summary: 'The list of destinations is not there, or not where Kamailio looks for it.',
  advice: 'Let list_file name the list by its whole path.',
  documentation: {
    why:
      'Without `db_url`, dispatcher opens the list when Kamailio starts, and the start ends there if it cannot; ' +
      '`kamailio -c` does not look. A path without a slash at its start is looked up in the working directory, which ' +
      'is `/` unless `-w` or `workdir` say otherwise: not beside the configuration. Without `list_file` it is ' +
      '`dispatcher.list` in the folder that Kamailio was built with, mostly `/etc/kamailio`.',
    wrong: `--- kamailio.cfg
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/project/dispatcher.lst")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  forward();
}
--- dispatcher.list
1 sip:192.0.2.1
`,
    right: `--- kamailio.cfg
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/project/dispatcher.list")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  forward();
}
--- dispatcher.list
1 sip:192.0.2.1
`,
  },
  check(analysis, report) {
    if (!analysis.program.symbols.loaded.has(DISPATCHER) || !hasMainRoute(analysis)) return;
    const database = lastSetting(analysis, DISPATCHER, 'db_url');
    if (database?.valueToken && textOf(database) === '') {
      const { source, start, end } = database.valueToken;
      const message = "an empty 'db_url' is a database all the same, without a driver: Kamailio does not start";
      report({ range: { source, start, end }, message });
    }
    if (mayReadDatabase(analysis)) return;
    const setting = lastSetting(analysis, DISPATCHER, 'list_file');
    if (setting) {
      const value = constantOf(setting.valueToken);
      if (value && textOf(setting) === '') {
        const message = "an empty 'list_file' names no list: Kamailio does not start";
        const { token } = value;
        report({ range: { source: token.source, start: token.start, end: token.end }, message });
        return;
      }
      const named = namedLists(analysis).find(({ isInForce }) => isInForce);
      if (!value || textOf(setting) === undefined || !named?.reference) return;
      if (named.reference.token !== setting.valueToken) return;
      const finding = checkReference(analysis, named.reference, named.files[0]);
      if (finding) report(finding);
      return;
    }
    if (!isNeverSet(analysis, DISPATCHER, 'list_file') || isDefaultKnown(analysis)) return;
    const loaded = analysis.program.symbols.loaded.get(DISPATCHER);
    if (!loaded) return;
    report({
      range: valueRange(loaded.token),
      severity: 'information',
      message:
        "dispatcher is given neither 'list_file' nor 'db_url': Kamailio reads dispatcher.list in its own folder, mostly /etc/kamailio, and does not start without it",
    });
  },
};

function checkReference(
  analysis: Analysis,
  reference: FileReference,
  file: ResolvedFile | undefined,
): RuleFinding | undefined {
  const { path, range, token } = reference;
  if (!path.startsWith('/')) {
    const near = file ? undefined : findNearFile(analysis, reference);
    if (near) return describeNear(reference, near.path, 'error');
    if (hasWorkingDirectory(analysis)) return undefined;
    const message = `a list without its whole path is looked up in Kamailio's working directory, which is / unless -w says otherwise: without /${path} it does not start`;
    return { range, severity: 'warning', message };
  }
  if (file && file.found !== 'tail') return undefined;
  const place = knownPlace(analysis, path);
  if (file) {
    // Its name is right, but its folder is not the one that the list is in.
    const beside = place && place.folder + path.slice(path.lastIndexOf('/') + 1);
    const isBeside = beside !== undefined && beside !== path && resolveAs(analysis, reference, beside) === file.source;
    return isBeside ? describeNear({ path, range, token }, beside, 'warning') : undefined;
  }
  const near = findNearFile(analysis, reference);
  if (near) return describeNear(reference, near.path, near.file.found === 'tail' ? 'warning' : 'error');
  if (!place) return undefined;
  const message = `there is no ${path} where the configuration is: without the list Kamailio does not start`;
  return { range, severity: place.by === 'direct' ? 'warning' : 'information', message };
}

function resolveAs({ host, program }: Analysis, { token }: FileReference, path: string): SourceText | undefined {
  return host.resolve(path, token.source, program.root)?.source;
}

function describeNear(
  { path, range, token }: Pick<FileReference, 'path' | 'range' | 'token'>,
  near: string,
  severity: 'error' | 'warning',
): RuleFinding {
  const message = `there is no ${path}, without which Kamailio does not start; did you mean '${near}'?`;
  return isVerbatim(token) ? { range, severity, message, replacement: near } : { range, severity, message };
}

/** Whether the list that is read without being named is there for sure. */
function isDefaultKnown({ host, program }: Analysis): boolean {
  return DEFAULT_FOLDERS.some((folder) => {
    const found = host.resolve(`${folder}dispatcher.list`, program.root, program.root);
    return found !== undefined && found.found !== 'tail';
  });
}

function hasWorkingDirectory({ program }: Analysis): boolean {
  return program.symbols.settings.some(({ name }) => name.image === 'workdir' || name.image === 'wdir');
}
