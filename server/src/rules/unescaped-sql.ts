import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import { rangeOf } from '../semantic/program.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import { findPseudoVariables, readPseudoVariable, type PseudoVariableNode } from '../syntax/pseudo-variable.ts';
import { walk, type AnyNode, type Expression } from '../syntax/tree.ts';
import type { Item } from '../syntax/item-reader.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument, constantOf, type ConstantText } from './shared/constant-text.ts';
import { constantValue } from './shared/constants.ts';
import { isCallOf } from './shared/flow-places.ts';
import { isRequestData } from './shared/request-data.ts';
import { AUTHENTICATION } from './shared/request-functions.ts';

/** Functions that run a query, with the module they are of and the query's place. */
const QUERIES: ReadonlyMap<string, readonly [module: string, index: number]> = new Map([
  ['sql_query', ['sqlops', 1]],
  ['sql_query_async', ['sqlops', 1]],
  ['sql_xquery', ['sqlops', 1]],
  ['sql_pvquery', ['sqlops', 1]],
  ['avp_db_query', ['avpops', 0]],
]);

/** Pseudo-variables that hold what the script writes to them. */
const HOLDER = /^(?:var|avp|xavp|shv)\b/;

const SQL = /\b(?:select|insert|update|delete|replace|call|where|values)\b/i;

export const unescapedSql: Rule = {
  code: 'unescaped-sql',
  severity: 'warning',
  category: 'operations',
  summary: 'A text that whoever sends a request chooses gets into a database query as it stands.',
  advice: 'Escape it: $(fU{s.escape.common}) between quotes, or $(fU{sql.val.str}) without.',
  documentation: {
    why:
      'A user name, a header or a call id may hold quotes. With `$fU` in a query, a request whose user name is ' +
      "`x' or 'a'='a` gets every row, and others change them. Kamailio escapes nothing by itself.",
    wrong: `loadmodule "pv.so"
loadmodule "db_mysql.so"
loadmodule "sqlops.so"
modparam("sqlops", "sqlcon", "cb=>mysql://kamailio@localhost/kamailio")

request_route {
  sql_query("cb", "select id from subscriber where username='$fU'", "ra");
  exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "db_mysql.so"
loadmodule "sqlops.so"
modparam("sqlops", "sqlcon", "cb=>mysql://kamailio@localhost/kamailio")

request_route {
  sql_query("cb", "select id from subscriber where username='$(fU{s.escape.common})'", "ra");
  exit;
}
`,
  },
  check(analysis, report) {
    for (const finding of findings(analysis)) report(finding);
  },
};

function* findings(analysis: Analysis): Iterable<RuleFinding> {
  const built: Built = { expanded: new Set(), plain: new Set() };
  for (const [call, target] of callTargets(analysis)) {
    const query = QUERIES.get(call.name);
    if (!query || target.kind !== 'module' || !target.functions.some(({ module }) => module === query[0])) continue;
    yield* checkQuery(call, query[1], built, {
      isAuthenticated: () => isBehindAuthentication(analysis, call),
      isChecked: (variable) => isBehindPattern(analysis, call, variable),
    });
  }
  for (const { node, item } of analysis.program.symbols.assignments) {
    const image = item.tokens[node.target.from]?.image ?? '';
    if (node.value && (built.expanded.has(image) || built.plain.has(image))) addParts(node.value, item, built);
  }
  for (const { node, item } of analysis.program.symbols.assignments) {
    const image = item.tokens[node.target.from]?.image ?? '';
    const isExpanded = built.expanded.has(image);
    if (!node.value || (!isExpanded && !built.plain.has(image))) continue;
    yield* checkPart(node.value, item, isExpanded);
    if (built.plain.has(image) && !isLookedAt(analysis, image)) yield* checkCopy(analysis, node.value, item);
  }
}

/** `$var(key) = $fU`, where `$var(key)` stands in a query. */
function* checkCopy(analysis: Analysis, value: Expression, item: Item): Iterable<RuleFinding> {
  if (value.kind !== 'pseudoVariable') return;
  const image = item.tokens[value.token]?.image ?? '';
  const variable = readPseudoVariable(image, 0, true);
  if (!isRequestData(variable) || isLookedAt(analysis, image)) return;
  const range = rangeOf(item, value);
  const edits = [{ range, newText: escaped(image, variable) }];
  yield { range, message: describe(image, 'a query'), fix: { title: `Escape ${image}`, edits, isSafe: false } };
}

/** Whether a variable is escaped later, or compared with a pattern, which may let only harmless texts pass. */
function isLookedAt({ program }: Analysis, image: string): boolean {
  const name = image.replace(/^\$\(?|\)?$/g, '');
  const isEscaped = program.symbols.assignments.some(({ node, item }) => {
    const value = node.value?.kind === 'pseudoVariable' ? (item.tokens[node.value.token]?.image ?? '') : '';
    return value.startsWith(`$(${name}`) && /\{(?:s\.escape\.common|s\.int|s\.numeric|sql\.)/.test(value);
  });
  if (isEscaped) return true;
  for (const { nodes, symbol } of controlFlow(program).routes.values()) {
    const { tokens } = symbol.item;
    for (const { kind, node } of nodes) {
      if (kind !== 'test' || node.kind !== 'binary' || tokens[node.operator]?.image !== '=~') continue;
      if (tokens[node.left.from]?.image.includes(name)) return true;
    }
  }
  return false;
}

/** Variables that hold queries: given to a function without quotes, their texts are expanded once more. */
interface Built {
  readonly expanded: Set<string>;
  readonly plain: Set<string>;
}

/** Checks of auth_db (and of RADIUS), whose users are those of a table: nobody has a name that breaks a query. */
const CHECKS: ReadonlySet<string> = new Set([...AUTHENTICATION].filter((name) => !/^(?:pv_|autheph_)/.test(name)));
/** What such a check has found to be those of a user. */
const CREDENTIALS: ReadonlySet<string> = new Set(['au', 'Au', 'aU', 'AU', 'ar', 'ad']);
const AUTHENTICATED = 1;

/** Whether a call may come behind a check of the credentials that the request has passed. */
function isBehindAuthentication({ program }: Analysis, call: CallSymbol): boolean {
  const flow = controlFlow(program);
  const entries = entryPoints(program).map((route) => ({ route, facts: 0 }));
  const states = walkFlow(flow, entries, (node, outcome, facts) =>
    outcome === true && isCallOf(node, CHECKS) ? facts | AUTHENTICATED : facts,
  );
  for (const { nodes } of flow.routes.values()) {
    const node = nodes.find((candidate) => candidate.call === call);
    if (node) return states.mayHold(node, (facts) => (facts & AUTHENTICATED) !== 0);
  }
  return false;
}

/** What is known of a request where a query is run. */
interface QueryPlace {
  readonly isAuthenticated: () => boolean;
  /** Whether a variable of the request has been compared with a pattern that lets no quote pass. */
  readonly isChecked: (variable: PseudoVariableNode) => boolean;
}

const CHECKED = 1;

/** Whether a call is got to only where a variable of the request has fitted a pattern for the whole of it without quotes. */
function isBehindPattern({ program }: Analysis, call: CallSymbol, { name, inner }: PseudoVariableNode): boolean {
  const flow = controlFlow(program);
  const checks = (node: FlowNode): boolean => {
    const { tokens } = node.flow.symbol.item;
    if (node.kind !== 'test' || node.node.kind !== 'binary' || tokens[node.node.operator]?.image !== '=~') return false;
    const left = readPseudoVariable(tokens[node.node.left.from]?.image ?? '', 0, true);
    const pattern = constantValue(node.node.right, tokens);
    const isSame =
      left.name.text === name.text && left.inner?.text === inner?.text && left.transformations.length === 0;
    return isSame && typeof pattern === 'string' && isWithoutQuotes(pattern);
  };
  const steps = [...flow.routes.values()].flatMap(({ nodes }) => nodes);
  const target = steps.find((node) => node.call === call);
  if (!target || !steps.some(checks)) return false;
  const entries = entryPoints(program).map((route) => ({ route, facts: 0 }));
  const states = walkFlow(flow, entries, (node, outcome, facts) =>
    outcome === true && checks(node) ? facts | CHECKED : facts,
  );
  return states.isReached(target) && !states.mayHold(target, (facts) => (facts & CHECKED) === 0);
}

/** A pattern for a whole text: signs, classes of signs that are named, and no choice, quote or backslash among them. */
const WHOLE_TEXT =
  /^\^(?:\[(?!\^)(?:\[:(?:alnum|alpha|digit|xdigit|upper|lower):\]|[^[\]'"\\])+\]|\\[+*.#]|[^[\]'"\\.|^$])+\$$/;

function isWithoutQuotes(pattern: string): boolean {
  const ranges = [...pattern.matchAll(/(.)-(.)/g)];
  return WHOLE_TEXT.test(pattern) && !ranges.some(([, from = '', to = '']) => from < "'" && to > "'");
}

function* checkQuery(call: CallSymbol, index: number, built: Built, place: QueryPlace): Iterable<RuleFinding> {
  const argument = call.node.arguments[index];
  if (argument?.kind === 'pseudoVariable') built.expanded.add(call.item.tokens[argument.token]?.image ?? '');
  const constant = argument?.kind === 'string' ? constantArgument(call, index) : undefined;
  if (!constant) return;
  for (const variable of findPseudoVariables(constant.text)) {
    if (HOLDER.test(variable.name.text)) built.plain.add(constant.text.slice(variable.start, variable.end));
  }
  yield* checkText(constant, 'the query', place);
}

/** The request's data in a text that is expanded, each once. */
function* checkText(
  constant: ConstantText,
  where: string,
  { isAuthenticated, isChecked }: Partial<QueryPlace> = {},
): Iterable<RuleFinding> {
  const told = new Set<string>();
  for (const variable of findPseudoVariables(constant.text)) {
    const image = constant.text.slice(variable.start, variable.end);
    if (!isRequestData(variable) || told.has(image)) continue;
    if (CREDENTIALS.has(variable.name.text) && isAuthenticated?.() === true) continue;
    if (isChecked?.(variable) === true) continue;
    told.add(image);
    const range = constant.rangeOf(variable.start, variable.end);
    const message = describe(image, where);
    if (!isVerbatim(constant.token) || !isInQuotes(constant.text, variable)) yield { range, message };
    else {
      const edits = [{ range, newText: escaped(image, variable) }];
      yield { range, message, fix: { title: `Escape ${image}`, edits, isSafe: false } };
    }
  }
}

/** The request's data in what is put together to a query: `"select … '" + $fU + "'"`. */
function* checkPart(value: Expression, item: Item, isExpanded: boolean): Iterable<RuleFinding> {
  for (const node of partsOfQuery(value, item)) {
    if (node.kind === 'pseudoVariable') {
      const image = item.tokens[node.token]?.image ?? '';
      const variable = readPseudoVariable(image, 0, true);
      if (!isRequestData(variable)) continue;
      const range = rangeOf(item, node);
      const edits = [{ range, newText: escaped(image, variable) }];
      yield { range, message: describe(image, 'a query'), fix: { title: `Escape ${image}`, edits, isSafe: false } };
    } else if (node.kind === 'string' && isExpanded) {
      const constant = constantOf(item.tokens[node.token]);
      if (constant) yield* checkText(constant, 'a query');
    }
  }
}

/** The variables that a query is put together of: what is copied into them gets into it, too. */
function addParts(value: Expression, item: Item, built: Built): void {
  for (const node of partsOfQuery(value, item)) {
    const image = node.kind === 'pseudoVariable' ? (item.tokens[node.token]?.image ?? '') : '';
    if (HOLDER.test(image.slice(1))) built.plain.add(image);
  }
}

/** All that a value is made of, if it is a query. */
function partsOfQuery(value: Expression, item: Item): readonly AnyNode[] {
  const nodes: AnyNode[] = [];
  walk(value, (node) => nodes.push(node));
  const isQuery = nodes.some(
    (node) => node.kind === 'string' && SQL.test(constantOf(item.tokens[node.token])?.text ?? ''),
  );
  return isQuery ? nodes : [];
}

function describe(image: string, where: string): string {
  return `whoever sends the request chooses '${image}', and it gets into ${where} as it stands`;
}

/** Whether a variable stands between single quotes in a query. */
function isInQuotes(query: string, { start, end }: PseudoVariableNode): boolean {
  const before = query.slice(0, start).split("'").length - 1;
  return before % 2 === 1 && query.includes("'", end);
}

function escaped(image: string, { isBracketed }: PseudoVariableNode): string {
  if (/\{s\.escape\.\w+\}/.test(image)) return image.replace(/\{s\.escape\.\w+\}/g, '{s.escape.common}');
  return isBracketed ? `${image.slice(0, -1)}{s.escape.common})` : `$(${image.slice(1)}{s.escape.common})`;
}
