import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { isMainRoute } from './shared/whole-program.ts';

const REPLIES: ReadonlySet<string> = new Set(['t_reply']);
const HAS_TRANSACTION = 1;

/** Modules none of whose functions makes a transaction for the request at hand: from their C files, 5.5 to the development version. */
const MAKING_NONE: ReadonlySet<string> = new Set(
  (
    'auth auth_db avpops cfgutils corex dispatcher domain htable ipops json jansson kex maxfwd nathelper path permissions pike ' +
    'pipelimit pv ratelimit registrar rr rtpengine rtpproxy sanity sdpops siputils sl sqlops statistics textops textopsx ' +
    'tls uac_redirect xlog'
  ).split(' '),
);
/** Functions of tm and tmx that only look for a transaction, or say what is to happen with a later one. */
const ONLY_ASKING =
  /^t_(?:check_trans|precheck_trans|on_\w+|set_\w+|reset_\w+|is_\w+|check_status|any_\w+|branch_\w+|load_contacts|next_contacts|reply)$/;

export const replyWithoutTransaction: Rule = {
  code: 'reply-without-transaction',
  severity: 'warning',
  category: 'routes',
  summary: 'A reply is to be sent by a transaction that has not been made.',
  advice: 'Use send_reply() or sl_send_reply(), or call t_newtran() before.',
  documentation: {
    why:
      '`t_reply()` sends the reply of a transaction. Until `t_relay()` or `t_newtran()` there is none; the function then ' +
      'logs an error and fails, and the request stays without an answer.',
    wrong: `loadmodule "tm.so"
loadmodule "sl.so"
request_route {
  t_reply("403", "Forbidden");
  exit;
}
`,
    right: `loadmodule "tm.so"
loadmodule "sl.so"
request_route {
  sl_send_reply("403", "Forbidden");
  exit;
}
`,
  },
  check(analysis, report) {
    const flow = controlFlow(analysis.program);
    const replies = settledSteps(flow).filter((node) => isCallOf(node, REPLIES));
    if (replies.length === 0) return;
    const targets = callTargets(analysis);
    const mayMakeOne = (node: FlowNode): boolean => {
      if (node.kind !== 'call' || !node.call) return false;
      const target = targets.get(node.call);
      if (target?.kind === 'core') return false;
      if (target?.kind !== 'module') return true;
      const modules = target.functions.map(({ module }) => module);
      if (modules.every((module) => module === 'tm' || module === 'tmx')) return !ONLY_ASKING.test(node.call.name);
      return !modules.every((module) => MAKING_NONE.has(module));
    };
    const entries = entryPoints(analysis.program).map((route) => ({
      route,
      facts: isMainRoute(route) ? 0 : HAS_TRANSACTION,
    }));
    const states = walkFlow(flow, entries, (node, _outcome, facts) =>
      mayMakeOne(node) ? facts | HAS_TRANSACTION : facts,
    );
    for (const node of replies) {
      if (!node.call || targets.get(node.call)?.kind !== 'module') continue;
      if (!states.mustHold(node, (facts) => facts === 0)) continue;
      report({
        range: rangeOfStep(node),
        message: `nothing has made a transaction before: ${node.call.name}() logs an error and sends nothing`,
        ...(analysis.program.symbols.loaded.has('sl') ? { replacement: 'sl_send_reply' } : {}),
      });
    }
  },
};
