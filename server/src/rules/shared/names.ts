import type { Analysis } from '../../semantic/analysis.ts';
import type { Symbols } from '../../semantic/symbols.ts';
import { isBareFunction, takesNames } from './core-arguments.ts';

/** A bare name in an expression or as a statement. */
export type NamePlace = Symbols['names'][number];

const ADDRESS_OPERANDS = new Set(['src_ip', 'dst_ip', 'snd_ip', 'to_ip']);

/**
 * What a bare name is: a core function that needs no parentheses, a name where the grammar wants one, or nothing that
 * Kamailio would take.
 */
export function classifyName(
  { catalog }: Analysis,
  { token, node, item, parent }: NamePlace,
): 'function' | 'name' | 'illegal' {
  const isSingle = node.from === node.to;
  const core = catalog.coreFunction(token.image);
  if (isSingle && core && catalog.has(core.entry) && isBareFunction(token, core.entry)) return 'function';
  if (parent?.kind === 'call') {
    const outer = catalog.coreFunction(item.tokens[parent.name]?.image ?? '');
    // What such a function takes is the business of another rule.
    return outer !== undefined && takesNames(outer.entry) ? 'name' : 'illegal';
  }
  if (parent?.kind !== 'binary' || parent.left.kind !== 'messageOperand' || parent.right !== node) return 'illegal';
  const operand = item.tokens[parent.left.token]?.image ?? '';
  return (operand === 'method' && isSingle) || ADDRESS_OPERANDS.has(operand) ? 'name' : 'illegal';
}
