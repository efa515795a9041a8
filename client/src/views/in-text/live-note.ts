/** What is written behind a line of a document about the running servers. Plain text: no editor. */
import type { LiveAnchor } from '../../../../server/src/lsp/messages.ts';
import { withScheme } from '../../live/actions.ts';
import { nameState, takesCalls } from '../../live/explain.ts';
import type { Availability, DestinationSet, DmqNode, HashTable } from '../../live/types.ts';
import { readPart, type Reading, type ServerState } from '../reading.ts';
import { typicalLatency, writeLatency, writeNumber, writeStaleness } from '../servers/words.ts';

export type Tone = 'calm' | 'warning' | 'error' | 'stale';

export interface LiveNote {
  readonly text: string;
  readonly tone: Tone;
}

/** What one server says: `state` is the same on servers that agree, the latency may differ. */
interface Saying {
  readonly server: string;
  readonly state: string;
  /** For a row of several servers. */
  readonly short: string;
  /** Milliseconds. */
  readonly latency: number | undefined;
  readonly tone: Tone;
}

/** More servers than these are not named one by one. */
const NAMED_SERVERS = 4;
/** More of a note is no help beside a line, in characters. */
const LONGEST_NOTE = 140;

export const GLYPHS: Readonly<Record<Availability, string>> = {
  active: '●',
  trying: '◐',
  inactive: '○',
  disabled: '⊘',
};

const TONES: Readonly<Record<Availability, Tone>> = {
  active: 'calm',
  trying: 'warning',
  inactive: 'error',
  disabled: 'warning',
};

const SEVERITY: Readonly<Record<Tone, number>> = { stale: 0, calm: 1, warning: 2, error: 3 };

/** The note for all anchors of one line, in their order; undefined where nothing is known. */
export function noteForLine(anchors: readonly LiveAnchor[], servers: readonly ServerState[]): LiveNote | undefined {
  const notes = anchors.flatMap((anchor) => {
    const note = noteForAnchor(anchor, servers);
    if (note === undefined) return [];
    return [anchors.length > 1 ? { ...note, text: `${subject(anchor)}: ${note.text}` } : note];
  });
  if (notes.length === 0) return undefined;
  return { text: shorten(notes.map(({ text }) => text).join(' · ')), tone: worst(notes.map(({ tone }) => tone)) };
}

/** What the servers say of one anchor; undefined where none of them knows anything. */
export function noteForAnchor(anchor: LiveAnchor, servers: readonly ServerState[]): LiveNote | undefined {
  const sayings = servers.map((server) => say(anchor, server)).filter((saying) => saying !== undefined);
  const [first, ...others] = sayings;
  if (first === undefined) return undefined;
  const tone = worst(sayings.map((saying) => saying.tone));
  if (others.length === 0) return { text: withLatency(first.state, [first]), tone };
  if (others.every(({ state }) => state === first.state) && first.short === first.state) {
    return { text: `${withLatency(first.state, sayings)} (${sayings.length} servers)`, tone };
  }
  if (sayings.length <= NAMED_SERVERS) {
    return {
      text: sayings.map((saying) => `${saying.server} ${withLatency(saying.short, [saying])}`).join(' · '),
      tone,
    };
  }
  const groups = new Map<string, Saying[]>();
  for (const saying of sayings) groups.set(saying.short, [...(groups.get(saying.short) ?? []), saying]);
  const byTrouble = [...groups].sort(([, a], [, b]) => SEVERITY[b[0]!.tone] - SEVERITY[a[0]!.tone]);
  return { text: byTrouble.map(([state, group]) => `${state}: ${namesOrCount(group)}`).join(' · '), tone };
}

function say(anchor: LiveAnchor, server: ServerState): Saying | undefined {
  switch (anchor.kind) {
    case 'destination':
      return sayReading(server, readPart(server, 'dispatcher'), ({ sets }) => sayDestination(anchor, sets));
    case 'set':
      return sayReading(server, readPart(server, 'dispatcher'), ({ sets }) => saySet(anchor.setId, sets));
    case 'dmq-peer':
      return sayReading(server, readPart(server, 'dmq'), (nodes) => sayPeer(anchor.uri, nodes));
    case 'table':
      return sayReading(server, readPart(server, 'tables'), (tables) => sayTable(anchor.name, tables));
  }
}

type Words = Omit<Saying, 'server'>;

function sayReading<T>(server: ServerState, reading: Reading<T>, words: (value: T) => Words): Saying | undefined {
  const name = server.profile.name;
  if (reading.kind === 'fresh') return { server: name, ...words(reading.value) };
  if (reading.kind !== 'stale') return undefined;
  const text = `${words(reading.value).state} (${writeStaleness(reading.at)})`;
  return { server: name, ...plain(text, 'stale') };
}

function sayDestination(
  anchor: { readonly setId: number; readonly uri: string },
  sets: readonly DestinationSet[],
): Words {
  const destinations = sets.find(({ id }) => id === anchor.setId)?.destinations ?? [];
  const destination = destinations.find(({ uri }) => uri === withScheme(anchor.uri));
  if (destination === undefined) return plain('not in memory', 'warning');
  const { latency, availability } = destination;
  return {
    ...plain(`${GLYPHS[availability]} ${nameState(destination)}`, TONES[availability]),
    // Without an answer to a probe there is nothing to be said; that of one that is down is from before.
    latency: takesCalls(destination) && latency !== undefined ? typicalLatency(latency) : undefined,
  };
}

function saySet(id: number, sets: readonly DestinationSet[]): Words {
  const set = sets.find((candidate) => candidate.id === id);
  if (set === undefined || set.destinations.length === 0) return plain(`no set ${id} in memory`, 'error');
  const { length } = set.destinations;
  const count = (availability: Availability): number =>
    set.destinations.filter((destination) => destination.availability === availability).length;
  const active = count('active');
  const trying = count('trying');
  // Only inactive and disabled ones are skipped: ds_skip_dst() in dispatch.h.
  const tone = active + trying === 0 ? 'error' : active < length ? 'warning' : 'calm';
  const alsoTrying = trying > 0 ? `, ${trying} trying` : '';
  return {
    state: `${active === 0 ? 'none' : active} of ${length} active${alsoTrying}`,
    short: `${active}/${length}${alsoTrying}`,
    latency: undefined,
    tone,
  };
}

function sayTable(name: string, tables: readonly HashTable[]): Words {
  const table = tables.find((candidate) => candidate.name === name);
  if (table === undefined) return plain('no such table in memory', 'warning');
  if (table.entries === undefined) return plain(`${writeNumber(table.slots)} slots`, 'calm');
  return plain(table.entries === 1 ? '1 entry' : `${writeNumber(table.entries)} entries`, 'calm');
}

function sayPeer(uri: string, nodes: readonly DmqNode[]): Words {
  const { host, port } = readAddress(uri);
  const node = nodes.find(
    (candidate) => (candidate.host === host || candidate.address === host) && candidate.port === port,
  );
  if (node?.isLocal === true) return plain('this server itself', 'warning');
  if (node !== undefined) return plain(`peer ${node.status}`, node.status === 'active' ? 'calm' : 'error');
  const isName = !/^(?:[\d.]+|\[.*\])$/.test(host);
  const peers = nodes.filter(({ isLocal }) => !isLocal);
  // A name may stand for several nodes, which dmq lists by their addresses.
  if (!isName || peers.length === 0) return plain('peer not among the nodes', 'warning');
  const active = peers.filter(({ status }) => status === 'active').length;
  return plain(`${active} of ${peers.length} peers active`, active === 0 ? 'error' : 'calm');
}

function readAddress(uri: string): { readonly host: string; readonly port: string } {
  const parts = /^(?:sips?:)?(?:[^@;?]*@)?(\[[^\]]*\]|[^:;?]*)(?::(\d+))?/.exec(uri);
  return { host: parts?.[1] ?? '', port: parts?.[2] ?? '5060' };
}

function plain(text: string, tone: Tone): Words {
  return { state: text, short: text, latency: undefined, tone };
}

function withLatency(text: string, sayings: readonly Saying[]): string {
  const values = sayings.map(({ latency }) => latency).filter((value) => value !== undefined);
  if (values.length === 0) return text;
  const [least, most] = [writeLatency(Math.min(...values)), writeLatency(Math.max(...values))];
  return `${text} · ${least === most ? most : `${least} to ${most}`}`;
}

function namesOrCount(group: readonly Saying[]): string {
  return group.length <= NAMED_SERVERS ? group.map(({ server }) => server).join(', ') : `${group.length} servers`;
}

function subject(anchor: LiveAnchor): string {
  switch (anchor.kind) {
    case 'destination':
      return anchor.uri;
    case 'set':
      return `set ${anchor.setId}`;
    case 'dmq-peer':
      return anchor.uri;
    case 'table':
      return anchor.name;
  }
}

function worst(tones: readonly Tone[]): Tone {
  return tones.reduce((a, b) => (SEVERITY[b] > SEVERITY[a] ? b : a), 'stale');
}

function shorten(text: string): string {
  return text.length <= LONGEST_NOTE ? text : `${text.slice(0, LONGEST_NOTE - 1)}…`;
}
