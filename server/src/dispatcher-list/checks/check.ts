import { withSeverities, type Finding, type SeveritySettings } from '../../semantic/problem.ts';
import { applySuppressions, unusedSuppression } from '../../semantic/suppressions.ts';
import type { ListReading } from '../list-reading.ts';
import { commentsOfList } from '../list.ts';
import { listChecks } from './registry.ts';

const CODES: ReadonlySet<string> = new Set([...listChecks, unusedSuppression].map(({ code }) => code));

/** All findings of a list of destinations, sorted by place. */
export function checkList(reading: ListReading, severities: SeveritySettings = new Map()): Finding[] {
  const { list } = reading;
  const { source } = list;
  const findings: Finding[] = [];
  for (const check of listChecks) {
    const { code, severity } = check;
    if (severities.get(code) === 'off') continue;
    check.check(reading, ({ at, ...finding }) => {
      findings.push({ severity, ...finding, code, range: { source, start: at.start, end: at.end } });
    });
  }
  const ran = new Set([...CODES].filter((code) => severities.get(code) !== 'off'));
  const heard = applySuppressions(findings, [{ source, comments: commentsOfList(list) }], { codes: CODES, ran });
  return withSeverities(heard, severities).sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}
