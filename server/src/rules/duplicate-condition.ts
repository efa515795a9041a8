import { rangeOf } from '../semantic/program.ts';
import type { Token } from '../syntax/token.ts';
import type { BinaryExpression, Expression } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { constantValue } from './shared/constants.ts';
import { isPure, wordsOf } from './shared/pure-expressions.ts';
import { isConnective, nodesOfKind, operandsOf } from './shared/route-nodes.ts';
import { isStandIn } from './shared/variable-values.ts';

/** Functions that change something only where their answer is yes: asked again after a no, they say no again. */
const FINDING: ReadonlySet<string> = new Set([
  ...['ds_is_from_list', 'ds_is_from_lists', 'allow_source_address', 'allow_address', 'allow_trusted'],
  ...['allow_source_address_group', 'is_from_local', 'is_uri_host_local', 'is_domain_local', 'from_gw'],
]);

export const duplicateCondition: Rule = {
  code: 'duplicate-condition',
  severity: 'warning',
  category: 'expressions',
  summary: 'The same is asked twice, so that the second answer changes nothing.',
  advice: 'Correct one of the conditions, or remove it.',
  documentation: {
    why:
      'In a chain of `else if` the first condition that is true decides: a second one with the same words is never looked ' +
      'at with another result, and its block never runs. Most often a copy was not adapted.',
    wrong: `loadmodule "textops.so"

request_route {
  if (is_method("INVITE")) {
    setflag(1);
  } else if (is_method("INVITE")) {
    setflag(2);
  }
}
`,
    right: `loadmodule "textops.so"

request_route {
  if (is_method("INVITE")) {
    setflag(1);
  } else if (is_method("REGISTER")) {
    setflag(2);
  }
}
`,
  },
  check(analysis, report) {
    for (const { node, item } of nodesOfKind(analysis, 'if')) {
      const seen = new Map<string, Expression>();
      for (const { condition } of node.clauses) {
        // What has an effect may change the answer to what comes behind it.
        if (!condition || !isPure(condition, item.tokens, FINDING)) {
          seen.clear();
          continue;
        }
        const words = wordsOf(condition, item.tokens);
        const first = seen.get(words);
        if (!first) {
          seen.set(words, condition);
          continue;
        }
        report({
          range: rangeOf(item, condition),
          message: 'this was asked before in the same chain: the block behind it never runs',
          related: [{ range: rangeOf(item, first), message: 'where it is asked first' }],
        });
      }
    }
    for (const { node, parent, item } of nodesOfKind(analysis, 'binary')) {
      const operator = item.tokens[node.operator]?.image;
      if (!isConnective(operator) || (parent?.kind === 'binary' && isSame(parent, operator, item.tokens))) continue;
      const seen = new Map<string, Expression>();
      for (const part of operandsOf(node, operator, item.tokens)) {
        if (!isPure(part, item.tokens)) {
          seen.clear();
          continue;
        }
        const words = wordsOf(part, item.tokens);
        const first = seen.get(words);
        if (!first) {
          seen.set(words, part);
          continue;
        }
        const constant = part.kind === 'binary' ? constantValue(part.right, item.tokens) : undefined;
        if (typeof constant === 'string' && isStandIn(constant)) continue;
        report({
          range: rangeOf(item, part),
          severity: 'information',
          message: `this stands on both sides of '${operator ?? ''}'`,
          related: [{ range: rangeOf(item, first), message: 'where it stands first' }],
        });
      }
    }
  },
};

function isSame({ operator }: BinaryExpression, image: string | undefined, tokens: readonly Token[]): boolean {
  return tokens[operator]?.image === image;
}
