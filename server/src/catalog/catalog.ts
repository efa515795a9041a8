import { routeMask } from './route-context.ts';
import type { RouteType } from './route-context.ts';
import type {
  CatalogSource,
  CoreEntry,
  EventRouteEntry,
  FunctionEntry,
  FunctionSignature,
  ModuleEntry,
  Owned,
  ParameterEntry,
  PseudoVariableEntry,
  RemovedItem,
  RpcCommandEntry,
  StoredItem,
  TransformationEntry,
} from './types.ts';
import { KAMAILIO_VERSIONS, compareVersions, existsIn } from './versions.ts';
import type { KamailioVersion, Lifespan } from './versions.ts';

/** The module name under which the core's own items appear. */
export const CORE = 'core';

/** `index.json`: which module has what, so that a name finds its module without reading all of them. */
interface StoredIndex {
  readonly modules: readonly (StoredItem & { readonly name: string })[];
  readonly functions: Readonly<Record<string, readonly string[]>>;
  readonly pseudoVariables: Readonly<Record<string, readonly string[]>>;
  readonly transformations: Readonly<Record<string, readonly string[]>>;
  readonly eventRoutes: Readonly<Record<string, readonly string[]>>;
  readonly rpcCommands: Readonly<Record<string, readonly string[]>>;
  readonly removed: readonly RemovedItem[];
}

type StoredFile = Readonly<Record<string, unknown>>;

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
  #index: StoredIndex | undefined;
  #lifespans: ReadonlyMap<string, Lifespan> | undefined;
  #core: CoreEntry | undefined;

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

  /** In which versions the module exists, or nothing when no version of the catalogue has it. */
  moduleLifespan(name: string): Lifespan | undefined {
    return this.#moduleLifespans().get(name);
  }

  /** Modules that were gone before the oldest version of the catalogue. */
  removedModules(): readonly RemovedItem[] {
    return this.#readIndex().removed;
  }

  /** A module of any version of the catalogue, or nothing for a name no version knows. */
  module(name: string): ModuleEntry | undefined {
    if (this.#modules.has(name)) {
      return this.#modules.get(name);
    }
    const lifespan = this.moduleLifespan(name);
    const stored = lifespan === undefined ? undefined : this.#readFile(`modules/${name}.json`);
    const entry =
      lifespan === undefined || stored === undefined ? undefined : readModule(name, lifespan, stored, this.version);
    this.#modules.set(name, entry);
    return entry;
  }

  parameter(module: string, name: string): ParameterEntry | undefined {
    return this.module(module)?.parameters.find((entry) => entry.name === name);
  }

  /** The module functions with this name; core functions are in `core`. */
  functionsNamed(name: string): readonly Owned<FunctionEntry>[] {
    return this.#owned(this.#readIndex().functions, name, (module) => module.functions);
  }

  /** The names of all module functions of any version. */
  functionNames(): readonly string[] {
    return Object.keys(this.#readIndex().functions);
  }

  /** The pseudo-variables with this name, without `$`: the core's under `core`, a module's under the module's name. */
  pseudoVariablesNamed(name: string): readonly Owned<PseudoVariableEntry>[] {
    return this.#owned(
      this.#readIndex().pseudoVariables,
      name,
      (module) => module.pseudoVariables,
      (core) => core.pseudoVariables,
    );
  }

  /** The names of all pseudo-variables of any version, without `$`. */
  pseudoVariableNames(): readonly string[] {
    return Object.keys(this.#readIndex().pseudoVariables);
  }

  /** A transformation class, such as `s` or `uri`. */
  transformation(name: string): Owned<TransformationEntry> | undefined {
    return this.#owned(this.#readIndex().transformations, name, (module) => module.transformations)[0];
  }

  /** The names of all transformation classes of any version. */
  transformationNames(): readonly string[] {
    return Object.keys(this.#readIndex().transformations);
  }

  /** The event routes that `event_route[name]` may mean; a template such as `htable:expired:<table>` matches any table. */
  eventRoutesNamed(name: string): readonly Owned<EventRouteEntry>[] {
    const index = this.#readIndex().eventRoutes;
    const matching = Object.keys(index).filter((candidate) => matchesTemplate(candidate, name));
    return matching.flatMap((candidate) =>
      this.#owned(
        index,
        candidate,
        (module) => module.eventRoutes,
        (core) => core.eventRoutes,
      ),
    );
  }

  /** The names and templates of all event routes of any version. */
  eventRouteNames(): readonly string[] {
    return Object.keys(this.#readIndex().eventRoutes);
  }

  /** The RPC commands with this name. */
  rpcCommandsNamed(name: string): readonly Owned<RpcCommandEntry>[] {
    return this.#owned(
      this.#readIndex().rpcCommands,
      name,
      (module) => module.rpcCommands,
      (core) => core.rpcCommands,
    );
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

  #owned<Entry extends { readonly name: string }>(
    index: Readonly<Record<string, readonly string[]>>,
    name: string,
    ofModule: (module: ModuleEntry) => readonly Entry[],
    ofCore?: (core: CoreEntry) => readonly Entry[],
  ): readonly Owned<Entry>[] {
    const found: Owned<Entry>[] = [];
    for (const owner of Object.hasOwn(index, name) ? (index[name] ?? []) : []) {
      const module = owner === CORE ? undefined : this.module(owner);
      const entries = module === undefined ? (ofCore?.(this.core) ?? []) : ofModule(module);
      for (const entry of entries) {
        if (entry.name === name) {
          found.push({ module: owner, entry });
        }
      }
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

/** Whether a concrete event name is what the template, or plain name, stands for. */
export function matchesTemplate(template: string, name: string): boolean {
  if (!template.includes('<')) {
    return template === name;
  }
  const parts = template.split(/<[^>]*>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.+')}$`).test(name);
}

function readLifespan(item: StoredItem): Lifespan {
  return { since: item.since ?? KAMAILIO_VERSIONS[0], until: item.until ?? null };
}

/** A stored item with its defaults filled in and the values of one version. */
function resolve(item: StoredItem, version: KamailioVersion): StoredItem & Lifespan {
  const { history, ...fields } = item;
  const resolved: Record<string, unknown> = { ...fields };
  for (const [position, { from, ...values }] of (history ?? []).entries()) {
    if (position === 0 || compareVersions(from, version) <= 0) {
      Object.assign(resolved, values);
    }
  }
  for (const [field, value] of Object.entries(resolved)) {
    if (value === null && field !== 'default') {
      delete resolved[field];
    }
  }
  return { ...resolved, ...readLifespan(item) };
}

/**
 * The items of a list in the stored file, with `defaults` for what the file leaves out. The files are the project's own
 * and checked by the tests of the catalogue, therefore they are not checked again with every start.
 */
function readList<Entry>(
  file: StoredFile,
  field: string,
  version: KamailioVersion,
  defaults: Readonly<Record<string, unknown>> = {},
): readonly Entry[] {
  const items = (file[field] ?? []) as readonly StoredItem[];
  return items.map((item) => ({ ...defaults, ...resolve(item, version) }) as Entry);
}

interface StoredSignature {
  readonly arguments: number | readonly [number, number | null];
  readonly routes: readonly RouteType[];
  readonly kinds?: FunctionSignature['argumentKinds'];
  readonly condition?: string;
}

function readSignature(stored: StoredSignature): FunctionSignature {
  const [minArguments, maxArguments] =
    typeof stored.arguments === 'number' ? [stored.arguments, stored.arguments] : stored.arguments;
  return {
    minArguments,
    maxArguments,
    routes: stored.routes,
    routeMask: routeMask(stored.routes),
    argumentKinds: stored.kinds ?? [],
    ...(stored.condition === undefined ? {} : { condition: stored.condition }),
  };
}

function readFunctions(file: StoredFile, version: KamailioVersion): readonly FunctionEntry[] {
  type Raw = Omit<FunctionEntry, 'signatures'> & { readonly signatures: readonly StoredSignature[] };
  return readList<Raw>(file, 'functions', version).map((raw) => ({
    ...raw,
    signatures: raw.signatures.map(readSignature),
  }));
}

function readTransformations(file: StoredFile, version: KamailioVersion): readonly TransformationEntry[] {
  return readList<TransformationEntry>(file, 'transformations', version, { open: false }).map((raw) => ({
    ...raw,
    operations: readList(raw as unknown as StoredFile, 'operations', version),
  }));
}

function readEventRoutes(file: StoredFile, version: KamailioVersion): readonly EventRouteEntry[] {
  return readList<EventRouteEntry>(file, 'eventRoutes', version).map((raw) => ({
    ...raw,
    template: raw.name.includes('<'),
  }));
}

function readModule(name: string, lifespan: Lifespan, file: StoredFile, version: KamailioVersion): ModuleEntry {
  return {
    name,
    ...lifespan,
    ...(typeof file['text'] === 'string' ? { text: file['text'] } : {}),
    ...(typeof file['exportName'] === 'string' ? { exportName: file['exportName'] } : {}),
    parameters: readList(file, 'parameters', version, { viaFunction: false }),
    functions: readFunctions(file, version),
    rpcCommands: readList(file, 'rpcCommands', version, { array: false }),
    pseudoVariables: readPseudoVariables(file, version),
    transformations: readTransformations(file, version),
    eventRoutes: readEventRoutes(file, version),
    statistics: readList(file, 'statistics', version),
    configurationVariables: readConfigurationVariables(file, version),
    dependencies: readList(file, 'dependencies', version, { optional: false }),
    binds: (file['binds'] ?? []) as readonly string[],
    removed: (file['removed'] ?? []) as readonly RemovedItem[],
  };
}

function readPseudoVariables(file: StoredFile, version: KamailioVersion): readonly PseudoVariableEntry[] {
  return readList(file, 'pseudoVariables', version, { innerName: false, index: false, writable: false });
}

function readConfigurationVariables(
  file: StoredFile,
  version: KamailioVersion,
): ModuleEntry['configurationVariables'] {
  return readList(file, 'configurationVariables', version, { readOnly: false });
}

function readCore(file: StoredFile, version: KamailioVersion): CoreEntry {
  const reserved = readList<StoredItem & Lifespan & { name: string }>(file, 'reservedWords', version);
  return {
    settings: withAliases(readList(file, 'settings', version, { boolean: false, beforeModules: false })),
    functions: withAliases(
      readList(file, 'functions', version, { argumentKinds: [], bare: false, group: 'function' }),
    ),
    statements: withAliases(readList(file, 'statements', version)),
    directives: withAliases(readList(file, 'directives', version, { bareAllowed: false, firstLine: false })),
    routeBlocks: readList(file, 'routeBlocks', version),
    operators: readList(file, 'operators', version),
    conditionKeywords: withAliases(readList(file, 'conditionKeywords', version, { onsendOnly: false })),
    constants: readList(file, 'constants', version),
    booleans: readList(file, 'booleans', version),
    socketAttributes: readList(file, 'socketAttributes', version),
    pseudoVariables: readPseudoVariables(file, version),
    eventRoutes: readEventRoutes(file, version),
    rpcCommands: readList(file, 'rpcCommands', version, { array: false }),
    configurationVariables: readConfigurationVariables(file, version),
    statistics: readList(file, 'statistics', version),
    removed: (file['removed'] ?? []) as readonly RemovedItem[],
    reservedWords: new Set(reserved.filter((word) => existsIn(word, version)).map((word) => word.name)),
  };
}

function withAliases<Entry extends { readonly aliases: readonly { readonly name: string }[] }>(
  entries: readonly Entry[],
): readonly Entry[] {
  return entries.map((entry) => ({
    ...entry,
    aliases: ((entry.aliases ?? []) as readonly (StoredItem & { readonly name: string })[]).map((alias) => ({
      name: alias.name,
      ...readLifespan(alias),
    })),
  }));
}
