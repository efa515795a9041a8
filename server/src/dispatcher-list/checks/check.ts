import type { Finding } from '../../semantic/problem.ts';
import type { ListReading } from '../list-reading.ts';
import { listChecks } from './registry.ts';

/** All findings of a list of destinations, sorted by place. */
export function checkList(reading: ListReading, disabled: ReadonlySet<string> = new Set()): Finding[] {
  const { source } = reading.list;
  const findings: Finding[] = [];
  for (const check of listChecks) {
    if (disabled.has(check.code)) continue;
    const { code, severity } = check;
    check.check(reading, ({ at, ...finding }) => {
      findings.push({ severity, ...finding, code, range: { source, start: at.start, end: at.end } });
    });
  }
  return findings.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}
