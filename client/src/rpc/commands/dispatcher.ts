/** Commands of the dispatcher module (dispatcher.c, Kamailio 5.5 to 6.2). */
import type {
  Availability,
  Destination,
  DestinationSet,
  DispatcherSettings,
  Latency,
  Probing,
} from '../../live/types.ts';
import { RpcError } from '../rpc-error.ts';
import type { RpcCallOptions, RpcClient, RpcParam } from '../types.ts';
import { readVersion } from './core.ts';
import { ReplyReader, type StructReader } from './reply-reader.ts';

/**
 * How much `dispatcher.list` tells: `short` leaves attributes out, `full` adds host, address and port.
 * Kamailio 5.5 knows no such parameter and always answers as for `normal`.
 */
export type ListDetail = 'short' | 'normal' | 'full';

/** The sets with their destinations, ordered by id. No set at all is an empty list. */
export async function listDestinationSets(
  client: RpcClient,
  options: RpcCallOptions & { readonly detail?: ListDetail } = {},
): Promise<readonly DestinationSet[]> {
  const { detail = 'normal' } = options;
  try {
    const reply = await client.call('dispatcher.list', detail === 'normal' ? [] : [detail], options);
    return readSets(new ReplyReader('dispatcher.list', reply));
  } catch (error) {
    if (isFault(error, 'No Destination Sets')) return [];
    throw error;
  }
}

function readSets(reply: ReplyReader): readonly DestinationSet[] {
  const records = reply.struct().get('RECORDS').listOf('SET');
  return records.map((record) => readSet(record.struct())).sort((a, b) => a.id - b.id);
}

function readSet(set: StructReader): DestinationSet {
  const id = set.get('ID').number();
  const targets = set.find('TARGETS')?.listOf('DEST') ?? [];
  return { id, destinations: targets.map((target) => readDestination(id, target)) };
}

function readDestination(setId: number, reply: ReplyReader): Destination {
  const struct = reply.struct();
  const letters = struct.get('FLAGS').text();
  const availability = AVAILABILITIES[letters.charAt(0)];
  const probing = PROBINGS[letters.charAt(1)];
  if (availability === undefined || probing === undefined) throw struct.get('FLAGS').unexpected('state letters');
  const attributes = struct.find('ATTRS')?.struct();
  const body = attributes?.text('BODY') ?? '';
  return {
    setId,
    uri: struct.get('URI').text(),
    letters,
    availability,
    probing,
    priority: struct.number('PRIORITY') ?? 0,
    attributes: { body, values: splitAttributes(body) },
    latency: readLatency(struct.find('LATENCY')?.struct()),
    load: struct.find('RUNTIME')?.struct().number('DLGLOAD'),
    probingCount: attributes?.number('PROBING_COUNT'),
    host: struct.text('HOST'),
    address: struct.text('IPADDR'),
    port: struct.number('PORT'),
  };
}

/** The letters that `dispatcher.list` writes (ds_rpc_print_set). */
const AVAILABILITIES: Readonly<Record<string, Availability>> = {
  A: 'active',
  I: 'inactive',
  D: 'disabled',
  T: 'trying',
};
const PROBINGS: Readonly<Record<string, Probing>> = { P: 'probed', X: 'not-probed', N: 'never' };

/** `name=value` pairs with `;` between them, as the attributes' column of a list has them; values can be quoted. */
function splitAttributes(body: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of body.matchAll(ATTRIBUTE)) {
    values.set(name.trim(), quoted ?? bare.trim());
  }
  return values;
}
const ATTRIBUTE = /([^;=]+)(?:=\s*(?:(?:"([^"]*)"|'[^']*')\s*(?=;|$)|([^;]*)))?;?/g;

function readLatency(struct: StructReader | undefined): Latency | undefined {
  if (struct === undefined) return undefined;
  return {
    average: struct.number('AVG') ?? 0,
    deviation: struct.number('STD') ?? 0,
    estimate: struct.number('EST') ?? 0,
    maximum: struct.number('MAX') ?? 0,
    timeouts: struct.number('TIMEOUT') ?? 0,
  };
}

/**
 * The thresholds, from the settings that can be changed at run time; they need the module `cfg_rpc`. No command tells
 * `ds_ping_interval` and `ds_probing_mode`. What cannot be known is undefined.
 */
export async function readDispatcherSettings(
  client: RpcClient,
  options: RpcCallOptions = {},
): Promise<DispatcherSettings> {
  const read = async (name: string): Promise<number | undefined> => {
    try {
      return new ReplyReader('cfg.get', await client.call('cfg.get', ['dispatcher', name], options)).number();
    } catch (error) {
      if (error instanceof RpcError && (error.kind === 'unknown-command' || error.kind === 'fault')) return undefined;
      throw error;
    }
  };
  const probingThreshold = await read('probing_threshold');
  const inactiveThreshold = probingThreshold === undefined ? undefined : await read('inactive_threshold');
  return { probingThreshold, inactiveThreshold, pingInterval: undefined, probingMode: undefined };
}

/** What a change of state is for: one address, one duid, or all destinations of the set. */
export type StateTarget = { readonly uri: string } | { readonly duid: string } | 'all';

/**
 * Sets the state of destinations. A disabled destination is never probed, whatever `probing` says.
 * Kamailio answers with a fault when the set has no such destination; for `all` it never does.
 */
export async function setDestinationState(
  client: RpcClient,
  change: {
    readonly setId: number;
    readonly target: StateTarget;
    readonly state: Availability;
    readonly probing: boolean;
  },
  options: RpcCallOptions = {},
): Promise<void> {
  const { setId, target, state, probing } = change;
  const letters = state.charAt(0) + (probing && state !== 'disabled' ? 'p' : 'x');
  const [command, name] =
    target === 'all'
      ? ['dispatcher.set_state', 'all']
      : 'duid' in target
        ? ['dispatcher.set_duid_state', target.duid]
        : ['dispatcher.set_state', target.uri];
  await client.call(command, [letters, setId, name], options);
}

/**
 * Adds a destination in memory, until the next reload. Kamailio refuses it within `ds_reload_delta` seconds (5 when
 * nothing is set) of the last reload, addition or removal. Version 5.5 has no parameter for the priority.
 */
export async function addDestination(
  client: RpcClient,
  destination: {
    readonly setId: number;
    readonly uri: string;
    readonly flags: number;
    readonly priority: number;
    readonly attributes: string;
  },
  options: RpcCallOptions = {},
): Promise<void> {
  const { setId, uri, flags, priority, attributes } = destination;
  const params: RpcParam[] = [setId, uri, flags];
  if (priority !== 0 || attributes !== '') {
    if (await takesPriority(client, options)) params.push(priority);
    else if (priority !== 0) {
      throw new RpcError('fault', 'Kamailio 5.5 and older cannot add a destination with a priority.');
    }
    if (attributes !== '') params.push(attributes);
  }
  await client.call('dispatcher.add', params, options);
}

async function takesPriority(client: RpcClient, options: RpcCallOptions): Promise<boolean> {
  const { version } = await readVersion(client, options);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 6);
}

/** Removes a destination from memory, until the next reload. The same delay as for adding holds. */
export async function removeDestination(
  client: RpcClient,
  destination: { readonly setId: number; readonly uri: string },
  options: RpcCallOptions = {},
): Promise<void> {
  await client.call('dispatcher.remove', [destination.setId, destination.uri], options);
}

/** Reads the list file or the database again. */
export async function reloadDispatcher(client: RpcClient, options: RpcCallOptions = {}): Promise<void> {
  await client.call('dispatcher.reload', [], options);
}

/** Whether destinations are asked with OPTIONS at all. */
export async function readPinging(client: RpcClient, options: RpcCallOptions = {}): Promise<boolean> {
  const reply = await client.call('dispatcher.ping_active', [], options);
  return new ReplyReader('dispatcher.ping_active', reply).struct().get('OldPingState').number() !== 0;
}

/** Switches the asking of all destinations on or off. */
export async function setPinging(client: RpcClient, on: boolean, options: RpcCallOptions = {}): Promise<void> {
  await client.call('dispatcher.ping_active', [on ? 1 : 0], options);
}

/** The hash that the algorithms over Call-ID, URIs and so on compute, and the slot that it falls into. */
export async function hashForDispatcher(
  client: RpcClient,
  question: { readonly slots: number; readonly value: string; readonly second?: string | undefined },
  options: RpcCallOptions = {},
): Promise<{ readonly hash: number; readonly slot: number }> {
  const { slots, value, second } = question;
  const params: RpcParam[] = [slots, value];
  if (second !== undefined) params.push(second);
  const reply = new ReplyReader('dispatcher.hash', await client.call('dispatcher.hash', params, options)).struct();
  // BINRPC has no unsigned integers: a hash with the highest bit set arrives as a negative number.
  return { hash: reply.get('hashid').number() >>> 0, slot: reply.get('slot').number() >>> 0 };
}

function isFault(error: unknown, message: string): boolean {
  return error instanceof RpcError && error.kind === 'fault' && error.message.includes(message);
}
