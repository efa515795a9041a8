import { compareVersions, KAMAILIO_VERSIONS } from './versions.ts';
import type { KamailioVersion, Lifespan } from './versions.ts';

/** How an item is stored: what is the same for most is left out, what differs between versions is in `history`. */
export interface StoredItem {
  readonly since?: KamailioVersion;
  readonly until?: KamailioVersion;
  /**
   * Oldest first, the first for the item's first version: fields that have these values from that version on, and in
   * `without` the names of those it does not have.
   */
  readonly history?: readonly StoredChange[];
  readonly [field: string]: unknown;
}

interface StoredChange {
  readonly from: KamailioVersion;
  readonly without?: readonly string[];
  readonly [field: string]: unknown;
}

export function readLifespan(item: StoredItem): Lifespan {
  return { since: item.since ?? KAMAILIO_VERSIONS[0], until: item.until ?? null };
}

/**
 * A stored item with its lifespan and with the values it has in a version; before its time those of its first version,
 * afterwards those of its last.
 */
export function resolveItem(item: StoredItem, version: KamailioVersion): Record<string, unknown> & Lifespan {
  const { history = [], ...newest } = item;
  const fields = new Map<string, unknown>(Object.entries(newest));
  for (const [position, { from, without = [], ...values }] of history.entries()) {
    if (position > 0 && compareVersions(from, version) > 0) break;
    for (const [field, value] of Object.entries(values)) fields.set(field, value);
    for (const field of without) fields.delete(field);
  }
  return { ...Object.fromEntries(fields), ...readLifespan(item) };
}
