import { closestVersion, compareVersions, NEWEST_STABLE, type KamailioVersion } from '../catalog/versions.ts';
import { findVersionComment } from '../semantic/version-comment.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { Settings } from './settings.ts';

/** A Kamailio that is talked to, as the editor tells of it. */
export interface LiveVersion {
  /** The name of its profile. */
  readonly server: string;
  /** As it names its release: `5.6.3`. */
  readonly release: string;
  /** Normalised URIs of the configuration that it runs and of its list of destinations, where the profile names them. */
  readonly configuration: string | undefined;
  readonly listFile: string | undefined;
}

/** What is known beside the files about the Kamailio that will read them. */
export interface KnownVersions {
  readonly live: readonly LiveVersion[];
  /** The program on this machine. */
  readonly installed: { readonly program: string; readonly release: string } | undefined;
}

/** Where a version comes from. `release` is what was told, for example `5.6.3`. */
export type VersionSource =
  | { readonly kind: 'setting' | 'comment' | 'default' }
  | { readonly kind: 'live'; readonly server: string; readonly release: string }
  | { readonly kind: 'installed'; readonly program: string; readonly release: string };

export interface ChosenVersion {
  readonly version: KamailioVersion;
  readonly source: VersionSource;
}

export const NOTHING_KNOWN: KnownVersions = { live: [], installed: undefined };

/**
 * The version that a root, or a list that belongs to none, is read for. Unless the setting names it: that of the
 * connected server that runs the file, of the installed Kamailio, of a comment in the file, the newest stable one.
 * @param lists URIs of the lists that the root names; asked for only where a server is known by its list
 */
export function chooseVersion(
  root: SourceText,
  setting: Settings['version'],
  known: KnownVersions,
  lists: () => readonly string[],
): ChosenVersion {
  if (setting !== 'auto') return { version: setting, source: { kind: 'setting' } };
  const live = chooseLive(root.uri, known.live, lists);
  if (live) return live;
  if (known.installed) {
    const { program, release } = known.installed;
    const version = closestVersion(release);
    if (version !== undefined) return { version, source: { kind: 'installed', program, release } };
  }
  const version = findVersionComment(root)?.version;
  if (version !== undefined) return { version, source: { kind: 'comment' } };
  return { version: NEWEST_STABLE, source: { kind: 'default' } };
}

/** Of several servers that run one configuration the oldest counts: it has to be understood by all of them. */
function chooseLive(
  root: string,
  live: readonly LiveVersion[],
  lists: () => readonly string[],
): ChosenVersion | undefined {
  const found = serversOf(root, live, lists).flatMap(({ server, release }): ChosenVersion[] => {
    const version = closestVersion(release);
    return version === undefined ? [] : [{ version, source: { kind: 'live', server, release } }];
  });
  return found.sort((a, b) => compareVersions(a.version, b.version))[0];
}

/** The servers that run a file: those whose profile names it or its list, else the only one there is. */
function serversOf(root: string, live: readonly LiveVersion[], lists: () => readonly string[]): readonly LiveVersion[] {
  const byConfiguration = live.filter(({ configuration }) => configuration === root);
  if (byConfiguration.length > 0) return byConfiguration;
  // A profile that names another configuration speaks for that one only.
  const open = live.filter(({ configuration }) => configuration === undefined);
  const listed = open.filter(({ listFile }) => listFile !== undefined);
  const named = listed.length === 0 ? [] : [root, ...lists()];
  const byList = listed.filter(({ listFile }) => listFile !== undefined && named.includes(listFile));
  if (byList.length > 0) return byList;
  return live.length === 1 ? open : [];
}

export function isSameChoice(a: ChosenVersion, b: ChosenVersion): boolean {
  return a.version === b.version && JSON.stringify(a.source) === JSON.stringify(b.source);
}
