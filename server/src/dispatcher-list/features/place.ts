import type { DispatcherList, ListAttribute, ListEntry, Piece } from '../list.ts';

/** What stands at a place of a list. */
export type ListPlace =
  | { readonly kind: 'set-id' | 'uri' | 'flags' | 'priority'; readonly entry: ListEntry; readonly piece: Piece }
  | {
      readonly kind: 'attribute-name' | 'attribute-value';
      readonly entry: ListEntry;
      readonly attribute: ListAttribute;
      readonly piece: Piece;
    };

/** The entry whose line or lines hold an offset; also the blanks before and behind it count. */
export function entryAt({ entries, source }: DispatcherList, offset: number): ListEntry | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (source.lineStart(source.lineAt(entries[middle]!.start)) <= offset) low = middle + 1;
    else high = middle;
  }
  // A line that is too long holds several.
  for (let index = low - 1; index >= 0; index--) {
    const entry = entries[index]!;
    const isBehind = source.lineAt(offset) > source.lineAt(Math.max(entry.start, entry.end - 1));
    if (isBehind) return undefined;
    if (entry.start <= offset || index === 0 || entries[index - 1]!.line !== entry.line) return entry;
  }
  return undefined;
}

/** What stands at an offset, or ends there. */
export function placeAt(list: DispatcherList, offset: number): ListPlace | undefined {
  const entry = entryAt(list, offset);
  if (!entry) return undefined;
  const holds = (piece: Piece | undefined): piece is Piece =>
    piece !== undefined && piece.start <= offset && offset <= piece.end && piece.start < piece.end;
  const { setId, uri, flags, priority, attributes } = entry;
  if (holds(setId)) return { kind: 'set-id', entry, piece: setId };
  if (holds(uri)) return { kind: 'uri', entry, piece: uri };
  if (holds(flags)) return { kind: 'flags', entry, piece: flags };
  if (holds(priority)) return { kind: 'priority', entry, piece: priority };
  for (const attribute of attributes) {
    if (holds(attribute.name)) return { kind: 'attribute-name', entry, attribute, piece: attribute.name };
    if (holds(attribute.value)) return { kind: 'attribute-value', entry, attribute, piece: attribute.value };
  }
  return undefined;
}
