import { findPseudoVariables } from '../syntax/pseudo-variable.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { variableUses } from './shared/variables.ts';
import { hasForeignScript, isWhole, mayStandElsewhere } from './shared/whole-program.ts';
import { misspeltText } from './shared/wording.ts';

/** Iterators, by what begins the names of their functions: the module, and the pseudo-variables that read an entry. */
const ITERATORS = [
  { module: 'htable', prefix: 'sht_iterator_', variables: new Set(['shtitkey', 'shtitval']) },
  { module: 'textopsx', prefix: 'hf_iterator_', variables: new Set(['hfitname', 'hfitbody']) },
  { module: 'textopsx', prefix: 'bl_iterator_', variables: new Set(['blitval']) },
];

export const iteratorNotStarted: Rule = {
  code: 'iterator-not-started',
  severity: 'warning',
  category: 'calls',
  summary: 'An iterator is used under a name that none is started with.',
  advice: 'Use the name that the iterator is started with.',
  documentation: {
    why:
      'An iterator is found by its name each time. Under a name that none was started with there is no entry: the ' +
      'functions fail, and the pseudo-variables give `$null`, for every entry of the loop.',
    wrong: `loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "htable.so"
modparam("htable", "htable", "calls=>size=8;")
request_route {
  sht_iterator_start("it", "calls");
  while (sht_iterator_next("it")) {
    xlog("L_INFO", "$shtitkey(i) is open\\n");
  }
  sht_iterator_end("it");
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"
loadmodule "htable.so"
modparam("htable", "htable", "calls=>size=8;")
request_route {
  sht_iterator_start("it", "calls");
  while (sht_iterator_next("it")) {
    xlog("L_INFO", "$shtitkey(it) is open\\n");
  }
  sht_iterator_end("it");
}
`,
  },
  check(analysis, report) {
    if (!isWhole(analysis) || hasForeignScript(analysis)) return;
    for (const { module, prefix, variables } of ITERATORS) {
      const starts = callsOf(analysis, module, [`${prefix}start`]).map((call) => constantArgument(call, 0)?.text);
      // Without any, another rule or a block of another file has to do with it.
      if (starts.length === 0) continue;
      const names = new Set(starts.filter((name) => name !== undefined));
      const isKnown = names.size > 0 && starts.every((name) => name !== undefined && isPlain(name));
      if (!isKnown || mayStandElsewhere(analysis, new RegExp(`${prefix}start`))) continue;
      for (const { name, range, effect } of uses(analysis, module, prefix, variables)) {
        if (names.has(name)) continue;
        report(misspeltText(range, `no iterator is started as '${name}': ${effect}`, name, names));
      }
    }
  },
};

interface Use {
  readonly name: string;
  readonly range: SourceRange;
  readonly effect: string;
}

function* uses(analysis: Analysis, module: string, prefix: string, variables: ReadonlySet<string>): Iterable<Use> {
  for (const call of callsOf(analysis, module, new RegExp(`^${prefix}(?!start$)`))) {
    const name = constantArgument(call, 0);
    if (name && isPlain(name.text)) yield { name: name.text, range: name.range, effect: `${call.name}() always fails` };
  }
  for (const use of variableUses(analysis)) {
    const { name, inner } = use.node;
    if (!variables.has(name.text) || !inner || !isPlain(inner.text)) continue;
    yield { name: inner.text, range: use.rangeOf(inner), effect: `'$${name.text}' is $null` };
  }
}

function isPlain(name: string): boolean {
  return name !== '' && findPseudoVariables(name).length === 0;
}
