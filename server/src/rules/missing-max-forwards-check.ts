import { controlFlow, entryPoints } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { RELAYS } from './shared/request-functions.ts';
import { hasForeignScript, isMainRoute, mayStandElsewhere } from './shared/whole-program.ts';

export const missingMaxForwardsCheck: Rule = {
  code: 'missing-max-forwards-check',
  severity: 'information',
  category: 'operations',
  summary: 'Requests are relayed without counting down Max-Forwards.',
  advice: 'Call mf_process_maxfwd_header("10") of module maxfwd first, and answer 483 where it fails.',
  documentation: {
    why:
      'Kamailio does not touch Max-Forwards by itself. A request that two proxies send to each other then goes round ' +
      'until something breaks; one wrong DNS record or alias is enough.',
    wrong: `loadmodule "tm.so"
request_route {
  $du = "sip:192.0.2.5";
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) {
    sl_send_reply("483", "Too Many Hops");
    exit;
  }
  $du = "sip:192.0.2.5";
  t_relay();
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const request = entryPoints(program).find(isMainRoute);
    const steps = settledSteps(flow);
    if (!request || hasForeignScript(analysis)) return;
    const isCounted = steps.some((node) =>
      mentionsOf(node).some((text) =>
        /^(?:mf_|is_maxfwd|max_forward|maxfwd|\$\(?mf\b|\$\(?hdr\(Max-Forwards\))/i.test(text),
      ),
    );
    if (isCounted || mayStandElsewhere(analysis, /\bmf_process_maxfwd|\bmaxfwd/)) return;
    const states = walkFlow(flow, [{ route: request, facts: 0 }], (_node, _outcome, facts) => facts);
    const relay = steps.find((node) => isCallOf(node, RELAYS) && states.isReached(node));
    if (!relay) return;
    report({
      range: rangeOfToken(request.keyword),
      message: 'requests are relayed without a look at Max-Forwards: one that comes back goes round without end',
      related: [{ range: rangeOfStep(relay), message: 'they are relayed here' }],
    });
  },
};
