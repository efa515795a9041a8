/** The entries of hash tables that are open in the tree: read a page at a time, kept until something else is asked. */
import type { LiveServer } from '../../live/live-server.ts';
import { RpcError } from '../../rpc/rpc-error.ts';
import { PAGE_SIZE } from './children.ts';
import type { ShownTable } from './world.ts';

type TableServer = Pick<LiveServer, 'readTable' | 'profile'>;

/** Tables with more entries are read again only when somebody asks for it. */
const MOST_READ_AGAIN = 2000;

interface Contents {
  /** How many entries the table had when it was read. */
  size: number | undefined;
  filter: string | undefined;
  limit: number;
  page: ShownTable['page'];
  error: RpcError | undefined;
  reading: AbortController | undefined;
}

export class TableContents {
  readonly #contents = new Map<string, Contents>();
  readonly #onChange: (server: string) => void;

  /** `onChange` is told the server whose table has something new to show. */
  constructor(onChange: (server: string) => void) {
    this.#onChange = onChange;
  }

  get(server: string, table: string): ShownTable | undefined {
    return this.#contents.get(keyOf(server, table));
  }

  /**
   * Reads the first page unless that was done, or what is shown again if the table has another size now. Large tables
   * are left as they are: reading one costs the server more than its changes are worth.
   * @param size how many entries the table has, as far as that is known.
   */
  open(server: TableServer, table: string, size: number | undefined): void {
    const contents = this.#of(server, table);
    const { page, error, reading, size: before } = contents;
    contents.size = size ?? before;
    if (reading !== undefined) return;
    const isOther = before !== undefined && size !== undefined && before !== size && size <= MOST_READ_AGAIN;
    if (page === undefined || error !== undefined || isOther) void this.#read(server, table, contents);
  }

  /** Reads as many entries again as are shown. */
  reload(server: TableServer, table: string): Promise<void> {
    return this.#read(server, table, this.#of(server, table));
  }

  /** Shows more entries. */
  showMore(server: TableServer, table: string): Promise<void> {
    const contents = this.#of(server, table);
    contents.limit += PAGE_SIZE;
    return this.#read(server, table, contents);
  }

  /** Shows only entries whose key or value holds the text; all of them for undefined. */
  setFilter(server: TableServer, table: string, filter: string | undefined): Promise<void> {
    const contents = this.#of(server, table);
    Object.assign(contents, { filter, limit: PAGE_SIZE, page: undefined });
    return this.#read(server, table, contents);
  }

  /** Forgets the tables of a server that is gone or was disconnected. */
  forget(server: string): void {
    for (const [key, { reading }] of this.#contents) {
      if (!key.startsWith(`${server}\n`)) continue;
      reading?.abort();
      this.#contents.delete(key);
    }
  }

  dispose(): void {
    for (const { reading } of this.#contents.values()) reading?.abort();
    this.#contents.clear();
  }

  #of({ profile }: TableServer, table: string): Contents {
    const key = keyOf(profile.name, table);
    const known = this.#contents.get(key);
    if (known !== undefined) return known;
    const made = {
      size: undefined,
      filter: undefined,
      limit: PAGE_SIZE,
      page: undefined,
      error: undefined,
      reading: undefined,
    };
    this.#contents.set(key, made);
    return made;
  }

  async #read(server: TableServer, table: string, contents: Contents): Promise<void> {
    contents.reading?.abort();
    const reading = new AbortController();
    contents.reading = reading;
    this.#onChange(server.profile.name);
    try {
      const { filter, limit } = contents;
      const page = await server.readTable(table, { offset: 0, limit, filter, signal: reading.signal });
      if (contents.reading !== reading) return;
      Object.assign(contents, { page, error: undefined });
    } catch (error) {
      if (contents.reading !== reading) return;
      contents.error = error instanceof RpcError ? error : new RpcError('garbled', String(error));
    }
    contents.reading = undefined;
    this.#onChange(server.profile.name);
  }
}

/** Names of tables hold no line end. */
function keyOf(server: string, table: string): string {
  return `${server}\n${table}`;
}
