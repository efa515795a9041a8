/**
 * What the dispatcher module knows of its list: columns, attributes, flag bits, algorithms, with the versions they
 * hold for. Read from `dispatch.c`, `dispatch.h` and `dispatcher.c` of each branch. Kept as code and not in the
 * catalogue's files because it is small and hangs on the reading of the list, which is code too.
 */
import { existsIn, type KamailioVersion, type Lifespan } from '../catalog/versions.ts';

export type ColumnName = 'set-id' | 'uri' | 'flags' | 'priority' | 'attributes';

export interface ColumnFact {
  readonly name: ColumnName;
  readonly label: string;
  readonly meaning: string;
  readonly isRequired: boolean;
}

/** What an attribute's value has to be. `socket`: `[protocol:]host[:port]`, `socket-name`: the name of a `listen`. */
export type AttributeType = 'string' | 'integer' | 'socket' | 'socket-name' | 'uri';

export interface AttributeFact extends Lifespan {
  /** Upper and lower case count as the same (`ds_set_attrs()`). */
  readonly name: string;
  readonly type: AttributeType;
  readonly minimum?: number;
  readonly maximum?: number;
  /** What Kamailio does with a number outside of the range, or with text where it wants a number. */
  readonly otherwise?: string;
  readonly meaning: string;
  /** The algorithms that look at it. */
  readonly algorithms: readonly number[];
}

export interface FlagFact extends Lifespan {
  readonly bit: number;
  readonly symbol: string;
  /** In one or two words. */
  readonly label: string;
  readonly meaning: string;
}

export interface AlgorithmFact extends Lifespan {
  readonly number: number;
  readonly meaning: string;
  /** The attribute without which it makes no sense. */
  readonly attribute?: string;
  readonly parameter?: string;
}

/** Facts that hold for all versions of the catalogue, as it knows nothing older or nothing newer. */
const ALWAYS: Lifespan = { since: '5.5', until: null };
const SINCE_6_0: Lifespan = { since: '6.0', until: null };
const SINCE_6_1: Lifespan = { since: '6.1', until: null };

/** Since when flags may be written as `0x…`; before, the text from the `x` on falls into a later column. */
export const HEX_FLAGS: Lifespan = SINCE_6_1;

export const COLUMNS: readonly ColumnFact[] = [
  {
    name: 'set-id',
    label: 'Set id',
    meaning: 'The number of the destination set, as `ds_select_dst()` names it. Text that is no digit counts as set 0.',
    isRequired: true,
  },
  {
    name: 'uri',
    label: 'Destination',
    meaning: 'The SIP URI that requests are sent to. Without a scheme, `sip:` is put before it.',
    isRequired: true,
  },
  {
    name: 'flags',
    label: 'Flags',
    meaning: 'The state to start with, as a sum of bits; 0 is active. Nothing counts as 0.',
    isRequired: false,
  },
  {
    name: 'priority',
    label: 'Priority',
    meaning: 'Destinations with a higher number stand earlier in their set. Nothing counts as 0.',
    isRequired: false,
  },
  {
    name: 'attributes',
    label: 'Attributes',
    meaning:
      '`name=value` pairs with `;` between them and no blanks; other names than the known ones are kept for scripts.',
    isRequired: false,
  },
];

const IGNORED = 'counts as not set';

export const ATTRIBUTES: readonly AttributeFact[] = [
  {
    name: 'duid',
    type: 'string',
    meaning:
      'The id under which the load of the destination is counted and `dispatcher.set_duid_state` finds it. Has to be unique in its set.',
    algorithms: [10],
    ...ALWAYS,
  },
  {
    name: 'weight',
    type: 'integer',
    minimum: 1,
    maximum: 100,
    otherwise: IGNORED,
    meaning:
      'The share of the requests in percent. What is over 100 in a set is cut off, what is missing goes to its last destination.',
    algorithms: [9, 15],
    ...ALWAYS,
  },
  {
    name: 'rweight',
    type: 'integer',
    minimum: 1,
    maximum: 100,
    otherwise: IGNORED,
    meaning: 'The share of the requests in relation to the other active destinations of the set.',
    algorithms: [11],
    ...ALWAYS,
  },
  {
    name: 'maxload',
    type: 'integer',
    minimum: 0,
    otherwise: 'counts as no limit',
    meaning: 'How many calls the destination carries at once before it is passed over; 0 is no limit.',
    algorithms: [10],
    ...ALWAYS,
  },
  {
    name: 'latency',
    type: 'integer',
    minimum: 0,
    otherwise: 'is ignored',
    meaning: 'The latency in milliseconds that is assumed until pings have measured it.',
    algorithms: [13],
    ...ALWAYS,
  },
  {
    name: 'cc',
    type: 'integer',
    otherwise: 'counts as 0',
    meaning:
      'Congestion control: 1 lowers the priority (with `weight`: the share) of the destination as its latency grows.',
    algorithms: [11, 13],
    ...ALWAYS,
  },
  {
    name: 'socket',
    type: 'socket',
    meaning:
      'The local socket to send from, `[protocol:]host[:port]`. Kamailio drops the destination if it does not listen there.',
    algorithms: [],
    ...ALWAYS,
  },
  {
    name: 'sockname',
    type: 'socket-name',
    meaning: 'The name of the local socket to send from (`listen … name "…"`); wins over `socket`.',
    algorithms: [],
    ...ALWAYS,
  },
  {
    name: 'ping_socket',
    type: 'socket',
    meaning: 'The local socket that pings are sent from, `[protocol:]host[:port]`.',
    algorithms: [],
    ...SINCE_6_1,
  },
  {
    name: 'ping_from',
    type: 'uri',
    meaning: 'The From URI of the pings to this destination, in the place of the parameter `ds_ping_from`.',
    algorithms: [],
    ...ALWAYS,
  },
  {
    name: 'obproxy',
    type: 'uri',
    meaning: 'The proxy that the pings go through, in the place of the parameter `outbound_proxy`.',
    algorithms: [],
    ...ALWAYS,
  },
  {
    name: 'ocmin',
    type: 'integer',
    minimum: 0,
    maximum: 100,
    otherwise: 'counts as 0',
    meaning: 'The smallest share of the requests, in percent, that overload control sheds.',
    algorithms: [64],
    ...SINCE_6_0,
  },
  {
    name: 'ocmax',
    type: 'integer',
    minimum: 1,
    maximum: 100,
    otherwise: 'counts as 100',
    meaning: 'The largest share of the requests, in percent, that overload control sheds.',
    algorithms: [64],
    ...SINCE_6_0,
  },
  {
    name: 'ocrate',
    type: 'integer',
    minimum: 0,
    maximum: 100,
    otherwise: 'counts as 0',
    meaning: 'The share of the requests, in percent, that overload control sheds at first.',
    algorithms: [64],
    ...SINCE_6_0,
  },
];

export const FLAGS: readonly FlagFact[] = [
  {
    bit: 1,
    symbol: 'DS_INACTIVE_DST',
    label: 'inactive',
    meaning: 'Not selected; failed too often, or marked so.',
    ...ALWAYS,
  },
  {
    bit: 2,
    symbol: 'DS_TRYING_DST',
    label: 'trying',
    meaning: 'Still selected, but failures are being counted.',
    ...ALWAYS,
  },
  {
    bit: 4,
    symbol: 'DS_DISABLED_DST',
    label: 'disabled',
    meaning: 'Not selected and not pinged until somebody enables it.',
    ...ALWAYS,
  },
  {
    bit: 8,
    symbol: 'DS_PROBING_DST',
    label: 'probing',
    meaning: 'Pinged to learn its state, unless it is disabled.',
    ...ALWAYS,
  },
  {
    bit: 16,
    symbol: 'DS_NODNSARES_DST',
    label: 'no DNS',
    meaning: 'The host name is not resolved when the list is loaded; since 6.0 the destination is not pinged either.',
    ...ALWAYS,
  },
  { bit: 32, symbol: 'DS_NOPING_DST', label: 'no ping', meaning: 'Never pinged.', ...SINCE_6_0 },
];

export const ALGORITHMS: readonly AlgorithmFact[] = [
  { number: 0, meaning: 'hash over the Call-ID', ...ALWAYS },
  { number: 1, meaning: 'hash over the From URI', ...ALWAYS },
  { number: 2, meaning: 'hash over the To URI', ...ALWAYS },
  { number: 3, meaning: 'hash over the request URI', ...ALWAYS },
  { number: 4, meaning: 'round robin', ...ALWAYS },
  { number: 5, meaning: 'hash over the user name of the authorization, else round robin', ...ALWAYS },
  { number: 6, meaning: 'at random', ...ALWAYS },
  { number: 7, meaning: 'hash over a pseudo-variable', parameter: 'hash_pvar', ...ALWAYS },
  { number: 8, meaning: 'always the first, the next when it fails', ...ALWAYS },
  { number: 9, meaning: 'by weight in percent', attribute: 'weight', ...ALWAYS },
  { number: 10, meaning: 'the one with the fewest calls', attribute: 'duid', parameter: 'ds_hash_size', ...ALWAYS },
  { number: 11, meaning: 'by relative weight', attribute: 'rweight', ...ALWAYS },
  { number: 12, meaning: 'all at once', ...ALWAYS },
  { number: 13, meaning: 'by priority and latency', parameter: 'ds_ping_latency_stats', ...ALWAYS },
  { number: 14, meaning: 'round robin while all priorities are the same, else the first', ...SINCE_6_1 },
  {
    number: 15,
    meaning: 'by weight among those with the lowest priority number',
    attribute: 'weight',
    since: '6.2',
    until: null,
  },
  { number: 64, meaning: 'round robin with overload control', ...SINCE_6_0 },
];

/** The two letters of a state in `dispatcher.list`: the first of the bits set wins, in this order. */
export const STATE_LETTERS = {
  first: [
    { letter: 'I', bit: 1, meaning: 'inactive' },
    { letter: 'D', bit: 4, meaning: 'disabled' },
    { letter: 'T', bit: 2, meaning: 'trying' },
    { letter: 'A', bit: 0, meaning: 'active' },
  ],
  second: [
    { letter: 'P', bit: 8, meaning: 'probed' },
    { letter: 'N', bit: 32, meaning: 'never pinged' },
    { letter: 'X', bit: 0, meaning: 'not probed' },
  ],
} as const;

const byName = new Map(ATTRIBUTES.map((attribute) => [attribute.name, attribute]));

/** An attribute that Kamailio itself looks at, in any version; upper and lower case count as the same. */
export function findAttribute(name: string): AttributeFact | undefined {
  return byName.get(name.toLowerCase());
}

export function attributesOf(version: KamailioVersion): readonly AttributeFact[] {
  return ATTRIBUTES.filter((attribute) => existsIn(attribute, version));
}

export function algorithmsOf(version: KamailioVersion): readonly AlgorithmFact[] {
  return ALGORITHMS.filter((algorithm) => existsIn(algorithm, version));
}
