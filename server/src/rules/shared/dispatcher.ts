/** What rules about the dispatcher module ask of a program. */
import { destinationsBySet, setIdOf, type Destination } from '../../dispatcher-list/entry-values.ts';
import { HEX_FLAGS } from '../../dispatcher-list/facts.ts';
import type { DispatcherList } from '../../dispatcher-list/list.ts';
import { readDispatcherList } from '../../dispatcher-list/read-list.ts';
import { hasTemplates } from '../../dispatcher-list/template-lines.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import { namedLists, type NamedList } from '../../semantic/list-files.ts';
import type { Fix } from '../../semantic/problem.ts';
import type { CallSymbol } from '../../semantic/symbols.ts';
import type { SourceRange, SourceText } from '../../syntax/source-text.ts';
import { callsOf } from './calls-of.ts';
import type { ConstantText } from './constant-text.ts';
import { constantValues } from './constant-values.ts';
import { hasUnknownSetting, settingsOf } from './module-settings.ts';
import { DISPATCHER_SELECTIONS } from './request-functions.ts';
import { mayStandElsewhere } from './whole-program.ts';

export const DISPATCHER = 'dispatcher';

/** The algorithms by the names that `dispatch.c` gives them, as far as rules ask for one. */
export const ALGORITHM = { hashVariable: 7, serial: 8, callLoad: 10, parallel: 12, latency: 13, overload: 64 } as const;

/** A choice of a destination: one call, or one part of the rules of `ds_select_routes()`. */
export interface Selection {
  readonly call: CallSymbol;
  /** Undefined where it is known only when the call runs, or is no number; so is the algorithm. */
  readonly setId: number | undefined;
  /** The place of the set, or that of the function's name. */
  readonly setRange: SourceRange;
  readonly algorithm: number | undefined;
  /** The algorithm's place, or that of the function's name. */
  readonly algorithmRange: SourceRange;
}

const selections = new WeakMap<Analysis, readonly Selection[]>();

/** The choices that the program makes, in the order of the text. */
export function selectionsOf(analysis: Analysis): readonly Selection[] {
  let found = selections.get(analysis);
  if (!found) {
    found = callsOf(analysis, DISPATCHER, [
      'ds_select',
      'ds_select_dst',
      'ds_select_domain',
      'ds_select_routes',
    ]).flatMap((call) =>
      call.name === 'ds_select_routes' ? readRoutes(analysis, call) : readSelection(analysis, call),
    );
    selections.set(analysis, found);
  }
  return found;
}

/** A selection with every value that its arguments are known to take. */
function readSelection(analysis: Analysis, call: CallSymbol): Selection[] {
  const sets = constantValues(analysis, call, 0, DISPATCHER_SELECTIONS);
  const algorithms = constantValues(analysis, call, 1, DISPATCHER_SELECTIONS);
  return (sets.length > 0 ? sets : [undefined]).flatMap((set) =>
    (algorithms.length > 0 ? algorithms : [undefined]).map((algorithm) => ({
      call,
      setId: readNumber(set?.text),
      setRange: set?.range ?? placeOf(call),
      algorithm: readNumber(algorithm?.text),
      algorithmRange: algorithm?.range ?? placeOf(call),
    })),
  );
}

/** The parts of `SET=ALGORITHM;SET=ALGORITHM`. */
function readRoutes(analysis: Analysis, call: CallSymbol): Selection[] {
  const values = rulesOf(analysis, call);
  const range = placeOf(call);
  const unknown = { call, setId: undefined, setRange: range, algorithm: undefined, algorithmRange: range };
  return values.length === 0 ? [unknown] : values.flatMap((rules) => readRules(call, rules) ?? [unknown]);
}

/** The rules that a `ds_select_routes()` is known to be given. */
export function rulesOf(analysis: Analysis, call: CallSymbol): readonly ConstantText[] {
  return constantValues(analysis, call, 0, DISPATCHER_SELECTIONS);
}

function readRules(call: CallSymbol, rules: ConstantText): Selection[] | undefined {
  if (!/^(?:\d*=\d*(?:;|$))+$/.test(rules.text)) return undefined;
  return [...rules.text.matchAll(/(\d*)=(\d*)(?:;|$)/g)].map((part) => {
    const at = part.index + (part[1]?.length ?? 0) + 1;
    return {
      call,
      setId: Number(part[1]),
      setRange: rules.rangeOf(part.index, at - 1),
      algorithm: Number(part[2]),
      algorithmRange: rules.rangeOf(at, at + (part[2]?.length ?? 0)),
    };
  });
}

function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** The place of the name of a called function. */
export function placeOf({ token }: CallSymbol): SourceRange {
  return { source: token.source, start: token.start, end: token.end };
}

/** The list of destinations that Kamailio reads with the program. */
export interface LoadedList {
  readonly list: DispatcherList;
  readonly named: NamedList;
  readonly setIds: ReadonlySet<number>;
  /** In the order of Kamailio's memory; without the lines that it passes over. */
  readonly sets: ReadonlyMap<number, readonly Destination[]>;
}

/** Whether destinations come from a database, in the program or where it may be told so. */
export function mayReadDatabase(analysis: Analysis): boolean {
  return (
    settingsOf(analysis, DISPATCHER, 'db_url').length > 0 ||
    hasUnknownSetting(analysis) ||
    mayStandElsewhere(analysis, /dispatcher[^"'\n]*["']\s*,\s*["']db_url["']/)
  );
}

/** The list in force; nothing where it is out of reach, written by a template, or not sure to be the one. */
export function loadedList(analysis: Analysis): LoadedList | undefined {
  if (mayReadDatabase(analysis)) return undefined;
  const [named] = namedLists(analysis);
  const [file] = named?.files ?? [];
  if (!named?.isInForce || !file || named.files.length > 1) return undefined;
  const list = readList(file.source, analysis);
  // Which file is read is known only where the path tells; a template beside it writes the deployed one.
  if (!file.source.uri.endsWith(nameOf(named.path)) || hasTemplates(list)) return undefined;
  const setIds = new Set<number>();
  for (const entry of list.entries) {
    const id = setIdOf(entry);
    if (id !== undefined) setIds.add(id);
  }
  return { list, named, setIds, sets: destinationsBySet(list) };
}

const lists = new WeakMap<SourceText, Map<boolean, DispatcherList>>();

function readList(source: SourceText, { catalog }: Analysis): DispatcherList {
  const hexFlags = catalog.has(HEX_FLAGS);
  const known = lists.get(source) ?? new Map<boolean, DispatcherList>();
  lists.set(source, known);
  const list = known.get(hexFlags) ?? readDispatcherList(source, { hexFlags });
  known.set(hexFlags, list);
  return list;
}

/** The last part of a path, as a URI spells it. */
function nameOf(path: string): string {
  return encodeURI(path.slice(path.lastIndexOf('/') + 1));
}

/** The fix that sets a parameter behind the others of the module; nothing where no file has a place for it. */
export function fixBySetting(analysis: Analysis, parameter: string, value: string): Fix | undefined {
  const { symbols } = analysis.program;
  const last =
    symbols.parameters.findLast(({ module }) => module === DISPATCHER)?.item ?? symbols.loaded.get(DISPATCHER)?.item;
  const token = last?.tokens[last.node.to];
  if (!token || token.macro) return undefined;
  const { source } = token;
  const newline = source.text.indexOf('\n', token.end);
  const end = newline < 0 ? source.text.length : newline;
  const setting = `modparam("${DISPATCHER}", "${parameter}", ${value})`;
  const edit = { range: { source, start: end, end }, newText: `\n${setting}` };
  return { title: `Set '${parameter}' of dispatcher to ${value}`, edits: [edit], isSafe: false };
}
