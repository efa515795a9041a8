/** Doing something to a server, and looking whether it took effect. */
import {
  addDestination,
  readPinging,
  reloadDispatcher,
  removeDestination,
  setDestinationState,
  setPinging,
} from '../rpc/commands/dispatcher.ts';
import { removeDmqNode } from '../rpc/commands/dmq.ts';
import {
  deleteHashTableItem,
  flushHashTable,
  getHashTableItem,
  reloadHashTable,
  setHashTableItem,
} from '../rpc/commands/htable.ts';
import { RpcError } from '../rpc/rpc-error.ts';
import type { RpcCallOptions, RpcClient } from '../rpc/types.ts';
import { findTargets, type ServerAction, withScheme } from './actions.ts';
import { nameLetters } from './explain.ts';
import type { Destination, DispatcherState, DmqNode, HashTable } from './types.ts';

/** What an action works with. */
export interface ActionTools {
  readonly client: RpcClient;
  readonly options: RpcCallOptions;
  /** These ask the server again, and make the answer known to all who look. They fail with an `RpcError`. */
  readonly readDispatcher: () => Promise<DispatcherState>;
  readonly readNodes: () => Promise<readonly DmqNode[]>;
  readonly readTables: () => Promise<readonly HashTable[]>;
}

/**
 * Sends the command of an action and reads again what it should have changed.
 * @returns why it cannot be confirmed although the server accepted it, as a sentence; undefined when it took effect.
 * @throws RpcError when the server refused it or cannot be asked.
 */
export async function performAction(action: ServerAction, tools: ActionTools): Promise<string | undefined> {
  const { client, options } = tools;
  switch (action.kind) {
    case 'set-state':
      await setDestinationState(client, action, options);
      return confirming(() => confirmState(action, tools));
    case 'add-destination': {
      const before = countDestinations(await tools.readDispatcher(), action);
      await explainDelay(addDestination(client, action, options));
      return confirming(async () => {
        const isThere = countDestinations(await tools.readDispatcher(), action) > before;
        return isThere
          ? undefined
          : 'The server accepted it but did not add the destination: mostly its host cannot be resolved, or an attribute is wrong. Its log says which.';
      });
    }
    case 'remove-destination':
      await explainDelay(removeDestination(client, { setId: action.setId, uri: withScheme(action.uri) }, options));
      return confirming(async () =>
        countDestinations(await tools.readDispatcher(), action) === 0
          ? undefined
          : 'The server accepted it, but the destination is still there.',
      );
    case 'reload-dispatcher':
      await explainDelay(reloadDispatcher(client, options));
      return confirming(async () => {
        await tools.readDispatcher();
        return undefined;
      });
    case 'set-pinging':
      await setPinging(client, action.on, options);
      return confirming(async () => {
        const isOn = await readPinging(client, options);
        await tools.readDispatcher();
        return isOn === action.on ? undefined : `The server accepted it, but pinging is still ${isOn ? 'on' : 'off'}.`;
      });
    case 'dmq-remove':
      await removeDmqNode(client, action.node, options);
      return confirming(async () => {
        const nodes = await tools.readNodes();
        return nodes.some((node) => isNode(node, action.node))
          ? 'The server accepted it, but the node is listed (again): it may have announced itself meanwhile.'
          : undefined;
      });
    case 'table-set':
      await setHashTableItem(client, action.table, action, options);
      return confirming(async () => {
        const item = await getHashTableItem(client, action.table, action.key, options);
        await tools.readTables();
        if (item === undefined) return 'The server accepted it, but there is no such entry now.';
        return item.value === action.value
          ? undefined
          : `The server accepted it, but the entry now holds ${item.value}.`;
      });
    case 'table-delete':
      await deleteHashTableItem(client, action.table, action.key, options);
      return confirming(async () => {
        const item = await getHashTableItem(client, action.table, action.key, options);
        await tools.readTables();
        return item === undefined ? undefined : `The server accepted it, but the entry now holds ${item.value}.`;
      });
    case 'table-flush': {
      const before = entriesOf(await tools.readTables(), action.table);
      await flushHashTable(client, action.table, options);
      return confirming(async () => {
        const after = entriesOf(await tools.readTables(), action.table);
        // A table in use fills again while it is asked.
        return after === 0 || after < before
          ? undefined
          : `The server accepted it, but the table holds ${after} entries.`;
      });
    }
    case 'table-reload':
      await reloadHashTable(client, action.table, options);
      return confirming(async () => {
        await tools.readTables();
        return undefined;
      });
  }
}

/** A question that fails after the server accepted the action must not read as if it had refused. */
async function confirming(look: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return `The server accepted it, but could not be asked for the result: ${error.message}`;
  }
}

type SetState = Extract<ServerAction, { kind: 'set-state' }>;

/** A probe that ends just now may change the state before it is read, so it is read a second time. */
async function confirmState(action: SetState, tools: ActionTools): Promise<string | undefined> {
  let shown: readonly Destination[] = [];
  for (let looks = 0; looks < 2; looks++) {
    const state = await tools.readDispatcher();
    const set = state.sets.find(({ id }) => id === action.setId);
    shown = findTargets(set?.destinations ?? [], action.target);
    if (shown.length > 0 && shown.every((destination) => isAsAsked(destination, action))) return undefined;
  }
  if (shown.length === 0) return 'The server accepted it, but the destination is not there.';
  const other = shown.filter((destination) => !isAsAsked(destination, action));
  const [first] = other;
  const state = `${first!.letters} (${nameLetters(first!.letters)})`;
  const which =
    other.length === 1 ? `${first!.uri} shows` : `${other.length} destinations, ${first!.uri} for one, show`;
  return `The server accepted it, but ${which} ${state}: a probe or the script may have changed it meanwhile.`;
}

function isAsAsked({ availability, probing }: Destination, asked: SetState): boolean {
  return availability === asked.state && (probing === 'probed') === (asked.probing && asked.state !== 'disabled');
}

function countDestinations(state: DispatcherState, about: { readonly setId: number; readonly uri: string }): number {
  const set = state.sets.find(({ id }) => id === about.setId);
  const uri = withScheme(about.uri);
  return set?.destinations.filter((destination) => destination.uri === uri).length ?? 0;
}

function isNode({ host, port }: DmqNode, uri: string): boolean {
  const address = uri.replace(/^sips?:/i, '').replace(/;.*$/, '');
  return address === (port === '' ? host : `${host}:${port}`);
}

function entriesOf(tables: readonly HashTable[], name: string): number {
  return tables.find((table) => table.name === name)?.entries ?? 0;
}

/** Reloading, adding and removing share one delay (`reload_delta`, 5 s when nothing is set). */
async function explainDelay(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof RpcError) || error.kind !== 'fault' || !error.message.includes('Ongoing reload'))
      throw error;
    throw new RpcError(
      'fault',
      'Kamailio reloads, adds and removes destinations only once in some seconds (reload_delta of the dispatcher module, 5 when nothing is set). Try again in a moment.',
      error.code === undefined ? { cause: error } : { code: error.code, cause: error },
    );
  }
}
