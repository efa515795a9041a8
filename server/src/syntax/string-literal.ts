/** The value of a string literal and, for each of its characters, the place in the literal that gives it. */
export interface StringValue {
  readonly text: string;
  /** `offsets[i]` is the place of `text[i]` in the literal; one more entry than characters, for the end. */
  readonly offsets: readonly number[];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', a: '\x07', t: '\t', '"': '"', '\\': '\\' };

/**
 * Decodes a literal as cfg.lex does: `"…"` with its escapes and adjacent literals joined, `'…'` as it stands. Escapes
 * that Kamailio does not know keep their backslash. A missing closing quote ends the value at the literal's end.
 */
export function decodeString(literal: string): StringValue {
  if (literal.startsWith("'")) {
    const end = literal.length > 1 && literal.endsWith("'") ? literal.length - 1 : literal.length;
    const offsets = Array.from({ length: end }, (_, index) => index + 1);
    return { text: literal.slice(1, end), offsets };
  }
  let text = '';
  const offsets: number[] = [];
  let at = 0;
  let end = 1;
  while (at < literal.length) {
    if (literal[at] !== '"') {
      at++;
      continue;
    }
    at++;
    while (at < literal.length && literal[at] !== '"') {
      const { value, length } = readCharacter(literal, at);
      if (value !== '') offsets.push(at);
      text += value;
      at += length;
    }
    end = Math.min(at, literal.length);
    at++;
  }
  offsets.push(end);
  return { text, offsets };
}

function readCharacter(literal: string, at: number): { value: string; length: number } {
  const char = literal[at]!;
  if (char !== '\\') return { value: char, length: 1 };
  const next = literal[at + 1];
  if (next === undefined) return { value: char, length: 1 };
  const simple = ESCAPES[next];
  if (simple !== undefined) return { value: simple, length: 2 };
  if (next === '\n') return { value: '', length: 2 };
  const hex = /^x([0-9a-fA-F]{1,2})/.exec(literal.slice(at + 1, at + 4));
  if (hex) return { value: String.fromCharCode(parseInt(hex[1]!, 16)), length: hex[0].length + 1 };
  const octal = /^[0-7]{2,3}/.exec(literal.slice(at + 1, at + 4));
  if (octal) return { value: String.fromCharCode(parseInt(octal[0], 8) & 255), length: octal[0].length + 1 };
  return { value: char, length: 1 };
}
