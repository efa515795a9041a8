import type { FunctionEntry, Owned } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { fixByLoadingFor } from './shared/load-lines.ts';
import { factsOf, inactiveLoad } from './shared/program-facts.ts';
import { describeAbsence, isPlaceholder, misspelt, oneOf } from './shared/wording.ts';

/** Statements that are written like functions and are none. */
const STATEMENTS = ['exit', 'return', 'drop', 'break', 'if', 'else', 'while', 'switch'];

export const unknownFunction: Rule = {
  code: 'unknown-function',
  severity: 'error',
  category: 'calls',
  summary: 'A function is called that neither Kamailio nor a module loaded before has.',
  advice: 'Correct the name, or load the module that has the function.',
  documentation: {
    why: `The functions of a module exist from its \`loadmodule\` on. Kamailio says of any other name only that the command is
unknown, with a hint at a module that may be missing. A name that is replaced by a define is looked up as the define's
value.`,
    wrong: `loadmodule "pv.so"

request_route {
    xlog("L_INFO", "a request from $si\\n");
    exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    xlog("L_INFO", "a request from $si\\n");
    exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (facts.isIncomplete || facts.hasUnnamedModule) return;
    const candidates = new Candidates(analysis);
    for (const [call, target] of callTargets(analysis)) {
      if (isPlaceholder(call.name)) continue;
      if (target.kind === 'unloaded') report(describeUnloaded(analysis, call, target.functions));
      else if (target.kind === 'otherVersion') report(describeOtherVersion(analysis, call, target.functions));
      else if (target.kind === 'reserved') {
        const message = `'${call.name}' is a keyword of the language and no function`;
        report({ range: valueRange(call.token), message });
      } else if (target.kind === 'unknown' && !facts.hasUnknownModule) {
        report(misspelt(call.token, `no function '${call.name}' is known`, call.name, candidates.names(call)));
      }
    }
  },
};

function describeUnloaded(
  analysis: Analysis,
  call: CallSymbol,
  functions: readonly Owned<FunctionEntry>[],
): RuleFinding {
  const range = valueRange(call.token);
  const facts = factsOf(analysis);
  const later = functions.map(({ module }) => facts.loads.get(module)).find((load) => load !== undefined);
  if (later) {
    const { name, token } = later.module;
    return {
      range,
      message: `'${call.name}' is a function of module '${name}', which is loaded only further down`,
      related: [{ range: valueRange(token), message: `'${name}' is loaded here` }],
    };
  }
  const inactive = functions.map(({ module }) => inactiveLoad(analysis, module)).find((place) => place !== undefined);
  const modules = oneOf(functions.map(({ module }) => `'${module}'`));
  const message = `'${call.name}' is a function of module ${modules}, which is not loaded`;
  if (!inactive) {
    const [only, ...others] = functions;
    const fix = only && others.length === 0 ? fixByLoadingFor(analysis, only.module, call.item) : undefined;
    return { range, message, ...(fix ? { fix } : {}) };
  }
  return { range, message: `${message}: a condition switches its loadmodule off`, related: [inactive] };
}

function describeOtherVersion(
  { catalog }: Analysis,
  call: CallSymbol,
  functions: readonly Owned<FunctionEntry>[],
): RuleFinding {
  const [first] = functions;
  const why = first ? `: ${describeAbsence(catalog, first.entry)} of module '${first.module}'` : '';
  const message = `Kamailio ${catalog.version} has no function '${call.name}'${why}`;
  return { range: valueRange(call.token), message };
}

/** What may have been meant by a misspelt name: functions of the core and of loaded modules, then of all modules. */
class Candidates {
  readonly #analysis: Analysis;

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
  }

  *names(call: CallSymbol): Iterable<string> {
    const { catalog } = this.#analysis;
    const facts = factsOf(this.#analysis);
    yield 'route';
    if (call.isStatement) yield* STATEMENTS;
    for (const entry of catalog.core.functions) {
      if (!catalog.has(entry)) continue;
      yield entry.name;
      for (const alias of entry.aliases) if (catalog.has(alias)) yield alias.name;
    }
    for (const module of facts.loads.keys()) {
      for (const entry of catalog.module(module)?.functions ?? []) if (catalog.has(entry)) yield entry.name;
    }
    yield* catalog.functionNames();
  }
}
