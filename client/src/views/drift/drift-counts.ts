import { Disposable, EventEmitter, workspace, type Event } from 'vscode';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import { countDrift } from './find-drift.ts';

/** How long changes rest before they are counted, in milliseconds. */
const REST_MS = 500;

/** How many destinations of each server differ from its list file; counted while somebody looks. */
export class DriftCounts implements Disposable {
  readonly #live: LiveServers;
  readonly #language: ServerConnection;
  readonly #counts = new Map<string, number>();
  readonly #waiting = new Set<LiveServer>();
  readonly #changed = new EventEmitter<string>();
  readonly #disposable: Disposable;
  #timer: NodeJS.Timeout | undefined;
  #isLookedAt = false;

  /** Tells the name of the server. */
  readonly onDidChange: Event<string> = this.#changed.event;

  constructor(live: LiveServers, language: ServerConnection) {
    this.#live = live;
    this.#language = language;
    const lists = workspace.createFileSystemWatcher('**/*.{list,lst,ctmpl,tpl}');
    this.#disposable = Disposable.from(
      this.#changed,
      lists,
      lists.onDidChange(() => this.#countAllSoon()),
      lists.onDidCreate(() => this.#countAllSoon()),
      lists.onDidDelete(() => this.#countAllSoon()),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.languageId === 'kamailio-dispatcher') this.#countAllSoon();
      }),
      language.onDidChangeState(() => this.#countAllSoon()),
      new Disposable(
        live.onDidChange(({ server, change }) => {
          if (server === undefined) this.#countAllSoon();
          else if (change?.parts.has('dispatcher') === true || change?.connection === true) this.#countSoon(server);
        }),
      ),
    );
  }

  /** Undefined where nobody can tell. */
  get(server: string): number | undefined {
    return this.#counts.get(server);
  }

  set isLookedAt(value: boolean) {
    if (value === this.#isLookedAt) return;
    this.#isLookedAt = value;
    if (value) this.#countAllSoon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposable.dispose();
  }

  #countAllSoon(): void {
    for (const server of this.#live.servers) this.#countSoon(server);
  }

  #countSoon(server: LiveServer): void {
    if (!this.#isLookedAt) return;
    this.#waiting.add(server);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const servers = [...this.#waiting];
      this.#waiting.clear();
      for (const one of servers) void this.#count(one);
    }, REST_MS);
  }

  async #count(server: LiveServer): Promise<void> {
    const { name } = server.profile;
    const count = server.isFresh('dispatcher') ? await countDrift(server, this.#language) : undefined;
    // The settings may have been changed meanwhile.
    if (this.#live.find(name) !== server || this.#counts.get(name) === count) return;
    if (count === undefined) this.#counts.delete(name);
    else this.#counts.set(name, count);
    this.#changed.fire(name);
  }
}
