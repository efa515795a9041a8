import { destinationOf, numberOf, setIdOf } from '../dispatcher-list/entry-values.ts';
import type { DispatcherList, ListEntry, Piece } from '../dispatcher-list/list.ts';
import { parseDestination } from '../dispatcher-list/parse-uri.ts';
import { findTemplateBlocks, findWrittenLines, SpanWalk } from '../dispatcher-list/template-lines.ts';
import type { SourceRange } from '../syntax/source-text.ts';

/** A destination as a list file describes it. */
export interface ListedDestination {
  readonly range: SourceRange;
  /** -1 where a template writes it. */
  readonly setId: number;
  /** As Kamailio holds it, with a scheme; empty where a template writes some of it. */
  readonly uri: string;
  readonly flags: number;
  readonly priority: number;
  readonly attributes: string;
  /** Whether a template writes some of it, or decides whether it is there at all. */
  readonly isTemplate: boolean;
}

const UNKNOWN_SET = -1;

/**
 * The destinations of a list in the order of its lines. Lines that Kamailio passes over are left out. Where a template
 * may write lines of its own, one stands there of which neither set nor URI is known.
 */
export function listDestinations(list: DispatcherList): ListedDestination[] {
  const { source } = list;
  const blocks = new SpanWalk(findTemplateBlocks(list));
  const lines = list.entries.flatMap((entry): ListedDestination[] => {
    const range = { source, start: entry.start, end: entry.end };
    const destination = destinationOf(entry);
    if (destination) {
      const { setId, uri, flags, priority, attributes } = destination;
      return [{ range, setId, uri, flags, priority, attributes, isTemplate: blocks.has(entry.start) }];
    }
    const { uri, flags, priority, attributeText } = entry;
    if (!uri || !hasTemplate(entry)) return [];
    const address = uri.isTemplate ? '' : addressOf(uri.text);
    if (address === undefined) return [];
    const numbers = { flags: numberOf(flags) ?? 0, priority: numberOf(priority) ?? 0 };
    const attributes = attributeText?.text ?? '';
    return [{ range, setId: setIdOf(entry) ?? UNKNOWN_SET, uri: address, ...numbers, attributes, isTemplate: true }];
  });
  const written = findWrittenLines(list).map((part): ListedDestination => ({
    range: { source, start: part.start, end: part.end },
    ...{ setId: UNKNOWN_SET, uri: '', flags: 0, priority: 0, attributes: '', isTemplate: true },
  }));
  return written.length === 0 ? lines : [...lines, ...written].sort((a, b) => a.range.start - b.range.start);
}

function addressOf(text: string): string | undefined {
  const parsed = parseDestination(text);
  return 'fault' in parsed ? undefined : parsed.text;
}

function hasTemplate({ setId, uri, flags, priority, attributeText }: ListEntry): boolean {
  const pieces: (Piece | undefined)[] = [setId, uri, flags, priority, attributeText];
  return pieces.some((piece) => piece?.isTemplate);
}
