/** Commands of the htable module (htable.c, Kamailio 5.5 to 6.2). */
import type { HashTable, TableEntry } from '../../live/types.ts';
import { RpcError } from '../rpc-error.ts';
import type { RpcCallOptions, RpcClient } from '../types.ts';
import { ReplyReader } from './reply-reader.ts';

/** The tables with their sizes, in Kamailio's order. No table at all is an empty list. */
export async function listHashTables(client: RpcClient, options: RpcCallOptions = {}): Promise<readonly HashTable[]> {
  try {
    const tables = new ReplyReader('htable.listTables', await client.call('htable.listTables', [], options)).list();
    const statistics = await readStatistics(client, options);
    return tables.map((element) => {
      const table = element.struct();
      const name = table.get('name').text();
      const counted = statistics.get(name);
      return {
        name,
        databaseTable: table.text('dbtable'),
        databaseMode: table.number('dbmode') ?? 0,
        expire: table.number('expire') ?? 0,
        updateExpire: (table.number('updateexpire') ?? 0) !== 0,
        slots: table.number('size') ?? 0,
        isReplicated: (table.number('dmqreplicate') ?? 0) !== 0,
        entries: counted?.entries,
        fewest: counted?.fewest,
        most: counted?.most,
      };
    });
  } catch (error) {
    if (isFault(error, 'No htables')) return [];
    throw error;
  }
}

interface TableStatistics {
  readonly entries: number;
  readonly fewest: number;
  readonly most: number;
}

async function readStatistics(
  client: RpcClient,
  options: RpcCallOptions,
): Promise<ReadonlyMap<string, TableStatistics>> {
  const reply = new ReplyReader('htable.stats', await client.call('htable.stats', [], options));
  return new Map(
    reply.list().map((element) => {
      const table = element.struct();
      const counted = {
        entries: table.get('all').number(),
        fewest: table.get('min').number(),
        most: table.get('max').number(),
      };
      return [table.get('name').text(), counted];
    }),
  );
}

/** All entries of a table, slot by slot. Kamailio has no way to ask for a part of them. */
export async function dumpHashTable(
  client: RpcClient,
  table: string,
  options: RpcCallOptions = {},
): Promise<readonly TableEntry[]> {
  const reply = new ReplyReader('htable.dump', await client.call('htable.dump', [table], options));
  return reply.list().flatMap((element) => {
    const bucket = element.struct();
    const slot = bucket.get('entry').number();
    return bucket
      .get('slot')
      .list()
      .map((item) => {
        const entry = item.struct();
        return { slot, key: entry.text('name') ?? '', value: readEntryValue(entry.find('value')) };
      });
  });
}

function readEntryValue(value: ReplyReader | undefined): string | number {
  if (value === undefined) return '';
  return typeof value.value === 'number' ? value.value : value.text();
}

export interface HashTableItem {
  readonly key: string;
  readonly value: string | number;
  /** Local time of the server, as it writes it; undefined for an entry that does not expire. */
  readonly expires: string | undefined;
}

/** One entry, or undefined when the table has no such key. */
export async function getHashTableItem(
  client: RpcClient,
  table: string,
  key: string,
  options: RpcCallOptions = {},
): Promise<HashTableItem | undefined> {
  try {
    const reply = new ReplyReader('htable.get', await client.call('htable.get', [table, key], options));
    const item = reply.struct().get('item').struct();
    const expires = item.text('expire');
    return {
      key: item.text('name') ?? key,
      value: readEntryValue(item.find('value')),
      expires: expires === 'NEVER' ? undefined : expires,
    };
  } catch (error) {
    if (isFault(error, "doesn't exist in htable")) return undefined;
    throw error;
  }
}

/**
 * Sets an entry: a string with `htable.sets`, an integer with `htable.seti`. With `expire`, in seconds, it takes
 * `htable.setxs` and `htable.setxi`, which Kamailio has from version 5.6 on, and which mean something only in a table
 * whose entries expire at all.
 */
export async function setHashTableItem(
  client: RpcClient,
  table: string,
  item: { readonly key: string; readonly value: string | number; readonly expire?: number | undefined },
  options: RpcCallOptions = {},
): Promise<void> {
  const { key, value, expire } = item;
  const kind = typeof value === 'string' ? 's' : 'i';
  if (expire === undefined) await client.call(`htable.set${kind}`, [table, key, value], options);
  else await client.call(`htable.setx${kind}`, [table, key, value, expire], options);
}

/** Deletes an entry. From version 5.6 on Kamailio answers with a fault when there is none; 5.5 is silent. */
export async function deleteHashTableItem(
  client: RpcClient,
  table: string,
  key: string,
  options: RpcCallOptions = {},
): Promise<void> {
  await client.call('htable.delete', [table, key], options);
}

/** Deletes all entries. */
export async function flushHashTable(client: RpcClient, table: string, options: RpcCallOptions = {}): Promise<void> {
  await client.call('htable.flush', [table], options);
}

/** Reads the table from its database again. */
export async function reloadHashTable(client: RpcClient, table: string, options: RpcCallOptions = {}): Promise<void> {
  await client.call('htable.reload', [table], options);
}

function isFault(error: unknown, message: string): boolean {
  return error instanceof RpcError && error.kind === 'fault' && error.message.includes(message);
}
