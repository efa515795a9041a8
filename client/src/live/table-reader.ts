/** Pages of a hash table's entries. */
import type { TableEntry } from './types.ts';

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
