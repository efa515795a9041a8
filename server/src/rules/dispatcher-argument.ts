import { compareVersions } from '../catalog/versions.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { DISPATCHER } from './shared/dispatcher.ts';

/** The arguments that are numbers, or variables that hold one, counted from 0; from the export tables, 5.5 to 6.2. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  ds_select: [0, 1, 2],
  ds_select_dst: [0, 1, 2],
  ds_select_domain: [0, 1, 2],
  ds_select_routes: [2],
  ds_is_from_list: [0, 1],
  ds_list_exist: [0],
  ds_list_exists: [0],
  ds_is_active: [0],
  ds_dsg_fetch: [0],
  ds_dsg_fetch_uri: [0],
  ds_mark_addr: [1],
  ds_oc_set_attrs: [0, 2, 3, 4],
};

/** What the arguments mean, for messages. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  ds_select: ['the set', 'the algorithm', 'the limit'],
  ds_select_routes: ['the rules', 'the mode', 'the limit'],
  ds_is_from_list: ['the set', 'the mode'],
};

/** The bits of the mode of `ds_is_from_list()`: no port, no protocol, active only; since 5.8 socket, mixed. */
const MATCH_BITS = 7;
const MATCH_BITS_SINCE_5_8 = 31;

export const dispatcherArgument: Rule = {
  code: 'dispatcher-argument',
  severity: 'error',
  category: 'dispatcher',
  summary: 'A function of dispatcher is given something that it cannot use.',
  advice: 'Give sets, algorithms and limits as numbers, and rules as SET=ALGORITHM;SET=ALGORITHM.',
  documentation: {
    why:
      'Sets, algorithms, limits and modes are numbers, or variables that hold one. With other text, blanks around the ' +
      'number included, Kamailio does not start, which `kamailio -c` does not notice. The rules of `ds_select_routes()` ' +
      'are read with each request: with any other sign in them it logs an error and selects nothing.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (!ds_select_dst("1", "round-robin")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    for (const call of callsOf(analysis, DISPATCHER, /^ds_/)) {
      for (const finding of [...checkNumbers(analysis, call), ...checkValues(analysis, call)]) report(finding);
    }
  },
};

function checkNumbers(analysis: Analysis, call: CallSymbol): RuleFinding[] {
  const found: RuleFinding[] = [];
  for (const index of NUMBERS[call.name] ?? []) {
    const value = constantArgument(call, index);
    // A variable is read when the call runs; what an empty text means is not worth a guess.
    if (!value || value.text === '' || /^[$@]/.test(value.text)) continue;
    const { text, range } = value;
    const isHex = /^0x[\da-f]+$/i.test(text) && compareVersions(analysis.catalog.version, '6.1') >= 0;
    if (isHex || /^[+-]?\d+$/.test(text)) continue;
    const message = `${nameArgument(call.name, index)} must be a number, not '${text}': Kamailio does not start`;
    const digits = text.trim();
    found.push(/^\d+$/.test(digits) ? { range, message, replacement: digits } : { range, message });
  }
  return found;
}

function nameArgument(name: string, index: number): string {
  const names = NAMES[name.startsWith('ds_select') && name !== 'ds_select_routes' ? 'ds_select' : name];
  return `${names?.[index] ?? (index === 0 ? 'the set' : `argument ${index + 1}`)} of ${name}()`;
}

function checkValues(analysis: Analysis, call: CallSymbol): RuleFinding[] {
  const { name } = call;
  if (name === 'ds_select_routes') return checkRoutes(call);
  const set = constantArgument(call, 0);
  if (/^ds_select(?:_dst|_domain)?$/.test(name) && set && /^-\d+$/.test(set.text)) {
    const message = `a set has a number from 0 up: nothing is ever selected from ${set.text}`;
    return [{ range: set.range, message, severity: 'warning' }];
  }
  const mode = name === 'ds_is_from_list' ? constantArgument(call, 1) : undefined;
  if (!mode || !/^\d+$/.test(mode.text)) return [];
  const bits = compareVersions(analysis.catalog.version, '5.8') >= 0 ? MATCH_BITS_SINCE_5_8 : MATCH_BITS;
  const strange = Number(mode.text) & ~bits;
  if (strange === 0) return [];
  const message = `the mode ${mode.text} has bits that mean nothing to ds_is_from_list(): ${strange}`;
  return [{ range: mode.range, message, severity: 'warning' }];
}

/** As `ki_ds_select_routes_limit()` reads them. */
function checkRoutes(call: CallSymbol): RuleFinding[] {
  const found: RuleFinding[] = [];
  const rules = constantArgument(call, 0);
  if (rules && !/[$@]/.test(rules.text)) {
    const read = /^(?:\d*=\d*;)*\d*(?:=\d*)?/.exec(rules.text)?.[0].length ?? 0;
    if (rules.text === '' || read < rules.text.length) {
      const what = rules.text === '' ? 'there is no rule' : `'${rules.text.slice(read, read + 1)}' cannot stand here`;
      const message = `${what}: rules are written SET=ALGORITHM;SET=ALGORITHM, and nothing is selected`;
      const { source, start, end } = rules.token;
      const range = rules.text === '' ? { source, start, end } : rules.rangeOf(read, rules.text.length);
      found.push({ range, message, severity: 'warning' });
    }
  }
  const mode = constantArgument(call, 1);
  if (mode && !/^[012drx$@]/i.test(mode.text)) {
    const { source, start, end } = mode.token;
    const message = `the mode of ds_select_routes() is 0, 1 or 2, not '${mode.text}': nothing is selected`;
    found.push({ range: mode.text === '' ? { source, start, end } : mode.range, message, severity: 'warning' });
  }
  return found;
}
