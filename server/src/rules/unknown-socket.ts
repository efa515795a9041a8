import { hasSocket, parseSocket, socketsOf, type WantedSocket } from '../dispatcher-list/sockets.ts';
import { hasStandIn } from '../dispatcher-list/stand-ins.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { rangeOf } from '../semantic/program.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument, constantOf, type ConstantText } from './shared/constant-text.ts';
import { lastSetting, textOf } from './shared/module-settings.ts';
import { nodesOfKind } from './shared/route-nodes.ts';
import { plainVariable } from './shared/variable-values.ts';
import { hasMainRoute } from './shared/whole-program.ts';

export const unknownSocket: Rule = {
  code: 'unknown-socket',
  severity: 'warning',
  category: 'calls',
  summary: 'A request is to be sent from a socket that Kamailio does not listen on.',
  advice: 'Name a socket of a listen, as [protocol:]host[:port], without sip: before it.',
  documentation: {
    why:
      '`$fs` and `set_send_socket()` look for the socket among those of `listen` when a request gets there. Where it is ' +
      'none of them, a line goes to the log and the request leaves from whatever socket Kamailio chooses. ' +
      '`force_send_socket()` and `default_socket` of `uac` look when Kamailio starts, and end the start.',
    wrong: `listen=udp:192.0.2.1:5060
loadmodule "pv.so"
request_route {
  $du = "sip:192.0.2.5";
  $fs = "udp:192.0.2.1:5080";
  forward();
}
`,
    right: `listen=udp:192.0.2.1:5060
listen=udp:192.0.2.1:5080
loadmodule "pv.so"
request_route {
  $du = "sip:192.0.2.5";
  $fs = "udp:192.0.2.1:5080";
  forward();
}
`,
  },
  check(analysis, report) {
    for (const { constant, isNamed } of asked(analysis)) {
      const finding = isNamed ? checkName(analysis, constant) : checkText(analysis, constant);
      if (finding) report(finding);
    }
    for (const [call, target] of callTargets(analysis)) {
      const [argument] = call.node.arguments;
      if (target.kind !== 'core' || call.name !== 'force_send_socket' || !argument) continue;
      if (argument.kind !== 'network' && argument.kind !== 'addressValue') continue;
      const range = rangeOf(call.item, argument);
      const text = range.source.text.slice(range.start, range.end).replace(/\s/g, '');
      const wanted = parseSocket(text);
      const message = `Kamailio does not listen on ${text}, and does not start`;
      if (wanted && isUnknown(analysis, wanted)) report({ range, severity: 'error', message });
    }
    const setting = lastSetting(analysis, 'uac', 'default_socket');
    const constant = setting && textOf(setting) ? constantOf(setting.valueToken) : undefined;
    const finding = constant && checkText(analysis, constant);
    if (finding) report({ ...finding, severity: 'error' });
  },
};

/** The texts that a socket is looked up by when a message comes. */
function* asked(analysis: Analysis): Iterable<{ readonly constant: ConstantText; readonly isNamed: boolean }> {
  for (const { node, item } of nodesOfKind(analysis, 'assignment')) {
    const { target, value } = node;
    const name = plainVariable(target, item.tokens);
    if ((name !== 'fs' && name !== 'fsn') || value?.kind !== 'string') continue;
    const constant = constantOf(item.tokens[value.token]);
    if (constant) yield { constant, isNamed: name === 'fsn' };
  }
  for (const call of callsOf(analysis, 'corex', ['set_send_socket', 'set_send_socket_name'])) {
    const constant = constantArgument(call, 0);
    if (constant) yield { constant, isNamed: call.name === 'set_send_socket_name' };
  }
}

function checkText(analysis: Analysis, { text, range }: ConstantText): RuleFinding | undefined {
  if (text === '' || text.includes('$') || text.includes('<') || hasStandIn(text)) return undefined;
  if (/^sips?:/i.test(text))
    return { range, message: `'${text}' is a URI, and no socket: [udp|tcp|tls|sctp:]host[:port]` };
  const wanted = parseSocket(text);
  return wanted && isUnknown(analysis, wanted)
    ? { range, message: `Kamailio does not listen on ${text}, and chooses another socket` }
    : undefined;
}

function checkName(analysis: Analysis, { text, range }: ConstantText): RuleFinding | undefined {
  const { all, isComplete } = socketsOf(analysis);
  if (text === '' || text.includes('$') || !hasMainRoute(analysis) || !isComplete) return undefined;
  if (all.some(({ name }) => name?.toLowerCase() === text.toLowerCase())) return undefined;
  return { range, message: `no listen has the name '${text}': Kamailio chooses a socket` };
}

function isUnknown(analysis: Analysis, wanted: WantedSocket): boolean {
  return hasMainRoute(analysis) && hasSocket(socketsOf(analysis), wanted) === false;
}
