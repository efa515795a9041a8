import { rangeOfToken } from '../semantic/symbols.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { classifyName } from './shared/names.ts';

export const reservedWord: Rule = {
  code: 'reserved-word',
  severity: 'error',
  category: 'routes',
  summary: 'A keyword of the language is used as a name.',
  advice: 'Put the name in quotes where that is allowed, or choose another one.',
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
    for (const place of program.symbols.names) {
      // The lexer knows these two as one word each, and forward() takes them.
      if (place.token.image.startsWith('uri:') || classifyName(analysis, place) !== 'name') continue;
      const isArgument = place.parent?.kind === 'call';
      look(place.token, isArgument ? 'a route block, flag or host' : 'a method or host', true);
    }
  },
};

function isWord({ tokenType }: Token): boolean {
  if (tokenType === t.Opaque) return false;
  return (
    tokenType === t.Word || tokenType.CATEGORIES?.some((type) => type === t.AnyWord || type === t.Callable) === true
  );
}
