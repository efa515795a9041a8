import path from 'node:path';
import { URI } from 'vscode-uri';
import type { CatalogSource } from '../catalog/types.ts';
import type { Finding } from '../semantic/problem.ts';
import type { OtherSides } from '../rules/all-sides.ts';
import { unusedSuppression } from '../semantic/suppressions.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { findingKinds } from '../workspace/finding-kinds.ts';
import { Documents, type FileAccess } from '../workspace/documents.ts';
import type { VersionSource } from '../workspace/version-choice.ts';
import { Workspace } from '../workspace/workspace.ts';
import type { LintOptions } from './arguments.ts';
import { mendRoots } from './fix.ts';
import { formatReport } from './formats.ts';
import type { ReportedFile, ReportedFinding, ReportedPlace, ReportedRelation } from './report.ts';

export interface LintHost {
  readonly files: FileAccess;
  /** Puts a text in the place of the one that was read; says why not, where it did not. */
  replaceText(uri: string, before: string, after: string): string | undefined;
  readonly catalog: CatalogSource;
  readonly workingFolder: string;
  readonly toolVersion: string;
}

export interface LintResult {
  /** 0 nothing to report but hints and information, 1 findings, 2 could not run. */
  readonly exitCode: 0 | 1 | 2;
  readonly output: string;
  /** For standard error: what could not be done, and what else is to be said. */
  readonly faults: string;
}

/** Checks the files that the options name and writes the report. */
export function lint(options: LintOptions, host: LintHost): LintResult {
  const documents = new Documents(host.files);
  const workspace = new Workspace(documents, host.catalog);
  workspace.setDefaultSettings({
    version: options.version,
    roots: [],
    pathMappings: Object.fromEntries(
      Object.entries(options.mappings).map(([from, to]) => [from, path.resolve(host.workingFolder, to)]),
    ),
    defines: options.defines,
    severities: options.severities,
    extraModules: options.extraModules.map((folder) => path.resolve(host.workingFolder, folder)),
    officialTexts: undefined,
    inlayHints: [],
  });
  const findings = new Map<string, Map<string, Finding>>();
  const faults: string[] = [];
  const notes: string[] = [];
  const roots = options.files.map((file) => ({
    file,
    uri: URI.file(path.resolve(host.workingFolder, file)).toString(),
  }));
  for (const { uri } of roots) if (!workspace.isList(uri)) workspace.linkRoot(uri);
  if (options.fix) {
    const mended = mendRoots(
      roots.map(({ uri }) => uri),
      workspace,
      documents,
    );
    for (const { uri, before, after } of mended) {
      const shown = shownPath(uri, host.workingFolder);
      const fault = host.replaceText(uri, before, after);
      if (fault === undefined) notes.push(`kamailio-lint: ${shown}: mended\n`);
      else faults.push(`kamailio-lint: ${shown}: not mended, ${fault}\n`);
      // What is reported is what the file holds now.
      if (fault !== undefined) documents.close(uri);
    }
  }
  const lists = roots.flatMap(({ uri }) => (workspace.isList(uri) ? [] : workspace.listsInForce(uri)));
  const files = [...roots, ...lists.map((uri) => ({ file: uri, uri }))];
  const sides = options.allDefines ? new Map(roots.map(({ uri }) => [uri, checkSides(workspace, uri)])) : undefined;
  const findingsOf = (uri: string): readonly Finding[] => sides?.get(uri)?.own ?? workspace.findingsOfRoot(uri);
  for (const { file, uri } of files) {
    if (!documents.read(uri)) {
      faults.push(`kamailio-lint: ${file}: cannot be read\n`);
      continue;
    }
    if (!findings.has(uri)) findings.set(uri, new Map());
    const beyond = sides?.get(uri);
    if (beyond) notes.push(noteOnSides(file, beyond));
    for (const finding of [...findingsOf(uri), ...(beyond?.others ?? [])]) {
      const { source, start, end } = finding.range;
      if (finding.code === unusedSuppression.code && !isUnusedInAll(finding, roots, workspace, findingsOf)) continue;
      const known = findings.get(source.uri) ?? new Map<string, Finding>();
      known.set(`${start} ${end} ${finding.code} ${finding.message}`, finding);
      findings.set(source.uri, known);
    }
  }
  if (options.verbose) {
    for (const { file, uri } of roots) {
      const choice = workspace.choiceOf(uri);
      if (choice) notes.push(`kamailio-lint: ${file}: Kamailio ${choice.version}, ${ORIGINS[choice.source.kind]}\n`);
    }
  }
  for (const { uri, message } of workspace.extraModuleProblems()) {
    notes.push(`kamailio-lint: ${shownPath(uri, host.workingFolder)}: ${message}\n`);
  }
  const reported = [...findings].map(([uri, entries]): ReportedFile => {
    const sorted = [...entries.values()].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
    return {
      path: shownPath(uri, host.workingFolder),
      diagnostics: sorted.map((entry) => toReported(entry, host.workingFolder)),
    };
  });
  reported.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  for (const code of options.severities.keys()) {
    if (!findingKinds.some((kind) => kind.code === code)) {
      notes.push(`kamailio-lint: there are no findings '${code}'; 'kamailio-lint --rules' lists them\n`);
    }
  }
  const output = formatReport(options.format, {
    files: reported,
    rules: findingKinds,
    toolVersion: host.toolVersion,
  });
  return {
    exitCode: faults.length > 0 ? 2 : exitCodeOf(reported, options.maxWarnings),
    output,
    faults: [...faults, ...notes].join(''),
  };
}

/** Whether no root has a use for a comment: what suppresses nothing in one of them may do so in another. */
function isUnusedInAll(
  finding: Finding,
  roots: readonly { readonly uri: string }[],
  workspace: Workspace,
  findingsOf: (uri: string) => readonly Finding[],
): boolean {
  const { source, start } = finding.range;
  return roots.every(({ uri }) => {
    if (workspace.analysisOfRoot(uri)?.program.fileOf(source.uri) === undefined) return true;
    return findingsOf(uri).some(
      ({ code, range }) => code === finding.code && range.source.uri === source.uri && range.start === start,
    );
  });
}

function checkSides(workspace: Workspace, uri: string): OtherSides | undefined {
  const steps = workspace.checkOtherSides(uri);
  if (!steps) return undefined;
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

function noteOnSides(file: string, { runs, leftOut }: OtherSides): string {
  const times = runs === 1 ? 'once' : `${runs} times`;
  const rest =
    leftOut === 0
      ? ''
      : leftOut === 1
        ? '; one side of a condition cannot be reached by switches'
        : `; ${leftOut} sides of conditions cannot be reached by switches`;
  return `kamailio-lint: ${file}: checked ${times} more for other defines${rest}\n`;
}

/** Where a version comes from; there is no connection and no look for a program on the command line. */
const ORIGINS: Readonly<Record<VersionSource['kind'], string>> = {
  setting: 'as the command line says',
  comment: 'as its comment says',
  default: 'the newest stable version',
  live: 'of a connected server',
  installed: 'of the installed program',
};

function exitCodeOf(files: readonly ReportedFile[], maxWarnings: number | undefined): 0 | 1 {
  const all = files.flatMap((file) => file.diagnostics);
  if (all.some((entry) => entry.severity === 'error')) return 1;
  return all.filter((entry) => entry.severity === 'warning').length > (maxWarnings ?? 0) ? 1 : 0;
}

function shownPath(uri: string, folder: string): string {
  const file = URI.parse(uri).fsPath;
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative) ? relative : file;
}

function toReported({ code, severity, message, range, related = [] }: Finding, folder: string): ReportedFinding {
  const elsewhere = related.map((place): ReportedRelation => {
    const path = shownPath(place.range.source.uri, folder);
    return { path, message: place.message, ...toPlace(place.range) };
  });
  return { code, severity, message, ...toPlace(range), ...(elsewhere.length > 0 ? { related: elsewhere } : {}) };
}

function toPlace({ source, start, end }: SourceRange): ReportedPlace {
  const from = source.positionAt(start);
  const to = source.positionAt(end);
  return { line: from.line + 1, column: from.character + 1, endLine: to.line + 1, endColumn: to.character + 1 };
}
