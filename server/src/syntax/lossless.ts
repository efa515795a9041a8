import { compatibilityOf, scanSegment, type Compatibility } from './scanner.ts';
import type { SourceText } from './source-text.ts';

export type PieceKind = 'token' | 'comment' | 'directive' | 'inactive' | 'blank' | 'stray';

/** A stretch of a text and what it is to the reader. */
export interface TextPiece {
  readonly kind: PieceKind;
  readonly start: number;
  readonly end: number;
}

/** Text that a condition keeps from Kamailio. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Takes a whole text apart: every character belongs to exactly one piece, so that the pieces join to the text. What is
 * neither token, comment, directive nor blank is read over by Kamailio and called stray.
 * @param inactive stretches to leave unread, in order; without any, all sides of all conditions are read
 */
export function textPieces(source: SourceText, inactive: readonly Stretch[] = []): TextPiece[] {
  const { text } = source;
  const pieces: TextPiece[] = [];
  let covered = 0;
  const add = (kind: PieceKind, start: number, end: number): void => {
    if (start > covered) addGap(pieces, text, covered, start);
    const from = Math.max(start, covered);
    if (end > from) pieces.push({ kind, start: from, end });
    covered = Math.max(covered, end);
  };
  const stretches = inactive.filter(({ start, end }) => end > start);
  let compatibility: Compatibility = 'ALL';
  let at = 0;
  while (at < text.length) {
    const stretch = stretches[0];
    if (stretch?.start === at) {
      stretches.shift();
      add('inactive', stretch.start, stretch.end);
      at = stretch.end;
      continue;
    }
    const until = stretch?.start ?? text.length;
    const { tokens, comments, directive } = scanSegment(source, at, { compatibility, until });
    const found = [
      ...tokens.map(({ start, end }) => ({ kind: 'token' as const, start, end })),
      ...comments.map(({ start, end }) => ({ kind: 'comment' as const, start, end })),
    ].sort((a, b) => a.start - b.start);
    for (const { kind, start, end } of found) add(kind, start, end);
    at = until;
    if (!directive) continue;
    if (directive.kind === 'compatibility') compatibility = compatibilityOf(directive.keyword.text);
    add('directive', directive.start, directive.end);
    at = Math.max(directive.next, directive.start + 1);
  }
  add('blank', text.length, text.length);
  return pieces;
}

function addGap(pieces: TextPiece[], text: string, from: number, to: number): void {
  for (const match of text.slice(from, to).matchAll(/([ \t\b\r\n]+)|[^ \t\b\r\n]+/g)) {
    const start = from + match.index;
    pieces.push({ kind: match[1] === undefined ? 'stray' : 'blank', start, end: start + match[0].length });
  }
}
