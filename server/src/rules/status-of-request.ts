import { controlFlow, entryPoints, type ControlFlow } from '../semantic/control-flow.ts';
import { reachableFrom } from '../semantic/flow-states.ts';
import { rangeOf, type Program } from '../semantic/program.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Token } from '../syntax/token.ts';
import { walk, withoutParentheses, type Expression } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { nameRoute } from './shared/flow-places.ts';
import { factsOf } from './shared/program-facts.ts';
import { plainVariable } from './shared/variable-values.ts';

/** Where the message is a request, whatever has happened to it. */
const REQUEST_KINDS: ReadonlySet<string> = new Set(['request_route', 'branch_route', 'failure_route']);
/** How the reply code is written; what does not have it need not be followed. */
const STATUS = /^(?:status|\$\(?r[rs]\)?)$/;
/** What tells requests and replies apart itself. */
const ASKING: ReadonlySet<string> = new Set(['is_reply', 'is_request', '$mt', '$(mt)']);

export const statusOfRequest: Rule = {
  code: 'status-of-request',
  severity: 'warning',
  category: 'expressions',
  summary: 'The reply code of the message is asked for where the message is a request.',
  advice: 'In a failure route ask t_check_status("…") or $T_reply_code; $rs and status belong into an onreply_route.',
  documentation: {
    why:
      'A failure route runs with the request, not with the reply that failed it. A request has no reply code: `$rs` is ' +
      '`$null` there and `status` fits nothing, so the block behind the condition never runs. The code that counts is ' +
      'that of the transaction.',
    wrong: `loadmodule "pv.so"
loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  if (!mf_process_maxfwd_header("10")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if ($rs == 486) {
    $du = "sip:192.0.2.6";
    t_relay();
  }
}
`,
    right: `loadmodule "pv.so"
loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  $du = "sip:192.0.2.5";
  if (!mf_process_maxfwd_header("10")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_check_status("486")) {
    $du = "sip:192.0.2.6";
    t_relay();
  }
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    if (flow.hasUnknownTarget) return;
    if (![...flow.routes.keys()].some(({ item }) => item.tokens.some(({ image }) => STATUS.test(image)))) return;
    const hasCode = factsOf(analysis).isLoaded('tmx');
    for (const { symbol, isFailure } of requestBlocks(program, flow)) {
      const { node: block, item } = symbol;
      if (item.tokens.some(({ image }) => ASKING.has(image))) continue;
      walk(block, (node) => {
        if (node.kind !== 'binary' && node.kind !== 'switch') return;
        if (node.kind === 'binary' && item.tokens[node.right?.from ?? -1]?.image === '$null') return;
        const asked = withoutParentheses(node.kind === 'binary' ? node.left : node.subject);
        const name = asked && statusName(asked, item.tokens);
        if (!asked || name === undefined) return;
        const instead = isFailure ? ': ask t_check_status() or $T_reply_code' : '';
        report({
          range: rangeOf(item, asked),
          message: `${nameRoute(symbol)} runs with the request, which has no reply code: '${name}' fits nothing here${instead}`,
          ...(isFailure && hasCode && name === '$rs' ? { replacement: '$T_reply_code' } : {}),
        });
      });
    }
  },
};

interface RequestBlock {
  readonly symbol: RouteSymbol;
  /** Whether it runs behind a failed transaction only. */
  readonly isFailure: boolean;
}

/** The blocks that only requests get to. */
function requestBlocks(program: Program, flow: ControlFlow): RequestBlock[] {
  const entries = entryPoints(program);
  const requests = entries.filter((route) => ofRequest(route));
  const failures = requests.filter((route) => route.kind === 'failure_route' || isBranchFailure(route));
  const byRequest = reachedFrom(flow, requests);
  const byOther = reachedFrom(
    flow,
    entries.filter((route) => !ofRequest(route)),
  );
  const beforeFailure = reachedFrom(
    flow,
    requests.filter((route) => !failures.includes(route)),
  );
  return [...byRequest]
    .filter((symbol) => !byOther.has(symbol))
    .map((symbol) => ({ symbol, isFailure: !beforeFailure.has(symbol) }));
}

function ofRequest(route: RouteSymbol): boolean {
  return REQUEST_KINDS.has(route.kind) || route.kind === 'route' || isBranchFailure(route);
}

function isBranchFailure({ kind, name = '' }: RouteSymbol): boolean {
  return kind === 'event_route' && name.startsWith('tm:branch-failure:');
}

function reachedFrom(flow: ControlFlow, routes: readonly RouteSymbol[]): Set<RouteSymbol> {
  const states = reachableFrom(flow, routes);
  const reached = [...flow.routes].filter(([, { nodes }]) => nodes[0] && states.isReached(nodes[0]));
  return new Set(reached.map(([symbol]) => symbol));
}

/** The reply code of the message as it is written, if an expression is that. */
function statusName(expression: Expression, tokens: readonly Token[]): string | undefined {
  if (expression.kind === 'messageOperand') {
    const word = tokens[expression.token]?.image;
    return word === 'status' ? word : undefined;
  }
  const name = plainVariable(expression, tokens);
  return name === 'rs' || name === 'rr' ? `$${name}` : undefined;
}
