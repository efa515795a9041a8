import { parseDestination } from '../parse-uri.ts';
import type { ListCheck } from './list-check.ts';
import { misplacedColumn } from './shared/entries.ts';

export const missingScheme: ListCheck = {
  code: 'list-missing-scheme',
  severity: 'hint',
  summary: 'A destination has no scheme: Kamailio puts `sip:` before it.',
  advice: 'Write the scheme, so that the line says what Kamailio holds.',
  check({ list, version }, report) {
    for (const entry of list.entries) {
      const { uri } = entry;
      if (!uri || uri.isTemplate || misplacedColumn(entry, version) === 'set-id') continue;
      const result = parseDestination(uri.text);
      if ('fault' in result || !result.isSchemeAdded) continue;
      report({ at: uri, message: `without a scheme; Kamailio holds it as '${result.text}'`, replacement: result.text });
    }
  },
};
