import { suggest } from '../catalog/suggest.ts';
import type { TransformationOperation, TransformationParameter } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { PseudoVariableNode, TextPart, Transformation } from '../syntax/pseudo-variable.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { factsOf } from './shared/program-facts.ts';
import { variableUses, type VariableUse } from './shared/variables.ts';
import { count, describeAbsence, isPlaceholder } from './shared/wording.ts';

export const unknownTransformation: Rule = {
  code: 'unknown-transformation',
  severity: 'error',
  category: 'expressions',
  summary: 'A transformation is used that neither Kamailio nor a loaded module has, or in a form it does not take.',
  advice: 'Correct the name, or load the module that has it.',
  documentation: {
    why: `Transformations come in classes, \`{s.len}\`, \`{uri.host}\`, most of them with the module \`pv\`. One that is not known
makes the whole variable unreadable.`,
    wrong: `loadmodule "pv.so"

request_route {
    $var(n) = $(ru{s.length});
    exit;
}
`,
    right: `loadmodule "pv.so"

request_route {
    $var(n) = $(ru{s.len});
    exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (facts.isIncomplete || facts.hasUnnamedModule) return;
    for (const use of variableUses(analysis)) {
      if (use.node.fault) continue;
      for (const transformation of use.node.transformations) {
        const finding = checkTransformation(analysis, use, transformation);
        if (!finding) continue;
        report(use.isRefused ? finding : { ...finding, severity: 'warning' });
        break;
      }
    }
  },
};

function checkTransformation(
  analysis: Analysis,
  use: VariableUse,
  transformation: Transformation,
): RuleFinding | undefined {
  const { catalog } = analysis;
  const { operation } = transformation;
  const facts = factsOf(analysis);
  const className = transformation.class.text;
  const found = catalog.transformation(className);
  const classRange = use.rangeOf(transformation.class);
  if (!found) {
    if (facts.hasUnknownModule || isPlaceholder(className)) return undefined;
    const message = `no class of transformations '${className}' is known`;
    return withSuggestion(use, transformation.class, message, catalog.transformationNames());
  }
  const { module, entry } = found;
  if (!catalog.has(entry)) {
    const message = `Kamailio ${catalog.version} has no transformations '${className}'`;
    return { range: classRange, message: `${message}: ${describeAbsence(catalog, entry)}` };
  }
  const isThere = use.place === 'code' ? facts.isLoadedBefore(module, use.item) : facts.isLoaded(module);
  if (!isThere) {
    const where = facts.isLoaded(module) ? 'which is loaded only further down' : 'which is not loaded';
    return { range: classRange, message: `the transformations '${className}' are of module '${module}', ${where}` };
  }
  if (!operation || entry.operations.length === 0) return undefined;
  const known = entry.operations.find((candidate) => candidate.name.toLowerCase() === operation.text.toLowerCase());
  if (known && catalog.has(known)) return checkParameters(use, transformation, operation, known);
  const message = `the class '${className}' has no transformation '${operation.text}'`;
  if (known) return { range: use.rangeOf(operation), message: `${message}: ${describeAbsence(catalog, known)}` };
  const names = entry.operations.filter((candidate) => catalog.has(candidate)).map((candidate) => candidate.name);
  return withSuggestion(use, operation, message, names);
}

function checkParameters(
  use: VariableUse,
  transformation: Transformation,
  operation: TextPart,
  known: TransformationOperation,
): RuleFinding | undefined {
  const name = `${transformation.class.text}.${known.name}`;
  const { parameters } = transformation;
  const { minParameters = 0, maxParameters } = known;
  const [first] = parameters;
  const last = parameters.at(-1);
  if (!first || !last) {
    if (minParameters === 0) return undefined;
    return { range: use.rangeOf(operation), message: describeMissing(name, minParameters, 0) };
  }
  if (maxParameters === 0) {
    return { range: use.rangeOf({ start: first.start, end: last.end }), message: `'${name}' takes no parameter` };
  }
  const kinds = known.parameters ?? [];
  if (kinds.length === 0 || kinds.some(({ kind }) => kind === undefined)) return undefined;
  const given = joinParameters(use, parameters, kinds);
  for (const [index, part] of given.entries()) {
    const parameter = kinds[index];
    if (!parameter) {
      const message = `'${name}' takes ${count(kinds.length, 'parameter')}, not ${given.length}`;
      return { range: use.rangeOf({ start: part.start, end: last.end }), message };
    }
    if (isRightParameter(use.node, part, parameter.kind)) continue;
    const wanted = PARAMETER_KINDS[parameter.kind!];
    const written = part.text.trim() === '' ? 'it is empty' : `not '${part.text.trim()}'`;
    const range = use.rangeOf(part.start === part.end ? { start: part.start - 1, end: part.end } : part);
    return { range, message: `the parameter '${parameter.name}' of '${name}' is ${wanted}: ${written}` };
  }
  if (given.length >= minParameters) return undefined;
  return { range: use.rangeOf(operation), message: describeMissing(name, minParameters, given.length) };
}

function describeMissing(name: string, needed: number, given: number): string {
  const places = needed === 1 ? 'behind a comma' : 'each behind a comma';
  return `'${name}' needs ${count(needed, 'parameter')}, ${places}, and has ${given === 0 ? 'none' : given}`;
}

const PARAMETER_KINDS: Readonly<Record<NonNullable<TransformationParameter['kind']>, string>> = {
  number: 'a number or a pseudo-variable',
  amount: 'a number not below 0, or a pseudo-variable',
  text: 'a text without commas and braces, or one pseudo-variable',
  textWithComma: 'a text with a comma only at its end, or one pseudo-variable',
  character: 'one character',
  delimiter: 'one character, and no comma',
  delimiterOrVariable: 'one character or one pseudo-variable',
  subst: 'a substitution, /expression/replacement/flags, or one pseudo-variable',
};

/** Parameters that reach over commas. */
const REACHING: ReadonlySet<TransformationParameter['kind']> = new Set([
  'character',
  'delimiterOrVariable',
  'subst',
  'textWithComma',
]);

/** The parameters as Kamailio reads them: some take what is behind further commas, too. */
function joinParameters(
  { node }: VariableUse,
  parameters: readonly TextPart[],
  kinds: readonly TransformationParameter[],
): readonly TextPart[] {
  const at = kinds.findIndex(({ kind }) => REACHING.has(kind));
  const first = at < 0 ? undefined : parameters[at];
  const last = parameters.at(-1);
  if (!first || !last || first === last) return parameters;
  if (variableAt(node, first)) return parameters;
  const text = parameters
    .slice(at)
    .map((part) => part.text)
    .join(',');
  return [...parameters.slice(0, at), { text, start: first.start, end: last.end }];
}

/** The pseudo-variable that a parameter begins with. */
function variableAt(node: PseudoVariableNode, { text, start }: TextPart): PseudoVariableNode | undefined {
  const dollar = start + (/^[ \t\n]*/.exec(text)?.[0].length ?? 0);
  return node.nested.find((nested) => nested.start === dollar);
}

function isRightParameter(node: PseudoVariableNode, part: TextPart, kind: TransformationParameter['kind']): boolean {
  const { text, start } = part;
  const isVariable = /^[ \t\n]*\$/.test(text) && kind !== 'character' && kind !== 'delimiter';
  if (isVariable) {
    const variable = variableAt(node, part);
    return variable === undefined || text.slice(variable.end - start).trim() === '';
  }
  switch (kind) {
    case 'number':
      return NUMBER.test(text);
    case 'amount':
      return NUMBER.test(text) && !/^\s*-\s*0*[1-9]/.test(text);
    case 'text':
      return !text.includes('}');
    case 'textWithComma':
      return !text.includes('}') && !/,[ \t\n]*[^ \t\n]/.test(text.slice(text.startsWith(',') ? 0 : 1));
    case 'character':
      return /^(?:[^\\]|\\[\\nrt])[ \t\n]*$/.test(text);
    case 'delimiter':
    case 'delimiterOrVariable':
      return text.length === 1;
    case 'subst': // the rule for regular expressions looks into it
    case undefined:
      return true;
  }
}

const NUMBER = /^[ \t\n]*(?:[+-][ \t\n]*\d*|\d+)[ \t\n]*$/;

function withSuggestion(use: VariableUse, part: TextPart, message: string, names: readonly string[]): RuleFinding {
  const range = use.rangeOf(part);
  const likely = suggest(part.text, names);
  // Another number is another thing: sha3 is not meant by sha1.
  if (likely === undefined || withoutDigits(likely) === withoutDigits(part.text)) return { range, message };
  const text = `${message}; did you mean '${likely}'?`;
  return range.source.text.slice(range.start, range.end) === part.text
    ? { range, message: text, replacement: likely }
    : { range, message: text };
}

function withoutDigits(name: string): string {
  return name.replace(/\d+/g, '');
}
