import { valueRange } from '../semantic/string-place.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { effectiveInteger, isNeverSet } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';
import { isPlaceholder } from './shared/wording.ts';

/**
 * Modules that refuse to start without a block for their requests, unless a function of a script in another language takes
 * them: tried on 5.6.3, the last two read from the sources of 6.1.
 */
const NEEDED: Readonly<Record<string, string>> = {
  xhttp: 'xhttp:request',
  nosip: 'nosip:msg',
  microhttpd: 'microhttpd:request',
  nghttp2: 'nghttp2:request',
};

export const missingEventRoute: Rule = {
  code: 'missing-event-route',
  severity: 'error',
  category: 'routes',
  summary: 'A module is loaded without the event route that it hands its requests to.',
  advice: 'Write the event route; for RPC over HTTP it calls jsonrpc_dispatch().',
  documentation: {
    why:
      'The `xhttp` module answers nothing by itself: it runs `event_route[xhttp:request]`, which calls ' +
      '`jsonrpc_dispatch()`, `ws_handle_handshake()` or what else is to answer. Without the block Kamailio does not start.',
    wrong: `loadmodule "sl.so"
loadmodule "xhttp.so"
request_route {
  exit;
}
`,
    right: `loadmodule "sl.so"
loadmodule "xhttp.so"
event_route[xhttp:request] {
  xhttp_reply("404", "Not found", "", "");
}
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    const { routes } = analysis.program.symbols;
    if (facts.isIncomplete || !isWhole(analysis)) return;
    if (routes.some(({ nameToken }) => nameToken?.tokenType === t.Opaque || isPlaceholder(nameToken?.image ?? '')))
      return;
    const needed = Object.entries(NEEDED);
    if ((effectiveInteger(analysis, 'corex', 'nio_intercept', 0) ?? 0) > 0) needed.push(['corex', 'network:msg']);
    for (const [module, event] of needed) {
      const load = facts.loads.get(module);
      if (!load || routes.some(({ kind, name }) => kind === 'event_route' && name === event)) continue;
      if (!isNeverSet(analysis, module, 'event_callback')) continue;
      const message = `module '${module}' does not start: there is no event_route[${event}] to hand requests to`;
      report({ range: valueRange(load.module.token), message });
    }
  },
};
