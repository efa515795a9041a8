import type { Rule } from './rule.ts';

export const conditionRest: Rule = {
  code: 'condition-rest',
  severity: 'warning',
  category: 'preprocessor',
  summary: 'A condition goes on behind the name that it asks for, and Kamailio reads over the rest.',
  advice: 'Nest conditions, one name each, or use `#!ifexp` where the version has it.',
  documentation: {
    why: '`#!ifdef` and `#!ifndef` ask for one name. `#!ifdef WITH_A && WITH_B` is met as soon as `WITH_A` is defined.',
    wrong: `#!define WITH_A
#!ifdef WITH_A && WITH_B
debug=3
#!endif
request_route {
  exit;
}
`,
    right: `#!define WITH_A
#!ifdef WITH_A
#!ifdef WITH_B
debug=3
#!endif
#!endif
request_route {
  exit;
}
`,
  },
  check({ program }, report) {
    for (const { kind, argument, ignored, source } of program.preprocessed.directives) {
      if (!argument || !ignored || (kind !== 'ifdef' && kind !== 'ifndef')) continue;
      if (!/^(?:&&?|\|\|?|[!=<>]=?|and\b|or\b|defined\b|[A-Za-z_]\w*\s*$)/.test(ignored.text)) continue;
      const range = { source, start: ignored.start, end: ignored.end };
      report({ range, message: `Kamailio asks for '${argument.text}' only and reads over '${ignored.text}'` });
    }
  },
};
