import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { callTargets, signaturesFor } from './shared/call-targets.ts';
import { constantArgument } from './shared/constant-text.ts';

/** Modules whose functions were tried on 5.6.3: all refuse a text where they take a pseudo-variable. */
const REFUSING: ReadonlySet<string> = new Set([
  ...['auth', 'corex', 'crypto', 'http_client', 'ipops', 'jansson', 'kex', 'pv', 'rtpengine', 'siputils', 'textops'],
]);

export const argumentNotVariable: Rule = {
  code: 'argument-not-variable',
  severity: 'error',
  category: 'calls',
  summary: 'A function of a module is given a text where it takes a pseudo-variable.',
  advice: 'Write the pseudo-variable with its $, such as "$var(name)".',
  documentation: {
    why:
      'Where a function puts its result, or looks whether something is set, it wants a pseudo-variable. Kamailio looks it ' +
      'up when it starts, and does not start with what is none.',
    wrong: `loadmodule "pv.so"
loadmodule "jansson.so"

request_route {
  jansson_get("account.plan", "$rb", "var(plan)");
  exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "jansson.so"

request_route {
  jansson_get("account.plan", "$rb", "$var(plan)");
  exit;
}
`,
  },
  check(analysis, report) {
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'module' || !target.functions.every(({ module }) => REFUSING.has(module))) continue;
      const given = call.node.arguments.length;
      const signatures = signaturesFor(target.functions, given);
      for (let index = 0; index < given && signatures.length > 0; index++) {
        if (!signatures.every(({ argumentKinds }) => argumentKinds[index] === 'pv')) continue;
        const constant = constantArgument(call, index);
        if (constant?.token.tokenType !== t.StringLiteral || /^\s*(?:\$|$)/.test(constant.text)) continue;
        const { text, range } = constant;
        const which = given > 1 ? `argument ${index + 1} of '${call.name}'` : `the argument of '${call.name}'`;
        const message = `${which} must be a pseudo-variable, and '${text}' has no '$': Kamailio does not start`;
        const isVariable = /^\w+\(.*\)$/.test(text);
        report(isVariable ? { range, message, replacement: `$${text}` } : { range, message });
      }
    }
  },
};
