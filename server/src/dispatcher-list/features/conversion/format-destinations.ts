/**
 * Destinations of a list as other tools take them. From `dispatcher_rpc_add()` in dispatcher.c, `parse_arg()` in
 * utils/kamcmd/kamcmd.c, `dispatcher()` in utils/kamctl/kamctl and the tables of utils/kamctl/*\/dispatcher-create.sql.
 */
import { compareVersions, type KamailioVersion } from '../../../catalog/versions.ts';
import type { ListReading } from '../../list-reading.ts';
import type { ListEntry, Span } from '../../list.ts';
import { plainDestinationOf, formatListLine, type PlainDestination } from './destination.ts';
import { reloadDelta } from './reload-delta.ts';
import { quoteWord } from './shell.ts';

/** `sql`: an insert into the table `dispatcher`. */
export type DestinationForm = 'list' | 'kamcmd' | 'kamctl' | 'sql';

export interface FormattedDestinations {
  /** A line for each destination and for each remark, each with its end. */
  readonly text: string;
  /** How many destinations there are in it. */
  readonly count: number;
}

/** Writes the destinations of the lines that a stretch of text touches; an empty stretch touches the line it is in. */
export function formatDestinations(reading: ListReading, range: Span, form: DestinationForm): FormattedDestinations {
  const { list } = reading;
  const first = list.source.lineAt(range.start);
  const last = list.source.lineAt(range.end > range.start ? range.end - 1 : range.end);
  const remark = form === 'sql' ? '--' : '#';
  const lines: string[] = [];
  let count = 0;
  const pause = form === 'kamcmd' ? reloadDelta(reading) : 0;
  for (const entry of list.entries) {
    if (entry.line < first || entry.line > last) continue;
    const destination = plainDestinationOf(entry, list.source.text);
    if (!destination) {
      lines.push(...formatUnknown(entry, list.source.text, form, remark));
      continue;
    }
    if (count > 0 && pause > 0) lines.push(`sleep ${pause}`);
    const { line, remarks } = formatDestination(destination, form, reading.version);
    lines.push(...remarks.map((text) => `${remark} ${text}`), line);
    count++;
  }
  if (count > 1 && pause > 0) {
    lines.unshift(`# Within reload_delta (${pause} s) of the last change Kamailio refuses the next one.`);
  }
  return { text: lines.map((line) => `${line}\n`).join(''), count };
}

/** A line that a template completes, or that has no URI: only a list can hold it. */
function formatUnknown(entry: ListEntry, text: string, form: DestinationForm, remark: string): string[] {
  const written = text.slice(entry.start, entry.end);
  if (form === 'list') return [written];
  if (!entry.uri) return [];
  return [`${remark} Left out, a template fills it in: ${written.replace(/\s+/g, ' ')}`];
}

interface Formatted {
  readonly line: string;
  readonly remarks: readonly string[];
}

function formatDestination(destination: PlainDestination, form: DestinationForm, version: KamailioVersion): Formatted {
  switch (form) {
    case 'list': {
      const formatted = formatListLine(destination);
      // What was read from a list fits into one.
      return { line: 'line' in formatted ? formatted.line : '', remarks: [] };
    }
    case 'kamcmd':
      return formatKamcmd(destination, version);
    case 'kamctl':
      return formatKamctl(destination);
    case 'sql':
      return formatSql(destination);
  }
}

/** `dispatcher.add` takes a priority since 5.6, and attributes only behind all that stands before them. */
function formatKamcmd(
  { setId, uri, flags, priority, attributes }: PlainDestination,
  version: KamailioVersion,
): Formatted {
  const takesPriority = compareVersions(version, '5.6') >= 0;
  const words = ['kamcmd', 'dispatcher.add', String(setId), forceString(uri)];
  if (flags !== 0 || priority !== 0 || attributes !== '') words.push(String(flags));
  if (takesPriority && (priority !== 0 || attributes !== '')) words.push(String(priority));
  if (attributes !== '') words.push(forceString(attributes));
  const isLost = !takesPriority && priority !== 0;
  return {
    line: words.map(quoteWord).join(' '),
    remarks: isLost ? [`Without its priority ${priority}, which dispatcher.add takes since 5.6:`] : [],
  };
}

/**
 * A word that kamcmd sends as a string: `s:` before what `strtol()` or `strtod()` would read to the end, before another
 * `s:`, and before a sign that begins an option.
 */
function forceString(word: string): string {
  const isNumber =
    /^[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|0x[\da-f]*\.?[\da-f]*(?:p[+-]?\d+)?|inf(?:inity)?|nan(?:\(\w*\))?)$/i;
  return word === '' || word.startsWith('s:') || word.startsWith('-') || isNumber.test(word) ? `s:${word}` : word;
}

/** `kamctl` puts its words between the quotes of a statement as they are, so quotes in them have to be doubled. */
function formatKamctl(destination: PlainDestination): Formatted {
  const { setId, uri, flags, priority, attributes } = destination;
  const description = shortenDescription(destination.description);
  const texts = [uri, attributes, description].map((text) => text.replaceAll("'", "''"));
  const words = ['kamctl', 'dispatcher', 'add', String(setId), texts[0]!, String(flags), String(priority)];
  if (attributes !== '' || description !== '') words.push(texts[1]!);
  if (description !== '') words.push(texts[2]!);
  return { line: words.map(quoteWord).join(' '), remarks: remarksOnTable(destination) };
}

/** In standard SQL, which MySQL reads too but for backslashes. */
function formatSql(destination: PlainDestination): Formatted {
  const { setId, uri, flags, priority, attributes } = destination;
  const values = [
    String(setId),
    quoteText(uri),
    String(flags),
    String(priority),
    quoteText(attributes),
    quoteText(shortenDescription(destination.description)),
  ];
  return {
    line: `INSERT INTO dispatcher (setid, destination, flags, priority, attrs, description) VALUES (${values.join(', ')});`,
    remarks: remarksOnTable(destination),
  };
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Characters that the columns of Kamailio's own tables hold, the same from 5.5 to 6.2. */
const COLUMN_SIZES = { destination: 192, attrs: 128, description: 64 };

function shortenDescription(description: string): string {
  const characters = Array.from(description);
  return characters.length > COLUMN_SIZES.description
    ? `${characters.slice(0, COLUMN_SIZES.description - 1).join('')}…`
    : description;
}

function remarksOnTable({ uri, attributes, description }: PlainDestination): string[] {
  const remarks: string[] = [];
  const check = (column: string, text: string, size: number): void => {
    const { length } = Array.from(text);
    if (length > size) {
      remarks.push(`The column ${column} holds ${size} characters, here are ${length}: make it wider first.`);
    }
  };
  check('destination', uri, COLUMN_SIZES.destination);
  check('attrs', attributes, COLUMN_SIZES.attrs);
  if (`${uri}${attributes}${description}`.includes('\\')) {
    remarks.push('MySQL takes a backslash for an escape: for it, double each one, or set NO_BACKSLASH_ESCAPES.');
  }
  return remarks;
}
