/** The Kamailio versions the catalogue knows, oldest first. `6.2` is the development version. */
export const KAMAILIO_VERSIONS = ['5.5', '5.6', '5.7', '5.8', '6.0', '6.1', '6.2'] as const;

export type KamailioVersion = (typeof KAMAILIO_VERSIONS)[number];

/** The newest released version: what is assumed when nobody says which Kamailio runs. */
export const NEWEST_STABLE: KamailioVersion = '6.1';

/** Kamailio's `master` branch at the time the facts were taken. */
export const DEVELOPMENT_VERSION: KamailioVersion = '6.2';

/** The versions in which something exists. `since: '5.5'` means 5.5 or older; `until: null` means still there. */
export interface Lifespan {
  readonly since: KamailioVersion;
  /** The last version that has it. */
  readonly until: KamailioVersion | null;
}

/**
 * Reads a version as people and programs write it: `6.1`, `v6.1.2`, `kamailio 5.6.3 (x86_64/linux)`, `devel`, `master`.
 * Gives nothing for a version the catalogue does not cover.
 */
export function parseVersion(text: string): KamailioVersion | undefined {
  if (/^\s*(?:devel|development|master|dev)\s*$/i.test(text)) {
    return DEVELOPMENT_VERSION;
  }
  const found = /(?<![\d.])(\d+\.\d+)(?![\d])/.exec(text)?.[1];
  return KAMAILIO_VERSIONS.find((version) => version === found);
}

/**
 * The version whose facts fit a release best: its own, else the newest that is older, else the oldest. Nothing where the
 * text names no release.
 */
export function closestVersion(text: string): KamailioVersion | undefined {
  const exact = parseVersion(text);
  if (exact !== undefined) return exact;
  const found = /(?<![\d.])(\d+)\.(\d+)(?!\d)/.exec(text);
  if (!found) return undefined;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return (
    KAMAILIO_VERSIONS.findLast((version) => {
      const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
      return ownMajor < major || (ownMajor === major && ownMinor <= minor);
    }) ?? KAMAILIO_VERSIONS[0]
  );
}

/** Negative when `a` is older than `b`, positive when newer, 0 when equal. */
export function compareVersions(a: KamailioVersion, b: KamailioVersion): number {
  return KAMAILIO_VERSIONS.indexOf(a) - KAMAILIO_VERSIONS.indexOf(b);
}

export function existsIn(lifespan: Lifespan, version: KamailioVersion): boolean {
  return (
    compareVersions(lifespan.since, version) <= 0 &&
    (lifespan.until === null || compareVersions(version, lifespan.until) <= 0)
  );
}

/** The first version that no longer has it, or nothing when it is still there. */
export function removedIn(lifespan: Lifespan): KamailioVersion | undefined {
  return lifespan.until === null ? undefined : KAMAILIO_VERSIONS[KAMAILIO_VERSIONS.indexOf(lifespan.until) + 1];
}
