import { attributeOf } from '../entry-values.ts';
import type { ListEntry } from '../list.ts';
import { parseDestination } from '../parse-uri.ts';

/** A duid for a destination that none of some other lines has: its host, or the first word of its host's name. */
export function proposeDuid(uri: string, others: readonly ListEntry[]): string {
  const taken = new Set(others.flatMap((entry) => attributeOf(entry, 'duid')?.value?.text.toLowerCase() ?? []));
  return unusedDuid(baseOf(uri), taken);
}

/** @param taken in lower case, as Kamailio compares them without regard to case */
export function unusedDuid(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const duid = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(duid.toLowerCase())) return duid;
  }
}

export function baseOf(uri: string): string {
  const parsed = parseDestination(uri);
  const host = 'fault' in parsed ? '' : parsed.uri.host.replace(/^\[|\]$/g, '');
  const isName = /^[a-z][\w-]*(?:\.[\w-]+)*\.?$/i.test(host);
  const base = isName ? host.split('.')[0]! : host;
  return /^[\w.:-]+$/.test(base) ? base : 'gw';
}
