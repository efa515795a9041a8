/**
 * What stands under the cursor, for hover, definition and references. The file is read by itself, token by token, so
 * that it works the same in text that a condition switches off and in statements that are not finished; the program
 * says what the names mean.
 */
import type { TokenType } from 'chevrotain';
import { CORE } from '../catalog/catalog.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { Define } from '../semantic/define.ts';
import { fileReferences, resolveFile } from '../semantic/file-parameters.ts';
import { readIncludeName } from '../semantic/include-name.ts';
import { moduleName } from '../semantic/module-name.ts';
import type { Program } from '../semantic/program.ts';
import { routeArgumentOf, routeName, routeTable, type RouteReference } from '../semantic/route-references.ts';
import { rangeInString, valueRange } from '../semantic/string-place.ts';
import { collectSymbols, nameOf } from '../semantic/symbols.ts';
import type { Directive } from '../syntax/directive.ts';
import {
  findPseudoVariables,
  readPseudoVariable,
  type PseudoVariableNode,
  type TextPart,
} from '../syntax/pseudo-variable.ts';
import { scanSegment, type Compatibility } from '../syntax/scanner.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import { compatibilityOf, readFileText } from './file-text.ts';
import { findEnclosingCall } from './enclosing-call.ts';
import type {
  CustomGlobalAt,
  DefineAt,
  FileAt,
  FlagAt,
  HashTableAt,
  ModuleAt,
  ModuleParameterAt,
  RouteAt,
  SymbolAt,
} from './symbol.ts';

/** What the text at an offset of a file names; `undefined` where it names nothing that is known. */
export function symbolAt(analysis: Analysis, source: SourceText, offset: number): SymbolAt | undefined {
  const compatibility = compatibilityOf(analysis.program);
  const text = readFileText(source, compatibility);
  const directive = text.directives.findLast((entry) => entry.start <= offset);
  if (directive && offset <= directive.end) return symbolOfDirective(analysis, directive, offset, compatibility);
  if (text.comments.some((comment) => comment.start < offset && offset < comment.end)) return undefined;
  const symbol = symbolOfTokens(analysis, text.tokens, offset);
  if (!symbol) return undefined;
  // On a quote, or in a part of a string that belongs to the name: the place asked about is part of the answer.
  const { range } = symbol;
  return { ...symbol, range: { source, start: Math.min(range.start, offset), end: Math.max(range.end, offset) } };
}

/** Whether a condition keeps this place from Kamailio. */
export function isInactive(program: Program, source: SourceText, offset: number): boolean {
  return program.preprocessed.inactive.some(
    (region) => region.source === source && region.start <= offset && offset < region.end,
  );
}

// Directives

function symbolOfDirective(
  analysis: Analysis,
  directive: Directive,
  offset: number,
  compatibility: Compatibility,
): SymbolAt | undefined {
  const { source, keyword, argument, value, kind } = directive;
  if (offset <= keyword.end) {
    return { kind: 'directive', name: keyword.text, range: { source, start: directive.start, end: keyword.end } };
  }
  if (argument && argument.start <= offset && offset <= argument.end) {
    if (kind === 'include_file' || kind === 'import_file') return includeAt(analysis, directive);
    const word = kind === 'ifexp' ? wordAt(argument, offset) : firstWord(argument);
    return word && offset <= word.end ? defineInDirective(analysis, directive, word) : undefined;
  }
  if (value && value.start <= offset) {
    const { tokens } = scanSegment(source, value.start, { compatibility, until: value.end, withoutDirectives: true });
    return symbolOfTokens(analysis, tokens, offset);
  }
  return undefined;
}

function wordAt(part: TextPart, offset: number): TextPart | undefined {
  for (const match of part.text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) {
    const start = part.start + match.index;
    const end = start + match[0].length;
    if (start <= offset && offset <= end) return { text: match[0], start, end };
  }
  return undefined;
}

/** `NAME` of `NAME=VARIABLE`, or the whole word. */
function firstWord(part: TextPart): TextPart {
  const text = part.text.split('=')[0] ?? '';
  return { text, start: part.start, end: part.start + text.length };
}

function defineInDirective({ program }: Analysis, directive: Directive, word: TextPart): DefineAt {
  const { source, kind } = directive;
  const range = { source, start: word.start, end: word.end };
  const { definitions, uses } = program.preprocessed;
  const isCondition = kind === 'ifdef' || kind === 'ifndef' || kind === 'ifexp' || kind.endsWith('undefine');
  const base = { kind: 'define' as const, name: word.text, range, expansion: undefined };
  const isActive = !isInactive(program, source, word.start);
  if (isCondition) {
    const use = uses.find((entry) => isSamePlace(entry.range, range));
    return { ...base, define: use ? use.define : lastDefinition(program, word.text), role: 'condition', isActive };
  }
  const own = definitions.find((entry) => entry.range && isSamePlace(entry.range, range));
  return { ...base, define: own ?? lastDefinition(program, word.text), role: 'definition', isActive };
}

function lastDefinition(program: Program, name: string): Define | undefined {
  return program.preprocessed.definitions.findLast((entry) => entry.name === name);
}

function isSamePlace(a: SourceRange, b: SourceRange): boolean {
  return a.source === b.source && a.start === b.start && a.end === b.end;
}

/** The file that an include names, in active text or not. */
export function includeAt({ program, host }: Analysis, directive: Directive): FileAt | undefined {
  const { source, argument, kind } = directive;
  if (!argument) return undefined;
  const range = { source, start: argument.start, end: argument.end };
  const by = kind === 'import_file' ? 'import' : 'include';
  const known = program.preprocessed.inclusions.find(
    (entry) => entry.directive.source === source && entry.directive.start === directive.start,
  );
  if (known) {
    const { path, resolved } = known;
    return path === undefined ? undefined : { kind: 'file', path, resolved, by, range, reference: undefined };
  }
  const name = readIncludeName(argument.text);
  if ('fault' in name) return undefined;
  const resolved = host.resolve(name.path, source, program.root);
  return { kind: 'file', path: name.path, resolved, by, range, reference: undefined };
}

// Tokens

function symbolOfTokens(analysis: Analysis, tokens: readonly Token[], offset: number): SymbolAt | undefined {
  const index = tokenIndexAt(tokens, offset);
  const token = tokens[index];
  if (!token) return undefined;
  const { tokenType } = token;
  if (tokenType === t.StringLiteral) return symbolOfString(analysis, tokens, index, offset);
  if (tokenType === t.PseudoVariable) {
    const node = readPseudoVariable(token.image, 0, false);
    return symbolOfVariable(analysis, node, offset - token.start, (start, end) => ({
      source: token.source,
      start: token.start + start,
      end: token.start + end,
    }));
  }
  if (tokenType === t.Select) return symbolOfSelect(token);
  return tokenType === t.Word
    ? (defineAt(analysis, tokens, index) ?? symbolOfWord(analysis, tokens, index))
    : symbolOfWord(analysis, tokens, index);
}

/** The token that covers an offset; between two, the one that is no mark of punctuation. */
function tokenIndexAt(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  const found = low - 1;
  const token = tokens[found];
  const before = tokens[found - 1];
  if (token?.start === offset && before?.end === offset && !isWordLike(token)) return found - 1;
  return token && offset <= token.end ? found : -1;
}

function isWordLike({ image }: Token): boolean {
  return /^[A-Za-z0-9_$"'@%]/.test(image);
}

/** A define that is used in code, with what it puts there. */
function defineAt(analysis: Analysis, tokens: readonly Token[], index: number): DefineAt | undefined {
  const { program } = analysis;
  const token = tokens[index]!;
  const { source, start, end, image: name } = token;
  const range = { source, start, end };
  const use = program.preprocessed.uses.find((entry) => isSamePlace(entry.range, range));
  const isActive = !isInactive(program, source, start);
  if (!use && isActive) return undefined;
  const define = use ? use.define : lastDefinition(program, name);
  if (!define) return undefined;
  const expansion = symbolOfWord(analysis, tokens, index);
  return { kind: 'define', name, range, define, role: 'use', isActive, expansion };
}

function symbolOfString(
  analysis: Analysis,
  tokens: readonly Token[],
  index: number,
  offset: number,
): SymbolAt | undefined {
  const token = tokens[index]!;
  const value = decodeString(token.image);
  const at = decodedOffset(value.offsets, offset - token.start);
  const node = findPseudoVariables(value.text).find(
    (entry) => entry.name.text !== '' && entry.start <= at && at <= entry.end,
  );
  const inVariable =
    node && symbolOfVariable(analysis, node, at, (start, end) => rangeInString(token, value, start, end));
  return inVariable ?? symbolOfArgument(analysis, tokens, index, at);
}

/** The character of a string's value that stands at a place in the literal. */
function decodedOffset(offsets: readonly number[], at: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** What a string, a word or a number names as the argument, value or name that it is. */
function symbolOfArgument(
  analysis: Analysis,
  tokens: readonly Token[],
  index: number,
  at: number,
): SymbolAt | undefined {
  const { program, host } = analysis;
  const token = tokens[index]!;
  const file = fileReferences(program).find((entry) => covers(entry.range, token));
  if (file) {
    const resolved = resolveFile(file, host, program.root);
    return { kind: 'file', path: file.path, resolved, by: 'parameter', range: valueRange(token), reference: file };
  }
  const { definitions, references } = routeTable(program);
  const reference = references.find(
    (entry) => covers(entry.range, token) && (token.macro !== undefined || isNear(entry.range, token, at)),
  );
  if (reference) return routeOfReference(reference);
  const definition = definitions.find((entry) => entry.symbol.nameToken && covers(entry.range, token));
  if (definition) {
    const { list, name, range } = definition;
    return { kind: 'route', list, name, range, definition, reference: undefined };
  }
  if (isPathOfModule(tokens, index)) {
    return { kind: 'module', name: moduleName(nameOf(token)), range: valueRange(token) };
  }
  const call = findEnclosingCall(tokens, token.start);
  if (!call) return undefined;
  if (call.name.tokenType === t.ModParam) return symbolInModparam(call.before, call.argument, token, at);
  return routeInCall(analysis, call.name.image, call.argument, token) ?? hashTableInCall(analysis, call, token);
}

/** Whether a token of the file is where a range of the program is: inside it, or around it by its quotes. */
function covers(range: SourceRange, token: Token): boolean {
  return range.source === token.source && token.start <= range.start && range.end <= token.end;
}

/** Whether a place in a string is inside a range: `key=value` lists name a route block in one value of several. */
function isNear(range: SourceRange, token: Token, at: number): boolean {
  if (token.tokenType !== t.StringLiteral) return true;
  const value = decodeString(token.image);
  const place = token.start + (value.offsets[at] ?? 0);
  return range.start <= place && place <= range.end;
}

function routeOfReference(reference: RouteReference): RouteAt {
  const { list, name, range } = reference;
  return { kind: 'route', list, name, range, definition: undefined, reference };
}

function isPathOfModule(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.tokenType === t.LeftParen ? tokens[index - 2] : tokens[index - 1];
  return before?.tokenType === t.LoadModule;
}

function symbolInModparam(
  before: readonly Token[],
  argument: number,
  token: Token,
  at: number,
): ModuleAt | ModuleParameterAt | undefined {
  if (argument === 0) return moduleInExpression(token, at);
  const [module, parameter] = before.filter((entry) => entry.tokenType !== t.Comma);
  if (argument === 1) {
    if (!module) return undefined;
    const name = nameOf(token);
    const value = undefined;
    return { kind: 'moduleParameter', module: nameOf(module), name, part: 'name', value, range: valueRange(token) };
  }
  if (argument !== 2 || !module || !parameter) return undefined;
  const range = { source: token.source, start: token.start, end: token.end };
  const value = nameOf(token);
  return { kind: 'moduleParameter', module: nameOf(module), name: nameOf(parameter), part: 'value', value, range };
}

/** The module under the cursor in `"one|other"`. */
function moduleInExpression(token: Token, at: number): ModuleAt {
  if (token.tokenType !== t.StringLiteral) {
    return { kind: 'module', name: token.image, range: valueRange(token) };
  }
  const value = decodeString(token.image);
  let start = 0;
  let end = value.text.length;
  for (const match of value.text.matchAll(/[A-Za-z0-9_]+/g)) {
    if (match.index <= at && at <= match.index + match[0].length) {
      start = match.index;
      end = start + match[0].length;
    }
  }
  return { kind: 'module', name: value.text.slice(start, end), range: rangeInString(token, value, start, end) };
}

/** A route block that a call names which is not finished, and so is not in the program's tree. */
function routeInCall({ program }: Analysis, name: string, argument: number, token: Token): RouteAt | undefined {
  const naming = routeArgumentOf(name, argument, program.symbols.loaded);
  if (!naming || naming.key !== undefined) return undefined;
  const isName = token.tokenType === t.Word || token.tokenType === t.StringLiteral;
  if (!isName && token.tokenType !== t.NumberLiteral) return undefined;
  const block = routeName(token);
  if (block === '' || block.includes('$') || (naming.zeroIsNone === true && block === '0')) return undefined;
  const blockName = (naming.prefix ?? '') + block;
  const base = { kind: 'route' as const, list: naming.list, definition: undefined, reference: undefined };
  return { ...base, name: blockName, range: valueRange(token) };
}

function hashTableInCall(
  { catalog }: Analysis,
  call: { readonly name: Token; readonly argument: number },
  token: Token,
): HashTableAt | undefined {
  if (token.tokenType !== t.StringLiteral) return undefined;
  const entry = catalog.functionsNamed(call.name.image).find(({ module }) => module === 'htable')?.entry;
  const parameter = entry?.parameters?.[call.argument]?.name;
  if (parameter === undefined || !/^h(?:table|t?name)/.test(parameter)) return undefined;
  return hashTable(token, decodeString(token.image));
}

/** The table of `table` or `table=>key`. */
function hashTable(token: Token, value: ReturnType<typeof decodeString>): HashTableAt | undefined {
  const name = /^[^=>$\s]+/.exec(value.text)?.[0];
  if (name === undefined) return undefined;
  return { kind: 'hashTable', name, range: rangeInString(token, value, 0, name.length) };
}

function symbolOfWord(analysis: Analysis, tokens: readonly Token[], index: number): SymbolAt | undefined {
  const token = tokens[index]!;
  const { tokenType, image: name } = token;
  const range = { source: token.source, start: token.start, end: token.end };
  const next = tokens[index + 1]?.tokenType;
  switch (tokenType) {
    case t.LoadModule:
    case t.LoadPath:
    case t.ModParam:
    case t.CfgEngine:
    case t.FlagsDeclaration:
    case t.AvpFlagsDeclaration:
      return { kind: 'statement', name, range };
    case t.SubstDirective:
      return { kind: 'directive', name: name.slice(2), range };
    case t.MessageOperand:
    case t.Myself:
      return { kind: 'conditionKeyword', name, range };
    case t.LeaveKeyword:
      return { kind: 'function', name, range };
  }
  if (tokenType.CATEGORIES?.includes(t.RouteKeyword) === true) {
    if (next === t.LeftBrace || next === t.LeftBracket) return routeHeader(analysis, token);
    return next === t.LeftParen ? { kind: 'function', name, range } : undefined;
  }
  if (!isWordLike(token)) return undefined;
  const isCallable = tokenType.CATEGORIES?.includes(t.Callable) === true;
  if (isCallable && next === t.LeftParen) return { kind: 'function', name, range };
  const named = symbolOfArgument(analysis, tokens, index, 0);
  if (named || !(isCallable || tokenType.CATEGORIES?.includes(t.AnyWord) === true)) return named;
  return (
    symbolBeforeAssignment(analysis, tokens, index) ??
    flagAt(analysis.program, token) ??
    (next === t.Semicolon && isFunction(analysis, name) ? { kind: 'function', name, range } : undefined)
  );
}

function isFunction({ catalog }: Analysis, name: string): boolean {
  return catalog.coreFunction(name) !== undefined || catalog.functionsNamed(name).length > 0;
}

/** The block whose keyword stands here. */
function routeHeader({ program }: Analysis, keyword: Token): RouteAt | undefined {
  const definition = routeTable(program).definitions.find(
    ({ symbol }) => symbol.keyword.source === keyword.source && symbol.keyword.start === keyword.start,
  );
  if (!definition) return undefined;
  const { list, name } = definition;
  const range = { source: keyword.source, start: keyword.start, end: keyword.end };
  return { kind: 'route', list, name, range, definition, reference: undefined };
}

/** `name =`, `group.name =`, `group[1].name =`. */
function symbolBeforeAssignment(analysis: Analysis, tokens: readonly Token[], index: number): SymbolAt | undefined {
  const { core } = analysis.catalog;
  const token = tokens[index]!;
  const range = { source: token.source, start: token.start, end: token.end };
  const type = (at: number): TokenType | undefined => tokens[at]?.tokenType;
  let last = index;
  if (type(index + 1) === t.LeftBracket && type(index + 3) === t.RightBracket) last = index + 3;
  if (type(last + 1) === t.Dot && type(last + 3) === t.Assign) return dotted(analysis, tokens, index, last + 2);
  if (type(index + 1) !== t.Assign) return undefined;
  if (type(index - 1) === t.Dot) {
    const first = type(index - 2) === t.RightBracket ? index - 5 : index - 2;
    return tokens[first] ? dotted(analysis, tokens, first, index) : undefined;
  }
  if (analysis.catalog.setting(token.image)) return { kind: 'coreSetting', name: token.image, range };
  const attribute = core.socketAttributes.find((entry) => entry.name === token.image);
  return attribute ? { kind: 'socketAttribute', name: token.image, range } : undefined;
}

function dotted({ catalog }: Analysis, tokens: readonly Token[], from: number, to: number): SymbolAt {
  const group = tokens[from]!;
  const name = tokens[to]!;
  const range = { source: group.source, start: group.start, end: name.end };
  const written = `${group.image}.${name.image}`;
  if (catalog.setting(written)) return { kind: 'coreSetting', name: written, range };
  return { kind: 'customGlobal', group: group.image, name: name.image, range };
}

/** The names that `flags` statements declare, in active text first. */
export function declaredFlags(program: Program): Program['symbols']['flags'] {
  const inactive = program.inactive.flatMap((text) => collectSymbols(text.items).flags);
  return [...program.symbols.flags, ...inactive];
}

function flagAt(program: Program, token: Token): FlagAt | undefined {
  const flag = declaredFlags(program).find((entry) => entry.name === token.image);
  if (!flag) return undefined;
  return { kind: 'flag', name: flag.name, range: { source: token.source, start: token.start, end: token.end } };
}

function symbolOfSelect(token: Token): CustomGlobalAt | undefined {
  const [, group, name] = /^@cfg_get\.([A-Za-z_]\w*)\.([A-Za-z_]\w*)/.exec(token.image) ?? [];
  if (group === undefined || name === undefined) return undefined;
  return { kind: 'customGlobal', group, name, range: { source: token.source, start: token.start, end: token.end } };
}

// Pseudo-variables

type ToRange = (start: number, end: number) => SourceRange;

/** Pseudo-variables of the core that read a define (`$def`, `$defn`, `$defs`). */
const DEFINE_VARIABLES = new Set(['def', 'defn', 'defs']);

function symbolOfVariable(
  analysis: Analysis,
  node: PseudoVariableNode,
  at: number,
  toRange: ToRange,
): SymbolAt | undefined {
  const nested = node.nested.find((entry) => entry.start <= at && at < entry.end);
  if (nested) return symbolOfVariable(analysis, nested, at, toRange);
  const transformation = node.transformations.find((entry) => entry.start < at && at < entry.end);
  if (transformation) {
    const { class: transformationClass, operation } = transformation;
    const range = toRange(transformationClass.start, (operation ?? transformationClass).end);
    return { kind: 'transformation', class: transformationClass.text, operation: operation?.text, range };
  }
  const { name, inner } = node;
  const inInner =
    inner && inner.start <= at && at <= inner.end && symbolOfInnerName(analysis, name.text, inner, at, toRange);
  if (inInner) return inInner;
  const known = knownName(analysis, name.text);
  if (known === '') return undefined;
  const isWhole = known === name.text;
  const end = isWhole && inner && node.fault?.kind !== 'unclosed' ? inner.end + 1 : name.start + known.length;
  if (!isWhole && at > end) return undefined;
  return {
    kind: 'pseudoVariable',
    name: known,
    inner: isWhole ? inner?.text : undefined,
    range: toRange(node.start, end),
  };
}

/** In strings a dot belongs to the name, although mostly a sentence ends with it. */
function knownName({ catalog }: Analysis, name: string): string {
  if (catalog.pseudoVariablesNamed(name).length > 0) return name;
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}

function symbolOfInnerName(
  { program }: Analysis,
  variable: string,
  inner: TextPart,
  at: number,
  toRange: ToRange,
): SymbolAt | undefined {
  if (DEFINE_VARIABLES.has(variable)) {
    const define = lastDefinition(program, inner.text);
    const range = toRange(inner.start, inner.end);
    const isActive = !isInactive(program, range.source, range.start);
    return { kind: 'define', name: inner.text, define, role: 'use', isActive, expansion: undefined, range };
  }
  if (variable.startsWith('sht')) {
    const table = inner.text.split('=>')[0] ?? '';
    const end = inner.start + table.length;
    return at <= end ? { kind: 'hashTable', name: table, range: toRange(inner.start, end) } : undefined;
  }
  if (variable === 'sel') {
    const [whole, group, name] = /^@?cfg_get\.([A-Za-z_]\w*)\.([A-Za-z_]\w*)/.exec(inner.text) ?? [];
    if (whole === undefined || group === undefined || name === undefined) return undefined;
    return { kind: 'customGlobal', group, name, range: toRange(inner.start, inner.start + whole.length) };
  }
  return undefined;
}

/** The pseudo-variables of a name, those of the core and of loaded modules alone where there are any. */
export function preferLoaded<Entry extends { readonly module: string }>(
  { program }: Analysis,
  owned: readonly Entry[],
): readonly Entry[] {
  const here = owned.filter(({ module }) => module === CORE || program.symbols.loaded.has(module));
  return here.length > 0 ? here : owned;
}
