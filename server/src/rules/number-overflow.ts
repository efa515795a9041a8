import { rangeOfToken } from '../semantic/symbols.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';

/** cfg.lex reads numbers with `atoi()` into an `int`; 5.5 to the development version. */
const HIGHEST = 2 ** 31 - 1;
const HIGHEST_UNSIGNED = 2 ** 32 - 1;

export const numberOverflow: Rule = {
  code: 'number-overflow',
  severity: 'warning',
  category: 'expressions',
  summary: 'A number has more digits than Kamailio keeps, so that it becomes another one.',
  advice: 'Write it as a string if it is a text such as a telephone number; otherwise use a smaller number.',
  documentation: {
    why:
      'Numbers in a configuration have 32 bits with a sign: the highest is 2147483647. What is beyond is cut off without ' +
      'a word, so a telephone number without quotes is compared as some other, often negative, number.',
    wrong: `loadmodule "pv.so"

request_route {
  if ($rU == 4930123456789) {
    exit;
  }
}
`,
    right: `loadmodule "pv.so"

request_route {
  if ($rU == "4930123456789") {
    exit;
  }
}
`,
  },
  check({ program }, report) {
    for (const { node, tokens } of program.items) {
      // What settings and parameters take for a number without a sign is not cut off.
      const highest = node.kind === 'routeBlock' ? HIGHEST : HIGHEST_UNSIGNED;
      for (let index = node.from; index <= node.to; index++) {
        const token = tokens[index];
        if (token?.tokenType !== t.NumberLiteral || !/^[1-9]\d{9,}$/.test(token.image)) continue;
        const number = Number(token.image);
        if (number <= highest || tokens[index - 1]?.image === '-') continue;
        const kept = Number(BigInt.asIntN(32, BigInt(token.image)));
        const range = rangeOfToken(token);
        const message = `${token.image} is more than the 32 bits of a number hold: Kamailio goes on with ${kept}`;
        const fix = {
          title: 'Put the digits in quotes',
          edits: [{ range, newText: `"${token.image}"` }],
          isSafe: false,
        };
        report(node.kind === 'routeBlock' && !token.macro ? { range, message, fix } : { range, message });
      }
    }
  },
};
