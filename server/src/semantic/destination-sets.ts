/**
 * Where a configuration names sets of the dispatcher module: in the arguments of its functions. From the export tables
 * and `ds_select_routes_limit()` in the dispatcher module of Kamailio 5.5 to 6.1.
 */
import type { Item } from '../syntax/item-reader.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { decodeString, type StringValue } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Argument } from '../syntax/tree.ts';
import type { Define } from './define.ts';
import { rangeOf, type Program } from './program.ts';
import { rangeInString } from './string-place.ts';
import { collectSymbols, type CallSymbol, type Symbols } from './symbols.ts';

/** What a function does with a set: choose a destination of it, compare an address with it, ask about it, change it. */
export type SetPurpose = 'select' | 'match' | 'ask' | 'change';

/** An argument that names a set, or several in the form `SET=ALGORITHM;…`. */
export interface SetArgument {
  readonly function: string;
  /** Counted from 0. */
  readonly argument: number;
  readonly purpose: SetPurpose;
  /** The argument with the algorithm, if the function takes one of its own. */
  readonly algorithm?: number;
  readonly isList?: boolean;
}

/** The functions of the dispatcher module that name sets. */
export const SET_ARGUMENTS: readonly SetArgument[] = [
  { function: 'ds_select', argument: 0, purpose: 'select', algorithm: 1 },
  { function: 'ds_select_dst', argument: 0, purpose: 'select', algorithm: 1 },
  { function: 'ds_select_domain', argument: 0, purpose: 'select', algorithm: 1 },
  { function: 'ds_select_routes', argument: 0, purpose: 'select', isList: true },
  { function: 'ds_is_from_list', argument: 0, purpose: 'match' },
  { function: 'ds_list_exist', argument: 0, purpose: 'ask' },
  { function: 'ds_list_exists', argument: 0, purpose: 'ask' },
  { function: 'ds_is_active', argument: 0, purpose: 'ask' },
  { function: 'ds_dsg_fetch', argument: 0, purpose: 'ask' },
  { function: 'ds_dsg_fetch_uri', argument: 0, purpose: 'ask' },
  { function: 'ds_mark_addr', argument: 1, purpose: 'change' },
  { function: 'ds_oc_set_attrs', argument: 0, purpose: 'change' },
];

/** A place that names a set by a constant. */
export interface SetUse {
  /** Negative in `ds_is_from_list("-1")`, which means all sets. */
  readonly setId: number;
  /** The number in the call, without quotes; the name of the define where that brings it. */
  readonly range: SourceRange;
  /**
   * Where the digits stand: `range`, or the value of a define. Undefined where no file holds them just so, and for a
   * define in inactive text.
   */
  readonly written: SourceRange | undefined;
  /** The define whose value holds the digits. */
  readonly define: string | undefined;
  readonly purpose: SetPurpose;
  /** How a destination is chosen; undefined where none is, or the number is missing. */
  readonly algorithm: number | 'unknown' | undefined;
  readonly call: CallSymbol;
  /** Whether it stands in text that Kamailio reads. */
  readonly isActive: boolean;
}

/** A call whose set is known only when it runs. */
export interface UnknownSetUse {
  /** The argument. */
  readonly range: SourceRange;
  readonly purpose: SetPurpose;
  readonly algorithm: number | 'unknown' | undefined;
  readonly call: CallSymbol;
  readonly isActive: boolean;
}

export interface DestinationSets {
  /** In the order of reading, inactive text last. */
  readonly uses: readonly SetUse[];
  readonly unknown: readonly UnknownSetUse[];
  /** Whether every use in active text is known; not with routing logic in another language. */
  readonly isComplete: boolean;
}

const found = new WeakMap<Program, DestinationSets>();

/** The places of a program that name dispatcher sets. Made once a program. */
export function destinationSets(program: Program): DestinationSets {
  let sets = found.get(program);
  if (!sets) {
    sets = collectSets(program);
    found.set(program, sets);
  }
  return sets;
}

/** What the argument of a call names, if it names a set. */
export function setArgumentOf(functionName: string, argument: number): SetArgument | undefined {
  return SET_ARGUMENTS.find((entry) => entry.function === functionName && entry.argument === argument);
}

/** Modules that run routing logic of another language, which may call any function. */
const SCRIPT_MODULE = 'app_';

function collectSets(program: Program): DestinationSets {
  const uses: SetUse[] = [];
  const unknown: UnknownSetUse[] = [];
  const { definitions } = program.preprocessed;
  collect(program.symbols, undefined, uses, unknown);
  for (const text of program.inactive) collect(collectSymbols(text.items), definitions, uses, unknown);
  const hasScript = [...program.symbols.loaded.keys()].some((name) => name.startsWith(SCRIPT_MODULE));
  return { uses, unknown, isComplete: !hasScript && unknown.every((entry) => !entry.isActive) };
}

/** @param definitions the defines to look names up in, for text where the preprocessor replaces nothing */
function collect(
  symbols: Symbols,
  definitions: readonly Define[] | undefined,
  uses: SetUse[],
  unknown: UnknownSetUse[],
): void {
  const isActive = definitions === undefined;
  for (const call of symbols.calls) {
    for (const naming of SET_ARGUMENTS) {
      if (naming.function !== call.name) continue;
      const argument = call.node.arguments[naming.argument];
      if (!argument) continue;
      const { item } = call;
      const { purpose } = naming;
      const algorithm =
        naming.algorithm === undefined ? undefined : algorithmOf(call.node.arguments[naming.algorithm], item);
      const constant = constantOf(argument, item, definitions);
      if (!constant) {
        const range = rangeOf(item, argument);
        unknown.push({ range, purpose, algorithm: naming.isList ? 'unknown' : algorithm, call, isActive });
        continue;
      }
      if (naming.isList) {
        for (const part of partsOfRoutes(constant.value.text)) {
          const place = constant.placeOf(part.start, part.start + part.id.length);
          if (!/^\d+$/.test(part.id)) {
            if (!part.id.includes('$')) continue;
            unknown.push({ range: place.range, purpose, algorithm: part.algorithm, call, isActive });
            continue;
          }
          uses.push({ ...place, setId: Number(part.id), purpose, algorithm: part.algorithm, call, isActive });
        }
        continue;
      }
      const { text } = constant.value;
      const setId = numberOf(text);
      const place = constant.placeOf(0, text.length);
      if (setId !== undefined) uses.push({ ...place, setId, purpose, algorithm, call, isActive });
      else if (/^[$@]/.test(text)) unknown.push({ range: place.range, purpose, algorithm, call, isActive });
    }
  }
}

/** A number as `fix_param(FPARAM_INT)` reads it: with a sign, or hexadecimal behind `0x`. */
function numberOf(text: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(text) || /^[+-]?\d+$/.test(text)) return Number(text);
  return undefined;
}

function algorithmOf(argument: Argument | undefined, item: Item): number | 'unknown' | undefined {
  if (!argument) return undefined;
  const constant = constantOf(argument, item);
  if (!constant) return 'unknown';
  const { text } = constant.value;
  return numberOf(text) ?? (/^[$@]/.test(text) ? 'unknown' : undefined);
}

/** The parts of `SET=ALGORITHM;SET=ALGORITHM`; a part whose text holds a pseudo-variable is kept as it stands. */
function partsOfRoutes(
  text: string,
): { readonly id: string; readonly start: number; readonly algorithm: number | 'unknown' | undefined }[] {
  const parts = [];
  let start = 0;
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    const id = equals < 0 ? part : part.slice(0, equals);
    const algorithm = equals < 0 ? '' : part.slice(equals + 1);
    if (id !== '') {
      const number = /^\d*$/.test(algorithm) ? Number(algorithm) : undefined;
      parts.push({ id, start, algorithm: algorithm.includes('$') ? ('unknown' as const) : number });
    }
    start += part.length + 1;
  }
  return parts;
}

/** An argument that is one number or string, whatever it holds. */
interface Constant {
  /** A string's value, or a number in its decimal form. */
  readonly value: { readonly text: string };
  placeOf(from: number, to: number): Pick<SetUse, 'range' | 'written' | 'define'>;
}

function constantOf(argument: Argument, item: Item, definitions?: readonly Define[]): Constant | undefined {
  if (argument.kind === 'parenthesised') return constantOf(argument.expression, item, definitions);
  if (argument.kind === 'name' && definitions) return constantOfDefine(item.tokens[argument.token], definitions);
  if (argument.kind === 'unary') {
    const operand = argument.operand && constantOf(argument.operand, item);
    if (item.tokens[argument.operator]?.image !== '-' || argument.operand?.kind !== 'number' || !operand)
      return undefined;
    const range = rangeOf(item, argument);
    const place = { range, written: undefined, define: undefined };
    return { value: { text: `-${operand.value.text}` }, placeOf: () => place };
  }
  if (argument.kind !== 'number' && argument.kind !== 'string') return undefined;
  const token = item.tokens[argument.token];
  if (!token || token.tokenType === t.Opaque) return undefined;
  const isString = token.tokenType === t.StringLiteral;
  const value = isString ? decodeString(token.image) : { text: decimalOf(token.image), offsets: undefined };
  return { value, placeOf: (from, to) => placeIn(token, value, from, to) };
}

/** What a name stands for in text that is not read: the last define of that name, if it is one number. */
function constantOfDefine(token: Token | undefined, definitions: readonly Define[]): Constant | undefined {
  const define = token && definitions.findLast(({ name }) => name === token.image);
  const text = /^\s*(["']?)(\d+)\1\s*$/.exec(define?.value ?? '')?.[2];
  if (!token || text === undefined) return undefined;
  const { source, start, end } = token;
  const place = { range: { source, start, end }, written: undefined, define: token.image };
  return { value: { text }, placeOf: () => place };
}

/** A number of the configuration language: decimal, `0x1F`, `017`, `101b`. */
function decimalOf(image: string): string {
  if (/^0x/i.test(image)) return String(Number.parseInt(image, 16));
  if (/^[01]+b$/.test(image)) return String(Number.parseInt(image, 2));
  return /^0[0-7]+$/.test(image) ? String(Number.parseInt(image, 8)) : image;
}

function placeIn(
  token: Token,
  value: { readonly text: string; readonly offsets: StringValue['offsets'] | undefined },
  from: number,
  to: number,
): Pick<SetUse, 'range' | 'written' | 'define'> {
  const { source, start, end, macro } = token;
  // A substitution names the token that it replaced, quotes and all.
  const define = macro && /^\w+$/.test(macro.name) ? macro.name : undefined;
  const literal = value.offsets === undefined ? undefined : { text: value.text, offsets: value.offsets };
  const range = literal && !macro ? rangeInString(token, literal, from, to) : { source, start, end };
  const definition = macro ? macro.definition : { source, start, end };
  if (definition?.source.text.slice(definition.start, definition.end) !== token.image)
    return { range, written: undefined, define };
  const first = literal ? (literal.offsets[from] ?? 0) : 0;
  const last = literal ? (literal.offsets[to] ?? token.image.length) : token.image.length;
  const written = { source: definition.source, start: definition.start + first, end: definition.start + last };
  return { range, written, define };
}
