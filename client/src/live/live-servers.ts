/** All servers of the settings. */
import { isDeepStrictEqual } from 'node:util';
import type { RpcClient } from '../rpc/types.ts';
import { ActionLog } from './action-log.ts';
import type { Clock, Unsubscribe } from './clock.ts';
import { Emitter } from './emitter.ts';
import { type LiveChange, LiveServer } from './live-server.ts';
import type { ActionRecord, ServerProfile } from './types.ts';

export interface LiveServersOptions {
  /** See `LiveServerOptions`. */
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
  readonly #options: LiveServersOptions;
  readonly #log = new ActionLog();
  readonly #emitter = new Emitter<LiveServersChange>();
  #servers: readonly LiveServer[] = [];

  constructor(options: LiveServersOptions) {
    this.#options = options;
  }

  /** In the order of the settings. */
  get servers(): readonly LiveServer[] {
    return this.#servers;
  }

  /** What was done from here to any of the servers, the oldest first. */
  get actionLog(): readonly ActionRecord[] {
    return this.#log.records;
  }

  /**
   * Keeps the servers whose profile is the same as before, with their connections and watchers; replaces the others,
   * idle and unwatched, and ends those that are gone. Of two profiles with one name the first counts.
   */
  setProfiles(profiles: readonly ServerProfile[]): void {
    const before = this.#servers;
    const unique = profiles.filter(
      (profile, place) => profiles.findIndex(({ name }) => name === profile.name) === place,
    );
    this.#servers = unique.map((profile) => {
      const same = before.find((server) => isDeepStrictEqual(server.profile, profile));
      return same ?? this.#makeServer(profile);
    });
    for (const server of before) if (!this.#servers.includes(server)) server.dispose();
    const isSame =
      before.length === this.#servers.length && before.every((server, place) => server === this.#servers[place]);
    if (!isSame) this.#emitter.emit({ server: undefined, change: undefined });
  }

  find(name: string): LiveServer | undefined {
    return this.#servers.find((server) => server.profile.name === name);
  }

  onDidChange(listener: (change: LiveServersChange) => void): Unsubscribe {
    return this.#emitter.on(listener);
  }

  onDidAct(listener: (record: ActionRecord) => void): Unsubscribe {
    return this.#log.onDidAdd(listener);
  }

  dispose(): void {
    this.#emitter.clear();
    for (const server of this.#servers) server.dispose();
    this.#servers = [];
  }

  #makeServer(profile: ServerProfile): LiveServer {
    const server = new LiveServer({ ...this.#options, profile, log: this.#log });
    server.onDidChange((change) => this.#emitter.emit({ server, change }));
    return server;
  }
}
