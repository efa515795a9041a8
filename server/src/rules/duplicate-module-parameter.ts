import type { Analysis } from '../semantic/analysis.ts';
import type { Program } from '../semantic/program.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { ParameterSetting } from '../semantic/symbols.ts';
import type { Directive } from '../syntax/directive.ts';
import type { SourceText } from '../syntax/source-text.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { findTargets } from './shared/parameter-targets.ts';

export const duplicateModuleParameter: Rule = {
  code: 'duplicate-module-parameter',
  severity: 'warning',
  category: 'modules',
  summary: 'A parameter is set again further down, so the first value is never used.',
  advice: 'Keep the value that is meant, and remove the other line.',
  documentation: {
    why:
      'Most parameters hold one value, and the last `modparam` counts. The first line is read, checked and forgotten; ' +
      'whoever changes it later wonders why nothing happens.',
    wrong: `loadmodule "sl.so"
loadmodule "tm.so"
modparam("tm", "fr_timer", 2000)
modparam("tm", "fr_inv_timer", 120000)
modparam("tm", "fr_timer", 30000)
`,
    right: `loadmodule "sl.so"
loadmodule "tm.so"
modparam("tm", "fr_timer", 30000)
modparam("tm", "fr_inv_timer", 120000)
`,
  },
  check(analysis, report) {
    const last = new Map<string, ParameterSetting>();
    const settings = analysis.program.symbols.parameters;
    for (let index = settings.length - 1; index >= 0; index--) {
      const setting = settings[index]!;
      // A line for several modules, and one for one of them, are a rule and its exception.
      const key = `${setting.module} ${setting.parameter}`;
      const later = last.get(key);
      if (!later) last.set(key, setting);
      const finding = later && isSingle(analysis, setting) ? describe(analysis.program, setting, later) : undefined;
      if (finding) report(finding);
    }
  },
};

/** Whether all the modules that are meant keep one value only. */
function isSingle(analysis: Analysis, setting: ParameterSetting): boolean {
  const modules = findTargets(analysis, setting)?.modules ?? [];
  return (
    modules.length > 0 &&
    modules.every((module) => {
      const entry = analysis.catalog.parameter(module, setting.parameter);
      return entry !== undefined && !entry.viaFunction && entry.constraint?.repeatable !== true;
    })
  );
}

function describe(program: Program, setting: ParameterSetting, later: ParameterSetting): RuleFinding | undefined {
  const { valueToken, parameter, module } = setting;
  if (!valueToken || !later.valueToken || valueToken.tokenType === t.Opaque) return undefined;
  // A default that a file for the place, or one side of a condition, sets anew is meant so.
  if (valueToken.source !== later.valueToken.source && isForPlace(program, later.valueToken.source)) return undefined;
  const around = conditionsAround(program, valueToken);
  if (!conditionsAround(program, later.valueToken).every((directive) => around.includes(directive))) return undefined;
  const isSame = valueToken.image === later.valueToken.image && setting.isNegative === later.isNegative;
  const what = `'${parameter}' of module '${module}'`;
  return {
    range: valueRange(valueToken),
    message: isSame
      ? `${what} is set to the same value again further down`
      : `${what} is set again further down: this value is never used`,
    severity: isSame ? 'hint' : 'warning',
    related: [{ range: valueRange(later.valueToken), message: 'the value that counts' }],
  };
}

/** Whether a file may be there to change what others set: it may be missing, or its name says so. */
function isForPlace({ preprocessed }: Program, source: SourceText): boolean {
  if (/(?:local|custom|overrid|site|private|secret|env|host|node|test|dev|prod)[^/]*$/i.test(source.uri)) return true;
  return preprocessed.inclusions.some(({ isImport, resolved }) => isImport && resolved?.source === source);
}

interface Place {
  readonly source: SourceText;
  readonly start: number;
}

/** The sides of conditions that a place stands on, also those around the lines that include its file: what begins each. */
function conditionsAround({ preprocessed }: Program, place: Place): Directive[] {
  const found: Directive[] = [];
  const seen = new Set<SourceText>();
  let at: Place | undefined = place;
  while (at && !seen.has(at.source)) {
    const { source, start }: Place = at;
    seen.add(source);
    for (const { open, branches, close } of preprocessed.conditionals) {
      if (open.source !== source || open.start > start || (close && close.start < start)) continue;
      found.push([open, ...branches].findLast((directive) => directive.start < start) ?? open);
    }
    at = preprocessed.inclusions.find(({ resolved }) => resolved?.source === source)?.directive;
  }
  return found;
}
