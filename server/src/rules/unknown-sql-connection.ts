import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument, constantOf } from './shared/constant-text.ts';
import { hasUnknownSetting, settingsOf, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { variableUses } from './shared/variables.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { isPlaceholder, misspeltText } from './shared/wording.ts';

const QUERIES = ['sql_query', 'sql_query_async', 'sql_xquery', 'sql_pvquery'];

export const unknownSqlConnection: Rule = {
  code: 'unknown-sql-connection',
  severity: 'error',
  category: 'calls',
  summary: 'A query of sqlops uses a connection that no parameter declares, or one is declared wrongly.',
  advice: 'Declare it with modparam("sqlops", "sqlcon", "NAME=>URL"), or correct the name.',
  documentation: {
    why: 'The functions of `sqlops` look for their connection when Kamailio starts, which ends where there is none.',
    wrong: `loadmodule "db_mysql.so"
loadmodule "sqlops.so"
modparam("sqlops", "sqlcon", "cb=>mysql://kamailio@localhost/kamailio")
request_route {
  sql_query("ca", "delete from calls");
}
`,
    right: `loadmodule "db_mysql.so"
loadmodule "sqlops.so"
modparam("sqlops", "sqlcon", "cb=>mysql://kamailio@localhost/kamailio")
request_route {
  sql_query("cb", "delete from calls");
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (!facts.isLoaded('sqlops')) return;
    const declared = new Map<string, SourceRange>();
    let isKnown = isWhole(analysis) && !facts.isIncomplete && !hasUnknownSetting(analysis);
    for (const setting of settingsOf(analysis, 'sqlops', 'sqlcon')) {
      const constant = textOf(setting) === undefined ? undefined : constantOf(setting.valueToken);
      if (!constant) {
        isKnown = false;
        continue;
      }
      const [, blank = '', name] = /^(\s*)([^\s=]+)\s*=>/.exec(constant.text) ?? [];
      if (name === undefined) {
        report({ range: constant.range, message: `a connection is declared as 'NAME=>URL', not '${constant.text}'` });
        continue;
      }
      const range = constant.rangeOf(blank.length, blank.length + name.length);
      const first = declared.get(name);
      if (first) {
        const related = [{ range: first, message: `'${name}' is first declared here` }];
        report({ range, message: `the connection '${name}' is already declared`, related });
      } else declared.set(name, range);
    }
    if (!isKnown) return;
    for (const use of variableUses(analysis)) {
      const { name, inner } = use.node;
      if (name.text !== 'sqlrows' || !inner || declared.has(inner.text) || isPlaceholder(inner.text)) continue;
      if (mayStandElsewhere(analysis, /["']sqlcon["']/)) return;
      const message = `no connection '${inner.text}' is declared for '$sqlrows'`;
      const finding = misspeltText(use.rangeOf(inner), message, inner.text, new Set(declared.keys()));
      report(use.isRefused ? finding : { ...finding, severity: 'warning' });
    }
    for (const call of callsOf(analysis, 'sqlops', QUERIES)) {
      const connection = constantArgument(call, 0);
      if (!connection || declared.has(connection.text)) continue;
      if (mayStandElsewhere(analysis, /["']sqlcon["']/)) return;
      const message = `no connection '${connection.text}' is declared for '${call.name}'`;
      report(misspeltText(connection.range, message, connection.text, new Set(declared.keys())));
    }
  },
};
