import type { Directive } from '../syntax/directive.ts';
import { hasPlaceholder } from '../syntax/placeholder.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import { evaluateExpression, type Evaluation } from './define-expression.ts';
import type { Define, DefineOrigin, DefineUse } from './define.ts';
import type { Finding, Severity } from './problem.ts';

/** What is defined before the first line of a program. */
export interface GivenDefines {
  /** Defines given from outside, as by `-A NAME=VALUE`. */
  readonly given: readonly { readonly name: string; readonly value: string | undefined }[];
  /** Major and minor number of the Kamailio the program is for, for its predefined names. */
  readonly version: { readonly major: number; readonly minor: number };
  /**
   * Names that are to be defined from the start, or not at all, whatever the program says: its directives that would
   * define them are obeyed silently and without effect.
   */
  readonly forced?: ReadonlyMap<string, boolean>;
}

/** Strings, whose text may hold a placeholder: it stays one string whatever is put in. */
const STRINGS = /"[^"]*"|'[^']*'/g;

/** The names that the preprocessor knows at one point of a program, and the directives that change them. */
export class DefineTable {
  readonly #options: GivenDefines;
  readonly #note: (finding: Finding) => void;
  readonly #inForce = new Map<string, Define>();
  /** Every define that was ever in force, in order. */
  readonly definitions: Define[] = [];
  readonly uses: DefineUse[] = [];

  /** @param note takes what is wrong with a directive */
  constructor(options: GivenDefines, note: (finding: Finding) => void) {
    this.#options = options;
    this.#note = note;
    this.#predefine();
  }

  get inForce(): ReadonlyMap<string, Define> {
    return this.#inForce;
  }

  get(name: string): Define | undefined {
    return this.#inForce.get(name);
  }

  has(name: string): boolean {
    return this.#inForce.has(name);
  }

  #report(
    code: string,
    severity: Severity,
    message: string,
    at: { readonly source: SourceText; readonly start: number; readonly end: number },
  ): void {
    this.#note({ code, severity, message, range: { source: at.source, start: at.start, end: at.end } });
  }

  #predefine(): void {
    const { major, minor } = this.#options.version;
    this.define(`KAMAILIO_${major}`, undefined, 'predefined', undefined);
    this.define(`KAMAILIO_${major}_${minor}`, undefined, 'predefined', undefined);
    if (major > 5 || minor >= 7) {
      this.define('KAMAILIO_VERSION', String(major * 1_000_000 + minor * 1000), 'predefined', undefined);
      this.define('OS_NAME', '"linux"', 'predefined', undefined);
    }
    for (const { name, value } of this.#options.given) {
      if (this.#options.forced?.has(name) !== true) this.define(name, value, 'given', undefined);
    }
    for (const [name, isOn] of this.#options.forced ?? []) if (isOn) this.define(name, undefined, 'given', undefined);
  }

  define(
    name: string,
    value: string | undefined,
    origin: DefineOrigin,
    range: SourceRange | undefined,
    directive?: Directive,
    isOpaque = false,
  ): void {
    const isUnknown = isOpaque || (value !== undefined && hasPlaceholder(value.replace(STRINGS, '')));
    const define: Define = {
      name,
      origin,
      value: value === '' ? undefined : value,
      isOpaque: isUnknown,
      range,
      directive,
    };
    this.#inForce.set(name, define);
    this.definitions.push(define);
  }

  reportDouble(name: string, range: SourceRange): void {
    const first = this.#inForce.get(name);
    // Whether there is such a variable in the environment is not known here.
    if (first?.directive?.kind.startsWith('trydefenv') === true) return;
    const related = first?.range ? [{ range: first.range, message: `'${name}' is first defined here` }] : [];
    const where =
      first?.origin === 'given' ? ' from outside (-A)' : first?.origin === 'predefined' ? ' by Kamailio' : '';
    this.#note({
      code: 'duplicate-define',
      severity: 'error',
      message: `'${name}' is already defined${where}: use '#!redefine' to change it, '#!trydef' to keep the first`,
      range,
      related,
    });
  }

  /** Whether a name follows the keyword as Kamailio wants it; reports what does not. */
  hasName(directive: Directive): boolean {
    const { argument, source, keyword } = directive;
    if (!argument) {
      this.#report('invalid-directive', 'error', `a name is expected behind '#!${keyword.text}'`, directive);
      return false;
    }
    const junk = source.text.slice(keyword.end, argument.start).trim();
    if (junk !== '') {
      const start = source.text.indexOf(junk, keyword.end);
      this.#report('invalid-directive', 'warning', `Kamailio reads over '${junk}' before the name`, {
        source,
        start,
        end: start + junk.length,
      });
    }
    if (source.text[argument.end] === '-') {
      this.#report('invalid-directive', 'error', "'-' cannot be part of a name", {
        source,
        start: argument.end,
        end: argument.end + 1,
      });
      return false;
    }
    return true;
  }

  argumentRange(directive: Directive): SourceRange {
    const { source, argument, keyword } = directive;
    return { source, start: (argument ?? keyword).start, end: (argument ?? keyword).end };
  }

  obeyDefine(directive: Directive): void {
    if (!this.hasName(directive)) return;
    const name = directive.argument?.text ?? '';
    if (this.#options.forced?.has(name) === true) return;
    const range = this.argumentRange(directive);
    const known = this.#inForce.get(name);
    if (known && directive.kind === 'trydefine') return;
    if (known && directive.kind !== 'redefine') {
      this.reportDouble(name, range);
      return;
    }
    const value = directive.value?.text;
    this.#checkContinuations(directive);
    if (directive.kind === 'defexp' || directive.kind === 'defexps') {
      const result = evaluateExpression(value ?? '', (key) => this.#inForce.get(key));
      this.reportExpression(result, directive);
      const plain = typeof result.value === 'number' ? String(Math.trunc(result.value)) : result.value;
      const text = plain !== undefined && directive.kind === 'defexps' ? `"${plain}"` : plain;
      this.define(name, text, result.isOpaque ? 'environment' : 'file', range, directive, result.isOpaque);
      return;
    }
    this.define(name, value, 'file', range, directive);
  }

  /** A backslash continues a line only where the line end follows it at once, and that of Windows does not. */
  #checkContinuations({ source, value }: Directive): void {
    const broken = value?.pieces.slice(1).find(({ offset }) => source.text[offset - 2] === '\r');
    if (!broken) return;
    const at = { source, start: broken.offset - 3, end: broken.offset - 2 };
    const message = 'with Windows line ends (CR LF) Kamailio does not see that this line goes on';
    this.#report('crlf-continuation', 'error', message, at);
  }

  obeyEnvironment(directive: Directive): void {
    const { argument, source, keyword } = directive;
    if (!argument) {
      this.#report('invalid-directive', 'error', `a name is expected behind '#!${keyword.text}'`, directive);
      return;
    }
    const [name = '', variable] = argument.text.split('=', 2);
    const range = { source, start: argument.start, end: argument.start + name.length };
    if (variable === '') {
      const message = `the name of the environment variable is missing behind '${name}='`;
      this.#report('invalid-directive', 'error', message, { source, start: argument.start, end: argument.end });
      return;
    }
    const known = this.#inForce.get(name);
    if (!known) this.define(name, undefined, 'environment', range, directive, true);
    else if (!directive.kind.startsWith('try') && known.origin !== 'given') this.reportDouble(name, range);
  }

  obeyUndefine(directive: Directive): void {
    if (!this.hasName(directive)) return;
    const name = directive.argument?.text ?? '';
    const define = this.#inForce.get(name);
    this.uses.push({ name, range: this.argumentRange(directive), kind: 'condition', define });
    if (!define && directive.kind === 'undefine' && this.#options.forced?.has(name) !== true) {
      this.#report(
        'undefined-define',
        'error',
        `'${name}' is not defined here, so it cannot be undefined`,
        this.argumentRange(directive),
      );
    }
    this.#inForce.delete(name);
  }

  reportExpression({ fault, isFatal }: Evaluation, directive: Directive): void {
    if (fault === undefined) return;
    this.#report('invalid-directive', isFatal ? 'error' : 'warning', fault, directive);
  }
}
