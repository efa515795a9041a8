import type { Token } from '../../syntax/token.ts';
import type { CustomGlobal } from '../../syntax/tree.ts';

/** A custom global parameter as it is spoken of: `group.name`. */
export function nameOfGlobal(node: CustomGlobal, tokens: readonly Token[]): string {
  return `${tokens[node.group]?.image ?? ''}.${tokens[node.name]?.image ?? ''}`;
}
