import type { Token } from '../syntax/token.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';
import { nameOfGlobal } from './shared/globals.ts';

export const duplicateGlobal: Rule = {
  code: 'duplicate-global',
  severity: 'error',
  category: 'settings',
  summary: 'A global parameter is declared twice, which Kamailio refuses.',
  advice: 'Remove one of the two declarations.',
  documentation: {
    why: `A parameter of one's own, \`group.name = value\`, is declared by its first line. The second one ends the reading.`,
    wrong: `pstn.gateway = "192.0.2.1"
pstn.gateway = "192.0.2.2"

request_route {
    exit;
}
`,
    right: `pstn.gateway = "192.0.2.1"
pstn.backup = "192.0.2.2"

request_route {
    exit;
}
`,
  },
  check({ program }, report) {
    const first = new Map<string, Token>();
    for (const { node, item } of program.symbols.globals) {
      const key = nameOfGlobal(node, item.tokens);
      const token = item.tokens[node.name];
      // A value for one instance of a group may be given again.
      if (!token || node.index !== undefined || key.startsWith('kemi.')) continue;
      const before = first.get(key);
      if (!before) {
        first.set(key, token);
        continue;
      }
      const related = [{ range: rangeOfToken(before), message: `'${key}' is first declared here` }];
      report({ range: rangeOfToken(token), message: `'${key}' is already declared`, related });
    }
  },
};
