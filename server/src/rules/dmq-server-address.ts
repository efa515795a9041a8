import { parseUri, type ParsedUri } from '../dispatcher-list/parse-uri.ts';
import { hasSocket, isAddress, parseSocket, socketsOf, type WantedSocket } from '../dispatcher-list/sockets.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { extraHostSigns } from '../semantic/host-signs.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { constantOf, type ConstantText } from './shared/constant-text.ts';
import { hasUnknownSetting, isNeverSet, lastSetting, settingsOf, textOf } from './shared/module-settings.ts';
import { factsOf } from './shared/program-facts.ts';
import { isAllAtHand, isWhole } from './shared/whole-program.ts';
import { isLoopback } from './shared/reach.ts';

export const dmqServerAddress: Rule = {
  code: 'dmq-server-address',
  severity: 'error',
  category: 'replication',
  summary: 'The dmq module is not told a SIP URI of this server that Kamailio listens on.',
  advice: 'Set server_address to sip:ADDRESS:PORT of a listen, with ;transport=… unless it is UDP.',
  documentation: {
    why:
      'The node sends and receives its messages at `server_address`. The module takes it apart as a SIP URI and looks for ' +
      'a socket of that address, port and transport; without the three Kamailio does not start. An IPv4 address needs ' +
      'its port even if that is 5060: without one the module takes the first digits of the address for it.',
    wrong: `listen=udp:127.0.0.1:5060
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:127.0.0.1:5062")
modparam("dmq", "notification_address", "sip:127.0.0.2:5060")
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
    if (!load) return;
    if (isWhole(analysis) && isNeverSet(analysis, 'dmq', 'server_address')) {
      const message = "module 'dmq' does not start: its parameter 'server_address' is not set";
      report({ range: valueRange(load.module.token), message });
    } else if (isSwitchedOff(analysis)) {
      const message =
        "module 'dmq' does not start: a condition switches off the line that sets its parameter 'server_address'";
      report({ range: valueRange(load.module.token), message, severity: 'warning' });
    }
    const address = lastText(analysis, 'server_address');
    const finding = address && checkAddress(analysis, address);
    if (finding) report(finding);
    const socket = lastText(analysis, 'server_socket');
    const other = socket && checkSocket(analysis, socket);
    if (other) report(other);
  },
};

/**
 * Whether the only line that sets the address is skipped. Where there are several, something from outside chooses the one
 * of this node.
 */
function isSwitchedOff(analysis: Analysis): boolean {
  if (lastSetting(analysis, 'dmq', 'server_address') || hasUnknownSetting(analysis)) return false;
  if (!isWhole(analysis) || !isAllAtHand(analysis)) return false;
  const skipped = analysis.program.preprocessed.inactive.map(({ source, start, end }) => source.text.slice(start, end));
  return skipped.join('').match(/^[ \t]*modparam\(\s*"dmq"\s*,\s*"server_address"/gm)?.length === 1;
}

function lastText(analysis: Analysis, parameter: string): ConstantText | undefined {
  const setting = lastSetting(analysis, 'dmq', parameter);
  return setting && textOf(setting) !== undefined ? constantOf(setting.valueToken) : undefined;
}

function checkAddress(analysis: Analysis, { text, range }: ConstantText): RuleFinding | undefined {
  const result = parseUri(text, extraHostSigns(analysis.program));
  if ('fault' in result || result.uri.host === '') {
    return { range, message: `the 'server_address' of module 'dmq' is a SIP URI, sip:ADDRESS:PORT, not '${text}'` };
  }
  const { uri } = result;
  // With a socket of its own, that one is looked for instead.
  if (lastSetting(analysis, 'dmq', 'server_socket') || !isNeverSet(analysis, 'dmq', 'server_socket')) return undefined;
  const wanted = socketOfUri(uri);
  if (!wanted) return undefined;
  const reached = checkReach(analysis, text, uri.host);
  if (reached) return { range, message: reached, severity: 'warning' };
  const message = `Kamailio does not listen on the 'server_address' of module 'dmq', ${text}, and does not start`;
  if (hasSocket(socketsOf(analysis), wanted) === false)
    return { range, message: message + nearSocket(analysis, wanted) };
  // `parse_protohostport()` (core/socket_info.c) tries "proto:host" as "host:port" first, and keeps the digits that it read.
  if (uri.port > 0 || !/^\d+\.\d+\.\d+\.\d+$/.test(uri.host)) return undefined;
  return {
    range,
    message: `the 'server_address' of module 'dmq' needs its port: Kamailio finds no socket for ${text} and does not start`,
  };
}

/** What is wrong with an address that the others are told to send to. */
function checkReach(analysis: Analysis, address: string, host: string): string | undefined {
  const message = `the others are told that this node is ${address}, the 'server_address' of module 'dmq'`;
  if (host === '0.0.0.0' || host === '[::]') return `${message}: they cannot send there`;
  if (!isLoopback(host)) return undefined;
  const peers = settingsOf(analysis, 'dmq', 'notification_address').map((setting) => parseUri(textOf(setting) ?? ''));
  const isFar = peers.some((peer) => 'uri' in peer && isAddress(peer.uri.host) && !isLoopback(peer.uri.host));
  return isFar ? `${message}: on another host that is the host itself` : undefined;
}

/** The socket that `make_socket_str_from_uri()` (dmq) makes of a URI; nothing for a transport that is none of a listen. */
function socketOfUri({ host, port, transport, scheme }: ParsedUri): WantedSocket | undefined {
  const protocol = transport?.toLowerCase() ?? 'udp';
  if (scheme === 'sips' && transport === undefined) return undefined;
  if (!/^(?:udp|tcp|tls|sctp)$/.test(protocol)) return undefined;
  return { protocol, host: host.replace(/^\[(.*)\]$/, '$1').toLowerCase(), port: port > 0 ? port : undefined };
}

/** What is listened on at that address instead. */
function nearSocket(analysis: Analysis, wanted: WantedSocket): string {
  const sockets = socketsOf(analysis);
  const isThere = (changed: Partial<WantedSocket>): boolean => hasSocket(sockets, { ...wanted, ...changed }) === true;
  if (isThere({ protocol: undefined })) return `: no listen there is for ${wanted.protocol ?? 'udp'}`;
  return isThere({ port: undefined }) ? `: its listens there have other ports` : '';
}

function checkSocket(analysis: Analysis, { text, range }: ConstantText): RuleFinding | undefined {
  if (text === '') return undefined;
  const wanted = parseSocket(text);
  const message = `Kamailio does not listen on the 'server_socket' of module 'dmq', ${text}, and does not start`;
  if (!wanted) return { range, message };
  return isAddress(wanted.host) && hasSocket(socketsOf(analysis), wanted) === false ? { range, message } : undefined;
}
