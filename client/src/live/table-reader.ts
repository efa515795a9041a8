/** Pages of a hash table's entries. Kamailio can only dump a whole table, so one dump serves many pages. */
import { dumpHashTable } from '../rpc/commands/htable.ts';
import type { RpcClient } from '../rpc/types.ts';
import type { Clock } from './clock.ts';
import type { TableEntry } from './types.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface TablePageOptions {
  readonly offset: number;
  readonly limit: number;
  /** Only entries whose key or value holds this text, whatever the case. */
  readonly filter?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TablePage {
  /** How many entries pass the filter. */
  readonly total: number;
  /** Sorted by key. */
  readonly entries: readonly TableEntry[];
  /** When the server was asked. */
  readonly at: number;
}

/** Waits until the server is free for a question, and asks it. */
export type AskInTurn = <T>(question: (client: RpcClient, signal: AbortSignal) => Promise<T>) => Promise<T>;

interface Dump {
  readonly table: string;
  readonly at: number;
  readonly entries: readonly TableEntry[];
}

/** Milliseconds for which a dump serves the first page: who opens a table wants to see what is there now. */
const FRESH = 2000;

/** Milliseconds for which a dump serves further pages, and after which it is forgotten. */
const KEPT = 60_000;

/** Milliseconds: a dump of a large table takes Kamailio longer than other commands. */
const DEADLINE = 30_000;

/** Reads tables of one server and keeps the last dump for a while. */
export class TableReader {
  readonly #clock: Clock;
  #dump: Dump | undefined;
  #filtered: { readonly of: Dump; readonly filter: string; readonly entries: readonly TableEntry[] } | undefined;
  #asking: { readonly table: string; readonly dump: Promise<Dump> } | undefined;
  #cancelForgetting: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * A page of a table. Cancelling ends the wait for it; the dump itself goes on and serves the next page.
   * @throws RpcError
   */
  async read(table: string, options: TablePageOptions, ask: AskInTurn): Promise<TablePage> {
    const dump = this.#keptDump(table, options.offset) ?? (await unlessAborted(this.#ask(table, ask), options.signal));
    const entries = this.#filter(dump, options.filter ?? '');
    return {
      total: entries.length,
      entries: entries.slice(options.offset, options.offset + options.limit),
      at: dump.at,
    };
  }

  /** Forgets what is kept: the table was changed from here, or the server is another one. */
  forget(): void {
    this.#cancelForgetting();
    this.#dump = undefined;
    this.#filtered = undefined;
    this.#asking = undefined;
  }

  #keptDump(table: string, offset: number): Dump | undefined {
    const dump = this.#dump;
    if (dump?.table !== table) return undefined;
    const age = this.#clock.now() - dump.at;
    return age >= 0 && age <= (offset === 0 ? FRESH : KEPT) ? dump : undefined;
  }

  #ask(table: string, ask: AskInTurn): Promise<Dump> {
    if (this.#asking?.table === table) return this.#asking.dump;
    const asking = {
      table,
      dump: ask((client, signal) => dumpHashTable(client, table, { signal, deadline: DEADLINE })).then((entries) => {
        const dump: Dump = { table, at: this.#clock.now(), entries: sortByKey(entries) };
        if (this.#asking === asking) this.#keep(dump);
        return dump;
      }),
    };
    this.#asking = asking;
    const end = () => {
      if (this.#asking === asking) this.#asking = undefined;
    };
    asking.dump.then(end, end);
    return asking.dump;
  }

  #keep(dump: Dump): void {
    this.#cancelForgetting();
    this.#dump = dump;
    this.#filtered = undefined;
    this.#cancelForgetting = this.#clock.after(KEPT, () => {
      this.#dump = undefined;
      this.#filtered = undefined;
    });
  }

  #filter(dump: Dump, text: string): readonly TableEntry[] {
    const filter = text.toLowerCase();
    if (filter === '') return dump.entries;
    const known = this.#filtered;
    if (known?.of === dump && known.filter === filter) return known.entries;
    const entries = dump.entries.filter(
      ({ key, value }) => key.toLowerCase().includes(filter) || String(value).toLowerCase().includes(filter),
    );
    if (this.#dump === dump) this.#filtered = { of: dump, filter, entries };
    return entries;
  }
}

/** By code units: the order of a language's alphabet costs a second for 100,000 keys, and keys are no language. */
function sortByKey(entries: readonly TableEntry[]): readonly TableEntry[] {
  return entries.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
