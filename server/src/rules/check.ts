import type { Analysis } from '../semantic/analysis.ts';
import { withSeverities, type Finding, type SeveritySettings } from '../semantic/problem.ts';
import { readingKinds } from '../semantic/reading-kinds.ts';
import { applySuppressions, unusedSuppression } from '../semantic/suppressions.ts';
import type { Bus } from './nodes/bus.ts';
import { compareNodes } from './nodes/compare-nodes.ts';
import { nodeRules } from './nodes/registry.ts';
import { rules } from './registry.ts';

const NO_SETTINGS: SeveritySettings = new Map();
const ALONE: ReadonlySet<string> = new Set([...readingKinds, ...rules, unusedSuppression].map(({ code }) => code));
const CODES: ReadonlySet<string> = new Set([...ALONE, ...nodeRules.map(({ code }) => code)]);

/**
 * All findings of a program: what its reading found, what the rules find, and what shows against the other nodes of its
 * bus where they are known. Sorted by place.
 */
export function checkProgram(analysis: Analysis, severities: SeveritySettings = NO_SETTINGS, bus?: Bus): Finding[] {
  return checkAmongNodes(analysis, findInProgram(analysis, severities), severities, bus);
}

/** What a program shows by itself, before settings and comments are obeyed, but for rules that are switched off. */
export function findInProgram(analysis: Analysis, severities: SeveritySettings): Finding[] {
  const findings = [...analysis.program.findings];
  for (const rule of rules) {
    if (severities.get(rule.code) === 'off') continue;
    rule.check(analysis, (finding) => findings.push({ severity: rule.severity, ...finding, code: rule.code }));
  }
  return findings;
}

/** All findings of a program, as `checkProgram`, where it is known already what it shows by itself. */
export function checkAmongNodes(
  analysis: Analysis,
  found: readonly Finding[],
  severities: SeveritySettings,
  bus: Bus | undefined,
): Finding[] {
  if (!bus) return finish(analysis, found, severities, ALONE);
  const among = nodeRules
    .filter(({ code }) => severities.get(code) !== 'off')
    .flatMap((rule) => compareNodes(rule, analysis, bus));
  return finish(analysis, [...found, ...among], severities, CODES);
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
