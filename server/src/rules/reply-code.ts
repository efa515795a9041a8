import type { Analysis } from '../semantic/analysis.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import type { Item } from '../syntax/item-reader.ts';
import type { Expression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument, constantOf, type ConstantText } from './shared/constant-text.ts';
import { constantValues } from './shared/constant-values.ts';
import { CODE_ARGUMENTS, type CodeArgument } from './shared/reply-codes.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { plainVariable } from './shared/variable-values.ts';

export const replyCode: Rule = {
  code: 'reply-code',
  severity: 'error',
  category: 'calls',
  summary: 'What stands for a reply code is none.',
  advice: 'Write three digits, 100 to 699; in a pattern [0-9] or a dot stands for any digit.',
  documentation: {
    why:
      'Kamailio reads the code when it starts and refuses one with letters. A number outside of 100 to 699 makes a reply ' +
      'that clients throw away. And in a pattern `4xx` means the letter x: no code matches.',
    wrong: `loadmodule "sl.so"

request_route {
  sl_send_reply("4O4", "Not Found");
}
`,
    right: `loadmodule "sl.so"

request_route {
  sl_send_reply("404", "Not Found");
}
`,
  },
  check(analysis, report) {
    for (const finding of findings(analysis)) report(finding);
  },
};

function* findings(analysis: Analysis): Iterable<RuleFinding> {
  for (const [call, target] of callTargets(analysis)) {
    if (target.kind !== 'module') continue;
    const modules = target.functions.map(({ module }) => module);
    const taken = CODE_ARGUMENTS.get(call.name);
    if (taken && modules.includes(taken.module)) {
      yield* checkArgument(call, taken);
      yield* checkVariable(analysis, call, taken);
    } else if (call.name === 't_check_status' && modules.includes('tm')) {
      yield* checkPattern(constantArgument(call, 0));
    }
  }
  for (const { node, item } of nodesOfKind(analysis, 'binary')) {
    if (!isStatus(node.left, item)) continue;
    const constant = node.right?.kind === 'string' ? constantOf(item.tokens[node.right.token]) : undefined;
    const operator = item.tokens[node.operator]?.image ?? '';
    if (operator === '=~') yield* checkPattern(constant);
    else if (constant && node.left.kind === 'messageOperand' && !/^\d{3}$/.test(constant.text)) {
      const message = `no reply has the code '${constant.text}': a code is a number of three digits`;
      yield { range: constant.range, severity: 'warning', message };
    }
  }
}

function isStatus(node: Expression, item: Item): boolean {
  if (node.kind === 'messageOperand') return item.tokens[node.token]?.image === 'status';
  return ['rs', 'rsi', 'T_reply_code'].includes(plainVariable(node, item.tokens) ?? '');
}

function* checkArgument(call: CallSymbol, { index, highest }: CodeArgument): Iterable<RuleFinding> {
  const constant = constantArgument(call, index);
  if (!constant || constant.text.includes('$')) return;
  const { text, range } = constant;
  if (!/^[-+]?\d*$/.test(text)) {
    const message = `'${text}' is no reply code: '${call.name}' takes a number of three digits`;
    const digits = text.trim().replace(/[oO]/g, '0').replace(/[lI]/g, '1');
    yield /^[1-6]\d\d$/.test(digits) ? { range, message, replacement: digits } : { range, message };
  } else if (Number(text) < 100 || Number(text) > highest) {
    const message = `${text === '' ? 'an empty text' : text} is no reply code: codes go from 100 to ${highest}`;
    yield { range, severity: 'warning', message };
  }
}

const CODED: ReadonlySet<string> = new Set(CODE_ARGUMENTS.keys());

/** A code from a variable that is never given one: the reply is not sent. */
function* checkVariable(analysis: Analysis, call: CallSymbol, { index }: CodeArgument): Iterable<RuleFinding> {
  for (const { text, range } of constantValues(analysis, call, index, CODED)) {
    // A constant that stands in the call is looked at by itself.
    if (constantArgument(call, index)?.text === text || /^[-+]?\d+$/.test(text)) continue;
    const message = `'${text}' is no reply code, and '${call.name}' sends nothing with it`;
    yield { range, severity: 'warning', message };
  }
}

/** A regular expression that codes are matched with: a letter in it stands for itself, and no code has one. */
function* checkPattern(constant: ConstantText | undefined): Iterable<RuleFinding> {
  if (!constant || constant.text.includes('$(')) return;
  const { text, range } = constant;
  if (/[()]/.test(text)) return;
  let at = 0;
  for (const part of text.split('|')) {
    const start = at;
    at += part.length + 1;
    const plain = part.replace(/\[[^\]]*\]/g, '0');
    // What may be left out, and the few classes that a backslash makes of a letter, are no matter of course.
    if (!/[A-Za-z]/.test(plain) || /[?*{]|\\[wWsSbBdD]/.test(plain)) continue;
    const message = `no reply code matches '${part}': a letter stands for itself, and a code has digits only`;
    const digits = part.replace(/[xX]/g, '[0-9]');
    const isPart = part !== text;
    const finding = {
      range: isPart ? constant.rangeOf(start, start + part.length) : range,
      severity: 'warning' as const,
    };
    yield /[A-Za-z]/.test(digits)
      ? { ...finding, message }
      : { ...finding, message: `${message}; '${digits}' stands for any` };
  }
}
