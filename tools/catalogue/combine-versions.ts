/** Turns "what each version has" into one stored item with a lifespan and a history. */
import { readLifespan, resolveItem, type StoredItem } from '../../server/src/catalog/stored.ts';
import { existsIn, KAMAILIO_VERSIONS } from '../../server/src/catalog/versions.ts';
import type { KamailioVersion } from '../../server/src/catalog/versions.ts';

export type Fields = Readonly<Record<string, unknown>>;

/**
 * One stored item out of the fields it has in each version that has it: the newest fields, the lifespan where it is not
 * "all versions", and in `history`, oldest first, what older versions have instead. A field that a version does not
 * have, while an older one does, is named in `without`.
 */
export function combineVersions(byVersion: ReadonlyMap<KamailioVersion, Fields>): Fields {
  const versions = KAMAILIO_VERSIONS.filter((version) => byVersion.has(version));
  const [first] = versions;
  const last = versions.at(-1);
  if (first === undefined || last === undefined) throw new Error('an item without any version');
  const newest = byVersion.get(last) ?? {};
  const history: Record<string, unknown>[] = [];
  const names = new Set([...byVersion.values()].flatMap((fields) => Object.keys(fields)));
  const changing = [...names].filter((name) => new Set([...byVersion.values()].map((f) => same(f, name))).size > 1);
  let before: Fields | undefined;
  for (const version of changing.length === 0 ? [] : versions) {
    const fields = byVersion.get(version) ?? {};
    const changed = changing.filter((name) => before === undefined || same(before, name) !== same(fields, name));
    const without = changed.filter((name) => !(name in fields));
    if (changed.length > 0) {
      history.push({
        from: version,
        ...Object.fromEntries(changed.filter((name) => name in fields).map((name) => [name, fields[name]])),
        ...(without.length === 0 ? {} : { without }),
      });
    }
    before = fields;
  }
  return {
    ...newest,
    ...(first === KAMAILIO_VERSIONS[0] ? {} : { since: first }),
    ...(last === KAMAILIO_VERSIONS.at(-1) ? {} : { until: last }),
    ...(history.length === 0 ? {} : { history }),
  };
}

function same(fields: Fields, name: string): string {
  return name in fields ? JSON.stringify(fields[name]) : '';
}

/** Combines lists of items of the same name; the order is that of the newest version, older ones behind. */
export function combineLists(
  byVersion: ReadonlyMap<KamailioVersion, readonly (Fields & { readonly name: string })[]>,
): Fields[] {
  const items = new Map<string, Map<KamailioVersion, Fields>>();
  for (const version of [...KAMAILIO_VERSIONS].reverse()) {
    for (const item of byVersion.get(version) ?? []) {
      const versions = items.get(item.name) ?? new Map<KamailioVersion, Fields>();
      versions.set(version, item);
      items.set(item.name, versions);
    }
  }
  return [...items.values()].map(combineVersions);
}

/** Changes an item as each version has it. */
export function changePerVersion(
  item: StoredItem,
  change: (fields: Fields, version: KamailioVersion) => Fields,
): Fields {
  const versions = KAMAILIO_VERSIONS.filter((version) => existsIn(readLifespan(item), version));
  const byVersion = versions.map((version) => {
    const { since: _since, until: _until, ...fields } = resolveItem(item, version);
    const changed = change(fields, version);
    return { version, changed, isChanged: changed !== fields };
  });
  if (!byVersion.some(({ isChanged }) => isChanged)) return item;
  return combineVersions(new Map(byVersion.map(({ version, changed }) => [version, changed])));
}
