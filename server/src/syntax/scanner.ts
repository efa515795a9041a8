import type { TokenType } from 'chevrotain';
import { readDirective, readPlainInclude, type Directive } from './directive.ts';
import type { SourceText } from './source-text.ts';
import { Token } from './token.ts';
import * as t from './token-types.ts';

/** How `$` is read: set by the first lines `#!KAMAILIO`, `#!SER` or `#!ALL`; without any, `ALL` holds. */
export type Compatibility = 'KAMAILIO' | 'SER' | 'ALL';

/** How the first lines `#!KAMAILIO`, `#!SER` and their kin make `$` be read. */
export function compatibilityOf(word: string): Compatibility {
  if (word === 'SER') return 'SER';
  return word === 'KAMAILIO' || word === 'OPENSER' ? 'KAMAILIO' : 'ALL';
}

export interface Comment {
  readonly start: number;
  readonly end: number;
}

export type LexicalFault =
  'unterminated-string' | 'unterminated-comment' | 'unterminated-pseudo-variable' | 'stray-character';

export interface LexicalProblem {
  readonly fault: LexicalFault;
  readonly start: number;
  readonly end: number;
}

/** Tokens up to the next directive, the end of the text, or a given place. */
export interface Segment {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  readonly problems: readonly LexicalProblem[];
  readonly directive: Directive | undefined;
  /** Where scanning stopped: the directive's start, or the end. */
  readonly end: number;
  /** Whether a string runs over a line end: the place to look at when what follows makes no sense. */
  readonly hasLongString: boolean;
  /** Whether the segment ends in a line comment that no line end closes: in a macro it goes on behind the macro. */
  readonly endsInComment: boolean;
}

export interface ScanOptions {
  readonly compatibility: Compatibility;
  /** Scanning stops here as at the end of the text. */
  readonly until?: number;
  /** Ends a string at its line's end where the text behind it is sound only then. For recovery, never for a verdict. */
  readonly endRunawayStrings?: boolean;
  /** Directives are not looked for: the value of a define has none. */
  readonly withoutDirectives?: boolean;
}

const IPV6 =
  /(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|(?:[0-9a-fA-F]{1,4}:){1,7}(?::[0-9a-fA-F]{1,4}){1,7}|:(?::[0-9a-fA-F]{1,4}){1,7}|(?:[0-9a-fA-F]{1,4}:){1,7}:|::/y;
const IPV4 = /\d+\.\d+\.\d+\.\d+(?![A-Za-z0-9_]|::)/y;
const NUMBER = /^(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+|0[0-7]+|[01]+b)$/;
const ATTRIBUTE = /[%$](?:(?:fr|tr|fu|tu|fd|td|f|t|g)\.)?[A-Za-z_][A-Za-z0-9_]*/y;
const SELECT_PART = /(?:[A-Za-z_][A-Za-z0-9_]*|\.|\[(?:[ \t]*-?[0-9]+[ \t]*|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')?\])/y;
const EVENT_HEADER = /^[^[\]{}]*\[[^\]{}]*\]/;
/** Far above real use: what is longer is no header, but text that lacks a bracket. */
const LONGEST_EVENT_HEADER = 2000;
const EVENT_NAME = /[a-zA-Z][0-9a-zA-Z-]*(?::[a-zA-Z][0-9a-zA-Z_-]*)+/y;
const SUBST = /(?:#!|!!)(?:substdefs|substdef|subst)/y;

const OPERATORS: Readonly<Record<string, TokenType>> = {
  '==': t.BinaryOperator,
  '=~': t.BinaryOperator,
  '!=': t.BinaryOperator,
  '<=': t.BinaryOperator,
  '>=': t.BinaryOperator,
  '<<': t.BinaryOperator,
  '>>': t.BinaryOperator,
  '&&': t.BinaryOperator,
  '||': t.BinaryOperator,
  '+=': t.AddAssign,
  '=': t.Assign,
  '<': t.BinaryOperator,
  '>': t.BinaryOperator,
  '&': t.BinaryOperator,
  '|': t.BinaryOperator,
  '^': t.BinaryOperator,
  '+': t.BinaryOperator,
  '-': t.Minus,
  '*': t.Star,
  '/': t.Slash,
  '!': t.Not,
  '~': t.BinaryNot,
  ',': t.Comma,
  ';': t.Semicolon,
  ':': t.Colon,
  '.': t.Dot,
  '(': t.LeftParen,
  ')': t.RightParen,
  '[': t.LeftBracket,
  ']': t.RightBracket,
  '{': t.LeftBrace,
  '}': t.RightBrace,
};

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}
function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
function isHexWord(text: string, start: number, end: number): boolean {
  if (end - start > 4) return false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!(isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70))) return false;
  }
  return true;
}
function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13 || code === 8;
}

const COMMENT_MARK = /\/\*|\*\//g;
/** Where the comments in comments that never end do end, by the place where the scanned text ends. */
const unclosedComments = new WeakMap<SourceText, Map<number, Map<number, number>>>();

/** Reads tokens from `from` on, as `cfg.lex` does in its initial state; never throws, and stops at a directive. */
export function scanSegment(source: SourceText, from: number, options: ScanOptions): Segment {
  return new Scanner(source, options).scan(from);
}

class Scanner {
  readonly #source: SourceText;
  readonly #text: string;
  readonly #until: number;
  readonly #options: ScanOptions;
  readonly #tokens: Token[] = [];
  readonly #comments: Comment[] = [];
  readonly #problems: LexicalProblem[] = [];
  #hasLongString = false;
  #endsInComment = false;

  constructor(source: SourceText, options: ScanOptions) {
    this.#source = source;
    this.#options = options;
    this.#until = Math.min(options.until ?? source.text.length, source.text.length);
    this.#text = this.#until === source.text.length ? source.text : source.text.slice(0, this.#until);
  }

  scan(from: number): Segment {
    const text = this.#text;
    const withDirectives = this.#options.withoutDirectives !== true;
    let at = from;
    let directive: Directive | undefined;
    while (at < this.#until) {
      const code = text.charCodeAt(at);
      if (isBlank(code)) {
        at++;
      } else if (isWordStart(code) || isDigit(code)) {
        const end = this.#wordEnd(at);
        const image = text.slice(at, end);
        if (withDirectives && (image === 'include_file' || image === 'import_file')) {
          directive = readPlainInclude(this.#source, at, end);
          break;
        }
        at = this.#word(at, end, image);
      } else if (code === 34) {
        at = this.#doubleQuoted(at);
      } else if (code === 39) {
        at = this.#singleQuoted(at);
      } else if (code === 36) {
        at = this.#dollar(at);
      } else if (code === 35 || code === 33 || code === 47) {
        if (withDirectives && (code !== 47 || text.charCodeAt(at + 1) === 47)) {
          directive = readDirective(this.#source, at);
          if (directive) break;
        }
        at = this.#commentOrOperator(at, code);
      } else if (code === 64) {
        at = this.#select(at);
      } else if (code === 37) {
        at = this.#attribute(at);
      } else {
        at = this.#punctuation(at);
      }
    }
    return {
      tokens: this.#tokens,
      comments: this.#comments,
      problems: this.#problems,
      directive,
      end: directive ? directive.start : this.#until,
      hasLongString: this.#hasLongString,
      endsInComment: this.#endsInComment,
    };
  }

  #add(type: TokenType, start: number, end: number): number {
    this.#tokens.push(new Token(type, this.#text.slice(start, end), this.#source, start, end));
    return end;
  }

  #fault(fault: LexicalFault, start: number, end: number): void {
    this.#problems.push({ fault, start, end });
  }

  #wordEnd(at: number): number {
    let end = at + 1;
    for (;;) {
      const code = this.#text.charCodeAt(end);
      if (!isWordStart(code) && !isDigit(code)) return end;
      end++;
    }
  }

  #word(at: number, end: number, image: string): number {
    const text = this.#text;
    if (text.charCodeAt(end) === 58 && isHexWord(text, at, end)) {
      IPV6.lastIndex = at;
      const match = IPV6.exec(text);
      if (match) return this.#add(t.IPv6, at, at + match[0].length);
    }
    if (isDigit(image.charCodeAt(0))) {
      if (text.charCodeAt(end) === 46) {
        IPV4.lastIndex = at;
        const match = IPV4.exec(text);
        if (match) return this.#add(t.IPv4, at, at + match[0].length);
      }
      return this.#add(NUMBER.test(image) ? t.NumberLiteral : t.NumWord, at, end);
    }
    if (image === 'uri' && (text.startsWith(':host', end) || text.startsWith(':port', end))) {
      return this.#add(t.Word, at, end + 5);
    }
    if (image === 'msg' && text.startsWith(':len', end)) return this.#add(t.MessageOperand, at, end + 4);
    const type = t.wordType(image);
    this.#add(type, at, end);
    return type === t.EventRoute ? this.#eventHeader(end) : end;
  }

  /**
   * From `event_route` to the next closing bracket the lexer knows only brackets and names of events; all else is read
   * over, comments too, but not the brackets in them. What cannot be meant as a header is left to be read as usual.
   */
  #eventHeader(start: number): number {
    const text = this.#text;
    const header = EVENT_HEADER.exec(text.slice(start, start + LONGEST_EVENT_HEADER));
    if (!header) return start;
    const close = start + header[0].length - 1;
    let stray = start;
    let commentEnd = start;
    const endStray = (at: number): void => {
      if (stray < at) this.#fault('stray-character', stray, at);
    };
    for (let at = start; at <= close;) {
      const code = text.charCodeAt(at);
      EVENT_NAME.lastIndex = at;
      const name = EVENT_NAME.exec(text)?.[0];
      const isName = name !== undefined && at + name.length <= close;
      const isComment = at < commentEnd || code === 35 || (code === 47 && /^\/[/*]/.test(text.slice(at, at + 2)));
      const length = isName ? name.length : 1;
      if (isName || code === 91 || code === 93 || isBlank(code) || isComment) {
        endStray(at);
        stray = at + length;
      }
      if (isName) this.#add(t.EventName, at, at + length);
      else if (code === 91) this.#add(t.LeftBracket, at, at + 1);
      else if (code === 93) this.#add(t.RightBracket, at, at + 1);
      else if (isComment && at >= commentEnd) commentEnd = this.#commentEnd(at);
      at += length;
    }
    return close + 1;
  }

  #commentEnd(at: number): number {
    const isBlock = this.#text.startsWith('/*', at);
    const end = this.#text.indexOf(isBlock ? '*/' : '\n', at + 1);
    return end < 0 ? this.#text.length : end + (isBlock ? 2 : 0);
  }

  #doubleQuoted(start: number): number {
    const text = this.#text;
    let at = start;
    for (;;) {
      const open = at;
      let end = open + 1;
      while (end < this.#until && text.charCodeAt(end) !== 34) end += text.charCodeAt(end) === 92 ? 2 : 1;
      if (end >= this.#until) return this.#runaway(start, open);
      if (text.indexOf('\n', open) < end && text.includes('\n', open)) {
        this.#hasLongString = true;
        if (this.#options.endRunawayStrings === true && this.#looksRunaway(end)) return this.#runaway(start, open);
      }
      at = end + 1;
      let next = at;
      while (isBlank(text.charCodeAt(next))) next++;
      if (text.charCodeAt(next) !== 34) return this.#add(t.StringLiteral, start, at);
      at = next;
    }
  }

  #singleQuoted(start: number): number {
    const text = this.#text;
    const end = text.indexOf("'", start + 1);
    if (end < 0 || end >= this.#until) return this.#runaway(start, start);
    const line = text.indexOf('\n', start);
    if (line >= 0 && line < end) {
      this.#hasLongString = true;
      if (this.#options.endRunawayStrings === true && this.#looksRunaway(end)) return this.#runaway(start, start);
    }
    return this.#add(t.StringLiteral, start, end + 1);
  }

  /** Ends a string that nothing closes at its line's end. */
  #runaway(start: number, open: number): number {
    const line = this.#text.indexOf('\n', open);
    let end = line < 0 ? this.#until : Math.min(line, this.#until);
    while (end > open + 1 && isBlank(this.#text.charCodeAt(end - 1))) end--;
    // What ends a call or a statement is hardly part of it: with it, the statements behind stay whole.
    end -= /[)\]]*[ \t]*[;{]?$/.exec(this.#text.slice(open + 1, end))?.[0].length ?? 0;
    this.#fault('unterminated-string', open, end);
    return this.#add(t.StringLiteral, start, end);
  }

  /**
   * Whether the line on which a long string closes is sound on its own. A string that was meant to be long leaves that
   * line with a quote too many; a string that ran away borrowed the opening quote of the next one.
   */
  #looksRunaway(close: number): boolean {
    const text = this.#text;
    const start = text.lastIndexOf('\n', close) + 1;
    const stop = text.indexOf('\n', close);
    const end = stop < 0 ? this.#until : stop;
    let quote = 0;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      if (quote === 0) {
        if (code === 34 || code === 39) quote = code;
        else if (code === 35) break;
      } else if (code === 92 && quote === 34) at++;
      else if (code === quote) quote = 0;
    }
    return quote === 0;
  }

  #dollar(at: number): number {
    const text = this.#text;
    const { compatibility } = this.#options;
    if (text.startsWith('$retcode', at)) return this.#add(t.PseudoVariable, at, at + 8);
    if (text.startsWith('$?', at)) return this.#add(t.PseudoVariable, at, at + 2);
    if (text.startsWith('$rc', at)) return this.#add(t.PseudoVariable, at, at + 3);
    if (compatibility === 'SER') return this.#attribute(at);
    const next = text.charCodeAt(at + 1);
    if (next === 40) return this.#parenthesised(at, at + 1);
    if (!isWordStart(next)) return this.#add(t.PseudoVariable, at, at + 1);
    const end = this.#wordEnd(at + 1);
    if (text.charCodeAt(end) === 40) return this.#parenthesised(at, end);
    if (compatibility === 'ALL' && (text.charCodeAt(end) === 91 || /^\$(?:[ft][rud]?|g)$/.test(text.slice(at, end)))) {
      if (text.charCodeAt(end) === 91 || text.charCodeAt(end) === 46) return this.#attribute(at);
    }
    return this.#add(t.PseudoVariable, at, end);
  }

  #parenthesised(start: number, open: number): number {
    const text = this.#text;
    let depth = 0;
    for (let at = open; at < this.#until; at++) {
      const code = text.charCodeAt(at);
      if (code === 40) depth++;
      else if (code === 41 && --depth === 0) return this.#add(t.PseudoVariable, start, at + 1);
      else if (code === 10) break;
    }
    const line = text.indexOf('\n', open);
    const stop = line < 0 ? this.#until : Math.min(line, this.#until);
    // A half-typed variable must not swallow the statement's end.
    const semicolon = text.slice(open, stop).search(/[;{}][ \t\r]*$/);
    let end = semicolon < 0 ? stop : open + semicolon;
    while (end > open + 1 && isBlank(text.charCodeAt(end - 1))) end--;
    this.#fault('unterminated-pseudo-variable', start, end);
    return this.#add(t.PseudoVariable, start, end);
  }

  #attribute(at: number): number {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(this.#text);
    if (match) return this.#add(t.Attribute, at, at + match[0].length);
    this.#fault('stray-character', at, at + 1);
    return at + 1;
  }

  #select(at: number): number {
    let end = at + 1;
    for (;;) {
      SELECT_PART.lastIndex = end;
      const match = SELECT_PART.exec(this.#text);
      if (!match) return this.#add(t.Select, at, end);
      end += match[0].length;
    }
  }

  #commentOrOperator(at: number, code: number): number {
    const text = this.#text;
    if (code === 35 || (code === 47 && text.charCodeAt(at + 1) === 47)) {
      if (code === 35 && this.#options.withoutDirectives !== true) {
        const subst = this.#substDirective(at);
        if (subst > at) return subst;
      }
      const line = text.indexOf('\n', at);
      const end = line < 0 ? this.#until : line;
      this.#comments.push({ start: at, end: text.charCodeAt(end - 1) === 13 ? end - 1 : end });
      if (line < 0) this.#endsInComment = true;
      return end;
    }
    if (code === 47 && text.charCodeAt(at + 1) === 42) return this.#blockComment(at);
    if (code === 33) {
      const subst = this.#substDirective(at);
      if (subst > at) return subst;
    }
    return this.#punctuation(at);
  }

  /** `#!subst` and its kin are statements of the grammar, not directives of the lexer. */
  #substDirective(at: number): number {
    SUBST.lastIndex = at;
    const match = SUBST.exec(this.#text);
    return match ? this.#add(t.SubstDirective, at, at + match[0].length) : at;
  }

  #blockComment(start: number): number {
    const text = this.#text;
    const close = this.#commentClose(start);
    if (close >= 0) {
      this.#comments.push({ start, end: close });
      return close;
    }
    // Nothing closes it: Kamailio drops the rest of the file. Only its line is taken, so that the rest stays readable.
    const line = text.indexOf('\n', start);
    const end = line < 0 ? this.#until : Math.min(line, this.#until);
    this.#fault('unterminated-comment', start, end);
    this.#comments.push({ start, end });
    return end;
  }

  /**
   * Where a block comment ends; -1 if nowhere. What is learnt of the comments in one that never ends is kept, so that
   * many of them cost no more than one.
   */
  #commentClose(start: number): number {
    const text = this.#text;
    const known = unclosedComments.get(this.#source)?.get(this.#until)?.get(start);
    if (known !== undefined) return known;
    const open = [start];
    const closes: [number, number][] = [];
    COMMENT_MARK.lastIndex = start + 2;
    for (let match = COMMENT_MARK.exec(text); match; match = COMMENT_MARK.exec(text)) {
      if (match[0] === '/*') open.push(match.index);
      else {
        const opened = open.pop()!;
        if (open.length === 0) return COMMENT_MARK.lastIndex;
        closes.push([opened, COMMENT_MARK.lastIndex]);
      }
    }
    const byEnd = unclosedComments.get(this.#source) ?? new Map<number, Map<number, number>>();
    unclosedComments.set(this.#source, byEnd);
    const learnt = byEnd.get(this.#until) ?? new Map<number, number>();
    byEnd.set(this.#until, learnt);
    for (const [opened, close] of closes) learnt.set(opened, close);
    for (const opened of open) learnt.set(opened, -1);
    return -1;
  }

  #punctuation(at: number): number {
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (code === 58 && text.charCodeAt(at + 1) === 58) {
      IPV6.lastIndex = at;
      const match = IPV6.exec(text);
      if (match) return this.#add(t.IPv6, at, at + match[0].length);
    }
    if (code === 40 && (text.startsWith('(int)', at) || text.startsWith('(str)', at)))
      return this.#add(t.Cast, at, at + 5);
    const pair = at + 1 < text.length ? OPERATORS[text.slice(at, at + 2)] : undefined;
    if (pair) return this.#add(pair, at, at + 2);
    const single = OPERATORS[text[at]!];
    if (single) return this.#add(single, at, at + 1);
    if (code === 92 && (text.charCodeAt(at + 1) === 10 || text.startsWith('\r\n', at + 1))) return at + 1;
    if (code !== 0xfeff) {
      const end = at + (text.codePointAt(at)! > 0xffff ? 2 : 1);
      this.#fault('stray-character', at, end);
      return end;
    }
    return at + 1;
  }
}
