import type { Analysis } from '../semantic/analysis.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { databaseUses, driverOf, type DatabaseUse } from './shared/databases.ts';
import { hashTables } from './shared/htables.ts';
import { isNeverSet, lastSetting } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';

export const databaseUrlMissing: Rule = {
  code: 'database-url-missing',
  severity: 'error',
  category: 'modules',
  summary: 'A module is to use a database and is not told which.',
  advice: 'Set the parameter with the address of the database.',
  documentation: {
    why:
      'Most modules fall back to a MySQL database on the same machine, with a well-known password; where `db_mysql` is ' +
      'not loaded Kamailio does not start. Others have no default: what should have come from the database, tables of ' +
      '`htable` or addresses of `permissions`, is silently empty then.',
    wrong: `loadmodule "sl.so"
loadmodule "usrloc.so"
modparam("usrloc", "db_mode", 2)
request_route {
  exit;
}
`,
    right: `loadmodule "sl.so"
loadmodule "db_postgres.so"
loadmodule "usrloc.so"
modparam("usrloc", "db_mode", 2)
modparam("usrloc", "db_url", "postgres://kamailio@localhost/kamailio")
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    if (!isWhole(analysis)) return;
    const facts = factsOf(analysis);
    const uses = databaseUses(analysis);
    if (!facts.isIncomplete && !facts.hasUnnamedModule) {
      for (const use of uses) {
        const driver = use.setting ? undefined : driverOf(use.url);
        if (driver === undefined) continue;
        if (!facts.isLoaded(driver)) report(describeNoDriver(analysis, use, driver));
        else report(describeDefault(use));
      }
    }
    checkTables(analysis, report);
    checkCalls(analysis, report);
    checkAccounting(analysis, report);
  },
};

function describeNoDriver(analysis: Analysis, use: DatabaseUse, driver: string): RuleFinding {
  const { module, parameter, mode, load } = use;
  const setting = mode === undefined ? undefined : lastSetting(analysis, module, mode);
  const subject = setting && mode !== undefined ? `'${mode}' makes module '${module}' use` : `module '${module}' uses`;
  return {
    range: valueRange(setting?.valueToken ?? load.module.token),
    message:
      `${subject} a database, and '${parameter}' is not set: its default needs module '${driver}', which is not loaded, ` +
      'and Kamailio does not start',
  };
}

function describeDefault({ module, parameter, load, url }: DatabaseUse): RuleFinding {
  const place = url.replace(/\/\/[^@/]*@/, '//');
  return {
    range: valueRange(load.module.token),
    message: `'${parameter}' of module '${module}' is not set: it uses the default, ${place} with a well-known password`,
    severity: 'information',
  };
}

function checkTables(analysis: Analysis, report: (finding: RuleFinding) => void): void {
  if (!factsOf(analysis).isLoaded('htable')) return;
  const tables = hashTables(analysis).tables.filter(({ entry }) => (entry('dbtable')?.value ?? '') !== '');
  if (tables.length === 0 || !isNeverSet(analysis, 'htable', 'db_url')) return;
  for (const { name, entry, range } of tables) {
    const message = `hash table '${name}' is not loaded from the database: 'db_url' of module 'htable' is not set`;
    report({ range: entry('dbtable')?.range ?? range, message, severity: 'warning' });
  }
}

/** Functions that can do nothing while none of the parameters is set, and what they do then. */
const CALLS: readonly {
  readonly module: string;
  readonly functions: readonly string[];
  readonly parameters: readonly string[];
  readonly effect: string;
  readonly isRefused?: true;
}[] = [
  {
    module: 'avpops',
    functions: ['avp_db_load', 'avp_db_store', 'avp_db_delete', 'avp_db_query'],
    parameters: ['db_url'],
    effect: 'Kamailio does not start',
    isRefused: true,
  },
  {
    module: 'permissions',
    functions: ['allow_address', 'allow_source_address', 'allow_address_group', 'allow_source_address_group'],
    parameters: ['db_url', 'address_file'],
    effect: 'no address is ever allowed',
  },
  {
    module: 'permissions',
    functions: ['allow_trusted'],
    parameters: ['db_url'],
    effect: 'nobody is ever trusted',
  },
  {
    module: 'presence',
    functions: ['handle_publish', 'handle_subscribe'],
    parameters: ['db_url', 'publ_cache'],
    effect: 'the module only serves other modules, and handles no requests',
  },
  { module: 'acc', functions: ['acc_db_request'], parameters: ['db_url'], effect: 'nothing is written' },
];

function checkCalls(analysis: Analysis, report: (finding: RuleFinding) => void): void {
  for (const { module, functions, parameters, effect, isRefused } of CALLS) {
    const calls = callsOf(analysis, module, functions);
    if (calls.length === 0 || !parameters.every((parameter) => isNeverSet(analysis, module, parameter))) continue;
    const unset = parameters.map((parameter) => `'${parameter}'`).join(' nor ');
    for (const { name, token } of calls) {
      const which =
        parameters.length > 1 ? `neither ${unset} of module '${module}' is` : `${unset} of '${module}' is not`;
      report({
        range: rangeOfToken(token),
        message: `'${name}': ${which} set, so ${effect}`,
        severity: isRefused ? 'error' : 'warning',
      });
    }
  }
}

function checkAccounting(analysis: Analysis, report: (finding: RuleFinding) => void): void {
  if (!factsOf(analysis).isLoaded('acc')) return;
  const flags = ['db_flag', 'db_missed_flag'].map((parameter) => lastSetting(analysis, 'acc', parameter));
  if (flags.every((flag) => !flag) || !isNeverSet(analysis, 'acc', 'db_url')) return;
  for (const flag of flags) {
    if (!flag) continue;
    const message = `'${flag.parameter}' of module 'acc' has no effect: 'db_url' is not set, so nothing is written`;
    report({ range: valueRange(flag.valueToken ?? flag.parameterToken), message, severity: 'warning' });
  }
}
