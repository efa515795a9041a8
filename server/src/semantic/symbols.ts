import type { Item } from '../syntax/item-reader.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import { childrenOf } from '../syntax/tree.ts';
import type * as tree from '../syntax/tree.ts';
import { moduleName } from './module-name.ts';

/** A `loadmodule`. */
export interface LoadedModule {
  readonly name: string;
  readonly token: Token;
  readonly item: Item;
}

/** A `modparam` or `modparamx`. */
export interface ParameterSetting {
  /** The first argument: one module, or several joined by `|`, or an expression over module names. */
  readonly module: string;
  readonly moduleToken: Token;
  readonly parameter: string;
  readonly parameterToken: Token;
  /** `undefined` where the value is missing or its type cannot be known here. */
  readonly type: 'int' | 'string' | undefined;
  readonly valueToken: Token | undefined;
  readonly isNegative: boolean;
  readonly item: Item;
  readonly isExtended: boolean;
}

/** A route block. */
export interface RouteSymbol {
  readonly kind: tree.RouteKind;
  /** `undefined` for a default block. */
  readonly name: string | undefined;
  readonly nameToken: Token | undefined;
  readonly keyword: Token;
  readonly item: Item;
  readonly node: tree.RouteBlock;
}

/** A call of a function, of the core or of a module. */
export interface CallSymbol {
  readonly name: string;
  readonly token: Token;
  readonly node: tree.CallExpression;
  readonly item: Item;
  /** The route block it stands in. */
  readonly route: tree.RouteBlock;
  /** The call in whose arguments it stands. */
  readonly within: tree.CallExpression | undefined;
  /** Whether it stands as a statement, its result unused. */
  readonly isStatement: boolean;
}

/** The declarations and uses that features and rules ask for, collected in one walk over the items. */
export interface Symbols {
  readonly modules: readonly LoadedModule[];
  readonly loaded: ReadonlyMap<string, LoadedModule>;
  readonly parameters: readonly ParameterSetting[];
  readonly routes: readonly RouteSymbol[];
  readonly calls: readonly CallSymbol[];
  /** Bare names in expressions with the item they stand in. */
  readonly names: readonly {
    readonly token: Token;
    readonly node: tree.NameExpression;
    readonly item: Item;
    readonly parent: tree.AnyNode | undefined;
  }[];
  readonly settings: readonly { readonly name: Token; readonly node: tree.CoreSetting; readonly item: Item }[];
  readonly globals: readonly { readonly node: tree.CustomGlobal; readonly item: Item }[];
  readonly flags: readonly {
    readonly name: string;
    readonly token: Token;
    readonly number: Token | undefined;
    readonly isAvp: boolean;
    readonly item: Item;
  }[];
  /** Assignments in statements and expressions. */
  readonly assignments: readonly {
    readonly node: tree.AssignmentStatement | tree.AssignmentExpression;
    readonly item: Item;
  }[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer E)[] ? E[] : T[Key] };

/** The text that a token gives as a name: a word as it stands, a string decoded. */
export function nameOf(token: Token): string {
  return token.tokenType === t.StringLiteral ? decodeString(token.image).text : token.image;
}

export function collectSymbols(items: readonly Item[]): Symbols {
  const loaded = new Map<string, LoadedModule>();
  const symbols: Mutable<Symbols> = {
    modules: [],
    loaded,
    parameters: [],
    routes: [],
    calls: [],
    names: [],
    settings: [],
    globals: [],
    flags: [],
    assignments: [],
  };
  for (const item of items) {
    const { node, tokens } = item;
    switch (node.kind) {
      case 'loadModule': {
        const token = node.path === undefined ? undefined : tokens[node.path];
        if (!token) break;
        const module = { name: token.tokenType === t.Opaque ? '' : moduleName(nameOf(token)), token, item };
        symbols.modules.push(module);
        if (module.name !== '' && !loaded.has(module.name)) loaded.set(module.name, module);
        break;
      }
      case 'moduleParameter':
        addParameter(symbols, item, node);
        break;
      case 'coreSetting':
        symbols.settings.push({ name: tokens[node.name]!, node, item });
        break;
      case 'customGlobal':
        symbols.globals.push({ node, item });
        break;
      case 'flagDeclarations': {
        const isAvp = tokens[node.keyword]!.image === 'avpflags';
        for (const flag of node.flags) {
          const token = tokens[flag.name]!;
          const number = flag.number === undefined ? undefined : tokens[flag.number];
          symbols.flags.push({ name: nameOf(token), token, number, isAvp, item });
        }
        break;
      }
      case 'routeBlock':
        addRoute(symbols, item, node);
        break;
    }
  }
  return symbols;
}

function addParameter(symbols: Mutable<Symbols>, item: Item, node: tree.ModuleParameter): void {
  if (node.module === undefined || node.parameter === undefined) return;
  const moduleToken = item.tokens[node.module]!;
  const parameterToken = item.tokens[node.parameter]!;
  const value = node.value?.kind === 'literalValue' ? node.value : undefined;
  const valueToken = value ? item.tokens[value.token] : undefined;
  const kind = valueToken?.tokenType;
  const isNumber = kind === t.NumberLiteral || kind === t.NumberWord;
  symbols.parameters.push({
    module: nameOf(moduleToken),
    moduleToken,
    parameter: nameOf(parameterToken),
    parameterToken,
    type: kind === t.StringLiteral ? 'string' : isNumber ? 'int' : undefined,
    valueToken,
    isNegative: value?.negative === true,
    item,
    isExtended: item.tokens[node.keyword]!.image === 'modparamx',
  });
}

function addRoute(symbols: Mutable<Symbols>, item: Item, route: tree.RouteBlock): void {
  const nameToken = route.name === undefined ? undefined : item.tokens[route.name];
  symbols.routes.push({
    kind: route.routeKind,
    name: nameToken && nameOf(nameToken),
    nameToken,
    keyword: item.tokens[route.from]!,
    item,
    node: route,
  });
  const within = new Map<tree.AnyNode, tree.CallExpression>();
  const parents = new Map<tree.AnyNode, tree.AnyNode>();
  walkWithParents(route, parents, (node) => {
    const parent = parents.get(node);
    const outer = parent && (parent.kind === 'call' ? parent : within.get(parent));
    if (outer) within.set(node, outer);
    if (node.kind === 'call') {
      const token = item.tokens[node.name]!;
      const isStatement = parent?.kind === 'expressionStatement';
      symbols.calls.push({ name: token.image, token, node, item, route, within: outer, isStatement });
    } else if (node.kind === 'name') {
      symbols.names.push({ token: item.tokens[node.token]!, node, item, parent });
    } else if (node.kind === 'assignment' || node.kind === 'assignmentExpression') {
      symbols.assignments.push({ node, item });
    }
  });
}

function walkWithParents(
  root: tree.AnyNode,
  parents: Map<tree.AnyNode, tree.AnyNode>,
  visit: (node: tree.AnyNode) => void,
): void {
  const open: tree.AnyNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    visit(node);
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index]!;
      parents.set(child, node);
      open.push(child);
    }
  }
}

/** The place of a token. */
export function rangeOfToken(token: Token): SourceRange {
  return { source: token.source, start: token.start, end: token.end };
}
