import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { isVerbatim, valueRange } from '../semantic/string-place.ts';
import type { Item } from '../syntax/item-reader.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import * as t from '../syntax/token-types.ts';
import { withoutParentheses, type Expression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument, constantOf } from './shared/constant-text.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { SIP_METHODS } from './shared/sip-methods.ts';
import { plainVariable } from './shared/variable-values.ts';

export const misspeltMethod: Rule = {
  code: 'misspelt-method',
  severity: 'warning',
  category: 'calls',
  summary: 'A SIP method is misspelt, or a list of methods is written in a way that Kamailio refuses.',
  advice: 'Write methods that Kamailio knows, several of them with | between.',
  documentation: {
    why:
      'A single name that is no known method may be a method of somebody’s own, so `is_method("INVTE")` starts, and is ' +
      'false for every INVITE. In a list, `is_method("INVITE|BTE")`, Kamailio takes known methods only and does not start ' +
      'with another one.',
    wrong: `loadmodule "textops.so"

request_route {
  if (is_method("INVTE")) {
    setflag(1);
  }
}
`,
    right: `loadmodule "textops.so"

request_route {
  if (is_method("INVITE")) {
    setflag(1);
  }
}
`,
  },
  check(analysis, report) {
    checkCalls(analysis, report);
    for (const { node, item } of nodesOfKind(analysis, 'binary')) {
      const operator = item.tokens[node.operator]?.image ?? '';
      if (!['==', '!=', 'eq', 'ne', '=~'].includes(operator)) continue;
      const { left, right } = node;
      if (isMethod(left, item)) checkConstant(right, item, operator === '=~', report);
      else if (right && operator !== '=~' && isMethod(right, item)) checkConstant(left, item, false, report);
    }
    for (const { node, item } of nodesOfKind(analysis, 'switch')) {
      const subject = withoutParentheses(node.subject);
      if (!subject || !isMethod(subject, item)) continue;
      for (const { label, isRegex } of node.cases) checkConstant(label, item, isRegex, report);
    }
    for (const { node, item } of nodesOfKind(analysis, 'assignment')) {
      const image = item.tokens[node.target.from]?.image;
      if (image === '$uac_req(method)') checkConstant(node.value, item, false, report);
    }
  },
};

const TOKEN = /^[\w.!%*+`'~-]+$/;

/** textops.c `fixup_method()` and `parse_methods()`: the same in 5.5 to the development version. */
function checkCalls(analysis: Analysis, report: (finding: RuleFinding) => void): void {
  for (const call of callsOf(analysis, 'textops', ['is_method'])) {
    const constant = constantArgument(call, 0);
    if (constant?.token.tokenType !== t.StringLiteral) continue;
    const { text } = constant;
    const isList = text.includes('|');
    if (text === '') {
      report({ range: constant.range, severity: 'error', message: 'the name of a method is missing' });
      continue;
    }
    let at = 0;
    for (const written of text.split(/[|,]/)) {
      const start = at + written.length - written.trimStart().length;
      at += written.length + 1;
      const name = written.trim();
      const range = constant.rangeOf(start, start + name.length);
      if (name === '') {
        const isLast = at > text.length;
        if (!isLast)
          report({ range: constant.range, severity: 'error', message: 'a method is missing before the separator' });
        continue;
      }
      if (!TOKEN.test(name)) {
        const message = `'${name}' is no name of a method: several are written with '|' between`;
        report({ range, severity: 'error', message });
        break;
      }
      if (SIP_METHODS.has(name.toUpperCase())) continue;
      if (isList) {
        const message = `a list of methods takes known ones only, and '${name}' is none`;
        report({ ...propose(range, name, message, isVerbatim(constant.token)), severity: 'error' });
        break;
      }
      if (likely(name) === undefined) continue;
      report(propose(range, name, `'${name}' is no method that Kamailio knows`, isVerbatim(constant.token)));
    }
  }
}

/** The method that is meant by a name, if the name is misspelt. */
function likely(name: string): string | undefined {
  if (name.length < 3 || SIP_METHODS.has(name.toUpperCase()) || OTHER_METHODS.has(name.toUpperCase())) return undefined;
  return suggest(name, SIP_METHODS);
}

/** Methods that are in use beside those that Kamailio knows: of drafts, RTSP, HTTP and some vendors. */
const OTHER_METHODS: ReadonlySet<string> = new Set(
  'BENOTIFY COMET DO HEAD NEGOTIATE PATCH PING PLAY QAUTH RECORD SERVICE SETUP SPRACK TRACE'.split(' '),
);

function propose(range: SourceRange, name: string, message: string, isWritten: boolean): RuleFinding {
  const meant = likely(name);
  if (meant === undefined) return { range, message };
  const text = `${message}; did you mean '${meant}'?`;
  return isWritten ? { range, message: text, replacement: meant } : { range, message: text };
}

function isMethod(node: Expression, item: Item): boolean {
  if (node.kind === 'messageOperand') return item.tokens[node.token]?.image === 'method';
  return plainVariable(node, item.tokens) === 'rm';
}

function checkConstant(
  node: Expression | undefined,
  item: Item,
  isPattern: boolean,
  report: (finding: RuleFinding) => void,
): void {
  if (node?.kind === 'name' && node.from === node.to) {
    const token = item.tokens[node.token]!;
    if (token.tokenType === t.Opaque || likely(token.image) === undefined) return;
    report(propose(valueRange(token), token.image, `'${token.image}' is no known method`, isVerbatim(token)));
    return;
  }
  const constant = node?.kind === 'string' ? constantOf(item.tokens[node.token]) : undefined;
  if (!constant) return;
  // Of patterns only alternatives of plain names are read.
  if (isPattern && !/^\^?\(?[A-Z|]+\)?\$?$/.test(constant.text)) return;
  for (const match of constant.text.matchAll(isPattern ? /[A-Z]+/g : /^.+$/g)) {
    const [name] = match;
    if (!TOKEN.test(name) || likely(name) === undefined) continue;
    // The beginning of a method matches it.
    if (isPattern && [...SIP_METHODS].some((method) => method.includes(name))) continue;
    const range = constant.rangeOf(match.index, match.index + name.length);
    report(propose(range, name, `'${name}' is no known method: nothing matches it`, isVerbatim(constant.token)));
  }
}
