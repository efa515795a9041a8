/** Asks which server, set, destination … a command is for, unless it was started on one. */
import { commands, ProgressLocation, window, type QuickPickItem } from 'vscode';
import type { LiveServer } from '../../live/live-server.ts';
import type { Destination, DestinationSet, DmqNode, HashTable, PartName } from '../../live/types.ts';
import type { TreeElement } from '../../views/servers/elements.ts';
import {
  count,
  describeDestination,
  nameConnection,
  summariseDestinations,
  writeWay,
} from '../../views/servers/words.ts';
import { addressOf, findDestination, findSet, findTable, latest } from '../../views/servers/world.ts';
import type { LiveContext } from './live-context.ts';

interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

/** What a command is started on; from the palette it is nothing. */
export type CommandTarget = TreeElement | undefined;

const CONNECT = 'Connect …';

/** The server of the element, or one that is asked for. Only one that is connected, unless `idle` ones are wanted. */
export async function chooseServer(
  { live }: LiveContext,
  target: CommandTarget,
  wanted: 'connected' | 'idle' | 'any' = 'connected',
): Promise<LiveServer | undefined> {
  if (target !== undefined && 'server' in target) return live.find(target.server);
  const fitting = live.servers.filter(
    ({ connection }) => wanted === 'any' || (connection.kind === 'idle') === (wanted === 'idle'),
  );
  if (fitting.length <= 1) {
    if (fitting[0] === undefined) void tellThatNoneFits(live.servers.length, wanted);
    return fitting[0];
  }
  return pick(
    'Which server?',
    fitting.map((value) => ({
      label: value.profile.name,
      description: nameConnection(value.connection),
      detail: writeWay(value.profile),
      value,
    })),
  );
}

async function tellThatNoneFits(servers: number, wanted: 'connected' | 'idle' | 'any'): Promise<void> {
  if (servers === 0) {
    await window.showInformationMessage('The settings name no server yet: use "Kamailio: Add Server …".');
  } else if (wanted === 'idle') {
    await window.showInformationMessage('All servers are connected.');
  } else {
    const chosen = await window.showInformationMessage('No server is connected.', CONNECT);
    if (chosen === CONNECT) await commands.executeCommand('kamailio.live.connect');
  }
}

/** A set of the server: that of the element, or one that is asked for. */
export async function chooseSet(server: LiveServer, target: CommandTarget): Promise<DestinationSet | undefined> {
  if (!(await ensureKnown(server, 'dispatcher'))) return undefined;
  if (target !== undefined && 'setId' in target) return findSet(server, target.setId) ?? tellGone('The set');
  const sets = latest(server.parts.dispatcher)?.value.sets ?? [];
  if (sets.length === 0) return tellGone('A set', 'There is no destination set.');
  return pick(
    `Which set of ${server.profile.name}?`,
    sets.map((value) => ({
      label: `Set ${value.id}`,
      description: summariseDestinations(value.destinations),
      detail: value.destinations
        .slice(0, 4)
        .map(({ uri }) => uri)
        .join(', '),
      value,
    })),
  );
}

/** A destination of the server: that of the element, or one that is asked for with its set. */
export async function chooseDestination(server: LiveServer, target: CommandTarget): Promise<Destination | undefined> {
  const set = await chooseSet(server, target);
  if (set === undefined) return undefined;
  if (target?.kind === 'destination') return findDestination(server, target) ?? tellGone('The destination');
  return pick(`Which destination of set ${set.id}?`, destinationChoices(set));
}

export function destinationChoices(set: DestinationSet): Choice<Destination>[] {
  return set.destinations.map((value) => ({ label: value.uri, description: describeDestination(value), value }));
}

export async function chooseTable(server: LiveServer, target: CommandTarget): Promise<HashTable | undefined> {
  if (!(await ensureKnown(server, 'tables'))) return undefined;
  if (target !== undefined && 'table' in target) return findTable(server, target.table) ?? tellGone('The table');
  const tables = latest(server.parts.tables)?.value ?? [];
  if (tables.length === 0) return tellGone('A table', 'There is no hash table.');
  return pick(
    `Which hash table of ${server.profile.name}?`,
    tables.map((value) => ({
      label: value.name,
      description: value.entries === undefined ? '' : count(value.entries, 'entry', 'entries'),
      value,
    })),
  );
}

/** A node that is not the server itself. */
export async function chooseNode(server: LiveServer, target: CommandTarget): Promise<DmqNode | undefined> {
  if (!(await ensureKnown(server, 'dmq'))) return undefined;
  const nodes = (latest(server.parts.dmq)?.value ?? []).filter(({ isLocal }) => !isLocal);
  if (target?.kind === 'node') return nodes.find((node) => addressOf(node) === target.address) ?? tellGone('The node');
  if (nodes.length === 0) return tellGone('A node', 'There is no other node.');
  return pick(
    `Which node of ${server.profile.name}?`,
    nodes.map((value) => ({ label: addressOf(value), description: value.status, value })),
  );
}

/** Asks the server where nobody has looked at the data yet; tells why there is none. */
export async function ensureKnown(server: LiveServer, part: PartName): Promise<boolean> {
  const { name } = server.profile;
  if (!server.isFresh(part)) {
    await window.withProgress({ location: ProgressLocation.Window, title: `${name}: asking` }, () =>
      server.refresh([part]),
    );
  }
  const state = server.parts[part];
  switch (state.kind) {
    case 'known':
      return true;
    case 'absent':
      void window.showInformationMessage(`${name} has not loaded the module ${state.module}.`);
      return false;
    case 'failed':
      void window.showErrorMessage(`${name}: ${state.error.message}`);
      return false;
    case 'unknown':
      void window.showErrorMessage(`${name} has not answered.`);
      return false;
  }
}

/**
 * Asks for one of some things, also if there is only one: it is then seen what the command is about. The question stays
 * when the focus goes: the view of servers may take it when it is drawn anew.
 */
export async function pick<T>(title: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
  const chosen = await window.showQuickPick(choices, {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return chosen?.value;
}

function tellGone(what: string, message = `${what} is not there any more.`): Promise<undefined> {
  void window.showInformationMessage(message);
  return Promise.resolve(undefined);
}
