import { rangeOfToken, nameOf } from '../semantic/symbols.ts';
import type { Item } from '../syntax/item-reader.ts';
import type { Rule } from './rule.ts';

/** Take a list of addresses, which only a word that is no address ends. */
const LISTS: ReadonlySet<string> = new Set(['listen', 'alias']);

export const globalAfterListen: Rule = {
  code: 'global-after-listen',
  severity: 'error',
  category: 'settings',
  summary: 'A global parameter stands right behind a list of addresses, and Kamailio reads its name as one of them.',
  advice: 'End the line of addresses with a semicolon, or declare the parameter elsewhere.',
  documentation: {
    why:
      '`listen` and `alias` take several addresses, over several lines if need be. The name of a global parameter in the ' +
      'next line looks like one more host to Kamailio, and the dot behind it is then an error.',
    wrong: `listen=udp:192.0.2.1:5060
trunk.limit = 20 desc "calls of one trunk"
request_route {
  exit;
}
`,
    right: `listen=udp:192.0.2.1:5060;
trunk.limit = 20 desc "calls of one trunk"
request_route {
  exit;
}
`,
  },
  check({ program }, report) {
    for (const [index, item] of program.items.entries()) {
      const before = program.items[index - 1];
      const first = item.tokens[item.node.from];
      if (item.node.kind !== 'customGlobal' || !first || !before || !endsWithAddress(before)) continue;
      const last = before.tokens[before.node.to];
      if (last?.source !== first.source || last.macro || first.macro) continue;
      const between = first.source.text.slice(last.end, first.start).replace(/#.*|\/\/.*|\/\*[\s\S]*?\*\//g, '');
      if (/\S/.test(between)) continue;
      const setting = before.tokens[before.node.from];
      const edits = [{ range: { source: last.source, start: last.end, end: last.end }, newText: ';' }];
      report({
        range: rangeOfToken(first),
        message: `'${nameOf(first)}' is read as one more address of '${setting?.image ?? ''}', and the dot behind it refused`,
        ...(setting ? { related: [{ range: rangeOfToken(setting), message: 'the addresses' }] } : {}),
        fix: { title: `End '${setting?.image ?? ''}' with a semicolon`, edits, isSafe: true },
      });
    }
  },
};

function endsWithAddress({ node, tokens }: Item): boolean {
  return (
    node.kind === 'coreSetting' &&
    LISTS.has(tokens[node.name]?.image ?? '') &&
    node.value?.kind === 'socketValue' &&
    node.value.suffixes.length === 0
  );
}
