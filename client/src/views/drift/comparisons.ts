import {
  commands,
  Disposable,
  EventEmitter,
  RelativePattern,
  Uri,
  window,
  workspace,
  type Event,
  type TextDocumentContentProvider,
} from 'vscode';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import { compareServerOrder, compareServers, compareTables } from '../../live/drift.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import type { DestinationSet } from '../../live/types.ts';
import { readPart } from '../reading.ts';
import { nameConnection, writeStaleness, writeTime } from '../servers/words.ts';
import { keyOf, pathOf, readPath, SCHEME, serversOf, titleOf, type Comparison } from './comparison.ts';
import { compareList, versionOf } from './find-drift.ts';
import { compareServerTexts, compareTableTexts, compareTexts, explainTexts, type SideBySide } from './side-by-side.ts';

/** What comes in a row is compared once; in milliseconds. */
const REFRESH_DELAY_MS = 100;

interface Memory {
  readonly sets: readonly DestinationSet[];
  readonly version: string | undefined;
  /** What is to be said of them. */
  readonly notes: readonly string[];
}

interface Opened {
  readonly comparison: Comparison;
  texts: Promise<SideBySide>;
}

/** The virtual documents of comparisons. Those in view follow the servers and the list file. */
export class Comparisons implements TextDocumentContentProvider, Disposable {
  readonly #live: LiveServers;
  readonly #language: ServerConnection;
  readonly #wake: (server: LiveServer) => void;
  readonly #changed = new EventEmitter<Uri>();
  readonly #disposable: Disposable;
  readonly #opened = new Map<string, Opened>();
  readonly #watches = new Map<LiveServer, () => void>();
  readonly #fileWatches = new Map<string, Disposable>();
  /** Whether the last answers of servers were as new as polling keeps them, when it was last looked. */
  readonly #fresh = new WeakMap<LiveServer, boolean>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  readonly onDidChange: Event<Uri> = this.#changed.event;

  /** `wake` is told which servers somebody looks at. */
  constructor(live: LiveServers, language: ServerConnection, wake: (server: LiveServer) => void) {
    this.#live = live;
    this.#wake = wake;
    this.#language = language;
    this.#disposable = Disposable.from(
      this.#changed,
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      window.onDidChangeVisibleTextEditors(() => {
        this.#watchVisible();
        // What was out of view has followed nothing.
        this.#refreshVisible(({ kind }) => kind !== 'tables');
      }),
      workspace.onDidOpenTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.#watchVisible();
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      workspace.onDidChangeTextDocument(({ document }) => this.#followFile(document.uri)),
      language.onDidChangeState((state) => {
        if (state === 'running') this.#refreshVisible(() => true);
      }),
      new Disposable(
        live.onDidChange(({ server, change }) => {
          if (server === undefined) this.#watchVisible();
          else if (change?.parts.has('dispatcher') !== true && !this.#freshnessChanged(server)) return;
          this.#refreshVisible(
            (comparison) =>
              comparison.kind !== 'tables' &&
              (server === undefined || serversOf(comparison).includes(server.profile.name)),
          );
        }),
      ),
    );
    this.#watchVisible();
  }

  dispose(): void {
    for (const end of this.#watches.values()) end();
    for (const watch of this.#fileWatches.values()) watch.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#disposable.dispose();
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const read = readPath(uri.path);
    if (read === undefined) return '';
    const key = keyOf(read.comparison);
    let opened = this.#opened.get(key);
    if (opened === undefined) {
      opened = { comparison: read.comparison, texts: this.#compare(read.comparison) };
      this.#opened.set(key, opened);
    }
    return (await opened.texts)[read.side];
  }

  /** Opens the editor's comparison, with what is known now. */
  async open(comparison: Comparison): Promise<void> {
    if (this.#opened.has(keyOf(comparison))) await this.refresh(comparison);
    const [left, right] = [uriOf(comparison, 'left'), uriOf(comparison, 'right')];
    await commands.executeCommand('vscode.diff', left, right, titleOf(comparison), { preview: false });
  }

  /** Compares anew. */
  async refresh(comparison: Comparison): Promise<void> {
    const opened = this.#opened.get(keyOf(comparison));
    if (opened === undefined) return;
    const before = await opened.texts;
    opened.texts = this.#compare(comparison);
    const after = await opened.texts;
    if (after.left !== before.left) this.#changed.fire(uriOf(comparison, 'left'));
    if (after.right !== before.right) this.#changed.fire(uriOf(comparison, 'right'));
  }

  async #compare(comparison: Comparison): Promise<SideBySide> {
    switch (comparison.kind) {
      case 'drift':
        return this.#compareFile(comparison);
      case 'servers':
        return this.#compareServers(comparison);
      case 'tables':
        return this.#compareTables(comparison);
    }
  }

  async #compareFile({ server, listFile }: Comparison & { readonly kind: 'drift' }): Promise<SideBySide> {
    const answer = await this.#language.request('kamailio/listedDestinations', { uri: listFile });
    const memory = this.#setsOf(server);
    const reasons = [
      ...(answer === undefined ? ['The language server does not tell what the file says.'] : []),
      ...('reason' in memory ? [memory.reason] : []),
    ];
    if (answer === undefined || 'reason' in memory) return explainTexts(reasons);
    const drift = compareList(answer.destinations, memory.sets, memory.version);
    return compareTexts(answer.destinations, drift, { left: 'the file', right: 'memory' }, memory.notes);
  }

  #compareServers({ left, right }: Comparison & { readonly kind: 'servers' }): SideBySide {
    const [a, b] = [this.#setsOf(left), this.#setsOf(right)];
    if ('reason' in a) return explainTexts('reason' in b ? [a.reason, b.reason] : [a.reason]);
    if ('reason' in b) return explainTexts([b.reason]);
    const drift = { destinations: compareServers(a.sets, b.sets), orders: compareServerOrder(a.sets, b.sets) };
    return compareServerTexts(a.sets, drift, { left, right }, [...a.notes, ...b.notes]);
  }

  async #compareTables({ left, right, table }: Comparison & { readonly kind: 'tables' }): Promise<SideBySide> {
    const [a, b] = [this.#live.find(left), this.#live.find(right)];
    if (a === undefined || b === undefined) return explainTexts([missing(a === undefined ? left : right)]);
    const whole = { offset: 0, limit: Number.MAX_SAFE_INTEGER };
    try {
      const [first, second] = await Promise.all([a.readTable(table, whole), b.readTable(table, whole)]);
      const drift = compareTables(first.entries, second.entries);
      return compareTableTexts(drift, { left, right }, [
        `${left} holds ${first.total}, ${right} ${second.total}; read at ${writeTime(first.at)} and ${writeTime(second.at)}.`,
        ...(drift.length > 0 ? ['A key that was written between the two readings differs too.'] : []),
      ]);
    } catch (error) {
      return explainTexts([
        `The table "${table}" could not be read: ${error instanceof Error ? error.message : String(error)}`,
      ]);
    }
  }

  #setsOf(name: string): Memory | { readonly reason: string } {
    const server = this.#live.find(name);
    if (server === undefined) return { reason: missing(name) };
    const reading = readPart(server, 'dispatcher');
    const version = versionOf(server);
    switch (reading.kind) {
      case 'fresh':
        return { sets: reading.value.sets, version, notes: [] };
      case 'stale':
        return { sets: reading.value.sets, version, notes: [`Memory of ${name} ${writeStaleness(reading.at)}.`] };
      case 'absent':
        return { reason: `${name} has not loaded the module ${reading.module}.` };
      case 'failed':
        return { reason: `${name} does not tell its destinations: ${reading.message}` };
      case 'none':
        return { reason: `${name}: ${nameConnection(server.connection)}.` };
    }
  }

  #freshnessChanged(server: LiveServer): boolean {
    const isFresh = server.isFresh('dispatcher');
    const wasFresh = this.#fresh.get(server);
    this.#fresh.set(server, isFresh);
    return isFresh !== wasFresh;
  }

  /** Servers are asked while a comparison with them is in view. */
  #watchVisible(): void {
    const visible = this.#visible().filter(({ kind }) => kind !== 'tables');
    const servers = new Set(
      visible
        .flatMap(serversOf)
        .map((name) => this.#live.find(name))
        .filter((server) => server !== undefined),
    );
    for (const [server, end] of this.#watches) {
      if (servers.has(server)) continue;
      end();
      this.#watches.delete(server);
    }
    for (const server of servers) {
      if (this.#watches.has(server)) continue;
      this.#watches.set(server, server.watch(['dispatcher']));
      this.#wake(server);
    }
    this.#watchFiles(new Set(visible.flatMap((one) => (one.kind === 'drift' ? [one.listFile] : []))));
  }

  #watchFiles(files: ReadonlySet<string>): void {
    for (const [file, watch] of this.#fileWatches) {
      if (files.has(file)) continue;
      watch.dispose();
      this.#fileWatches.delete(file);
    }
    for (const file of files) {
      if (this.#fileWatches.has(file)) continue;
      const uri = Uri.parse(file);
      const name = uri.path.split('/').at(-1) ?? '';
      const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(uri, '..'), name));
      const follow = (): void => this.#followFile(uri);
      watcher.onDidChange(follow);
      watcher.onDidCreate(follow);
      watcher.onDidDelete(follow);
      this.#fileWatches.set(file, watcher);
    }
  }

  #followFile(file: Uri): void {
    if (this.#fileWatches.size === 0) return;
    const changed = file.toString();
    this.#refreshVisible((comparison) => comparison.kind === 'drift' && comparison.listFile === changed);
  }

  #refreshVisible(isMeant: (comparison: Comparison) => boolean): void {
    for (const comparison of this.#visible().filter(isMeant)) {
      const key = keyOf(comparison);
      clearTimeout(this.#timers.get(key));
      this.#timers.set(
        key,
        setTimeout(() => {
          this.#timers.delete(key);
          void this.refresh(comparison);
        }, REFRESH_DELAY_MS),
      );
    }
  }

  #visible(): readonly Comparison[] {
    const byKey = new Map<string, Comparison>();
    for (const { document } of window.visibleTextEditors) {
      const comparison = comparisonOf(document.uri);
      if (comparison !== undefined) byKey.set(keyOf(comparison), comparison);
    }
    return [...byKey.values()];
  }

  #forget(uri: Uri): void {
    const comparison = comparisonOf(uri);
    if (comparison === undefined) return;
    const isOpen = workspace.textDocuments.some((document) => {
      const other = comparisonOf(document.uri);
      return other !== undefined && !document.isClosed && keyOf(other) === keyOf(comparison);
    });
    if (!isOpen) this.#opened.delete(keyOf(comparison));
  }
}

/** The comparison that a document is a side of. */
export function comparisonOf(uri: Uri): Comparison | undefined {
  return uri.scheme === SCHEME ? readPath(uri.path)?.comparison : undefined;
}

function uriOf(comparison: Comparison, side: 'left' | 'right'): Uri {
  return Uri.from({ scheme: SCHEME, path: pathOf(comparison, side) });
}

function missing(name: string): string {
  return `The settings describe no server with the name "${name}".`;
}
