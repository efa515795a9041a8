import { suggest } from '../../catalog/suggest.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import { socketsOf } from '../sockets.ts';
import type { ListCheck } from './list-check.ts';

/** What `parse_uri()` knows; it takes `wss` for nothing. */
const TRANSPORTS = ['udp', 'tcp', 'tls', 'sctp', 'ws'];
/** Those that a request leaves by a socket of (core/forward.c, `get_send_socket2()`). */
const SENT_FROM: ReadonlySet<string> = new Set(['udp', 'tcp', 'tls', 'sctp']);

export const transport: ListCheck = {
  code: 'list-transport',
  severity: 'warning',
  category: 'lists',
  summary: 'A destination asks for a transport that Kamailio does not know, or that it does not listen on.',
  advice: 'Write udp, tcp, tls, sctp or ws, one that there is a listen for.',
  documentation: {
    why: `A transport that is none is left unheeded, so that the request goes over UDP. Of a transport that is one, Kamailio needs a
socket to send from; without a \`listen\` of that transport every request to the destination fails.`,
    wrong: `1 sip:192.0.2.10:5061;transport=tsl
`,
    right: `1 sip:192.0.2.10:5061;transport=tls
`,
  },
  check({ configurations, list }, report) {
    for (const { uri, destination } of list.entries) {
      if (!uri || !destination || 'fault' in destination) continue;
      const { transport: value, scheme } = destination.uri;
      const start =
        value === undefined
          ? uri.start
          : uri.start + uri.text.indexOf(value, uri.text.toLowerCase().indexOf('transport='));
      const protocol = value?.toLowerCase() ?? (scheme === 'sips' ? 'tls' : undefined);
      if (
        protocol !== undefined &&
        SENT_FROM.has(protocol) &&
        configurations.some((each) => lacksSocket(each, protocol))
      ) {
        const message = `Kamailio listens on no ${protocol.toUpperCase()} socket that it could send from: requests to this destination fail`;
        report({ at: { start, end: start + (value ?? scheme).length }, message });
      }
      if (value === undefined || TRANSPORTS.includes(value.toLowerCase())) continue;
      const near = suggest(value, TRANSPORTS);
      report({
        at: { start, end: start + value.length },
        message: `Kamailio knows no transport '${value}' and goes on as if none were written`,
        ...(near === undefined ? {} : { replacement: near }),
      });
    }
  },
};

/** Whether a configuration is known to listen on no socket of a transport. */
function lacksSocket(analysis: Analysis, protocol: string): boolean {
  const { all, isComplete } = socketsOf(analysis);
  return isComplete && all.every((socket) => socket.protocol !== undefined && socket.protocol !== protocol);
}
