/** The version in use, in words. No editor. */
import type { VersionSource } from '../../../server/src/lsp/messages.ts';

/** The versions that can be chosen, newest first, as the setting writes them. */
export const CHOICES = ['6.1', '6.0', '5.8', '5.7', '5.6', '5.5', 'dev'] as const;

/** The catalogue's number of the development version. */
const DEVELOPMENT = '6.2';

/** `Kamailio 5.6`, or `Kamailio, development version`. */
export function nameRelease(version: string): string {
  return version === DEVELOPMENT || version === 'dev' ? 'Kamailio, development version' : `Kamailio ${version}`;
}

/** Where a version comes from: `from the installed Kamailio`. */
export function describeSource(version: string, source: VersionSource): string {
  switch (source.kind) {
    case 'setting':
      return 'from the settings';
    case 'comment':
      return 'from the comment in the file';
    case 'default':
      return 'the newest stable version';
    case 'live':
      return `from the connected server ${source.server}${closest(version, source.release)}`;
    case 'installed':
      return `from the installed Kamailio${closest(version, source.release)}`;
  }
}

/** Says so where the release itself is none that is known. */
function closest(version: string, release: string): string {
  return release === version || release.startsWith(`${version}.`) || release.startsWith(`${version}-`)
    ? ''
    : ` ${release}, as the nearest that is known`;
}

/** What the setting holds for the version in use, as one of `CHOICES`. */
export function choiceOf(version: string): string {
  return version === DEVELOPMENT ? 'dev' : version;
}
