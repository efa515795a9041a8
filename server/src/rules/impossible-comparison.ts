import { isAddress } from '../dispatcher-list/sockets.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { listenSockets } from '../semantic/listen-sockets.ts';
import { rangeOf } from '../semantic/program.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import { collectSymbols } from '../semantic/symbols.ts';
import type { Item } from '../syntax/item-reader.ts';
import type { Token } from '../syntax/token.ts';
import { withoutParentheses, type AnyNode, type Expression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantValue } from './shared/constants.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { plainVariable, valueForm } from './shared/variable-values.ts';
import { isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { isPlaceholder } from './shared/wording.ts';

const EQUAL = new Set(['==', 'eq']);
const DIFFERENT = new Set(['!=', 'ne']);

export const impossibleComparison: Rule = {
  code: 'impossible-comparison',
  severity: 'warning',
  category: 'expressions',
  summary: 'A pseudo-variable is compared with something that it never holds.',
  advice: 'Compare with a value of the form that the pseudo-variable has, or use another one.',
  documentation: {
    why:
      'A comparison goes by what stands on its left: a text is compared with the text of the number on the right, sign by ' +
      'sign. `$proto` holds `udp`, never 17 or `UDP`; `$rd` holds no port and `$fu` no bare user; `0044` is a number in ' +
      'octal and has the text `36`. Nor is a text a regular expression: `$rU == "^9[0-9]+$"` is never true. Kamailio starts, and the condition always has the same result.',
    wrong: `loadmodule "pv.so"

request_route {
  if ($proto == 17 || $rd == "example.com:5060") {
    exit;
  }
}
`,
    right: `loadmodule "pv.so"

request_route {
  if ($proto == "udp" || ($rd == "example.com" && $rp == 5060)) {
    exit;
  }
}
`,
  },
  check(analysis, report) {
    const spelledTwice = comparisonsSpelledTwice(analysis);
    for (const { node, item } of nodesOfKind(analysis, 'binary')) {
      const operator = item.tokens[node.operator]?.image ?? '';
      if ((!EQUAL.has(operator) && !DIFFERENT.has(operator)) || spelledTwice.has(node)) continue;
      const result = EQUAL.has(operator) ? 'this is never true' : 'this is always true';
      const finding =
        comparePort(analysis, node.left, node.right, item, result) ??
        compareNull(node.left, node.right, item, result) ??
        compareNull(node.right, node.left, item, result) ??
        compare(node.left, node.right, item, false, result) ??
        compare(node.right, node.left, item, true, result);
      if (finding) report(finding);
    }
    for (const { node, item } of nodesOfKind(analysis, 'switch')) {
      for (const { label, isRegex } of node.cases) {
        if (isRegex || typeof constantValue(label, item.tokens) !== 'string') continue;
        const finding = compare(withoutParentheses(node.subject), label, item, false, 'this case is never reached');
        if (finding) report(finding);
      }
    }
  },
};

/** Comparisons beside each other that ask for both spellings to be sure: `$pr == "tls" || $pr == "TLS"`. */
function comparisonsSpelledTwice(analysis: Analysis): ReadonlySet<AnyNode> {
  const found = new Set<AnyNode>();
  for (const { node, item } of nodesOfKind(analysis, 'binary')) {
    const { left, right } = node;
    const isOr = isOrOf(item.tokens[node.operator]);
    if (isOr === undefined || left.kind !== 'binary' || right?.kind !== 'binary') continue;
    const before = isOrOf(item.tokens[left.operator]) === isOr ? left.right : left;
    if (before?.kind !== 'binary') continue;
    const [first, second] = [before, right].map((each) => ({
      variable: plainVariable(each.left, item.tokens),
      value: constantValue(each.right, item.tokens),
    }));
    if (first?.variable === undefined || first.variable !== second?.variable) continue;
    if (typeof first.value !== 'string' || typeof second.value !== 'string') continue;
    if (first.value.toLowerCase() === second.value.toLowerCase()) found.add(before).add(right);
  }
  return found;
}

/** Whether an operator is an or; false for an and, nothing for any other. */
function isOrOf(operator: Token | undefined): boolean | undefined {
  if (operator?.image === '||' || operator?.image === 'or') return true;
  return operator?.image === '&&' || operator?.image === 'and' ? false : undefined;
}

/** The port that a request came in on, compared with one that Kamailio does not listen on. */
function comparePort(
  analysis: Analysis,
  variable: Expression,
  constant: Expression | undefined,
  item: Item,
  result: string,
): RuleFinding | undefined {
  const isOperand = variable.kind === 'messageOperand' && item.tokens[variable.token]?.image === 'dst_port';
  if (!isOperand && plainVariable(variable, item.tokens) !== 'Rp') return undefined;
  const value = constantValue(constant, item.tokens);
  if (!constant || value === undefined || !/^[1-9]\d*$/.test(String(value))) return undefined;
  // What a define says may be a socket of other installations.
  const token = item.tokens[constant.from];
  if (!token || !isVerbatim(token)) return undefined;
  const ports = portsOf(analysis);
  if (!ports || ports.has(Number(value))) return undefined;
  const known = [...ports].sort((a, b) => a - b).join(', ');
  return {
    range: rangeOf(item, constant),
    message: `Kamailio does not listen on port ${value}, only on ${known}: ${result}`,
  };
}

/** `$var(x) == $null`: a variable that nothing has written holds 0, and what gives it no value makes it 0 again (pv_svar.c). */
function compareNull(
  variable: Expression | undefined,
  nothing: Expression | undefined,
  item: Item,
  result: string,
): RuleFinding | undefined {
  if (nothing?.kind !== 'pseudoVariable' || item.tokens[nothing.token]?.image !== '$null') return undefined;
  if (!variable || plainVariable(variable, item.tokens) !== 'var') return undefined;
  const image = item.tokens[variable.from]?.image ?? '';
  return {
    range: rangeOf(item, variable),
    // Nothing breaks where the value is tested for being empty as well, as it often is.
    severity: 'information',
    message: `'${image}' is never without a value, it begins as 0: ${result}; what can be $null is $vn(…) or $avp(…)`,
  };
}

/** The ports of all sockets, those of sides of conditions that are skipped included; nothing where some are not known. */
function portsOf(analysis: Analysis): ReadonlySet<number> | undefined {
  const { program } = analysis;
  const isChanged = program.symbols.settings.some(({ name }) => /^(?:port|tls_port_no)$/.test(name.image));
  if (isChanged || !isWhole(analysis) || mayStandElsewhere(analysis, /^[ \t]*(?:port|tls_port_no)[ \t]*=/m))
    return undefined;
  const active = listenSockets(program.symbols);
  const skipped = program.inactive.flatMap(({ items }) => listenSockets(collectSymbols(items)));
  if (active.length === 0 || [...active, ...skipped].some(({ addresses }) => !addresses)) return undefined;
  const ports = new Set<number>();
  for (const { addresses = [], advertise } of [...active, ...skipped]) {
    for (const { protocol, hosts, port, lastPort } of [...addresses, ...(advertise ? [advertise] : [])]) {
      // A name in the place of a host may be one that somebody puts an address with a port in the place of.
      if (port === undefined && !hosts.every(isAddress)) return undefined;
      // Without a port TLS takes 5061, everything else 5060; without a protocol there are both.
      const first = port ?? (protocol === 'tls' ? 5061 : 5060);
      for (let each = first; each <= (lastPort ?? first); each++) ports.add(each);
      if (port === undefined && protocol === undefined) ports.add(5061);
    }
  }
  return ports;
}

function compare(
  variable: Expression | undefined,
  constant: Expression | undefined,
  item: Item,
  isConstantLeft: boolean,
  result: string,
): RuleFinding | undefined {
  const form = valueForm(variable, item.tokens);
  const value = constantValue(constant, item.tokens);
  if (value === '<null>' && constant && variable?.kind === 'pseudoVariable') {
    const range = rangeOf(item, constant);
    return { range, message: `"<null>" is only how xlog() prints what is not there: compare with $null` };
  }
  if (!constant || value === undefined || value === '') return undefined;
  const name = plainVariable(variable, item.tokens) ?? '';
  const range = rangeOf(item, constant);
  if (
    typeof value === 'string' &&
    variable?.kind === 'pseudoVariable' &&
    isExpression(value, form !== undefined || name === 'ua')
  ) {
    return {
      range,
      message: `this is compared as a text, sign by sign, and never matched: a regular expression wants =~`,
    };
  }
  if (!form) return undefined;
  if (typeof value === 'string') {
    if (form.accepts(value) || isPlaceholder(value)) return undefined;
    return { range, message: `'$${name}' holds ${form.what}, never "${value}": ${result}` };
  }
  // A number on the left makes a comparison of numbers: several of these texts have one, too.
  if (isConstantLeft) return undefined;
  if (!form.isNumber) return { range, message: `'$${name}' holds ${form.what}, never ${value}: ${result}` };
  const token = constant.kind === 'number' ? item.tokens[constant.token] : undefined;
  if (!token || !hasAnotherText(token, value) || token.macro) return undefined;
  const message = `'$${name}' is compared with the text "${value}", which is what the number ${token.image} is; put the digits in quotes`;
  return { range, message };
}

/** Whether a text can hardly be meant as it stands; `isOneValue` for what never holds a list. */
function isExpression(text: string, isOneValue: boolean): boolean {
  if (isPlaceholder(text)) return false;
  return (
    /^\^[\w([.+*\\]/.test(text) ||
    (isOneValue ? /^[^$]*[\w\])}+*]\$$/ : /^[^$]*[\])}+*]\$$/).test(text) ||
    /\.[*+]|\[(?:0-9|1-9|a-z|A-Z)[^\]]*\]|\\[.+d]/.test(text) ||
    (isOneValue && /^[\w.+-]{2,}(?:\|[\w.+-]{2,})+$/.test(text))
  );
}

/** Whether the digits as they are written are not those of the number: `0044` is 36. */
function hasAnotherText(token: Token, value: number): boolean {
  return /^0\d/.test(token.image) && token.image !== String(value);
}
