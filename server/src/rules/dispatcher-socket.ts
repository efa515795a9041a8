import { hasSocket, parseSocket, socketsOf } from '../dispatcher-list/sockets.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantOf, type ConstantText } from './shared/constant-text.ts';
import { DISPATCHER } from './shared/dispatcher.ts';
import { lastSetting, textOf } from './shared/module-settings.ts';
import { hasMainRoute } from './shared/whole-program.ts';
import type { Analysis } from '../semantic/analysis.ts';

export const dispatcherSocket: Rule = {
  code: 'dispatcher-socket',
  severity: 'error',
  category: 'dispatcher',
  summary: 'The socket that requests or pings are to be sent from is none that Kamailio listens on.',
  advice: 'Name a socket of a listen, as [protocol:]host[:port], or by its name in ds_default_sockname.',
  documentation: {
    why:
      '`ds_default_socket`, `ds_default_sockname` and, since 6.1, `ds_ping_socket` are looked up among the sockets that ' +
      'Kamailio listens on when it starts. If there is no such socket, or the text is none, the start ends there; ' +
      '`kamailio -c` does not look.',
    wrong: `listen=udp:192.0.2.1:5060
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_default_socket", "udp:192.0.2.10:5060")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
    right: `listen=udp:192.0.2.1:5060
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_default_socket", "udp:192.0.2.1:5060")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_relay();
}
`,
  },
  check(analysis, report) {
    const name = valueOf(analysis, 'ds_default_sockname');
    // The address is looked at only where there is no name.
    const found = [
      name ? checkName(analysis, name) : checkAddress(analysis, 'ds_default_socket'),
      checkAddress(analysis, 'ds_ping_socket'),
    ];
    for (const finding of found) if (finding) report(finding);
  },
};

function valueOf(analysis: Analysis, parameter: string): ConstantText | undefined {
  const entry = analysis.catalog.parameter(DISPATCHER, parameter);
  const setting = lastSetting(analysis, DISPATCHER, parameter);
  if (!setting || !entry || !analysis.catalog.has(entry)) return undefined;
  return textOf(setting) ? constantOf(setting.valueToken) : undefined;
}

function checkName(analysis: Analysis, { text, range }: ConstantText): RuleFinding | undefined {
  const { all, isComplete } = socketsOf(analysis);
  if (!hasMainRoute(analysis) || !isComplete) return undefined;
  if (all.some((socket) => socket.name?.toLowerCase() === text.toLowerCase())) return undefined;
  return { range, message: `no listen has the name '${text}': Kamailio does not start` };
}

function checkAddress(analysis: Analysis, parameter: string): RuleFinding | undefined {
  const value = valueOf(analysis, parameter);
  if (!value) return undefined;
  const { text, range } = value;
  const wanted = parseSocket(text);
  if (!wanted) {
    const message = `'${text}' is no socket, [udp|tcp|tls|sctp:]host[:port]: Kamailio does not start`;
    return { range, message };
  }
  if (!hasMainRoute(analysis) || hasSocket(socketsOf(analysis), wanted) !== false) return undefined;
  return { range, message: `Kamailio does not listen on ${text}, and does not start` };
}
