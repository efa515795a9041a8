import { rangeOfToken } from '../semantic/symbols.ts';
import type { Token } from '../syntax/token.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { readNumber } from '../syntax/number-literal.ts';

/** core/flags.h `MAX_FLAG`: a message has 32 flags. */
const HIGHEST = 31;

export const flagNumber: Rule = {
  code: 'flag-number',
  severity: 'error',
  category: 'calls',
  summary: 'The number of a flag is above 31.',
  advice: 'Use a number from 0 to 31.',
  documentation: {
    why: `The flags of a message, of a branch and of a script are the bits of a 32-bit number each.`,
    wrong: `#!define FLAG_NAT 32

request_route {
    setflag(FLAG_NAT);
    exit;
}
`,
    right: `#!define FLAG_NAT 5

request_route {
    setflag(FLAG_NAT);
    exit;
}
`,
  },
  check(analysis, report) {
    const look = (token: Token | undefined): void => {
      const number = token && readNumber(token);
      if (token === undefined || number === undefined || number <= HIGHEST) return;
      report({ range: rangeOfToken(token), message: `flags have numbers from 0 to ${HIGHEST}, not ${number}` });
    };
    for (const { number } of analysis.program.symbols.flags) look(number);
    for (const call of callsOf(analysis, 'kex', /^(?:re)?set(?:b|s)flag$|^is(?:b|s)flagset$/)) {
      const flag = constantArgument(call, 0);
      if (!flag || !/^\d+$/.test(flag.text) || Number(flag.text) <= HIGHEST) continue;
      const message = `flags have numbers from 0 to ${HIGHEST}: '${call.name}' does nothing with ${flag.text}`;
      report({ range: flag.range, severity: 'warning', message });
    }
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'core' || !target.function.entry.argumentKinds.some((row) => row[0] === 'flag')) continue;
      const [argument] = call.node.arguments;
      if (argument?.kind === 'number') look(call.item.tokens[argument.token]);
    }
  },
};
