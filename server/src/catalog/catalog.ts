import { routeMask } from './route-context.ts';
import type { RouteType } from './route-context.ts';
import { readLifespan, resolveItem } from './stored.ts';
import type { StoredItem } from './stored.ts';
import type {
  Alias,
  CatalogSource,
  CoreDirective,
  CoreEntry,
  CoreFunction,
  CoreSetting,
  CoreStatement,
  EventRouteEntry,
  FunctionEntry,
  FunctionParameter,
  FunctionSignature,
  ModuleEntry,
  Owned,
  ParameterEntry,
  PseudoVariableEntry,
  RemovedItem,
  RpcCommandEntry,
  SharedEntry,
  Spelled,
  TransformationEntry,
} from './types.ts';
import { compareVersions, existsIn } from './versions.ts';
import type { KamailioVersion, Lifespan } from './versions.ts';

/** The module name under which the core's own items appear. */
export const CORE = 'core';

/** For each name the modules that have something of that name. */
type Owners = Readonly<Record<string, readonly string[]>>;

/** The lists that can be listed from the index. */
type ListedKind = 'functions' | 'pseudoVariables' | 'transformations' | 'eventRoutes';

/** By list, name and module: the versions of those items that some version of their module does not have. */
type PartialLifespans = Readonly<
  Partial<Record<ListedKind, Readonly<Record<string, Readonly<Record<string, StoredItem>>>>>>
>;

/** `index.json`: which module has what, so that a name finds its module without reading all of them. */
interface StoredIndex {
  readonly modules: readonly (StoredItem & { readonly name: string })[];
  readonly partial?: PartialLifespans;
  readonly functions: Owners;
  readonly pseudoVariables: Owners;
  readonly transformations: Owners;
  readonly eventRoutes: Owners;
  readonly rpcCommands: Owners;
  readonly removed: readonly RemovedItem[];
  /** Modules that are known by their name alone. */
  readonly opaque?: readonly string[];
}

/** `core.json` or a module's file. */
interface StoredFile {
  readonly text?: string;
  readonly exportName?: string;
  readonly page?: string | null;
  readonly binds?: readonly string[];
  readonly removed?: readonly RemovedItem[];
  readonly [list: string]: unknown;
}

/**
 * What one Kamailio version offers. Making one reads nothing; the index is read with the first question, a module's
 * file with the first question about that module.
 *
 * Items of other versions are answered too, with their lifespan: ask `has(entry)` to know whether this version has it.
 */
export class Catalog {
  readonly version: KamailioVersion;
  readonly #source: CatalogSource;
  readonly #modules = new Map<string, ModuleEntry | undefined>();
  readonly #found = new Map<string, unknown>();
  #index: StoredIndex | undefined;
  #lifespans: ReadonlyMap<string, Lifespan> | undefined;
  #core: CoreEntry | undefined;
  readonly #available = new Map<ListedKind, ReadonlyMap<string, readonly string[]>>();

  constructor(source: CatalogSource, version: KamailioVersion) {
    this.#source = source;
    this.version = version;
  }

  /** Whether this catalogue's version has the item. */
  has(item: Lifespan): boolean {
    return existsIn(item, this.version);
  }

  /** The modules of this version, in alphabetical order. */
  moduleNames(): readonly string[] {
    return [...this.#moduleLifespans()].filter(([, lifespan]) => this.has(lifespan)).map(([name]) => name);
  }

  /** The modules that only newer versions have, in alphabetical order. */
  newerModuleNames(): readonly string[] {
    return [...this.#moduleLifespans()]
      .filter(([, { since }]) => compareVersions(since, this.version) > 0)
      .map(([name]) => name);
  }

  /** In which versions the module exists, or nothing when no version of the catalogue has it. */
  moduleLifespan(name: string): Lifespan | undefined {
    return this.#moduleLifespans().get(name);
  }

  /** Whether a module is known by its name alone, since its description cannot be used: it may have anything. */
  isOpaque(name: string): boolean {
    return this.#readIndex().opaque?.includes(name) === true;
  }

  /** Modules that were gone before the oldest version of the catalogue. */
  removedModules(): readonly RemovedItem[] {
    return this.#readIndex().removed;
  }

  /** A module of any version of the catalogue, or nothing for a name no version knows. */
  module(name: string): ModuleEntry | undefined {
    const lifespan = this.moduleLifespan(name);
    if (lifespan === undefined) return undefined;
    if (!this.#modules.has(name)) {
      const file = this.#readFile(`modules/${name}.json`);
      this.#modules.set(name, file === undefined ? undefined : readModule(name, lifespan, file, this.version));
    }
    return this.#modules.get(name);
  }

  /** The text about a module of any version; its file is not kept, so that asking for all of them costs no memory. */
  moduleText(name: string): string | undefined {
    const known = this.#modules.get(name);
    return known ? known.text : this.#readFile(`modules/${name}.json`)?.text;
  }

  /**
   * All names of a list that this version has, each with the modules that have it; `core` is the core's own. Answered from
   * the index alone, so that a list of everything reads no module's file.
   */
  available(list: ListedKind): ReadonlyMap<string, readonly string[]> {
    let found = this.#available.get(list);
    if (found === undefined) {
      found = this.#listAvailable(list);
      this.#available.set(list, found);
    }
    return found;
  }

  parameter(module: string, name: string): ParameterEntry | undefined {
    return this.module(module)?.parameters.find((entry) => entry.name === name);
  }

  /** The module functions with this name; the core's are found by `coreFunction`. */
  functionsNamed(name: string): readonly Owned<FunctionEntry>[] {
    return this.#owned(this.#readIndex().functions, name, 'functions');
  }

  /** The names of all module functions of any version. */
  functionNames(): readonly string[] {
    return Object.keys(this.#readIndex().functions);
  }

  /** The pseudo-variables with this name, without `$`: the core's under `core`, a module's under the module's name. */
  pseudoVariablesNamed(name: string): readonly Owned<PseudoVariableEntry>[] {
    return this.#shared(this.#readIndex().pseudoVariables, name, 'pseudoVariables');
  }

  /** The names of all pseudo-variables of any version, without `$`. */
  pseudoVariableNames(): readonly string[] {
    return Object.keys(this.#readIndex().pseudoVariables);
  }

  /** A transformation class, such as `s` or `uri`. Kamailio compares classes exactly, operations without case. */
  transformation(name: string): Owned<TransformationEntry> | undefined {
    return this.#owned(this.#readIndex().transformations, name, 'transformations')[0];
  }

  /** The names of all transformation classes of any version. */
  transformationNames(): readonly string[] {
    return Object.keys(this.#readIndex().transformations);
  }

  /** The event routes that `event_route[name]` may mean; a template such as `htable:expired:<table>` fits any table. */
  eventRoutesNamed(name: string): readonly Owned<EventRouteEntry>[] {
    const owners = this.#readIndex().eventRoutes;
    return Object.keys(owners)
      .filter((candidate) => matchesTemplate(candidate, name))
      .flatMap((candidate) => this.#shared(owners, candidate, 'eventRoutes'));
  }

  /** The names and templates of all event routes of any version. */
  eventRouteNames(): readonly string[] {
    return Object.keys(this.#readIndex().eventRoutes);
  }

  /** The RPC commands with this name. */
  rpcCommandsNamed(name: string): readonly Owned<RpcCommandEntry>[] {
    return this.#shared(this.#readIndex().rpcCommands, name, 'rpcCommands');
  }

  /** The names of all RPC commands of any version. */
  rpcCommandNames(): readonly string[] {
    return Object.keys(this.#readIndex().rpcCommands);
  }

  /** What Kamailio knows without any module. */
  get core(): CoreEntry {
    this.#core ??= readCore(this.#readFile('core.json') ?? {}, this.version);
    return this.#core;
  }

  /** A core setting by its name or an alias. */
  setting(name: string): Spelled<CoreSetting> | undefined {
    return this.#remember('core settings', name, () => findSpelling(this.core.settings, name));
  }

  /** A core function by its name or an alias. */
  coreFunction(name: string): Spelled<CoreFunction> | undefined {
    return this.#remember('core functions', name, () => findSpelling(this.core.functions, name));
  }

  /** A top-level statement by its name or an alias. */
  statement(name: string): Spelled<CoreStatement> | undefined {
    return this.#remember('core statements', name, () => findSpelling(this.core.statements, name));
  }

  /** A preprocessor directive by its name or an alias, without `#!`. */
  directive(name: string): Spelled<CoreDirective> | undefined {
    return this.#remember('core directives', name, () => findSpelling(this.core.directives, name));
  }

  #shared<List extends 'pseudoVariables' | 'eventRoutes' | 'rpcCommands'>(
    owners: Owners,
    name: string,
    list: List,
  ): readonly Owned<SharedEntry[List][number]>[] {
    return this.#remember(list, name, () =>
      ownersOf(owners, name).flatMap((owner) => {
        const entries: readonly SharedEntry[List][number][] =
          (owner === CORE ? this.core : this.module(owner))?.[list] ?? [];
        return entries.filter((entry) => entry.name === name).map((entry) => ({ module: owner, entry }));
      }),
    );
  }

  #owned<List extends 'functions' | 'transformations'>(
    owners: Owners,
    name: string,
    list: List,
  ): readonly Owned<ModuleEntry[List][number]>[] {
    return this.#remember(list, name, () =>
      ownersOf(owners, name).flatMap((owner) => {
        const entries: readonly ModuleEntry[List][number][] = this.module(owner)?.[list] ?? [];
        return entries.filter((entry) => entry.name === name).map((entry) => ({ module: owner, entry }));
      }),
    );
  }

  /**
   * Looks a name of a list up once: a configuration asks for the same few names again and again. Names that are not
   * there are not kept, so that half-typed ones do not pile up.
   */
  #remember<Found>(list: string, name: string, find: () => Found): Found {
    const key = `${list} ${name}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known as Found;
    const found = find();
    const isThere = Array.isArray(found) ? found.length > 0 : found !== undefined;
    if (isThere) this.#found.set(key, found);
    return found;
  }

  #listAvailable(list: ListedKind): ReadonlyMap<string, readonly string[]> {
    const index = this.#readIndex();
    const found = new Map<string, readonly string[]>();
    for (const [name, owners] of Object.entries(index[list])) {
      const partial = index.partial?.[list]?.[name];
      const modules = owners.filter((owner) => {
        const lifespan = owner === CORE ? undefined : this.moduleLifespan(owner);
        if (lifespan !== undefined && !this.has(lifespan)) return false;
        const own = partial?.[owner];
        return own === undefined || this.has(readLifespan(own));
      });
      if (modules.length > 0) found.set(name, modules);
    }
    return found;
  }

  #moduleLifespans(): ReadonlyMap<string, Lifespan> {
    this.#lifespans ??= new Map(this.#readIndex().modules.map((module) => [module.name, readLifespan(module)]));
    return this.#lifespans;
  }

  #readIndex(): StoredIndex {
    this.#index ??= {
      modules: [],
      functions: {},
      pseudoVariables: {},
      transformations: {},
      eventRoutes: {},
      rpcCommands: {},
      removed: [],
      ...this.#readFile('index.json'),
    };
    return this.#index;
  }

  #readFile(path: string): StoredFile | undefined {
    const text = this.#source.read(path);
    return text === undefined ? undefined : (JSON.parse(text) as StoredFile);
  }
}

/** The modules behind a name; the names come from configurations, so `constructor` must find nothing. */
function ownersOf(owners: Owners, name: string): readonly string[] {
  return Object.hasOwn(owners, name) ? (owners[name] ?? []) : [];
}

/** Whether a concrete event name is what the template, or plain name, stands for. */
export function matchesTemplate(template: string, name: string): boolean {
  const [first = '', ...rest] = template.split(/<[^>]*>/);
  if (rest.length === 0) return template === name;
  let position = first.length;
  if (!name.startsWith(first)) return false;
  for (const [index, part] of rest.entries()) {
    // What the user chooses is one character at least.
    const found = index === rest.length - 1 ? name.length - part.length : name.indexOf(part, position + 1);
    if (found <= position || !name.startsWith(part, found)) return false;
    position = found + part.length;
  }
  return true;
}

function findSpelling<Entry extends Alias & { readonly aliases: readonly Alias[] }>(
  entries: readonly Entry[],
  name: string,
): Spelled<Entry> | undefined {
  for (const entry of entries) {
    const spelling = entry.name === name ? entry : entry.aliases.find((alias) => alias.name === name);
    if (spelling !== undefined) return { entry, spelling };
  }
  return undefined;
}

/**
 * The items of a list, `defaults` standing for what the file leaves out. The files are the project's own and checked by
 * the catalogue's tests, therefore their fields are not checked again at every start.
 */
function readItems(
  file: StoredFile,
  list: string,
  version: KamailioVersion,
  defaults: Readonly<Record<string, unknown>> = {},
): unknown {
  return ((file[list] ?? []) as readonly StoredItem[]).map((item) => {
    const { aliases, ...fields } = { ...defaults, ...resolveItem(item, version) } as Record<string, unknown>;
    return aliases === undefined
      ? fields
      : {
          ...fields,
          aliases: (aliases as readonly StoredItem[]).map((alias) => ({ ...alias, ...readLifespan(alias) })),
        };
  });
}

function readParameters(file: StoredFile, version: KamailioVersion): readonly ParameterEntry[] {
  const parameters = readItems(file, 'parameters', version, { viaFunction: false }) as readonly ParameterEntry[];
  return parameters.map(({ constraint, ...parameter }) => {
    if (constraint === undefined) return parameter;
    const { keys, ...rest } = constraint;
    return {
      ...parameter,
      constraint:
        keys === undefined
          ? rest
          : { ...rest, keys: keys.map((key) => ({ ...key, ...readLifespan(key as unknown as StoredItem) })) },
    };
  });
}

/** A signature as stored: `arguments` is their number, or the smallest and the largest number. */
interface StoredSignature {
  readonly arguments: number | readonly [number, number | null];
  readonly routes: readonly RouteType[];
  readonly kinds?: FunctionSignature['argumentKinds'];
  readonly condition?: string;
}

function readSignature({ arguments: number, routes, kinds, condition }: StoredSignature): FunctionSignature {
  const [minArguments, maxArguments] = typeof number === 'number' ? [number, number] : number;
  return {
    minArguments,
    maxArguments,
    routes,
    routeMask: routeMask(routes),
    argumentKinds: kinds ?? Array.from({ length: maxArguments ?? 0 }, () => null),
    ...(condition === undefined ? {} : { condition }),
  };
}

function readFunctions(file: StoredFile, version: KamailioVersion): readonly FunctionEntry[] {
  const functions = readItems(file, 'functions', version) as readonly FunctionEntry[];
  const stored = (file.functions ?? []) as readonly StoredItem[];
  return functions.map((entry, index) => ({
    ...entry,
    signatures: (entry.signatures as unknown as readonly StoredSignature[]).map(readSignature),
    ...readSignatureHistory(stored[index]),
    ...(entry.parameters === undefined ? {} : { parameters: readArgumentNames(entry.parameters) }),
  }));
}

function readSignatureHistory({ history = [] }: StoredItem = {}): Pick<FunctionEntry, 'signatureHistory'> {
  const changes = history.filter((change) => change.signatures !== undefined);
  if (changes.length < 2) return {};
  return {
    signatureHistory: changes.map(({ from, signatures }) => ({
      from,
      signatures: (signatures as readonly StoredSignature[]).map(readSignature),
    })),
  };
}

function readArgumentNames(
  stored: readonly (Omit<FunctionParameter, 'optional'> & { readonly optional?: boolean })[],
): readonly FunctionParameter[] {
  return stored.map((parameter) => ({ ...parameter, optional: parameter.optional ?? false }));
}

function readTransformations(file: StoredFile, version: KamailioVersion): readonly TransformationEntry[] {
  const transformations = readItems(file, 'transformations', version) as readonly TransformationEntry[];
  return transformations.map((entry) => {
    const operations = readItems({ ...entry }, 'operations', version) as TransformationEntry['operations'];
    return {
      ...entry,
      operations: operations.map((operation) =>
        operation.parameters === undefined
          ? operation
          : { ...operation, parameters: readArgumentNames(operation.parameters) },
      ),
    };
  });
}

function readPseudoVariables(file: StoredFile, version: KamailioVersion): readonly PseudoVariableEntry[] {
  const defaults = { innerName: false, index: false, writable: false };
  const entries = readItems(file, 'pseudoVariables', version, defaults) as readonly PseudoVariableEntry[];
  return entries.map(({ inner, ...entry }) => {
    if (inner === undefined) return entry;
    const { names, ...form } = inner;
    const read = names?.map((name) => ({ ...name, ...readLifespan(name as unknown as StoredItem) }));
    return { ...entry, inner: read === undefined ? form : { ...form, names: read } };
  });
}

function readShared(file: StoredFile, version: KamailioVersion): SharedEntry {
  const eventRoutes = readItems(file, 'eventRoutes', version) as readonly EventRouteEntry[];
  return {
    pseudoVariables: readPseudoVariables(file, version),
    eventRoutes: eventRoutes.map((entry) => ({ ...entry, template: entry.name.includes('<') })),
    rpcCommands: readItems(file, 'rpcCommands', version, { array: false }) as SharedEntry['rpcCommands'],
    statistics: readItems(file, 'statistics', version) as SharedEntry['statistics'],
    removed: file.removed ?? [],
  };
}

function readModule(name: string, lifespan: Lifespan, file: StoredFile, version: KamailioVersion): ModuleEntry {
  return {
    name,
    ...lifespan,
    ...(file.text === undefined ? {} : { text: file.text }),
    ...(file.exportName === undefined ? {} : { exportName: file.exportName }),
    ...(file.page === undefined ? {} : { page: file.page }),
    parameters: readParameters(file, version),
    functions: readFunctions(file, version),
    transformations: readTransformations(file, version),
    ...readShared(file, version),
    dependencies: readItems(file, 'dependencies', version, { optional: false }) as ModuleEntry['dependencies'],
    binds: file.binds ?? [],
  };
}

function readCore(file: StoredFile, version: KamailioVersion): CoreEntry {
  const read = (list: keyof CoreEntry, defaults?: Readonly<Record<string, unknown>>): unknown =>
    readItems(file, list, version, defaults);
  const reserved = read('reservedWords') as readonly Alias[];
  return {
    settings: read('settings', { aliases: [], boolean: false, beforeModules: false }) as CoreEntry['settings'],
    functions: read('functions', {
      aliases: [],
      bare: false,
      group: 'function',
      onsend: false,
    }) as CoreEntry['functions'],
    controls: read('controls') as CoreEntry['controls'],
    statements: read('statements', { aliases: [] }) as CoreEntry['statements'],
    directives: read('directives', { aliases: [], bareAllowed: false, firstLine: false }) as CoreEntry['directives'],
    routeBlocks: read('routeBlocks', { named: false, unnamed: false }) as CoreEntry['routeBlocks'],
    operators: read('operators') as CoreEntry['operators'],
    conditionKeywords: read('conditionKeywords', { onsendOnly: false }) as CoreEntry['conditionKeywords'],
    constants: read('constants') as CoreEntry['constants'],
    booleans: read('booleans') as CoreEntry['booleans'],
    socketAttributes: read('socketAttributes') as CoreEntry['socketAttributes'],
    ...readShared(file, version),
    reservedWords: new Set(reserved.filter((word) => existsIn(word, version)).map((word) => word.name)),
  };
}
