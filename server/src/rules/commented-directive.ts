import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { segmentsOf } from '../semantic/program.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import type { Rule, RuleFinding } from './rule.ts';

export const commentedDirective: Rule = {
  code: 'commented-directive',
  severity: 'warning',
  category: 'preprocessor',
  summary: 'A comment has the form of a directive, and Kamailio reads over it.',
  advice: "Write '#!' and the directive without a blank between, and nothing behind '#!else' and '#!endif'.",
  documentation: {
    why:
      'A directive begins with `#!`. `#ifdef` is a comment, so what stands below it is always there. So are `#! ifdef`, ' +
      'a misspelt directive, and `#!endif` with more text on its line.',
    wrong: `request_route {
#ifdef WITH_DEBUG
  setflag(1);
#endif
  exit;
}
`,
    right: `request_route {
#!ifdef WITH_DEBUG
  setflag(1);
#!endif
  exit;
}
`,
  },
  check(analysis, report) {
    for (const source of analysis.program.files) {
      const written = readComments(analysis, source);
      for (const comment of written) {
        const finding = comment.isMarked ? checkMarked(analysis, comment) : undefined;
        if (finding) report(finding);
      }
      for (const finding of checkConditions(analysis, source, written)) report(finding);
    }
  },
};

/** A comment that begins as a directive might. */
interface WrittenComment {
  readonly range: SourceRange;
  /** Whether it begins with `#!` and a word right behind. */
  readonly isMarked: boolean;
  /** Whether it stands in text that a condition skips: what is no directive there leaves the condition open. */
  readonly isSkipped: boolean;
  readonly word: string;
  readonly rest: string;
}

const FORM = /^#([ \t]*!?[ \t]*)([A-Za-z_]+)(?![\w-])(.*)$/;

function readComments({ program }: Analysis, source: SourceText): WrittenComment[] {
  const found: WrittenComment[] = [];
  const read = (comments: readonly { start: number; end: number }[], isSkipped: boolean): void => {
    for (const { start, end } of comments) {
      const text = source.text.slice(start, end).replace(/\r?\n?$/, '');
      const match = FORM.exec(text);
      if (!match) continue;
      const [, sign = '', word = '', rest = ''] = match;
      const range = { source, start, end: start + text.trimEnd().length };
      found.push({ range, isMarked: sign === '!', isSkipped, word, rest: rest.trim() });
    }
  };
  read(program.commentsOf(source), false);
  for (const region of program.preprocessed.inactive) {
    if (region.source !== source) continue;
    for (const { comments } of segmentsOf(region)) read(comments, true);
  }
  return found.sort((a, b) => a.range.start - b.range.start);
}

/** Directives that say nothing without a name behind them. */
const NAMED = /^(?:ifn?def|ifexp|(?:try|re)?def(?:ine|env|envs|exp|exps)?|trydefenvs?)$/;
/** What other preprocessors say. */
const FOREIGN: Readonly<Record<string, string>> = {
  if: 'ifexp',
  elif: 'else',
  elsif: 'else',
  elseif: 'else',
  elseifdef: 'else',
  include: 'include_file',
  import: 'import_file',
  end: 'endif',
  fi: 'endif',
};

function checkMarked({ catalog }: Analysis, { range, word, rest }: WrittenComment): RuleFinding | undefined {
  const known = catalog.core.directives.flatMap(({ name, aliases }) => [name, ...aliases.map((alias) => alias.name)]);
  if (word === 'else' || word === 'endif') {
    if (rest === '') return undefined;
    const message = `Kamailio takes this for a comment: nothing may follow '#!${word}' on its line`;
    const edits = [{ range, newText: `#!${word}` }];
    return { range, message, fix: { title: `Leave only '#!${word}'`, edits, isSafe: false } };
  }
  if (known.includes(word)) {
    if (!NAMED.test(word) || rest !== '') return undefined;
    return { range, message: `Kamailio takes this for a comment: a name is missing behind '#!${word}'` };
  }
  const meant = FOREIGN[word.toLowerCase()] ?? suggest(word, known);
  if (meant === undefined || word.length < 2 || /^[A-Z]/.test(meant)) return undefined;
  const at = { ...range, end: range.start + 2 + word.length };
  return {
    range: at,
    message: `Kamailio takes this for a comment: there is no '#!${word}'; did you mean '#!${meant}'?`,
    ...(word.toLowerCase() === meant || FOREIGN[word] === undefined ? { replacement: `#!${meant}` } : {}),
  };
}

/** Conditions without their mark: those that enclose text, and ends that a real condition waits for. */
function* checkConditions(
  analysis: Analysis,
  source: SourceText,
  written: readonly WrittenComment[],
): Iterable<RuleFinding> {
  const { program } = analysis;
  const waiting = program.preprocessed.conditionals.filter(({ open, close }) => !close && open.source === source);
  const open: WrittenComment[] = [];
  for (const comment of written) {
    const { word, rest, isMarked, isSkipped, range } = comment;
    if (isMarked) continue;
    if ((word === 'ifdef' || word === 'ifndef') && /^[A-Za-z_]\w*$/.test(rest)) open.push(comment);
    else if (word === 'endif' && /^(?:[A-Za-z_]\w*)?$/.test(rest)) {
      const opener = open.pop();
      if (opener) {
        const isWithout = isSkipped || isAllComment(analysis, source, opener.range.end, range.start);
        if (!isWithout) yield describePair(opener, comment);
      } else if (waiting.some((conditional) => conditional.open.start < range.start)) {
        const message = "without its '!' this is a comment, and the condition above is not closed";
        const edits = [{ range, newText: '#!endif' }];
        yield { range, message, fix: { title: "Write '#!endif'", edits, isSafe: false } };
      }
    }
  }
  // One that is closed by a real directive, which is then one too many.
  const isEndStray = program.findings.some(
    ({ code, range }) => code === 'unbalanced-conditional' && range.source === source,
  );
  const [left] = open;
  if (left && isEndStray && waiting.length === 0) {
    const message = `without its '!' this is a comment, and the '#!endif' below is one too many`;
    yield { range: left.range, message };
  }
}

function describePair(opener: WrittenComment, closer: WrittenComment): RuleFinding {
  const related = [{ range: closer.range, message: 'the end of it, a comment, too' }];
  const edits = [
    { range: opener.range, newText: `#!${opener.word} ${opener.rest}` },
    { range: closer.range, newText: '#!endif' },
  ];
  return {
    range: opener.range,
    message: `without its '!' this is a comment: what stands below does not depend on '${opener.rest}'`,
    related,
    fix: { title: "Put '!' into the directives", edits, isSafe: false },
  };
}

/** Whether there is nothing but comments between two places: then somebody switched all of it off. */
function isAllComment({ program }: Analysis, source: SourceText, from: number, to: number): boolean {
  let at = from;
  for (const { start, end } of program.commentsOf(source)) {
    if (end <= from) continue;
    if (start >= to) break;
    if (source.text.slice(at, start).trim() !== '') return false;
    at = end;
  }
  return source.text.slice(at, to).trim() === '';
}
