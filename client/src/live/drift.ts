/** What differs between a list file and a running server, or between two servers. */
import type { ListedDestination } from '../../../server/src/lsp/messages.ts';
import type { DestinationSet, TableEntry } from './types.ts';

/** A destination that is not the same on both sides. */
export interface Drift {
  readonly setId: number;
  readonly uri: string;
  readonly kind: 'only-left' | 'only-right' | 'different';
  readonly left: DriftSide | undefined;
  readonly right: DriftSide | undefined;
  /** What differs: attribute names, `priority`, `flags`, `state` or `count`; empty unless the kind is `different`. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly name: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** A destination as one side has it. */
export interface DriftSide {
  /** As this side writes it. */
  readonly uri: string;
  /** Flags of the file; undefined for a running server, which tells letters. */
  readonly flags: number | undefined;
  /** Letters of a running server; undefined for a file. */
  readonly letters: string | undefined;
  readonly priority: number;
  /** The whole text of the attributes. */
  readonly attributes: string;
}

/** A key of a hash table that is not the same on both sides. */
export interface KeyDrift {
  readonly key: string;
  readonly kind: 'only-left' | 'only-right' | 'different';
  readonly left: string | number | undefined;
  readonly right: string | number | undefined;
}

/** Compares a list file (left) with the sets in memory (right). What a template fills in is not known and so no drift. */
export function compareWithFile(_listed: readonly ListedDestination[], _sets: readonly DestinationSet[]): Drift[] {
  return [];
}

/** Compares the sets of two servers. */
export function compareServers(_left: readonly DestinationSet[], _right: readonly DestinationSet[]): Drift[] {
  return [];
}

/** Compares the entries of one table on two servers. */
export function compareTables(_left: readonly TableEntry[], _right: readonly TableEntry[]): KeyDrift[] {
  return [];
}
