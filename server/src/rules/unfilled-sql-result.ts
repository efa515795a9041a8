import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { factsOf } from './shared/program-facts.ts';
import { variableUses } from './shared/variables.ts';
import { hasForeignScript, isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { isPlaceholder, misspeltText } from './shared/wording.ts';

export const unfilledSqlResult: Rule = {
  code: 'unfilled-sql-result',
  severity: 'warning',
  category: 'calls',
  summary: 'A result of sqlops is read that no query fills.',
  advice: 'Give the query and $dbr() the same name.',
  documentation: {
    why:
      'The third argument of `sql_query()` names what the rows are kept in. `$dbr()` of another name is `$null`, always, ' +
      'as if the query had found nothing.',
    wrong: `loadmodule "db_mysql.so"
loadmodule "sqlops.so"
modparam("sqlops", "sqlcon", "ca=>mysql://kamailio@localhost/kamailio")
request_route {
  sql_query("ca", "select name from users", "ra");
  if ($dbr(rb=>rows) > 0) exit;
}
`,
    right: `loadmodule "db_mysql.so"
loadmodule "sqlops.so"
modparam("sqlops", "sqlcon", "ca=>mysql://kamailio@localhost/kamailio")
request_route {
  sql_query("ca", "select name from users", "ra");
  if ($dbr(ra=>rows) > 0) exit;
}
`,
  },
  check(analysis, report) {
    if (!factsOf(analysis).isLoaded('sqlops') || hasForeignScript(analysis) || !isWhole(analysis)) return;
    let filled: Set<string> | undefined;
    for (const use of variableUses(analysis)) {
      const { name, inner } = use.node;
      const result = name.text === 'dbr' ? /^\s*([^\s=]+)\s*=>/.exec(inner?.text ?? '') : undefined;
      const container = result?.[1];
      if (!inner || !result || container === undefined || isPlaceholder(container)) continue;
      if (!filled) {
        filled = new Set();
        for (const call of callsOf(analysis, 'sqlops', ['sql_query'])) {
          const argument = constantArgument(call, 2);
          if (argument) filled.add(argument.text);
          else if (call.node.arguments.length > 2) return;
        }
        if (mayStandElsewhere(analysis, /\bsql_query\b/)) return;
      }
      if (filled.has(container)) continue;
      const start = inner.start + result[0].indexOf(container);
      const range = use.rangeOf({ start, end: start + container.length });
      const message = `no query fills the result '${container}', so this is always $null`;
      report(misspeltText(range, message, container, filled));
    }
  },
};
