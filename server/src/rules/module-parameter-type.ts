import type { ParameterEntry, ParameterType } from '../catalog/types.ts';
import type { ParameterSetting } from '../semantic/symbols.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { findTargets } from './shared/parameter-targets.ts';

export const moduleParameterType: Rule = {
  code: 'module-parameter-type',
  severity: 'error',
  category: 'modules',
  summary: 'A parameter is given a string where it takes a number, or the other way round.',
  advice: 'Remove the quotes around the number, or put quotes around the text.',
  documentation: {
    why: `A parameter is declared as a number or as a string. Quotes decide which of the two is given, and Kamailio turns neither
into the other: \`"5000"\` is no number to it.`,
    wrong: `loadmodule "tm.so"
modparam("tm", "fr_timer", "5000")

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
    const { catalog, program } = analysis;
    for (const setting of program.symbols.parameters) {
      const { type, parameter } = setting;
      if (type === undefined) continue;
      for (const module of findTargets(analysis, setting)?.modules ?? []) {
        const entry = catalog.parameter(module, parameter);
        if (!entry || !catalog.has(entry) || entry.types.length === 0 || entry.types.includes(type)) continue;
        report(describe(setting, entry, module, type));
        break;
      }
    }
  },
};

const NAMES: Readonly<Record<ParameterType, string>> = { int: 'a number', string: 'a string' };

function describe(setting: ParameterSetting, entry: ParameterEntry, module: string, given: ParameterType): RuleFinding {
  const token = setting.valueToken ?? setting.parameterToken;
  const wanted = entry.types[0] ?? 'string';
  const form = given === 'string' ? ', written without quotes' : ', written in quotes';
  const message = `'${entry.name}' of module '${module}' takes ${NAMES[wanted]}${form}, not ${NAMES[given]}`;
  const range = rangeOfToken(token);
  if (token.macro || setting.isNegative) return { range, message };
  const change = (newText: string): RuleFinding => {
    const fix = { title: `Change to '${newText}'`, edits: [{ range, newText }], isSafe: true };
    return { range, message, fix };
  };
  if (given === 'int') return change(`"${token.image}"`);
  const text = decodeString(token.image).text.trim();
  return /^(?:0|-?[1-9][0-9]*)$/.test(text) ? change(text) : { range, message };
}
