import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { factsOf } from './shared/program-facts.ts';
import { variableUses, type VariableUse } from './shared/variables.ts';
import { hasMainRoute } from './shared/whole-program.ts';
import { describeAbsence, oneOf } from './shared/wording.ts';

export const unknownPseudoVariable: Rule = {
  code: 'unknown-pseudo-variable',
  severity: 'error',
  category: 'expressions',
  summary: 'A pseudo-variable is used that neither Kamailio nor a loaded module has.',
  advice: 'Correct the name, or load the module that has it.',
  documentation: {
    why: `Nearly all pseudo-variables come with a module, most with \`pv\`. In code an unknown one ends the reading; in a string it is
found when the string is first looked into, which is at the start as well.`,
    wrong: `loadmodule "xlog.so"

request_route {
    xlog("L_INFO", "called is $rU\\n");
    exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    xlog("L_INFO", "called is $rU\\n");
    exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (facts.isIncomplete || facts.hasUnnamedModule) return;
    const avps = assignedNames(analysis);
    // What is no whole configuration is read in the mode of another file, and with its modules.
    const isPart = facts.loads.size === 0 || !hasMainRoute(analysis);
    const isAvp = ({ node }: VariableUse): boolean => isPart || avps.has(node.name.text);
    for (const use of variableUses(analysis)) {
      if (use.mayBeAvp && isAvp(use)) continue;
      const finding = checkUse(analysis, use);
      if (!finding) continue;
      if (use.mayBeAvp) report({ ...finding, message: `${finding.message}; ${TAKEN_FOR_AVP}`, severity: 'warning' });
      else report(use.isRefused ? finding : { ...finding, severity: 'warning' });
    }
  },
};

const TAKEN_FOR_AVP = "without '#!KAMAILIO' in its first line Kamailio takes it for an AVP, which nothing sets";

/** The names that assignments set as `$name`. */
function assignedNames({ program }: Analysis): ReadonlySet<string> {
  return new Set(
    program.symbols.assignments.flatMap(({ node, item }) =>
      node.target.kind === 'pseudoVariable' ? [item.tokens[node.target.from]!.image.slice(1)] : [],
    ),
  );
}

function checkUse(analysis: Analysis, use: VariableUse): RuleFinding | undefined {
  const { catalog } = analysis;
  const { name, fault } = use.node;
  if (fault?.kind === 'no-name' || name.text === '') return undefined;
  const facts = factsOf(analysis);
  const all = catalog.pseudoVariablesNamed(name.text);
  const current = all.filter(({ entry }) => catalog.has(entry));
  const isThere = (module: string): boolean =>
    module === 'core' || (use.place === 'code' ? facts.isLoadedBefore(module, use.item) : facts.isLoaded(module));
  if (current.some(({ module }) => isThere(module))) return undefined;
  const range = use.rangeOf(name);
  const [first] = current;
  if (first) {
    // What is no whole configuration is read with modules that another file loads.
    if (use.place === 'string' && !hasMainRoute(analysis)) return undefined;
    const later = current.find(({ module }) => facts.isLoaded(module));
    const message = later
      ? `'$${name.text}' is of module '${later.module}', which is loaded only further down`
      : `'$${name.text}' is of module ${oneOf(current.map(({ module }) => `'${module}'`))}, which is not loaded`;
    return { range, message };
  }
  if (facts.hasUnknownModule) return undefined;
  const [old] = all;
  if (old) {
    const why = describeAbsence(catalog, old.entry);
    return { range, message: `Kamailio ${catalog.version} has no pseudo-variable '$${name.text}': ${why}` };
  }
  return describeUnknown(analysis, use, range);
}

function describeUnknown(analysis: Analysis, use: VariableUse, range: RuleFinding['range']): RuleFinding {
  const { catalog } = analysis;
  const name = use.node.name.text;
  // A dot belongs to the name in strings: "$fd." is no '$fd' with a full stop behind it.
  const withoutDots = name.replace(/\.+$/, '');
  if (withoutDots !== name && catalog.pseudoVariablesNamed(withoutDots).length > 0) {
    const message = `Kamailio reads '$${name}' as one name: write '$(${withoutDots})' before a dot`;
    return { range, message };
  }
  const message = `no pseudo-variable '$${name}' is known`;
  const likely = suggest(name, candidates(analysis));
  if (likely === undefined) {
    return { range, message: use.place === 'code' ? message : `${message}; a dollar sign is written '$$' here` };
  }
  const text = `${message}; did you mean '$${likely}'?`;
  return range.source.text.slice(range.start, range.end) === name
    ? { range, message: text, replacement: likely }
    : { range, message: text };
}

/** Those of the core and of loaded modules first: of equally near names the first is taken. */
function* candidates(analysis: Analysis): Iterable<string> {
  const { catalog } = analysis;
  for (const entry of catalog.core.pseudoVariables) yield entry.name;
  for (const module of factsOf(analysis).loads.keys()) {
    for (const entry of catalog.module(module)?.pseudoVariables ?? []) if (catalog.has(entry)) yield entry.name;
  }
  yield* catalog.pseudoVariableNames();
}
