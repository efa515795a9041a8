import { parseUri } from '../dispatcher-list/parse-uri.ts';
import { socketsOf } from '../dispatcher-list/sockets.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { extraHostSigns } from '../semantic/host-signs.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { constantOf } from './shared/constant-text.ts';
import { isNeverSet, lastSetting, settingsOf, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';

export const dmqNotificationAddress: Rule = {
  code: 'dmq-notification-address',
  severity: 'error',
  category: 'replication',
  summary: 'The dmq module is told no other node to begin with, or something that is no SIP URI.',
  advice: 'Set notification_address to the SIP URI of another node, once for each.',
  documentation: {
    why:
      'A node asks the nodes of `notification_address` for the list of all others. Without one it does not look for its ' +
      'peers and, after a start, knows only those that happen to contact it. What is no SIP URI Kamailio refuses.',
    wrong: `listen=udp:127.0.0.1:5060
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "127.0.0.2:5060")
request_route {
  if (method == "KDMQ") dmq_handle_message();
}
`,
    right: `listen=udp:127.0.0.1:5060
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5060")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
request_route {
  if (method == "KDMQ") dmq_handle_message();
}
`,
  },
  check(analysis, report) {
    const load = factsOf(analysis).loads.get('dmq');
    if (!load || !isWhole(analysis)) return;
    if (isNeverSet(analysis, 'dmq', 'notification_address')) {
      const message =
        "module 'dmq' is told no 'notification_address': this node does not look for the others and knows only those " +
        'that contact it';
      report({ range: valueRange(load.module.token), message, severity: 'information' });
      return;
    }
    const settings = settingsOf(analysis, 'dmq', 'notification_address');
    const addresses = settings.map((setting) => textOf(setting));
    const hostSigns = extraHostSigns(analysis.program);
    for (const [index, setting] of settings.entries()) {
      const address = addresses[index];
      const constant = constantOf(setting.valueToken);
      if (address === undefined || !constant) continue;
      const result = parseUri(address, hostSigns);
      if ('uri' in result) {
        const protocol = (result.uri.transport ?? 'udp').toLowerCase();
        if (!isSent(analysis, protocol)) {
          const message = `Kamailio listens on no ${protocol} socket, and sends no message of module 'dmq' to ${address}`;
          report({ range: constant.range, message, severity: 'warning' });
        }
        continue;
      }
      const message = `the 'notification_address' of module 'dmq' is a SIP URI, not '${address}'`;
      const isBare = address !== '' && !('fault' in parseUri(`sip:${address}`)) && !address.includes('sip:');
      const isWritten = constant.range.end - constant.range.start === address.length;
      report({
        range: constant.range,
        message,
        ...(isBare && isWritten ? { replacement: `sip:${address}` } : {}),
      });
    }
    const own = lastSetting(analysis, 'dmq', 'server_address');
    const self = own && textOf(own);
    const last = settings.at(-1)?.valueToken;
    if (self === undefined || !last || !addresses.every((address) => address === self)) return;
    const message =
      "the only 'notification_address' of module 'dmq' is that of this node itself: it does not look for others";
    report({ range: valueRange(last), message, severity: 'information' });
  },
};

/** Whether there is, or may be, a socket to send from by a transport. */
function isSent(analysis: Analysis, protocol: string): boolean {
  const { all, isComplete } = socketsOf(analysis);
  if (!isComplete || !/^(?:udp|tcp)$/.test(protocol)) return true;
  return all.some((socket) => socket.protocol === undefined || socket.protocol === protocol);
}
