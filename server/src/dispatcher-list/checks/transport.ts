import { suggest } from '../../catalog/suggest.ts';
import type { ListCheck } from './list-check.ts';

/** What `parse_uri()` knows; it takes `wss` for nothing. */
const TRANSPORTS = ['udp', 'tcp', 'tls', 'sctp', 'ws'];

export const transport: ListCheck = {
  code: 'list-transport',
  severity: 'warning',
  category: 'lists',
  summary: 'The parameter `transport` of a destination has a value that Kamailio does not know and leaves unheeded.',
  advice: 'Write udp, tcp, tls, sctp or ws.',
  documentation: {
    why: `A transport that is none is left unheeded, so that the request goes over UDP.`,
    wrong: `1 sip:192.0.2.10:5061;transport=tsl
`,
    right: `1 sip:192.0.2.10:5061;transport=tls
`,
  },
  check({ list }, report) {
    for (const { uri, destination } of list.entries) {
      if (!uri || !destination || 'fault' in destination) continue;
      const { transport: value } = destination.uri;
      if (value === undefined || TRANSPORTS.includes(value.toLowerCase())) continue;
      const start = uri.start + uri.text.indexOf(value, uri.text.toLowerCase().indexOf('transport='));
      const near = suggest(value, TRANSPORTS);
      report({
        at: { start, end: start + value.length },
        message: `Kamailio knows no transport '${value}' and goes on as if none were written`,
        ...(near === undefined ? {} : { replacement: near }),
      });
    }
  },
};
