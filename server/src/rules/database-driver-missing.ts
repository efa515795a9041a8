import { valueRange } from '../semantic/string-place.ts';
import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { ParameterSetting } from '../semantic/symbols.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { databaseUses, driverOf, type DatabaseUse } from './shared/databases.ts';
import { fixByLoading } from './shared/load-lines.ts';
import { factsOf, inactiveLoad } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';
import { allOf } from './shared/wording.ts';

export const databaseDriverMissing: Rule = {
  code: 'database-driver-missing',
  severity: 'error',
  category: 'modules',
  summary: 'A module is given the address of a database whose driver is not loaded.',
  advice: 'Load the module that is named by the address: db_mysql for mysql://, db_postgres for postgres://.',
  documentation: {
    why:
      'The word before `://` names the module with the driver: `mysql` means `db_mysql`. Where that is not loaded, ' +
      'Kamailio ends its start when the module wants to open the database; `kamailio -c` finds nothing.',
    wrong: `loadmodule "sl.so"
loadmodule "auth.so"
loadmodule "auth_db.so"
modparam("auth_db", "db_url", "postgres://kamailio@localhost/kamailio")
request_route {
  exit;
}
`,
    right: `loadmodule "sl.so"
loadmodule "db_postgres.so"
loadmodule "auth.so"
loadmodule "auth_db.so"
modparam("auth_db", "db_url", "postgres://kamailio@localhost/kamailio")
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (facts.isIncomplete || facts.hasUnnamedModule || !isWhole(analysis)) return;
    // One line may set the address for several modules.
    const missing = new Map<ParameterSetting, DatabaseUse[]>();
    const faults = new Map<ParameterSetting, RuleFinding>();
    for (const use of databaseUses(analysis)) {
      const driver = driverOf(use.url);
      const word = driver === undefined && use.effect === undefined ? /^(\w*)\/\//.exec(use.url)?.[1] : undefined;
      if (word !== undefined && use.setting?.valueToken) {
        const range = valueRange(use.setting.valueToken);
        const message = `the address of a database begins with the name of its driver and '://', not with '${word}//': Kamailio does not start`;
        faults.set(use.setting, { range, message });
      }
      if (driver === undefined || !use.setting || facts.isLoaded(driver)) continue;
      missing.set(use.setting, [...(missing.get(use.setting) ?? []), use]);
    }
    for (const fault of faults.values()) report(fault);
    for (const [setting, uses] of missing) report(describe(analysis, setting, uses));
  },
};

function describe(analysis: Analysis, setting: ParameterSetting, uses: readonly DatabaseUse[]): RuleFinding {
  const { catalog } = analysis;
  const [first] = uses as [DatabaseUse];
  const driver = driverOf(first.url) ?? '';
  const range = valueRange(setting.valueToken ?? setting.parameterToken);
  const effects = uses.map(({ effect }) => effect);
  const isRefused = effects.includes(undefined);
  const severity = isRefused ? 'error' : 'warning';
  const effect = isRefused ? 'Kamailio does not start' : (effects[0] ?? '');
  const modules = allOf(uses.map(({ module }) => `'${module}'`));
  const what = `'${first.parameter}' of ${uses.length > 1 ? 'modules' : 'module'} ${modules}`;
  if (catalog.moduleLifespan(driver) === undefined) {
    const drivers = catalog.moduleNames().filter((name) => name.startsWith('db_'));
    const likely = suggest(driver, drivers);
    const hint = likely === undefined ? '' : `; did you mean '${likely.slice(3)}'?`;
    return { range, severity, message: `there is no module '${driver}' for the ${what}: ${effect}${hint}` };
  }
  const message = `${what} needs module '${driver}', which is not loaded: ${effect}`;
  const inactive = inactiveLoad(analysis, driver);
  if (inactive) {
    return { range, severity, message: `${message}; a condition switches its loadmodule off`, related: [inactive] };
  }
  const fix = fixByLoading(driver, first.load.module);
  return { range, severity, message, ...(fix ? { fix } : {}) };
}
