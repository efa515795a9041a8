/** The shared corpus of real configurations: its manifest, its mutants, and the reading of its roots. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { KamailioVersion } from '../../../server/src/catalog/versions.ts';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { analyse, type Analysis } from '../../../server/src/semantic/analysis.ts';
import type { ProgramHost } from '../../../server/src/semantic/program-host.ts';
import type { Finding } from '../../../server/src/semantic/problem.ts';
import type { ItemCache } from '../../../server/src/syntax/item-reader.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { StringLiteral } from '../../../server/src/syntax/token-types.ts';
import { createFileResolver, type PathMapping } from '../../../server/src/workspace/file-resolver.ts';
import { openCatalog } from '../../unit/catalog/repository.ts';

/** One message of `kamailio -c`; lines count from 1. */
export interface KamailioError {
  readonly file?: string;
  readonly line: number;
  readonly endLine?: number;
  readonly col?: number;
  readonly msg: string;
  readonly detail?: readonly string[];
}

export type VerdictClass =
  'accepted' | 'missing-include' | 'module-not-installed' | 'needs-runtime' | 'syntax' | 'semantic';

export interface Verdict {
  readonly exit: number;
  readonly class: VerdictClass;
  readonly errors?: readonly KamailioError[];
}

/** A configuration of the corpus. */
export interface CorpusFile {
  /** Below the corpus folder. */
  readonly file: string;
  readonly kind: 'script' | 'dispatcher-list';
  readonly role?: 'root' | 'include' | 'fragment';
  readonly verdict?: Verdict;
  readonly features?: { readonly includes?: readonly unknown[] };
  /** What Kamailio said with the installed modules' folder given and missing includes mapped. */
  readonly relaxed?: { readonly verdict: Verdict; readonly includeDirsMapped: Readonly<Record<string, string>> };
}

export interface Mutant {
  readonly id: string;
  readonly base: string;
  readonly kind: string;
  readonly sub: string;
  readonly edit: { readonly line: number; readonly col: number; readonly remove: string; readonly insert: string };
  readonly symptomLine?: number;
  readonly kamailio: { readonly exit: number; readonly errors?: readonly KamailioError[] };
}

/** Roots whose `listen` is in the braces of a template: Kamailio refuses that, the file that is written from it is sound. */
export const TEMPLATES: ReadonlySet<string> = new Set([
  'files/Viking-VoIP+full-voip-on-k8s-sip-proxy-config/kamailio.cfg',
  'files/sipcapture+homer5-docker/kamailio/kamailio.cfg',
]);

/** The release that gave the verdicts. */
export const CORPUS_VERSION: KamailioVersion = '5.6';
const catalog = openCatalog(CORPUS_VERSION);

export function readManifest(corpus: string): CorpusFile[] {
  const manifest = JSON.parse(readFileSync(path.join(corpus, 'manifest.json'), 'utf8')) as { files: CorpusFile[] };
  return manifest.files;
}

export function readMutants(corpus: string): Mutant[] {
  const lines = readFileSync(path.join(corpus, 'mutants/mutants.jsonl'), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Mutant);
}

/** The folder of the repository that a file of the corpus comes from. */
export function repositoryFolder(corpus: string, file: string): string {
  return path.join(corpus, ...file.split('/').slice(0, 2));
}

/** Reads files from the disk, each once; given texts stand in the place of theirs. */
export class DiskSources {
  readonly #known = new Map<string, SourceText | undefined>();

  read = (uri: string): SourceText | undefined => {
    if (!this.#known.has(uri)) {
      const file = new URL(uri);
      this.#known.set(uri, existsSync(file) ? this.#open(uri, file) : undefined);
    }
    return this.#known.get(uri);
  };

  replace(source: SourceText): void {
    this.#known.set(source.uri, source);
  }

  #open(uri: string, file: URL): SourceText | undefined {
    try {
      return new SourceText(uri, readFileSync(file, 'utf8'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EISDIR') return undefined;
      throw error;
    }
  }
}

export interface ReadOptions {
  readonly sources?: DiskSources;
  /** As the manifest's `includeDirsMapped`: deployed place to place in the repository. */
  readonly mapped?: Readonly<Record<string, string>>;
  readonly repository?: string;
  /** Used in the place of the file's own text. */
  readonly text?: string;
  /** Names that are defined, or not, whatever the file says. */
  readonly forced?: ReadonlyMap<string, boolean>;
  readonly cache?: ItemCache;
}

/** Reads a root as the release of the corpus would. */
export function analyseFile(file: string, options: ReadOptions = {}): Analysis {
  const sources = options.sources ?? new DiskSources();
  const uri = pathToFileURL(file).toString();
  const root = options.text === undefined ? sources.read(uri) : new SourceText(uri, options.text);
  if (!root) throw new Error(`${file} is missing`);
  if (options.text !== undefined) sources.replace(root);
  const { forced, cache } = options;
  return analyse(root, createHost(sources, options), catalog, {
    defines: [],
    ...(forced ? { forced } : {}),
    ...(cache ? { cache } : {}),
  });
}

function createHost(sources: DiskSources, { mapped = {}, repository = '' }: ReadOptions): ProgramHost {
  const folders: PathMapping[] = [];
  const renamed = new Map<string, string>();
  for (const [deployed, place] of Object.entries(mapped)) {
    if (deployed.startsWith('/')) {
      folders.push({ deployed, folder: pathToFileURL(path.join(repository, place)).toString() });
    } else renamed.set(deployed, place);
  }
  const resolver = createFileResolver(sources.read, folders);
  return { resolve: (name, from, root) => resolver.resolve(renamed.get(name) ?? name, from, root) };
}

export function findingsOf(file: string, options: ReadOptions = {}): Finding[] {
  return checkProgram(analyseFile(file, options));
}

/** The errors among the findings of a program that `kamailio -c` looks for; the others show when Kamailio starts. */
export function refusals(analysis: Analysis): Finding[] {
  return checkProgram(analysis).filter((finding) => finding.severity === 'error' && !showsAtStart(analysis, finding));
}

/** What modules look at when they are initialised or their arguments are prepared, which `kamailio -c` does not do. */
const SEEN_AT_START: ReadonlySet<string> = new Set([
  'argument-not-number',
  'database-driver-missing',
  'database-url-missing',
  'dispatcher-list-missing',
  'dispatcher-ping-needs-tm',
  'dispatcher-ping-reply-codes',
  'dispatcher-socket',
  'dispatcher-variable',
  'dmq-notification-address',
  'dmq-server-address',
  'duplicate-case',
  'invalid-regex',
  'misspelt-method',
  'missing-event-route',
  'missing-file',
  'missing-module',
  'module-load-order',
  'module-parameter-range',
  'reply-code',
  'undeclared-counter',
  'undeclared-dialog-profile',
  'undefined-route',
  'unknown-log-level',
  'unknown-rtp-set',
  'unknown-sql-connection',
]);

/** Route names and the inside of strings are looked at only when Kamailio starts. */
export function showsAtStart({ program }: Analysis, { code, range }: Finding): boolean {
  if (SEEN_AT_START.has(code)) return true;
  if (!/pseudo-variable$|transformation$|inner-name$/.test(code)) return false;
  return program.tokenAt(range.source, range.start)?.token.tokenType === StringLiteral;
}

/** How a root of the corpus is to be read: with what the manifest maps. */
export function readOptions(corpus: string, { file, relaxed }: CorpusFile): ReadOptions {
  return { mapped: relaxed?.includeDirsMapped ?? {}, repository: repositoryFolder(corpus, file) };
}

/** The verdict to hold against: the one with the installed modules and mapped includes, where there is one. */
export function verdictOf({ file, verdict, relaxed }: CorpusFile): Verdict {
  const found = relaxed?.verdict ?? verdict;
  if (!found) throw new Error(`${file} has no verdict`);
  return found;
}

/** The first and last line of a finding, from 1. */
export function linesOf({ range: { source, start, end } }: Finding): [number, number] {
  return [source.lineAt(start) + 1, source.lineAt(end) + 1];
}

/** A finding for a test's message: `file:line code message`. */
export function describe(finding: Finding): string {
  const { source, start } = finding.range;
  const name = source.uri.slice(source.uri.lastIndexOf('/') + 1);
  return `${name}:${source.lineAt(start) + 1} ${finding.severity} ${finding.code} ${finding.message}`;
}

/** Applies a mutant's edit; its column counts code points. */
export function mutate(text: string, { edit }: Mutant): string {
  const source = new SourceText('', text);
  const start = source.lineStart(edit.line - 1);
  const line = Array.from(text.slice(start, source.lineStart(edit.line)));
  const at = start + line.slice(0, edit.col - 1).join('').length;
  if (!text.startsWith(edit.remove, at)) throw new Error(`'${edit.remove}' is not at ${edit.line}:${edit.col}`);
  return text.slice(0, at) + edit.insert + text.slice(at + edit.remove.length);
}
