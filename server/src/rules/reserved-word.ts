import { rangeOfToken } from '../semantic/symbols.ts';
import type { Item } from '../syntax/item-reader.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import { walk, type AnyNode } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { classifyName } from './shared/names.ts';

export const reservedWord: Rule = {
  code: 'reserved-word',
  severity: 'error',
  category: 'routes',
  summary: 'A keyword of the language is used as a name.',
  advice: 'Put the name in quotes where that is allowed, or choose another one.',
  documentation: {
    why: `The lexer knows some hundred words, and gives the parser something else than a name for them. In quotes most of them may be
names all the same.`,
    wrong: `request_route {
    route(drop);
    exit;
}

route[drop] {
    exit;
}
`,
    right: `request_route {
    route(reject);
    exit;
}

route[reject] {
    exit;
}
`,
  },
  check(analysis, report) {
    const { program, catalog } = analysis;
    const look = (token: Token | undefined, what: string, mayBeQuoted: boolean): void => {
      if (!token || !isWord(token) || !catalog.core.reservedWords.has(token.image)) return;
      const advice = mayBeQuoted ? ': put it in quotes, or choose another name' : ': choose another name';
      report({
        range: rangeOfToken(token),
        message: `'${token.image}' is a keyword and cannot be the name of ${what}${advice}`,
      });
    };
    for (const route of program.symbols.routes) {
      if (route.kind !== 'event_route') look(route.nameToken, 'a route block', true);
    }
    for (const { node, item } of program.symbols.globals) {
      if (item.tokens[node.group]?.image === 'kemi') continue;
      for (const token of [item.tokens[node.group], item.tokens[node.name]]) {
        if (token?.image !== 'default') look(token, 'a global parameter', false);
      }
    }
    for (const { token } of program.symbols.flags) look(token, 'a flag', true);
    for (const { node, item } of program.symbols.settings)
      lookAtHosts(node, item, (token) => look(token, 'a host', true));
    for (const { node, item } of program.symbols.calls) {
      for (const argument of node.arguments) {
        if (argument.kind === 'addressValue') lookAtHosts(argument, item, (token) => look(token, 'a host', true));
      }
    }
    for (const place of program.symbols.names) {
      // The lexer knows these two as one word each, and forward() takes them.
      if (place.token.image.startsWith('uri:') || classifyName(analysis, place) !== 'name') continue;
      const isArgument = place.parent?.kind === 'call';
      look(place.token, isArgument ? 'a route block, flag or host' : 'a method or host', true);
    }
  },
};

/** Looks at the words that make up the host names of addresses; numbers are among them, also those written as words. */
function lookAtHosts(root: AnyNode, item: Item, look: (token: Token | undefined) => void): void {
  walk(root, (node) => {
    if (node.kind !== 'addressValue') return;
    for (const host of node.hosts) {
      for (let index = host.from; index <= host.to; index++) {
        if (item.tokens[index]?.tokenType !== t.NumberWord) look(item.tokens[index]);
      }
    }
  });
}

function isWord({ tokenType }: Token): boolean {
  if (tokenType === t.Opaque) return false;
  return (
    tokenType === t.Word || tokenType.CATEGORIES?.some((type) => type === t.AnyWord || type === t.Callable) === true
  );
}
