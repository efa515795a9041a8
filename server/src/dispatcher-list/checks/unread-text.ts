import type { ListCheck } from './list-check.ts';
import { isRemark, misplacedColumn } from './shared/entries.ts';

export const unreadText: ListCheck = {
  code: 'list-unread-text',
  severity: 'warning',
  category: 'lists',
  summary: 'Text behind the last column, which Kamailio does not read: a blank ends the attributes.',
  advice: 'Write the attributes without blanks, and # before a comment.',
  documentation: {
    why: `A line has five columns, and blanks part them. What stands behind the fifth is not read: an attribute behind a blank is
lost without a word.`,
    wrong: `1 sip:192.0.2.10:5060 0 0 duid=a; weight=50
`,
    right: `1 sip:192.0.2.10:5060 0 0 duid=a;weight=50
`,
  },
  check({ list, version }, report) {
    for (const entry of list.entries) {
      const { rest, attributeText } = entry;
      if (!rest || rest.isTemplate || !attributeText || misplacedColumn(entry, version)) continue;
      if (isRemark(rest.text)) {
        report({ at: rest, message: 'not read; a comment begins with #', severity: 'information' });
      } else if (/[;,]$/.test(attributeText.text) || /^[;,=]|=/.test(rest.text)) {
        report({ at: rest, message: `a blank ends the attributes: '${rest.text}' is not read` });
      } else {
        report({ at: rest, message: `a line has five columns: '${rest.text}' is not read` });
      }
    }
  },
};
