import { readRegex } from './posix-regex.ts';

/** A rule of `#!subst`: what it replaces in strings, pseudo-variables and file names read after it. */
export interface Substitution {
  /** `undefined` where the expression is sound for Kamailio but not expressible here; such a rule changes nothing. */
  readonly pattern: RegExp | undefined;
  readonly replacement: string;
  /** The text between the first two separators: the name that `#!substdef` defines. */
  readonly name: string;
  /** Whether the replacement holds a pseudo-variable, whose value only the running Kamailio knows. */
  readonly isOpaque: boolean;
}

/** Reads `/expression/replacement/flags`, with any separator but a backslash (core/re.c, `subst_parser`). */
export function readSubstitution(text: string): Substitution | { readonly fault: string } {
  const separator = text[0];
  if (text.length < 3 || separator === undefined)
    return { fault: 'the expression is too short: it is written /find/replace/flags' };
  if (separator === '\\') return { fault: 'a backslash cannot separate the parts of the expression' };
  const middle = unescaped(text, separator, 1);
  if (middle < 0) return { fault: `the separator '${separator}' is missing behind the part to find` };
  const end = endOfReplacement(text, separator, middle + 1);
  if (end < 0) return { fault: `the separator '${separator}' is missing behind the replacement` };
  const flags = text.slice(end + 1);
  const unknown = /[^igs]/.exec(flags);
  if (unknown) return { fault: `unknown flag '${unknown[0]}' behind the expression: i, g and s are known` };
  const replacement = text.slice(middle + 1, end);
  const name = text.slice(1, middle);
  const { fault } = readRegex(name);
  if (fault) return { fault: `in the part to find: ${fault.fault}` };
  return { pattern: compile(name, flags), replacement, name, isOpaque: /(?:^|[^\\])(?:\\\\)*\$/.test(replacement) };
}

/** The part to find ends at a separator with no backslash before it, however many more stand before that one. */
function unescaped(text: string, separator: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === separator && text[at - 1] !== '\\') return at;
  return -1;
}

/** The replacement is read with its escapes, each a backslash and one character. */
function endOfReplacement(text: string, separator: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === separator) return at;
  }
  return -1;
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: ' \\t-\\r',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

/**
 * A repeated group with a repetition or a choice in it, or another group. JavaScript can need a lifetime to find that
 * such an expression does not match, where the C library does not.
 */
const REPEATED_CHOICE = /\([^()]*[*+{|?][^()]*\)[*+{]|\)[^()]*\)[*+{]/;

/** A POSIX extended expression in JavaScript's words. Without `s`, as by `REG_NEWLINE`, lines are told apart. */
function compile(expression: string, flags: string): RegExp | undefined {
  if (REPEATED_CHOICE.test(expression)) return undefined;
  const translated = expression.replace(/\[:([a-z]+):\]/g, (whole, name: string) => CLASSES[name] ?? whole);
  try {
    return new RegExp(
      translated,
      (flags.includes('i') ? 'i' : '') + (flags.includes('g') ? 'g' : '') + (flags.includes('s') ? 's' : 'm'),
    );
  } catch {
    return undefined;
  }
}

/** What the rules make of a text. */
export interface Substituted {
  readonly text: string;
  /** Whether a value that only the running Kamailio knows is part of it. */
  readonly isOpaque: boolean;
}

/** Applies the rules in their order. */
export function substitute(text: string, rules: readonly Substitution[]): Substituted {
  let result = text;
  let isOpaque = false;
  for (const { pattern, replacement, isOpaque: isUnknown } of rules) {
    if (!pattern) continue;
    result = result.replace(pattern, (...groups: unknown[]) => {
      isOpaque ||= isUnknown;
      return replacement.replace(/\\(.)/gs, (_, char: string) => {
        if (/[0-9]/.test(char)) return typeof groups[Number(char)] === 'string' ? String(groups[Number(char)]) : '';
        return char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '\r' : char;
      });
    });
  }
  return { text: result, isOpaque };
}
