import type { SourceText } from './source-text.ts';

/** Preprocessor directives by their canonical name; aliases of the lexer (`def`, `trydef` …) are folded. */
export type DirectiveKind =
  | 'define'
  | 'trydefine'
  | 'redefine'
  | 'undefine'
  | 'tryundefine'
  | 'defexp'
  | 'defexps'
  | 'defenv'
  | 'defenvs'
  | 'trydefenv'
  | 'trydefenvs'
  | 'ifdef'
  | 'ifndef'
  | 'ifexp'
  | 'else'
  | 'endif'
  | 'include_file'
  | 'import_file'
  | 'compatibility';

/** A word of a directive with its place. */
export interface DirectiveWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A define's value: its text with line continuations taken out, and where each piece of it stands in the file. */
export interface DirectiveValue {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly { readonly at: number; readonly offset: number }[];
}

export interface Directive {
  readonly kind: DirectiveKind;
  readonly source: SourceText;
  /** From the `#!` to the end of what the directive takes, its line end excluded. */
  readonly start: number;
  readonly end: number;
  /** Where reading goes on. */
  readonly next: number;
  readonly keyword: DirectiveWord;
  /** The defined or tested name; the quoted file name of an include; the expression of `#!ifexp`. */
  readonly argument: DirectiveWord | undefined;
  readonly value: DirectiveValue | undefined;
  /** Text that Kamailio reads over, such as a comment after the name of `#!ifdef`. */
  readonly ignored: DirectiveWord | undefined;
}

const ALIASES: Readonly<Record<string, DirectiveKind>> = {
  def: 'define',
  trydef: 'trydefine',
  redef: 'redefine',
  undef: 'undefine',
  tryundef: 'tryundefine',
};

// cfg.lex of Kamailio 6.1: the conditionals and the define family need a blank behind the keyword, `else` and `endif`
// a line end behind optional blanks; what does not fit is a comment to Kamailio.
const DIRECTIVE =
  /(?:#!|!!)(?:(define|def|trydefine|trydef|redefine|redef|undefine|undef|tryundefine|tryundef|defexps|defexp|ifdef|ifndef|ifexp)[ \t\b\r]+|(else|endif)[ \t\b\r]*\n|(defenvs|defenv|trydefenvs|trydefenv|include_file|import_file))/y;
const COMPATIBILITY = /(?:#|\/\/)!(?:SER|KAMAILIO|OPENSER|MAXCOMPAT|ALL)\n/y;
const CONDITIONAL = /(?:#!|!!)(?:(?:ifdef|ifndef|ifexp)[ \t\b\r]+|(?:else|endif)[ \t\b\r]*\n)/g;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const BLANKS = /[ \t\b\r]*/y;
const BLANK_LINES_AND_QUOTE = /[ \t\r\n]+"/y;
/** What stands before a name on its line and is read over: the lexer echoes what it does not know. */
const JUNK = /[^A-Za-z_\n]*/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The position of the next conditional directive at or after `from`, as Kamailio finds it in skipped text; -1 if none. */
export function findConditional(text: string, from: number): number {
  CONDITIONAL.lastIndex = from;
  return CONDITIONAL.exec(text)?.index ?? -1;
}

/** Reads the directive that starts at `at`, or gives `undefined` where Kamailio sees none. */
export function readDirective(source: SourceText, at: number): Directive | undefined {
  const { text } = source;
  const compatibility = matchAt(COMPATIBILITY, text, at);
  if (compatibility) {
    const end = at + compatibility[0].length - 1;
    const start = text.indexOf('!', at) + 1;
    const keyword = { text: text.slice(start, end), start, end };
    const plain = { argument: undefined, value: undefined, ignored: undefined };
    return { kind: 'compatibility', source, start: at, end, next: end + 1, keyword, ...plain };
  }
  const match = matchAt(DIRECTIVE, text, at);
  if (!match) return undefined;
  const image = match[1] ?? match[2] ?? match[3] ?? '';
  const keyword = { text: image, start: at + 2, end: at + 2 + image.length };
  const kind = ALIASES[image] ?? (image as DirectiveKind);
  return readArguments(source, kind, at, keyword, at + match[0].length);
}

/** Reads an `include_file` or `import_file` written without `#!`, whose keyword the scanner has found. */
export function readPlainInclude(source: SourceText, start: number, end: number): Directive {
  const image = source.text.slice(start, end);
  return readArguments(source, image as DirectiveKind, start, { text: image, start, end }, end);
}

function readArguments(
  source: SourceText,
  kind: DirectiveKind,
  start: number,
  keyword: DirectiveWord,
  after: number,
): Directive {
  const { text } = source;
  const base = { kind, source, start, keyword };
  const nothing = { argument: undefined, value: undefined, ignored: undefined };
  switch (kind) {
    case 'else':
    case 'endif':
      return { ...base, ...nothing, end: keyword.end, next: after };
    case 'include_file':
    case 'import_file':
    case 'defenv':
    case 'defenvs':
    case 'trydefenv':
    case 'trydefenvs': {
      let at = after;
      while (text[at] === ' ' || text[at] === '\t') at++;
      // Kamailio reads over line ends in search of the name; half-typed directives are better off without.
      const quoted = matchAt(BLANK_LINES_AND_QUOTE, text, at);
      if (quoted) at += quoted[0].length - 1;
      let end = at;
      while (end < text.length && !/[ \t\r\n]/.test(text[end]!)) end++;
      const argument = end > at ? { text: text.slice(at, end), start: at, end } : undefined;
      return { ...base, ...nothing, argument, end: Math.max(end, keyword.end), next: Math.max(end, after) };
    }
    case 'ifexp': {
      const end = lineEnd(text, after);
      const argument = trimmedWord(text, after, end);
      return { ...base, ...nothing, argument, end: argument?.end ?? keyword.end, next: Math.min(end + 1, text.length) };
    }
    case 'ifdef':
    case 'ifndef':
    case 'undefine':
    case 'tryundefine': {
      const end = lineEnd(text, after);
      const argument = readName(text, after);
      if (!argument) {
        const ignored = trimmedWord(text, after, end);
        return { ...base, ...nothing, ignored, end: ignored?.end ?? keyword.end, next: Math.min(end + 1, text.length) };
      }
      const ignored = trimmedWord(text, argument.end, end);
      const last = ignored?.end ?? argument.end;
      return { ...base, argument, value: undefined, ignored, end: last, next: Math.min(end + 1, text.length) };
    }
    default:
      return readDefine(source, base, after);
  }
}

function readDefine(
  source: SourceText,
  base: Pick<Directive, 'kind' | 'source' | 'start' | 'keyword'>,
  after: number,
): Directive {
  const { text } = source;
  const argument = readName(text, after);
  if (!argument) {
    const end = lineEnd(text, after);
    const ignored = trimmedWord(text, after, end);
    const rest = { argument: undefined, value: undefined, ignored };
    return { ...base, ...rest, end: ignored?.end ?? base.keyword.end, next: Math.min(end + 1, text.length) };
  }
  let at = argument.end + (matchAt(BLANKS, text, argument.end)?.[0].length ?? 0);
  const start = at;
  const pieces: { at: number; offset: number }[] = [];
  let value = '';
  let end = at;
  for (;;) {
    const stop = lineEnd(text, at);
    const isCrlf = text[stop - 1] === '\r';
    const content = isCrlf ? stop - 1 : stop;
    // The value's first character is taken as it is: a backslash there does not continue the line.
    const continues = text[content - 1] === '\\' && content - 1 > start && stop < text.length;
    pieces.push({ at: value.length, offset: at });
    end = continues ? content - 1 : content;
    value += text.slice(at, end);
    at = Math.min(stop + 1, text.length);
    if (!continues) break;
  }
  const read = value === '' ? undefined : { text: value, start, end, pieces };
  return { ...base, argument, value: read, ignored: undefined, end: read ? end : argument.end, next: at };
}

/** The first name on a line. */
function readName(text: string, from: number): DirectiveWord | undefined {
  const start = from + (matchAt(JUNK, text, from)?.[0].length ?? 0);
  const name = matchAt(NAME, text, start);
  return name ? { text: name[0], start, end: start + name[0].length } : undefined;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function trimmedWord(text: string, from: number, to: number): DirectiveWord | undefined {
  let start = from;
  let end = to;
  while (start < end && /[ \t\b\r]/.test(text[start]!)) start++;
  while (end > start && /[ \t\b\r]/.test(text[end - 1]!)) end--;
  return end > start ? { text: text.slice(start, end), start, end } : undefined;
}

/** The place in the file of a place in a define's value. */
export function offsetInValue(value: DirectiveValue, at: number): number {
  let found = value.pieces[0] ?? { at: 0, offset: value.start };
  for (const piece of value.pieces) {
    if (piece.at > at) break;
    found = piece;
  }
  return found.offset + (at - found.at);
}
