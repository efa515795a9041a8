import { suggest } from '../catalog/suggest.ts';
import type { Comment } from '../syntax/scanner.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import type { FindingKind } from './finding-kind.ts';
import type { Finding } from './problem.ts';

/**
 * Comments that keep findings from being reported:
 *
 *     # kamailio-lint-disable CODE, CODE       from here to the end of the file
 *     # kamailio-lint-enable CODE              no longer
 *     # kamailio-lint-disable-line CODE        in the lines that the comment stands in
 *     # kamailio-lint-disable-next-line CODE   in the next line that holds more than comments
 *
 * Without codes they speak of all. What follows ` -- ` is for people. The words begin the comment, or stand behind a `#`
 * inside it, so that they can be put behind another comment.
 */
const COMMENT = /(?:^(?:#+|\/[/*]+)|#)[ \t]*kamailio-lint-([a-z]+(?:-[a-z]+)*):?([^\r\n#]*)/;
const CODE = /[^\s,]+/g;
const WORDS = ['disable', 'enable', 'disable-line', 'disable-next-line'] as const;
type Word = (typeof WORDS)[number];

/** A code in such a comment. */
interface NamedCode extends SourceRange {
  readonly code: string;
  isUsed: boolean;
}

/** One such comment. */
export interface Suppression extends SourceRange {
  readonly word: Word;
  readonly codes: readonly NamedCode[];
  /** Offset of the end of the last code, or of the word. */
  readonly codesEnd: number;
  /** The lines that the two forms for lines speak of, both included. */
  readonly lines: readonly [number, number];
  /** Where the comment it stands in begins and ends. */
  readonly comment: Comment;
  isUsed: boolean;
}

/** A comment that begins like one and is none. */
interface Misspelling extends SourceRange {
  readonly word: string;
}

/** A file with its comments, in their order. */
export interface CommentedText {
  readonly source: SourceText;
  readonly comments: readonly Comment[];
}

/** Which findings were looked for. */
export interface LookedFor {
  /** All that there are for this language. */
  readonly codes: ReadonlySet<string>;
  /** Those that were looked for now. */
  readonly ran: ReadonlySet<string>;
}

export const unusedSuppression: FindingKind = {
  code: 'unused-suppression',
  severity: 'hint',
  category: 'suppression',
  summary: 'A comment keeps a finding from being reported that is not there.',
  advice: 'Remove the code from the comment, or the comment.',
  documentation: {
    why: `The mistake that the comment was written for has gone, or the code is misspelt. Left where it is, it would hide
the next mistake of that kind without anybody having decided so. A code whose rule is switched off, or was not run, is
not spoken of.`,
    wrong: `loadmodule "sl.so"

request_route {
    # kamailio-lint-disable-next-line unknown-function
    sl_send_reply("404", "Not here");
}
`,
    right: `loadmodule "sl.so"

request_route {
    sl_send_reply("404", "Not here");
}
`,
  },
};

/** Takes out the findings that comments keep from being reported, and reports the comments that keep nothing. */
export function applySuppressions(
  findings: readonly Finding[],
  texts: Iterable<CommentedText>,
  lookedFor: LookedFor,
): Finding[] {
  const bySource = new Map<SourceText, Suppression[]>();
  const unused: Finding[] = [];
  for (const text of texts) {
    const { suppressions, misspellings } = readSuppressions(text);
    if (suppressions.length > 0) bySource.set(text.source, suppressions);
    for (const { word, source, start, end } of misspellings) {
      const likely = suggest(word, WORDS);
      const known = likely === undefined ? `known are ${WORDS.join(', ')}` : `did you mean '${likely}'?`;
      const message = `'kamailio-lint-${word}' says nothing to the checks; ${known}`;
      const range = { source, start, end };
      unused.push(report(range, message, likely === undefined ? {} : { replacement: `kamailio-lint-${likely}` }));
    }
  }
  if (bySource.size === 0 && unused.length === 0) return [...findings];
  const isKept = (finding: Finding): boolean => !isSuppressed(finding, bySource.get(finding.range.source) ?? []);
  const kept = findings.filter(isKept);
  if (!lookedFor.ran.has(unusedSuppression.code)) return kept;
  for (const suppressions of bySource.values()) {
    markNeededEnds(suppressions);
    for (const suppression of suppressions) unused.push(...reportUnused(suppression, lookedFor));
  }
  return [...kept, ...unused.filter(isKept)];
}

// Reading

/** The comments of a file that speak to the checks. */
export function readSuppressions({ source, comments }: CommentedText): {
  readonly suppressions: Suppression[];
  readonly misspellings: Misspelling[];
} {
  const suppressions: Suppression[] = [];
  const misspellings: Misspelling[] = [];
  if (!source.text.includes('kamailio-lint-')) return { suppressions, misspellings };
  for (const comment of comments) {
    const match = COMMENT.exec(source.text.slice(comment.start, comment.end));
    if (!match) continue;
    const word = match[1] ?? '';
    const rest = match[2] ?? '';
    const restAt = comment.start + match.index + match[0].length - rest.length;
    const start = comment.start + match.index;
    const known = WORDS.find((entry) => entry === word);
    if (known === undefined) {
      const at = source.text.indexOf('kamailio-lint-', start);
      misspellings.push({ word, source, start: at, end: at + 'kamailio-lint-'.length + word.length });
      continue;
    }
    const codes: NamedCode[] = [];
    const list = /^(.*?)(?:\s--(?:\s|$)|\*+\/|$)/.exec(rest)?.[1] ?? '';
    for (const { 0: code, index } of list.matchAll(CODE)) {
      codes.push({ code, source, start: restAt + index, end: restAt + index + code.length, isUsed: false });
    }
    suppressions.push({
      word: known,
      codes,
      codesEnd: codes.at(-1)?.end ?? restAt,
      lines: linesOf(known, source, comment, comments),
      comment,
      source,
      start,
      end: comment.end,
      isUsed: false,
    });
  }
  return { suppressions, misspellings };
}

function linesOf(word: Word, source: SourceText, comment: Comment, comments: readonly Comment[]): [number, number] {
  const last = source.lineAt(Math.max(comment.start, comment.end - 1));
  if (word !== 'disable-next-line') return [source.lineAt(comment.start), last];
  let at = source.lineStart(last + 1);
  for (;;) {
    at += /^\s*/.exec(source.text.slice(at, at + LONGEST_BLANK))?.[0].length ?? 0;
    const inner = comments.find((other) => other.start <= at && at < other.end);
    if (!inner) break;
    at = inner.end;
  }
  const line = source.lineAt(at);
  return [line, line];
}

/** Nobody leaves more blanks between a comment and the line it speaks of. */
const LONGEST_BLANK = 1000;

// Which findings they keep

/** Whether the finding is not to be reported; marks what keeps it. */
function isSuppressed(finding: Finding, suppressions: readonly Suppression[]): boolean {
  const { source, start, end } = finding.range;
  const edges = [source.lineAt(start), source.lineAt(Math.max(start, end - 1))];
  const ofLines = suppressions.find(
    (one) => isOfLines(one) && speaksOf(one, finding.code) && edges.some((line) => isBetween(line, one.lines)),
  );
  const before = suppressions.findLast(
    (one) => !isOfLines(one) && one.comment.start <= start && speaksOf(one, finding.code),
  );
  const found = ofLines ?? (before?.word === 'disable' ? before : undefined);
  if (!found) return false;
  markUsed(found, finding.code);
  return true;
}

function markUsed(suppression: Suppression, code: string): void {
  suppression.isUsed = true;
  for (const named of suppression.codes) if (named.code === code) named.isUsed = true;
}

function isOfLines({ word }: Suppression): boolean {
  return word === 'disable-line' || word === 'disable-next-line';
}

function speaksOf({ codes }: Suppression, code: string): boolean {
  // A comment about everything would else keep that it is of no use.
  if (codes.length === 0) return code !== unusedSuppression.code;
  return codes.some((named) => named.code === code);
}

function isBetween(line: number, [first, last]: readonly [number, number]): boolean {
  return first <= line && line <= last;
}

/** An end is needed where a beginning stands before it, whether that keeps something or not. */
function markNeededEnds(suppressions: readonly Suppression[]): void {
  const open = new Set<string>();
  let isAllOpen = false;
  for (const one of suppressions) {
    if (one.word === 'disable') {
      if (one.codes.length === 0) isAllOpen = true;
      for (const { code } of one.codes) open.add(code);
    } else if (one.word === 'enable') {
      if (one.codes.length === 0) {
        one.isUsed = isAllOpen || open.size > 0;
        isAllOpen = false;
        open.clear();
      }
      for (const named of one.codes) {
        if (!isAllOpen && !open.has(named.code)) continue;
        markUsed(one, named.code);
        open.delete(named.code);
      }
    }
  }
}

// Those that keep nothing

function reportUnused(suppression: Suppression, lookedFor: LookedFor): Finding[] {
  const { word, codes, source, start, codesEnd } = suppression;
  const whole = { source, start, end: codesEnd };
  const nothing = word === 'enable' ? 'nothing is disabled before this' : 'there is nothing to suppress here';
  if (codes.length === 0) return suppression.isUsed ? [] : [report(whole, nothing, removal(suppression))];
  const found: Finding[] = [];
  for (const named of codes) {
    const { code, isUsed } = named;
    const range = { source, start: named.start, end: named.end };
    const rest = codes.filter((other) => other !== named);
    if (!lookedFor.codes.has(code)) {
      const likely = suggest(code, lookedFor.codes);
      const message = `there are no findings '${code}' here${likely === undefined ? '' : `; did you mean '${likely}'?`}`;
      found.push(report(range, message, likely === undefined ? removal(suppression, rest) : { replacement: likely }));
    } else if (!isUsed && lookedFor.ran.has(code)) {
      const message =
        word === 'enable' ? `'${code}' is not disabled before this` : `there is no '${code}' to suppress here`;
      found.push(report(range, message, removal(suppression, rest)));
    }
  }
  return found;
}

function report(range: SourceRange, message: string, mending: Pick<Finding, 'fix' | 'replacement'>): Finding {
  return { code: unusedSuppression.code, severity: unusedSuppression.severity, message, range, ...mending };
}

/** Leaves these codes only; without any the comment goes, with its line where it stands alone. */
function removal(suppression: Suppression, left: readonly NamedCode[] = []): Pick<Finding, 'fix'> {
  const { source, codes, codesEnd, comment, start } = suppression;
  const edit =
    left.length > 0
      ? {
          range: { source, start: codes[0]?.start ?? codesEnd, end: codesEnd },
          newText: left.map(({ code }) => code).join(', '),
        }
      : { range: rangeOfComment(source, start === comment.start ? comment : { start, end: comment.end }), newText: '' };
  // Another version or other defines may still need it.
  return { fix: { title: left.length > 0 ? 'Remove this code' : 'Remove the comment', edits: [edit], isSafe: false } };
}

function rangeOfComment(source: SourceText, { start, end }: Comment): SourceRange {
  const { text } = source;
  let from = start;
  while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--;
  const behind = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end, source.lineStart(source.lineAt(end) + 1)));
  if (!behind) return { source, start, end };
  const isAlone = from === 0 || text[from - 1] === '\n';
  return isAlone ? { source, start: from, end: end + behind[0].length } : { source, start: from, end };
}
