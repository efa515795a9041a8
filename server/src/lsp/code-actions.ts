import { CodeActionKind, type CodeAction, type CodeActionParams, type TextEdit } from 'vscode-languageserver/node.js';
import { commentsOfList } from '../dispatcher-list/list.ts';
import { quickFixes, safeEdits } from '../features/quick-fixes.ts';
import { suppressInFile, suppressInLine } from '../features/suppression-fixes.ts';
import type { Finding, Fix } from '../semantic/problem.ts';
import type { Program } from '../semantic/program.ts';
import type { CommentedText } from '../semantic/suppressions.ts';
import { toDiagnostic, toRange } from './convert.ts';
import type { FeatureContext } from './features.ts';
import { codeActionsOfList } from './list-features.ts';

/** What mends all that may be mended unasked; editors run it when a file is saved, where the user says so. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.kamailio`;

/** Above so many findings in a selection nobody chooses line by line what to suppress. */
const MOST_SUPPRESSED = 10;

/** What can be mended, rewritten or suppressed in a part of a document. */
export function codeActions(
  context: FeatureContext,
  { textDocument, range, context: asked }: CodeActionParams,
): CodeAction[] {
  const { workspace, spell } = context;
  const { uri } = textDocument;
  const isAskedFor = (kind: string): boolean =>
    asked.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
  const list = workspace.listReadingOf(uri);
  const reading = list ? undefined : workspace.readingOf(uri);
  const source = list?.list.source ?? reading?.source;
  if (!source) return [];
  const findings = workspace.findingsOf(uri);
  const actions = list
    ? codeActionsOfList(list, findings, range, uri, context).filter(({ kind }) => isAskedFor(kind ?? ''))
    : [];
  if (reading && asked.only !== undefined && isAskedFor(FIX_ALL)) {
    const edits = safeEdits(reading.analysis.program, findings);
    if (edits.length > 0) {
      actions.push({ title: 'Fix all that is sure', kind: FIX_ALL, edit: { changes: toChanges(edits, spell) } });
    }
  }
  if (!isAskedFor(CodeActionKind.QuickFix)) return actions;
  const [start, end] = [source.offsetAt(range.start), source.offsetAt(range.end)];
  if (reading) {
    for (const fix of quickFixes(reading.analysis.program, findings, source, start, end)) {
      actions.push({ ...toAction(fix, fix.finding, context), isPreferred: true });
    }
  }
  const program = reading?.analysis.program;
  const comments = list ? commentsOfList(list.list) : (program?.commentsOf(source) ?? []);
  const here = findings.filter(({ range: at }) => at.start <= end && at.end >= start);
  actions.push(...suppressions(context, here, { source, comments }, program, uri));
  return actions;
}

/** For each line and code a comment in the line; for each code a comment for the file, and the settings. */
function suppressions(
  context: FeatureContext,
  findings: readonly Finding[],
  text: CommentedText,
  program: Program | undefined,
  uri: string,
): CodeAction[] {
  const byLine = new Map<string, CodeAction>();
  const byCode = new Map<string, CodeAction[]>();
  for (const finding of findings) {
    const { code, range } = finding;
    const place = `${code} ${text.source.lineAt(range.start)}`;
    const inLine = byLine.has(place) ? undefined : suppressInLine(finding, text, program);
    if (inLine && byLine.size < MOST_SUPPRESSED) byLine.set(place, toAction(inLine, finding, context));
    if (byCode.has(code)) continue;
    const inFile = suppressInFile(finding);
    const actions = inFile ? [toAction(inFile, finding, context)] : [];
    const command = context.severityCommand();
    if (command !== undefined) {
      const title = `Turn '${code}' off in the settings`;
      actions.push({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(finding, context)],
        command: { title, command, arguments: [code, 'off', uri] },
      });
    }
    byCode.set(code, actions);
  }
  return [...byLine.values(), ...[...byCode.values()].flat()];
}

function toAction(fix: Fix, finding: Finding, context: FeatureContext): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(finding, context)],
    edit: { changes: toChanges(fix.edits, context.spell) },
  };
}

function toChanges(edits: Fix['edits'], spell: (uri: string) => string): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { range, newText } of edits) {
    (changes[spell(range.source.uri)] ??= []).push({ range: toRange(range), newText });
  }
  return changes;
}
