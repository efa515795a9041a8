import type { CFile, CToken } from './c-tokens.ts';
import { closeOf } from './c-tokens.ts';

/**
 * The names that a function such as `pv_parse_time_name` takes, as far as it is written like most of them: a `switch` over
 * the length of the name, or of what stands behind `=>`, in which names are compared. Undefined for a function that reads
 * names in another way.
 */
export function readInnerNames({ tokens }: CFile, name: string): readonly string[] | undefined {
  for (const [index, token] of tokens.entries()) {
    if (token.text !== name || token.kind !== 'word' || tokens[index + 1]?.text !== '(') continue;
    const open = tokens.findIndex(({ text }, at) => at > index && (text === '{' || text === ';'));
    if (tokens[open]?.text === '{') return readSwitch(tokens.slice(open, closeOf(tokens, open)));
  }
  return undefined;
}

const SWITCH = /^switch\(\w+(?:->|\.)len\)\{/;
const COMPARISON = /^strn(?:case)?cmp$/;
const CHARACTER = /^'(.)'$/;

function readSwitch(body: readonly CToken[]): readonly string[] | undefined {
  const at = body.findIndex((_, index) => SWITCH.test(textFrom(body, index, 8)));
  if (at < 0) return undefined;
  const open = body.findIndex(({ text }, index) => index > at && text === '{');
  const inside = body.slice(open, closeOf(body, open));
  const names = new Set<string>();
  let length: number | undefined;
  for (const [index, { text }] of inside.entries()) {
    if (text === 'case') length = Number(inside[index + 1]?.text);
    else if (text === 'default') length = undefined;
    else if (text === 'if' && length !== undefined) {
      const condition = inside.slice(index + 1, closeOf(inside, index + 1, '()'));
      const found = readNames(condition, length);
      if (!found) return undefined;
      for (const name of found) names.add(name);
    }
  }
  return [...names];
}

function textFrom(tokens: readonly CToken[], start: number, count: number): string {
  return tokens
    .slice(start, start + count)
    .map(({ text }) => text)
    .join('');
}

/** The names that a condition compares with; undefined where it asks for something else. */
function readNames(condition: readonly CToken[], length: number): readonly string[] | undefined {
  const isComparison = condition.some(({ text }) => COMPARISON.test(text) || CHARACTER.test(text));
  if (!isComparison) return undefined;
  return condition.flatMap(({ kind, text }, index) => {
    if (kind === 'sign') return length === 1 ? (CHARACTER.exec(text)?.slice(1) ?? []) : [];
    if (!COMPARISON.test(text)) return [];
    const call = condition.slice(index, closeOf(condition, index + 1, '()'));
    const name = call.find((token) => token.kind === 'string')?.text;
    const compared = call.find((token) => token.kind === 'number')?.text;
    // Where more is compared than the name is long, the name is refused.
    return name?.length === length && (compared === undefined || Number(compared) === length) ? [name] : [];
  });
}
