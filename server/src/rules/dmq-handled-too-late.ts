import { parseSocket } from '../dispatcher-list/sockets.ts';
import { parseUri } from '../dispatcher-list/parse-uri.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { reachableFrom, walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantOf } from './shared/constant-text.ts';
import { isCallOf, rangeOfStep } from './shared/flow-places.ts';
import { isNeverSet, lastSetting, textOf } from './shared/module-settings.ts';
import { isImpossible } from './shared/request-kind.ts';
import { AUTHENTICATION, RATE_LIMITS } from './shared/request-functions.ts';

/** What a peer sends: KDMQ requests outside dialogs (`build_from_str` and `tmb.t_request` in dmq's C files). */
const KDMQ = { method: 'KDMQ', hasToTag: false };
const HANDLERS: ReadonlySet<string> = new Set(['dmq_handle_message', 'dmq_process_message']);
const LIMITED = 1;

export const dmqHandledTooLate: Rule = {
  code: 'dmq-handled-too-late',
  severity: 'warning',
  category: 'replication',
  summary: 'Messages of dmq peers are stopped before dmq_handle_message() gets them.',
  advice: 'Handle KDMQ at the top of the request route, before authentication, method checks and limits.',
  documentation: {
    why:
      'Peers send their KDMQ requests without credentials and do not answer a challenge; where the script asks for ' +
      'authentication first, or turns away methods it does not list, nothing is replicated and the peers take the node ' +
      'for dead. Behind a flood limit a burst of changes makes a peer an attacker.',
    wrong: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "textops.so"
loadmodule "auth.so"
loadmodule "dmq.so"
listen=udp:127.0.0.1:5060
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.1:5066")
request_route {
  if (!pv_auth_check("example.com", "secret", "0", "0")) {
    auth_challenge("example.com", "0");
    exit;
  }
  if (is_method("KDMQ")) {
    dmq_handle_message();
    exit;
  }
  forward();
}
`,
    right: `loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "textops.so"
loadmodule "auth.so"
loadmodule "dmq.so"
listen=udp:127.0.0.1:5060
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.1:5066")
request_route {
  if (is_method("KDMQ")) {
    dmq_handle_message();
    exit;
  }
  if (!pv_auth_check("example.com", "secret", "0", "0")) {
    auth_challenge("example.com", "0");
    exit;
  }
  forward();
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const flow = controlFlow(program);
    const parts = [...flow.routes.values()];
    const handlers = parts.flatMap(({ nodes }) => nodes.filter((node) => isCallOf(node, HANDLERS)));
    const isKnown = handlers.every(({ call }) => call && callTargets(analysis).get(call)?.kind === 'module');
    if (handlers.length === 0 || !isKnown || flow.hasUnknownTarget || parts.some(({ isPartial }) => isPartial)) return;
    const entries = entryPoints(program).map((route) => ({ route, facts: 0 }));
    const all = reachableFrom(flow, entryPoints(program));
    const port = portOf(analysis);
    const peers = walkFlow(flow, entries, (node, outcome, facts) => {
      if (isImpossible(node, outcome, KDMQ) || isOfOtherPort(node, outcome, port)) return undefined;
      // A peer has no credentials.
      if (isCallOf(node, AUTHENTICATION) && outcome === true) return undefined;
      return isCallOf(node, RATE_LIMITS) ? facts | LIMITED : facts;
    });
    const reached = handlers.filter((node) => peers.isReached(node));
    const [first] = handlers.filter((node) => all.isReached(node));
    if (reached.length === 0) {
      if (!first) return;
      const stop = parts
        .flatMap(({ nodes }) => nodes)
        .find((node) => peers.isReached(node) && isCallOf(node, AUTHENTICATION));
      const asked = parts
        .flatMap(({ nodes }) => nodes)
        .find((node) => peers.isReached(node) && comparedPort(node) !== undefined && comparedPort(node)?.port !== port);
      if (!stop && asked && port !== undefined) {
        report({
          range: rangeOfStep(asked),
          message: `messages of peers come to port ${port}, that of 'server_address', and none of them gets to dmq_handle_message()`,
          related: [{ range: rangeOfStep(first), message: 'they are to be handled here' }],
        });
        return;
      }
      report({
        range: rangeOfStep(first),
        message: stop
          ? `no message of a peer gets here: every one has to authenticate before, and peers have no credentials`
          : `no message of a peer gets here: KDMQ requests leave the script before`,
        ...(stop ? { related: [{ range: rangeOfStep(stop), message: 'peers are stopped here' }] } : {}),
      });
      return;
    }
    if (!reached.every((node) => peers.mustHold(node, (facts) => (facts & LIMITED) !== 0))) return;
    const limits = parts.flatMap(({ nodes }) =>
      nodes.filter((node) => isCallOf(node, RATE_LIMITS) && peers.isReached(node)),
    );
    const [limit] = limits;
    const [handler] = reached;
    if (!limit || !handler) return;
    report({
      range: rangeOfStep(handler),
      message: `messages of peers count against the limit of ${limit.call?.name ?? ''}() before they get here: a burst of changes blocks the peer`,
      related: [{ range: rangeOfStep(limit), message: 'the limit' }],
    });
  },
};

/** The port that the peers send to; `undefined` where it cannot be known. */
function portOf(analysis: Analysis): number | undefined {
  const socket = lastSetting(analysis, 'dmq', 'server_socket');
  const address = lastSetting(analysis, 'dmq', 'server_address');
  if (socket || !address || !isNeverSet(analysis, 'dmq', 'server_socket')) {
    const text = socket && textOf(socket);
    return text === undefined ? undefined : parseSocket(text)?.port;
  }
  const result = parseUri(textOf(address) ?? '');
  return 'uri' in result && result.uri.port > 0 ? result.uri.port : undefined;
}

/** A comparison of the port that a request came in by with a number. */
function comparedPort({
  kind,
  node,
  flow,
}: FlowNode): { readonly port: number; readonly isEqual: boolean } | undefined {
  if (kind !== 'test' || node.kind !== 'binary') return undefined;
  const { tokens } = flow.symbol.item;
  const [left, operator] = [tokens[node.left.from]?.image ?? '', tokens[node.operator]?.image ?? ''];
  if (!/^(?:dst_port|\$\(?Rp\)?)$/.test(left) || !/^[=!]=$/.test(operator)) return undefined;
  const text = node.right?.from === node.right?.to ? constantOf(tokens[node.right?.from ?? -1])?.text : undefined;
  return text !== undefined && /^\d+$/.test(text) ? { port: Number(text), isEqual: operator === '==' } : undefined;
}

/** Whether a message that comes to a port cannot leave a comparison of ports like this. */
function isOfOtherPort(node: FlowNode, outcome: boolean | undefined, port: number | undefined): boolean {
  const compared = port === undefined || outcome === undefined ? undefined : comparedPort(node);
  return compared !== undefined && ((compared.port === port) === compared.isEqual) !== outcome;
}
