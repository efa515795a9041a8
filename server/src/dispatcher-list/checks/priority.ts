import { numberOf } from '../entry-values.ts';
import type { ListCheck } from './list-check.ts';
import { misplacedColumn } from './shared/entries.ts';

export const priority: ListCheck = {
  code: 'list-priority',
  severity: 'warning',
  category: 'lists',
  summary: 'The priority is no number: Kamailio reads 0.',
  advice: 'Write digits; a higher number stands earlier in the set.',
  documentation: {
    why: `The fourth column is a number. At anything else Kamailio reads 0 and takes it for the attributes.`,
    wrong: `1 sip:192.0.2.10:5060 0 high duid=a
`,
    right: `1 sip:192.0.2.10:5060 0 10 duid=a
`,
  },
  check({ list, version }, report) {
    for (const entry of list.entries) {
      const { priority: piece, attributeText } = entry;
      if (misplacedColumn(entry, version) === 'priority' && attributeText) {
        const message = `the priority is a number: Kamailio reads 0 and takes '${attributeText.text}' for the attributes`;
        report({ at: attributeText, message });
      }
      const value = numberOf(piece);
      if (piece && value !== undefined && value !== Number(piece.text)) {
        report({ at: piece, message: `this priority is too big: Kamailio makes ${value} of it` });
      }
    }
  },
};
