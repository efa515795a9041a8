import { suggest } from '../catalog/suggest.ts';
import type { TransformationOperation } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { TextPart, Transformation } from '../syntax/pseudo-variable.ts';
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

/** Says only what is sure: that parameters are there or missing altogether. */
function checkParameters(
  use: VariableUse,
  { parameters, class: { text: className } }: Transformation,
  operation: TextPart,
  { name, minParameters = 0, maxParameters }: TransformationOperation,
): RuleFinding | undefined {
  if (minParameters > 0 && parameters.length === 0) {
    const message = `'${className}.${name}' needs ${count(minParameters, 'parameter')}, each behind a comma`;
    return { range: use.rangeOf(operation), message };
  }
  const first = parameters[0];
  const last = parameters.at(-1);
  if (maxParameters !== 0 || !first || !last) return undefined;
  return {
    range: use.rangeOf({ start: first.start, end: last.end }),
    message: `'${className}.${name}' takes no parameter`,
  };
}

function withSuggestion(use: VariableUse, part: TextPart, message: string, names: readonly string[]): RuleFinding {
  const range = use.rangeOf(part);
  const likely = suggest(part.text, names);
  if (likely === undefined) return { range, message };
  const text = `${message}; did you mean '${likely}'?`;
  return range.source.text.slice(range.start, range.end) === part.text
    ? { range, message: text, replacement: likely }
    : { range, message: text };
}
