import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import { rangeOf } from '../semantic/program.ts';
import type { Rule } from './rule.ts';
import { isReadBehind, standsAlone } from './shared/asked-results.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { wordsOf } from './shared/pure-expressions.ts';

/**
 * Functions that take a lock, and those that release it: of cfgutils, and of htable. An iterator holds the lock of the
 * slot that its entry is in, until there is no next entry (`ht_iterator_next`, ht_api.c).
 */
const PAIRS = [
  { taking: new Set(['lock', 'trylock']), releasing: new Set(['unlock']) },
  { taking: new Set(['sht_lock']), releasing: new Set(['sht_unlock']) },
  { taking: new Set(['sht_iterator_next']), releasing: new Set(['sht_iterator_end', 'sht_iterator_start']) },
];
const LOCKED = 1;

export const lockNotReleased: Rule = {
  code: 'lock-not-released',
  severity: 'warning',
  category: 'calls',
  summary: 'A lock is taken, and on some way the script ends without releasing it.',
  advice: 'Release it with the same key before each exit, return or end of the block.',
  documentation: {
    why:
      'Locks outlive the request: nothing releases them when the script ends. The next request that takes the same lock ' +
      'waits for ever, and soon all processes hang.',
    wrong: `loadmodule "pv.so"
loadmodule "cfgutils.so"
modparam("cfgutils", "lock_set_size", 4)
request_route {
  lock("billing");
  if ($rU == $null) exit;
  unlock("billing");
}
`,
    right: `loadmodule "pv.so"
loadmodule "cfgutils.so"
modparam("cfgutils", "lock_set_size", 4)
request_route {
  lock("billing");
  if ($rU == $null) {
    unlock("billing");
    exit;
  }
  unlock("billing");
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const steps = settledSteps(flow);
    const starts = entryPoints(program);
    const entries = starts.map((route) => ({ route, facts: 0 }));
    for (const { taking, releasing } of PAIRS) {
      const takings = steps.filter((node) => isCallOf(node, taking) && isOfModule(node));
      for (const taken of takings) {
        const key = keyOf(taken);
        if (key === undefined || isCompared(taken)) continue;
        const isReleased = steps.some((node) => isCallOf(node, releasing) && keyOf(node) === key);
        const states = walkFlow(flow, entries, (node, outcome, facts) => {
          if (node === taken) return outcome === false ? withoutNext(node, facts) : facts | LOCKED;
          return isCallOf(node, releasing) && keyOf(node) === key ? facts & ~LOCKED : facts;
        });
        const end = steps.find(
          (node) => isEnd(node, starts.includes(node.flow.symbol)) && states.mayHold(node, (facts) => facts === LOCKED),
        );
        if (!end) continue;
        const [name = ''] = releasing;
        const message = isReleased
          ? `the script may end without ${name}() for this key: the next request that takes the lock waits for ever`
          : `no ${name}() has this key: the next request that takes the lock waits for ever`;
        const related = isReleased && end.node.kind === 'leave' ? [endOf(end)] : [];
        report({ range: rangeOfStep(taken), message, related });
      }
    }

    function isOfModule({ call }: FlowNode): boolean {
      return call !== undefined && callTargets(analysis).get(call)?.kind === 'module';
    }
  },
};

/** What is locked where a function has taken nothing: an iterator without a next entry has released its slot. */
function withoutNext({ call }: FlowNode, facts: number): number {
  return call?.name === 'sht_iterator_next' ? facts & ~LOCKED : facts;
}

function endOf(end: FlowNode): { range: ReturnType<typeof rangeOf>; message: string } {
  return { range: rangeOf(end.flow.symbol.item, end.node), message: 'it ends here' };
}

/** Whether the script looks at what a lock has returned in a way that is not followed here, as in `lock("a") < 0`. */
function isCompared(taken: FlowNode): boolean {
  if (standsAlone(taken)) return isReadBehind(taken);
  return taken.edges.every(({ outcome }) => outcome === undefined);
}

/** Whether the script is over behind a step. */
function isEnd({ kind, leaving }: FlowNode, isStart: boolean): boolean {
  return kind === 'leave' && (leaving === 'script' || isStart);
}

/** What a lock is found by, as it is written. */
function keyOf({ call }: FlowNode): string | undefined {
  const [argument] = call?.node.arguments ?? [];
  return call && argument && wordsOf(argument, call.item.tokens);
}
