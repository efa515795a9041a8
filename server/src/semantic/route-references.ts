/**
 * Where configurations name route blocks: `route(NAME)`, `t_on_failure("NAME")` and their kin, module parameters, and
 * assignments. The tables below are what hover, definition, completion and the rules read; a new way of naming a route
 * block is one line here. Read from the calls of `route_lookup()` and `route_get()` in Kamailio 6.1, checked against the
 * export tables of 5.5 to 6.1.
 */
import type { SourceRange } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Item } from '../syntax/item-reader.ts';
import type { Expression, RouteKind } from '../syntax/tree.ts';
import type { Program } from './program.ts';
import { rangeInString, valueRange } from './string-place.ts';
import { collectSymbols, nameOf, type CallSymbol, type RouteSymbol, type Symbols } from './symbols.ts';

/** The lists in which Kamailio keeps route blocks by name (`main_rt`, `failure_rt` … in `src/core/route.c`). */
export type RouteList = 'main' | 'failure' | 'branch' | 'onreply' | 'onsend' | 'event';

/** The list in which blocks of a kind are kept: `onreply_route` and `reply_route` share one, as do `route` and `request_route`. */
export function routeListOf(kind: RouteKind): RouteList {
  switch (kind) {
    case 'route':
    case 'request_route':
      return 'main';
    case 'failure_route':
      return 'failure';
    case 'branch_route':
      return 'branch';
    case 'onreply_route':
    case 'reply_route':
      return 'onreply';
    case 'onsend_route':
      return 'onsend';
    case 'event_route':
      return 'event';
  }
}

/** The keyword that starts a named block of a list. */
export const KEYWORD_OF_LIST: Readonly<Record<RouteList, RouteKind>> = {
  main: 'route',
  failure: 'failure_route',
  branch: 'branch_route',
  onreply: 'onreply_route',
  onsend: 'onsend_route',
  event: 'event_route',
};

/** The name under which Kamailio keeps a default block (`DEFAULT_RT`), so that `route[0]` is the request route. */
export const DEFAULT_ROUTE_NAME = '0';

/**
 * What Kamailio does where the named block does not exist:
 *
 * - `refused`: it does not start
 * - `warned`: it starts with a warning, and later runs nothing
 * - `fails`: the call fails, or an error is logged, when it is reached
 * - `ignored`: nothing at all, or the call is there to ask
 */
export type AbsentRoute = 'refused' | 'warned' | 'fails' | 'ignored';

/** An argument of a function that names a route block. */
export interface RouteArgument {
  readonly function: string;
  /** The module of the function; `core` for `route()`. */
  readonly module: string;
  /** Counted from 0. */
  readonly argument: number;
  readonly list: RouteList;
  readonly absent: AbsentRoute;
  /** What Kamailio puts before the argument to get the block's name. */
  readonly prefix?: string;
  /** `0` and the empty string stand for no block. */
  readonly zeroIsNone?: boolean;
  /** Another module has a function of this name that names no block: only where this one is loaded. */
  readonly onlyWhenLoaded?: boolean;
  /** The block is the value of this key in a `key=value;…` list. */
  readonly key?: string;
}

const main = (module: string, name: string, argument = 0, absent: AbsentRoute = 'fails'): RouteArgument => ({
  function: name,
  module,
  argument,
  list: 'main',
  absent,
});
const onTransaction = (name: string, list: RouteList, prefix?: string): RouteArgument => ({
  function: name,
  module: 'tm',
  argument: 0,
  list,
  absent: 'warned',
  zeroIsNone: true,
  ...(prefix === undefined ? {} : { prefix }),
});
const event = (module: string, name: string, argument: number): RouteArgument => ({
  function: name,
  module,
  argument,
  list: 'event',
  absent: 'ignored',
});

/** The functions that name route blocks. */
export const ROUTE_ARGUMENTS: readonly RouteArgument[] = [
  main('core', 'route', 0, 'refused'),
  onTransaction('t_on_failure', 'failure'),
  onTransaction('t_on_reply', 'onreply'),
  onTransaction('t_on_branch', 'branch'),
  onTransaction('t_on_branch_failure', 'event', 'tm:branch-failure:'),
  main('tmx', 't_continue', 2),
  main('async', 'async_route'),
  main('async', 'async_ms_route'),
  main('async', 'async_task_route'),
  main('async', 'async_task_group_route'),
  main('async', 'async_task_data'),
  main('async', 'async_task_group_data'),
  main('cfgutils', 'check_route_exists', 0, 'ignored'),
  main('cfgutils', 'route_if_exists', 0, 'ignored'),
  main('db2_ops', 'db_foreach', 1, 'ignored'),
  main('http_async_client', 'http_async_query', 1),
  main('http_async_client', 'http_async_send', 1),
  main('http_async_client', 'http_async_send_xdata', 1),
  main('ims_auth', 'ims_www_challenge'),
  main('ims_auth', 'ims_proxy_challenge'),
  main('ims_charging', 'Ro_CCR'),
  main('ims_icscf', 'I_perform_user_authorization_request'),
  main('ims_icscf', 'I_perform_location_information_request'),
  main('ims_qos', 'Rx_AAR'),
  main('ims_qos', 'Rx_AAR_Register'),
  main('ims_qos_npn', 'Rx_STR'),
  { ...main('ims_registrar_scscf', 'save'), onlyWhenLoaded: true },
  main('ims_registrar_scscf', 'assign_server_unreg'),
  { ...main('janssonrpcc', 'janssonrpc_request', 3), key: 'route' },
  main('jsonrpcc', 'jsonrpc_request', 2),
  main('jsonrpcc', 'jsonrpc_request', 3),
  event('rtp_media_server', 'rms_answer', 0),
  event('rtp_media_server', 'rms_play', 1),
  event('rtp_media_server', 'rms_bridge', 1),
  main('siprepo', 'sr_msg_pull', 2, 'ignored'),
  main('siprepo', 'sr_msg_async_pull', 3, 'ignored'),
  main('textopsx', 'msg_changed_route'),
];

/** A module parameter that names a route block. */
export interface RouteParameter {
  readonly module: string;
  readonly parameter: string;
  readonly list: RouteList;
  readonly absent: AbsentRoute;
  /** The block is the value of this key in a `key=value;…` list. */
  readonly key?: string;
}

/** The module parameters that name route blocks. */
export const ROUTE_PARAMETERS: readonly RouteParameter[] = [
  { module: 'tm', parameter: 'on_sl_reply', list: 'onreply', absent: 'ignored' },
  { module: 'cplc', parameter: 'proxy_route', list: 'main', absent: 'refused' },
  { module: 'cplc', parameter: 'redirect_route', list: 'main', absent: 'refused' },
  { module: 'evrexec', parameter: 'exec', key: 'name', list: 'event', absent: 'ignored' },
  { module: 'ims_icscf', parameter: 'route_lir_user_unknown', list: 'main', absent: 'warned' },
  { module: 'ims_icscf', parameter: 'route_uar_user_unknown', list: 'main', absent: 'warned' },
  { module: 'rtimer', parameter: 'exec', key: 'route', list: 'main', absent: 'warned' },
  { module: 'xmlrpc', parameter: 'route', list: 'main', absent: 'warned' },
];

/** Core settings that name route blocks (Kamailio 6.0 and newer). */
const ROUTE_SETTINGS: readonly { readonly setting: string; readonly list: RouteList; readonly absent: AbsentRoute }[] =
  [{ setting: 'async_tkv_evcb', list: 'event', absent: 'ignored' }];

/** Pseudo-variables whose value names a route block: `$dlg_ctx(to_route)` of the dialog modules. */
const ROUTE_VARIABLE = /^\$\(?dlg_ctx\(to_route\)\)?$/;

/** A place that names a route block. */
export interface RouteReference {
  readonly list: RouteList;
  /** The name as Kamailio keeps it, a prefix that the function adds included. */
  readonly name: string;
  /** The place of the name, without quotes. */
  readonly range: SourceRange;
  readonly token: Token;
  readonly item: Item;
  /** The function, module parameter, setting or pseudo-variable that names it, as one would write of it. */
  readonly by: string;
  readonly absent: AbsentRoute;
  /** The call that names it, if a call does. */
  readonly call: CallSymbol | undefined;
  /** Whether it stands in text that Kamailio reads. */
  readonly isActive: boolean;
}

/** A route block with the name under which Kamailio keeps it. */
export interface RouteDefinition {
  readonly list: RouteList;
  /** `DEFAULT_ROUTE_NAME` for a default block. */
  readonly name: string;
  readonly symbol: RouteSymbol;
  /** The place of the name, without quotes or brackets; of the keyword for a block without a name. */
  readonly range: SourceRange;
  readonly isActive: boolean;
}

/** A program's route blocks and the places that name them, in the order of reading, inactive text last. */
export interface RouteTable {
  readonly definitions: readonly RouteDefinition[];
  readonly references: readonly RouteReference[];
}

const tables = new WeakMap<Program, RouteTable>();

/** The route blocks of a program and the places that name them, those in inactive text included. Made once a program. */
export function routeTable(program: Program): RouteTable {
  let table = tables.get(program);
  if (!table) {
    table = collectRoutes(program);
    tables.set(program, table);
  }
  return table;
}

/** The blocks of a name. A prefix that the naming function adds must be in the name. */
export function findRoutes(program: Program, list: RouteList, name: string): readonly RouteDefinition[] {
  return routeTable(program).definitions.filter((entry) => entry.list === list && entry.name === name);
}

/** What the argument of a call names, if it names a route block; a name of several modules is told apart by what is loaded. */
export function routeArgumentOf(
  functionName: string,
  argument: number,
  loaded: Pick<ReadonlyMap<string, unknown>, 'has'>,
): RouteArgument | undefined {
  return ROUTE_ARGUMENTS.find(
    (entry) =>
      entry.function === functionName &&
      entry.argument === argument &&
      (entry.onlyWhenLoaded !== true || loaded.has(entry.module)),
  );
}

/** What the value of a module parameter names, if it names a route block. */
export function routeParameterOf(module: string, parameter: string): RouteParameter | undefined {
  return ROUTE_PARAMETERS.find((entry) => entry.module === module && entry.parameter === parameter);
}

/** The name under which Kamailio keeps a block: a number in its decimal form (`route_name` in `src/core/cfg.y`). */
export function routeName(token: Token): string {
  return token.tokenType === t.NumberLiteral ? decimal(token.image) : nameOf(token);
}

function decimal(image: string): string {
  if (/^[01]+b$/.test(image)) return String(Number.parseInt(image, 2));
  if (/^0x/i.test(image)) return String(Number.parseInt(image, 16));
  return String(/^0[0-7]+$/.test(image) ? Number.parseInt(image, 8) : Number.parseInt(image, 10));
}

function collectRoutes(program: Program): RouteTable {
  const definitions: RouteDefinition[] = [];
  const references: RouteReference[] = [];
  const { loaded } = program.symbols;
  collect(program.symbols, loaded, true, definitions, references);
  for (const text of program.inactive) collect(collectSymbols(text.items), loaded, false, definitions, references);
  return { definitions, references };
}

function collect(
  symbols: Symbols,
  loaded: ReadonlyMap<string, unknown>,
  isActive: boolean,
  definitions: RouteDefinition[],
  references: RouteReference[],
): void {
  for (const symbol of symbols.routes) {
    // Statements of inactive text are held by a block that has no keyword of its own.
    const next = symbol.item.tokens[symbol.node.from + 1]?.tokenType;
    if (next !== t.LeftBrace && next !== t.LeftBracket) continue;
    const name = symbol.nameToken ? routeName(symbol.nameToken) : DEFAULT_ROUTE_NAME;
    const range = valueRange(symbol.nameToken ?? symbol.keyword);
    definitions.push({ list: routeListOf(symbol.kind), name, symbol, range, isActive });
  }
  const add = (
    naming: Pick<RouteArgument, 'list' | 'absent' | 'prefix' | 'zeroIsNone' | 'key'>,
    token: Token,
    item: Item,
    by: string,
    call?: CallSymbol,
  ): void => {
    const named = readName(token, naming.key);
    if (!named || (naming.zeroIsNone === true && (named.name === '' || named.name === '0'))) return;
    const { list, absent, prefix = '' } = naming;
    references.push({ list, name: prefix + named.name, range: named.range, token, item, by, absent, call, isActive });
  };
  for (const call of symbols.calls) {
    for (const [index, argument] of call.node.arguments.entries()) {
      const naming = routeArgumentOf(call.name, index, loaded);
      const token = naming && argument.kind !== 'addressValue' && tokenOf(argument, call.item);
      if (token) add(naming, token, call.item, call.name, call);
    }
  }
  for (const setting of symbols.parameters) {
    const naming = routeParameterOf(setting.module, setting.parameter);
    if (naming && setting.type === 'string' && setting.valueToken) {
      add(naming, setting.valueToken, setting.item, `${setting.module}.${setting.parameter}`);
    }
  }
  for (const { name, node, item } of symbols.settings) {
    const naming = ROUTE_SETTINGS.find((entry) => entry.setting === name.image);
    const token = node.value?.kind === 'literalValue' ? item.tokens[node.value.token] : undefined;
    if (naming && token?.tokenType === t.StringLiteral) add(naming, token, item, name.image);
  }
  for (const { node, item } of symbols.assignments) {
    if (node.target.kind !== 'pseudoVariable' || !node.value) continue;
    const target = item.tokens[node.target.token];
    const token = tokenOf(node.value, item);
    if (token && target && ROUTE_VARIABLE.test(target.image)) {
      add({ list: 'main', absent: 'ignored', zeroIsNone: true }, token, item, target.image);
    }
  }
}

/** The one token that an expression is, if it is a name, a number or a string. */
function tokenOf(expression: Expression, item: Item): Token | undefined {
  switch (expression.kind) {
    case 'name':
    case 'number':
    case 'string':
      return item.tokens[expression.token];
    case 'parenthesised':
      return tokenOf(expression.expression, item);
    default:
      return undefined;
  }
}

/** The name that a token gives, or nothing where it is known only at run time. */
function readName(token: Token, key: string | undefined): { name: string; range: SourceRange } | undefined {
  if (token.tokenType !== t.StringLiteral) return { name: routeName(token), range: valueRange(token) };
  const value = decodeString(token.image);
  let from = 0;
  let to = value.text.length;
  if (key !== undefined) {
    const found = new RegExp(`(?:^|;)\\s*${key}\\s*=\\s*"?([^;"]*)`, 'id').exec(value.text)?.indices?.[1];
    if (!found) return undefined;
    [from, to] = found;
  }
  const name = value.text.slice(from, to).trimEnd();
  if (name === '' || name.includes('$')) return undefined;
  return { name, range: rangeInString(token, value, from, from + name.length) };
}
