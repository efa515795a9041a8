import type { CallSymbol } from '../semantic/symbols.ts';
import type { CallExpression } from '../syntax/tree.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { callTargets, type CallTarget } from './shared/call-targets.ts';

export const nestedFunctionCall: Rule = {
  code: 'nested-function-call',
  severity: 'error',
  category: 'calls',
  summary: "A module's function is called among the arguments of another one, which Kamailio refuses.",
  advice: 'Call the inner function before, and pass its result in a variable.',
  documentation: {
    why: `The arguments of a module's function are constants, variables and expressions; the grammar has no place for the call of
another module's function among them.`,
    wrong: `loadmodule "sl.so"
loadmodule "textops.so"

request_route {
    sl_send_reply("200", is_method("OPTIONS"));
    exit;
}
`,
    right: `loadmodule "sl.so"
loadmodule "textops.so"

request_route {
    if (is_method("OPTIONS")) sl_send_reply("200", "OK");
    exit;
}
`,
  },
  check(analysis, report) {
    const targets = callTargets(analysis);
    const byNode = new Map<CallExpression, CallSymbol>();
    for (const call of targets.keys()) byNode.set(call.node, call);
    for (const [call, target] of targets) {
      if (!isPlainName(target)) continue;
      let outer = call.within;
      for (let symbol = outer && byNode.get(outer); symbol; symbol = outer && byNode.get(outer)) {
        if (isPlainName(targets.get(symbol))) {
          const message = `'${call.name}' cannot be called among the arguments of '${symbol.name}': call it before, and pass its result in a variable`;
          report({ range: valueRange(call.token), message });
          break;
        }
        outer = symbol.within;
      }
    }
  },
};

/** Whether the grammar reads the name as one of a module's function; core functions may be nested. */
function isPlainName(target: CallTarget | undefined): boolean {
  return target !== undefined && target.kind !== 'core' && target.kind !== 'reserved' && target.kind !== 'opaque';
}
