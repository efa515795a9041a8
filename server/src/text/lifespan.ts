import {
  compareVersions,
  DEVELOPMENT_VERSION,
  existsIn,
  KAMAILIO_VERSIONS,
  removedIn,
  type KamailioVersion,
  type Lifespan,
} from '../catalog/versions.ts';

export function nameVersion(version: KamailioVersion): string {
  return version === DEVELOPMENT_VERSION ? 'the development version' : version;
}

/** In which versions something exists, where that is not all of them; says first what the version in use lacks. */
export function describeLifespan(version: KamailioVersion, item: Lifespan): string | undefined {
  const gone = removedIn(item);
  const isYoung = item.since !== KAMAILIO_VERSIONS[0];
  if (!existsIn(item, version)) {
    const isFuture = compareVersions(item.since, version) > 0;
    const reason =
      isFuture || gone === undefined ? `**New in ${nameVersion(item.since)}**` : `**Removed in ${nameVersion(gone)}**`;
    return `${reason}; you use ${nameVersion(version)}`;
  }
  const since = isYoung ? `since ${nameVersion(item.since)}` : undefined;
  const until = gone === undefined ? undefined : `removed in ${nameVersion(gone)}`;
  const parts = [since, until].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `**Versions:** ${parts.join(', ')}`;
}
