import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, entryPoints } from '../semantic/control-flow.ts';
import { reachableFrom } from '../semantic/flow-states.ts';
import { rangeOf } from '../semantic/program.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { hashTables, mayBeDefined } from './shared/htables.ts';
import { factsOf } from './shared/program-facts.ts';
import { variableUses } from './shared/variables.ts';
import { isAllAtHand, isWhole } from './shared/whole-program.ts';
import { isPlaceholder } from './shared/wording.ts';

export const undeclaredHtable: Rule = {
  code: 'undeclared-htable',
  severity: 'warning',
  category: 'replication',
  summary: 'A hash table is used that no parameter of htable defines.',
  advice: 'Correct the name, or define the table with modparam("htable", "htable", …).',
  documentation: {
    why:
      'Kamailio looks a table up when it is used. Where there is none, reading gives `$null`, writing fails, and each time ' +
      'an error is logged; a ban list that is filled in one table and asked for in another protects from nothing.',
    wrong: `loadmodule "pv.so"
loadmodule "htable.so"
modparam("htable", "htable", "ipban=>size=8;autoexpire=300;")
request_route {
  if ($sht(ban=>$si) != $null) exit;
  $sht(ipban=>$si) = 1;
}
`,
    right: `loadmodule "pv.so"
loadmodule "htable.so"
modparam("htable", "htable", "ipban=>size=8;autoexpire=300;")
request_route {
  if ($sht(ipban=>$si) != $null) exit;
  $sht(ipban=>$si) = 1;
}
`,
  },
  check(analysis, report) {
    if (!factsOf(analysis).isLoaded('htable') || !isWhole(analysis)) return;
    const names = hashTables(analysis).tables.map(({ name }) => name);
    const defined = new Set(names);
    for (const { table, range, effect } of tableUses(analysis)) {
      if (defined.has(table) || isPlaceholder(table)) continue;
      if (mayBeDefined(analysis, table)) {
        if (!isSwitchedOff(analysis) || !isRun(analysis, range)) continue;
        report({ range, message: `no hash table '${table}' is defined here, a condition switches it off: ${effect}` });
        continue;
      }
      const message = `no hash table '${table}' is defined: ${effect}`;
      const likely = suggest(table, names);
      if (likely === undefined) report({ range, message });
      else {
        const isWritten = range.source.text.slice(range.start, range.end) === table;
        report({
          range,
          message: `${message}; did you mean '${likely}'?`,
          ...(isWritten ? { replacement: likely } : {}),
        });
      }
    }
  },
};

/** Whether all that may define a table is at hand, so that it can be only in text that a condition skips. */
function isSwitchedOff(analysis: Analysis): boolean {
  return !hashTables(analysis).hasUnknown && isAllAtHand(analysis);
}

const running = new WeakMap<Analysis, readonly SourceRange[]>();

/** Whether a place is in a block that Kamailio runs, or that a block it runs calls. */
function isRun(analysis: Analysis, { source, start }: SourceRange): boolean {
  let blocks = running.get(analysis);
  if (!blocks) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const entries = entryPoints(program).filter(({ kind }) => kind !== 'event_route');
    const states = reachableFrom(flow, entries);
    blocks = [...flow.routes.values()]
      .filter(({ nodes: [first] }) => first && states.isReached(first))
      .map(({ symbol }) => rangeOf(symbol.item, symbol.node));
    running.set(analysis, blocks);
  }
  return blocks.some((block) => block.source === source && block.start <= start && start < block.end);
}

interface TableUse {
  readonly table: string;
  readonly range: SourceRange;
  readonly effect: string;
}

/** Functions of htable and the argument, counted from 0, that holds a table's name. */
const TABLE_ARGUMENT: Readonly<Record<string, number>> = {
  sht_rm: 0,
  sht_rm_name: 0,
  sht_rm_value: 0,
  sht_match_name: 0,
  sht_has_name: 0,
  sht_match_str_value: 0,
  sht_has_str_value: 0,
  sht_reset: 0,
  sht_setxs: 0,
  sht_setxi: 0,
  sht_is_null: 0,
  sht_inc: 0,
  sht_dec: 0,
  sht_iterator_start: 1,
  sht_lock: 0,
  sht_unlock: 0,
  sht_rm_name_re: 0,
  sht_rm_value_re: 0,
};

/** Those whose argument is `table=>key`. */
const WITH_KEY = /^sht_(?:un)?lock$|_re$/;

function* tableUses(analysis: Analysis): Iterable<TableUse> {
  for (const use of variableUses(analysis)) {
    const { node } = use;
    if (!/^sht(?:ex|cn|cv|inc|dec)?$/.test(node.name.text) || !node.inner) continue;
    const found = readTable(node.inner.text);
    if (!found) continue;
    const start = node.inner.start + found.at;
    const range = use.rangeOf({ start, end: start + found.table.length });
    yield { table: found.table, range, effect: `'$${node.name.text}' gives $null and nothing can be stored` };
  }
  for (const call of callsOf(analysis, 'htable', Object.keys(TABLE_ARGUMENT))) {
    const constant = constantArgument(call, TABLE_ARGUMENT[call.name] ?? 0);
    if (!constant) continue;
    const found = WITH_KEY.test(call.name) ? readTable(constant.text) : { table: constant.text, at: 0 };
    if (!found || found.table === '' || found.table.includes('$')) continue;
    const range = constant.rangeOf(found.at, found.at + found.table.length);
    yield { table: found.table, range, effect: `'${call.name}' always fails` };
  }
  for (const { kind, name, nameToken } of analysis.program.symbols.routes) {
    const table = kind === 'event_route' ? /^htable:(?:expired|reloaded):(.+)$/.exec(name ?? '')?.[1] : undefined;
    if (table === undefined || !nameToken || nameToken.tokenType === t.Opaque) continue;
    const whole = valueRange(nameToken);
    const isWritten = whole.end - whole.start === name?.length;
    const range = isWritten ? { ...whole, start: whole.end - table.length } : whole;
    yield { table, range, effect: 'this block never runs' };
  }
}

/** The table of `table=>key`. */
function readTable(text: string): { table: string; at: number } | undefined {
  const [whole, blank = '', table = ''] = /^(\s*)([^\s=]+)\s*=>/.exec(text) ?? [];
  return whole === undefined ? undefined : { table, at: blank.length };
}
