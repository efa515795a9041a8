/** What people type when they add a destination. No editor. */

/** Says what is wrong with the URI of a destination, or nothing. Kamailio itself has the last word. */
export function explainUriProblem(uri: string): string | undefined {
  if (uri === '') return 'The URI is missing.';
  if (/\s/.test(uri)) return 'A URI holds no blanks.';
  if (!/^sips?:[^;:?]|^sips?:\[/i.test(uri)) return 'The URI begins with "sip:" or "sips:", then comes the host.';
  return undefined;
}

/** The bits of the flags' column, from 0 to 63; undefined for anything else. */
export function parseFlags(text: string): number | undefined {
  const trimmed = text.trim();
  const value = /^(0x[0-9a-f]{1,2}|\d{1,2})$/i.test(trimmed) ? Number(trimmed) : NaN;
  return value >= 0 && value <= 63 ? value : undefined;
}

export function parsePriority(text: string): number | undefined {
  const trimmed = text.trim();
  return /^-?\d{1,9}$/.test(trimmed) ? Number(trimmed) : undefined;
}
