import type { Finding } from '../../semantic/problem.ts';
import { attributeOf, setIdOf, weightOf } from '../entry-values.ts';
import type { ListReading } from '../list-reading.ts';
import type { DispatcherList, ListEntry, Piece, Span } from '../list.ts';
import { removeAttribute, setAttribute, type ListTextEdit } from './attribute-edits.ts';
import { baseOf, proposeDuid, unusedDuid } from './duids.ts';
import { entryAt } from './place.ts';

/** A change of a list that mends a finding, or that is handy where the cursor stands. */
export interface ListFix {
  readonly title: string;
  /** What it mends. */
  readonly finding?: Finding;
  /** Whether it is what one most likely wants. */
  readonly isPreferred: boolean;
  /** In order, without overlaps. */
  readonly edits: readonly ListTextEdit[];
}

/** What can be mended or done between two places of a list. */
export function fixesInList(reading: ListReading, findings: readonly Finding[], start: number, end: number): ListFix[] {
  const { list } = reading;
  const fixes: ListFix[] = [];
  for (const finding of findings) {
    const { range } = finding;
    if (range.source.uri !== list.source.uri || range.start > end || range.end < start) continue;
    const found = finding.replacement === undefined ? mend(reading, finding) : [replace(finding, finding.replacement)];
    fixes.push(...found.map((fix, index) => ({ isPreferred: index === 0, ...fix, finding })));
  }
  fixes.push(...offerDuids(list, start));
  return fixes;
}

type Draft = Omit<ListFix, 'isPreferred' | 'finding'> & { readonly isPreferred?: boolean };

/** A draft, if there is something to change. */
function draft(title: string, edits: readonly (ListTextEdit | undefined)[], isPreferred?: boolean): Draft[] {
  const known = edits.filter((edit) => edit !== undefined).toSorted((a, b) => a.start - b.start);
  if (known.length === 0) return [];
  return [{ title, edits: known, ...(isPreferred === undefined ? {} : { isPreferred }) }];
}

function replace({ range: { start, end } }: Finding, newText: string): Draft {
  const title = newText === '' ? 'Remove this' : `Change to '${shorten(newText)}'`;
  return { title, edits: [{ start, end, newText }] };
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function mend(reading: ListReading, finding: Finding): Draft[] {
  const { list } = reading;
  const entry = entryAt(list, finding.range.start);
  if (!entry) return [];
  switch (finding.code) {
    case 'list-attribute-form':
      return mendAttributes(entry, finding.range);
    case 'list-unread-text':
      return mendUnread(list, entry);
    case 'list-separator':
      return mendSeparator(entry);
    case 'list-set-id':
      return mendSetId(list, entry);
    case 'list-missing-uri':
      return draft('Make the line a comment', [{ start: entry.start, end: entry.start, newText: '# ' }]);
    case 'list-duplicate-destination':
      return draft('Remove this line', [wholeLine(list, entry)], finding.severity === 'warning');
    case 'list-duplicate-attribute': {
      const attribute = entry.attributes.find(({ start }) => start === finding.range.start);
      return draft('Remove the second one', [attribute && removeAttribute(entry, attribute)]);
    }
    case 'list-duid':
      return mendDuid(list, entry);
    case 'list-weights':
      return shareWeights(list, entry, finding);
    default:
      return [];
  }
}

// Attributes

function mendAttributes(entry: ListEntry, range: Span): Draft[] {
  const { attributeFault: fault, attributeText } = entry;
  if (fault?.start !== range.start || !attributeText) return [];
  const text = attributeText.text.slice(fault.start - attributeText.start);
  const end = attributeText.end;
  switch (fault.kind) {
    case 'comma': {
      // Behind a comma that parts attributes, the next one begins.
      const parted = draft("Part the attributes by ';'", [
        { start: fault.start, end, newText: text.replace(/,(?=[\w-]+=)/g, ';') },
      ]);
      const quoted = quoteValue(entry, fault.start, text);
      return /^,[\w-]+=/.test(text) ? [...parted, ...quoted] : quoted;
    }
    case 'no-value': {
      const attribute = entry.attributes.find(({ start }) => start === fault.start);
      return draft('Remove the attribute without a value', [attribute && removeAttribute(entry, attribute)]);
    }
    case 'empty-end':
      return draft("Remove the last ';'", [
        { start: attributeText.start + attributeText.text.replace(/;+$/, '').length, end, newText: '' },
      ]);
    case 'open-quote':
      return mendQuote(entry, fault.start, text);
    case 'behind-quote':
      return draft("Put ';' behind the quote", [{ start: fault.start, end: fault.start, newText: ';' }]);
  }
}

/** Quotes around a value up to the next `;`, so that a comma in it does not end the attributes. */
function quoteValue({ attributes }: ListEntry, comma: number, text: string): Draft[] {
  const value = attributes.find(({ end }) => end === comma)?.value;
  const rest = /^[^;]*/.exec(text)?.[0] ?? '';
  // One that has quotes ends behind them.
  if (value?.end !== comma || /["']/.test(rest)) return [];
  const end = comma + rest.length;
  return draft('Put the value in quotes', [
    { start: value.start, end: value.start, newText: '"' },
    { start: end, end, newText: '"' },
  ]);
}

/** A quote that is never closed, or one behind a blank, which ends the attributes even in quotes. */
function mendQuote({ rest }: ListEntry, start: number, text: string): Draft[] {
  const [quote = ''] = text;
  const closing = rest ? rest.text.indexOf(quote) : -1;
  if (!rest || closing < 0) return draft('Remove the quote', [{ start, end: start + 1, newText: '' }]);
  const newText = `${text}-${rest.text.slice(0, closing + 1)}`.replace(/\s+/g, '-');
  return draft("Write '-' for the blanks", [{ start, end: rest.start + closing + 1, newText }]);
}

/** Text behind the attributes: more of them, or words for people. */
function mendUnread({ source }: DispatcherList, { attributeText, rest }: ListEntry): Draft[] {
  if (!rest || !attributeText) return [];
  const comment = draft('Make it a comment', [commentOut(rest)]);
  const whole = source.text.slice(attributeText.start, rest.end);
  const joined = joinAttributes(whole);
  if (joined === undefined) return comment;
  const edit = { start: attributeText.start, end: rest.end, newText: joined };
  return [...draft('Write the attributes without blanks', [edit]), ...comment];
}

/** Signs that begin a remark in other languages go. */
function commentOut({ start, text }: Piece): ListTextEdit {
  const sign = /^(?:\/\/+|--|;|!)\s*/.exec(text)?.[0] ?? '';
  return { start, end: start + sign.length, newText: '# ' };
}

/** Attributes with blanks between them, or around their signs, as one column; nothing where they are none. */
function joinAttributes(text: string): string | undefined {
  const tight = text.replace(/\s*([;=])\s*/g, '$1').replace(/\s*,\s*(?=[\w-]+=)/g, ';');
  const joined = tight.replace(/\s+(?=[\w-]+=)/g, ';');
  const isForm = /^[\w-]+(?:=[^\s;,"']+)?(?:;[\w-]+(?:=[^\s;,"']+)?)*;?$/.test(joined);
  return isForm && joined.includes('=') ? joined : undefined;
}

// Columns

/** Columns that something else than blanks parts: `1,sip:a,8` and `1 sip:a 8,0,duid=a`. */
function mendSeparator({ setId, uri, attributeText }: ListEntry): Draft[] {
  const isFirst = uri?.start === setId.end && /^[,;|:]/.test(uri.text);
  const piece = isFirst ? uri : attributeText;
  const sign = piece?.text[0];
  if (!piece || sign === undefined) return [];
  // In a URI and in attributes `;` and `:` mean something.
  const parts = sign === ';' || sign === ':' ? [piece.text.slice(1)] : piece.text.slice(1).split(sign);
  const columns = isFirst ? 4 : 2;
  const isNumber = (part: string | undefined): boolean => part !== undefined && /^\d+$/.test(part);
  const numbers = parts.slice(isFirst ? 1 : 0, columns - 1);
  if (!isFirst && parts.length > 1 && !numbers.every(isNumber)) return [];
  const head = parts.slice(0, columns - 1);
  const tail = parts.slice(columns - 1).join(';');
  const text = [...head, ...(tail === '' ? [] : [tail])].map((part) => part.trim()).join(' ');
  return draft('Part the columns by blanks', [{ start: piece.start, end: piece.end, newText: ` ${text}` }]);
}

function mendSetId({ source, entries }: DispatcherList, entry: ListEntry): Draft[] {
  const { uri, setId } = entry;
  if (!uri || setId.text !== '') return [];
  if (source.text[uri.start] === '\uFEFF') {
    return draft('Remove the byte order mark', [{ start: uri.start, end: uri.start + 1, newText: '' }]);
  }
  const before = entries.findLast((other) => other.start < entry.start && other.setId.text !== '');
  const near = before ?? entries.find((other) => other.setId.text !== '');
  if (!near || near.setId.isTemplate) return [];
  const set = near.setId.text;
  return draft(`Add it to set ${set}`, [{ start: uri.start, end: uri.start, newText: `${set} ` }]);
}

/** A line with its end, or with the end of the line before where it is the last. */
function wholeLine({ source }: DispatcherList, { line }: ListEntry): ListTextEdit {
  const start = source.lineStart(line);
  if (line + 1 < source.lineCount) return { start, end: source.lineStart(line + 1), newText: '' };
  const before = /\r?\n$/.exec(source.text.slice(0, start))?.[0].length ?? 0;
  return { start: start - before, end: source.text.length, newText: '' };
}

// Sets

const known = new WeakMap<DispatcherList, ReadonlyMap<number | undefined, readonly ListEntry[]>>();

/** The lines that name a set; kept, as every finding of a big selection asks for them. */
function linesOfSet(list: DispatcherList, setId: number): readonly ListEntry[] {
  let sets = known.get(list);
  if (!sets) {
    const found = new Map<number | undefined, ListEntry[]>();
    for (const entry of list.entries) {
      if (entry.setId.text === '') continue;
      const id = setIdOf(entry);
      const lines = found.get(id);
      if (lines) lines.push(entry);
      else found.set(id, [entry]);
    }
    sets = found;
    known.set(list, sets);
  }
  return sets.get(setId) ?? [];
}

function mendDuid(list: DispatcherList, entry: ListEntry): Draft[] {
  const setId = setIdOf(entry);
  const uri = entry.uri;
  if (setId === undefined || !uri || uri.isTemplate) return [];
  const others = linesOfSet(list, setId).filter((other) => other !== entry);
  const duid = proposeDuid(uri.text, others);
  const isThere = (attributeOf(entry, 'duid')?.value?.text ?? '') !== '';
  return draft(isThere ? `Change the duid to '${duid}'` : `Add duid=${duid}`, [setAttribute(entry, 'duid', duid)]);
}

/** A duid for every line of the set under the cursor that has none. */
function offerDuids(list: DispatcherList, offset: number): ListFix[] {
  const entry = entryAt(list, offset);
  const setId = entry && setIdOf(entry);
  if (setId === undefined) return [];
  const lines = linesOfSet(list, setId);
  const valueOf = (line: ListEntry): string => attributeOf(line, 'duid')?.value?.text ?? '';
  const taken = new Set(lines.map((line) => valueOf(line).toLowerCase()));
  const edits: ListTextEdit[] = [];
  for (const line of lines) {
    if (!line.uri || line.uri.isTemplate || valueOf(line) !== '') continue;
    const duid = unusedDuid(baseOf(line.uri.text), taken);
    const edit = setAttribute(line, 'duid', duid);
    if (!edit) continue;
    taken.add(duid.toLowerCase());
    edits.push(edit);
  }
  if (edits.length === 0) return [];
  const title = `Add a duid to ${edits.length === 1 ? 'the line' : `the ${edits.length} lines`} of set ${setId} without one`;
  return [{ title, isPreferred: false, edits }];
}

/** Even shares for a set; the first destinations get what rounding leaves of 100. */
function shareWeights(list: DispatcherList, entry: ListEntry, { message }: Finding): Draft[] {
  const setId = setIdOf(entry);
  if (setId === undefined) return [];
  const lines = linesOfSet(list, setId);
  const isRelative = message.includes('rweight');
  if (isRelative) {
    const missing = lines.filter((line) => attributeOf(line, 'rweight') === undefined);
    const given = lines.map((line) => weightOf(line, 'rweight')).filter((weight) => weight > 0);
    const middle = given.length === 0 ? 50 : Math.round(given.reduce((sum, weight) => sum + weight, 0) / given.length);
    return draft(
      `Give ${missing.length === 1 ? 'the line' : `the ${missing.length} lines`} of set ${setId} without one rweight=${middle}`,
      missing.map((line) => setAttribute(line, 'rweight', String(middle))),
    );
  }
  const share = Math.floor(100 / lines.length);
  if (share < 1) return [];
  const more = 100 - share * lines.length;
  return draft(
    `Share 100 evenly among the ${lines.length} lines of set ${setId}`,
    lines.map((line, index) => setAttribute(line, 'weight', String(share + (index < more ? 1 : 0)))),
    false,
  );
}
