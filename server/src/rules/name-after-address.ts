import { suggest } from '../catalog/suggest.ts';
import { rangeOfToken } from '../semantic/symbols.ts';
import type { Item } from '../syntax/item-reader.ts';
import * as t from '../syntax/token-types.ts';
import type { SocketValue } from '../syntax/tree.ts';
import type { Rule, RuleFinding } from './rule.ts';

export const nameAfterAddress: Rule = {
  code: 'name-after-address',
  severity: 'error',
  category: 'settings',
  summary: 'What stands right behind a listen or an alias is taken for one more of its addresses.',
  advice: 'Correct the word, or put any other setting between the two.',
  documentation: {
    why: `The addresses of \`listen\` and \`alias\` may go on in the next line, without a sign between them. The name of a global
parameter in that line is read as one more of them, and then the \`=\` is a syntax error. A misspelt \`loadmodule\` there is a host that cannot be
found. \`advertise\` and \`name\` end the addresses.`,
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
    for (const { name, node, item } of program.symbols.settings) {
      if (node.value?.kind !== 'socketValue') continue;
      for (const finding of misspeltStatements(name.image, node.value, item)) report(finding);
    }
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

/** What begins with a word and goes on with a string or a parenthesis. */
const STATEMENTS = ['loadmodule', 'loadmodulex', 'loadpath', 'modparam', 'modparamx', 'include_file', 'import_file'];

/** Words in a line of their own that are no host, but a statement that is misspelt. */
function* misspeltStatements(setting: string, { addresses }: SocketValue, { tokens }: Item): Iterable<RuleFinding> {
  for (const { from, to } of addresses.slice(1)) {
    const [before, token, behind] = [tokens[from - 1], tokens[from], tokens[to + 1]];
    if (from !== to || token?.tokenType !== t.Word || token.macro || !before || !behind) continue;
    const { source } = token;
    if (before.source !== source || behind.source !== source) continue;
    const line = source.lineAt(token.start);
    if (source.lineAt(before.start) === line || source.lineAt(behind.start) !== line) continue;
    if (behind.tokenType !== t.StringLiteral && behind.tokenType !== t.LeftParen) continue;
    const likely = suggest(token.image, STATEMENTS);
    if (likely === undefined) continue;
    const message = `Kamailio takes '${token.image}' for one more address of the '${setting}' before it; did you mean '${likely}'?`;
    yield { range: rangeOfToken(token), message, replacement: likely };
  }
}
