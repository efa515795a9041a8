import { isVerbatim } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantOf, type ConstantText } from './shared/constant-text.ts';
import { DISPATCHER } from './shared/dispatcher.ts';
import { lastSetting, textOf } from './shared/module-settings.ts';

export const dispatcherPingReplyCodes: Rule = {
  code: 'dispatcher-ping-reply-codes',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'The replies that count as an answer to a ping are not written as Kamailio reads them.',
  advice:
    'Write class=N for a whole class and code=NNN for one code, with semicolons between them and none at the end.',
  documentation: {
    why:
      'The list is read as parameters: `class=2;code=404`. With a semicolon at the end, a blank between two entries or ' +
      'nothing behind `=`, Kamailio does not start, which `kamailio -c` does not notice. Behind a comma nothing is read. ' +
      'Other names, classes outside 1 to 6 and codes outside 100 to 699 are dropped without a word: a destination that ' +
      'answers so counts as dead.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
modparam("dispatcher", "ds_ping_reply_codes", "class=2;code=404,480")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
modparam("dispatcher", "ds_ping_reply_codes", "class=2;code=404;code=480")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    const setting = lastSetting(analysis, DISPATCHER, 'ds_ping_reply_codes');
    const value = setting && constantOf(setting.valueToken);
    if (!value || !textOf(setting)) return;
    const fix = fixFor(value);
    for (const finding of readCodes(value)) {
      report({ ...finding, ...(fix ? { fix } : {}) });
    }
  },
};

const REFUSED = 'Kamailio does not start';

/** As `parse_params()` in core/parser/parse_param.c takes the list apart, and `ds_parse_reply_codes()` its entries. */
function readCodes(value: ConstantText): RuleFinding[] {
  const { text } = value;
  const found: RuleFinding[] = [];
  const refuse = (from: number, to: number, message: string): RuleFinding[] => [
    ...found,
    { range: value.rangeOf(from, to), severity: 'error', message: `${message}: ${REFUSED}` },
  ];
  if (/^\s*\d+(?:\s*,\s*\d+)+\s*$/.test(text)) {
    const message = 'none of these codes counts: they are written code=N or class=N, with semicolons between them';
    return [{ range: value.range, message }];
  }
  let at = 0;
  for (;;) {
    const start = at;
    while (at < text.length && !/[\s,=;]/.test(text[at]!)) at++;
    const name = text.slice(start, at);
    at = skipBlanks(text, at);
    let body: string | undefined;
    let bodyStart = at;
    if (text[at] === '=') {
      at = skipBlanks(text, at + 1);
      bodyStart = at;
      const quote = text[at];
      if (at >= text.length) {
        body = '';
      } else if (quote === '"' || quote === "'") {
        const end = text.indexOf(quote, at + 1);
        if (end < 0) return refuse(at, text.length, 'this quote is not closed');
        body = text.slice(at + 1, end);
        at = end + 1;
      } else {
        while (at < text.length && !/[\s,;]/.test(text[at]!)) at++;
        if (at === bodyStart) return refuse(start, at + 1, `'${name}' has no value`);
        body = text.slice(bodyStart, at);
      }
    }
    const end = body === undefined ? start + name.length : at;
    const dropped = explainEntry(name, body);
    if (dropped !== undefined) found.push({ range: value.rangeOf(start, Math.max(end, start + 1)), message: dropped });
    at = skipBlanks(text, at);
    if (at >= text.length) return found;
    if (text[at] === ',' || text[at] === '>') {
      if (text.slice(at + 1).trim() === '') return found;
      const message = `the list ends at the ${text[at] === ',' ? 'comma' : '>'}: '${text.slice(at + 1).trim()}' is not read`;
      return [...found, { range: value.rangeOf(at, text.length), message }];
    }
    if (text[at] !== ';') return refuse(at, text.length, "a ';' is expected here between two entries");
    const next = skipBlanks(text, at + 1);
    if (next >= text.length) return refuse(at, at + 1, 'nothing stands behind the last semicolon');
    at = next;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
}

/** Why an entry is dropped; nothing where it counts. A number ends at the first sign that is no digit. */
function explainEntry(name: string, body: string | undefined): string | undefined {
  const kind = name.toLowerCase();
  if (kind !== 'code' && kind !== 'class') {
    const isNumber = body === undefined && /^\d+$/.test(name);
    const wanted = isNumber ? ` (${Number(name) < 10 ? 'class' : 'code'}=${name})` : '';
    return `'${name}' is neither 'code' nor 'class'${wanted} and is dropped`;
  }
  if (body === undefined || body === '') return `'${name}' has no number and is dropped`;
  const number = Number(/^[+-]?\d+/.exec(body)?.[0] ?? 0);
  if (kind === 'code' && (number < 100 || number > 699)) {
    return `a code is a number from 100 to 699: '${body}' is dropped`;
  }
  if (kind === 'code' && !/^[+-]?\d+$/.test(body)) {
    return `only ${number} counts here: a code is one number, and '${body.slice(String(number).length)}' is not read`;
  }
  if (kind === 'class' && (number < 1 || number > 6)) {
    return `a class is a number from 1 to 6: '${body}' is dropped`;
  }
  return undefined;
}

/** The list as it was meant, where every number in it tells what it is. */
function fixFor({ text, token, range }: ConstantText): RuleFinding['fix'] {
  if (
    !isVerbatim(token) ||
    !/^[\s,;|]*(?:(?:code|class)\s*=\s*)?\d+(?:[\s,;|]+(?:(?:code|class)\s*=\s*)?\d+)*[\s,;|]*$/i.test(text)
  )
    return undefined;
  const numbers = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  if (!numbers.every((number) => (number >= 1 && number <= 6) || (number >= 100 && number <= 699))) return undefined;
  const newText = numbers.map((number) => `${number < 10 ? 'class' : 'code'}=${number}`).join(';');
  return { title: `Write ${newText}`, edits: [{ range, newText }], isSafe: false };
}
