/** All servers of the settings. */
import type { RpcClient } from '../rpc/types.ts';
import { ActionLog } from './action-log.ts';
import type { Clock, Unsubscribe } from './clock.ts';
import type { LiveChange, LiveServer } from './live-server.ts';
import type { ActionRecord, ServerProfile } from './types.ts';

export interface LiveServersOptions {
  readonly openClient: (profile: ServerProfile) => Promise<RpcClient>;
  readonly clock: Clock;
  readonly random: () => number;
}

/** A change of one server, or of which servers there are (`server` undefined). */
export interface LiveServersChange {
  readonly server: LiveServer | undefined;
  readonly change: LiveChange | undefined;
}

export class LiveServers {
  readonly #log = new ActionLog();
  readonly #options: LiveServersOptions;

  constructor(options: LiveServersOptions) {
    this.#options = options;
  }

  /** In the order of the settings. */
  get servers(): readonly LiveServer[] {
    return [];
  }

  get actionLog(): readonly ActionRecord[] {
    return this.#log.records;
  }

  /** Keeps the servers whose profile is the same as before, replaces and removes the others. */
  setProfiles(_profiles: readonly ServerProfile[]): void {
    void this.#options;
  }

  find(_name: string): LiveServer | undefined {
    return undefined;
  }

  onDidChange(_listener: (change: LiveServersChange) => void): Unsubscribe {
    return () => undefined;
  }

  onDidAct(listener: (record: ActionRecord) => void): Unsubscribe {
    return this.#log.onDidAdd(listener);
  }

  dispose(): void {
    // Filled in later.
  }
}
