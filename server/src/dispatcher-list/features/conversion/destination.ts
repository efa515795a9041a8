import { numberOf } from '../../entry-values.ts';
import type { ListEntry } from '../../list.ts';

/** A destination apart from how it is written. */
export interface PlainDestination {
  readonly setId: number;
  readonly uri: string;
  readonly flags: number;
  readonly priority: number;
  /** Empty where there are none. */
  readonly attributes: string;
  /** For people: a comment in a list, a column of a database table. Empty where there is none. */
  readonly description: string;
}

/** What a line of a list says; nothing where it has no URI or a template fills in some of it. */
export function plainDestinationOf(entry: ListEntry, text: string): PlainDestination | undefined {
  const { setId, uri, flags, priority, attributeText, comment } = entry;
  if (!uri || [setId, uri, flags, priority, attributeText].some((piece) => piece?.isTemplate)) return undefined;
  return {
    setId: numberOf(setId) ?? 0,
    uri: uri.text,
    flags: numberOf(flags) ?? 0,
    priority: numberOf(priority) ?? 0,
    attributes: attributeText?.text ?? '',
    description: comment ? text.slice(comment.start, comment.end).replace(/^#+/, '').trim() : '',
  };
}

/** The destination as a line of a list, without the line's end; says instead why no line can hold it. */
export function formatListLine(destination: PlainDestination): { line: string } | { problem: string } {
  const { setId, uri, flags, priority, description } = destination;
  if (!Number.isInteger(setId) || setId < 0) return { problem: `a list cannot hold the set id ${setId}` };
  if (uri === '') return { problem: 'it has no URI' };
  if (/[\s#\0]/.test(uri)) return { problem: `a list cannot hold the URI '${uri}': it would end at a blank or '#'` };
  const attributes = tightenAttributes(destination.attributes);
  if (/[\s\0]/.test(attributes)) {
    return { problem: `a list cannot hold the attributes '${attributes}': they would end at the first blank` };
  }
  if (attributes.startsWith('#')) return { problem: `a list would take the attributes '${attributes}' for a comment` };
  const comment = description.replace(/\s+/g, ' ').trim();
  const columns = [
    String(setId),
    uri,
    String(flags),
    String(priority),
    attributes,
    comment === '' ? '' : `# ${comment}`,
  ];
  return { line: columns.filter((column) => column !== '').join(' ') };
}

/** Attributes without the blanks around `;` and `=`, which mean nothing (`parse_params()`), and without a `;` at the end. */
function tightenAttributes(attributes: string): string {
  const parts = attributes.trim().match(/"[^"]*"|'[^']*'|[^"']+|["']/g) ?? [];
  const tight = parts.map((part) => (/^["']./s.test(part) ? part : part.replace(/\s*([;=])\s*/g, '$1')));
  return tight.join('');
}
