import type { Analysis } from '../semantic/analysis.ts';
import { fileReferences, resolveFile } from '../semantic/file-parameters.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import { compatibilityOf, readFileText } from './file-text.ts';
import { explainFound } from './program-markdown.ts';
import { includeAt } from './symbol-at.ts';

/** A path in a file that can be followed. */
export interface DocumentLink {
  /** The path, without its quotes. */
  readonly range: SourceRange;
  readonly target: SourceText;
  /** How the file was found. */
  readonly tooltip: string;
}

/** The files that a file names: included ones, and those of module parameters. Paths that lead nowhere are left out. */
export function findDocumentLinks(analysis: Analysis, source: SourceText): DocumentLink[] {
  const { program, host } = analysis;
  const links: DocumentLink[] = [];
  for (const directive of readFileText(source, compatibilityOf(program)).directives) {
    if (directive.kind !== 'include_file' && directive.kind !== 'import_file') continue;
    const file = includeAt(analysis, directive);
    if (!file?.resolved) continue;
    const { start, end } = file.range;
    links.push({
      range: { source, start: start + 1, end: Math.max(start + 1, end - 1) },
      target: file.resolved.source,
      tooltip: explainFound(file),
    });
  }
  for (const reference of fileReferences(program)) {
    if (reference.range.source !== source) continue;
    const resolved = resolveFile(reference, host, program.root);
    if (!resolved) continue;
    const { path, range } = reference;
    const tooltip = explainFound({ kind: 'file', path, resolved, by: 'parameter', range, reference });
    links.push({ range, target: resolved.source, tooltip });
  }
  const byPlace = new Map(links.map((entry) => [entry.range.start, entry]));
  return [...byPlace.values()].sort((a, b) => a.range.start - b.range.start);
}
