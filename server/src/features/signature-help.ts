import { CORE } from '../catalog/catalog.ts';
import type { ParameterEntry } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { nameOf } from '../semantic/symbols.ts';
import type { SourceText } from '../syntax/source-text.ts';
import * as t from '../syntax/token-types.ts';
import { calledForms, describeArgument } from './called-argument.ts';
import { describeParameter } from './catalog-markdown/modules.ts';
import { compatibilityOf, readFileText } from './file-text.ts';
import { findEnclosingCall, type EnclosingCall } from './enclosing-call.ts';
import type { FunctionForm } from './function-forms.ts';
import { parametersOf } from './hover.ts';
import { inlineCode } from '../text/markdown.ts';

/** One way of calling, with the place of each parameter in the label. */
export interface SignatureInformation {
  readonly label: string;
  /** Markdown. */
  readonly documentation: string | undefined;
  readonly parameters: readonly ParameterInformation[];
}

export interface ParameterInformation {
  /** Offsets in the label. */
  readonly start: number;
  readonly end: number;
  /** Markdown. */
  readonly documentation: string | undefined;
}

export interface SignatureHelp {
  readonly signatures: readonly SignatureInformation[];
  readonly activeSignature: number;
  /** The argument at the cursor, counted from 0; beyond the last one where too many are written. */
  readonly activeParameter: number;
}

/** The ways of calling the function in whose parentheses an offset is; the statement need not be finished. */
export function signatureHelp(analysis: Analysis, source: SourceText, offset: number): SignatureHelp | undefined {
  const text = readFileText(source, compatibilityOf(analysis.program));
  if (text.comments.some((comment) => comment.start < offset && offset <= comment.end)) return undefined;
  if (text.directives.some((directive) => directive.start < offset && offset <= directive.end)) return undefined;
  const call = findEnclosingCall(text.tokens, offset);
  if (!call) return undefined;
  if (call.name.tokenType === t.ModParam) return modparamHelp(analysis, call);
  const signatures = signaturesOf(analysis, call.name.image);
  if (signatures.length === 0) return undefined;
  const { argument, written } = call;
  // The first form that has room for what is written, else the longest one.
  const fitting = signatures.findIndex(({ parameters }) => parameters.length >= written);
  const activeSignature = fitting >= 0 ? fitting : signatures.length - 1;
  return { signatures, activeSignature, activeParameter: argument };
}

function signaturesOf(analysis: Analysis, name: string): SignatureInformation[] {
  const forms = calledForms(analysis, name);
  const isShared = new Set(forms.map(({ module }) => module)).size > 1;
  return forms.map(({ module, form, text }) =>
    describeForm(form, isShared ? `Module ${inlineCode(module ?? CORE)}. ${text ?? ''}`.trim() : text),
  );
}

function describeForm({ label, parameters }: FunctionForm, documentation: string | undefined): SignatureInformation {
  return {
    label,
    documentation,
    parameters: parameters.map((parameter) => ({
      start: parameter.start,
      end: parameter.end,
      documentation: describeArgument(parameter),
    })),
  };
}

// modparam

function modparamHelp(analysis: Analysis, { before, argument, name }: EnclosingCall): SignatureHelp {
  const [first, second] = splitArguments(before);
  const module = first && nameOf(first);
  const parameter = second && nameOf(second);
  const known =
    argument > 0 && module !== undefined && parameter !== undefined
      ? parametersOf(analysis, module, parameter)[0]
      : undefined;
  return {
    signatures: [writeModparam(analysis, name.image, known)],
    activeSignature: 0,
    activeParameter: argument,
  };
}

/** The first token of each of the first two arguments. */
function splitArguments(tokens: EnclosingCall['before']): (EnclosingCall['name'] | undefined)[] {
  const comma = tokens.findIndex(({ tokenType }) => tokenType === t.Comma);
  const first = comma === 0 ? undefined : tokens[0];
  const second = comma < 0 ? undefined : tokens[comma + 1];
  return [first, second?.tokenType === t.Comma ? undefined : second];
}

function writeModparam(
  { catalog }: Analysis,
  keyword: string,
  known: { readonly module: string; readonly entry: ParameterEntry } | undefined,
): SignatureInformation {
  const words = known
    ? [
        `"${catalog.module(known.module)?.exportName ?? known.module}"`,
        `"${known.entry.name}"`,
        known.entry.types.join(' | '),
      ]
    : ['module', 'parameter', 'value'];
  const explanations = known
    ? ['the module', 'the parameter', undefined]
    : ['the module, which has to be loaded before', 'the name of one of its parameters', 'a number or a string'];
  let label = `${keyword}(`;
  const parameters: ParameterInformation[] = [];
  for (const [index, word] of words.entries()) {
    if (index > 0) label += ', ';
    parameters.push({ start: label.length, end: label.length + word.length, documentation: explanations[index] });
    label += word;
  }
  const documentation = known && describeParameter(catalog, known.module, known.entry);
  return { label: `${label})`, documentation, parameters };
}
