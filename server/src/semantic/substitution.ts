/** A rule of `#!subst`: what it replaces in strings, pseudo-variables and file names read after it. */
export interface Substitution {
  /** `undefined` where the expression is sound for Kamailio but not expressible here; such a rule changes nothing. */
  readonly pattern: RegExp | undefined;
  readonly replacement: string;
  /** The text between the first two separators: the name that `#!substdef` defines. */
  readonly name: string;
}

/** Reads `/expression/replacement/flags`, with any separator but a backslash (core/re.c, `subst_parser`). */
export function readSubstitution(text: string): Substitution | { readonly fault: string } {
  const separator = text[0];
  if (text.length < 3 || separator === undefined)
    return { fault: 'the expression is too short: it is written /find/replace/flags' };
  if (separator === '\\') return { fault: 'a backslash cannot separate the parts of the expression' };
  const middle = unescaped(text, separator, 1);
  if (middle < 0) return { fault: `the separator '${separator}' is missing behind the part to find` };
  const end = unescaped(text, separator, middle + 1);
  if (end < 0) return { fault: `the separator '${separator}' is missing behind the replacement` };
  const name = text.slice(1, middle);
  if (name === '') return { fault: 'the part to find is empty' };
  const flags = text.slice(end + 1);
  const unknown = /[^igs]/.exec(flags);
  if (unknown) return { fault: `unknown flag '${unknown[0]}' behind the expression: i, g and s are known` };
  return { pattern: compile(name, flags), replacement: text.slice(middle + 1, end), name };
}

function unescaped(text: string, separator: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === separator && text[at - 1] !== '\\') return at;
  return -1;
}

function compile(expression: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(expression, `${flags.includes('i') ? 'i' : ''}${flags.includes('g') ? 'g' : ''}m`);
  } catch {
    return undefined;
  }
}

/** Applies the rules in their order. */
export function substitute(text: string, rules: readonly Substitution[]): string {
  let result = text;
  for (const { pattern, replacement } of rules) {
    if (!pattern) continue;
    result = result.replace(pattern, (...groups: unknown[]) =>
      replacement.replace(/\\(.)/g, (_, char: string) => {
        if (/[0-9]/.test(char)) return typeof groups[Number(char)] === 'string' ? String(groups[Number(char)]) : '';
        return char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '\r' : char;
      }),
    );
  }
  return result;
}
