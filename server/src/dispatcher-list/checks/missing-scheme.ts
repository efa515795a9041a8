import type { ListCheck } from './list-check.ts';
import { misplacedColumn } from './shared/entries.ts';

export const missingScheme: ListCheck = {
  code: 'list-missing-scheme',
  severity: 'hint',
  category: 'lists',
  summary: 'A destination has no scheme: Kamailio puts `sip:` before it.',
  advice: 'Write the scheme, so that the line says what Kamailio holds.',
  documentation: {
    why: `It works: Kamailio holds the destination with \`sip:\` before it, and that is also how commands and the log name it.`,
    wrong: `1 192.0.2.10:5060
`,
    right: `1 sip:192.0.2.10:5060
`,
  },
  check({ list, version }, report) {
    for (const entry of list.entries) {
      const { uri, destination } = entry;
      if (!uri || !destination || misplacedColumn(entry, version) === 'set-id') continue;
      if ('fault' in destination || !destination.isSchemeAdded) continue;
      report({
        at: uri,
        message: `without a scheme; Kamailio holds it as '${destination.text}'`,
        replacement: destination.text,
      });
    }
  },
};
