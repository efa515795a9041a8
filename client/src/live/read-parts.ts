/** The questions behind each part of a server, and what is kept of the last answer. */
import { readCounters, readIdentity } from '../rpc/commands/core.ts';
import { listDestinationSets, readDispatcherSettings, readPinging } from '../rpc/commands/dispatcher.ts';
import { listDmqNodes } from '../rpc/commands/dmq.ts';
import { listHashTables } from '../rpc/commands/htable.ts';
import { RpcError } from '../rpc/rpc-error.ts';
import type { RpcCallOptions, RpcClient } from '../rpc/types.ts';
import { reuseUnchanged, reuseUnchangedElements, sameMembers } from './compare-answers.ts';
import type {
  Counter,
  DispatcherSettings,
  DispatcherState,
  DmqNode,
  HashTable,
  PartName,
  ServerIdentity,
} from './types.ts';

/** What each part holds. */
export interface PartValues {
  readonly identity: ServerIdentity;
  readonly dispatcher: DispatcherState;
  readonly dmq: readonly DmqNode[];
  readonly tables: readonly HashTable[];
  readonly counters: readonly Counter[];
}

export interface PartQuestion {
  readonly client: RpcClient;
  readonly options: RpcCallOptions;
  readonly now: () => number;
  /** Settings that are known already and need not be asked again. */
  readonly settings: DispatcherSettings | undefined;
}

interface PartKind<T> {
  /** The module that offers the commands. */
  readonly module: string;
  /** @throws RpcError */
  read(question: PartQuestion): Promise<T>;
  /** The new value with what did not change taken from the old one; the old one itself when nothing changed. */
  reuse(last: T, next: T): T;
}

/** The parts in the order in which they are asked: who answers comes first, what people wait for next. */
export const PART_KINDS: { readonly [Name in PartName]: PartKind<PartValues[Name]> } = {
  identity: {
    module: 'ctl',
    read: ({ client, options, now }) => readIdentity(client, now, options),
    reuse: (last, next) => (isSameRun(last, next) && last.description === next.description ? last : next),
  },
  dispatcher: {
    module: 'dispatcher',
    read: async ({ client, options, settings }) => {
      const sets = await listDestinationSets(client, options);
      return { sets, settings: settings ?? (await readSettings(client, options)) };
    },
    reuse: reuseUnchanged,
  },
  dmq: {
    module: 'dmq',
    read: ({ client, options }) => listDmqNodes(client, options),
    reuse: (last, next) => reuseUnchangedElements(last, next, sameMembers),
  },
  tables: {
    module: 'htable',
    read: ({ client, options }) => listHashTables(client, options),
    reuse: (last, next) => reuseUnchangedElements(last, next, sameMembers),
  },
  counters: {
    module: 'kex',
    read: ({ client, options }) => readCounters(client, options),
    reuse: (last, next) => reuseUnchangedElements(last, next, sameMembers),
  },
};

export const PART_NAMES = Object.keys(PART_KINDS) as readonly PartName[];

/** Whether both are one run of Kamailio, and not one before and one after a restart. */
export function isSameRun(a: ServerIdentity, b: ServerIdentity): boolean {
  // Kamailio tells the time of its start in whole seconds.
  return Math.abs(a.startedAt - b.startedAt) < 1000;
}

async function readSettings(client: RpcClient, options: RpcCallOptions): Promise<DispatcherSettings> {
  const settings = await readDispatcherSettings(client, options);
  try {
    return { ...settings, pinging: await readPinging(client, options) };
  } catch (error) {
    if (error instanceof RpcError && (error.kind === 'fault' || error.kind === 'unknown-command')) return settings;
    throw error;
  }
}
