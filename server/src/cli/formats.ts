import { describeKind } from '../features/rule-page.ts';
import type { FindingKind } from '../semantic/finding-kind.ts';
import type { Severity } from '../semantic/problem.ts';
import type { Format } from './arguments.ts';
import type { ReportedFile, ReportedFinding, ReportedPlace, ReportedRelation } from './report.ts';

/** What a format is made from. */
export interface Report {
  readonly files: readonly ReportedFile[];
  readonly rules: readonly FindingKind[];
  readonly toolVersion: string;
}

/** Writes a report in one of the formats; the text ends with a line end unless it is empty. */
export function formatReport(format: Format, report: Report): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ version: 1, files: report.files }, null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(toSarif(report), null, 2)}\n`;
    case 'github':
      return report.files
        .flatMap((file) => file.diagnostics.map((entry) => toWorkflowCommand(file.path, entry)))
        .join('');
    default:
      return toText(report.files);
  }
}

function toText(files: readonly ReportedFile[]): string {
  const lines: string[] = [];
  const counts = new Map<Severity, number>();
  for (const { path, diagnostics } of files) {
    for (const { line, column, severity, message, code } of diagnostics) {
      lines.push(`${path}:${line}:${column}: ${severity}: ${message} [${code}]`);
      counts.set(severity, (counts.get(severity) ?? 0) + 1);
    }
  }
  if (lines.length === 0) return '';
  const parts = [...counts].map(
    ([severity, count]) => `${count} ${severity}${count === 1 || severity === 'information' ? '' : 's'}`,
  );
  return `${lines.join('\n')}\n\n${parts.join(', ')}\n`;
}

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

function toWorkflowCommand(path: string, finding: ReportedFinding): string {
  const property = (text: string): string => escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
  const { line, column, endLine, endColumn } = finding;
  const place = `file=${property(path)},line=${line},col=${column},endLine=${endLine},endColumn=${endColumn}`;
  return `::${COMMANDS[finding.severity]} ${place},title=${property(finding.code)}::${escapeData(finding.message)}\n`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

const LEVELS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** SARIF 2.1.0, with every rule that the findings name. */
function toSarif({ files, rules, toolVersion }: Report): object {
  const codes = [...new Set(files.flatMap((file) => file.diagnostics.map((entry) => entry.code)))].sort();
  const described = new Map(rules.map((rule) => [rule.code, rule]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kamailio-lint',
            version: toolVersion,
            rules: codes.map((code) => {
              const rule = described.get(code);
              return rule
                ? {
                    id: code,
                    shortDescription: { text: rule.summary },
                    help: { text: rule.advice, markdown: describeKind(rule) },
                  }
                : { id: code, shortDescription: { text: 'The text is no Kamailio configuration at this place.' } };
            }),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap(({ path, diagnostics }) =>
          diagnostics.map((entry) => ({
            ruleId: entry.code,
            ruleIndex: codes.indexOf(entry.code),
            level: LEVELS[entry.severity],
            message: { text: entry.message },
            locations: [toLocation(path, entry)],
            ...(entry.related ? { relatedLocations: entry.related.map(toRelatedLocation) } : {}),
          })),
        ),
      },
    ],
  };
}

function toLocation(path: string, { line, column, endLine, endColumn }: ReportedPlace): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(path.replace(/\\/g, '/')) },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  };
}

function toRelatedLocation(relation: ReportedRelation): object {
  return { ...toLocation(relation.path, relation), message: { text: relation.message } };
}
