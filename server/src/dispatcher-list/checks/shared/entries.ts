import { destinationsBySet, type Destination } from '../../entry-values.ts';
import { HEX_FLAGS } from '../../facts.ts';
import { existsIn, type KamailioVersion } from '../../../catalog/versions.ts';
import type { DispatcherList, ListEntry } from '../../list.ts';
import { hasTemplates } from '../../template-lines.ts';

/** The column at which the text of a line stops to be what its place asks for. */
export type MisplacedColumn = 'set-id' | 'separator' | 'flags' | 'priority';

/**
 * Where text fell into a later column than the one it was meant for: Kamailio takes the digits of a number column and
 * goes on with the next column wherever they end. Leaving out flags and priority before attributes is fine.
 */
export function misplacedColumn(entry: ListEntry, version: KamailioVersion): MisplacedColumn | undefined {
  const { setId, uri, flags, priority, attributeText, rest } = entry;
  if (!uri) return undefined;
  if (setId.text === '') return 'set-id';
  if (!setId.isTemplate && setId.end === uri.start && /^[,;|:]/.test(uri.text)) return 'separator';
  if (flags && !flags.isTemplate && flags.text.startsWith('0x') && !existsIn(HEX_FLAGS, version)) return 'flags';
  if (!attributeText || attributeText.isTemplate) return undefined;
  const { text } = attributeText;
  const isGlued = (priority ?? flags)?.end === attributeText.start;
  if (isGlued && /^[,;|]/.test(text)) return 'separator';
  const hasName = text.includes('=');
  if (!flags) {
    const isState = /^[AITD][PXN]?$/i.test(text) || /^[-+]\d+$/.test(text) || /^0x[\da-f]+$/i.test(text);
    return isState || (!hasName && rest && !isRemark(rest.text)) ? 'flags' : undefined;
  }
  if (!priority) {
    return /^[-+]\d+$/.test(text) || (!hasName && rest && !isRemark(rest.text)) ? 'priority' : undefined;
  }
  return undefined;
}

/** Whether unread text looks like a remark in the manner of other languages. */
export function isRemark(text: string): boolean {
  return /^(?:\/\/|\/\*|--|;\s|!)/.test(text);
}

const sets = new WeakMap<DispatcherList, ReadonlyMap<number, readonly Destination[]>>();

/**
 * The sets of a list in the order of Kamailio's memory, without lines that lack their set id; none where a template
 * decides which lines there are.
 */
export function knownSets(list: DispatcherList): ReadonlyMap<number, readonly Destination[]> {
  let known = sets.get(list);
  if (!known) {
    known = hasTemplates(list)
      ? new Map<number, readonly Destination[]>()
      : destinationsBySet({ entries: list.entries.filter(({ setId }) => setId.text !== '') });
    sets.set(list, known);
  }
  return known;
}
