import { attributeOf } from '../entry-values.ts';
import type { ListAttribute, ListEntry, Span } from '../list.ts';

/** A change of a list's text. */
export interface ListTextEdit extends Span {
  readonly newText: string;
}

/**
 * The edit that gives a line an attribute, or another value of it; nothing where a template writes the attributes, or
 * where there is no destination. Columns that Kamailio needs before the attributes are written too.
 */
export function setAttribute(entry: ListEntry, name: string, value: string): ListTextEdit | undefined {
  const { uri, flags, priority, attributeText } = entry;
  if (!uri || attributeText?.isTemplate) return undefined;
  const existing = attributeOf(entry, name);
  if (existing?.value) return { start: existing.value.start, end: existing.value.end, newText: value };
  if (existing) return { start: existing.start, end: existing.end, newText: `${name}=${value}` };
  if (attributeText) {
    const lead = attributeText.text.endsWith(';') ? '' : ';';
    return { start: attributeText.end, end: attributeText.end, newText: `${lead}${name}=${value}` };
  }
  const columns = [...(flags ? [] : ['0']), ...(priority ? [] : ['0']), `${name}=${value}`];
  const { end } = priority ?? flags ?? uri;
  return { start: end, end, newText: ` ${columns.join(' ')}` };
}

/** The edit that takes an attribute out of its line, with one of the signs beside it. */
export function removeAttribute(entry: ListEntry, { start, end }: ListAttribute): ListTextEdit | undefined {
  const { attributeText } = entry;
  if (!attributeText) return undefined;
  const offset = attributeText.start;
  const isFollowed = attributeText.text[end - offset] === ';';
  const isPreceded = start > offset && attributeText.text[start - offset - 1] === ';';
  return { start: isPreceded ? start - 1 : start, end: isFollowed && !isPreceded ? end + 1 : end, newText: '' };
}
