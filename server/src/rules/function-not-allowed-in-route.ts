import type { RouteType } from '../catalog/route-context.ts';
import type { FunctionSignature } from '../catalog/types.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import {
  callTargets,
  describeRoute,
  isAllowedAt,
  routeName,
  signaturesFor,
  takesArguments,
} from './shared/call-targets.ts';
import { describeOtherForm, oneOf } from './shared/wording.ts';

export const functionNotAllowedInRoute: Rule = {
  code: 'function-not-allowed-in-route',
  severity: 'error',
  category: 'calls',
  summary: 'A function is called in a kind of route block it may not be called from.',
  advice: 'Call it in a route block of a kind that is allowed, or use another function.',
  documentation: {
    why: `Each function declares the kinds of blocks that it works in, because it needs a request, a reply or a transaction there.
A call in a block of another kind is refused when the file is read.`,
    wrong: `loadmodule "sl.so"

request_route {
    exit;
}

onsend_route {
    sl_send_reply("403", "No");
}
`,
    right: `loadmodule "sl.so"

request_route {
    sl_send_reply("403", "No");
    exit;
}
`,
  },
  check(analysis, report) {
    for (const [call, target] of callTargets(analysis)) {
      const range = valueRange(call.token);
      const place = describeRoute(call.route.routeKind, routeName(call));
      if (target.kind === 'core') {
        if (call.route.routeKind !== 'onsend_route' || target.function.entry.onsend) continue;
        report({ range, message: `'${call.name}' cannot be called in an onsend_route` });
      } else if (target.kind === 'module') {
        const signatures = signaturesFor(target.functions, call.node.arguments.length);
        if (signatures.length === 0 || signatures.some((signature) => isAllowedAt(signature, call))) continue;
        const message = `'${call.name}' cannot be called in ${place}, only in ${describeAllowed(signatures)}`;
        const given = call.node.arguments.length;
        const fits = (one: FunctionSignature): boolean => takesArguments(one, given) && isAllowedAt(one, call);
        const when = target.functions.map(({ entry }) => describeOtherForm(analysis.catalog, entry, fits));
        const found = when.find((text) => text !== undefined);
        report({ range, message: found === undefined ? message : `${message}; it can ${found}` });
      }
    }
  },
};

/** The blocks that stand for a route type; those of no block of the configuration are left out. */
const BLOCKS: Partial<Readonly<Record<RouteType, readonly string[]>>> = {
  REQUEST: ['request_route', 'route'],
  FAILURE: ['failure_route'],
  TM_ONREPLY: ['onreply_route[…]'],
  CORE_ONREPLY: ['reply_route'],
  ONREPLY: ['reply_route', 'onreply_route'],
  BRANCH: ['branch_route'],
  ONSEND: ['onsend_route'],
  ONEVENT: ['event_route'],
  EVENT: ['request_route', 'route', 'event_route'],
};

function describeAllowed(signatures: readonly FunctionSignature[]): string {
  const blocks = signatures.flatMap(({ routes }) => routes.flatMap((type) => BLOCKS[type] ?? []));
  return oneOf([...new Set(blocks)]) || 'no route block';
}
