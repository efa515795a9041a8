import type { Rule } from './rule.ts';
import { defineNames } from './shared/define-names.ts';

export const defineIsFalse: Rule = {
  code: 'define-is-false',
  severity: 'warning',
  category: 'preprocessor',
  summary: 'A switch is defined with a value that says no, which `#!ifdef` does not look at.',
  advice: 'Remove the define to switch the feature off.',
  documentation: {
    why:
      '`#!ifdef` asks whether a name is defined, whatever its value. `#!define WITH_NAT 0` therefore switches the feature ' +
      'on.',
    wrong: `#!define WITH_DEBUG 0

#!ifdef WITH_DEBUG
debug=3
#!endif
request_route {
  exit;
}
`,
    right: `##!define WITH_DEBUG

#!ifdef WITH_DEBUG
debug=3
#!endif
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const { definitions, uses } = analysis.program.preprocessed;
    const expanded = new Set(uses.filter(({ kind }) => kind === 'expansion').map(({ name }) => name));
    const { tests } = defineNames(analysis);
    for (const { name, value, range, directive } of definitions) {
      if (!range || !directive || value === undefined || expanded.has(name)) continue;
      if (!/^["']?(?:0|no|off|false|disabled?)["']?$/i.test(value.trim())) continue;
      const asked = tests.get(name);
      const test = asked?.find((entry) => entry.directive.kind === 'ifdef');
      if (!test || asked?.some((entry) => entry.directive.kind === 'ifexp')) continue;
      report({
        range,
        message: `'${name}' is defined, though as ${value.trim()}: '#!ifdef ${name}' is met`,
        related: [{ range: test.range, message: 'asked for here' }],
      });
    }
  },
};
