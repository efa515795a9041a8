import type { Finding } from '../semantic/problem.ts';
import type { SourceText } from '../syntax/source-text.ts';

/** An edit that mends one finding. */
export interface QuickFix {
  readonly title: string;
  readonly finding: Finding;
  /** The text that takes the place of the finding's range. */
  readonly newText: string;
}

/** What can be mended between two places of a document; only findings whose right text is sure offer something. */
export function quickFixes(findings: readonly Finding[], source: SourceText, start: number, end: number): QuickFix[] {
  const fixes: QuickFix[] = [];
  for (const finding of findings) {
    const { range, replacement } = finding;
    if (replacement === undefined || range.source.uri !== source.uri) continue;
    if (range.start > end || range.end < start) continue;
    const title = replacement === '' ? 'Remove this' : `Change to '${shorten(replacement)}'`;
    fixes.push({ title, finding, newText: replacement });
  }
  return fixes;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
