/** One running Kamailio as the editor knows it: asked only while somebody looks. */
import type { RpcClient } from '../rpc/types.ts';
import type { ActionLog } from './action-log.ts';
import type { ServerAction } from './actions.ts';
import type { Clock, Unsubscribe } from './clock.ts';
import { History } from './history.ts';
import type { TablePage, TablePageOptions } from './table-reader.ts';
import type { ActionRecord, ConnectionState, PartName, ServerParts, ServerProfile, StateChange } from './types.ts';
import type { HashSource } from './where.ts';

/**
 * What is new. One is sent for every answer and every failure, so that the time of the last update can be shown;
 * only `parts` calls for drawing anything else anew.
 */
export interface LiveChange {
  /** Parts whose content or kind changed. A destination or set that did not change is the same object as before. */
  readonly parts: ReadonlySet<PartName>;
  /** Parts that were answered, the unchanged ones included: their time is newer. */
  readonly answered: ReadonlySet<PartName>;
  /** Whether the state of the connection changed. */
  readonly connection: boolean;
  /** Destinations that changed their state since the answer before; each is told once. */
  readonly changes: readonly StateChange[];
}

export interface LiveServerOptions {
  readonly profile: ServerProfile;
  /** Opens a way to the server; may ask the user for a password. Fails with an `RpcError`. */
  readonly openClient: (profile: ServerProfile) => Promise<RpcClient>;
  readonly clock: Clock;
  /** From 0 to 1, for the jitter of the back-off. */
  readonly random: () => number;
  readonly log?: ActionLog | undefined;
}

const NOTHING_KNOWN: ServerParts = {
  identity: { kind: 'unknown' },
  dispatcher: { kind: 'unknown' },
  dmq: { kind: 'unknown' },
  tables: { kind: 'unknown' },
  counters: { kind: 'unknown' },
};

export class LiveServer implements HashSource {
  readonly profile: ServerProfile;
  readonly history: History;
  readonly #options: LiveServerOptions;

  constructor(options: LiveServerOptions) {
    this.profile = options.profile;
    this.history = new History(options.profile.name);
    this.#options = options;
  }

  get connection(): ConnectionState {
    return { kind: 'idle' };
  }

  get parts(): ServerParts {
    return NOTHING_KNOWN;
  }

  /** Whether a part is as new as polling keeps it. False for data from before a failure, a pause or a sleep. */
  isFresh(_part: PartName): boolean {
    return false;
  }

  onDidChange(_listener: (change: LiveChange) => void): Unsubscribe {
    return () => undefined;
  }

  /** Begins to talk: the identity is asked at once, the rest while somebody watches. Tries again after failures. */
  connect(): void {
    // Filled in later.
  }

  /** Ends all talk and forgets what was known; the history stays. */
  disconnect(): void {
    // Filled in later.
  }

  /** Somebody looks at these parts: they are polled until the result is called, while the server is connected. */
  watch(_parts: readonly PartName[]): Unsubscribe {
    return () => undefined;
  }

  /** Asks now, also for what was absent; the watched parts without names. Never fails: failures are in the parts. */
  refresh(_parts?: readonly PartName[]): Promise<void> {
    return Promise.resolve();
  }

  /** Does something to the server and looks whether it took effect. Never fails: the record tells. */
  perform(action: ServerAction, _signal?: AbortSignal): Promise<ActionRecord> {
    return Promise.resolve({
      at: this.#options.clock.now(),
      server: this.profile.name,
      what: action.kind,
      outcome: { kind: 'failed', message: 'Not yet possible.' },
    });
  }

  /** A page of a table's entries. Fails with an `RpcError`. */
  readTable(_name: string, _options: TablePageOptions): Promise<TablePage> {
    return Promise.resolve({ total: 0, entries: [], at: 0 });
  }

  hashOf(_slots: number, _text: string, _signal?: AbortSignal): Promise<{ hash: number; slot: number }> {
    return Promise.resolve({ hash: 0, slot: 0 });
  }

  dispose(): void {
    // Filled in later.
  }
}
