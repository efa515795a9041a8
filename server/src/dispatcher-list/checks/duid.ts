import { attributeOf, type Destination } from '../entry-values.ts';
import type { ListCheck } from './list-check.ts';
import { usageOf } from './shared/configurations.ts';
import { knownSets } from './shared/entries.ts';

/** The algorithm that sends to the destination with the fewest calls. */
const CALL_LOAD = 10;

export const duid: ListCheck = {
  code: 'list-duid',
  severity: 'warning',
  category: 'lists',
  summary: 'A duid is there twice in a set, or missing where calls are counted by it.',
  advice: 'Give each destination of a set a duid of its own.',
  documentation: {
    why: `Algorithm 10 counts calls by the \`duid\` of their destination, and commands address it by that. Where it is missing calls
are not counted, where two lines share it they are counted for one of them.`,
    wrong: `--- dispatcher.list
1 sip:192.0.2.10:5060 0 0 duid=a
1 sip:192.0.2.11:5060 0 0 duid=a
`,
    right: `--- dispatcher.list
1 sip:192.0.2.10:5060 0 0 duid=a
1 sip:192.0.2.11:5060 0 0 duid=b
`,
  },
  check(reading, report) {
    const { list } = reading;
    const { source } = list;
    for (const [setId, destinations] of knownSets(list)) {
      const needsDuid = usageOf(reading, setId).algorithms.has(CALL_LOAD);
      const seen = new Map<string, Destination>();
      for (const destination of [...destinations].sort((a, b) => a.entry.start - b.entry.start)) {
        const { entry } = destination;
        const value = attributeOf(entry, 'duid')?.value;
        const text = value?.text ?? '';
        if (text === '') {
          if (!needsDuid) continue;
          const message = `set ${setId} is used with algorithm 10, which counts calls by duid; this line has none`;
          report({ at: entry.uri ?? entry, message });
          continue;
        }
        const first = seen.get(text.toLowerCase());
        if (!first) {
          seen.set(text.toLowerCase(), destination);
          continue;
        }
        const range = { source, start: first.entry.start, end: first.entry.end };
        report({
          at: value ?? entry,
          message: `set ${setId} has the duid '${text}' twice: calls and changes of state reach only one of them`,
          related: [{ range, message: 'the other line' }],
        });
      }
    }
  },
};
