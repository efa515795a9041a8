import {
  DiagnosticSeverity,
  MarkupKind,
  type Diagnostic,
  type Location,
  type MarkupContent,
  type Range,
  type SignatureHelp,
} from 'vscode-languageserver/node.js';
import type { SignatureHelp as FoundSignatures } from '../features/signature-help.ts';
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

/** What a finding is shown with. */
export interface DiagnosticContext {
  /** A document's address as its client writes it. */
  readonly spell: (uri: string) => string;
  /** The address of the page of a kind of finding, with `{code}` in the place of its code. */
  readonly rulePages: () => string | undefined;
}

export function toDiagnostic(finding: Finding, { spell, rulePages }: DiagnosticContext): Diagnostic {
  const related = finding.related ?? [];
  const pages = rulePages();
  return {
    range: toRange(finding.range),
    severity: SEVERITIES[finding.severity],
    code: finding.code,
    ...(pages === undefined ? {} : { codeDescription: { href: pages.replace('{code}', finding.code) } }),
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

/** Markdown as the protocol carries it. */
export function toDocumentation(markdown: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value: markdown };
}

export function toSignatureHelp({ signatures, activeSignature, activeParameter }: FoundSignatures): SignatureHelp {
  const described = (markdown: string | undefined): { documentation?: MarkupContent } =>
    markdown === undefined ? {} : { documentation: toDocumentation(markdown) };
  return {
    activeSignature,
    activeParameter,
    signatures: signatures.map(({ label, documentation, parameters }) => ({
      label,
      ...described(documentation),
      parameters: parameters.map((parameter) => ({
        label: [parameter.start, parameter.end] as [number, number],
        ...described(parameter.documentation),
      })),
    })),
  };
}
