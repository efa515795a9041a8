/** A destination of a running server as other tools take it. No editor. */
import type { Destination } from '../../live/types.ts';

/** `uri` is the address alone; the others add the destination when they are run or read. */
export type CopyForm = 'uri' | 'list' | 'kamcmd' | 'kamctl' | 'sql';

/** Bits of the flags' column (dispatch.h): only what somebody has decided, not what probing has found out. */
const DISABLED = 4;
const PROBED = 8;
const NEVER_PROBED = 32;

/** The text, without a line's end. */
export function writeDestination(destination: Destination, form: CopyForm): string {
  const { setId, uri, priority } = destination;
  const attributes = destination.attributes.body;
  const flags = startFlags(destination);
  switch (form) {
    case 'uri':
      return uri;
    case 'list':
      return [setId, uri, flags, priority, attributes].filter((column) => column !== '').join(' ');
    case 'kamcmd': {
      const words = ['kamcmd', 'dispatcher.add', String(setId), uri, String(flags), String(priority), attributes];
      return words
        .filter((word) => word !== '')
        .map(quoteWord)
        .join(' ');
    }
    case 'kamctl': {
      // kamctl puts its words between the quotes of a statement as they are.
      const texts = [uri, attributes].map((text) => text.replaceAll("'", "''"));
      const words = ['kamctl', 'dispatcher', 'add', setId, texts[0] ?? '', flags, priority, texts[1] ?? ''];
      return words
        .map(String)
        .filter((word) => word !== '')
        .map(quoteWord)
        .join(' ');
    }
    case 'sql':
      return (
        'INSERT INTO dispatcher (setid, destination, flags, priority, attrs, description) ' +
        `VALUES (${setId}, ${quoteText(uri)}, ${flags}, ${priority}, ${quoteText(attributes)}, '');`
      );
  }
}

/**
 * The flags to start with. An inactive destination has failed its probes, which is no setting of it; and `P` does not
 * tell whether it or everybody is probed, so it is kept for those that would be found again by it alone.
 */
function startFlags({ availability, probing }: Destination): number {
  if (availability === 'disabled') return DISABLED;
  if (probing === 'never') return NEVER_PROBED;
  return probing === 'probed' ? PROBED : 0;
}

/** For a POSIX shell. */
function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
