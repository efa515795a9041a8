import { existsIn } from '../../catalog/versions.ts';
import { suggest } from '../../catalog/suggest.ts';
import type { SourceRange, SourceText } from '../../syntax/source-text.ts';
import { describeLifespan } from '../../text/lifespan.ts';
import { bulletList, enumerate, inlineCode, paragraphs } from '../../text/markdown.ts';
import { placeLink } from '../../text/places.ts';
import {
  attributeOf,
  destinationsBySet,
  integerOf,
  numberOf,
  setIdOf,
  stateLetters,
  weightOf,
  type Destination,
} from '../entry-values.ts';
import {
  ALGORITHMS,
  ATTRIBUTES,
  COLUMNS,
  findAttribute,
  FLAGS,
  HEX_FLAGS,
  STATE_LETTERS,
  type AttributeFact,
  type ColumnName,
} from '../facts.ts';
import type { ListReading } from '../list-reading.ts';
import type { ListAttribute, ListEntry, Piece } from '../list.ts';
import { parseDestination, type ParsedUri } from '../parse-uri.ts';
import { hasSocket, isAddress, parseSocket, socketsOf } from '../sockets.ts';
import { placeAt, type ListPlace } from './place.ts';
import { usesOfSet } from './set-uses.ts';
import { ATTRIBUTE_ADVICE, describePriorityFor, FLAG_ADVICE } from './texts.ts';

/** What is shown over a place of a list. */
export interface ListHover {
  /** The text that the explanation is about. */
  readonly range: SourceRange;
  readonly markdown: string;
}

/** Explains what stands at an offset of a list; nothing over comments and over what Kamailio does not read. */
export function hoverInList(reading: ListReading, offset: number): ListHover | undefined {
  const place = placeAt(reading.list, offset);
  if (!place) return undefined;
  const { start, end } = place.piece;
  return { range: { source: reading.list.source, start, end }, markdown: describe(reading, place) };
}

function describe(reading: ListReading, place: ListPlace): string {
  const { entry, piece } = place;
  switch (place.kind) {
    case 'set-id':
      return describeSetId(reading, entry, piece);
    case 'uri':
      return describeUri(piece);
    case 'flags':
      return describeFlags(reading, piece);
    case 'priority':
      return describePriority(reading, entry, piece);
    case 'attribute-name':
    case 'attribute-value':
      return describeAttribute(reading, entry, place.attribute);
  }
}

/** The heading of a column, what it is for, and a remark where a template writes it. */
function headColumn(name: ColumnName, piece: Piece, title: string): string {
  const column = COLUMNS.find((entry) => entry.name === name)!;
  return paragraphs([
    `**${piece.isTemplate ? column.label : title}**`,
    column.meaning,
    piece.isTemplate ? 'A template fills it in, so its value is not known here.' : undefined,
  ]);
}

// Sets

/** More destinations and calls than these are counted instead of shown. */
const MOST_SHOWN = 12;

function describeSetId(reading: ListReading, entry: ListEntry, piece: Piece): string {
  const setId = setIdOf(entry);
  const head = headColumn('set-id', piece, `Set ${setId ?? '?'}`);
  if (setId === undefined) return head;
  const { list } = reading;
  const ordered = destinationsBySet(list).get(setId) ?? [];
  const lines = list.entries.filter((other) => setIdOf(other) === setId);
  const dropped = lines.length - ordered.length;
  const shown = ordered.slice(0, MOST_SHOWN).map(describeDestination);
  const more = ordered.length - shown.length;
  return paragraphs([
    head,
    ordered.length === 0
      ? undefined
      : `${count(ordered.length, 'destination')}, in the order in which Kamailio walks them:`,
    numberedList(shown),
    more > 0 ? `and ${more} more` : undefined,
    dropped > 0
      ? `${count(dropped, 'line')} of it ${dropped === 1 ? 'is' : 'are'} not known to give a destination.`
      : undefined,
    describeUses(reading, setId, list.source),
  ]);
}

function describeDestination({ uri, flags, priority, attributes }: Destination): string {
  const facts = [
    inlineCode(uri),
    flags === 0 ? undefined : `starts as ${nameState(flags)}`,
    priority === 0 ? undefined : `priority ${priority}`,
    attributes === '' ? undefined : inlineCode(attributes),
  ];
  return facts.filter((fact) => fact !== undefined).join(', ');
}

function describeUses(reading: ListReading, setId: number, root: SourceText): string | undefined {
  if (reading.configurations.length === 0) return undefined;
  const { uses, isComplete } = usesOfSet(reading, setId);
  if (uses.length === 0) {
    return isComplete
      ? '**Not used**: no configuration that loads this list names the set.'
      : 'No configuration that loads this list names the set by its number.';
  }
  const shown = uses.slice(0, MOST_SHOWN).map(({ call, algorithm, range, isActive }) => {
    const chosen = typeof algorithm === 'number' ? `, algorithm ${nameAlgorithm(algorithm)}` : '';
    const off = isActive ? '' : ' (switched off by a condition)';
    return `${inlineCode(`${call.name}()`)}${chosen}: ${placeLink(range, root)}${off}`;
  });
  const more = uses.length - shown.length;
  return paragraphs(['**Used by:**', bulletList([...shown, more > 0 ? `and ${more} more` : undefined])]);
}

function nameAlgorithm(number: number): string {
  const known = ALGORITHMS.find((algorithm) => algorithm.number === number);
  return known ? `${number} (${known.meaning})` : String(number);
}

// Destinations

function describeUri(piece: Piece): string {
  const head = headColumn('uri', piece, 'Destination');
  if (piece.isTemplate) return head;
  const parsed = parseDestination(piece.text);
  if ('fault' in parsed) {
    return paragraphs([head, '**Not a SIP URI** that Kamailio takes: it leaves this line out.']);
  }
  const { uri, isSchemeAdded, text } = parsed;
  return paragraphs([
    head,
    isSchemeAdded ? `Kamailio reads it as ${inlineCode(text)}.` : undefined,
    bulletList(partsOfUri(uri)),
  ]);
}

/** The transports that `parse_uri()` knows, with the port where a URI has none (`srv_sip_resolvehost()` in core/resolve.c). */
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  udp: 5060,
  tcp: 5060,
  tls: 5061,
  sctp: 5060,
  ws: 5060,
};

function partsOfUri({ scheme, user, host, port, transport }: ParsedUri): (string | undefined)[] {
  if (host === '') return ['It has no host, so that nothing can be sent there.'];
  const isNumeric = isAddress(host.replace(/^\[|\]$/g, ''));
  const isSecure = scheme === 'sips';
  const plain = transport?.toLowerCase();
  const spoken = isSecure && plain !== 'ws' && plain !== 'udp' ? 'tls' : plain;
  const defaultPort = DEFAULT_PORTS[spoken ?? 'udp'];
  return [
    user === '' ? undefined : `**User:** ${inlineCode(user)}; it plays no part in where requests go`,
    `**Host:** ${inlineCode(host)}${isNumeric ? '' : ', a name that DNS has to resolve'}`,
    `**Port:** ${describePort(port, defaultPort, isNumeric)}`,
    `**Transport:** ${describeTransport(transport, spoken, isSecure, isNumeric || port !== 0)}`,
  ];
}

function describePort(port: number, defaultPort: number | undefined, isNumeric: boolean): string {
  if (port !== 0) return String(port);
  const fallback = defaultPort === undefined ? 'the default of the transport' : String(defaultPort);
  return isNumeric ? `${fallback} by default` : `from an SRV record of the name, else ${fallback}`;
}

function describeTransport(
  written: string | undefined,
  spoken: string | undefined,
  isSecure: boolean,
  isFixed: boolean,
): string {
  if (isSecure && spoken === 'tls') return 'TLS, because of `sips:`';
  if (isSecure && spoken === 'udp') return 'UDP, which Kamailio refuses for `sips:`';
  if (spoken === undefined || written === undefined) {
    return isFixed ? 'UDP by default' : 'UDP by default, or what a NAPTR record says where `dns_try_naptr` is on';
  }
  return Object.hasOwn(DEFAULT_PORTS, spoken)
    ? spoken.toUpperCase()
    : `${inlineCode(written)}, which Kamailio does not know`;
}

// Flags

function nameState(flags: number): string {
  const { first, second } = STATE_LETTERS;
  const letters = stateLetters(flags);
  const words = [
    first.find(({ letter }) => letter === letters[0])?.meaning,
    second.find(({ letter }) => letter === letters[1])?.meaning,
  ];
  return `${inlineCode(letters)} (${words.join(', ')})`;
}

function describeFlags({ version }: ListReading, piece: Piece): string {
  const sum = numberOf(piece);
  if (sum === undefined) return headColumn('flags', piece, 'Flags');
  const known = FLAGS.filter(({ bit }) => (sum & bit) !== 0);
  const unknown = known.reduce((rest, { bit }) => rest & ~bit, sum);
  const bits = [...known.map(({ bit }) => bit), ...(unknown === 0 ? [] : [unknown])];
  const title = bits.length > 1 ? `Flags ${sum} = ${bits.join(' + ')}` : `Flags ${sum}`;
  const isHex = piece.text.startsWith('0x');
  return paragraphs([
    headColumn('flags', piece, title),
    `Starts as ${nameState(sum)}, and ${(sum & 5) === 0 ? 'is' : 'is not'} selected.`,
    bulletList([
      ...known.map((flag) => {
        const lifespan = describeLifespan(version, flag);
        return [`**${flag.bit} ${flag.label}:** ${flag.meaning} ${FLAG_ADVICE[flag.bit] ?? ''}`.trim(), lifespan]
          .filter((part) => part !== undefined)
          .join(' ');
      }),
      unknown === 0 ? undefined : `**${unknown}:** no meaning to Kamailio`,
      isHex && !existsIn(HEX_FLAGS, version)
        ? `Hexadecimal flags: ${describeLifespan(version, HEX_FLAGS) ?? ''}`
        : undefined,
    ]),
  ]);
}

// Priorities

function describePriority(reading: ListReading, entry: ListEntry, piece: Piece): string {
  const priority = numberOf(piece);
  const setId = setIdOf(entry);
  const head = headColumn('priority', piece, `Priority ${priority ?? '?'}`);
  const ordered = setId === undefined ? [] : (destinationsBySet(reading.list).get(setId) ?? []);
  const rank = ordered.findIndex((destination) => destination.entry === entry);
  const hasEqual = ordered.some((other) => other.entry !== entry && other.priority === priority);
  const { algorithms } = setId === undefined ? { algorithms: [] } : usesOfSet(reading, setId);
  const shown = algorithms.length > 0 ? algorithms : [8, 13];
  return paragraphs([
    head,
    rank < 0 || ordered.length < 2
      ? undefined
      : `In set ${setId} it is number ${rank + 1} of ${ordered.length} in order.`,
    hasEqual ? 'Of destinations with the same priority, the one that stands last in the file comes first.' : undefined,
    algorithms.length > 0
      ? 'What it means to the algorithms that use this set:'
      : 'What it means depends on the algorithm:',
    bulletList(shown.map((algorithm) => `**${nameAlgorithm(algorithm)}:** ${describePriorityFor(algorithm)}`)),
  ]);
}

// Attributes

function describeAttribute(reading: ListReading, entry: ListEntry, attribute: ListAttribute): string {
  const name = attribute.name.text;
  const fact = findAttribute(name);
  if (!fact) return describeOwnAttribute(reading, attribute);
  const { version } = reading;
  return paragraphs([
    `**${fact.name}**${attribute.value ? ` = ${inlineCode(attribute.value.text)}` : ''}`,
    fact.meaning,
    ATTRIBUTE_ADVICE[fact.name],
    bulletList([
      describeType(fact),
      fact.algorithms.length === 0
        ? undefined
        : `**Algorithms:** ${enumerate(fact.algorithms.filter(isIn(version)).map(nameAlgorithm))}`,
      describeLifespan(version, fact),
      describeValue(reading, entry, fact, attribute),
    ]),
  ]);
}

function isIn(version: ListReading['version']): (algorithm: number) => boolean {
  return (algorithm) => ALGORITHMS.some((fact) => fact.number === algorithm && existsIn(fact, version));
}

function describeType({ type, minimum, maximum, otherwise }: AttributeFact): string {
  switch (type) {
    case 'integer': {
      const range =
        minimum === undefined ? '' : maximum === undefined ? `, ${minimum} or more` : ` from ${minimum} to ${maximum}`;
      return `**Value:** a whole number${range}${otherwise === undefined ? '' : `; anything else ${otherwise}`}`;
    }
    case 'socket':
      return '**Value:** `protocol:address:port` of a socket that Kamailio listens on';
    case 'socket-name':
      return '**Value:** the name of a socket that Kamailio listens on';
    case 'uri':
      return '**Value:** a SIP URI';
    case 'string':
      return '**Value:** any text without blanks; with `;` or `,` in it, in quotes';
  }
}

/** What this very value comes to, beside the other lines and the configurations. */
function describeValue(
  reading: ListReading,
  entry: ListEntry,
  { name, type }: AttributeFact,
  attribute: ListAttribute,
): string | undefined {
  const { value } = attribute;
  if (!value || value.isTemplate) return undefined;
  if (attributeOf(entry, name) !== attribute) return '**Not read:** the line has the attribute more than once.';
  if (type === 'socket') return describeSocket(reading, value.text);
  if (name !== 'weight' && name !== 'rweight') return undefined;
  const setId = setIdOf(entry);
  const others = reading.list.entries.filter((other) => setId !== undefined && setIdOf(other) === setId);
  const sum = others.reduce((total, other) => total + weightOf(other, name), 0);
  const own = integerOf(value);
  if (sum === 0 || weightOf(entry, name) !== own) return undefined;
  return name === 'weight'
    ? `**Set ${setId}:** ${own} of ${sum}${sum === 100 ? '' : ', where 100 is meant to be the sum'}`
    : `**Set ${setId}:** ${own} of ${sum}, ${Math.floor((own * 100) / sum)} % while all are active`;
}

function describeSocket({ configurations }: ListReading, text: string): string | undefined {
  const wanted = parseSocket(text);
  if (!wanted) return '**Not a socket:** Kamailio leaves this line out.';
  const answers = configurations.map((analysis) => hasSocket(socketsOf(analysis), wanted));
  if (answers.includes(false)) return '**Not there:** a configuration that loads this list does not listen on it.';
  return answers.length > 0 && answers.every((answer) => answer === true)
    ? '**There:** the configuration listens on it.'
    : undefined;
}

function describeOwnAttribute({ version }: ListReading, { name }: ListAttribute): string {
  const names = ATTRIBUTES.filter((attribute) => existsIn(attribute, version)).map((attribute) => attribute.name);
  const near = suggest(name.text, names);
  return paragraphs([
    `**${name.text}**`,
    'An attribute of your own: Kamailio keeps it and gives it no meaning. Routing logic finds all attributes of the chosen destination in `$xavp(_dsdst_=>attrs)`, or in the variable that `attrs_pvname` names.',
    near === undefined || near === name.text ? undefined : `Did you mean ${inlineCode(near)}?`,
  ]);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function numberedList(lines: readonly string[]): string | undefined {
  return lines.length === 0 ? undefined : lines.map((line, index) => `${index + 1}. ${line}`).join('\n');
}
