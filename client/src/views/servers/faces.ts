/** How each row of the tree of servers looks for what is known of the servers. */
import type { Availability } from '../../live/types.ts';
import { nameCounter, nameCounterGroup, summariseCounters, writeCounter } from './counters.ts';
import type {
  DestinationElement,
  EntryElement,
  NodeElement,
  NoticeElement,
  SectionElement,
  SectionName,
  SetElement,
  TableElement,
  TreeElement,
} from './elements.ts';
import {
  count,
  describeDestination,
  nameConnection,
  summariseDestinations,
  writeDuration,
  writeNumber,
  writeSeconds,
  writeStaleness,
  writeTime,
} from './words.ts';
import {
  countersOf,
  countNotActive,
  findDestination,
  findEntry,
  findNode,
  findSet,
  findTable,
  latest,
  newest,
  type ShownServer,
  type World,
} from './world.ts';

/** How a row looks. Colours are names of theme colours; the state is always in the words too. */
export interface Face {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color: string | undefined;
  readonly collapsible: 'none' | 'collapsed' | 'expanded';
  /** Words for the `when` clauses of menus, each with `;` on both sides. */
  readonly context: string;
  /** The command that runs when the row is chosen. */
  readonly command?: { readonly id: string; readonly title: string };
}

/** The branches of a server, in their order. */
export const SECTIONS: readonly { readonly section: SectionName; readonly label: string; readonly icon: string }[] = [
  { section: 'dispatcher', label: 'Dispatcher sets', icon: 'list-tree' },
  { section: 'dmq', label: 'DMQ nodes', icon: 'broadcast' },
  { section: 'tables', label: 'Hash tables', icon: 'table' },
  { section: 'counters', label: 'Counters', icon: 'pulse' },
];

const DIMMED = 'disabledForeground';

const AVAILABILITY: Readonly<Record<Availability, { readonly icon: string; readonly color: string }>> = {
  active: { icon: 'pass-filled', color: 'testing.iconPassed' },
  inactive: { icon: 'error', color: 'testing.iconFailed' },
  disabled: { icon: 'circle-slash', color: 'charts.yellow' },
  trying: { icon: 'question', color: 'charts.orange' },
};

/** How the row of an element looks. */
export function faceOf(element: TreeElement, world: World): Face {
  switch (element.kind) {
    case 'problem':
      return {
        ...plain(element.entry, element.message, 'warning', 'list.warningForeground'),
        command: { id: 'kamailio.live.openSettings', title: 'Open the Settings' },
      };
    case 'group':
      return faceOfGroup(element.group, world);
    case 'more':
      return {
        ...plain('Show more …', describeMore(element.parent, world), 'ellipsis', undefined),
        command: { id: 'kamailio.live.showMore', title: 'Show More' },
      };
    default: {
      const server = world.find(element.server);
      return server === undefined ? plain('', '', 'blank', DIMMED) : faceInServer(element, server, world);
    }
  }
}

type InServer = Exclude<TreeElement, { readonly kind: 'problem' | 'group' | 'more' }>;

function faceInServer(element: InServer, server: ShownServer, world: World): Face {
  switch (element.kind) {
    case 'server':
      return faceOfServer(server, world.now);
    case 'about':
      return faceOfAbout(server);
    case 'section':
      return faceOfSection(element, server, world);
    case 'set':
      return faceOfSet(element, server);
    case 'destination':
      return faceOfDestination(element, server);
    case 'node':
      return faceOfNode(element, server);
    case 'table':
      return faceOfTable(element, server, world);
    case 'entry':
      return faceOfEntry(element, server, world);
    case 'counter-group':
      return {
        ...plain(
          nameCounterGroup(element.group),
          withStaleness(summariseCounters(element.group, countersOf(element, world)), server, 'counters'),
          'graph',
          server.isFresh('counters') ? undefined : DIMMED,
        ),
        collapsible: 'collapsed',
      };
    case 'counter': {
      const counter = latest(server.parts.counters)?.value.find(({ name }) => name === element.name);
      return plain(nameCounter(element.name), counter === undefined ? '' : writeCounter(counter), 'dash', DIMMED);
    }
    case 'notice':
      return faceOfNotice(element, server, world);
  }
}

function faceOfGroup(group: string, world: World): Face {
  const servers = world.servers.filter(({ profile }) => profile.group === group);
  const live = servers.filter(({ connection }) => connection.kind === 'live').length;
  return {
    label: group,
    description: `${live} of ${count(servers.length, 'server', 'servers')} live`,
    icon: 'server-environment',
    color: undefined,
    collapsible: 'expanded',
    context: ';group;',
  };
}

const CONNECTION_ICONS = {
  idle: { icon: 'server', color: DIMMED },
  connecting: { icon: 'loading~spin', color: undefined },
  live: { icon: 'server', color: 'testing.iconPassed' },
  failing: { icon: 'warning', color: 'list.errorForeground' },
} as const;

function faceOfServer(server: ShownServer, now: number): Face {
  const { profile, connection, parts } = server;
  const identity = latest(parts.identity)?.value;
  const words = [nameConnection(connection)];
  if (connection.kind === 'live' && identity !== undefined) {
    const down = server.isFresh('dispatcher') ? countNotActive(server) : 0;
    if (down > 0) words.push(`${writeNumber(down)} not active`);
    words.push(identity.version, `up ${writeDuration(now - identity.startedAt)}`);
  }
  if (profile.access === 'read' && connection.kind !== 'idle') words.push('read-only');
  return {
    label: profile.name,
    description: words.join(' · '),
    ...CONNECTION_ICONS[connection.kind],
    collapsible: connection.kind === 'idle' ? 'none' : 'collapsed',
    context: contextOf('server', server, connection.kind === 'idle' ? 'idle' : 'connected'),
  };
}

function faceOfAbout(server: ShownServer): Face {
  const { connection, parts } = server;
  const identity = latest(parts.identity);
  const at = newest(server);
  const lastAnswer = at === undefined ? 'No answer yet' : `Last answer at ${writeTime(at)}`;
  if (connection.kind === 'failing') {
    const { since, nextAttempt } = connection;
    const words = `next attempt at ${writeTime(nextAttempt)}, failing since ${writeTime(since)}`;
    return plain(lastAnswer, words, 'debug-disconnect', 'list.errorForeground');
  }
  const words =
    identity === undefined ? '' : `${identity.value.description}, started ${writeDate(identity.value.startedAt)}`;
  return plain(lastAnswer, words, 'info', undefined);
}

function faceOfSection({ section }: SectionElement, server: ShownServer, world: World): Face {
  const part = server.parts[section];
  const { label = '', icon = 'blank' } = SECTIONS.find((one) => one.section === section) ?? {};
  const isFresh = server.isFresh(section);
  const known = latest<unknown>(part);
  const description =
    part.kind === 'absent'
      ? `the module ${part.module} is not loaded`
      : known === undefined
        ? ''
        : [summariseSection(section, server, world), isFresh ? '' : writeStaleness(known.at)]
            .filter((word) => word !== '')
            .join(' · ');
  return {
    label,
    description,
    icon,
    color: part.kind === 'absent' || (known !== undefined && !isFresh) ? DIMMED : undefined,
    collapsible: part.kind === 'absent' ? 'none' : section === 'dispatcher' ? 'expanded' : 'collapsed',
    context: contextOf(section, server, part.kind),
  };
}

function summariseSection(section: SectionName, { parts, profile }: ShownServer, world: World): string {
  switch (section) {
    case 'dispatcher': {
      const sets = latest(parts.dispatcher)?.value.sets ?? [];
      const destinations = sets.flatMap((set) => set.destinations);
      const drift = world.driftOf(profile.name) ?? 0;
      return [
        // A narrow view cuts the end off.
        ...(drift > 0 ? [`${writeNumber(drift)} not as in the file`] : []),
        count(sets.length, 'set', 'sets'),
        summariseDestinations(destinations),
      ].join(' · ');
    }
    case 'dmq': {
      const nodes = latest(parts.dmq)?.value ?? [];
      return `${nodes.filter(({ status }) => status === 'active').length} of ${nodes.length} active`;
    }
    case 'tables':
      return count(latest(parts.tables)?.value.length ?? 0, 'table', 'tables');
    case 'counters':
      return '';
  }
}

function faceOfSet({ setId }: SetElement, server: ShownServer): Face {
  const destinations = findSet(server, setId)?.destinations ?? [];
  const active = destinations.filter(({ availability }) => availability === 'active').length;
  const isFresh = server.isFresh('dispatcher');
  const looks =
    active === destinations.length
      ? AVAILABILITY.active
      : active === 0
        ? AVAILABILITY.inactive
        : { icon: 'warning', color: 'list.warningForeground' };
  return {
    label: `Set ${setId}`,
    description: withStaleness(summariseDestinations(destinations), server, 'dispatcher'),
    icon: looks.icon,
    color: isFresh ? looks.color : DIMMED,
    collapsible: 'collapsed',
    context: contextOf('set', server),
  };
}

function faceOfDestination(element: DestinationElement, server: ShownServer): Face {
  const destination = findDestination(server, element);
  if (destination === undefined) return plain(element.uri, 'gone', 'blank', DIMMED);
  const { icon, color } = AVAILABILITY[destination.availability];
  return {
    label: destination.uri,
    description: withStaleness(describeDestination(destination), server, 'dispatcher'),
    icon,
    color: server.isFresh('dispatcher') ? color : DIMMED,
    collapsible: 'none',
    context: contextOf('destination', server, destination.availability, destination.probing),
  };
}

function faceOfNode(element: NodeElement, server: ShownServer): Face {
  const node = findNode(server, element);
  if (node === undefined) return plain(element.address, 'gone', 'blank', DIMMED);
  const isActive = node.status === 'active';
  const words = [
    node.status,
    node.isLocal ? 'this server' : undefined,
    node.failures === undefined || node.failures === 0 ? undefined : count(node.failures, 'failure', 'failures'),
    node.isLocal || node.lastNotification === 0
      ? undefined
      : `last notification at ${writeTime(node.lastNotification * 1000)}`,
  ];
  return {
    label: element.address,
    description: withStaleness(words.filter((word) => word !== undefined).join(' · '), server, 'dmq'),
    icon: isActive ? 'pass-filled' : 'error',
    color: !server.isFresh('dmq') ? DIMMED : isActive ? 'testing.iconPassed' : 'testing.iconFailed',
    collapsible: 'none',
    context: contextOf('node', server, node.isLocal ? 'local' : 'remote'),
  };
}

function faceOfTable(element: TableElement, server: ShownServer, world: World): Face {
  const table = findTable(server, element.table);
  if (table === undefined) return plain(element.table, 'gone', 'blank', DIMMED);
  const filter = world.tableOf(element.server, element.table)?.filter;
  const words = [
    table.entries === undefined ? undefined : count(table.entries, 'entry', 'entries'),
    table.expire === 0 ? undefined : `expires after ${writeSeconds(table.expire)}`,
    table.isReplicated ? 'replicated' : undefined,
    filter === undefined ? undefined : `filter "${filter}"`,
  ];
  return {
    label: table.name,
    description: withStaleness(words.filter((word) => word !== undefined).join(' · '), server, 'tables'),
    icon: filter === undefined ? 'table' : 'filter-filled',
    color: server.isFresh('tables') ? undefined : DIMMED,
    collapsible: 'collapsed',
    context: contextOf(
      'table',
      server,
      table.databaseTable === undefined ? 'memory' : 'database',
      filter === undefined ? 'unfiltered' : 'filtered',
    ),
  };
}

function faceOfEntry(element: EntryElement, server: ShownServer, world: World): Face {
  const entry = findEntry(element, world);
  return {
    label: element.key,
    description: entry === undefined ? 'gone' : writeValue(entry.value),
    icon: typeof entry?.value === 'number' ? 'symbol-number' : 'symbol-string',
    color: server.connection.kind === 'live' ? undefined : DIMMED,
    collapsible: 'none',
    context: contextOf('entry', server),
  };
}

/** A value of a table in one line. */
function writeValue(value: string | number): string {
  return typeof value === 'number' ? String(value) : value === '' ? '(empty)' : value.replaceAll(/\s+/g, ' ');
}

function faceOfNotice(element: NoticeElement, server: ShownServer, world: World): Face {
  const { parent } = element;
  if (parent?.kind === 'table') return faceOfPageNotice(parent, world);
  if (parent?.kind !== 'section') return plain('', '', 'blank', undefined);
  const part = server.parts[parent.section];
  switch (part.kind) {
    case 'unknown':
      return server.connection.kind === 'failing'
        ? plain('Not known', 'the server does not answer', 'question', DIMMED)
        : plain('Asking …', '', 'loading~spin', undefined);
    case 'absent':
      return plain(`The module ${part.module} is not loaded`, '', 'info', DIMMED);
    case 'failed':
      return plain('No answer', part.error.message, 'warning', 'list.errorForeground');
    case 'known':
      return plain(EMPTY[parent.section], '', 'info', DIMMED);
  }
}

const EMPTY: Readonly<Record<SectionName, string>> = {
  dispatcher: 'There are no destinations',
  dmq: 'There are no nodes',
  tables: 'There are no tables',
  counters: 'There are no counters',
};

function faceOfPageNotice(element: TableElement, world: World): Face {
  const shown = world.tableOf(element.server, element.table);
  if (shown?.error !== undefined) return plain('No answer', shown.error.message, 'warning', 'list.errorForeground');
  if (shown?.page === undefined) return plain('Asking …', '', 'loading~spin', undefined);
  const { entries, total, at } = shown.page;
  const which = shown.filter === undefined ? '' : ` with "${shown.filter}"`;
  const label =
    entries.length < total
      ? `${writeNumber(entries.length)} of ${count(total, 'entry', 'entries')}${which}`
      : `${count(total, 'entry', 'entries')}${which}`;
  return plain(label, `read at ${writeTime(at)}`, 'history', DIMMED);
}

function describeMore(parent: TreeElement | undefined, world: World): string {
  if (parent?.kind === 'set') {
    const size = findSet(world.find(parent.server), parent.setId)?.destinations.length ?? 0;
    return `${writeNumber(size - world.limitOf(parent.id))} not shown`;
  }
  if (parent?.kind === 'table') {
    const page = world.tableOf(parent.server, parent.table)?.page;
    return page === undefined ? '' : `${writeNumber(page.total - page.entries.length)} not shown`;
  }
  return '';
}

function plain(label: string, description: string, icon: string, color: string | undefined): Face {
  return { label, description, icon, color, collapsible: 'none', context: '' };
}

/** `;kind;writable;…;`: `writable` only where a command would be sent. */
function contextOf(kind: string, server: ShownServer, ...more: readonly string[]): string {
  const isLive = server.connection.kind === 'live';
  const words = [kind, isLive ? 'live' : 'silent', ...more];
  if (isLive && server.profile.access === 'write') words.push('writable');
  words.push(server.profile.access === 'read' ? 'readonly' : 'changeable');
  return `;${words.join(';')};`;
}

function withStaleness(text: string, server: ShownServer, section: SectionName): string {
  const stale = staleness(server, section);
  return [text, stale].filter((word) => word !== '').join(' · ');
}

function staleness(server: ShownServer, section: SectionName): string {
  const known = latest<unknown>(server.parts[section]);
  return known === undefined || server.isFresh(section) ? '' : writeStaleness(known.at);
}

function writeDate(at: number): string {
  const date = new Date(at);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${day.join('-')} ${writeTime(at)}`;
}
