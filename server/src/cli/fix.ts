import { safeEdits } from '../features/quick-fixes.ts';
import type { Finding } from '../semantic/problem.ts';
import { CONFIGURATION_LANGUAGE } from '../workspace/dispatcher-lists.ts';
import type { Documents } from '../workspace/documents.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** A fix may let another finding show; more rounds than this are none that come to an end. */
const MOST_ROUNDS = 10;

/** A file whose text was mended. */
export interface MendedFile {
  readonly uri: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Makes all fixes that are sure in some roots and what they include, as documents in memory. Where a file belongs to
 * several of the roots, a fix must be one in all of them.
 */
export function mendRoots(roots: readonly string[], workspace: Workspace, documents: Documents): MendedFile[] {
  const before = new Map<string, string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const edits = collectEdits(roots, workspace);
    if (edits.size === 0) break;
    for (const [uri, own] of edits) {
      const text = documents.read(uri)?.text ?? '';
      if (!before.has(uri)) before.set(uri, text);
      let after = text;
      for (const { start, end, newText } of own.toSorted((a, b) => b.start - a.start)) {
        after = after.slice(0, start) + newText + after.slice(end);
      }
      documents.set(uri, round, after, CONFIGURATION_LANGUAGE);
    }
  }
  return [...before].flatMap(([uri, text]) => {
    const after = documents.read(uri)?.text ?? text;
    return after === text ? [] : [{ uri, before: text, after }];
  });
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The edits of one round, by file. */
function collectEdits(roots: readonly string[], workspace: Workspace): Map<string, Edit[]> {
  const collected = new Map<string, Edit[]>();
  const programs = roots.flatMap((uri) => {
    const analysis = workspace.isList(uri) ? undefined : workspace.analysisOfRoot(uri);
    return analysis ? [{ program: analysis.program, findings: workspace.findingsOfRoot(uri) }] : [];
  });
  const taken = new Set<string>();
  for (const { program, findings } of programs) {
    const common = findings.filter((finding) =>
      programs.every(
        (other) =>
          other.program.fileOf(finding.range.source.uri) === undefined ||
          other.findings.some((one) => isSame(one, finding)),
      ),
    );
    // What another root has changed in this round is looked at in the next one.
    const free = common.filter(({ fix }) => fix?.edits.every(({ range }) => !taken.has(range.source.uri)) === true);
    const edits = safeEdits(program, free);
    for (const { range, newText } of edits) {
      const { uri } = range.source;
      const own = collected.get(uri) ?? [];
      own.push({ start: range.start, end: range.end, newText });
      collected.set(uri, own);
    }
    for (const { range } of edits) taken.add(range.source.uri);
  }
  return collected;
}

function isSame(a: Finding, b: Finding): boolean {
  return (
    a.code === b.code &&
    a.range.source.uri === b.range.source.uri &&
    a.range.start === b.range.start &&
    a.range.end === b.range.end
  );
}
