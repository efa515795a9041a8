import { parseUri, URI_FAULTS } from '../dispatcher-list/parse-uri.ts';
import { hasStandIn } from '../dispatcher-list/stand-ins.ts';
import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { extraHostSigns } from '../semantic/host-signs.ts';
import { rangeOf } from '../semantic/program.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import type { Item } from '../syntax/item-reader.ts';
import { findPseudoVariables, readPseudoVariable } from '../syntax/pseudo-variable.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { AnyNode, Expression } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument, constantOf } from './shared/constant-text.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { isStandIn, valueForm, variableForm } from './shared/variable-values.ts';

/** Pseudo-variables that take a whole URI. */
const URI_TARGETS: ReadonlySet<string> = new Set(['du', 'duri', 'ru', 'ruri', 'br', 'fu', 'from', 'tu', 'to']);
/** Those that do so by the name in the parentheses. */
const INNER_TARGETS: Readonly<Record<string, ReadonlySet<string>>> = {
  branch: new Set(['uri', 'dst_uri']),
  sbranch: new Set(['uri', 'dst_uri']),
  uac_req: new Set(['ruri', 'furi', 'turi', 'ouri']),
};

/** Arguments that are URIs, by the function's module and the argument's place. Empty ones mean none. */
const ARGUMENTS: ReadonlyMap<string, { readonly module: string; readonly indexes: readonly number[] }> = new Map(
  Object.entries({
    t_replicate: { module: 'tm', indexes: [0] },
    t_uac_send: { module: 'tm', indexes: [1, 2] },
    append_branch: { module: 'corex', indexes: [0] },
    setdsturi: { module: 'kex', indexes: [0] },
    dlg_bridge: { module: 'dialog', indexes: [0, 1, 2] },
    rewriteuri: { module: 'core', indexes: [0] },
    seturi: { module: 'core', indexes: [0] },
    // The last one; a name to show may stand before it.
    uac_replace_from: { module: 'uac', indexes: [-1] },
    uac_replace_to: { module: 'uac', indexes: [-1] },
  }),
);

export const malformedUri: Rule = {
  code: 'malformed-uri',
  severity: 'warning',
  category: 'calls',
  summary: 'A text is used as a SIP URI that Kamailio cannot read as one.',
  advice: 'Write sip:user@host:port, with ;transport=… behind it if need be.',
  documentation: {
    why:
      'Kamailio starts, as it reads such a URI only when a request gets there. It then writes an error to the log, and the ' +
      'request is not sent: `$du = "10.0.0.1:5060"` lacks the scheme, without which no host is looked for.',
    wrong: `loadmodule "pv.so"

request_route {
  $du = "10.0.0.1:5060";
}
`,
    right: `loadmodule "pv.so"

request_route {
  $du = "sip:10.0.0.1:5060";
}
`,
  },
  check(analysis, report) {
    const signs = extraHostSigns(analysis.program);
    for (const kind of ['assignment', 'assignmentExpression'] as const) {
      for (const { node, item } of nodesOfKind(analysis, kind)) {
        if (!node.value || item.tokens[node.operator]?.image !== '=' || !takesUri(node.target, item)) continue;
        const finding = checkValue(node.value, item, signs);
        if (finding) report(finding);
      }
    }
    for (const finding of checkCalls(analysis, signs)) report(finding);
    for (const finding of checkHosts(analysis)) report(finding);
    for (const call of callsOf(analysis, 'rr', ['record_route_preset', 'record_route_advertised_address'])) {
      for (const index of call.node.arguments.keys()) {
        const constant = constantArgument(call, index);
        const scheme = /^sips?:/i.exec(constant?.text ?? '')?.[0];
        if (!constant || scheme === undefined) continue;
        const message = `${call.name}() puts 'sip:' before this: '<sip:${constant.text};lr>' is no URI`;
        report({
          range: constant.rangeOf(0, scheme.length),
          message,
          ...(isVerbatim(constant.token) ? { replacement: '' } : {}),
        });
      }
    }
  },
};

/** Functions that take a host, which they look up when Kamailio starts. */
const HOST_TAKERS =
  /^(?:forward(?:_(?:udp|tcp|tls|sctp))?|t_relay|t_(?:relay|forward_nonack)_to_(?:udp|tcp|tls|sctp)|t_replicate)$/;

function* checkHosts(analysis: Analysis): Iterable<RuleFinding> {
  for (const [call, target] of callTargets(analysis)) {
    if (!HOST_TAKERS.test(call.name) || (target.kind !== 'core' && target.kind !== 'module')) continue;
    if (target.kind === 'module' && call.node.arguments.length !== 2) continue;
    const constant = constantArgument(call, 0);
    const scheme = /^sips?:/i.exec(constant?.text ?? '')?.[0];
    if (!constant || scheme === undefined) continue;
    const message = `'${call.name}' takes a host, and '${constant.text}' is none: Kamailio does not start`;
    yield { range: constant.range, severity: 'error', message };
  }
}

function takesUri(target: Expression, item: Item): boolean {
  if (target.kind !== 'pseudoVariable') return false;
  const { name, inner, transformations } = readPseudoVariable(item.tokens[target.token]?.image ?? '', 0, true);
  if (transformations.length > 0) return false;
  if (inner) return INNER_TARGETS[name.text]?.has(inner.text) === true;
  return URI_TARGETS.has(name.text);
}

/** Checks a value that is a text, or a sum of texts and others. */
function checkValue(value: Expression, item: Item, hostSigns: string): RuleFinding | undefined {
  const parts = sumOf(value, item);
  let text = '';
  let isWhole = true;
  for (const [index, part] of parts.entries()) {
    const constant = part.kind === 'string' || part.kind === 'number' ? constantOf(item.tokens[part.token]) : undefined;
    if (constant) {
      text += constant.text;
      continue;
    }
    isWhole = false;
    if (index > 0) text += '1';
    else if (isUriPart(part, item)) {
      const image = item.tokens[part.from]?.image ?? '';
      // On its own such a part may come from a variable that somebody filled with a whole URI.
      if (parts.length === 1) return undefined;
      return missingScheme(rangeOf(item, part), `what begins with the value of '${image}'`);
    } else return undefined;
  }
  const [first] = parts;
  const constant = first?.kind === 'string' ? constantOf(item.tokens[first.token]) : undefined;
  if (!constant || text === '' || isOpen(text)) return undefined;
  const isSimple = isWhole && parts.length === 1;
  return checkText(
    text,
    isSimple ? (from, to) => constant.rangeOf(from, to) : undefined,
    isSimple ? constant.range : rangeOf(item, value),
    { isWritten: isVerbatim(constant.token), scheme: constant.rangeOf(0, 0), hostSigns },
  );
}

/** Whether a value is a part of a URI that never has a scheme before it. */
function isUriPart(part: AnyNode, item: Item): boolean {
  const form = valueForm(part, item.tokens);
  return form !== undefined && !form.accepts('sip:a.b');
}

/** The operands of `+`, from left to right. */
function sumOf(root: Expression, item: Item): Expression[] {
  const parts: Expression[] = [];
  const open: (Expression | undefined)[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'parenthesised') open.push(node.expression);
    else if (node.kind === 'binary' && item.tokens[node.operator]?.image === '+') open.push(node.right, node.left);
    else parts.push(node);
  }
  return parts;
}

function* checkCalls(analysis: Analysis, hostSigns: string): Iterable<RuleFinding> {
  for (const [call, target] of callTargets(analysis)) {
    const taken = ARGUMENTS.get(call.name);
    if (!taken) continue;
    const isMeant =
      target.kind === 'core'
        ? taken.module === 'core'
        : target.kind === 'module' && target.functions.some(({ module }) => module === taken.module);
    if (!isMeant) continue;
    for (const index of taken.indexes) {
      const place = index < 0 ? call.node.arguments.length + index : index;
      const finding = checkArgument(call, place, taken.module !== 'core', hostSigns);
      if (finding) yield finding;
    }
  }
}

function checkArgument(
  call: CallSymbol,
  index: number,
  isExpanded: boolean,
  hostSigns: string,
): RuleFinding | undefined {
  // With two arguments it takes a host and a port.
  if (call.name === 't_replicate' && call.node.arguments.length !== 1) return undefined;
  if (call.node.arguments[index]?.kind !== 'string') return undefined;
  const constant = constantArgument(call, index);
  if (!constant || constant.text === '' || isOpen(constant.text)) return undefined;
  const { text, range } = constant;
  const place = { isWritten: isVerbatim(constant.token), scheme: constant.rangeOf(0, 0), hostSigns };
  const variables = isExpanded ? findPseudoVariables(text) : [];
  const [first] = variables;
  if (!first) return checkText(text, (from, to) => constant.rangeOf(from, to), range, place);
  if (first.start === 0) {
    const form = first.transformations.length === 0 ? variableForm(first.name.text) : undefined;
    if (!form || form.accepts('sip:a.b') || first.end === text.length) return undefined;
    return missingScheme(range, `what begins with the value of '${text.slice(0, first.end)}'`, place);
  }
  let filled = '';
  let at = 0;
  for (const { start, end } of variables) {
    filled += `${text.slice(at, start)}1`;
    at = end;
  }
  return checkText(filled + text.slice(at), undefined, range, place);
}

/** Whether a text has places that are filled before Kamailio reads it, or says only what is to stand there. */
function isOpen(text: string): boolean {
  const rest = text.replace(/^sips?:/i, '');
  return text.includes('<') || hasStandIn(rest) || (rest !== '' && isStandIn(rest));
}

interface Place {
  /** Whether the text stands in the file as it is read. */
  readonly isWritten: boolean;
  /** Where the scheme belongs. */
  readonly scheme: SourceRange;
  /** The signs that hosts may have beyond the usual ones. */
  readonly hostSigns: string;
}

function checkText(
  text: string,
  rangeIn: ((from: number, to: number) => SourceRange) | undefined,
  range: SourceRange,
  place: Place,
): RuleFinding | undefined {
  const result = parseUri(text, place.hostSigns);
  if (!('fault' in result)) return rangeIn && checkTransport(text, rangeIn);
  const { fault, at } = result;
  if (!/^[a-z][a-z0-9+.-]*:[^\d]/i.test(text) && (fault === 'bad-scheme' || fault === 'too-short')) {
    return missingScheme(range, `'${text}'`, place);
  }
  const rest = /^[^;?]*/.exec(text.slice(at))?.[0] ?? '';
  const isInside = rangeIn && at > 0 && at < text.length;
  const where = isInside ? rangeIn(at, at + Math.max(1, rest.length)) : range;
  return { range: where, message: `Kamailio cannot read this as a SIP URI: ${URI_FAULTS[fault]}` };
}

const TRANSPORTS = ['udp', 'tcp', 'tls', 'sctp', 'ws', 'wss'];

/** Looks at the transport of a URI that can be read: Kamailio passes over one that it does not know. */
function checkTransport(text: string, rangeIn: (from: number, to: number) => SourceRange): RuleFinding | undefined {
  const match = /^[^?]*;transport=([A-Za-z]+)(?:[;?]|$)/d.exec(text);
  const [name, [from, to]] = [match?.[1], match?.indices?.[1] ?? [0, 0]];
  if (name === undefined || TRANSPORTS.includes(name.toLowerCase())) return undefined;
  const likely = suggest(name, TRANSPORTS);
  if (likely === undefined) return undefined;
  const message = `there is no transport '${name}', and Kamailio chooses one; did you mean '${likely}'?`;
  return { range: rangeIn(from, to), message };
}

function missingScheme(range: SourceRange, what: string, place?: Place): RuleFinding {
  const message = `${what} is no SIP URI: 'sip:' is missing before it, and nothing is sent there`;
  if (place?.isWritten !== true) return { range, message };
  const edits = [{ range: place.scheme, newText: 'sip:' }];
  return { range, message, fix: { title: "Put 'sip:' before it", edits, isSafe: false } };
}
