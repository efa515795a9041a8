import type { TokenType } from 'chevrotain';
import type { Directive } from '../syntax/directive.ts';
import { findConditional, offsetInValue, readDirective } from '../syntax/directive.ts';
import {
  compatibilityOf,
  scanSegment,
  type Comment,
  type Compatibility,
  type LexicalProblem,
  type Segment,
} from '../syntax/scanner.ts';
import { SourceText, type SourceRange } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';
import { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import { evaluateExpression, isTrue } from './define-expression.ts';
import { DefineTable, type GivenDefines } from './define-table.ts';
import { expandToken, tokensOfDefine, type Define, type DefineUse } from './define.ts';
import { readIncludeName } from './include-name.ts';
import { moduleName } from './module-name.ts';
import type { Finding, Severity } from './problem.ts';
import type { ProgramHost, ResolvedFile } from './program-host.ts';
import { readSubstitution, substitute, type Substitution } from './substitution.ts';

export interface PreprocessorOptions extends GivenDefines {
  /** Words that the lexer of that version returns as keywords: no define replaces them. */
  readonly isReserved: (word: string) => boolean;
  /** Whether that version's lexer knows a directive by this spelling. */
  readonly hasDirective: (spelling: string) => boolean;
  readonly endRunawayStrings: boolean;
}

/** An `include_file` or `import_file` that Kamailio acts on. */
export interface Inclusion {
  readonly directive: Directive;
  /** The path as written, escapes and substitutions applied. */
  readonly path: string | undefined;
  readonly pathRange: SourceRange | undefined;
  readonly resolved: ResolvedFile | undefined;
  readonly isImport: boolean;
}

/** Text of one file that a condition keeps from Kamailio. */
export interface InactiveRegion extends SourceRange {
  /** How many tokens of the program come before it. */
  readonly tokenIndex: number;
  readonly compatibility: Compatibility;
}

/** The source order of a conditional's directives, from `#!ifdef` to `#!endif`. */
export interface Conditional {
  readonly open: Directive;
  readonly branches: Directive[];
  close: Directive | undefined;
  /** The sides that Kamailio reads: 0 is what stands behind the opening directive, 1 behind the first `#!else` ... */
  readonly taken: number[];
  /** The side of another conditional, maybe in an including file, that it stands in. */
  readonly within: { readonly conditional: Conditional; readonly side: number } | undefined;
}

export interface Preprocessed {
  readonly tokens: readonly Token[];
  /** All files in the order they are first read; the root is the first. */
  readonly files: readonly SourceText[];
  readonly directives: readonly Directive[];
  readonly inclusions: readonly Inclusion[];
  readonly inactive: readonly InactiveRegion[];
  readonly conditionals: readonly Conditional[];
  readonly comments: ReadonlyMap<SourceText, readonly Comment[]>;
  readonly defines: ReadonlyMap<string, Define>;
  /** Every define that was ever in force, in order. */
  readonly definitions: readonly Define[];
  readonly uses: readonly DefineUse[];
  readonly findings: readonly Finding[];
  readonly hasLongString: boolean;
}

/** cfg.lex: `MAX_INCLUDE_DEPTH` and `MAX_INCLUDE_FNAME`. */
const DEEPEST_INCLUDE = 10;
const LONGEST_INCLUDE_NAME = 128;
/** Kamailio would expand for ever; nobody nests defines this deep. */
const DEEPEST_EXPANSION = 32;
/** Tokens brought by expansion beyond which it stops: a guard against defines that multiply each other. */
const MOST_EXPANDED_TOKENS = 250_000;

const segments = new WeakMap<SourceText, Map<string, Segment>>();

function segmentAt(source: SourceText, at: number, compatibility: Compatibility, endRunawayStrings: boolean): Segment {
  const known = segments.get(source) ?? new Map<string, Segment>();
  segments.set(source, known);
  const key = `${at} ${compatibility} ${endRunawayStrings ? 1 : 0}`;
  let segment = known.get(key);
  if (!segment) {
    segment = scanSegment(source, at, { compatibility, endRunawayStrings });
    known.set(key, segment);
  }
  return segment;
}

interface Frame {
  readonly source: SourceText;
  at: number;
}

interface Condition {
  isActive: boolean;
  readonly entry: Conditional;
}

/**
 * Reads a root file and all it includes into the tokens that Kamailio's parser would see. A file may include itself as
 * long as a condition ends that; where none does, it is read once more without.
 */
export function preprocess(root: SourceText, host: ProgramHost, options: PreprocessorOptions): Preprocessed {
  const first = new Preprocessor(root, host, options, false);
  const result = first.run();
  return first.hasEndlessCycle ? new Preprocessor(root, host, options, true).run() : result;
}

class Preprocessor {
  readonly #root: SourceText;
  readonly #host: ProgramHost;
  readonly #options: PreprocessorOptions;
  readonly #tokens: Token[] = [];
  readonly #files: SourceText[] = [];
  readonly #directives: Directive[] = [];
  readonly #inclusions: Inclusion[] = [];
  readonly #inactive: InactiveRegion[] = [];
  readonly #conditionals: Conditional[] = [];
  readonly #comments = new Map<SourceText, Comment[]>();
  readonly #defines: DefineTable;
  readonly #findings: Finding[] = [];
  readonly #substitutions: Substitution[] = [];
  readonly #frames: Frame[] = [];
  readonly #conditions: Condition[] = [];
  /** How many of the open conditions are on their inactive side. */
  #unmet = 0;
  readonly #strayEnds: Directive[] = [];
  #compatibility: Compatibility = 'ALL';
  #hasLongString = false;
  #openComment: Severity | undefined;
  #expandedTokens = 0;
  readonly #openDefines = new Set<Define>();
  #skippedFrom = -1;
  readonly #refusesCycles: boolean;
  #hasEndlessCycle = false;

  constructor(root: SourceText, host: ProgramHost, options: PreprocessorOptions, refusesCycles: boolean) {
    this.#root = root;
    this.#host = host;
    this.#options = options;
    this.#defines = new DefineTable(options, (finding) => this.#findings.push(finding));
    this.#refusesCycles = refusesCycles;
  }

  /** Whether reading was given up because a file goes on including itself. */
  get hasEndlessCycle(): boolean {
    return this.#hasEndlessCycle;
  }

  run(): Preprocessed {
    this.#enter(this.#root);
    for (let frame = this.#frames.at(-1); frame && !this.#hasEndlessCycle; frame = this.#frames.at(-1)) {
      if (this.#isSkipping()) this.#skip(frame);
      else this.#read(frame);
    }
    this.#reportBalance();
    return {
      tokens: this.#tokens,
      files: this.#files,
      directives: this.#directives,
      inclusions: this.#inclusions,
      inactive: this.#inactive,
      conditionals: this.#conditionals,
      comments: this.#comments,
      defines: this.#defines.inForce,
      definitions: this.#defines.definitions,
      uses: this.#defines.uses,
      findings: this.#findings,
      hasLongString: this.#hasLongString,
    };
  }

  /** Kamailio counts: as many `#!endif` too many as are missing elsewhere are no reason for it not to start. */
  #reportBalance(): void {
    const severity = this.#strayEnds.length === this.#conditions.length ? 'warning' : 'error';
    for (const directive of this.#strayEnds) {
      const message = "'#!endif' without an '#!ifdef' before it";
      this.#report('unbalanced-conditional', severity, message, directive);
    }
    for (const { entry } of this.#conditions) {
      const message = `'#!${entry.open.keyword.text}' is never closed: '#!endif' and a line end are missing`;
      this.#report('unbalanced-conditional', severity, message, entry.open);
    }
  }

  #report(
    code: string,
    severity: Severity,
    message: string,
    at: { source: SourceText; start: number; end: number },
  ): void {
    this.#findings.push({ code, severity, message, range: { source: at.source, start: at.start, end: at.end } });
  }

  #enter(source: SourceText): void {
    if (!this.#files.includes(source)) this.#files.push(source);
    this.#frames.push({ source, at: 0 });
  }

  #leave(): void {
    this.#frames.pop();
  }

  #isSkipping(): boolean {
    return this.#unmet > 0;
  }

  // Reading and skipping

  #read(frame: Frame): void {
    const segment = segmentAt(frame.source, frame.at, this.#compatibility, this.#options.endRunawayStrings);
    this.#hasLongString ||= segment.hasLongString;
    for (const problem of segment.problems) this.#reportLexical(frame.source, problem, segment);
    if (segment.comments.length > 0) {
      const known = this.#comments.get(frame.source) ?? [];
      if (known.length === 0 || known.at(-1)!.start < segment.comments[0]!.start) {
        for (const comment of segment.comments) known.push(comment);
      }
      this.#comments.set(frame.source, known);
    }
    this.#take(segment.tokens, frame.source);
    if (segment.directive) {
      frame.at = segment.directive.next;
      this.#directives.push(segment.directive);
      this.#obey(segment.directive);
    } else this.#leave();
  }

  #skip(frame: Frame): void {
    const { source } = frame;
    if (this.#skippedFrom < 0) this.#skippedFrom = frame.at;
    const start = findConditional(source.text, frame.at);
    const directive = start < 0 ? undefined : readDirective(source, start);
    if (!directive) {
      this.#endSkip(source, source.text.length);
      this.#leave();
      return;
    }
    frame.at = directive.next;
    this.#directives.push(directive);
    const before = this.#skippedFrom;
    this.#obey(directive);
    if (!this.#isSkipping()) {
      this.#skippedFrom = before;
      this.#endSkip(source, directive.start);
    } else if (directive.kind === 'else' && this.#conditions.at(-1)?.entry.branches.at(-1) === directive) {
      // Both sides are skipped: each is a region of its own, so that the directive between them is not dimmed away.
      this.#skippedFrom = before;
      this.#endSkip(source, directive.start);
      this.#skippedFrom = directive.next;
    }
  }

  #endSkip(source: SourceText, end: number): void {
    const start = this.#skippedFrom;
    this.#skippedFrom = -1;
    if (end > start && source.text.slice(start, end).trim() !== '') {
      this.#inactive.push({ source, start, end, tokenIndex: this.#tokens.length, compatibility: this.#compatibility });
    }
  }

  #reportLexical(source: SourceText, problem: LexicalProblem, segment: Segment): void {
    const at = { source, start: problem.start, end: problem.end };
    switch (problem.fault) {
      case 'unterminated-string':
        return this.#report('unterminated-string', 'error', 'this string is not closed', at);
      case 'unterminated-comment':
        return this.#report(
          'unterminated-comment',
          this.#severityOfOpenComment(segment, problem.start),
          "this comment is never closed: '*/' is missing (comments nest)",
          { ...at, end: at.start + 2 },
        );
      case 'unterminated-pseudo-variable':
        return this.#report(
          'unterminated-pseudo-variable',
          'error',
          "this pseudo-variable is not closed: ')' is missing on its line",
          at,
        );
      case 'stray-character':
        // What writes the file from a template knows such characters, and takes them away.
        if (isTemplate(source, at.start)) return;
        return this.#report(
          'stray-character',
          'warning',
          `Kamailio reads over '${source.text.slice(at.start, at.end)}'`,
          at,
        );
    }
  }

  /** Kamailio only logs such a comment, the first of them: what stands before may be a whole configuration. */
  #severityOfOpenComment(segment: Segment, place: number): Severity {
    if (this.#openComment === undefined) {
      const before = [...this.#tokens, ...segment.tokens.filter(({ start }) => start < place)];
      const count = (type: TokenType): number => before.filter(({ tokenType }) => tokenType === type).length;
      const isWhole = before.at(-1)?.tokenType === t.RightBrace && count(t.LeftBrace) === count(t.RightBrace);
      this.#openComment = isWhole ? 'warning' : 'error';
    }
    return this.#openComment;
  }

  // Tokens

  #take(tokens: readonly Token[], source: SourceText): void {
    let swallowUntil = -1;
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index]!;
      if (token.start < swallowUntil) continue;
      if (token.tokenType === t.Word) {
        const define = this.#defines.get(token.image);
        if (define && !this.#options.isReserved(token.image)) {
          this.#defines.uses.push({ name: token.image, range: token, kind: 'expansion', define });
          const inComment = this.#expand(define, token, 0);
          swallowUntil = inComment ? lineEnd(source.text, token.end) : this.#lengthenVariable(token);
          continue;
        }
      }
      if (token.tokenType === t.StringLiteral && this.#joins(token)) continue;
      this.#tokens.push(this.#substituted(token));
      if (token.tokenType === t.StringLiteral) this.#actOnString(tokens, index);
    }
  }

  /** Puts a define's value in the place of its use; tells whether the value ends in a line comment. */
  #expand(define: Define, use: Token, depth: number): boolean {
    if (define.isOpaque) {
      this.#tokens.push(
        new Token(t.Opaque, use.image, use.source, use.start, use.end, { name: define.name, definition: define.range }),
      );
      return false;
    }
    if (define.value === undefined || this.#expandedTokens > MOST_EXPANDED_TOKENS) return false;
    if (depth > DEEPEST_EXPANSION) {
      const message = `'${use.image}' is defined by itself: Kamailio would replace it for ever`;
      this.#report('define-recursion', 'error', message, use);
      return false;
    }
    const segment = tokensOfDefine(define, this.#compatibility);
    this.#expandedTokens += segment.tokens.length;
    if (this.#expandedTokens > MOST_EXPANDED_TOKENS) {
      const message = `the defines that '${use.image}' stands for multiply each other beyond reading`;
      this.#report('define-recursion', 'error', message, use);
      return false;
    }
    this.#reportOpenString(define, use, segment);
    let inComment = segment.endsInComment;
    let isBehindDefine = false;
    for (const token of segment.tokens) {
      const inner = token.tokenType === t.Word ? this.#defines.get(token.image) : undefined;
      if (inner && !this.#options.isReserved(token.image)) {
        const before = this.#findings.length;
        inComment = this.#expand(inner, use, depth + 1) || inComment;
        if (this.#findings.length > before) return inComment;
        isBehindDefine = true;
      } else {
        const expanded = expandToken(token, define, use);
        if (!isBehindDefine || !this.#joinsLast(expanded)) this.#tokens.push(this.#substituted(expanded));
        isBehindDefine = false;
      }
    }
    return inComment;
  }

  /** A string that the value opens goes on behind the place of use, up to the next quote anywhere. */
  #reportOpenString(define: Define, use: Token, { problems }: Segment): void {
    const value = define.directive?.value;
    const open = problems.find(({ fault }) => fault === 'unterminated-string');
    if (!value || !open || this.#openDefines.has(define)) return;
    const { text } = use.source;
    // A quote behind the use closes what the value opens.
    if (text.slice(use.end, lineEnd(text, use.end)).includes(value.text[open.start] ?? '"')) return;
    this.#openDefines.add(define);
    const { source } = define.directive;
    const message = `this string is not closed: where '${define.name}' is used, it takes all up to the next quote`;
    const at = { source, start: offsetInValue(value, open.start), end: offsetInValue(value, open.end - 1) + 1 };
    this.#report('unterminated-string', 'error', message, at);
  }

  /**
   * A define's value is put before what follows its use, so `#!define HT $sht` makes of `HT(a=>b)` one pseudo-variable.
   * Gives the place up to which that takes the text.
   */
  #lengthenVariable(use: Token): number {
    const variable = this.#tokens.at(-1);
    const { source } = use;
    if (variable?.tokenType !== t.PseudoVariable || variable.macro === undefined) return -1;
    if (source.text[use.end] !== '(' || !/^\$\w+$/.test(variable.image)) return -1;
    const rest = source.text.slice(use.end, lineEnd(source.text, use.end));
    const { tokens } = scanSegment(new SourceText(source.uri, `$x${rest}`), 0, {
      compatibility: 'KAMAILIO',
      withoutDirectives: true,
    });
    const end = use.end + (tokens[0]?.end ?? 2) - 2;
    this.#tokens[this.#tokens.length - 1] = this.#substituted(
      new Token(
        t.PseudoVariable,
        variable.image + source.text.slice(use.end, end),
        source,
        use.start,
        end,
        variable.macro,
      ),
    );
    return end;
  }

  /** Joins a literal to the one that a define's value ended with: Kamailio joins what stands side by side. */
  #joins(token: Token): boolean {
    const before = this.#tokens.at(-1);
    if (before?.macro === undefined || before.source !== token.source) return false;
    return token.source.text.slice(before.end, token.start).trim() === '' && this.#joinsLast(token);
  }

  #joinsLast(token: Token): boolean {
    const before = this.#tokens.at(-1);
    if (before?.tokenType !== t.StringLiteral || token.tokenType !== t.StringLiteral) return false;
    if (!before.image.endsWith('"') || !token.image.startsWith('"')) return false;
    const image = `${before.image} ${token.image}`;
    const joined = new Token(t.StringLiteral, image, before.source, before.start, token.end, before.macro);
    this.#tokens[this.#tokens.length - 1] = joined;
    return true;
  }

  #substituted(token: Token): Token {
    if (this.#substitutions.length === 0) return token;
    if (token.tokenType === t.PseudoVariable) {
      const { text, isOpaque } = substitute(token.image, this.#substitutions);
      return text === token.image ? token : this.#replaced(token, isOpaque ? t.Opaque : t.PseudoVariable, text);
    }
    if (token.tokenType !== t.StringLiteral) return token;
    const value = decodeString(token.image).text;
    const { text, isOpaque } = substitute(value, this.#substitutions);
    if (isOpaque) return this.#replaced(token, t.Opaque, token.image);
    if (text === value) return token;
    const literal = text.includes("'") ? `"${text.replace(/[\\"]/g, '\\$&')}"` : `'${text}'`;
    return this.#replaced(token, t.StringLiteral, literal);
  }

  #replaced(token: Token, type: TokenType, image: string): Token {
    const macro = token.macro ?? { name: token.image, definition: undefined };
    return new Token(type, image, token.source, token.start, token.end, macro);
  }

  /** `loadmodule` and `#!substdef` define names as soon as Kamailio has read their string. */
  #actOnString(tokens: readonly Token[], index: number): void {
    const literal = this.#tokens.at(-1)!;
    let before = tokens[index - 1];
    if (before?.tokenType === t.LeftParen) before = tokens[index - 2];
    if (before?.tokenType === t.LoadModule) {
      const name = moduleName(decodeString(literal.image).text);
      if (name !== '' && !this.#defines.has(`MOD_${name}`))
        this.#defines.define(`MOD_${name}`, undefined, 'module', undefined);
    } else if (tokens[index - 1]?.tokenType === t.SubstDirective) this.#addSubstitution(tokens[index - 1]!, literal);
  }

  #addSubstitution(keyword: Token, literal: Token): void {
    const directive = keyword.image.slice(2);
    const rule = readSubstitution(decodeString(literal.image).text);
    if ('fault' in rule) {
      this.#report('invalid-subst', 'error', rule.fault, literal);
      return;
    }
    this.#substitutions.push(rule);
    if (directive === 'subst') return;
    if (rule.name === '') {
      this.#report('invalid-subst', 'error', `the name that '#!${directive}' defines is empty`, literal);
      return;
    }
    const range = { source: literal.source, start: literal.start, end: literal.end };
    const { isOpaque } = rule;
    const value = directive === 'substdefs' ? `"${rule.replacement}"` : rule.replacement;
    if (this.#defines.has(rule.name)) this.#defines.reportDouble(rule.name, range);
    else
      this.#defines.define(
        rule.name,
        isOpaque ? undefined : value,
        isOpaque ? 'environment' : 'file',
        range,
        undefined,
        isOpaque,
      );
  }

  // Directives

  #obey(directive: Directive): void {
    const { kind } = directive;
    const isKnown = kind === 'compatibility' || this.#options.hasDirective(directive.keyword.text);
    if (!isKnown) {
      const isCondition = kind === 'ifexp';
      const message = `'#!${directive.keyword.text}' is a comment to this version of Kamailio`;
      this.#report('unknown-directive', isCondition ? 'error' : 'warning', message, {
        ...directive,
        ...directive.keyword,
        source: directive.source,
      });
    }
    switch (kind) {
      case 'compatibility':
        this.#compatibility = compatibilityOf(directive.keyword.text);
        return;
      case 'ifdef':
      case 'ifndef':
      case 'ifexp':
        return this.#open(directive);
      case 'else':
        return this.#otherwise(directive);
      case 'endif':
        return this.#close(directive);
      case 'include_file':
      case 'import_file':
        return this.#include(directive);
      case 'undefine':
      case 'tryundefine':
        if (isKnown) this.#defines.obeyUndefine(directive);
        return;
      case 'defenv':
      case 'defenvs':
      case 'trydefenv':
      case 'trydefenvs':
        return this.#defines.obeyEnvironment(directive);
      default:
        return this.#defines.obeyDefine(directive);
    }
  }

  // Conditionals

  #open(directive: Directive): void {
    const outer = this.#conditions.at(-1)?.entry;
    const within = outer && { conditional: outer, side: outer.branches.length };
    const entry: Conditional = { open: directive, branches: [], close: undefined, taken: [], within };
    this.#conditionals.push(entry);
    const isActive = !this.#isSkipping() && this.#test(directive);
    if (isActive) entry.taken.push(0);
    else this.#unmet++;
    this.#conditions.push({ isActive, entry });
  }

  #test(directive: Directive): boolean {
    if (directive.kind === 'ifexp') {
      const { argument, source } = directive;
      const result = evaluateExpression(
        argument?.text ?? '',
        (name) => this.#defines.get(name),
        (name, start, end) => {
          const range = { source, start: (argument?.start ?? 0) + start, end: (argument?.start ?? 0) + end };
          this.#defines.uses.push({ name, range, kind: 'condition', define: this.#defines.get(name) });
        },
      );
      this.#defines.reportExpression(result, directive);
      return isTrue(result.value);
    }
    if (!this.#defines.hasName(directive)) return false;
    const name = directive.argument?.text ?? '';
    const define = this.#defines.get(name);
    this.#defines.uses.push({ name, range: this.#defines.argumentRange(directive), kind: 'condition', define });
    return directive.kind === 'ifdef' ? define !== undefined : define === undefined;
  }

  #otherwise(directive: Directive): void {
    const condition = this.#conditions.at(-1);
    if (!condition) {
      this.#report(
        'unbalanced-conditional',
        'warning',
        "'#!else' without an '#!ifdef' before it: Kamailio reads over it",
        directive,
      );
      return;
    }
    const [first] = condition.entry.branches;
    if (first) {
      const message = "this condition has an '#!else' above: a second one goes back to the first side";
      this.#report('unbalanced-conditional', 'warning', message, directive);
    }
    condition.entry.branches.push(directive);
    // A condition inside skipped text was never tested, and its other side is skipped too.
    const isOuterMet = this.#unmet === (condition.isActive ? 0 : 1);
    if (!isOuterMet) return;
    condition.isActive = !condition.isActive;
    this.#unmet += condition.isActive ? -1 : 1;
    if (condition.isActive) condition.entry.taken.push(condition.entry.branches.length);
  }

  #close(directive: Directive): void {
    const condition = this.#conditions.pop();
    if (condition?.isActive === false) this.#unmet--;
    if (condition) condition.entry.close = directive;
    else this.#strayEnds.push(directive);
  }

  // Includes

  #include(directive: Directive): void {
    const { source, argument, keyword } = directive;
    const isImport = directive.kind === 'import_file';
    const note = (path?: string, pathRange?: SourceRange, resolved?: ResolvedFile): void => {
      this.#inclusions.push({ directive, path, pathRange, resolved, isImport });
    };
    if (!argument) {
      this.#report('invalid-include', 'error', `a quoted file name is expected behind '${keyword.text}'`, directive);
      note();
      return;
    }
    const range = { source, start: argument.start, end: argument.end };
    const { text, isOpaque } = substitute(argument.text, this.#substitutions);
    if (isOpaque) {
      note(undefined, range);
      return;
    }
    const name = readIncludeName(text);
    if ('fault' in name || text.length >= LONGEST_INCLUDE_NAME) {
      const fault = 'fault' in name ? name.fault : 'Kamailio takes no file name of more than 127 characters here';
      this.#report('invalid-include', 'error', fault, range);
      note(undefined, range);
      return;
    }
    const resolved = this.#host.resolve(name.path, source, this.#root);
    note(name.path, range, resolved);
    if (!resolved) {
      if (isImport)
        this.#report('missing-import', 'hint', `'${name.path}' is not there; Kamailio goes on without it`, range);
      else this.#report('missing-include', 'error', `the file '${name.path}' cannot be found`, range);
      return;
    }
    const isCycle = this.#frames.some((frame) => frame.source.uri === resolved.source.uri);
    if (isCycle && this.#refusesCycles) {
      const message = `'${name.path}' includes itself: Kamailio gives up at depth ${DEEPEST_INCLUDE}`;
      this.#report('include-cycle', 'error', message, range);
      return;
    }
    if (this.#frames.length > DEEPEST_INCLUDE) {
      this.#hasEndlessCycle ||= isCycle;
      this.#report('include-depth', 'error', `Kamailio includes files at most ${DEEPEST_INCLUDE} deep`, range);
      return;
    }
    this.#enter(resolved.source);
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Whether a file, or the line at an offset, is to be filled in by m4, Jinja, ERB or another engine for templates. */
function isTemplate(source: SourceText, offset: number): boolean {
  if (/\.(?:m4|j2|erb|tpl|tmpl|ctmpl)$/.test(source.uri)) return true;
  return /\{%|\{\{|<%/.test(source.text.slice(source.lineStart(source.lineAt(offset)), lineEnd(source.text, offset)));
}
