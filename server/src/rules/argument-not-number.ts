import type { FunctionSignature } from '../catalog/types.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { callTargets, signaturesFor } from './shared/call-targets.ts';
import { constantArgument } from './shared/constant-text.ts';
import { CODE_ARGUMENTS } from './shared/reply-codes.ts';

/**
 * Functions that take other words beside numbers, or any text. All others with such arguments that can be started without
 * a database were tried on 5.6.3: they refuse a word.
 */
const EXCEPTIONS: ReadonlySet<string> = new Set(['avp_delete', 'dbg_pv_dump', 'rand_set_prob', 't_relay_to', 'xplog']);

export const argumentNotNumber: Rule = {
  code: 'argument-not-number',
  severity: 'error',
  category: 'calls',
  summary: 'A function of a module is given a text where it takes a number.',
  advice: 'Give a number, or a pseudo-variable that holds one.',
  documentation: {
    why:
      'Numbers may be written in quotes, but Kamailio reads them when it starts, and does not start with what is no ' +
      'number, blanks and units included.',
    wrong: `loadmodule "maxfwd.so"

request_route {
  if (!mf_process_maxfwd_header("ten")) exit;
}
`,
    right: `loadmodule "maxfwd.so"

request_route {
  if (!mf_process_maxfwd_header("10")) exit;
}
`,
  },
  check(analysis, report) {
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'module' || CODE_ARGUMENTS.has(call.name) || EXCEPTIONS.has(call.name)) continue;
      const given = call.node.arguments.length;
      const signatures = signaturesFor(target.functions, given);
      for (let index = 0; index < given; index++) {
        if (call.node.arguments[index]?.kind !== 'string' || !takesNumber(signatures, index)) continue;
        const constant = constantArgument(call, index);
        if (constant?.token.tokenType !== t.StringLiteral || constant.text.includes('$')) continue;
        const { text, range } = constant;
        if (/^[-+]?\d*$|^0[xX]/.test(text)) continue;
        const which = given > 1 ? `argument ${index + 1} of '${call.name}'` : `the argument of '${call.name}'`;
        const message = `${which} must be a number, and '${text}' is none`;
        const digits = text.trim();
        report(/^\d+$/.test(digits) ? { range, message, replacement: digits } : { range, message });
      }
    }
  },
};

function takesNumber(signatures: readonly FunctionSignature[], index: number): boolean {
  if (signatures.length === 0) return false;
  return signatures.every(({ argumentKinds }) => argumentKinds[index] === 'int' || argumentKinds[index] === 'int|pv');
}
