/** What is told about an element when the pointer or the focus rests on it, as Markdown. */
import { explainDestination } from '../../live/explain.ts';
import type { Destination, DispatcherState, Latency } from '../../live/types.ts';
import type { TreeElement } from './elements.ts';
import {
  count,
  describeDestination,
  nameConnection,
  writeDuration,
  writeLatency,
  writeNextAttempt,
  writeNumber,
  writeSeconds,
  writeStaleness,
  writeTime,
  writeWay,
} from './words.ts';
import {
  findDestination,
  findEntry,
  findNode,
  findTable,
  latest,
  newest,
  type ShownServer,
  type World,
} from './world.ts';

/** Values of a table longer than this are cut in the tooltip. */
const LONGEST_VALUE = 2000;

/** The Markdown of an element's tooltip; undefined where its row says everything. */
export function tooltipOf(element: TreeElement, world: World): string | undefined {
  if (element.kind === 'problem') return escapeMarkdown(element.message);
  if (element.kind === 'group' || element.kind === 'more') return undefined;
  const server = world.find(element.server);
  if (server === undefined) return undefined;
  switch (element.kind) {
    case 'server':
    case 'about':
      return tooltipOfServer(server, world.now);
    case 'destination': {
      const destination = findDestination(server, element);
      const state = latest(server.parts.dispatcher);
      if (destination === undefined || state === undefined) return undefined;
      const stale = server.isFresh('dispatcher') ? undefined : writeStaleness(state.at);
      return tooltipOfDestination(destination, state.value, stale);
    }
    case 'node': {
      const node = findNode(server, element);
      if (node === undefined) return undefined;
      return table([
        ['Status', node.status],
        ['Address', `${node.address}:${node.port}${node.protocol === undefined ? '' : ` (${node.protocol})`}`],
        ['This server', node.isLocal ? 'yes' : 'no'],
        ['Last notification', node.lastNotification === 0 ? 'none' : writeTime(node.lastNotification * 1000)],
        ['Failures', node.failures === undefined ? undefined : writeNumber(node.failures)],
      ]);
    }
    case 'table': {
      const found = findTable(server, element.table);
      if (found === undefined) return undefined;
      return table([
        ['Entries', found.entries === undefined ? undefined : writeNumber(found.entries)],
        ['Slots', writeNumber(found.slots)],
        ['Entries in a slot', found.most === undefined ? undefined : `${found.fewest ?? 0} to ${found.most}`],
        ['Expires', found.expire === 0 ? 'never' : `after ${writeSeconds(found.expire)}`],
        ['A change renews the time', found.expire === 0 ? undefined : found.updateExpire ? 'yes' : 'no'],
        ['Database table', found.databaseTable],
        ['Replicated over dmq', found.isReplicated ? 'yes' : 'no'],
      ]);
    }
    case 'entry': {
      const entry = findEntry(element, world);
      if (entry === undefined) return undefined;
      const value = String(entry.value);
      const cut = value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
      return `${codeBlock(cut)}\n\n${typeof entry.value === 'number' ? 'Integer' : 'String'} in slot ${entry.slot}`;
    }
    case 'notice': {
      const part = element.parent?.kind === 'section' ? server.parts[element.parent.section] : undefined;
      return part?.kind === 'failed' ? escapeMarkdown(part.error.message) : undefined;
    }
    default:
      return undefined;
  }
}

function tooltipOfServer(server: ShownServer, now: number): string {
  const { profile, connection, parts } = server;
  const identity = latest(parts.identity)?.value;
  const last = newest(server);
  const lines = [`**${escapeMarkdown(profile.name)}**: ${escapeMarkdown(nameConnection(connection))}`];
  if (connection.kind === 'failing') {
    lines.push(
      escapeMarkdown(connection.error.message),
      `${capitalise(writeNextAttempt(connection))} (${count(connection.attempts, 'attempt', 'attempts')} so far).`,
    );
  }
  lines.push(
    table([
      ['Address', writeWay(profile)],
      ['Kamailio', identity?.description],
      [
        'Up',
        identity === undefined || connection.kind !== 'live' ? undefined : writeDuration(now - identity.startedAt),
      ],
      ['Last answer', last === undefined ? undefined : writeTime(last)],
      ['Access', profile.access === 'write' ? 'changes are allowed' : 'reading only'],
      ['Asked every', `${profile.interval} s while something of it is visible`],
      ['List file', profile.listFile],
      ['Configuration', profile.configuration],
    ]),
  );
  return lines.join('\n\n');
}

/** Everything that is known of a destination; `stale` says how old it is when it is not fresh. */
export function tooltipOfDestination(
  destination: Destination,
  { settings }: Pick<DispatcherState, 'settings'>,
  stale: string | undefined,
): string {
  const { uri, setId, letters, latency, load, priority, attributes, host, address, port } = destination;
  const sections = [
    `**${escapeMarkdown(uri)}** in set ${setId}: ${escapeMarkdown(describeDestination(destination))}`,
    ...(stale === undefined ? [] : [`*${capitalise(stale)}*`]),
    explainDestination(destination, settings)
      .map((sentence) => `- ${escapeMarkdown(sentence)}`)
      .join('\n'),
    ...(latency === undefined ? [] : [latencyTable(latency)]),
    table([
      ['Flags', letters],
      ['Priority', String(priority)],
      ['Load', load === undefined ? undefined : count(load, 'call', 'calls')],
      ['Resolved', address === undefined ? undefined : `${address}${port === undefined ? '' : `:${port}`}`],
      ['Host', host === address ? undefined : host],
      ...[...attributes.values].map(([name, value]) => [name, value] as const),
    ]),
  ];
  return sections.join('\n\n');
}

function latencyTable({ average, deviation, estimate, maximum, timeouts }: Latency): string {
  const heads = ['average', 'deviation', 'estimate', 'maximum', 'timeouts'].map((head) => `\u00a0\u00a0${head}`);
  const values = [...[average, deviation, estimate, maximum].map(writeLatency), writeNumber(timeouts)];
  return [`| ${heads.join(' | ')} |`, `|${heads.map(() => ' ---: ').join('|')}|`, `| ${values.join(' | ')} |`].join(
    '\n',
  );
}

function table(rows: readonly (readonly [name: string, value: string | undefined])[]): string {
  const known = rows.filter(([, value]) => value !== undefined && value !== '');
  const lines = known.map(([name, value = '']) => `| ${escapeMarkdown(name)}\u00a0\u00a0 | ${escapeMarkdown(value)} |`);
  return ['| | |', '| --- | --- |', ...lines].join('\n');
}

/** Text of a server must not become links, images or formatting. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&')
    .replaceAll('://', ':&#47;&#47;')
    .replaceAll('@', '&#64;')
    .replaceAll(/\s+/g, ' ');
}

function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([fence]) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
