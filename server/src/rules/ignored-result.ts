import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, type ControlFlow, type FlowNode, type RouteFlow } from '../semantic/control-flow.ts';
import type { RouteSymbol } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { isGivenBack, isReadBehind, standsAlone } from './shared/asked-results.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument } from './shared/constant-text.ts';
import { isCallOf, rangeOfStep } from './shared/flow-places.ts';
import { mentionsOf } from './shared/mentions.ts';
import { isNeverSet } from './shared/module-settings.ts';
import { ASKING_FUNCTIONS } from './shared/pure-expressions.ts';
import { DISPATCHER_NEXT, RELAYS } from './shared/request-functions.ts';

/** Functions that do nothing but give an answer. */
const QUESTIONS: ReadonlySet<string> = new Set([
  ...ASKING_FUNCTIONS,
  ...['has_totag', 'is_in_subnet', 'is_ip', 'is_ip_rfc1918', 'is_pure_ip', 'compare_ips', 'compare_pure_ips'],
  ...['is_from_local', 'is_uri_host_local', 'is_domain_local', 'is_myself', 'has_credentials', 'isbflagset'],
  ...['sdp_content', 'sdp_with_media', 'sdp_with_transport', 'nat_uac_test', 'is_known_dlg', 'registered'],
  ...['ds_is_active', 't_is_canceled', 't_is_expired', 't_is_set', 't_any_timeout', 't_any_replied'],
  ...['t_branch_timeout', 't_branch_replied', 't_check_status', 't_is_failure_route', 't_is_branch_route'],
]);
/** Functions that do something too, but guard nothing where their answer is not asked for. */
const GUARDS: ReadonlySet<string> = new Set([
  ...['auth_check', 'www_authenticate', 'proxy_authenticate', 'pv_www_authenticate', 'pv_proxy_authenticate'],
  ...['pv_auth_check', 'radius_www_authorize', 'radius_proxy_authorize', 'sanity_check', 'pike_check_req'],
  ...['allow_trusted', 'allow_address', 'allow_source_address', 'allow_address_group', 'allow_source_address_group'],
  ...['mf_process_maxfwd_header', 'pl_check', 'rl_check', 'secf_check_ip', 'secf_check_ua'],
]);
/** Functions that find where a request goes; without a find it goes where it was to go before. */
const FINDERS: ReadonlySet<string> = new Set(['lookup', 'ds_select_dst', 'ds_select_domain', ...DISPATCHER_NEXT]);
/** Functions of tsilo that keep a call for who registers later. */
const KEEPING: ReadonlySet<string> = new Set(['ts_store']);
/** What a script looks at to see whether such a function has found something. */
const FINDS = /^\$\(?(?:d|r|n|tU|T|xav|avp|branch|sndto|\?)|^uri$|dst|dest|contact|branch|route/;

/** Those that count the request as well, which is of use for one that is refused already. */
const COUNTERS: ReadonlySet<string> = new Set(['pike_check_req']);

export const ignoredResult: Rule = {
  code: 'ignored-result',
  severity: 'warning',
  category: 'calls',
  summary: 'A function is asked something, and nothing looks at the answer.',
  advice: 'Put the call into a condition, such as if (!sanity_check()) exit, or leave it out.',
  documentation: {
    why:
      'A function that fails does not end the script; it only gives a value that is not true. A check of the sender or of ' +
      'the message whose value nobody asks for lets everything pass.',
    wrong: `loadmodule "sl.so"
loadmodule "sanity.so"
request_route {
  sanity_check();
  $du = "sip:192.0.2.5";
  forward();
}
`,
    right: `loadmodule "sl.so"
loadmodule "sanity.so"
request_route {
  if (!sanity_check()) exit;
  $du = "sip:192.0.2.5";
  forward();
}
`,
  },
  check(analysis, report) {
    const targets = callTargets(analysis);
    const unasked = unaskedBlocks(analysis);
    const flow = controlFlow(analysis.program);
    for (const { symbol, nodes } of flow.routes.values()) {
      for (const node of nodes) {
        if (!node.call || !standsAlone(node) || isReadBehind(node)) continue;
        const isGuard = isCallOf(node, GUARDS);
        const relay = isFinder(node) ? relayBehind(flow, node) : undefined;
        if (!isGuard && !relay && !isCallOf(node, QUESTIONS)) continue;
        if (targets.get(node.call)?.kind !== 'module' && targets.get(node.call)?.kind !== 'core') continue;
        if (mayStoreTag(analysis, node) || (isGivenBack(node) && !unasked.has(symbol))) continue;
        if (isCallOf(node, COUNTERS) && endsScript(node)) continue;
        const { name } = node.call;
        if (relay) {
          const message = `nothing asks whether ${name}() has found anything: the request is relayed in any case`;
          report({
            range: rangeOfStep(node),
            message,
            related: [{ range: rangeOfStep(relay), message: 'it is relayed here' }],
          });
          continue;
        }
        report({
          range: rangeOfStep(node),
          message: isGuard
            ? `nothing asks what ${name}() found: the script goes on in any case`
            : `${name}() only answers a question, and nothing looks at the answer`,
        });
      }
    }
  },
};

/** Whether the script ends behind a step on every way, in its own block and without a relay. */
function endsScript(node: FlowNode): boolean {
  const behind = new Set<FlowNode>([node]);
  for (const { edges, leaving } of behind) {
    if (edges.length === 0 && leaving !== 'script') return false;
    for (const { to } of edges) {
      if (to.kind === 'route' || isCallOf(to, RELAYS)) return false;
      behind.add(to);
    }
  }
  return true;
}

/** Whether a call looks for the target of a request: of the tables of contacts only that of those who registered. */
function isFinder(node: FlowNode): boolean {
  if (!isCallOf(node, FINDERS) || !node.call) return false;
  if (node.call.name !== 'lookup') return true;
  // A call that tsilo keeps gets its branches when somebody registers.
  if (node.flow.nodes.some((other) => isCallOf(other, KEEPING))) return false;
  // Contacts of another address are a better target, if there are any, than the one that the request has.
  if (node.call.node.arguments.length > 1) return false;
  return constantArgument(node.call, 0)?.text === 'location';
}

/** The relay that comes behind a step, on a way on which nothing looks at where the request goes. */
function relayBehind(flow: ControlFlow, step: FlowNode): FlowNode | undefined {
  const seen = new Set<FlowNode>([step]);
  const open = step.edges.map(({ to }) => to);
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (isCallOf(node, RELAYS)) return node;
    if (asksForTarget(node)) continue;
    if (node.kind === 'route') {
      const blocks = node.targets?.flatMap((target) => flow.routes.get(target) ?? []) ?? [];
      open.push(...blocks.flatMap(({ nodes }) => nodes.slice(0, 1)));
      if (blocks.length === 0 || !blocks.every(letsPass)) continue;
    }
    open.push(...node.edges.map(({ to }) => to));
  }
  return undefined;
}

/** Whether a step looks at where the request goes, or sets it by hand. */
function asksForTarget(node: FlowNode): boolean {
  if (node.kind === 'assignment') return mentionsOf(node).some((text) => /^\$\(?(?:du|ru|rd|rU|dd)\b/.test(text));
  const isAsking = (node.kind === 'test' || node.kind === 'case' || node.kind === 'call') && !standsAlone(node);
  return isAsking && mentionsOf(node).some((text) => FINDS.test(text));
}

/** Whether a block hands the request back without a look at where it goes. */
function letsPass({ nodes }: RouteFlow): boolean {
  return nodes.some(({ leaving }) => leaving && leaving !== 'script') && !nodes.some(asksForTarget);
}

/** Whether the call may be there for the tag of an address, which the module stores. */
function mayStoreTag(analysis: Analysis, { call }: FlowNode): boolean {
  return call !== undefined && call.name.startsWith('allow_') && !isNeverSet(analysis, 'permissions', 'peer_tag_avp');
}

/** The blocks of `route()` whose value nobody asks for. */
function unaskedBlocks({ program }: Analysis): ReadonlySet<RouteSymbol> {
  const flow = controlFlow(program);
  if (flow.hasUnknownTarget) return new Set();
  const steps = [...flow.routes.values()].flatMap(({ nodes }) => nodes).filter(({ kind }) => kind === 'route');
  const called = new Set(steps.flatMap(({ targets = [] }) => targets));
  for (const step of steps) {
    if (standsAlone(step) && !isReadBehind(step) && !isGivenBack(step)) continue;
    for (const target of step.targets ?? []) called.delete(target);
  }
  return called;
}
