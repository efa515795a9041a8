import { URI, Utils } from 'vscode-uri';
import { Catalog } from '../catalog/catalog.ts';
import type { CatalogSource } from '../catalog/types.ts';
import type { KamailioVersion } from '../catalog/versions.ts';
import type { ListGroup } from '../dispatcher-list/list-group.ts';
import type { ListReading } from '../dispatcher-list/list-reading.ts';
import { checkProgram } from '../rules/check.ts';
import { analyse, type Analysis } from '../semantic/analysis.ts';
import type { ProgramHost } from '../semantic/program-host.ts';
import type { Finding } from '../semantic/problem.ts';
import { readFragment } from '../semantic/program.ts';
import { ItemCache } from '../syntax/item-reader.ts';
import type { SourceText } from '../syntax/source-text.ts';
import type { Documents } from './documents.ts';
import { DispatcherLists } from './dispatcher-lists.ts';
import { createFileResolver, type PathMapping } from './file-resolver.ts';
import { IncludeGraph } from './include-graph.ts';
import { readSettings, type Settings } from './settings.ts';
import { normaliseUri } from './uri.ts';

/** An analysis as the workspace keeps it. */
interface Kept {
  readonly analysis: Analysis;
  readonly settings: Settings;
  readonly root: SourceText;
  /** Whether the file, read on its own, is none that Kamailio could be started with. */
  readonly isFragment: boolean;
  findings: readonly Finding[] | undefined;
}

/** What a document is read as. */
export interface Reading {
  readonly analysis: Analysis;
  /** The document's text inside the program. */
  readonly source: SourceText;
  /** Whether no root is known that includes it: what other files would define is not known then. */
  readonly isFragment: boolean;
}

/** More roots than these are not read for one fragment: their findings would mostly repeat each other. */
const MOST_ROOTS = 4;

/**
 * Answers what a document means: finds the roots that it belongs to, keeps their analyses, and renews them when any of
 * their files, the settings or the files that could be found have changed.
 */
export class Workspace {
  readonly #documents: Documents;
  readonly #catalogSource: CatalogSource;
  readonly #graph: IncludeGraph;
  readonly #catalogs = new Map<KamailioVersion, Catalog>();
  readonly #kept = new Map<string, Kept>();
  readonly #caches = new Map<string, ItemCache>();
  readonly #settings = new Map<string, Settings>();
  /** Settings of folders, for files in them that have none of their own. */
  readonly #folderSettings = new Map<string, Settings>();
  readonly #lists: DispatcherLists;
  #defaults: Settings = readSettings(undefined);
  #folders: readonly string[] = [];

  constructor(documents: Documents, catalogSource: CatalogSource) {
    this.#documents = documents;
    this.#catalogSource = catalogSource;
    this.#graph = new IncludeGraph(documents.read, (root) => this.#hostFor(this.settingsOf(root.uri)));
    this.#lists = new DispatcherLists({
      read: documents.read,
      languageOf: (uri) => documents.languageOf(uri),
      settingsOf: (uri) => this.settingsOf(uri),
      analysisOf: (root) => {
        const kept = this.#keep(root, this.settingsOf(root));
        return kept?.isFragment === false ? kept.analysis : undefined;
      },
    });
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  setFolders(uris: readonly string[]): void {
    this.#folders = uris.map((uri) => normaliseUri(uri).replace(/\/$/, ''));
    this.#forget();
  }

  /** Settings for documents that have none of their own. */
  setDefaultSettings(settings: Settings): void {
    this.#defaults = settings;
    this.#forget();
  }

  setSettings(uri: string, settings: Settings | undefined): void {
    if (settings) this.#settings.set(normaliseUri(uri), this.#known(settings));
    else this.#settings.delete(normaliseUri(uri));
  }

  /** Settings for the files of a folder that have none of their own, such as files that are not open. */
  setFolderSettings(uri: string, settings: Settings): void {
    this.#folderSettings.set(normaliseUri(uri).replace(/\/$/, ''), this.#known(settings));
    this.#forget();
  }

  forgetSettings(): void {
    this.#settings.clear();
    this.#folderSettings.clear();
    this.#forget();
  }

  settingsOf(uri: string): Settings {
    const key = normaliseUri(uri);
    const own = this.#settings.get(key);
    if (own) return own;
    const folder = this.#folderOf(key);
    return (folder === undefined ? undefined : this.#folderSettings.get(folder)) ?? this.#defaults;
  }

  /** The settings object in use that says the same, so that documents with equal settings share their analyses. */
  #known(settings: Settings): Settings {
    const key = keyOfSettings(settings);
    const others = [this.#defaults, ...this.#folderSettings.values(), ...this.#settings.values()];
    return others.find((other) => keyOfSettings(other) === key) ?? settings;
  }

  #forget(): void {
    this.#kept.clear();
    this.#graph.forget();
    this.#lists.forget();
  }

  /** Looks at files that may be roots, so that fragments find the roots that include them. */
  discover(uris: Iterable<string>): void {
    for (const uri of uris) this.#graph.scan(normaliseUri(uri));
  }

  /** To be called when files have come or gone: what could not be found may be there now. */
  filesChanged(): void {
    this.#forget();
  }

  includedFiles(): string[] {
    return this.#graph.includedFiles();
  }

  // Lists of destinations

  /** The roots that may name a list of destinations, over all files that were looked at. */
  rootsThatMayNameLists(): string[] {
    return this.#graph.rootsWith('dispatcher');
  }

  /** Takes a root into account when the configurations of a list are looked for. */
  linkRoot(root: string): void {
    this.#lists.link(normaliseUri(root));
    this.#keep(normaliseUri(root), this.settingsOf(root));
  }

  /** Every file that a known configuration names as a list of destinations. */
  listFiles(): string[] {
    return this.#lists.files();
  }

  /** The list that Kamailio reads for a root, if it is known, and templates that it is made from. */
  listsInForce(root: string): string[] {
    const kept = this.#keep(normaliseUri(root), this.settingsOf(root));
    const named = kept?.isFragment === false ? this.#lists.namesOf(kept.analysis) : [];
    return named.filter(({ isInForce }) => isInForce).flatMap(({ files }) => files.map(({ source }) => source.uri));
  }

  /** Whether a document is a list of destinations, and no configuration. */
  isList(uri: string): boolean {
    const key = normaliseUri(uri);
    for (const root of this.#namedRoots(key, this.settingsOf(key))) this.#lists.link(root);
    return this.#lists.isList(key);
  }

  /** A list of destinations as it is read; undefined for what is no list or not there. */
  listReadingOf(uri: string): ListReading | undefined {
    return this.isList(uri) ? this.#lists.readingOf(normaliseUri(uri)) : undefined;
  }

  /** Any file read as a list: one that somebody says is one, whatever its name. */
  readAsList(uri: string): ListReading | undefined {
    return this.#lists.readingOf(normaliseUri(uri));
  }

  /** The configurations and lists that share numbers of sets with a document. */
  listGroupOf(uri: string): ListGroup {
    const key = normaliseUri(uri);
    if (this.isList(key)) return this.#lists.groupOf([], [key]);
    return this.#lists.groupOf(
      this.readingsOf(key).map(({ analysis }) => analysis),
      [],
    );
  }

  /** All known configurations that may name lists, these, and the lists that are open. */
  allLists(): ListGroup {
    return this.#lists.all(this.#documents.openUris());
  }

  // Configurations

  /** The ways a configuration is read, the foremost first; none for a document that is not there or is none. */
  readingsOf(uri: string): Reading[] {
    const key = normaliseUri(uri);
    const source = this.#documents.read(key);
    if (!source || this.isList(key)) return [];
    this.#graph.scan(key);
    const settings = this.settingsOf(key);
    const readings: Reading[] = [];
    for (const root of this.#rootsOf(key, settings).slice(0, MOST_ROOTS)) {
      const kept = this.#keep(root, settings);
      const inside = kept?.analysis.program.fileOf(key);
      if (kept && inside) readings.push({ analysis: kept.analysis, source: inside, isFragment: false });
      if (kept) this.#lists.link(root);
    }
    if (readings.length > 0) return readings;
    const alone = this.#keep(key, settings);
    if (alone?.isFragment === false) this.#lists.link(key);
    return alone ? [{ analysis: alone.analysis, source, isFragment: alone.isFragment }] : [];
  }

  /** The foremost reading of a document. */
  readingOf(uri: string): Reading | undefined {
    return this.readingsOf(uri)[0];
  }

  /** The findings in one document, over all roots it belongs to; a finding of some roots only names them. */
  findingsOf(uri: string): Finding[] {
    const list = this.listReadingOf(uri);
    if (list) return [...this.#lists.findingsOf(list)];
    const readings = this.readingsOf(uri);
    const merged = new Map<string, { finding: Finding; roots: string[] }>();
    for (const { analysis, source, isFragment } of readings) {
      const findings = isFragment ? fragmentFindings(analysis) : this.#findings(analysis);
      for (const finding of findings) {
        if (finding.range.source.uri !== source.uri) continue;
        const key = `${finding.code} ${finding.range.start} ${finding.range.end} ${finding.message}`;
        const entry = merged.get(key) ?? { finding, roots: [] };
        entry.roots.push(nameOfFile(analysis.program.root.uri, this.#folders));
        merged.set(key, entry);
      }
    }
    return [...merged.values()].map(({ finding, roots }) =>
      roots.length === readings.length
        ? finding
        : { ...finding, message: `${finding.message} (as part of ${roots.join(', ')})` },
    );
  }

  /** All findings of a root with the files it includes, or of a list. */
  findingsOfRoot(uri: string): Finding[] {
    if (this.isList(uri)) return this.findingsOf(uri);
    const kept = this.#keep(normaliseUri(uri), this.settingsOf(uri));
    if (!kept) return [];
    return kept.isFragment ? fragmentFindings(kept.analysis) : [...this.#findings(kept.analysis)];
  }

  #findings(analysis: Analysis): readonly Finding[] {
    const kept = this.#kept.get(analysis.program.root.uri);
    if (kept?.analysis !== analysis)
      return checkProgram(analysis, this.settingsOf(analysis.program.root.uri).disabledRules);
    kept.findings ??= checkProgram(analysis, kept.settings.disabledRules);
    return kept.findings;
  }

  /** The root files for a document: those the user names if they include it, else those found, else itself. */
  #rootsOf(uri: string, settings: Settings): string[] {
    const named = this.#namedRoots(uri, settings);
    for (const root of named) this.#graph.scan(root);
    const found = this.#graph.rootsOf(uri);
    const chosen = named.filter((root) => root === uri || this.#includes(root, uri));
    if (chosen.length > 0) return chosen;
    return found;
  }

  /** The roots that the user names for a document. */
  #namedRoots(uri: string, settings: Settings): string[] {
    return settings.roots.map((path) => this.#inFolder(uri, path)).filter((root) => root !== undefined);
  }

  #includes(root: string, uri: string): boolean {
    return this.#graph.rootsOf(uri).includes(root);
  }

  #inFolder(uri: string, path: string): string | undefined {
    if (/^\w+:\/\//.test(path)) return normaliseUri(path);
    if (path.startsWith('/')) return URI.file(path).toString();
    const folder = this.#folderOf(uri);
    return folder === undefined ? undefined : Utils.joinPath(URI.parse(folder), path).toString();
  }

  /** The innermost workspace folder that holds a document. */
  #folderOf(uri: string): string | undefined {
    const above = this.#folders.filter((folder) => uri.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length);
    return above[0] ?? this.#folders[0];
  }

  #hostFor(settings: Settings, uri = ''): ProgramHost {
    const mappings: PathMapping[] = [];
    for (const [deployed, target] of Object.entries(settings.pathMappings)) {
      const folder = this.#inFolder(uri, target);
      if (folder !== undefined) mappings.push({ deployed, folder });
    }
    return createFileResolver(this.#documents.read, mappings);
  }

  #keep(uri: string, settings: Settings): Kept | undefined {
    const root = this.#documents.read(uri);
    if (!root) {
      this.#kept.delete(uri);
      return undefined;
    }
    const kept = this.#kept.get(uri);
    if (kept?.root === root && kept.settings === settings && this.#isFresh(kept.analysis)) return kept;
    const cache = this.#caches.get(uri) ?? new ItemCache();
    this.#caches.set(uri, cache);
    const host = this.#hostFor(settings, uri);
    const read = analyse(root, host, this.#catalogFor(settings.version), { defines: settings.defines, cache });
    const isFragment = !isRoot(read);
    const analysis = isFragment ? readFragment(read) : read;
    const renewed: Kept = { analysis, settings, root, isFragment, findings: undefined };
    this.#kept.set(uri, renewed);
    return renewed;
  }

  #isFresh(analysis: Analysis): boolean {
    const { program, host } = analysis;
    if (program.files.some((file) => this.#documents.read(file.uri) !== file)) return false;
    return program.preprocessed.inclusions.every((inclusion) => {
      if (inclusion.resolved || inclusion.path === undefined) return true;
      return host.resolve(inclusion.path, inclusion.directive.source, program.root) === undefined;
    });
  }

  #catalogFor(version: KamailioVersion): Catalog {
    let catalog = this.#catalogs.get(version);
    if (!catalog) {
      catalog = new Catalog(this.#catalogSource, version);
      this.#catalogs.set(version, catalog);
    }
    return catalog;
  }
}

/** Whether a file read on its own can be what Kamailio is started with: it loads modules or has the main route. */
function isRoot({ program }: Analysis): boolean {
  const { modules, routes } = program.symbols;
  if (modules.length > 0) return true;
  return routes.some((route) => route.name === undefined && (route.kind === 'request_route' || route.kind === 'route'));
}

/** Of a file whose roots are unknown only the faults of its own text are reported. */
function fragmentFindings(analysis: Analysis): Finding[] {
  return analysis.program.findings.filter((finding) => finding.code !== 'unbalanced-conditional');
}

function keyOfSettings({ disabledRules, ...settings }: Settings): string {
  return JSON.stringify([settings, [...disabledRules]]);
}

function nameOfFile(uri: string, folders: readonly string[]): string {
  const folder = folders.find((entry) => uri.startsWith(`${entry}/`));
  return decodeURIComponent(folder === undefined ? uri.slice(uri.lastIndexOf('/') + 1) : uri.slice(folder.length + 1));
}
