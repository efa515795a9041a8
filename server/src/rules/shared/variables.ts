import type { FunctionSignature } from '../../catalog/types.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import { isVerbatim, rangeInString } from '../../semantic/string-place.ts';
import type { CallSymbol } from '../../semantic/symbols.ts';
import type { Item } from '../../syntax/item-reader.ts';
import {
  findPseudoVariables,
  readPseudoVariable,
  type PseudoVariableNode,
  type TextPart,
  type Transformation,
} from '../../syntax/pseudo-variable.ts';
import type { SourceRange, SourceText } from '../../syntax/source-text.ts';
import { decodeString } from '../../syntax/string-literal.ts';
import type { Token } from '../../syntax/token.ts';
import * as t from '../../syntax/token-types.ts';
import { walk } from '../../syntax/tree.ts';
import { callTargets, signaturesFor } from './call-targets.ts';
import { isPlaceholder } from './wording.ts';

/** A pseudo-variable that Kamailio will look up, with what is known of its place. */
export interface VariableUse {
  readonly node: PseudoVariableNode;
  readonly item: Item;
  readonly token: Token;
  /** `code`: looked up while the configuration is read; `string`: when Kamailio starts. */
  readonly place: 'code' | 'string';
  /** Whether it may also be an AVP: `$name` without `#!KAMAILIO`. */
  readonly mayBeAvp: boolean;
  /** Whether Kamailio refuses what it cannot look up; in some strings it leaves it as it stands. */
  readonly isRefused: boolean;
  /** The place of a stretch of the text that `node` was read from. */
  rangeOf(part: Pick<TextPart, 'start' | 'end'>): SourceRange;
}

/** Modules whose functions mean something else by `$`: `lookup_domain("$fd", …)` of uid_domain names a list of attributes. */
const OTHER_DOLLARS: ReadonlySet<string> = new Set(['uid_domain']);

/** Parameters whose variables acc looks up when it starts, and does not start without (acc_extra.c of 5.6). */
const READ_BY_ACC: ReadonlySet<string> = new Set(['acc.log_extra', 'acc.multi_leg_info']);

const known = new WeakMap<Analysis, readonly VariableUse[]>();

/** The pseudo-variables of the code, and of the strings that functions expand, nested ones included. */
export function variableUses(analysis: Analysis): readonly VariableUse[] {
  let uses = known.get(analysis);
  if (!uses) {
    uses = collect(analysis);
    known.set(analysis, uses);
  }
  return uses;
}

function collect(analysis: Analysis): VariableUse[] {
  const { program } = analysis;
  const mayBeAvp = ambiguityOf(analysis);
  const found: VariableUse[] = [];
  for (const { node: route, item } of program.symbols.routes) {
    if (!item.tokens.some((token) => token.tokenType === t.PseudoVariable)) continue;
    walk(route, (node) => {
      if (node.kind === 'pseudoVariable') addCode(item.tokens[node.token]!, item, mayBeAvp, found);
    });
  }
  for (const { module, parameter, valueToken, item } of program.symbols.parameters) {
    if (valueToken?.tokenType === t.PseudoVariable) addCode(valueToken, item, mayBeAvp, found);
    else if (valueToken && READ_BY_ACC.has(`${module}.${parameter}`)) addText(valueToken, item, true, found);
  }
  for (const [call, target] of callTargets(analysis)) {
    if (target.kind !== 'module') continue;
    const given = call.node.arguments.length;
    const signatures = signaturesFor(target.functions, given);
    const modules = target.functions.map(({ module }) => module);
    if (modules.some((module) => OTHER_DOLLARS.has(module))) continue;
    for (let index = 0; index < given; index++) addString(call, index, signatures, modules, found);
  }
  return found;
}

/**
 * Whether `$name` may also be an AVP at a place: until `#!KAMAILIO` or its like says otherwise. Where several of them
 * alternate, or one stands in an included file, it may be anywhere.
 */
function ambiguityOf({ program }: Analysis): (token: Token) => boolean {
  const { directives, inclusions } = program.preprocessed;
  const written = directives.filter(({ kind }) => kind === 'compatibility');
  const [first] = written;
  const isPlain = written.every(({ keyword }) => keyword.text === 'KAMAILIO' || keyword.text === 'OPENSER');
  if (!first || !isPlain || first.source !== program.root) return () => true;
  const isBefore = ({ source, start }: { source: SourceText; start: number }): boolean =>
    source === first.source && start < first.start;
  const hasEarlyFile = inclusions.some(({ directive }) => isBefore(directive));
  return (token) => isBefore(token) || (hasEarlyFile && token.source !== first.source);
}

function addCode(token: Token, item: Item, isAmbiguous: (token: Token) => boolean, found: VariableUse[]): void {
  const { source, start, end } = token;
  if (token.image.includes('{{') || isPlaceholder(token.image)) return;
  const verbatim = isVerbatim(token);
  // The token ends where the lexer ends it; a dot inside belongs to the name, as in $(ruri.user).
  const node = readPseudoVariable(token.image, 0, true);
  const mayBeAvp = !token.image.includes('(') && isAmbiguous(token);
  const rangeOf: VariableUse['rangeOf'] = (part) =>
    verbatim ? { source, start: start + part.start, end: start + part.end } : { source, start, end };
  add({ node, item, token, place: 'code', mayBeAvp, isRefused: true, rangeOf }, found);
}

/**
 * Modules whose functions refuse, when Kamailio starts, a string with a pseudo-variable that cannot be read: each function
 * was tried on 5.6.3. Of the others some, such as `t_reply()`, leave the text as it stands; exec refuses it, but a name that
 * is meant for the shell is no more than warned of.
 */
const REFUSING: ReadonlySet<string> = new Set(
  (
    'acc alias_db app_jsdt async auth_xkeys cfgutils corex crypto dialog dialplan dispatcher diversion dmq domain enum evapi ' +
    'htable http_client ipops jansson json jsonrpcs keepalive kex mqueue msilo msrp mtree nathelper path pdt permissions ' +
    'pike pipelimit presence pv pv_headers regex registrar rr rtjson rtpengine rtpproxy sca sdpops siptrace siputils sqlops tcpops ' +
    'textops textopsx tmrec tmx tsilo uac userblocklist websocket xhttp xhttp_prom xlog'
  ).split(' '),
);

function addString(
  { node, item }: CallSymbol,
  index: number,
  signatures: readonly FunctionSignature[],
  modules: readonly string[],
  found: VariableUse[],
): void {
  const argument = node.arguments[index];
  if (argument?.kind !== 'string' || signatures.length === 0) return;
  if (!signatures.every((signature) => signature.argumentKinds[index] === 'string+pv')) return;
  const isRefused = modules.every((module) => REFUSING.has(module));
  addText(item.tokens[argument.token]!, item, isRefused, found);
}

/** The pseudo-variables in a text that Kamailio takes them from. */
function addText(token: Token, item: Item, isRefused: boolean, found: VariableUse[]): void {
  if (token.tokenType !== t.StringLiteral || !token.image.includes('$') || isPlaceholder(token.image)) return;
  const value = decodeString(token.image);
  const rangeOf: VariableUse['rangeOf'] = (part) => rangeInString(token, value, part.start, part.end);
  for (const variable of findPseudoVariables(value.text)) {
    add({ node: variable, item, token, place: 'string', mayBeAvp: false, isRefused, rangeOf }, found);
  }
}

/** Those whose inner name may be one pseudo-variable. */
const READS_VARIABLE = /^(?:avp|hdrc?|hflc?|x_hdr|cnt|msgbuf|notify_reply|T_(?:inv|req|rpl))$/;
/** Those whose inner name, or a part of it, is a text with pseudo-variables in it. */
const READS_TEXT = /^(?:_s|lsock|sht(?:ex|cn|cv|inc|dec)?|mct|mctex|mcinc|mcdec)$/;
/** Those that read an index between the brackets inside of the parentheses. */
const READS_INDEX = /^(?:xav[pi]|dns|ptrquery|srvquery|naptrquery|redis|dbr)$/;

/** Adds a use, and those nested in it that Kamailio looks up at the same time. */
function add(use: VariableUse, found: VariableUse[]): void {
  found.push(use);
  for (const node of use.node.nested) {
    if (isRead(use.node, node)) add({ ...use, node, mayBeAvp: false }, found);
  }
}

/** Whether a nested variable is read with the outer one: in the inner name, or the beginning of an index or a parameter. */
function isRead({ inner, index, name, transformations }: PseudoVariableNode, nested: PseudoVariableNode): boolean {
  if (inner && nested.start >= inner.start && nested.start < inner.end) {
    const before = inner.text.slice(0, nested.start - inner.start);
    if (READS_VARIABLE.test(name.text)) return before === '';
    return READS_TEXT.test(name.text) || (READS_INDEX.test(name.text) && /\[\s*$/.test(before));
  }
  const parts = [index, ...transformations.flatMap((entry: Transformation) => entry.parameters)];
  return parts.some((part) => part && startsPart(part, nested));
}

function startsPart({ text, start }: TextPart, nested: PseudoVariableNode): boolean {
  return (
    nested.start >= start && nested.start < start + text.length && text.slice(0, nested.start - start).trim() === ''
  );
}
