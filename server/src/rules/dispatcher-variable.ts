import { isVerbatim } from '../semantic/string-place.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import { readPseudoVariable } from '../syntax/pseudo-variable.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument, constantOf, type ConstantText } from './shared/constant-text.ts';
import { DISPATCHER } from './shared/dispatcher.ts';
import { lastSetting, textOf } from './shared/module-settings.ts';
import { hasForeignScript, mayStandElsewhere } from './shared/whole-program.ts';

/** `ds_is_from_list()` writes into these. */
const WRITTEN = ['setid_pvname', 'attrs_pvname'];

export const dispatcherVariable: Rule = {
  code: 'dispatcher-variable',
  severity: 'error',
  category: 'dispatcher',
  summary: 'A parameter wants a pseudo-variable and is given something else.',
  advice:
    'Give setid_pvname and attrs_pvname a variable that can be written, such as $var(setid), and hash_pvar one at least.',
  documentation: {
    why:
      '`ds_is_from_list()` writes the set and the attributes that it has found into the variables that `setid_pvname` and ' +
      '`attrs_pvname` name; the set only where it is asked for all sets. If one of them is no variable, or can only be read, Kamailio does not start, which ' +
      '`kamailio -c` does not notice. `hash_pvar` is a text with variables in it; without any, algorithm 7 hashes the ' +
      'same text for every request, and all of them go to one destination.',
    wrong: `loadmodule "pv.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "setid_pvname", "setid")
request_route {
  if (ds_is_from_list()) exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "setid_pvname", "$var(setid)")
request_route {
  if (ds_is_from_list()) exit;
}
`,
  },
  check(analysis, report) {
    for (const parameter of WRITTEN) {
      const value = valueOf(analysis, parameter);
      const finding = value && checkWritten(analysis, parameter, value);
      if (finding) report(finding);
    }
    const setId = valueOf(analysis, 'setid_pvname');
    const asking = callsOf(analysis, DISPATCHER, ['ds_is_from_list']);
    if (setId && asking.length > 0 && asking.every(namesOneSet) && !hasForeignScript(analysis)) {
      const message =
        'nothing writes into this variable: ds_is_from_list() does so only where it is asked for all sets, and not for one';
      if (!mayStandElsewhere(analysis, /ds_is_from_list/)) report({ range: setId.range, severity: 'warning', message });
    }
    const hash = valueOf(analysis, 'hash_pvar');
    if (!hash || hash.text === '' || hash.text.includes('$')) return;
    report({
      range: hash.range,
      severity: 'warning',
      message: `'${hash.text}' in 'hash_pvar' has no variable: algorithm 7 sends every request to the same destination`,
    });
  },
};

/** Whether a call names the set, as any other than -1 does. */
function namesOneSet(call: CallSymbol): boolean {
  return /^\d+$/.test(constantArgument(call, 0)?.text ?? '');
}

function valueOf(analysis: Analysis, parameter: string): ConstantText | undefined {
  const setting = lastSetting(analysis, DISPATCHER, parameter);
  return setting && textOf(setting) !== undefined ? constantOf(setting.valueToken) : undefined;
}

function checkWritten({ catalog }: Analysis, parameter: string, value: ConstantText): RuleFinding | undefined {
  const { text, token } = value;
  const range = text === '' ? { source: token.source, start: token.start, end: token.end } : value.range;
  if (!text.startsWith('$')) {
    const message = `'${parameter}' wants a pseudo-variable, not '${text}': Kamailio does not start`;
    const isName = /^\w+$/.test(text) && isVerbatim(token);
    return isName ? { range, message, replacement: `$var(${text})` } : { range, message };
  }
  const { name, inner } = readPseudoVariable(text, 0, true);
  const entries = catalog.pseudoVariablesNamed(name.text).filter(({ entry }) => catalog.has(entry));
  if (inner || entries.length === 0 || entries.some(({ entry }) => entry.writable || entry.innerName)) return undefined;
  return {
    range,
    message: `'${parameter}' wants a variable that can be written, and $${name.text} cannot: Kamailio does not start`,
  };
}
