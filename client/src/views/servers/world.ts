/** What decides how the tree of servers looks, and how a thing that an element names is found in it. */
import type { ProfileProblem } from '../../connections/read-profiles.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { Counter, Destination, DestinationSet, DmqNode, HashTable, Part, TableEntry } from '../../live/types.ts';
import type { RpcError } from '../../rpc/rpc-error.ts';
import { groupOf } from './counters.ts';
import type { CounterGroupElement, DestinationElement, EntryElement, NodeElement } from './elements.ts';

/** What the tree needs of a server. */
export type ShownServer = Pick<LiveServer, 'profile' | 'connection' | 'parts' | 'isFresh'>;

/** The entries of a table as far as they were read. */
export interface ShownTable {
  readonly filter: string | undefined;
  /** Undefined before the first answer. */
  readonly page: { readonly total: number; readonly entries: readonly TableEntry[]; readonly at: number } | undefined;
  readonly error: RpcError | undefined;
}

/** Everything that decides how the tree looks. */
export interface World {
  readonly servers: readonly ShownServer[];
  readonly problems: readonly ProfileProblem[];
  readonly now: number;
  find(server: string): ShownServer | undefined;
  tableOf(server: string, table: string): ShownTable | undefined;
  /** How many destinations of a server differ from its list file; undefined where nobody can tell. */
  driftOf(server: string): number | undefined;
  /** How many children of a long branch are shown. */
  limitOf(id: string): number;
}

/** What is known of a part, fresh or not. */
export function latest<T>(part: Part<T>): { readonly value: T; readonly at: number } | undefined {
  if (part.kind === 'known') return part;
  return part.kind === 'failed' ? part.last : undefined;
}

export function findSet(server: Pick<ShownServer, 'parts'> | undefined, setId: number): DestinationSet | undefined {
  if (server === undefined) return undefined;
  return latest(server.parts.dispatcher)?.value.sets.find(({ id }) => id === setId);
}

/** The destinations of each set by URI; a set that changes is a new object, so nothing here gets old. */
const INDEXES = new WeakMap<DestinationSet, ReadonlyMap<string, readonly Destination[]>>();

function indexOf(set: DestinationSet): ReadonlyMap<string, readonly Destination[]> {
  const known = INDEXES.get(set);
  if (known !== undefined) return known;
  const index = new Map<string, Destination[]>();
  for (const destination of set.destinations) {
    const same = index.get(destination.uri);
    if (same === undefined) index.set(destination.uri, [destination]);
    else same.push(destination);
  }
  INDEXES.set(set, index);
  return index;
}

export function findDestination(
  server: Pick<ShownServer, 'parts'> | undefined,
  { setId, uri, nth }: Pick<DestinationElement, 'setId' | 'uri' | 'nth'>,
): Destination | undefined {
  const set = findSet(server, setId);
  return set === undefined ? undefined : indexOf(set).get(uri)?.[nth];
}

export function findNode(
  server: Pick<ShownServer, 'parts'> | undefined,
  { address }: Pick<NodeElement, 'address'>,
): DmqNode | undefined {
  if (server === undefined) return undefined;
  return latest(server.parts.dmq)?.value.find((node) => addressOf(node) === address);
}

export function findTable(server: Pick<ShownServer, 'parts'> | undefined, name: string): HashTable | undefined {
  if (server === undefined) return undefined;
  return latest(server.parts.tables)?.value.find((table) => table.name === name);
}

export function findEntry(
  { server, table, key }: Pick<EntryElement, 'server' | 'table' | 'key'>,
  world: Pick<World, 'tableOf'>,
): TableEntry | undefined {
  return world.tableOf(server, table)?.page?.entries.find((entry) => entry.key === key);
}

export function addressOf({ host, port }: DmqNode): string {
  return `${host}:${port}`;
}

/** When the server gave its last answer, to whatever question. */
export function newest({ parts }: Pick<ShownServer, 'parts'>): number | undefined {
  const times = [parts.identity, parts.dispatcher, parts.dmq, parts.tables, parts.counters]
    .map((part) => latest<unknown>(part)?.at)
    .filter((at) => at !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** How many destinations take no calls, over all sets. */
export function countNotActive({ parts }: Pick<ShownServer, 'parts'>): number {
  const sets = latest(parts.dispatcher)?.value.sets ?? [];
  return sets.reduce(
    (sum, { destinations }) => sum + destinations.filter(({ availability }) => availability !== 'active').length,
    0,
  );
}

export function countersOf({ group, server }: CounterGroupElement, world: World): readonly Counter[] {
  const shown = world.find(server);
  const counters = shown === undefined ? undefined : latest(shown.parts.counters)?.value;
  return counters?.filter((counter) => groupOf(counter) === group) ?? [];
}
