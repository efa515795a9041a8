/** Which destinations the dispatcher module pings, and what takes them out of the selection. */
import type { Analysis } from '../../semantic/analysis.ts';
import type { CallSymbol } from '../../semantic/symbols.ts';
import { callsOf } from './calls-of.ts';
import { constantArgument, type ConstantText } from './constant-text.ts';
import { DISPATCHER } from './dispatcher.ts';
import { effectiveInteger } from './module-settings.ts';

/** The modes of `ds_probing_mode` (dispatch.h). */
export const PROBING = { flaggedOnce: 0, all: 1, inactive: 2, flagged: 3 } as const;

/** The bits of a destination's state that rules look at. */
export const STATE = { inactive: 1, trying: 2, disabled: 4, probing: 8, noDns: 16, noPing: 32 } as const;

const LETTERS: Readonly<Record<string, number>> = {
  i: STATE.inactive,
  t: STATE.trying,
  d: STATE.disabled,
  p: STATE.probing,
};

/** The seconds between pings, 0 or less for none; undefined where it is known only where Kamailio runs. */
export function pingInterval(analysis: Analysis): number | undefined {
  return effectiveInteger(analysis, DISPATCHER, 'ds_ping_interval', 0);
}

export function probingMode(analysis: Analysis): number | undefined {
  return effectiveInteger(analysis, DISPATCHER, 'ds_probing_mode', PROBING.flaggedOnce);
}

/** The state that letters stand for, in upper or lower case; `a` takes back those before it. As `ds_parse_flags()`. */
export function readState(letters: string): number | undefined {
  let state = 0;
  for (const letter of letters.toLowerCase()) {
    if (letter === 'a') state = 0;
    else if (LETTERS[letter] === undefined) return undefined;
    else state |= LETTERS[letter];
  }
  return state;
}

/** A call that sets the state of a destination. */
export interface Mark {
  readonly call: CallSymbol;
  /** Undefined where it is known only when the call runs, or where the letters are refused. */
  readonly state: number | undefined;
  readonly letters: ConstantText | undefined;
}

/** The calls of `ds_mark_dst()` and `ds_mark_addr()`. */
export function marksOf(analysis: Analysis): Mark[] {
  return callsOf(analysis, DISPATCHER, ['ds_mark_dst', 'ds_mark_addr']).map((call) => {
    const letters = constantArgument(call, 0);
    if (call.name === 'ds_mark_dst' && (call.node.arguments.length === 0 || letters?.text === '')) {
      const mode = probingMode(analysis);
      const state = mode === PROBING.all ? STATE.inactive | STATE.probing : STATE.inactive;
      return { call, state: mode === undefined ? undefined : state, letters };
    }
    return { call, state: letters && readState(letters.text), letters };
  });
}
