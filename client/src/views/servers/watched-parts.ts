/** Which data of which server has to be asked for, for what somebody can see of the tree. */
import type { PartName } from '../../live/types.ts';
import type { TreeElement } from './elements.ts';

/**
 * The parts by server.
 * @param servers the names of all connected servers: their state can be seen, or their group's.
 * @param expanded the elements that are open, whether or not one above them is closed.
 */
export function findWatchedParts(
  servers: readonly string[],
  expanded: ReadonlySet<TreeElement>,
): ReadonlyMap<string, ReadonlySet<PartName>> {
  const watched = new Map<string, Set<PartName>>(servers.map((server) => [server, new Set(['identity'])]));
  for (const element of expanded) {
    if (element.kind === 'section' && isVisible(element.parent, expanded)) {
      watched.get(element.server)?.add(element.section);
    }
  }
  return watched;
}

function isVisible(element: TreeElement | undefined, expanded: ReadonlySet<TreeElement>): boolean {
  return element === undefined || (expanded.has(element) && isVisible(element.parent, expanded));
}
