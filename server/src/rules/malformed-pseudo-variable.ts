import type { Analysis } from '../semantic/analysis.ts';
import type { PseudoVariableFault } from '../syntax/pseudo-variable.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { factsOf } from './shared/program-facts.ts';
import { variableUses, type VariableUse } from './shared/variables.ts';

export const malformedPseudoVariable: Rule = {
  code: 'malformed-pseudo-variable',
  severity: 'error',
  category: 'expressions',
  summary: 'A pseudo-variable is written in a form that Kamailio does not take.',
  advice: 'Write $name, $name(inner) or $(name(inner)[index]{transformation}), as the pseudo-variable wants it.',
  documentation: {
    why: `Each pseudo-variable wants its form: with a name in parentheses or without, with an index or without. In strings a lone
dollar sign begins one, too; written as \`$$\` it is a dollar sign.`,
    wrong: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    xlog("L_INFO", "costs 5 $ or $var\\n");
    exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    $var(price) = 7;
    xlog("L_INFO", "costs 5 $$ or $var(price)\\n");
    exit;
}
`,
  },
  check(analysis, report) {
    const unclosed = analysis.program.findings.filter((finding) => finding.code === 'unterminated-pseudo-variable');
    for (const use of variableUses(analysis)) {
      const { source, start } = use.token;
      if (unclosed.some(({ range }) => range.source === source && range.start === start)) continue;
      const finding = checkFault(use) ?? checkForm(analysis, use);
      if (finding) report(use.isRefused ? finding : { ...finding, severity: 'warning' });
    }
  },
};

const FAULTS: Readonly<Record<PseudoVariableFault, string>> = {
  'no-name': "'$' begins a pseudo-variable, and its name is missing; a dollar sign is written '$$'",
  'empty-inner-name': 'the name between the parentheses is missing',
  'empty-index': 'the index between the brackets is missing',
  unclosed: 'this pseudo-variable is not closed',
  'unexpected-character': 'Kamailio does not read on here: an index, a transformation or the end is expected',
  'bad-transformation': 'a transformation is written {class.operation}',
};

function checkFault(use: VariableUse): RuleFinding | undefined {
  const { node, place } = use;
  const { fault } = node;
  if (!fault) return undefined;
  const message = FAULTS[fault.kind];
  const isWhole = fault.kind === 'unclosed' || fault.kind === 'no-name';
  const part = isWhole ? node : { start: fault.at, end: fault.at + 1 };
  const text = place === 'code' && fault.kind === 'no-name' ? "the name behind '$' is missing" : message;
  return { range: use.rangeOf(part), message: text };
}

function checkForm(analysis: Analysis, use: VariableUse): RuleFinding | undefined {
  const { catalog } = analysis;
  const { name, inner, index } = use.node;
  const facts = factsOf(analysis);
  const entries = catalog
    .pseudoVariablesNamed(name.text)
    .filter(({ module, entry }) => catalog.has(entry) && (module === 'core' || facts.isLoaded(module)))
    .map(({ entry }) => entry);
  if (entries.length === 0) return undefined;
  if (inner && entries.every((entry) => !entry.innerName)) {
    const range = use.rangeOf({ start: inner.start - 1, end: inner.end + 1 });
    return { range, message: `'$${name.text}' takes no name in parentheses` };
  }
  if (!inner && !use.mayBeAvp && entries.every((entry) => entry.innerName)) {
    return { range: use.rangeOf(use.node), message: `'$${name.text}' needs a name in parentheses: $${name.text}(…)` };
  }
  if (index && entries.every((entry) => !entry.index)) {
    const range = use.rangeOf({ start: index.start - 1, end: index.end + 1 });
    return { range, message: `'$${name.text}' takes no index` };
  }
  return undefined;
}
