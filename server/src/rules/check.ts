import type { Analysis } from '../semantic/analysis.ts';
import type { Finding } from '../semantic/problem.ts';
import { rules } from './registry.ts';

/** All findings of a program: what its reading found, and what the rules find. Sorted by place. */
export function checkProgram(analysis: Analysis, disabled: ReadonlySet<string> = new Set()): Finding[] {
  const findings = analysis.program.findings.filter((finding) => !disabled.has(finding.code));
  for (const rule of rules) {
    if (disabled.has(rule.code)) continue;
    rule.check(analysis, (finding) => findings.push({ severity: rule.severity, ...finding, code: rule.code }));
  }
  return findings.sort(byPlace);
}

function byPlace(a: Finding, b: Finding): number {
  if (a.range.source !== b.range.source) return a.range.source.uri < b.range.source.uri ? -1 : 1;
  return a.range.start - b.range.start || a.range.end - b.range.end;
}
