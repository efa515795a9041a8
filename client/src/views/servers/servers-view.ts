import {
  Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  workspace,
  type Event,
  type TreeDataProvider,
  type TreeView,
} from 'vscode';
import type { Profiles } from '../../connections/profiles.ts';
import type { Unsubscribe } from '../../live/clock.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import type { PartName } from '../../live/types.ts';
import type { DriftCounts } from '../drift/drift-counts.ts';
import { childrenOf, PAGE_SIZE } from './children.ts';
import { ElementRegistry, type MoreElement, type TreeElement } from './elements.ts';
import { faceOf, type Face } from './faces.ts';
import { ShownRows } from './shown-rows.ts';
import { TableContents } from './table-contents.ts';
import { tooltipOf } from './tooltips.ts';
import { findWatchedParts } from './watched-parts.ts';
import { count } from './words.ts';
import { countNotActive, findTable, type ShownServer, type World } from './world.ts';

/** How often rows are compared with the clock while they can be seen, in milliseconds: data gets old by itself. */
const TICK_MS = 5000;

const COLLAPSIBLE: Readonly<Record<Face['collapsible'], TreeItemCollapsibleState>> = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
};

/** The view `kamailio.servers`. It asks the servers for what is open in it, while it can be seen. */
export class ServersView implements TreeDataProvider<TreeElement>, Disposable {
  readonly #live: LiveServers;
  readonly #profiles: Profiles;
  readonly #drift: DriftCounts;
  readonly #registry = new ElementRegistry();
  readonly #rows = new ShownRows(this.#registry);
  readonly #tables = new TableContents((server) => this.#update(server));
  readonly #limits = new Map<string, number>();
  readonly #expanded = new Set<TreeElement>();
  readonly #watches = new Map<LiveServer, { readonly key: string; readonly end: Unsubscribe }>();
  readonly #changed = new EventEmitter<TreeElement[] | undefined>();
  readonly #becameVisible = new EventEmitter<void>();
  readonly #view: TreeView<TreeElement>;
  readonly #disposable: Disposable;
  readonly #world: World;
  #tick: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData: Event<TreeElement[] | undefined> = this.#changed.event;
  readonly onDidBecomeVisible: Event<void> = this.#becameVisible.event;

  constructor(live: LiveServers, profiles: Profiles, drift: DriftCounts) {
    this.#live = live;
    this.#profiles = profiles;
    this.#drift = drift;
    this.#world = this.#describeWorld();
    this.#view = window.createTreeView('kamailio.servers', { treeDataProvider: this, showCollapseAll: true });
    const unsubscribe = live.onDidChange(({ server, change }) => {
      if (server === undefined || change?.connection === true) this.#tidy();
      if (server !== undefined && (change?.connection === true || change?.parts.has('tables') === true)) {
        this.#openTables(server);
      }
      this.#update(server?.profile.name);
    });
    this.#disposable = Disposable.from(
      this.#view,
      this.#changed,
      this.#becameVisible,
      new Disposable(unsubscribe),
      profiles.onDidChange(() => this.#update()),
      drift.onDidChange((server) => this.#update(server)),
      workspace.onDidGrantWorkspaceTrust(() => this.#update()),
      this.#view.onDidChangeVisibility(({ visible }) => this.#setVisible(visible)),
      this.#view.onDidExpandElement(({ element }) => this.#open(element)),
      this.#view.onDidCollapseElement(({ element }) => {
        this.#expanded.delete(element);
        this.#watch();
      }),
    );
    if (this.#view.visible) this.#setVisible(true);
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  /** The row that has the focus, for commands that are started by a key. */
  get selected(): TreeElement | undefined {
    return this.#view.selection[0];
  }

  dispose(): void {
    clearInterval(this.#tick);
    for (const { end } of this.#watches.values()) end();
    this.#watches.clear();
    this.#tables.dispose();
    this.#disposable.dispose();
  }

  getChildren(element?: TreeElement): TreeElement[] {
    if (!workspace.isTrusted) return [];
    if (element !== undefined && !this.#expanded.has(element)) this.#open(element);
    const children = childrenOf(element, this.#world, this.#registry);
    for (const gone of this.#rows.noteChildren(element, children)) this.#expanded.delete(gone);
    return children;
  }

  getTreeItem(element: TreeElement): TreeItem {
    const face = faceOf(element, this.#world);
    this.#rows.noteFace(element, face);
    const item = new TreeItem(face.label, COLLAPSIBLE[face.collapsible]);
    item.id = element.id;
    item.description = face.description;
    item.iconPath = new ThemeIcon(face.icon, face.color === undefined ? undefined : new ThemeColor(face.color));
    item.contextValue = face.context;
    // Without one, a screen reader takes the label alone where a tooltip is told later.
    item.accessibilityInformation = { label: [face.label, face.description].filter((part) => part !== '').join(', ') };
    if (face.command !== undefined) {
      item.command = { command: face.command.id, title: face.command.title, arguments: [element] };
    }
    return item;
  }

  resolveTreeItem(item: TreeItem, element: TreeElement): TreeItem {
    const text = tooltipOf(element, this.#world);
    item.tooltip = text === undefined ? item.accessibilityInformation?.label : new MarkdownString(text);
    return item;
  }

  getParent(element: TreeElement): TreeElement | undefined {
    return element.parent;
  }

  /** Shows a server in the view, opened. */
  async reveal(server: string): Promise<void> {
    const element = this.#findServer(server);
    if (element !== undefined) await this.#view.reveal(element, { expand: true, focus: true });
  }

  /** Shows more children of the row's parent. */
  async showMore({ parent }: MoreElement): Promise<void> {
    if (parent === undefined) return;
    if (parent.kind === 'table') {
      const server = this.#live.find(parent.server);
      if (server !== undefined) await this.#tables.showMore(server, parent.table);
      return;
    }
    this.#limits.set(parent.id, this.#world.limitOf(parent.id) + PAGE_SIZE);
    this.#update();
  }

  /** Shows only entries whose key or value holds the text; all for undefined. */
  async filterTable(server: LiveServer, table: string, filter: string | undefined): Promise<void> {
    await this.#tables.setFilter(server, table, filter);
  }

  /** The filter in use for a table. */
  filterOf(server: string, table: string): string | undefined {
    return this.#tables.get(server, table)?.filter;
  }

  /** Reads the entries of a table again if they are shown. */
  async reloadTable(server: LiveServer, table: string): Promise<void> {
    if (this.#tables.get(server.profile.name, table) !== undefined) await this.#tables.reload(server, table);
  }

  /** Reads the tables of a server again that are open in the view. */
  async reloadOpenTables(server: LiveServer): Promise<void> {
    const open = [...this.#expanded].flatMap((element) =>
      element.kind === 'table' && element.server === server.profile.name ? [element.table] : [],
    );
    await Promise.all(open.map((table) => this.reloadTable(server, table)));
  }

  #describeWorld(): World {
    const live = this.#live;
    const profiles = this.#profiles;
    const tables = this.#tables;
    const drift = this.#drift;
    const limits = this.#limits;
    return {
      get servers(): readonly ShownServer[] {
        return live.servers;
      },
      get problems() {
        return profiles.problems;
      },
      get now(): number {
        return Date.now();
      },
      find: (name) => live.find(name),
      tableOf: (server, table) => tables.get(server, table),
      driftOf: (server) => drift.get(server),
      limitOf: (id) => limits.get(id) ?? PAGE_SIZE,
    };
  }

  #findServer(name: string): TreeElement | undefined {
    const find = (elements: readonly TreeElement[]): TreeElement | undefined => {
      for (const element of elements) {
        if (element.kind === 'server' && element.server === name) return element;
        const below = element.kind === 'group' ? find(childrenOf(element, this.#world, this.#registry)) : undefined;
        if (below !== undefined) return below;
      }
      return undefined;
    };
    return find(childrenOf(undefined, this.#world, this.#registry));
  }

  #open(element: TreeElement): void {
    this.#expanded.add(element);
    const server = 'server' in element ? this.#live.find(element.server) : undefined;
    if (server !== undefined && element.kind === 'table') this.#openTables(server);
    // After the call that the editor is in: what is watched may answer at once.
    queueMicrotask(() => {
      this.#watch();
      this.#update();
    });
  }

  /** Reads the tables of a server that are open and not yet read, or have another size than when they were read. */
  #openTables(server: LiveServer): void {
    if (server.connection.kind !== 'live' || !this.#view.visible) return;
    for (const element of this.#expanded) {
      if (element.kind !== 'table' || element.server !== server.profile.name) continue;
      this.#tables.open(server, element.table, findTable(server, element.table)?.entries);
    }
  }

  #setVisible(visible: boolean): void {
    clearInterval(this.#tick);
    this.#tick = visible ? setInterval(() => this.#update(), TICK_MS) : undefined;
    this.#drift.isLookedAt = visible;
    if (visible) this.#becameVisible.fire();
    this.#watch();
    if (visible) this.#update();
  }

  /** Begins to watch what has come into sight and ends watching what has gone. */
  #watch(): void {
    const connected = this.#live.servers.filter(({ connection }) => connection.kind !== 'idle');
    const parts = this.#view.visible
      ? findWatchedParts(
          connected.map(({ profile }) => profile.name),
          this.#expanded,
        )
      : new Map<string, ReadonlySet<PartName>>();
    for (const [server, { end }] of this.#watches) {
      if (parts.has(server.profile.name) && this.#live.servers.includes(server)) continue;
      end();
      this.#watches.delete(server);
    }
    for (const server of connected) {
      const names = [...(parts.get(server.profile.name) ?? [])];
      const key = names.join();
      const before = this.#watches.get(server);
      if (names.length === 0 || before?.key === key) continue;
      // The new watch begins before the old one ends, so that what stays is not asked anew.
      this.#watches.set(server, { key, end: server.watch(names) });
      before?.end();
    }
  }

  /** Forgets what belonged to servers that are gone or disconnected, and watches those that came. */
  #tidy(): void {
    const connected = new Set(
      this.#live.servers.filter(({ connection }) => connection.kind !== 'idle').map(({ profile }) => profile.name),
    );
    for (const { server } of [...this.#expanded].filter((element) => 'server' in element)) {
      if (!connected.has(server)) this.#tables.forget(server);
    }
    this.#watch();
  }

  #update(server?: string): void {
    const changed = this.#rows.findChanged(this.#world, server);
    if (changed === undefined) this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire([...changed]);
    const down = this.#live.servers
      .filter((one) => one.connection.kind === 'live' && one.isFresh('dispatcher'))
      .reduce((sum, one) => sum + countNotActive(one), 0);
    if (this.#view.badge?.value === down || (this.#view.badge === undefined && down === 0)) return;
    this.#view.badge =
      down === 0 ? undefined : { value: down, tooltip: `${count(down, 'destination', 'destinations')} not active` };
  }
}
