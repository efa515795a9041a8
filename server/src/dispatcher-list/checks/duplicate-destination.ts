import { attributeOf, type Destination } from '../entry-values.ts';
import type { ListEntry } from '../list.ts';
import { isAddress } from '../sockets.ts';
import type { ListCheck } from './list-check.ts';
import { knownSets } from './shared/entries.ts';

export const duplicateDestination: ListCheck = {
  code: 'list-duplicate-destination',
  severity: 'warning',
  category: 'lists',
  summary: 'A destination stands twice in a set: a change of its state reaches only the first.',
  advice: 'Remove one of the lines; give a destination a bigger share by its weight.',
  documentation: {
    why: `Both lines get calls. But a change of state by address, by a command, by probing or by \`ds_mark_dst()\`, reaches the first
match only: the second one goes on as if nothing had happened. Through two sockets that may be meant.`,
    wrong: `1 sip:192.0.2.10:5060
1 sip:192.0.2.10:5060
`,
    right: `1 sip:192.0.2.10:5060
1 sip:192.0.2.11:5060
`,
  },
  check({ list }, report) {
    const { source } = list;
    for (const [setId, destinations] of knownSets(list)) {
      const seen = new Map<string, Destination>();
      const servers = new Map<string, Destination>();
      for (const destination of [...destinations].sort((a, b) => a.entry.start - b.entry.start)) {
        // Compared without regard to case (`ds_update_state()`).
        const key = destination.uri.toLowerCase();
        const first = seen.get(key);
        if (!first) {
          seen.set(key, destination);
          const server = serverOf(destination.entry);
          const same = server && servers.get(server);
          if (server && !same) servers.set(server, destination);
          if (same && destination.entry.uri && socketOf(same) === socketOf(destination)) {
            report({
              at: destination.entry.uri,
              severity: 'information',
              message: `this is the server of '${same.uri}' once more, and Kamailio takes it for another one`,
              related: [{ range: { source, start: same.entry.start, end: same.entry.end }, message: 'the other line' }],
            });
          }
          continue;
        }
        const { uri } = destination.entry;
        const range = { source, start: first.entry.start, end: first.entry.end };
        if (!uri) continue;
        report({
          at: uri,
          message: `set ${setId} has '${destination.uri}' twice: what changes the state by address reaches only one of them`,
          // The same gateway through two sockets is a thing that people do on purpose.
          severity: socketOf(first) === socketOf(destination) ? 'warning' : 'information',
          related: [{ range, message: 'the other line' }],
        });
      }
    }
  },
};

/** Where the requests to a destination go, with what counts where nothing is written. */
function serverOf({ destination }: ListEntry): string | undefined {
  if (!destination || 'fault' in destination) return undefined;
  const { scheme, user, host, port, transport } = destination.uri;
  const protocol = (transport ?? (scheme === 'sips' ? 'tls' : 'udp')).toLowerCase();
  // A name without a port may stand for several servers.
  if (port === 0 && !isAddress(host)) return undefined;
  return [user, host.toLowerCase(), port || (protocol === 'tls' ? 5061 : 5060), protocol].join(' ');
}

function socketOf({ entry }: Destination): string {
  return attributeOf(entry, 'sockname')?.value?.text ?? attributeOf(entry, 'socket')?.value?.text ?? '';
}
