import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument, type ConstantText } from './shared/constant-text.ts';

/** What the third letter of a level stands for (xlog.c, `xlog_fixup_helper`): nothing else of it is looked at. */
const BY_LETTER: Readonly<Record<string, string>> = {
  A: 'L_ALERT',
  B: 'L_BUG',
  C: 'L_CRIT',
  E: 'L_ERR',
  W: 'L_WARN',
  N: 'L_NOTICE',
  I: 'L_INFO',
  D: 'L_DBG',
};
const LEVELS = Object.values(BY_LETTER);

/** core/dprint.c `str_fac`, in any case. */
const FACILITIES = new Set(
  (
    'LOG_AUTH LOG_CRON LOG_DAEMON LOG_KERN LOG_LOCAL0 LOG_LOCAL1 LOG_LOCAL2 LOG_LOCAL3 LOG_LOCAL4 LOG_LOCAL5 ' +
    'LOG_LOCAL6 LOG_LOCAL7 LOG_LPR LOG_MAIL LOG_NEWS LOG_USER LOG_UUCP LOG_AUTHPRIV LOG_FTP LOG_SYSLOG'
  ).split(' '),
);

export const unknownLogLevel: Rule = {
  code: 'unknown-log-level',
  severity: 'error',
  category: 'calls',
  summary: 'xlog() is given a level or a facility that there is not.',
  advice: 'Use L_ALERT, L_BUG, L_CRIT, L_ERR, L_WARN, L_NOTICE, L_INFO or L_DBG as the level.',
  documentation: {
    why:
      'xlog goes by the third letter of the level alone and does not start with one that it does not know. `DEBUG` ' +
      'without `L_` is therefore taken for L_BUG, and a level inside the text is only text, logged as an error.',
    wrong: `loadmodule "xlog.so"

request_route {
  xlog("L_TRACE", "a request\\n");
  exit;
}
`,
    right: `loadmodule "xlog.so"

request_route {
  xlog("L_DBG", "a request\\n");
  exit;
}
`,
  },
  check(analysis, report) {
    for (const finding of findings(analysis)) report(finding);
  },
};

function* findings(analysis: Analysis): Iterable<RuleFinding> {
  for (const call of callsOf(analysis, 'xlog', ['xlog', 'xlogl', 'xlogm'])) {
    const given = call.node.arguments.length;
    const first = constantArgument(call, 0);
    if (given === 1) {
      const level = /^\s*(L_[A-Z]+)\b/.exec(first?.text ?? '')?.[1];
      if (!first || level === undefined || !LEVELS.includes(level)) continue;
      const start = first.text.indexOf(level);
      const range = first.rangeOf(start, start + level.length);
      const message = `'${level}' is part of the text here, which is logged as an error: give the level as an argument of its own`;
      yield { range, severity: 'warning', message };
      continue;
    }
    const facility = given === 3 ? first : undefined;
    if (facility?.token.tokenType === t.StringLiteral && !FACILITIES.has(facility.text.toUpperCase())) {
      yield propose(facility, `there is no log facility '${facility.text}'`, FACILITIES);
    }
    const level = constantArgument(call, given - 2);
    const finding = level && checkLevel(level);
    if (finding) yield finding;
  }
}

function checkLevel(level: ConstantText): RuleFinding | undefined {
  const { text, range } = level;
  if (text.startsWith('$')) return undefined;
  const taken = BY_LETTER[text[2] ?? ''];
  if (taken === undefined) return propose(level, `there is no log level '${text}'`, LEVELS);
  if (/^[Ll]/.test(text) || text[1] === '_') return undefined;
  const message = `'${text}' is taken for ${taken}: only the third letter of a level counts`;
  const meant = LEVELS.find((name) => name.slice(2, 4) === text.slice(0, 2).toUpperCase());
  return meant !== undefined && isVerbatim(level.token)
    ? { range, severity: 'warning', message, replacement: meant }
    : { range, severity: 'warning', message };
}

function propose({ text, range, token }: ConstantText, message: string, names: Iterable<string>): RuleFinding {
  const wanted = text.toUpperCase();
  const list = [...names];
  const likely =
    list.find((name) => name.slice(2, 4) === wanted.slice(0, 2) || name === `LOG_${wanted}`) ?? suggest(wanted, list);
  if (likely === undefined) return { range, message };
  const whole = `${message}; did you mean '${likely}'?`;
  return isVerbatim(token) ? { range, message: whole, replacement: likely } : { range, message: whole };
}
