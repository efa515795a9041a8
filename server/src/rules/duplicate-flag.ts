import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';

export const duplicateFlag: Rule = {
  code: 'duplicate-flag',
  severity: 'error',
  category: 'settings',
  summary: "A flag is declared twice with 'flags', which Kamailio refuses.",
  advice: 'Remove one of the two declarations.',
  documentation: {
    why: `Each name of a flag is declared once. The second declaration ends the reading.`,
    wrong: `flags NAT:5, FROM_TRUNK
flags NAT

request_route {
    exit;
}
`,
    right: `flags NAT:5, FROM_TRUNK

request_route {
    exit;
}
`,
  },
  check({ program }, report) {
    const first = new Map<string, Token>();
    for (const { name, token, isAvp } of program.symbols.flags) {
      if (token.tokenType === t.Opaque || isAvp) continue;
      const before = first.get(name);
      if (!before) {
        first.set(name, token);
        continue;
      }
      const related = [{ range: valueRange(before), message: `'${name}' is first declared here` }];
      report({ range: valueRange(token), message: `the flag '${name}' is already declared`, related });
    }
  },
};
