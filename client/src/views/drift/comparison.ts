/** What is compared, and how that is written in the address of a virtual document. No editor. */

export type Comparison =
  /** A list file, as a URI, with the memory of a server. */
  | { readonly kind: 'drift'; readonly server: string; readonly listFile: string }
  | { readonly kind: 'servers'; readonly left: string; readonly right: string }
  | { readonly kind: 'tables'; readonly left: string; readonly right: string; readonly table: string };

export type Side = 'left' | 'right';

/** The scheme of all virtual documents about running servers. */
export const SCHEME = 'kamailio-live';

/** The path of one side. It holds all that is needed to make the text again, also after a restart of the editor. */
export function pathOf(comparison: Comparison, side: Side): string {
  return `/${[...wordsOf(comparison), side, nameOf(comparison)].map(encodeURIComponent).join('/')}`;
}

/** Reads such a path; undefined for one that is none. */
export function readPath(path: string): { readonly comparison: Comparison; readonly side: Side } | undefined {
  const [kind, a = '', b = '', ...rest] = path.slice(1).split('/').map(decodeSegment);
  const [side] = rest.slice(-2);
  if (side !== 'left' && side !== 'right') return undefined;
  if (kind === 'drift' && rest.length === 2) return { comparison: { kind, server: a, listFile: b }, side };
  if (kind === 'servers' && rest.length === 2) return { comparison: { kind, left: a, right: b }, side };
  if (kind === 'tables' && rest.length === 3) {
    return { comparison: { kind, left: a, right: b, table: rest[0] ?? '' }, side };
  }
  return undefined;
}

/** What tells comparisons apart. */
export function keyOf(comparison: Comparison): string {
  return wordsOf(comparison).map(encodeURIComponent).join('/');
}

/** The servers that a comparison is about. */
export function serversOf(comparison: Comparison): readonly string[] {
  return comparison.kind === 'drift' ? [comparison.server] : [comparison.left, comparison.right];
}

/** What stands on the tab. */
export function titleOf(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'drift':
      return `${nameOf(comparison)} ↔ ${comparison.server}`;
    case 'servers':
      return `Destinations: ${comparison.left} ↔ ${comparison.right}`;
    case 'tables':
      return `${comparison.table}: ${comparison.left} ↔ ${comparison.right}`;
  }
}

function wordsOf(comparison: Comparison): string[] {
  switch (comparison.kind) {
    case 'drift':
      return [comparison.kind, comparison.server, comparison.listFile];
    case 'servers':
      return [comparison.kind, comparison.left, comparison.right];
    case 'tables':
      return [comparison.kind, comparison.left, comparison.right, comparison.table];
  }
}

/** The name of the document, by which the editor finds its language. */
function nameOf(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'drift':
      return decodeSegment(comparison.listFile.split('/').at(-1) ?? '') || 'dispatcher.list';
    case 'servers':
      return 'dispatcher.list';
    case 'tables':
      return `${comparison.table}.txt`;
  }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
