import type { Analysis } from '../../semantic/analysis.ts';
import type { CallSymbol } from '../../semantic/symbols.ts';
import type { Token } from '../../syntax/token.ts';
import type { Argument } from '../../syntax/tree.ts';
import { constantArgument, constantOf, type ConstantText } from './constant-text.ts';
import { variableUses } from './variables.ts';
import { hasForeignScript, mayStandElsewhere } from './whole-program.ts';

/**
 * The values that an argument of a call, counted from 0, can have: its text, or those that are assigned to the variable it
 * is. Nothing where they are not all known: of a variable, where it is used for anything else than for calls of these
 * functions.
 */
export function constantValues(
  analysis: Analysis,
  call: CallSymbol,
  index: number,
  functions: ReadonlySet<string>,
): readonly ConstantText[] {
  const constant = constantArgument(call, index);
  const name = /^"?(\$var\([\w-]+\))"?$/.exec(imageOf(call, call.node.arguments[index]))?.[1];
  if (name === undefined) return constant ? [constant] : [];
  const { assignments, calls } = analysis.program.symbols;
  const values: ConstantText[] = [];
  const expected = new Set<Token | undefined>();
  for (const { node, item } of assignments) {
    const target = item.tokens[node.target.from];
    if (target?.image !== name) continue;
    const { value } = node;
    const isPlain = value?.kind === 'string' || value?.kind === 'number';
    const known = isPlain ? constantOf(item.tokens[value.token]) : undefined;
    if (!known || known.text.includes('$')) return [];
    values.push(known);
    expected.add(target);
  }
  for (const each of calls) {
    if (!functions.has(each.name)) continue;
    for (const argument of each.node.arguments)
      if (imageOf(each, argument).includes(name)) expected.add(tokenOf(each, argument));
  }
  const inner = name.slice('$var('.length, -1);
  const isUsedElse = variableUses(analysis).some(
    ({ node, token }) => node.name.text === 'var' && node.inner?.text === inner && !expected.has(token),
  );
  const mention = new RegExp(`\\$\\(?var\\(${inner}\\)`);
  return isUsedElse || hasForeignScript(analysis) || mayStandElsewhere(analysis, mention) ? [] : values;
}

function tokenOf({ item }: CallSymbol, argument: Argument | undefined): Token | undefined {
  return argument && argument.from === argument.to ? item.tokens[argument.from] : undefined;
}

function imageOf(call: CallSymbol, argument: Argument | undefined): string {
  return tokenOf(call, argument)?.image ?? '';
}
