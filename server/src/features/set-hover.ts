import { numberOf, stateLetters } from '../dispatcher-list/entry-values.ts';
import { algorithmsOf } from '../dispatcher-list/facts.ts';
import type { ListGroup } from '../dispatcher-list/list-group.ts';
import type { SourceText } from '../syntax/source-text.ts';
import { bulletList, enumerate, inlineCode, paragraphs } from '../text/markdown.ts';
import { fileLink, placeLink } from '../text/places.ts';
import { linesOfSet, rangeOfSetId, type SetAt, type SetLine } from './set-places.ts';

/** More destinations than these are counted instead of shown. */
const MOST_SHOWN = 12;

/**
 * Describes the set that a call names: its destinations as the lists have them, and how one of them is chosen.
 * @param root the file that paths are shown relative to
 */
export function describeSet(group: ListGroup, { setId, use }: SetAt, root: SourceText): string | undefined {
  const lines = linesOfSet(group, setId);
  const version = group.configurations[0]?.catalog.version;
  const algorithm =
    version && typeof use?.algorithm === 'number'
      ? algorithmsOf(version).find(({ number }) => number === use.algorithm)
      : undefined;
  const chosen = algorithm && `Algorithm ${algorithm.number}: ${algorithm.meaning}.`;
  if (group.lists.length === 0) return chosen;
  const lists = enumerate(group.lists.map(({ list }) => fileLink(list.source, root)));
  if (lines.length === 0) return paragraphs([`**Set ${setId}**: no line of ${lists} adds to it.`, chosen]);
  const shown = lines.slice(0, MOST_SHOWN).map((line) => describeLine(line, root));
  const more = lines.length - shown.length;
  return paragraphs([
    `**Set ${setId}**: ${lines.length} ${lines.length === 1 ? 'destination' : 'destinations'} in ${lists}`,
    bulletList([...shown, more > 0 ? `and ${more} more` : undefined]),
    chosen,
  ]);
}

/** `sip:192.0.2.1` priority 10, disabled at the start, `weight=50` (dispatcher.list:3). */
function describeLine({ reading, entry }: SetLine, root: SourceText): string {
  const { uri, flags, priority, attributeText } = entry;
  const state = numberOf(flags);
  const facts = [
    inlineCode(uri?.text ?? ''),
    state === undefined || state === 0 ? undefined : `starts as ${stateLetters(state)}`,
    priority && !/^0*$/.test(priority.text) ? `priority ${priority.text}` : undefined,
    attributeText && attributeText.text !== '' ? inlineCode(attributeText.text) : undefined,
    placeLink(rangeOfSetId(reading.list.source, entry), root),
  ];
  return facts.filter((fact) => fact !== undefined).join(', ');
}
