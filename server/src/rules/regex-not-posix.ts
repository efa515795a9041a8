import { readRegex, type RegexOddity } from '../semantic/posix-regex.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { Rule } from './rule.ts';
import { writtenRegexes } from './shared/regexes.ts';

const DIGITS: Readonly<Record<string, string>> = { '\\d': '[0-9]', '\\D': '[^0-9]' };

export const regexNotPosix: Rule = {
  code: 'regex-not-posix',
  severity: 'warning',
  category: 'expressions',
  summary: 'A regular expression uses a sign that has no meaning in POSIX, so that it matches something else.',
  advice: 'Write [0-9] for a digit, and a backslash before a parenthesis that is meant as such.',
  documentation: {
    why:
      'Regular expressions are those of POSIX. `\\d` is a digit to Perl only: `"^\\d+$"` compiles, and matches no number. In ' +
      'a set such as `[\\w-]` the backslash is a sign like any other. And a parenthesis that closes nothing is looked for ' +
      'in the text.',
    wrong: `loadmodule "pv.so"

request_route {
  if ($rU =~ "^\\d+$") exit;
}
`,
    right: `loadmodule "pv.so"

request_route {
  if ($rU =~ "^[0-9]+$") exit;
}
`,
  },
  check(analysis, report) {
    for (const { constant } of writtenRegexes(analysis)) {
      const { fault, oddities } = readRegex(constant.text);
      const [first] = oddities;
      if (fault || !first) continue;
      const range = constant.rangeOf(first.at, first.at + first.text.length);
      const digits = DIGITS[first.text];
      const message = describe(first);
      const isWritten = isVerbatim(constant.token) && first.kind === 'class' && range.end > range.start;
      report(isWritten && digits !== undefined ? { range, message, replacement: digits } : { range, message });
    }
  },
};

function describe({ kind, text }: RegexOddity): string {
  switch (kind) {
    case 'parenthesis':
      return "this ')' closes nothing and stands for itself: is a '(' missing?";
    case 'class':
      return `'${text}' is a class to Perl only: POSIX writes '${DIGITS[text] ?? ''}'`;
    case 'class-in-set':
      return `between brackets '${text}' stands for a backslash and a letter, not for a class`;
  }
}
