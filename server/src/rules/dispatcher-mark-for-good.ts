import type { Analysis } from '../semantic/analysis.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { DISPATCHER, placeOf } from './shared/dispatcher.ts';
import { marksOf, pingInterval, PROBING, probingMode, STATE, type Mark } from './shared/dispatcher-pings.ts';
import { hasForeignScript, hasMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

/** What takes a destination out of the selection, or counts towards that. */
const OUT = STATE.inactive | STATE.trying;

export const dispatcherMarkForGood: Rule = {
  code: 'dispatcher-mark-for-good',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A destination that failed is taken out, and nothing ever brings it back.',
  advice: 'Mark it with "ip" and let it be pinged: ds_ping_interval above 0, best with ds_probing_mode 1.',
  documentation: {
    why:
      'An inactive destination comes back when it answers a ping. Unless `ds_probing_mode` is 1, only destinations in the ' +
      'state of probing are pinged, and `ds_mark_dst()` without a `p` takes that state away. After one bad moment the ' +
      'destination then gets nothing until somebody sets its state by RPC, or reloads the list.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 3)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  ds_mark_dst("i");
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 3)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  ds_mark_dst("ip");
}
`,
  },
  check(analysis, report) {
    const marks = marksOf(analysis);
    if (marks.length === 0 || !hasMainRoute(analysis) || mayComeBack(analysis, marks)) return;
    const interval = pingInterval(analysis);
    const mode = probingMode(analysis);
    if (interval === undefined || mode === undefined || (interval > 0 && mode === PROBING.all)) return;
    for (const mark of marks) {
      const { state } = mark;
      if (state === undefined || (state & OUT) === 0 || (state & STATE.disabled) !== 0) continue;
      if (interval > 0 && (state & STATE.probing) !== 0) continue;
      report(describe(mark, interval, mode));
    }
  },
};

/** Whether the script itself, or a reload that it does, may make destinations active again. */
function mayComeBack(analysis: Analysis, marks: readonly Mark[]): boolean {
  return (
    marks.some(({ state, letters }) =>
      state === undefined ? !letters || letters.text.includes('$') : (state & (OUT | STATE.disabled)) === 0,
    ) ||
    callsOf(analysis, DISPATCHER, ['ds_reload']).length > 0 ||
    hasForeignScript(analysis) ||
    mayStandElsewhere(analysis, /ds_(?:mark_(?:dst|addr)|reload)|dispatcher\.(?:set_|reload)/)
  );
}

function describe({ call, letters }: Mark, interval: number, mode: number): RuleFinding {
  if (interval <= 0) {
    const message = "nothing brings this destination back: without 'ds_ping_interval' none is pinged";
    return { range: letters?.range ?? placeOf(call), message };
  }
  const message = `nothing brings this destination back: with 'ds_probing_mode' ${mode} it is pinged only with the p of "ip"`;
  if (letters && isVerbatim(letters.token)) {
    return { range: letters.range, message, replacement: letters.text === '' ? 'ip' : `${letters.text}p` };
  }
  const open = call.node.open === undefined ? undefined : call.item.tokens[call.node.open];
  const close = call.node.close === undefined ? undefined : call.item.tokens[call.node.close];
  if (letters || !open || !close || open.macro || close.macro || open.source !== close.source) {
    return { range: letters?.range ?? placeOf(call), message };
  }
  const edit = { range: { source: open.source, start: open.end, end: close.start }, newText: '"ip"' };
  return {
    range: placeOf(call),
    message,
    fix: { title: 'Mark it with "ip"', edits: [edit], isSafe: false },
  };
}
