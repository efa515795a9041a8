import { readInt } from '../entry-values.ts';
import type { ListCheck } from './list-check.ts';

export const setId: ListCheck = {
  code: 'list-set-id',
  severity: 'warning',
  category: 'lists',
  summary: 'A line does not begin with the number of a set: Kamailio adds it to set 0.',
  advice: 'Begin the line with the digits of the set id.',
  documentation: {
    why: `Kamailio reads the number at the start of the line; where there is none that is 0. Headings without \`#\` become
destinations of set 0 in that way.`,
    wrong: `sip:192.0.2.10:5060
`,
    right: `1 sip:192.0.2.10:5060
`,
  },
  check({ list }, report) {
    for (const { setId: id, uri } of list.entries) {
      if (!uri || id.isTemplate) continue;
      if (id.text === '') {
        const hint = list.source.text[uri.start] === '\uFEFF' ? ', because a byte order mark stands before it' : '';
        const shown = uri.text.replace('\uFEFF', '');
        report({
          at: uri,
          message: `the set id is missing${hint}: Kamailio takes '${shown}' for a destination of set 0`,
        });
      } else if (readInt(id.text) !== Number(id.text)) {
        report({ at: id, message: `this set id is too big: Kamailio makes ${readInt(id.text)} of it` });
      }
    }
  },
};
