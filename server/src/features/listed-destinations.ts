import { destinationOf, numberOf, setIdOf } from '../dispatcher-list/entry-values.ts';
import type { DispatcherList, ListEntry, Piece } from '../dispatcher-list/list.ts';
import { parseDestination } from '../dispatcher-list/parse-uri.ts';
import type { SourceRange } from '../syntax/source-text.ts';

/** A destination as a list file describes it. */
export interface ListedDestination {
  readonly range: SourceRange;
  readonly setId: number;
  /** As Kamailio holds it, with a scheme. */
  readonly uri: string;
  readonly flags: number;
  readonly priority: number;
  readonly attributes: string;
  /** Whether a template fills in some of it. */
  readonly isTemplate: boolean;
}

/**
 * The destinations of a list in the order of its lines. Lines that Kamailio passes over are left out, and those whose
 * set or URI a template writes: nobody knows here what they become.
 */
export function listDestinations({ source, entries }: DispatcherList): ListedDestination[] {
  return entries.flatMap((entry): ListedDestination[] => {
    const range = { source, start: entry.start, end: entry.end };
    const destination = destinationOf(entry);
    if (destination) {
      const { setId, uri, flags, priority, attributes } = destination;
      return [{ range, setId, uri, flags, priority, attributes, isTemplate: false }];
    }
    const { uri, flags, priority, attributeText } = entry;
    const setId = setIdOf(entry);
    if (!uri || uri.isTemplate || setId === undefined || !hasTemplate(entry)) return [];
    const parsed = parseDestination(uri.text);
    if ('fault' in parsed) return [];
    const written = { setId, uri: parsed.text, flags: numberOf(flags) ?? 0, priority: numberOf(priority) ?? 0 };
    return [{ range, ...written, attributes: attributeText?.text ?? '', isTemplate: true }];
  });
}

function hasTemplate({ setId, uri, flags, priority, attributeText }: ListEntry): boolean {
  const pieces: (Piece | undefined)[] = [setId, uri, flags, priority, attributeText];
  return pieces.some((piece) => piece?.isTemplate);
}
