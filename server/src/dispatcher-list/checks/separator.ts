import type { ListCheck } from './list-check.ts';
import { misplacedColumn } from './shared/entries.ts';

export const separator: ListCheck = {
  code: 'list-separator',
  severity: 'warning',
  category: 'lists',
  summary: 'The columns are parted by something else than blanks.',
  advice: 'Put blanks or tabs between the columns.',
  documentation: {
    why: `Blanks and tabs part the columns, and nothing else: with a comma between them the rest of the line is one column.`,
    wrong: `1,sip:192.0.2.10:5060,0,10
`,
    right: `1 sip:192.0.2.10:5060 0 10
`,
  },
  check({ list, version }, report) {
    for (const entry of list.entries) {
      if (misplacedColumn(entry, version) !== 'separator') continue;
      const isFirst = entry.setId.end === entry.uri?.start && /^[,;|:]/.test(entry.uri.text);
      const at = isFirst ? entry.uri : entry.attributeText;
      if (!at) continue;
      const column = isFirst ? 'the destination' : 'the attributes';
      report({
        at,
        message: `blanks part the columns, not '${at.text[0] ?? ''}': Kamailio takes '${at.text}' for ${column}`,
      });
    }
  },
};
