import { rangeOf } from '../semantic/program.ts';
import { walk } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';

export const operandNotAllowedInRoute: Rule = {
  code: 'operand-not-allowed-in-route',
  severity: 'error',
  category: 'expressions',
  summary: 'A word that only an onsend_route knows is used elsewhere.',
  advice: 'Use a pseudo-variable, or move the test into an onsend_route.',
  documentation: {
    why: `\`snd_ip\` and \`to_ip\` are the addresses that a request is about to leave from and to go to, which are known in an
\`onsend_route\` only.`,
    wrong: `request_route {
    if (to_ip == 192.0.2.66) drop;
    exit;
}
`,
    right: `request_route {
    exit;
}

onsend_route {
    if (to_ip == 192.0.2.66) drop;
}
`,
  },
  check({ program, catalog }, report) {
    const words = new Set(catalog.core.conditionKeywords.filter((word) => word.onsendOnly).map((word) => word.name));
    for (const { node: route, item } of program.symbols.routes) {
      if (route.routeKind === 'onsend_route') continue;
      if (!item.tokens.some((token) => words.has(token.image))) continue;
      walk(route, (node) => {
        if (node.kind !== 'messageOperand') return;
        const word = item.tokens[node.token]?.image ?? '';
        if (words.has(word)) report({ range: rangeOf(item, node), message: `'${word}' exists in onsend_route only` });
      });
    }
  },
};
