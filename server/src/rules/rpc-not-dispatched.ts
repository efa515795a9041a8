import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { integerOf, lastSetting } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { hasForeignScript, isWhole, mayStandElsewhere } from './shared/whole-program.ts';

/** The bit of `transport` for HTTP. */
const HTTP = 1;

export const rpcNotDispatched: Rule = {
  code: 'rpc-not-dispatched',
  severity: 'warning',
  category: 'operations',
  summary: 'RPC over HTTP is switched on, but no request is handed to the jsonrpcs module.',
  advice: 'Call jsonrpc_dispatch() in event_route[xhttp:request].',
  documentation: {
    why:
      'With the bit 1 in `transport` the module is ready for HTTP, but it only gets the requests that ' +
      '`jsonrpc_dispatch()` hands it.',
    wrong: `loadmodule "sl.so"
loadmodule "xhttp.so"
loadmodule "jsonrpcs.so"
modparam("jsonrpcs", "transport", 1)
event_route[xhttp:request] {
  xhttp_reply("404", "Not found", "", "");
}
request_route {
  exit;
}
`,
    right: `listen=tcp:127.0.0.1:8080
loadmodule "sl.so"
loadmodule "xhttp.so"
loadmodule "jsonrpcs.so"
modparam("jsonrpcs", "transport", 1)
event_route[xhttp:request] {
  jsonrpc_dispatch();
}
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    if (!factsOf(analysis).isLoaded('jsonrpcs') || hasForeignScript(analysis) || !isWhole(analysis)) return;
    const setting = lastSetting(analysis, 'jsonrpcs', 'transport');
    const transport = setting && integerOf(setting);
    if (!setting?.valueToken || transport === undefined || (transport & HTTP) === 0) return;
    if (callsOf(analysis, 'jsonrpcs', ['jsonrpc_dispatch', 'jsonrpc_exec']).length > 0) return;
    if (mayStandElsewhere(analysis, /\bjsonrpc_(?:dispatch|exec)\b/)) return;
    const message = 'no command comes in over HTTP: nothing calls jsonrpc_dispatch()';
    // With other bits set as well, HTTP may be there for all that is possible.
    report({
      range: valueRange(setting.valueToken),
      message,
      severity: transport === HTTP ? 'warning' : 'information',
    });
  },
};
