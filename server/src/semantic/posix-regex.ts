/** Why `regcomp` of the C library refuses an extended regular expression; `at` is the place of the sign that is wrong. */
export interface RegexFault {
  readonly fault: string;
  readonly at: number;
}

/** A sign that is taken, but hardly for what is meant. */
export interface RegexOddity {
  readonly kind: 'parenthesis' | 'class' | 'class-in-set';
  readonly text: string;
  readonly at: number;
}

export interface RegexReading {
  readonly fault: RegexFault | undefined;
  readonly oddities: readonly RegexOddity[];
}

/** `RE_DUP_MAX` of the C library. */
const MOST_REPETITIONS = 32767;
const CLASSES = new Set('alnum alpha blank cntrl digit graph lower print punct space upper xdigit'.split(' '));

/**
 * Reads an extended regular expression (`REG_EXTENDED`) as the GNU C library does: what it refuses, and what it takes for
 * something plain. Compared with glibc's `regcomp` over some hundred thousand expressions.
 */
export function readRegex(expression: string): RegexReading {
  const oddities: RegexOddity[] = [];
  const open: number[] = [];
  let groups = 0;
  // Whether something stands before that can be repeated.
  let isRepeatable = false;
  const fail = (fault: string, at: number): RegexReading => ({ fault: { fault, at }, oddities });
  for (let at = 0; at < expression.length; at++) {
    const char = expression[at]!;
    switch (char) {
      case '\\': {
        const next = expression[at + 1];
        if (next === undefined) return fail('a backslash at the end has nothing to protect', at);
        if (/[1-9]/.test(next) && Number(next) > groups)
          return fail(`'\\${next}' refers to a group that is not there`, at);
        if (/[dD]/.test(next)) oddities.push({ kind: 'class', text: char + next, at });
        isRepeatable = !/[bB<>`']/.test(next);
        at++;
        break;
      }
      case '(':
        open.push(at);
        isRepeatable = false;
        break;
      case ')':
        if (open.pop() === undefined) oddities.push({ kind: 'parenthesis', text: char, at });
        else groups++;
        isRepeatable = true;
        break;
      case '|':
      case '^':
      case '$':
        isRepeatable = false;
        break;
      case '*':
      case '+':
      case '?':
        if (!isRepeatable) return fail(`'${char}' has nothing before it to repeat`, at);
        break;
      case '{': {
        if (!isRepeatable) return fail("'{' has nothing before it to repeat", at);
        const end = readInterval(expression, at);
        if (typeof end !== 'number') return { fault: end, oddities };
        at = end;
        break;
      }
      case '[': {
        const end = readSet(expression, at);
        if (typeof end !== 'number') return { fault: end, oddities };
        const set = expression.slice(at, end);
        for (const match of set.matchAll(/\\[dDwWsS]/g)) {
          oddities.push({ kind: 'class-in-set', text: match[0], at: at + match.index });
        }
        at = end;
        isRepeatable = true;
        break;
      }
      default:
        isRepeatable = true;
    }
  }
  const first = open[0];
  return first === undefined ? { fault: undefined, oddities } : fail("'(' is never closed", first);
}

/** The place of the brace that closes a repetition. */
function readInterval(expression: string, at: number): number | RegexFault {
  const interval = /\{(\d*)(,?)(\d*)(\}?)/y;
  interval.lastIndex = at;
  const [whole = '', least = '', comma = '', most = '', close = ''] = interval.exec(expression) ?? [];
  if (close === '') {
    const isOpen = at + whole.length >= expression.length;
    return { fault: isOpen ? "'{' is never closed" : 'braces take numbers: {2}, {2,} or {2,5}', at };
  }
  if (least === '' && comma === '') return { fault: 'braces take numbers: {2}, {2,} or {2,5}', at };
  if (least !== '' && most !== '' && Number(least) > Number(most)) {
    return { fault: 'the first number between braces is above the second', at };
  }
  if (Number(least) > MOST_REPETITIONS || Number(most) > MOST_REPETITIONS) {
    return { fault: `nothing is repeated more than ${MOST_REPETITIONS} times`, at };
  }
  return at + whole.length - 1;
}

/** The place of the bracket that closes a set. */
function readSet(expression: string, start: number): number | RegexFault {
  let at = start + 1;
  if (expression[at] === '^') at++;
  const first = at;
  for (;;) {
    const char = expression[at];
    if (char === undefined) return { fault: "'[' is never closed", at: start };
    if (char === ']' && at > first) return at;
    if (char === '[' && /[:.=]/.test(expression[at + 1] ?? '')) {
      const kind = expression[at + 1]!;
      const end = expression.indexOf(`${kind}]`, at + 2);
      if (end < 0) return { fault: "'[' is never closed", at: start };
      const name = expression.slice(at + 2, end);
      if (kind === ':' && !CLASSES.has(name)) return { fault: `there is no class of characters '[:${name}:]'`, at };
      at = end + 2;
      continue;
    }
    const isRange = expression[at + 1] === '-' && expression[at + 2] !== undefined && expression[at + 2] !== ']';
    if (!isRange) {
      at++;
      continue;
    }
    const to = expression[at + 2]!;
    if (to === '[' && /[:.=]/.test(expression[at + 3] ?? '')) {
      at++;
      continue;
    }
    if (char > to) return { fault: `the range '${char}-${to}' goes backwards`, at };
    at += 3;
  }
}
