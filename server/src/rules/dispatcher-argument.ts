import { compareVersions } from '../catalog/versions.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument, type ConstantText } from './shared/constant-text.ts';
import { DISPATCHER, loadedList, rulesOf } from './shared/dispatcher.ts';
import { isNeverSet } from './shared/module-settings.ts';

/** The bits of the mode of `ds_is_from_list()`: no port, no protocol, active only; since 5.8 socket, mixed. */
const MATCH_BITS = 7;
const NO_PROTOCOL = 2;
/** The best of all matches, however few things fit. */
const BEST = 16;
const MATCH_BITS_SINCE_5_8 = 31;

export const dispatcherArgument: Rule = {
  code: 'dispatcher-argument',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A function of dispatcher is given something that it cannot use.',
  advice: 'Name a set from 0 up, and write rules as SET=ALGORITHM;SET=ALGORITHM.',
  documentation: {
    why:
      'Sets have numbers from 0 up; from any other nothing is ever selected, though `ds_is_from_list()` takes -1 for all of ' +
      'them. The rules of `ds_select_routes()` are read with each request: with any other sign in them it logs an error ' +
      'and selects nothing, and so it does with a mode that it does not know. Before 6.1 a mode of `ds_is_from_list()` without ' +
      'the bit 2 is true only for destinations whose URI says `transport=`.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (!ds_select_routes("1=4,2=8", "0")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
request_route {
  if (!ds_select_routes("1=4;2=8", "0")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    for (const call of callsOf(analysis, DISPATCHER, /^ds_/)) {
      for (const finding of checkValues(analysis, call)) report(finding);
    }
  },
};

function checkValues(analysis: Analysis, call: CallSymbol): RuleFinding[] {
  const { name } = call;
  if (name === 'ds_select_routes') return checkRoutes(analysis, call);
  const set = constantArgument(call, 0);
  if (/^ds_select(?:_dst|_domain)?$/.test(name) && set && /^-\d+$/.test(set.text)) {
    const message = `a set has a number from 0 up: nothing is ever selected from ${set.text}`;
    return [{ range: set.range, message }];
  }
  const mode = name === 'ds_is_from_list' ? constantArgument(call, 1) : undefined;
  if (!mode || !/^\d+$/.test(mode.text)) return [];
  const bits = compareVersions(analysis.catalog.version, '5.8') >= 0 ? MATCH_BITS_SINCE_5_8 : MATCH_BITS;
  const strange = Number(mode.text) & ~bits;
  if (strange === 0) return checkProtocol(analysis, call, set, mode);
  const message = `the mode ${mode.text} has bits that mean nothing to ds_is_from_list(): ${strange}`;
  return [{ range: mode.range, message }];
}

/** Without the bit 2 the protocol of the request has to be that of the URI, of which one without `transport` has none. */
function checkProtocol(
  analysis: Analysis,
  call: CallSymbol,
  set: ConstantText | undefined,
  mode: ConstantText,
): RuleFinding[] {
  // Since 6.1 a URI without a transport counts as one of UDP; the DNS may tell of one, too.
  if (compareVersions(analysis.catalog.version, '6.1') >= 0 || !isNeverSet(analysis, DISPATCHER, 'ds_dns_mode'))
    return [];
  if ((Number(mode.text) & (NO_PROTOCOL | BEST)) !== 0 || call.node.arguments.length !== 2 || !set) return [];
  const destinations = loadedList(analysis)?.sets.get(Number(set.text));
  if (!destinations || destinations.some(({ uri }) => /^sips:|;\s*transport=/i.test(uri))) return [];
  const message = `without the bit ${NO_PROTOCOL} in the mode the transport has to fit, and no destination of set ${set.text} has one: this is never true`;
  return [{ range: mode.range, message }];
}

/** As `ki_ds_select_routes_limit()` reads them. */
function checkRoutes(analysis: Analysis, call: CallSymbol): RuleFinding[] {
  const found: RuleFinding[] = [];
  for (const rules of rulesOf(analysis, call)) {
    if (/[$@]/.test(rules.text)) continue;
    const read = /^(?:\d*=\d*;)*\d*(?:=\d*)?/.exec(rules.text)?.[0].length ?? 0;
    if (rules.text === '' || read < rules.text.length) {
      const what = rules.text === '' ? 'there is no rule' : `'${rules.text.slice(read, read + 1)}' cannot stand here`;
      const message = `${what}: rules are written SET=ALGORITHM;SET=ALGORITHM, and nothing is selected`;
      const { source, start, end } = rules.token;
      const range = rules.text === '' ? { source, start, end } : rules.rangeOf(read, rules.text.length);
      found.push({ range, message });
    }
  }
  const mode = constantArgument(call, 1);
  if (mode && !/^[012drx$@]/i.test(mode.text)) {
    const { source, start, end } = mode.token;
    const message = `the mode of ds_select_routes() is 0, 1 or 2, not '${mode.text}': nothing is selected`;
    found.push({ range: mode.text === '' ? { source, start, end } : mode.range, message });
  }
  return found;
}
