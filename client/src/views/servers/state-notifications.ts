import { Disposable, window, workspace } from 'vscode';
import type { Unsubscribe } from '../../live/clock.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import type { StateChange } from '../../live/types.ts';
import { summariseChanges } from './summarise-changes.ts';

const SETTING = 'kamailio.live.notifyOnStateChange';

/** Changes within this time are told together, in milliseconds: with a router, all behind it go down. */
const GATHER_MS = 2000;

const SHOW = 'Show';

/**
 * Tells when destinations change their state, if `kamailio.live.notifyOnStateChange` is on. The connected servers are
 * then asked also while no view of them can be seen.
 */
export class StateNotifications implements Disposable {
  readonly #live: LiveServers;
  readonly #reveal: (server: string) => Promise<void>;
  readonly #gathered = new Map<string, StateChange[]>();
  readonly #watches = new Map<LiveServer, Unsubscribe>();
  readonly #disposable: Disposable;
  #timer: NodeJS.Timeout | undefined;

  /** `reveal` shows a server in the view. */
  constructor(live: LiveServers, reveal: (server: string) => Promise<void>) {
    this.#live = live;
    this.#reveal = reveal;
    this.#disposable = Disposable.from(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SETTING)) this.#watch();
      }),
      new Disposable(
        live.onDidChange(({ server, change }) => {
          if (server === undefined || change?.connection === true) this.#watch();
          if (server !== undefined && change !== undefined) this.#gather(server, change.changes);
        }),
      ),
    );
    this.#watch();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const end of this.#watches.values()) end();
    this.#watches.clear();
    this.#disposable.dispose();
  }

  get #isOn(): boolean {
    return workspace.getConfiguration().get(SETTING, false);
  }

  #watch(): void {
    const watched = this.#isOn ? this.#live.servers.filter(({ connection }) => connection.kind !== 'idle') : [];
    for (const [server, end] of this.#watches) {
      if (watched.includes(server)) continue;
      end();
      this.#watches.delete(server);
    }
    for (const server of watched) {
      if (!this.#watches.has(server)) this.#watches.set(server, server.watch(['dispatcher']));
    }
  }

  #gather({ profile }: LiveServer, changes: readonly StateChange[]): void {
    if (changes.length === 0 || !this.#isOn) return;
    this.#gathered.set(profile.name, [...(this.#gathered.get(profile.name) ?? []), ...changes]);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, GATHER_MS);
  }

  #tell(): void {
    for (const [server, changes] of this.#gathered) {
      const summary = summariseChanges(server, changes);
      if (summary === undefined) continue;
      const show = summary.isBad ? window.showWarningMessage : window.showInformationMessage;
      void Promise.resolve(show(summary.message, SHOW)).then((chosen) =>
        chosen === SHOW ? this.#reveal(server) : undefined,
      );
    }
    this.#gathered.clear();
  }
}
