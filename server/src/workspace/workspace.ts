import { URI, Utils } from 'vscode-uri';
import { Catalog } from '../catalog/catalog.ts';
import type { DocumentedItem } from '../catalog/official-text.ts';
import type { CatalogSource } from '../catalog/types.ts';
import type { KamailioVersion } from '../catalog/versions.ts';
import type { ListGroup } from '../dispatcher-list/list-group.ts';
import type { ListReading } from '../dispatcher-list/list-reading.ts';
import { checkOtherSides, type OtherSides, type SidesProgress } from '../rules/all-sides.ts';
import { checkAmongNodes, checkFragment, checkProgram, findInProgram } from '../rules/check.ts';
import { busOf, isBusNode, type Bus } from '../rules/nodes/bus.ts';
import { isMainRoute } from '../rules/shared/whole-program.ts';
import { analyse, type Analysis, type AnalysisOptions } from '../semantic/analysis.ts';
import { fileReferences, resolveFile } from '../semantic/file-parameters.ts';
import type { ProgramHost } from '../semantic/program-host.ts';
import type { Finding } from '../semantic/problem.ts';
import { namedLists } from '../semantic/list-files.ts';
import { readFragment } from '../semantic/program.ts';
import { unusedSuppression } from '../semantic/suppressions.ts';
import { collectSymbols, type Symbols } from '../semantic/symbols.ts';
import { ItemCache } from '../syntax/item-reader.ts';
import { SourceText } from '../syntax/source-text.ts';
import type { Documents } from './documents.ts';
import { DispatcherLists, isSame } from './dispatcher-lists.ts';
import { createFileResolver, type PathMapping } from './file-resolver.ts';
import { IncludeGraph } from './include-graph.ts';
import { OfficialTexts, type OfficialText } from './official-texts.ts';
import { readSettings, type Settings } from './settings.ts';
import { ExtraModules, type ModuleProblem } from './extra-modules.ts';
import { normaliseUri } from './uri.ts';
import {
  chooseVersion,
  isSameChoice,
  NOTHING_KNOWN,
  type ChosenVersion,
  type KnownVersions,
} from './version-choice.ts';

/** An analysis as the workspace keeps it. */
interface Kept {
  readonly analysis: Analysis;
  readonly settings: Settings;
  readonly root: SourceText;
  /** Whether the file, read on its own, is none that Kamailio could be started with. */
  readonly isFragment: boolean;
  readonly choice: ChosenVersion;
  findings: KeptFindings | undefined;
}

interface KeptFindings {
  readonly found: readonly Finding[];
  /** What the program shows by itself, whatever the other nodes of its bus are. */
  readonly inProgram: readonly Finding[];
  readonly named: readonly (SourceText | undefined)[];
  readonly bus: Bus | undefined;
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
  readonly #extraModules: ExtraModules;
  readonly #officialTexts: OfficialTexts;
  readonly #graph: IncludeGraph;
  /** By version, and the folders whose modules are known too. */
  readonly #catalogs = new Map<string, Catalog>();
  readonly #kept = new Map<string, Kept>();
  readonly #caches = new Map<string, ItemCache>();
  readonly #settings = new Map<string, Settings>();
  /** Settings of folders, for files in them that have none of their own. */
  readonly #folderSettings = new Map<string, Settings>();
  readonly #lists: DispatcherLists;
  #defaults: Settings = readSettings(undefined);
  #known: KnownVersions = NOTHING_KNOWN;
  #folders: readonly string[] = [];

  constructor(documents: Documents, catalogSource: CatalogSource) {
    this.#documents = documents;
    this.#extraModules = new ExtraModules(documents.files, catalogSource);
    this.#officialTexts = new OfficialTexts(documents.files);
    this.#graph = new IncludeGraph(documents.read, (root) => this.#hostFor(this.settingsOf(root.uri)));
    this.#lists = new DispatcherLists({
      read: documents.read,
      languageOf: (uri) => documents.languageOf(uri),
      settingsOf: (uri) => this.settingsOf(uri),
      versionOf: (list) => this.#chooseForList(list).version,
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
    if (settings) this.#settings.set(normaliseUri(uri), this.#shared(settings));
    else this.#settings.delete(normaliseUri(uri));
  }

  /** Settings for the files of a folder that have none of their own, such as files that are not open. */
  setFolderSettings(uri: string, settings: Settings): void {
    this.#folderSettings.set(normaliseUri(uri).replace(/\/$/, ''), this.#shared(settings));
    this.#forget();
  }

  forgetSettings(): void {
    this.#settings.clear();
    this.#folderSettings.clear();
    // Other folders may be named from now on.
    this.extraModulesChanged();
  }

  settingsOf(uri: string): Settings {
    const key = normaliseUri(uri);
    const own = this.#settings.get(key);
    if (own) return own;
    const folder = this.#folderOf(key);
    return (folder === undefined ? undefined : this.#folderSettings.get(folder)) ?? this.#defaults;
  }

  /** What is known from now on about the Kamailio that reads the files. */
  setKnownVersions({ live, installed }: KnownVersions): void {
    const normalised = (uri: string | undefined): string | undefined => uri && normaliseUri(uri);
    this.#known = {
      live: live.map(({ configuration, listFile, ...server }) => ({
        ...server,
        configuration: normalised(configuration),
        listFile: normalised(listFile),
      })),
      installed,
    };
  }

  /** The settings object in use that says the same, so that documents with equal settings share their analyses. */
  #shared(settings: Settings): Settings {
    const key = keyOfSettings(settings);
    const others = [this.#defaults, ...this.#folderSettings.values(), ...this.#settings.values()];
    return others.find((other) => keyOfSettings(other) === key) ?? settings;
  }

  #forget(): void {
    this.#kept.clear();
    this.#graph.forget();
    this.#lists.forget();
    this.#officialTexts.forget();
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

  // The catalogue

  /** The version that a document is read for, and where it comes from; undefined for one that is not there. */
  choiceOf(uri: string): ChosenVersion | undefined {
    const list = this.listReadingOf(uri);
    const [configuration] = list?.configurations ?? [];
    if (list && !configuration) return this.#chooseForList(list.list.source);
    const root = (configuration ?? this.readingOf(uri)?.analysis)?.program.root.uri;
    return root === undefined ? undefined : this.#kept.get(root)?.choice;
  }

  /** The catalogue that a document is read with, or one of another version if that is asked for. */
  catalogFor(uri: string | undefined, version?: KamailioVersion): Catalog {
    const key = uri ?? this.#folders[0] ?? '';
    const settings = this.settingsOf(key);
    const own = uri === undefined ? undefined : this.choiceOf(uri)?.version;
    return this.#catalogFor(version ?? own ?? this.#versionWithout(settings), settings, normaliseUri(key));
  }

  /** The version where there is no document to read it from. */
  #versionWithout({ version }: Settings): KamailioVersion {
    return chooseVersion(new SourceText('', ''), version, this.#known, () => []).version;
  }

  /** The folders whose modules were asked for until now, as URIs. */
  extraModuleFolders(): readonly string[] {
    return this.#extraModules.folders;
  }

  /** What is wrong in the descriptions of modules that were read until now. */
  extraModuleProblems(): readonly ModuleProblem[] {
    return this.#extraModules.problems;
  }

  /** What Kamailio's own documentation says of an item, from the folder that the settings name. */
  officialTextOf(uri: string, item: DocumentedItem): OfficialText | undefined {
    const path = this.settingsOf(uri).officialTexts;
    const folder = path === undefined ? undefined : this.#inFolder(normaliseUri(uri), path);
    return folder === undefined ? undefined : this.#officialTexts.find(folder, item);
  }

  /** To be called when a file in one of those folders may have changed. */
  extraModulesChanged(): void {
    this.#extraModules.forget();
    this.#catalogs.clear();
    this.#forget();
  }

  // Lists of destinations

  /** The roots that may name a list of destinations or be nodes of a dmq bus, over all files that were looked at. */
  rootsToLink(): string[] {
    return [...new Set(['dispatcher', 'dmq'].flatMap((text) => this.#graph.rootsWith(text)))].sort();
  }

  /** Takes a root into account when the configurations of a list, or the nodes of a bus, are looked for. */
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
      for (const finding of this.#findings(analysis, isFragment)) {
        if (finding.range.source.uri !== source.uri) continue;
        const key = `${finding.code} ${finding.range.start} ${finding.range.end} ${finding.message}`;
        const entry = merged.get(key) ?? { finding, roots: [] };
        entry.roots.push(nameOfFile(analysis.program.root.uri, this.#folders));
        merged.set(key, entry);
      }
    }
    return [...merged.values()].flatMap(({ finding, roots }) => {
      if (roots.length === readings.length) return [finding];
      // What is of no use to one root may be of use to another.
      if (finding.code === unusedSuppression.code) return [];
      const message = `${finding.message} (as part of ${roots.join(', ')})`;
      const { fix, ...rest } = finding;
      return [{ ...rest, message, ...(fix ? { fix: { ...fix, isSafe: false } } : {}) }];
    });
  }

  /** A root as it is read; undefined where it is not there or no root. */
  analysisOfRoot(uri: string): Analysis | undefined {
    const kept = this.#keep(normaliseUri(uri), this.settingsOf(uri));
    return kept?.isFragment === false ? kept.analysis : undefined;
  }

  /** All findings of a root with the files it includes, or of a list. */
  findingsOfRoot(uri: string): Finding[] {
    if (this.isList(uri)) return this.findingsOf(uri);
    const kept = this.#keep(normaliseUri(uri), this.settingsOf(uri));
    if (!kept) return [];
    return [...this.#findings(kept.analysis, kept.isFragment)];
  }

  /**
   * Checks the other sides of the conditions in a root with the files it includes, a reading a step; undefined for what is
   * not there or a list. What is changed between the steps is not taken into account.
   */
  checkOtherSides(uri: string): Generator<SidesProgress, OtherSides> | undefined {
    const settings = this.settingsOf(uri);
    const kept = this.isList(uri) ? undefined : this.#keep(normaliseUri(uri), settings);
    if (!kept) return undefined;
    const { analysis, isFragment, choice, root } = kept;
    const check = isFragment ? checkFragment : checkProgram;
    const cache = new ItemCache();
    return checkOtherSides(analysis, this.#findings(analysis, isFragment), {
      read: (forced) => {
        const read = this.#analyse(root, settings, choice, { forced, cache });
        return isFragment ? readFragment(read) : read;
      },
      check: (read) => check(read, settings.severities),
    });
  }

  #findings(analysis: Analysis, isFragment: boolean): readonly Finding[] {
    const { uri } = analysis.program.root;
    const kept = this.#kept.get(uri);
    const isKept = kept?.analysis === analysis;
    const { severities } = isKept ? kept.settings : this.settingsOf(uri);
    if (isFragment) {
      if (!isKept) return checkFragment(analysis, severities);
      const found = kept.findings?.found ?? checkFragment(analysis, severities);
      kept.findings = { found, inProgram: found, named: [], bus: undefined };
      return found;
    }
    const bus = this.#busOf(analysis);
    if (!isKept) return checkProgram(analysis, severities, bus);
    const named = namedFiles(analysis);
    const before = kept.findings && isSame(kept.findings.named, named) ? kept.findings : undefined;
    if (before && isSameBus(before.bus, bus)) return before.found;
    // An edit of another node does not change what this one shows by itself.
    const inProgram = before?.inProgram ?? findInProgram(analysis, severities);
    kept.findings = { found: checkAmongNodes(analysis, inProgram, severities, bus), inProgram, named, bus };
    return kept.findings.found;
  }

  /** The other nodes of a configuration's bus, among all that are known. */
  #busOf(analysis: Analysis): Bus | undefined {
    return isBusNode(analysis) ? busOf(analysis, this.#lists.configurations()) : undefined;
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
    const expected = this.#choose(root, settings, kept?.analysis);
    if (
      kept?.root === root &&
      kept.settings === settings &&
      isSameChoice(kept.choice, expected) &&
      this.#isFresh(kept.analysis)
    ) {
      return kept;
    }
    const first = this.#analyse(root, settings, expected);
    // Which list it names, and so which server runs it, is known only now.
    const choice = this.#choose(root, settings, first);
    const read = choice.version === expected.version ? first : this.#analyse(root, settings, choice);
    const isFragment = !isRoot(read);
    const analysis = isFragment ? readFragment(read) : read;
    const renewed: Kept = { analysis, settings, root, isFragment, choice, findings: undefined };
    this.#kept.set(uri, renewed);
    return renewed;
  }

  #analyse(
    root: SourceText,
    settings: Settings,
    { version }: ChosenVersion,
    options: Omit<AnalysisOptions, 'defines'> = { cache: this.#cacheOf(root.uri) },
  ): Analysis {
    const { uri } = root;
    const host = this.#hostFor(settings, uri);
    const catalog = this.#catalogFor(version, settings, uri);
    return analyse(root, host, catalog, { ...options, defines: settings.defines });
  }

  #cacheOf(uri: string): ItemCache {
    const cache = this.#caches.get(uri) ?? new ItemCache();
    this.#caches.set(uri, cache);
    return cache;
  }

  #choose(root: SourceText, settings: Settings, analysis: Analysis | undefined): ChosenVersion {
    return chooseVersion(root, settings.version, this.#known, () =>
      analysis ? namedLists(analysis).flatMap(({ files }) => files.map(({ source }) => source.uri)) : [],
    );
  }

  #chooseForList(list: SourceText): ChosenVersion {
    return chooseVersion(list, this.settingsOf(list.uri).version, this.#known, () => []);
  }

  #isFresh(analysis: Analysis): boolean {
    const { program, host } = analysis;
    if (program.files.some((file) => this.#documents.read(file.uri) !== file)) return false;
    return program.preprocessed.inclusions.every((inclusion) => {
      if (inclusion.resolved || inclusion.path === undefined) return true;
      return host.resolve(inclusion.path, inclusion.directive.source, program.root) === undefined;
    });
  }

  #catalogFor(version: KamailioVersion, { extraModules }: Settings, uri: string): Catalog {
    const folders = extraModules
      .map((path) => this.#inFolder(uri, path)?.replace(/\/$/, ''))
      .filter((folder) => folder !== undefined);
    const key = [version, ...folders].join('\n');
    let catalog = this.#catalogs.get(key);
    if (!catalog) {
      catalog = new Catalog(this.#extraModules.sourceWith(folders), version);
      this.#catalogs.set(key, catalog);
    }
    return catalog;
  }
}

/** Whether a file read on its own can be what Kamailio is started with: it loads modules or has the main route. */
function isRoot({ program }: Analysis): boolean {
  if (looksLikeRoot(program.symbols)) return true;
  // A condition that is never closed may have taken all of it away.
  const isCutOff = program.preprocessed.conditionals.some(({ close }) => !close);
  return isCutOff && program.inactive.some(({ items }) => looksLikeRoot(collectSymbols(items)));
}

function looksLikeRoot({ modules, routes }: Symbols): boolean {
  return modules.length > 0 || routes.some(isMainRoute);
}

/** Whether a bus has the same nodes, each as it was. */
function isSameBus(some: Bus | undefined, other: Bus | undefined): boolean {
  if (!some || !other) return some === other;
  const analysesOf = ({ others }: Bus): readonly Analysis[] => others.map(({ analysis }) => analysis);
  return some.isComplete === other.isComplete && isSame(analysesOf(some), analysesOf(other));
}

/** The files that a configuration names in its parameters, as they are now: rules look into them. */
function namedFiles(analysis: Analysis): (SourceText | undefined)[] {
  const { program, host } = analysis;
  return [
    ...namedLists(analysis).flatMap(({ files }) => files.map(({ source }) => source)),
    ...fileReferences(program).map((reference) => resolveFile(reference, host, program.root)?.source),
  ];
}

function keyOfSettings({ severities, ...settings }: Settings): string {
  return JSON.stringify([settings, [...severities]]);
}

function nameOfFile(uri: string, folders: readonly string[]): string {
  const folder = folders.find((entry) => uri.startsWith(`${entry}/`));
  return decodeURIComponent(folder === undefined ? uri.slice(uri.lastIndexOf('/') + 1) : uri.slice(folder.length + 1));
}
