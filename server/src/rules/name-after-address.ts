import { rangeOfToken } from '../semantic/symbols.ts';
import type { Rule } from './rule.ts';

export const nameAfterAddress: Rule = {
  code: 'name-after-address',
  severity: 'error',
  category: 'settings',
  summary:
    'A global parameter of the script stands right behind a listen or an alias, which takes its name for an address.',
  advice: 'Put any other setting between the two, or move the parameter before the first listen.',
  documentation: {
    why: `The addresses of \`listen\` and \`alias\` may go on in the next line, without a sign between them. The name of a global
parameter in that line is read as one more of them, and then the \`=\` is a syntax error. \`advertise\` and \`name\` end the addresses.`,
    wrong: `listen = udp:127.0.0.1:5060
pstn.gateway = "192.0.2.10" desc "where calls go"

request_route {
    exit;
}
`,
    right: `pstn.gateway = "192.0.2.10" desc "where calls go"
listen = udp:127.0.0.1:5060

request_route {
    exit;
}
`,
  },
  check({ program }, report) {
    for (const [index, { node, tokens }] of program.items.entries()) {
      if (node.kind !== 'customGlobal') continue;
      const before = program.items[index - 1];
      const group = tokens[node.group];
      if (before?.node.kind !== 'coreSetting' || !group || group.image === 'kemi') continue;
      const { name, value } = before.node;
      const setting = before.tokens[name];
      if (!setting || (setting.image !== 'listen' && setting.image !== 'alias')) continue;
      if (value?.kind === 'socketValue' && value.suffixes.length > 0) continue;
      report({
        range: rangeOfToken(group),
        message: `Kamailio takes '${group.image}' for one more address of the '${setting.image}' before it, and refuses the '='`,
        related: [{ range: rangeOfToken(setting), message: 'the addresses begin here' }],
      });
    }
  },
};
