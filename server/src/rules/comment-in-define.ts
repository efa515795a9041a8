import { tokensOfDefine } from '../semantic/define.ts';
import { offsetInValue } from '../syntax/directive.ts';
import type { Rule } from './rule.ts';

export const commentInDefine: Rule = {
  code: 'comment-in-define',
  severity: 'warning',
  category: 'preprocessor',
  summary: 'A comment behind the value of a define is part of the value.',
  advice: 'Put the comment on a line of its own.',
  documentation: {
    why:
      'The value of a define goes to the end of its line. Where the name is used, the comment is put there too, and takes ' +
      'what stands behind on that line.',
    wrong: `#!define FLT_ACC 1 # accounting

request_route {
  setflag(FLT_ACC);
}
`,
    right: `# accounting
#!define FLT_ACC 1

request_route {
  setflag(FLT_ACC);
}
`,
  },
  check({ program }, report) {
    const { uses } = program.preprocessed;
    const told = new Set<unknown>();
    for (const { kind, define, range } of uses) {
      const value = define?.directive?.value;
      if (kind !== 'expansion' || !define || !value || told.has(define)) continue;
      if (!/#|\/\//.test(value.text) || !tokensOfDefine(define, 'KAMAILIO').endsInComment) continue;
      const { text } = range.source;
      const lineEnd = text.indexOf('\n', range.end);
      const rest = text.slice(range.end, lineEnd < 0 ? text.length : lineEnd).trim();
      if (rest === '' || /^(?:#|\/\/)/.test(rest)) continue;
      told.add(define);
      const last = tokensOfDefine(define, 'KAMAILIO').tokens.at(-1);
      const at = value.text.slice(last?.end ?? 0).search(/#|\/\//) + (last?.end ?? 0);
      report({
        range: { source: define.directive.source, start: offsetInValue(value, at), end: value.end },
        message: `this comment is part of the value of '${define.name}': where that is used, the rest of the line is lost`,
        related: [{ range, message: `'${rest}' is lost here` }],
      });
    }
  },
};
