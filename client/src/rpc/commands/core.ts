/** Commands of the core and of the modules that count (core_cmd.c, kex, tm, dialog; Kamailio 5.5 to 6.2). */
import type { Counter, ServerIdentity } from '../../live/types.ts';
import { RpcError } from '../rpc-error.ts';
import type { RpcCallOptions, RpcClient, RpcParam } from '../types.ts';
import { ReplyReader } from './reply-reader.ts';

/** The version, and the whole answer of `core.version`, for example `kamailio 5.6.3 (x86_64/linux)`. */
export async function readVersion(
  client: RpcClient,
  options: RpcCallOptions = {},
): Promise<{ readonly version: string; readonly description: string }> {
  const reply = new ReplyReader('core.version', await client.call('core.version', [], options));
  const description = reply.text();
  const version = /\d+\.\d+\S*/.exec(description)?.[0];
  if (version === undefined) throw reply.unexpected('a version');
  return { version, description };
}

/**
 * Who answers there.
 * @param now milliseconds since 1970, for the time of the start.
 */
export async function readIdentity(
  client: RpcClient,
  now: () => number,
  options: RpcCallOptions = {},
): Promise<ServerIdentity> {
  const { version, description } = await readVersion(client, options);
  const reply = new ReplyReader('core.uptime', await client.call('core.uptime', [], options)).struct();
  const uptime = reply.get('uptime').number() * 1000;
  return { version, description, startedAt: findStart(reply.text('up_since'), now() - uptime) };
}

/**
 * The uptime is rounded to seconds and the clocks of both machines differ, so the start computed from it trembles.
 * `up_since` does not, but is local time of a zone that is not told: zones differ by quarters of an hour, so the
 * quarter that brings it next to the computed start is right.
 */
function findStart(upSince: string | undefined, computed: number): number {
  const written = upSince === undefined ? NaN : Date.parse(`${upSince.trim()} UTC`);
  if (Number.isNaN(written)) return computed;
  return written + Math.round((computed - written) / QUARTER_MS) * QUARTER_MS;
}
const QUARTER_MS = 15 * 60 * 1000;

/** Names of all commands that the server offers. */
export async function listMethods(client: RpcClient, options: RpcCallOptions = {}): Promise<readonly string[]> {
  const reply = new ReplyReader('system.listMethods', await client.call('system.listMethods', [], options));
  return reply.list().map((name) => name.text());
}

/** Compiler, flags and the like, by the names that Kamailio gives them. */
export async function readInfo(client: RpcClient, options: RpcCallOptions = {}): Promise<ReadonlyMap<string, string>> {
  const info = new ReplyReader('core.info', await client.call('core.info', [], options)).struct();
  return new Map(info.names.map((name) => [name, info.text(name) ?? '']));
}

/** Groups of `stats.fetchn` that say something to somebody who looks after calls. */
export const COUNTER_GROUPS: readonly string[] = ['core', 'tmx', 'sl', 'dialog', 'registrar', 'usrloc', 'shmem'];

/**
 * Counters that matter: those of the module `kex` where it is loaded, of `tm`, of `dialog`, and the shared memory.
 * A module that is not loaded adds nothing. Names are `<group>.<counter>`.
 */
export async function readCounters(client: RpcClient, options: RpcCallOptions = {}): Promise<readonly Counter[]> {
  const read = async (group: string | undefined, command: string, params: RpcParam[]): Promise<Counter[]> => {
    try {
      const reply = new ReplyReader(command, await client.call(command, params, options));
      if (reply.isEmpty) return [];
      const struct = reply.struct();
      return struct.names.flatMap((name) => {
        const value = struct.number(name);
        return value === undefined ? [] : [{ name: group === undefined ? name : `${group}.${name}`, value }];
      });
    } catch (error) {
      if (error instanceof RpcError && (error.kind === 'unknown-command' || error.kind === 'fault')) return [];
      throw error;
    }
  };
  const counters = [
    ...(await read('tm', 'tm.stats', [])),
    ...(await read('dialogs', 'dlg.stats_active', [])),
    ...(await read('shm', 'core.shmmem', [])),
    ...(await read(
      undefined,
      'stats.fetchn',
      COUNTER_GROUPS.map((group) => `${group}:`),
    )),
  ];
  return counters;
}
