/** Modules that are no part of Kamailio, described in the form of the catalogue's own files (`module.schema.json`). */
import { findJsonFault, findJsonPlace, writePath, type JsonPlace } from './json-places.ts';
import { checkSchema, type Schema } from './json-schema.ts';
import type { StoredItem } from './stored.ts';
import type { CatalogSource } from './types.ts';

/** Where a source has the schema of a module's description. */
export const SCHEMA_PATH = 'module.schema.json';

/** A description that was read. */
export interface ExtraModule {
  readonly name: string;
  readonly since?: string;
  readonly until?: string;
  /** What the module's file of the catalogue would hold; undefined where the description cannot be used. */
  readonly file: Readonly<Record<string, unknown>> | undefined;
}

/** Something wrong in a description. */
export interface DescriptionFault {
  readonly place: JsonPlace;
  /** A sentence. */
  readonly message: string;
}

export interface ReadModule {
  /** Undefined where not even the module's name is known. */
  readonly module: ExtraModule | undefined;
  readonly faults: readonly DescriptionFault[];
}

/** The lists whose items have versions of their own. */
const ITEM_LISTS = [
  'parameters',
  'functions',
  'pseudoVariables',
  'transformations',
  'eventRoutes',
  'rpcCommands',
  'statistics',
  'dependencies',
] as const;

/** The lists that the index names. */
const INDEXED_LISTS = ['functions', 'pseudoVariables', 'transformations', 'eventRoutes', 'rpcCommands'] as const;

/** Those of them whose items' versions stand in the index too. */
const PARTIAL_LISTS = ['functions', 'pseudoVariables', 'transformations', 'eventRoutes'] as const;

/**
 * Reads a module's description. Its name counts even where the rest is faulty: then nothing is known of the module.
 * @param nameOfFile what the module is called where the text does not tell
 */
export function readExtraModule(text: string, schema: Schema, nameOfFile?: string): ReadModule {
  // A byte order mark at the start is no part of the JSON; a blank keeps the places.
  const json = text.replace(/^\uFEFF/, ' ');
  const fault = findJsonFault(json);
  if (fault)
    return {
      module: opaqueModule(nameOfFile),
      faults: [{ place: fault.place, message: `The file is no JSON: ${fault.message}.` }],
    };
  const data: unknown = JSON.parse(json);
  const faults = checkSchema(schema, data).map(({ path, message }) => ({
    place: findJsonPlace(json, path),
    message: `${path.length === 0 ? 'The file' : writePath(path)} ${message}${message.endsWith('?') ? '' : '.'}`,
  }));
  if (faults.length === 0) return { module: complete(data as StoredFile), faults };
  const name = typeof data === 'object' && data !== null && 'name' in data ? data.name : undefined;
  return { module: opaqueModule(name) ?? opaqueModule(nameOfFile), faults };
}

function opaqueModule(name: unknown): ExtraModule | undefined {
  const isName = typeof name === 'string' && /^[A-Za-z0-9_]+$/.test(name) && name !== 'core';
  return isName ? { name, file: undefined } : undefined;
}

interface StoredFile {
  readonly name: string;
  readonly since?: string;
  readonly until?: string;
  readonly page?: string;
  readonly [list: string]: unknown;
}

/** An item that names no version of its own has those of its module. */
function complete({ name, since, until, ...rest }: StoredFile): ExtraModule {
  const lifespan = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  const file: Record<string, unknown> = { name, ...rest, page: rest.page ?? null };
  for (const list of ITEM_LISTS) {
    const items = rest[list] as readonly StoredItem[] | undefined;
    if (items) file[list] = items.map((item) => ({ ...lifespan, ...item }));
  }
  return { name, ...lifespan, file };
}

/** The catalogue with modules added; one of a name that the catalogue has replaces that module. */
export function addModules(base: CatalogSource, modules: readonly ExtraModule[]): CatalogSource {
  if (modules.length === 0) return base;
  const byPath = new Map(modules.map((module) => [`modules/${module.name}.json`, module]));
  let index: string | undefined;
  return {
    read(path) {
      const module = byPath.get(path);
      if (module) return module.file && JSON.stringify(module.file);
      if (path !== 'index.json') return base.read(path);
      index ??= JSON.stringify(extendIndex(JSON.parse(base.read(path) ?? '{}') as Index, [...byPath.values()]));
      return index;
    },
  };
}

type Owners = Readonly<Record<string, readonly string[]>>;
type Partial = Readonly<Record<string, Readonly<Record<string, Lifespan>>>>;

interface Lifespan {
  readonly since?: unknown;
  readonly until?: unknown;
}

interface Index {
  readonly modules?: readonly { readonly name: string }[];
  readonly partial?: Readonly<Record<string, Partial>>;
  readonly [list: string]: unknown;
}

function extendIndex(index: Index, modules: readonly ExtraModule[]): Index {
  const replaced = new Set(modules.map(({ name }) => name));
  const lists: Record<string, unknown> = {};
  for (const list of INDEXED_LISTS) {
    const owners = new Map(
      Object.entries((index[list] ?? {}) as Owners).map(([name, all]) => [
        name,
        all.filter((one) => !replaced.has(one)),
      ]),
    );
    for (const { name: owner, file } of modules) {
      for (const { name } of itemsOf(file, list)) {
        const all = owners.get(name) ?? [];
        if (!all.includes(owner)) owners.set(name, [...all, owner]);
      }
    }
    lists[list] = Object.fromEntries([...owners].filter(([, all]) => all.length > 0));
  }
  const partial: Record<string, Partial> = {};
  for (const list of PARTIAL_LISTS) {
    const names = new Map(Object.entries(index.partial?.[list] ?? {}));
    for (const { name: owner, file } of modules) {
      for (const { name, since, until } of itemsOf(file, list))
        names.set(name, { ...names.get(name), [owner]: { since, until } });
    }
    partial[list] = Object.fromEntries(names);
  }
  const all = [
    ...(index.modules ?? []).filter(({ name }) => !replaced.has(name)),
    ...modules.map(({ name, since, until }) => ({ name, since, until })),
  ];
  const opaque = modules.filter(({ file }) => file === undefined).map(({ name }) => name);
  return { ...index, ...lists, partial, opaque, modules: all.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function itemsOf(file: ExtraModule['file'], list: string): readonly (Lifespan & { readonly name: string })[] {
  return (file?.[list] ?? []) as readonly (Lifespan & { readonly name: string })[];
}
