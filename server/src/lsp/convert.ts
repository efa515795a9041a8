import { DiagnosticSeverity, type Diagnostic, type Location, type Range } from 'vscode-languageserver/node.js';
import type { Finding, Severity } from '../semantic/problem.ts';
import type { SourceRange } from '../syntax/source-text.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toRange({ source, start, end }: SourceRange): Range {
  return { start: source.positionAt(start), end: source.positionAt(end) };
}

/** @param spell gives a document's address as its client writes it */
export function toLocation(range: SourceRange, spell: (uri: string) => string): Location {
  return { uri: spell(range.source.uri), range: toRange(range) };
}

export function toDiagnostic(finding: Finding, spell: (uri: string) => string): Diagnostic {
  const related = finding.related ?? [];
  return {
    range: toRange(finding.range),
    severity: SEVERITIES[finding.severity],
    code: finding.code,
    source: 'kamailio',
    message: finding.message,
    ...(related.length > 0
      ? {
          relatedInformation: related.map((place) => ({
            location: toLocation(place.range, spell),
            message: place.message,
          })),
        }
      : {}),
    ...(finding.replacement === undefined ? {} : { data: { replacement: finding.replacement } }),
  };
}
