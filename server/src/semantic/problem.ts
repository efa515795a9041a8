import type { SourceRange } from '../syntax/source-text.ts';

export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What the user has chosen, by code: the severity to report it with, or not to look for it at all. */
export type SeveritySettings = ReadonlyMap<string, Severity | 'off'>;

/** Another place that a finding speaks of. */
export interface RelatedPlace {
  readonly range: SourceRange;
  readonly message: string;
}

/** An edit, or several in one or more files, that mends a finding. */
export interface Fix {
  /** What it does, as the menu of quick fixes shows it: `Load module 'xlog'`. */
  readonly title: string;
  readonly edits: readonly { readonly range: SourceRange; readonly newText: string }[];
  /** Whether it may be made unseen, together with all others: it leaves no doubt what was meant. */
  readonly isSafe: boolean;
}

/** Something to report, in whichever file of the program it stands. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: SourceRange;
  readonly related?: readonly RelatedPlace[];
  /** What most likely should stand in the place of the range. */
  readonly replacement?: string;
  /** How else it is mended, where one edit of the range will not do. */
  readonly fix?: Fix;
}

/** Findings with the severities that the user has chosen; those that are switched off are gone. */
export function withSeverities(findings: readonly Finding[], severities: SeveritySettings): Finding[] {
  return findings.flatMap((finding) => {
    const severity = severities.get(finding.code) ?? finding.severity;
    return severity === 'off' ? [] : [severity === finding.severity ? finding : { ...finding, severity }];
  });
}
