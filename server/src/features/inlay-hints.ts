/**
 * What numbers mean, written behind them: modes, sums of bits, spans of time; and, where asked for, the names of
 * arguments before them. Only in text that Kamailio reads.
 */
import type { ParameterConstraint } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { SET_ARGUMENTS } from '../semantic/destination-sets.ts';
import { rangeInString } from '../semantic/string-place.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import type { Item } from '../syntax/item-reader.ts';
import { readNumber } from '../syntax/number-literal.ts';
import type { SourceText } from '../syntax/source-text.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Argument } from '../syntax/tree.ts';
import { argumentsAt, calledForms, describeArgument, type CalledForm } from './called-argument.ts';
import { describeValues } from './catalog-markdown/constraints.ts';
import { describeSetting } from './catalog-markdown/core.ts';
import { describeParameter } from './catalog-markdown/modules.ts';
import { parametersOf } from './hover.ts';
import { durationOf, meaningOf } from './number-meaning.ts';
import { inlineCode, paragraphs } from '../text/markdown.ts';

/**
 * - `flags`: sums of bits
 * - `modes`: numbers that stand for a choice, algorithms too
 * - `durations`: numbers with a unit
 * - `arguments`: the names of constant arguments, where a call has several
 */
export type InlayHintKind = 'flags' | 'modes' | 'durations' | 'arguments';

export interface InlayHint {
  /** The offset behind which the hint stands; that of an argument's name is the argument's own. */
  readonly offset: number;
  readonly label: string;
  readonly kind: InlayHintKind;
  /** The whole explanation, as Markdown. */
  readonly tooltip: () => string | undefined;
}

/** Longer sums are cut at a bit. VS Code itself cuts what is longer than 43 characters. */
const LONGEST_LABEL = 42;

/** The hints between two offsets of a file, in its order. */
export function inlayHints(
  analysis: Analysis,
  source: SourceText,
  range: { readonly start: number; readonly end: number },
  kinds: ReadonlySet<InlayHintKind>,
): readonly InlayHint[] {
  return new HintCollector(analysis, source, range, kinds).collect();
}

class HintCollector {
  readonly #analysis: Analysis;
  readonly #source: SourceText;
  readonly #range: { readonly start: number; readonly end: number };
  readonly #kinds: ReadonlySet<InlayHintKind>;
  /** By place and kind: a file that is included twice has its hints once. */
  readonly #hints = new Map<string, InlayHint>();

  constructor(
    analysis: Analysis,
    source: SourceText,
    range: { readonly start: number; readonly end: number },
    kinds: ReadonlySet<InlayHintKind>,
  ) {
    this.#analysis = analysis;
    this.#source = source;
    this.#range = range;
    this.#kinds = kinds;
  }

  collect(): readonly InlayHint[] {
    if (this.#kinds.size === 0) return [];
    this.#addParameters();
    this.#addSettings();
    for (const call of this.#analysis.program.symbols.calls) if (this.#isHere(call.token)) this.#addCall(call);
    return [...this.#hints.values()].sort((a, b) => a.offset - b.offset);
  }

  /** Whether a token is near what is asked for: a call may begin a few lines before. */
  #isHere(token: Token): boolean {
    return token.source === this.#source && token.start <= this.#range.end;
  }

  #add(hint: InlayHint): void {
    const { offset, kind } = hint;
    if (!this.#kinds.has(kind) || offset < this.#range.start || offset > this.#range.end) return;
    const key = `${offset} ${kind}`;
    if (!this.#hints.has(key)) this.#hints.set(key, hint);
  }

  /** The hint behind a number, if there is something to say of it. */
  #addNumber(
    offset: number,
    number: number,
    constraint: ParameterConstraint,
    explain: (explanation: string | undefined) => string | undefined,
  ): void {
    const meaning = meaningOf(constraint, number);
    const kind = meaning === undefined ? 'durations' : constraint.kind === 'bitmask' ? 'flags' : 'modes';
    const label = meaning ?? durationOf(constraint, number);
    if (label === undefined) return;
    const explanation = meaning === undefined ? undefined : `${inlineCode(String(number))}: ${meaning}`;
    this.#add({ offset, kind, label: shorten(label), tooltip: () => explain(explanation) });
  }

  #addParameters(): void {
    const { symbols } = this.#analysis.program;
    for (const { module, parameter, valueToken, isNegative, item } of symbols.parameters) {
      if (!valueToken || !this.#isHere(valueToken)) continue;
      const number = numberOf(valueToken, isNegative);
      if (number === undefined || isPartOfDefine(item, valueToken)) continue;
      const found = parametersOf(this.#analysis, module, parameter);
      const constraint = agreed(found.map(({ entry }) => entry.constraint));
      if (!constraint) continue;
      const { catalog } = this.#analysis;
      this.#addNumber(valueToken.end, number, constraint, (explanation) =>
        paragraphs([explanation, ...found.slice(0, 1).map((one) => describeParameter(catalog, one.module, one.entry))]),
      );
    }
  }

  #addSettings(): void {
    const { catalog, program } = this.#analysis;
    for (const { name, node, item } of program.symbols.settings) {
      if (!this.#isHere(name) || node.value?.kind !== 'literalValue') continue;
      const token = item.tokens[node.value.token];
      const found = catalog.setting(name.image);
      if (!token || !found?.entry.constraint || isPartOfDefine(item, token)) continue;
      const number = numberOf(token, node.value.negative);
      if (number === undefined) continue;
      const { constraint } = found.entry;
      this.#addNumber(token.end, number, constraint, (explanation) =>
        paragraphs([explanation, describeSetting(catalog, found)]),
      );
    }
  }

  #addCall(call: CallSymbol): void {
    const { node, name } = call;
    if (node.arguments.length === 0) return;
    const forms = calledForms(this.#analysis, name, node.arguments.length);
    if (forms.length === 0) return;
    for (const [index, argument] of node.arguments.entries()) {
      const constant = constantOf(argument, call.item);
      if (constant?.last.source !== this.#source) continue;
      this.#addName(call, forms, index, constant);
      const known = argumentsAt(forms, index);
      const constraint = agreed(known.map((parameter) => parameter.known?.constraint));
      const [first] = known;
      const { number, last } = constant;
      if (constraint && first && number !== undefined) {
        this.#addNumber(last.end, number, constraint, (explanation) =>
          paragraphs([
            explanation,
            `Argument ${inlineCode(first.name)} of ${inlineCode(forms[0]?.form.label ?? name)}`,
            describeArgument(first),
          ]),
        );
      }
      this.#addAlgorithms(call, index, last);
    }
  }

  #addName(call: CallSymbol, forms: readonly CalledForm[], index: number, { first }: Constant): void {
    if (call.node.arguments.length < 2) return;
    const known = argumentsAt(forms, index);
    const names = new Set(known.map((parameter) => parameter.known?.name));
    const [name] = names;
    const [parameter] = known;
    if (names.size > 1 || name === undefined || !parameter || first.start < call.token.end) return;
    this.#add({
      offset: first.start,
      kind: 'arguments',
      label: `${name}:`,
      tooltip: () => describeArgument(parameter),
    });
  }

  /** `ds_select_routes("1=4;2=8", …)`: the algorithms stand inside the string. */
  #addAlgorithms({ name }: CallSymbol, index: number, token: Token): void {
    if (token.tokenType !== t.StringLiteral || token.macro) return;
    const isList = SET_ARGUMENTS.some((entry) => entry.function === name && entry.argument === index && entry.isList);
    if (!isList) return;
    const select = argumentsAt(calledForms(this.#analysis, 'ds_select_dst', 2), 1)[0];
    const constraint = select?.known?.constraint;
    if (!constraint) return;
    const value = decodeString(token.image);
    for (const match of value.text.matchAll(/(?<==)\d+(?=;|$)/g)) {
      const { end } = rangeInString(token, value, match.index, match.index + match[0].length);
      this.#addNumber(end, Number(match[0]), constraint, (explanation) =>
        paragraphs([explanation, describeValues(constraint)]),
      );
    }
  }
}

interface Constant {
  readonly number: number | undefined;
  readonly first: Token;
  readonly last: Token;
}

/** An argument that is one number or string, as it stands or through a define. */
function constantOf(argument: Argument, item: Item): Constant | undefined {
  if (argument.kind === 'unary') {
    const operator = item.tokens[argument.operator];
    const operand = argument.operand?.kind === 'number' ? item.tokens[argument.operand.token] : undefined;
    if (operator?.image !== '-' || operand?.source !== operator.source) return undefined;
    if (operator.start === operand.start || isPartOfDefine(item, operand)) return undefined;
    return { number: numberOf(operand, true), first: operator, last: operand };
  }
  if (argument.kind !== 'number' && argument.kind !== 'string') return undefined;
  const token = item.tokens[argument.token];
  if (!token || isPartOfDefine(item, token)) return undefined;
  return { number: numberOf(token, false), first: token, last: token };
}

/** Whether a define brings more than this token, so that a hint would stand behind all of it. */
function isPartOfDefine(item: Item, token: Token): boolean {
  if (!token.macro) return false;
  const index = item.tokens.indexOf(token);
  return [item.tokens[index - 1], item.tokens[index + 1]].some(
    (other) => other?.macro !== undefined && other.source === token.source && other.start === token.start,
  );
}

function numberOf(token: Token, isNegative: boolean): number | undefined {
  if (token.tokenType === t.Opaque) return undefined;
  if (token.tokenType !== t.StringLiteral) {
    // `yes` and its kin say what they mean.
    const number = token.tokenType === t.NumberWord ? undefined : readNumber(token);
    return number !== undefined && isNegative ? -number : number;
  }
  const { text } = decodeString(token.image);
  return /^(?:-?\d+|0x[0-9a-fA-F]+)$/.test(text) ? Number(text) : undefined;
}

/** What all that a name may mean have in common; `undefined` where they differ. */
function agreed(constraints: readonly (ParameterConstraint | undefined)[]): ParameterConstraint | undefined {
  const [first, ...others] = constraints;
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
}

/** `one + two + 3 more` where the whole sum is too long. */
function shorten(label: string): string {
  if (label.length <= LONGEST_LABEL) return label;
  const parts = label.split(' + ');
  let shown = parts.length - 1;
  while (shown > 1 && parts.slice(0, shown).join(' + ').length + ' + 9 more'.length > LONGEST_LABEL) shown--;
  const rest = parts.length - shown;
  return rest === 0 ? label : `${parts.slice(0, shown).join(' + ')} + ${rest} more`;
}
