import { fileReferences, resolveFile } from '../semantic/file-parameters.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { constantOf } from './shared/constant-text.ts';
import { DISPATCHER } from './shared/dispatcher.ts';
import { lastSetting, textOf } from './shared/module-settings.ts';
import { findNearFile } from './shared/near-files.ts';
import { findTargets } from './shared/parameter-targets.ts';

/** The parameters whose file Kamailio 5.6.3 does not start without, each tried; `permissions` makes do without its others. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  app_lua: ['load'],
  carrierroute: ['config_file'],
  http_client: ['config_file'],
  permissions: ['address_file'],
  regex: ['file'],
  tls: ['config', 'certificate', 'private_key'],
};

export const missingFile: Rule = {
  code: 'missing-file',
  severity: 'error',
  category: 'modules',
  summary: 'A parameter names a file that is not there, beside one whose name is much the same.',
  advice: 'Write the name of the file that is there.',
  documentation: {
    why:
      'The module opens the file when Kamailio starts, and most refuse to start without it; `kamailio -c` does not look. ' +
      'Only a file of nearly the same name in the same folder tells that the name is a slip: files that are nowhere in ' +
      'the workspace may be on the server.',
    wrong: `--- kamailio.cfg
loadmodule "permissions.so"
modparam("permissions", "address_file", "/project/adress.list")
request_route {
  if (!allow_source_address("1")) drop;
  forward();
}
--- address.list
1 192.0.2.0 24
`,
    right: `--- kamailio.cfg
loadmodule "permissions.so"
modparam("permissions", "address_file", "/project/address.list")
request_route {
  if (!allow_source_address("1")) drop;
  forward();
}
--- address.list
1 192.0.2.0 24
`,
  },
  check(analysis, report) {
    const { program, host } = analysis;
    for (const reference of fileReferences(program)) {
      const { setting, isActive, path, range, token } = reference;
      const { parameter } = setting;
      if (!isActive || !constantOf(token) || textOf(setting) !== path) continue;
      const modules = findTargets(analysis, setting)?.modules ?? [];
      // Lists of destinations have a rule of their own.
      const module = modules.find((name) => name !== DISPATCHER && lastSetting(analysis, name, parameter) === setting);
      if (module === undefined || resolveFile(reference, host, program.root)) continue;
      const near = findNearFile(analysis, reference);
      if (!near) continue;
      const isNeeded = NEEDED[module]?.includes(parameter) === true && near.file.found !== 'tail';
      report({
        range,
        severity: isNeeded ? 'error' : 'warning',
        message: `there is no ${path}; did you mean '${near.path}'?`,
        ...(isVerbatim(token) ? { replacement: near.path } : {}),
      });
    }
  },
};
