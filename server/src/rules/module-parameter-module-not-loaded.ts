import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { ParameterSetting } from '../semantic/symbols.ts';
import { rangeInString, valueRange } from '../semantic/string-place.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { fixByLoadingFor } from './shared/load-lines.ts';
import { exportName, findTargets, type ParameterTargets } from './shared/parameter-targets.ts';
import { factsOf, inactiveLoad } from './shared/program-facts.ts';
import { misspelt } from './shared/wording.ts';

export const moduleParameterModuleNotLoaded: Rule = {
  code: 'module-parameter-module-not-loaded',
  severity: 'error',
  category: 'modules',
  summary: 'A parameter is set in a module that is not loaded, or only later.',
  advice: "Put the module's loadmodule before the modparam, or remove the modparam.",
  documentation: {
    why: `\`modparam\` works on the modules that are loaded at its place, and Kamailio does not start where none of that name is.
Of several names (\`"auth_db|usrloc"\`) those count that are loaded, and of the others nobody says a word.`,
    wrong: `modparam("tm", "fr_timer", 5000)
loadmodule "tm.so"

request_route {
    exit;
}
`,
    right: `loadmodule "tm.so"
modparam("tm", "fr_timer", 5000)

request_route {
    exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    if (facts.isIncomplete || facts.hasUnnamedModule) return;
    for (const setting of analysis.program.symbols.parameters) {
      const targets = findTargets(analysis, setting);
      if (!targets) continue;
      if (targets.modules.length > 0) {
        for (const finding of checkGroup(analysis, setting, targets)) report(finding);
        continue;
      }
      const [later] = targets.later;
      if (later) {
        report({
          range: valueRange(setting.moduleToken),
          message: `the module '${setting.module}' is loaded only further down: its loadmodule must stand before this`,
          related: [{ range: valueRange(later.module.token), message: `'${later.module.name}' is loaded here` }],
        });
      } else report(describeMissing(analysis, setting));
    }
  },
};

/** Finds names of a group that set nothing although others of it do: Kamailio says nothing of them. */
function* checkGroup(
  analysis: Analysis,
  { module, moduleToken }: ParameterSetting,
  { modules, later }: ParameterTargets,
): Iterable<RuleFinding> {
  if (!/^\w+(?:\|\w+)+$/.test(module)) return;
  const { catalog } = analysis;
  const loaded = [...factsOf(analysis).loads.keys()];
  const names = new Set(modules.map((name) => exportName(catalog, name).toLowerCase()));
  for (const { 0: name, index } of module.matchAll(/\w+/g)) {
    if (names.has(name.toLowerCase())) continue;
    const range = rangeInString(moduleToken, decodeString(moduleToken.image), index, index + name.length);
    const load = later.find((each) => exportName(catalog, each.module.name).toLowerCase() === name.toLowerCase());
    if (load) {
      const related = [{ range: valueRange(load.module.token), message: `'${name}' is loaded here` }];
      const message = `the module '${name}' is loaded only further down: this sets nothing in it`;
      yield { range, message, related, severity: 'warning' };
    } else if (!catalog.moduleLifespan(name) && !loaded.includes(name)) {
      const likely = suggest(name, loaded);
      if (likely === undefined) continue;
      const message = `there is no module '${name}', so this sets nothing in it; did you mean '${likely}'?`;
      const isWritten = range.source.text.slice(range.start, range.end) === name;
      yield { range, message, severity: 'warning', ...(isWritten ? { replacement: likely } : {}) };
    }
  }
}

function describeMissing(analysis: Analysis, setting: ParameterSetting): RuleFinding {
  const { catalog } = analysis;
  const { module, moduleToken } = setting;
  const inactive = inactiveLoad(analysis, module);
  if (inactive) {
    const message = `the module '${module}' is not loaded: a condition switches its loadmodule off`;
    return { range: valueRange(moduleToken), message, related: [inactive] };
  }
  const loaded = [...factsOf(analysis).loads.keys()].map((name) => exportName(catalog, name));
  if (catalog.moduleLifespan(module)) {
    const fix = fixByLoadingFor(analysis, module, setting.item);
    const message = `the module '${module}' is not loaded`;
    return { range: valueRange(moduleToken), message, ...(fix ? { fix } : {}) };
  }
  return misspelt(moduleToken, `no module '${module}' is loaded`, module, loaded);
}
