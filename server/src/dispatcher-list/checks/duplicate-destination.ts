import { attributeOf, type Destination } from '../entry-values.ts';
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
      for (const destination of [...destinations].sort((a, b) => a.entry.start - b.entry.start)) {
        // Compared without regard to case (`ds_update_state()`).
        const key = destination.uri.toLowerCase();
        const first = seen.get(key);
        if (!first) {
          seen.set(key, destination);
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

function socketOf({ entry }: Destination): string {
  return attributeOf(entry, 'sockname')?.value?.text ?? attributeOf(entry, 'socket')?.value?.text ?? '';
}
