import type { Analysis } from '../semantic/analysis.ts';
import { rangeOf } from '../semantic/program.ts';
import type { Item } from '../syntax/item-reader.ts';
import { readPseudoVariable } from '../syntax/pseudo-variable.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Token } from '../syntax/token.ts';
import { childrenOf, withoutParentheses, type AnyNode, type Expression } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { hashTables, type HashTable } from './shared/htables.ts';
import { variableUses } from './shared/variables.ts';
import { hasForeignScript, isWhole, mayStandElsewhere } from './shared/whole-program.ts';

export const htableCounter: Rule = {
  code: 'htable-counter',
  severity: 'warning',
  category: 'replication',
  summary: 'Numbers are counted in a hash table whose keys have no first value.',
  advice: "Add 'initval=0;' to the definition of the table.",
  documentation: {
    why:
      'A key that is not in the table yet is `$null`, which `+` takes for a text: `$sht(t=>k) + 1` is "1", then "11", then ' +
      '"111". `$shtinc(t=>k)` stays `$null` for ever. With `initval=0` in the definition both count.',
    wrong: `loadmodule "pv.so"
loadmodule "htable.so"
modparam("htable", "htable", "calls=>size=8;autoexpire=60;")
request_route {
  $sht(calls=>$si) = $sht(calls=>$si) + 1;
}
`,
    right: `loadmodule "pv.so"
loadmodule "htable.so"
modparam("htable", "htable", "calls=>size=8;autoexpire=60;initval=0;")
request_route {
  $sht(calls=>$si) = $sht(calls=>$si) + 1;
}
`,
  },
  check(analysis, report) {
    const tables = new Map(hashTables(analysis).tables.map((table) => [table.name, table]));
    const suspects = new Map([...tables].filter(([, table]) => isWithoutFirstValue(table)));
    if (suspects.size === 0 || !isWhole(analysis) || hasForeignScript(analysis)) return;
    for (const call of callsOf(analysis, 'htable', ['sht_setxs', 'sht_setxi'])) {
      const table = constantArgument(call, 0)?.text;
      if (table === undefined || table.includes('$')) return;
      suspects.delete(table);
    }
    for (const { table, range, message } of [...additions(analysis, suspects), ...increments(analysis)]) {
      const definition = suspects.get(table);
      if (!definition) continue;
      // Whoever writes a number of his own there counts all the same.
      const name = table.replace(/\W/g, '\\$&');
      if (mayStandElsewhere(analysis, new RegExp(`\\$sht\\(\\s*${name}\\s*=>|sht_set`))) continue;
      const related = [{ range: definition.range, message: `'${table}' is defined here, without 'initval'` }];
      report({ range, message, related });
    }
  },
};

function isWithoutFirstValue({ entry }: HashTable): boolean {
  return entry('initval') === undefined && (entry('dbtable')?.value ?? '') === '';
}

interface Count {
  readonly table: string;
  readonly range: SourceRange;
  readonly message: string;
}

/** `$sht(t=>k) = $sht(t=>k) + 1`, or by way of a variable; those of tables that are written in another way are taken from the suspects. */
function additions({ program }: Analysis, suspects: Map<string, HashTable>): Count[] {
  const found: Count[] = [];
  const sums = new Map<string, Sum>();
  /** Tables that were counted in, by the block: what is written below comes too late for the first time. */
  const open = new Map<string, Item>();
  for (const { node, item } of program.symbols.assignments) {
    const target = tableOf(node.target, item);
    const value = withoutParentheses(node.value);
    const sum = value && sumOf(value, item);
    const name = variableOf(node.target, item);
    if (name !== undefined) {
      // What a variable was given before is another sum, or none.
      if (sum) sums.set(name, sum);
      else sums.delete(name);
    }
    if (target === undefined || !value) continue;
    const counted = sum ?? sums.get(variableOf(value, item) ?? '');
    if (counted?.table === target) {
      const message = `'+' appends: a key that is not in the hash table '${target}' yet is no number, so this makes "1", then "11"`;
      found.push({ table: target, range: counted.range, message });
      if (!isGuarded(item, node, target)) open.set(target, item);
    } else if (!isNull(value, item) && open.get(target) !== item) suspects.delete(target);
  }
  return found;
}

/** Whether an addition stands under a condition that looks at the table, or behind one that asks whether the key is there. */
function isGuarded(item: Item, wanted: AnyNode, table: string): boolean {
  const { tokens } = item;
  const isTable = ({ image }: Token): boolean => image.startsWith('$') && image.includes(`${table}=>`);
  const isAsked = tokens
    .slice(0, wanted.from)
    .some((token, index) => isTable(token) && tokens[index + 2]?.image === '$null');
  if (isAsked) return true;
  for (let node: AnyNode | undefined = item.node; node && node !== wanted;) {
    const conditions = conditionsOf(node).filter(({ from }) => from < wanted.from);
    if (conditions.some(({ from, to }) => tokens.slice(from, to + 1).some(isTable))) return true;
    node = childrenOf(node).find((child): boolean => child.from <= wanted.from && child.to >= wanted.to);
  }
  return false;
}

function conditionsOf(node: AnyNode): readonly AnyNode[] {
  if (node.kind === 'if') return node.clauses.flatMap(({ condition }) => condition ?? []);
  if (node.kind === 'while') return node.condition ? [node.condition] : [];
  return node.kind === 'switch' && node.subject ? [node.subject] : [];
}

/** A number added to what a table holds. */
interface Sum {
  readonly table: string;
  readonly range: SourceRange;
}

function sumOf(value: Expression, item: Item): Sum | undefined {
  const isSum =
    value.kind === 'binary' &&
    item.tokens[value.operator]?.image === '+' &&
    withoutParentheses(value.right)?.kind === 'number';
  const table = isSum ? tableOf(value.left, item) : undefined;
  return table === undefined ? undefined : { table, range: rangeOf(item, value) };
}

/** A script variable, as it is written. */
function variableOf(node: Expression, item: Item): string | undefined {
  const image = node.kind === 'pseudoVariable' ? (item.tokens[node.token]?.image ?? '') : '';
  return /^\$(?:var|avp|vn)\([\w:-]+\)$/.test(image) ? image : undefined;
}

function increments(analysis: Analysis): Count[] {
  const found: Count[] = [];
  for (const use of variableUses(analysis)) {
    const { name, inner } = use.node;
    const table = /^\s*([^\s=]+)\s*=>/.exec(inner?.text ?? '')?.[1];
    if (!/^sht(?:inc|dec)$/.test(name.text) || table === undefined) continue;
    found.push({ table, range: use.rangeOf(use.node), message: neverCounts(`$${name.text}`, table) });
  }
  for (const call of callsOf(analysis, 'htable', ['sht_inc', 'sht_dec'])) {
    const table = constantArgument(call, 0);
    if (table) found.push({ table: table.text, range: table.range, message: neverCounts(call.name, table.text) });
  }
  return found;
}

function neverCounts(what: string, table: string): string {
  return `'${what}' counts nothing: a key that is not in the hash table '${table}' yet stays $null`;
}

/** The table of a bare `$sht(table=>key)`. */
function tableOf(node: Expression, item: Item): string | undefined {
  const expression = withoutParentheses(node);
  if (expression.kind !== 'pseudoVariable') return undefined;
  const image = item.tokens[expression.token]?.image ?? '';
  if (!/^\$\(?sht\b/.test(image)) return undefined;
  const { name, inner, transformations } = readPseudoVariable(image, 0, true);
  if (name.text !== 'sht' || transformations.length > 0) return undefined;
  return /^\s*([^\s=]+)\s*=>/.exec(inner?.text ?? '')?.[1];
}

function isNull(node: Expression, item: Item): boolean {
  return node.kind === 'pseudoVariable' && item.tokens[node.token]?.image === '$null';
}
