import type { Analysis } from '../semantic/analysis.ts';
import { withSeverities, type Finding, type SeveritySettings } from '../semantic/problem.ts';
import { readingKinds } from '../semantic/reading-kinds.ts';
import { applySuppressions, unusedSuppression } from '../semantic/suppressions.ts';
import { rules } from './registry.ts';

const NO_SETTINGS: SeveritySettings = new Map();
const CODES: ReadonlySet<string> = new Set([...readingKinds, ...rules, unusedSuppression].map(({ code }) => code));

/** All findings of a program: what its reading found, and what the rules find. Sorted by place. */
export function checkProgram(analysis: Analysis, severities: SeveritySettings = NO_SETTINGS): Finding[] {
  const findings = [...analysis.program.findings];
  for (const rule of rules) {
    if (severities.get(rule.code) === 'off') continue;
    rule.check(analysis, (finding) => findings.push({ severity: rule.severity, ...finding, code: rule.code }));
  }
  return finish(analysis, findings, severities, CODES);
}

/** The findings of a file whose roots are unknown: only the faults of its own text. */
export function checkFragment(analysis: Analysis, severities: SeveritySettings = NO_SETTINGS): Finding[] {
  const findings = analysis.program.findings.filter(({ code }) => code !== 'unbalanced-conditional');
  return finish(analysis, findings, severities, new Set(readingKinds.map(({ code }) => code)));
}

/** Obeys the settings and the comments. */
function finish(
  { program }: Analysis,
  found: readonly Finding[],
  severities: SeveritySettings,
  looked: ReadonlySet<string>,
): Finding[] {
  const ran = new Set([...looked].filter((code) => severities.get(code) !== 'off'));
  const texts = program.files.map((source) => ({ source, comments: program.commentsOf(source) }));
  return withSeverities(applySuppressions(found, texts, { codes: CODES, ran }), severities).sort(byPlace);
}

function byPlace(a: Finding, b: Finding): number {
  if (a.range.source !== b.range.source) return a.range.source.uri < b.range.source.uri ? -1 : 1;
  return a.range.start - b.range.start || a.range.end - b.range.end;
}
