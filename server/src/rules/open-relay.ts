import { controlFlow, entryPoints, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { isCallOf, rangeOfStep, settledSteps } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { reachOf } from './shared/reach.ts';
import { AUTHENTICATION, RELAYS } from './shared/request-functions.ts';
import { isImpossible } from './shared/request-kind.ts';
import { hasForeignScript, isMainRoute } from './shared/whole-program.ts';

const CALL = { method: 'INVITE', hasToTag: false };
/** Somebody was kept out, or the target is not the caller's choice any more. */
const LIMITED = 1;
/** Let a request pass whoever it is from and wherever it goes; any other function may look at that. */
const LETS_PASS: ReadonlySet<string> = new Set([
  ...RELAYS,
  ...[
    'is_method',
    'has_totag',
    'has_body',
    'loose_route',
    'record_route',
    'record_route_preset',
    'remove_hf',
    'append_hf',
  ],
  ...[
    't_check_trans',
    't_precheck_trans',
    't_newtran',
    't_lookup_request',
    't_on_failure',
    't_on_branch',
    't_on_reply',
  ],
  ...[
    'mf_process_maxfwd_header',
    'sanity_check',
    'pike_check_req',
    'msg_apply_changes',
    'setflag',
    'resetflag',
    'setbflag',
  ],
  ...[
    'sl_send_reply',
    'send_reply',
    'sl_reply_error',
    't_reply',
    'xlog',
    'xinfo',
    'xwarn',
    'xnotice',
    'xdbg',
    'xerr',
    'log',
  ],
  ...[
    'force_rport',
    'nat_uac_test',
    'fix_nated_contact',
    'fix_nated_register',
    'set_contact_alias',
    'add_contact_alias',
    'handle_ruri_alias',
    'is_first_hop',
    't_is_set',
    'set_reply_no_connect',
    'set_reply_close',
    'isbflagset',
  ],
  ...[
    'add_rr_param',
    'dlg_manage',
    'rtpengine_manage',
    'rtpengine_offer',
    'rtpproxy_manage',
    'rtpproxy_offer',
    'sdp_content',
  ],
  ...['remove_hf_re', 'insert_hf', 'sip_trace', 'acc_log_request'],
]);
/** What a request says of itself beside who it is from and where it goes. */
const SAID =
  /^(?:method|proto|"[^"$]*"|'[^'$]*'|\$\(?(?:rm|rU|ua|proto|rv|cT|ct|bs|cl|null|retcode|rc|mb|ml)\b.*|is_method|has_totag)$/;

export const openRelay: Rule = {
  code: 'open-relay',
  severity: 'warning',
  category: 'operations',
  summary: 'Anybody can have calls relayed to anywhere.',
  advice: 'Authenticate callers, check their addresses, or relay only to domains and destinations of your own.',
  documentation: {
    why:
      '`t_relay()` sends a request wherever its request URI says, and the caller writes that URI. Where no way to it asks ' +
      'who the caller is, nor whether the target is one of yours, the proxy relays for everybody; scanners find such ' +
      'proxies within hours and make calls at your expense.',
    wrong: `loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) exit;
  t_relay();
}
`,
    right: `loadmodule "tm.so"
loadmodule "maxfwd.so"
request_route {
  if (!mf_process_maxfwd_header("10")) exit;
  if (uri != myself) {
    exit;
  }
  t_relay();
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const request = entryPoints(program).find(isMainRoute);
    const reach = reachOf(program, ['udp', 'tcp', 'tls', 'sctp', 'ws', 'wss']);
    if (!request || hasForeignScript(analysis) || reach === 'unknown') return;
    const flow = controlFlow(program);
    const states = walkFlow(flow, [{ route: request, facts: 0 }], (node, outcome, facts) => {
      if (isImpossible(node, outcome, CALL) || (isCallOf(node, LOOSE) && outcome === true)) return undefined;
      return limits(node, outcome) ? facts | LIMITED : facts;
    });
    for (const node of settledSteps(flow)) {
      if (!isCallOf(node, RELAYS) || !node.call || node.call.node.arguments.length > 0) continue;
      const target = callTargets(analysis).get(node.call)?.kind;
      if (target !== 'module' && target !== 'core') continue;
      if (!states.mayHold(node, (facts) => (facts & LIMITED) === 0)) continue;
      report({
        range: rangeOfStep(node),
        message:
          'a call of anybody can get here and go wherever its request URI says: ' +
          'nothing before asks who it is from or whether the target is known',
      });
      return;
    }
  },
};

const LOOSE: ReadonlySet<string> = new Set(['loose_route', 'loose_route_preloaded']);

/** Are true for callers that are known, or for targets that are; what they are false for may be anybody's. */
const KNOWN: ReadonlySet<string> = new Set([
  ...AUTHENTICATION,
  ...['allow_source_address', 'allow_address', 'allow_address_group', 'allow_trusted', 'allow_source_address_group'],
  ...[
    'ds_is_from_list',
    'is_from_local',
    'is_uri_host_local',
    'is_domain_local',
    'is_from_gw',
    'from_gw',
    'isflagset',
    'lookup',
  ],
]);
/** Who a request is from, where it came in and where it goes. */
const IDENTITY = /^(?:(?:src|dst)_(?:ip|port)|uri|from_uri|to_uri|\$\(?(?:si|sp|Ri|Rp|Rn|ru|rd|fu|fd|tu|td)\b.*)$/;
/** What is kept of a caller, such as how often he called. */
const KEPT = /^\$\(?(?:sht|shtinc|shtex)\b/;

/** Whether a request that leaves a step like this is no longer one of anybody to anywhere, or may not be. */
function limits(node: FlowNode, outcome: boolean | undefined): boolean {
  switch (node.kind) {
    case 'call':
      return !isCallOf(node, LETS_PASS) && (outcome !== false || !isCallOf(node, KNOWN));
    case 'test':
      return mentionsOf(node).some((text) => !SAID.test(text)) && !failsToMatch(node, outcome);
    case 'assignment':
      return setsTarget(node);
    default:
      return false;
  }
}

/** Whether a comparison finds a caller or target to be another one than those it names, or that nothing is kept of it. */
function failsToMatch({ node, flow }: FlowNode, outcome: boolean | undefined): boolean {
  if (node.kind !== 'binary' || outcome === undefined) return false;
  const { tokens } = flow.symbol.item;
  const [left = '', right = ''] = [node.left, node.right].map((side) => side && tokens[side.from]?.image);
  const operator = tokens[node.operator]?.image ?? '';
  if (IDENTITY.test(left)) {
    if (/^(?:==|eq|=~)$/.test(operator)) return !outcome;
    return /^(?:!=|ne|!~)$/.test(operator) && outcome;
  }
  if (!KEPT.test(left)) return /^>=?$/.test(operator) && /^[1-9]\d*$/.test(right) && !outcome;
  if (right === '$null') return (operator === '==') === outcome;
  return /^>=?$/.test(operator) && !outcome;
}

function setsTarget({ node, flow }: FlowNode): boolean {
  if (node.kind !== 'assignment' && node.kind !== 'assignmentExpression') return false;
  const token = flow.symbol.item.tokens[node.target.from];
  return /^\$\(?(?:du|duri|dd|ru|ruri|rd|rp)\b/.test(token?.image ?? '');
}
