import { isAllowedInContext, routeContextMask, type RouteBlockKind } from '../../catalog/route-context.ts';
import type { CoreFunction, FunctionEntry, FunctionSignature, Owned, Spelled } from '../../catalog/types.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import { nameOf, type CallSymbol } from '../../semantic/symbols.ts';
import * as t from '../../syntax/token-types.ts';
import { factsOf } from './program-facts.ts';

/** What the name of a call means where the call stands. */
export type CallTarget =
  | { readonly kind: 'core'; readonly function: Spelled<CoreFunction> }
  /** Functions of modules loaded before, that this version has. */
  | { readonly kind: 'module'; readonly functions: readonly Owned<FunctionEntry>[] }
  /** A function that this version has, of modules that are not loaded before. */
  | { readonly kind: 'unloaded'; readonly functions: readonly Owned<FunctionEntry>[] }
  /** A function of another version only. */
  | { readonly kind: 'otherVersion'; readonly functions: readonly Owned<FunctionEntry>[] }
  /** A keyword of the language that is no function. */
  | { readonly kind: 'reserved' }
  | { readonly kind: 'unknown' }
  /** Known only where Kamailio runs. */
  | { readonly kind: 'opaque' };

const known = new WeakMap<Analysis, ReadonlyMap<CallSymbol, CallTarget>>();

/** The target of every call of the program. */
export function callTargets(analysis: Analysis): ReadonlyMap<CallSymbol, CallTarget> {
  let targets = known.get(analysis);
  if (!targets) {
    targets = new Map(analysis.program.symbols.calls.map((call) => [call, findTarget(analysis, call)]));
    known.set(analysis, targets);
  }
  return targets;
}

function findTarget(analysis: Analysis, call: CallSymbol): CallTarget {
  const { catalog } = analysis;
  if (call.token.tokenType === t.Opaque) return { kind: 'opaque' };
  const core = catalog.coreFunction(call.name);
  if (core && catalog.has(core.entry) && catalog.has(core.spelling)) return { kind: 'core', function: core };
  if (catalog.core.reservedWords.has(call.name)) return { kind: 'reserved' };
  const all = catalog.functionsNamed(call.name);
  const current = all.filter(({ entry }) => catalog.has(entry));
  const facts = factsOf(analysis);
  const loaded = current.filter(({ module }) => facts.isLoadedBefore(module, call.item));
  if (loaded.length > 0) return { kind: 'module', functions: loaded };
  if (current.length > 0) return { kind: 'unloaded', functions: current };
  return all.length > 0 ? { kind: 'otherVersion', functions: all } : { kind: 'unknown' };
}

/** The signatures of some functions that take a number of arguments. */
export function signaturesFor(functions: readonly Owned<FunctionEntry>[], given: number): FunctionSignature[] {
  return functions.flatMap(({ entry }) => entry.signatures).filter((signature) => takesArguments(signature, given));
}

export function takesArguments({ minArguments, maxArguments }: FunctionSignature, given: number): boolean {
  return given >= minArguments && given <= (maxArguments ?? given);
}

/** Whether a signature may be called from the route block of a call. */
export function isAllowedAt(signature: FunctionSignature, call: CallSymbol): boolean {
  return isAllowedInContext(signature.routeMask, routeContextMask(call.route.routeKind, routeName(call)));
}

export function routeName({ route, item }: CallSymbol): string | undefined {
  const token = route.name === undefined ? undefined : item.tokens[route.name];
  return token && nameOf(token);
}

/** How a route block is spoken of: `failure_route[NAME]`. */
export function describeRoute(kind: RouteBlockKind, name: string | undefined): string {
  return name === undefined ? kind : `${kind}[${name}]`;
}
