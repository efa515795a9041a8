import { valueRange } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { ASKING_FUNCTIONS } from './shared/pure-expressions.ts';
import { AUTHENTICATION } from './shared/request-functions.ts';

export const ignoredAnswer: Rule = {
  code: 'ignored-answer',
  severity: 'hint',
  category: 'calls',
  summary: 'A function that only answers a question is called, and nobody looks at the answer.',
  advice: 'Put the call into the condition of an `if`, or remove it.',
  documentation: {
    why:
      'Such a function changes nothing: without a look at its result the call has no effect. A check of credentials whose ' +
      'result is not looked at lets everybody through.',
    wrong: `loadmodule "textops.so"

request_route {
  is_method("INVITE");
  setflag(1);
}
`,
    right: `loadmodule "textops.so"

request_route {
  if (is_method("INVITE")) {
    setflag(1);
  }
}
`,
  },
  check(analysis, report) {
    for (const [call, target] of callTargets(analysis)) {
      if (!call.isStatement || (target.kind !== 'module' && target.kind !== 'core')) continue;
      const isCheck = AUTHENTICATION.has(call.name);
      if (!isCheck && !ASKING_FUNCTIONS.has(call.name)) continue;
      // The result may be asked for afterwards.
      const { tokens, node } = call.item;
      if (tokens.slice(node.from, node.to + 1).some(({ image }) => /^\$\(?(?:rc|retcode|\?)\b/.test(image))) continue;
      const message = isCheck
        ? `'${call.name}' only checks: without a look at its result everybody gets through`
        : `'${call.name}' only answers a question, and nothing looks at the answer`;
      report({ range: valueRange(call.token), message });
    }
  },
};
