import { rangeOfToken } from '../semantic/symbols.ts';
import type { Token } from '../syntax/token.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { readNumber } from './shared/numbers.ts';

/** core/flags.h `MAX_FLAG`: a message has 32 flags. */
const HIGHEST = 31;

export const flagNumber: Rule = {
  code: 'flag-number',
  severity: 'error',
  category: 'calls',
  summary: 'The number of a flag is above 31.',
  advice: 'Use a number from 0 to 31.',
  check(analysis, report) {
    const look = (token: Token | undefined): void => {
      const number = token && readNumber(token);
      if (token === undefined || number === undefined || number <= HIGHEST) return;
      report({ range: rangeOfToken(token), message: `flags have numbers from 0 to ${HIGHEST}, not ${number}` });
    };
    for (const { number } of analysis.program.symbols.flags) look(number);
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'core' || !target.function.entry.argumentKinds.some((row) => row[0] === 'flag')) continue;
      const [argument] = call.node.arguments;
      if (argument?.kind === 'number') look(call.item.tokens[argument.token]);
    }
  },
};
