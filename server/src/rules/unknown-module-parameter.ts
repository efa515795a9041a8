import type { Analysis } from '../semantic/analysis.ts';
import type { ParameterSetting } from '../semantic/symbols.ts';
import * as t from '../syntax/token-types.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { findTargets } from './shared/parameter-targets.ts';
import { successorOf } from './shared/successors.ts';
import { describeAbsence, isPlaceholder, misspelt } from './shared/wording.ts';

export const unknownModuleParameter: Rule = {
  code: 'unknown-module-parameter',
  severity: 'error',
  category: 'modules',
  summary: 'A parameter is set that the module does not have in this version.',
  advice: 'Correct the name, use what took its place, or remove the modparam.',
  documentation: {
    why: `A parameter is looked up in the table that the module exports; one that is not there ends the start. Names change
between versions: the message tells when this one came or went.`,
    wrong: `loadmodule "tm.so"
modparam("tm", "fr_tmer", 5000)

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
    for (const setting of analysis.program.symbols.parameters) {
      const { parameter, parameterToken, isExtended } = setting;
      if (parameterToken.tokenType === t.Opaque || isPlaceholder(parameter)) continue;
      if (isExtended && parameter.includes('$')) continue;
      for (const module of findTargets(analysis, setting)?.modules ?? []) {
        const finding = checkIn(analysis, setting, module);
        if (!finding) continue;
        report(finding);
        // Kamailio, too, stops at the first of several modules that lacks the parameter.
        break;
      }
    }
  },
};

function checkIn({ catalog }: Analysis, setting: ParameterSetting, module: string): RuleFinding | undefined {
  const { parameter, parameterToken } = setting;
  const entry = catalog.module(module);
  if (!entry || !catalog.has(entry)) return undefined;
  const found = entry.parameters.find((candidate) => candidate.name === parameter);
  if (found && catalog.has(found)) return undefined;
  const message = `the module '${module}' has no parameter '${parameter}'`;
  const removed = entry.removed.find((item) => item.kind === 'parameter' && item.name === parameter);
  const why = removed ? `: it was removed in ${removed.removedIn}` : '';
  const successor = successorOf(module, parameter);
  if (successor) {
    const gone = found ? ` in Kamailio ${catalog.version}: ${describeAbsence(catalog, found)}` : why;
    const range = valueRange(parameterToken);
    const text = `${message}${gone}; use ${successor.text}`;
    const isWritten = range.source.text.slice(range.start, range.end) === parameter;
    return { range, message: text, ...(successor.name && isWritten ? { replacement: successor.name } : {}) };
  }
  if (found) {
    const absence = describeAbsence(catalog, found);
    return { range: valueRange(parameterToken), message: `${message} in Kamailio ${catalog.version}: ${absence}` };
  }
  const names = entry.parameters.filter((candidate) => catalog.has(candidate)).map((candidate) => candidate.name);
  return misspelt(parameterToken, message + why, parameter, names);
}
