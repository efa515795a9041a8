import type { Analysis } from '../semantic/analysis.ts';
import type { FileReference } from '../semantic/file-parameters.ts';
import { namedLists } from '../semantic/list-files.ts';
import { isVerbatim, valueRange } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantOf } from './shared/constant-text.ts';
import { DISPATCHER, mayReadDatabase } from './shared/dispatcher.ts';
import { isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { findNearFile, knownFolder } from './shared/near-files.ts';
import { hasMainRoute } from './shared/whole-program.ts';

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
      const finding = checkReference(analysis, named.reference, named.files.length > 0);
      if (finding) report(finding);
      return;
    }
    if (!isNeverSet(analysis, DISPATCHER, 'list_file') || namedLists(analysis).length > 0) return;
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

function checkReference(analysis: Analysis, reference: FileReference, isThere: boolean): RuleFinding | undefined {
  const { path, range } = reference;
  const near = isThere ? undefined : findNearFile(analysis, reference);
  if (near) {
    return {
      range,
      severity: near.file.found === 'tail' ? 'warning' : 'error',
      message: `there is no ${path}, without which Kamailio does not start; did you mean '${near.path}'?`,
      ...(isVerbatim(reference.token) ? { replacement: near.path } : {}),
    };
  }
  if (!path.startsWith('/')) {
    if (hasWorkingDirectory(analysis)) return undefined;
    const message = `a list without its whole path is looked up in Kamailio's working directory, which is / unless -w says otherwise: without /${path} it does not start`;
    return { range, severity: 'information', message };
  }
  const folder = isThere ? undefined : knownFolder(analysis, path);
  if (!folder) return undefined;
  const message = `there is no ${path} beside the configuration: without the list Kamailio does not start`;
  return { range, severity: folder === 'direct' ? 'warning' : 'information', message };
}

function hasWorkingDirectory({ program }: Analysis): boolean {
  return program.symbols.settings.some(({ name }) => name.image === 'workdir' || name.image === 'wdir');
}
