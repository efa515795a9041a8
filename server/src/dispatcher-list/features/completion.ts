import { existsIn } from '../../catalog/versions.ts';
import { destinationSets } from '../../semantic/destination-sets.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import { describeLifespan } from '../../text/lifespan.ts';
import { paragraphs } from '../../text/markdown.ts';
import { attributeOf, numberOf, setIdOf, weightOf } from '../entry-values.ts';
import { ATTRIBUTES, attributesOf, findAttribute, FLAGS, type AttributeFact } from '../facts.ts';
import type { ListReading } from '../list-reading.ts';
import type { ListEntry } from '../list.ts';
import { socketsOf, type Socket } from '../sockets.ts';
import { completionPlaceAt, type CompletionPlace } from './completion-place.ts';
import { proposeDuid } from './duids.ts';
import { usesOfSet } from './set-uses.ts';
import { ATTRIBUTE_ADVICE, FLAG_ADVICE } from './texts.ts';

/** One proposal: what is shown, and the edit that accepting it makes. */
export interface ListProposal {
  readonly label: string;
  readonly kind: 'value' | 'parameter' | 'flag' | 'name';
  /** One line beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  readonly sortText: string;
  /** What the text in `range` is compared with; the label where it is missing. */
  readonly filterText?: string;
  /** The typed word before the cursor. */
  readonly range: SourceRange;
  /** Where the word goes on behind the cursor: the end of what is replaced rather than pushed aside. */
  readonly replaceEnd: number;
  readonly newText: string;
  readonly isSnippet: false;
  readonly deprecated: false;
  /** Whether the next word can be proposed as soon as this one is accepted. */
  readonly continues: boolean;
}

export interface ListCompletion {
  readonly items: readonly ListProposal[];
  /** Always complete: typing on needs no further request. */
  readonly isIncomplete: false;
}

const NOTHING: ListCompletion = { items: [], isIncomplete: false };

/** Characters after which an editor that asks by itself is answered. */
const TRIGGERS = new Set([' ', ';', '=']);

/**
 * What can be written at an offset of a list. The text before the cursor decides. Never throws.
 * @param trigger the character that made the editor ask; `undefined` where the user did, or goes on with a word
 */
export function completeInList(reading: ListReading, offset: number, trigger?: string): ListCompletion {
  if (trigger !== undefined && !TRIGGERS.has(trigger)) return NOTHING;
  const place = completionPlaceAt(reading.list, offset);
  if (!place) return NOTHING;
  const proposals = new Proposals(reading, place, offset);
  switch (place.kind) {
    case 'set-id':
      addSets(proposals);
      break;
    case 'uri':
      addUris(proposals);
      break;
    case 'uri-parameter':
      addTransports(proposals, place.uri, 'transport=');
      break;
    case 'transport':
      addTransports(proposals, place.uri, '');
      break;
    case 'flags':
      addFlags(proposals);
      break;
    case 'priority':
      addPriorities(proposals);
      break;
    case 'attribute':
      addAttributes(proposals, place);
      break;
    case 'value':
      addValues(proposals, place.name);
      break;
  }
  return { items: proposals.items, isIncomplete: false };
}

interface Candidate {
  readonly label: string;
  readonly kind?: ListProposal['kind'];
  readonly detail?: string | undefined;
  readonly documentation?: string | undefined;
  /** The text put in; the label where it is missing. */
  readonly text?: string;
  readonly continues?: boolean;
}

/** Gathers the proposals of one place, in the order in which they are shown. */
class Proposals {
  readonly reading: ListReading;
  /** The set of the line, as far as it is known. */
  readonly setId: number | undefined;
  /** The URI of the line; empty where there is none yet. */
  readonly uri: string;
  /** The other lines of the list. */
  readonly others: readonly ListEntry[];
  readonly items: ListProposal[] = [];
  readonly #range: SourceRange;
  readonly #replaceEnd: number;
  readonly #labels = new Set<string>();

  constructor(reading: ListReading, { word, line, columns }: CompletionPlace, offset: number) {
    const { source, entries } = reading.list;
    this.reading = reading;
    this.setId = /^\d+$/.test(columns[0] ?? '') ? Number(columns[0]) : undefined;
    this.uri = columns[1] ?? '';
    this.others = entries.filter((entry) => entry.line !== line);
    this.#range = { source, start: word.start, end: offset };
    this.#replaceEnd = word.end;
  }

  /** The other lines of the line's set. */
  get siblings(): readonly ListEntry[] {
    return this.others.filter((entry) => this.setId !== undefined && setIdOf(entry) === this.setId);
  }

  /** The one of two proposals with the same label that comes first counts. */
  add({ label, kind = 'value', detail, documentation, text = label, continues = false }: Candidate): void {
    if (this.#labels.has(label)) return;
    this.#labels.add(label);
    this.items.push({
      label,
      kind,
      sortText: String(this.items.length).padStart(4, '0'),
      range: this.#range,
      replaceEnd: this.#replaceEnd,
      newText: text,
      isSnippet: false,
      deprecated: false,
      continues,
      ...(detail === undefined ? {} : { detail }),
      ...(documentation === undefined || documentation === '' ? {} : { documentation }),
    });
  }
}

function addSets(proposals: Proposals): void {
  const { others, reading } = proposals;
  const sizes = new Map<number, number>();
  for (const entry of others) {
    const setId = entry.setId.text === '' ? undefined : setIdOf(entry);
    if (setId !== undefined) sizes.set(setId, (sizes.get(setId) ?? 0) + 1);
  }
  const used = reading.configurations
    .flatMap(({ program }) => destinationSets(program).uses)
    .filter(({ setId }) => setId >= 0);
  for (const { setId, call } of used.filter((use) => !sizes.has(use.setId))) {
    proposals.add({ label: String(setId), detail: `used by ${call.name}(), no destination yet` });
  }
  for (const [setId, size] of [...sizes].sort(([a], [b]) => a - b)) {
    proposals.add({ label: String(setId), detail: `${size} ${size === 1 ? 'destination' : 'destinations'}` });
  }
}

function addUris(proposals: Proposals): void {
  proposals.add({ label: 'sip:', detail: 'UDP, or what ;transport= says' });
  proposals.add({ label: 'sips:', detail: 'TLS' });
  const known = new Set(proposals.siblings.map(({ uri }) => uri?.text));
  for (const { uri, setId } of proposals.others) {
    if (!uri || uri.isTemplate || known.has(uri.text)) continue;
    proposals.add({ label: uri.text, detail: `as in set ${setId.text}` });
  }
}

/** The transports that `parse_uri()` knows. */
const TRANSPORTS: readonly { readonly name: string; readonly detail: string; readonly isSecure: boolean }[] = [
  { name: 'udp', detail: 'the default', isSecure: false },
  { name: 'tcp', detail: 'port 5060 by default', isSecure: true },
  { name: 'tls', detail: 'port 5061 by default', isSecure: true },
  { name: 'sctp', detail: 'needs the sctp module', isSecure: false },
  { name: 'ws', detail: 'only over connections that the other side opened', isSecure: true },
];

function addTransports(proposals: Proposals, uri: string, lead: string): void {
  if (lead !== '' && /;transport=/i.test(uri)) return;
  const isSecure = /^sips:/i.test(uri);
  for (const transport of TRANSPORTS) {
    if (isSecure && !transport.isSecure) continue;
    proposals.add({ label: lead + transport.name, kind: 'parameter', detail: transport.detail });
  }
}

/** Sums that people write, in the order of their use. */
const SUMS = [0, 8, 9, 4, 1, 2, 16, 32];

function addFlags(proposals: Proposals): void {
  const { version } = proposals.reading;
  for (const sum of SUMS) {
    const flags = FLAGS.filter(({ bit }) => (sum & bit) !== 0);
    if (!flags.every((flag) => existsIn(flag, version))) continue;
    const documentation = flags.map(({ bit, label, meaning }) =>
      `**${bit} ${label}:** ${meaning} ${FLAG_ADVICE[bit] ?? ''}`.trim(),
    );
    proposals.add({
      label: String(sum),
      kind: 'flag',
      detail: sum === 0 ? 'active' : flags.map(({ label }) => label).join(', '),
      documentation: paragraphs(documentation),
    });
  }
}

function addPriorities(proposals: Proposals): void {
  const named = new Map<number, string>();
  for (const { priority, uri } of proposals.siblings) {
    const value = numberOf(priority);
    if (value !== undefined && uri && !named.has(value)) named.set(value, uri.text);
  }
  const ordered = [...named].sort(([a], [b]) => b - a);
  const [highest] = ordered;
  if (highest) proposals.add({ label: String(highest[0] + 1), detail: 'before all others of the set' });
  for (const [value, uri] of ordered) proposals.add({ label: String(value), detail: `as ${uri}` });
  proposals.add({ label: '0', detail: 'the default' });
}

function addAttributes(proposals: Proposals, place: CompletionPlace & { readonly kind: 'attribute' }): void {
  const { reading, setId } = proposals;
  const lead = '0 '.repeat(place.missing);
  const free = attributesOf(reading.version).filter(({ name }) => !place.present.has(name));
  const algorithms = setId === undefined ? [] : usesOfSet(reading, setId).algorithms;
  const isWanted = (fact: AttributeFact): boolean => fact.algorithms.some((number) => algorithms.includes(number));
  const tail = place.hasValue ? '' : '=';
  for (const fact of [...free.filter(isWanted), ...free.filter((entry) => !isWanted(entry))]) {
    const text = `${lead}${fact.name}${tail}`;
    proposals.add({
      label: fact.name,
      kind: 'parameter',
      detail: detailOf(fact),
      documentation: documentationOf(fact, reading.version),
      text,
      continues: tail !== '',
    });
  }
  for (const { name } of proposals.others.flatMap(({ attributes }) => attributes)) {
    if (name.isTemplate || name.text === '' || isKnown(name.text) || place.present.has(name.text.toLowerCase()))
      continue;
    proposals.add({ label: name.text, kind: 'name', detail: 'your own', text: `${lead}${name.text}${tail}` });
  }
}

function isKnown(name: string): boolean {
  return ATTRIBUTES.some((fact) => fact.name === name.toLowerCase());
}

function detailOf({ algorithms, type, minimum, maximum }: AttributeFact): string {
  const range = minimum === undefined || maximum === undefined ? '' : ` ${minimum} to ${maximum}`;
  const value = type === 'integer' ? `number${range}` : type === 'socket-name' ? 'name of a socket' : type;
  if (algorithms.length === 0) return value;
  return `${value}, algorithm${algorithms.length === 1 ? '' : 's'} ${algorithms.join(', ')}`;
}

function documentationOf(fact: AttributeFact, version: ListReading['version']): string {
  return paragraphs([fact.meaning, ATTRIBUTE_ADVICE[fact.name], describeLifespan(version, fact)]);
}

function addValues(proposals: Proposals, name: string): void {
  const { siblings, others } = proposals;
  switch (findAttribute(name)?.name) {
    case 'duid':
      proposals.add({ label: proposeDuid(proposals.uri, siblings), detail: 'nobody else in the set has it' });
      return;
    case 'weight':
      addWeights(proposals);
      break;
    case 'cc':
      proposals.add({ label: '1', detail: 'on' });
      proposals.add({ label: '0', detail: 'off' });
      return;
    case 'socket':
    case 'ping_socket':
      for (const socket of socketsOfAll(proposals.reading)) addSocket(proposals, socket);
      break;
    case 'sockname':
      for (const socket of socketsOfAll(proposals.reading)) {
        if (socket.name !== undefined) proposals.add({ label: socket.name, detail: addressOf(socket) });
      }
      break;
  }
  const values = [...siblings, ...others].flatMap((entry) => attributeOf(entry, name)?.value ?? []);
  for (const value of values) {
    if (!value.isTemplate && value.text !== '') proposals.add({ label: value.text, text: quote(value.text) });
  }
  if (/^(?:ping_from|obproxy)$/.test(name)) proposals.add({ label: 'sip:' });
}

/** A value as it has to be written among attributes. */
function quote(value: string): string {
  if (!/[;,]/.test(value)) return value;
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}

function addWeights(proposals: Proposals): void {
  const { siblings, setId } = proposals;
  const left = 100 - siblings.reduce((sum, entry) => sum + weightOf(entry, 'weight'), 0);
  if (left >= 1 && left <= 100 && siblings.length > 0) {
    proposals.add({ label: String(left), detail: `makes 100 of set ${setId ?? ''}`.trim() });
  }
  const share = Math.floor(100 / (siblings.length + 1));
  if (share >= 1) proposals.add({ label: String(share), detail: `an even share of ${siblings.length + 1}` });
}

function socketsOfAll({ configurations }: ListReading): readonly Socket[] {
  return configurations.flatMap((analysis) => socketsOf(analysis).all);
}

function addSocket(proposals: Proposals, socket: Socket): void {
  const detail = socket.name === undefined ? 'a socket of the configuration' : `named ${socket.name}`;
  proposals.add({ label: addressOf(socket), detail });
}

function addressOf({ protocol, host, port }: Socket): string {
  const address = host.includes(':') ? `[${host}]` : host;
  return `${protocol === undefined ? '' : `${protocol}:`}${address}${port === undefined ? '' : `:${port}`}`;
}
