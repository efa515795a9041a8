import { isUnread } from './shared/configurations.ts';
import type { ListCheck } from './list-check.ts';

export const missingUri: ListCheck = {
  code: 'list-missing-uri',
  severity: 'error',
  category: 'lists',
  summary: 'A line has a set id and no destination: Kamailio refuses the whole list.',
  advice: 'Add the SIP URI of the destination, or make the line a comment.',
  documentation: {
    why: `Kamailio does not drop such a line, it gives up on the list: it does not start, and a reload keeps the destinations from
before.`,
    wrong: `1 sip:192.0.2.10:5060
1
`,
    right: `1 sip:192.0.2.10:5060
1 sip:192.0.2.11:5060
`,
  },
  check(reading, report) {
    for (const { setId, uri } of reading.list.entries) {
      if (uri) continue;
      report({
        at: setId,
        message: `no destination behind the set id: Kamailio does not start with this list, and keeps the one before on a reload`,
        ...(isUnread(reading) ? { severity: 'warning' as const } : {}),
      });
    }
  },
};
