/**
 * Writes the catalogue's facts, `server/catalog/facts/`, from an extract of Kamailio's sources.
 *
 *     node tools/catalogue/import-facts.ts FACTS_DIRECTORY
 *
 * The extract gives what each module exports per version; `server/catalog/grammar.json` (written by `read-grammar.ts`) gives the core
 * language; `corrections.ts` has the last word. Only versions of the catalogue are kept, and of what was gone before
 * them only the name and the version that dropped it.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KAMAILIO_VERSIONS, compareVersions } from '../../server/src/catalog/versions.ts';
import type { KamailioVersion } from '../../server/src/catalog/versions.ts';
import { combineVersions } from './combine-versions.ts';
import type { Fields } from './combine-versions.ts';
import {
  BROKEN_TRANSFORMATIONS,
  COREPARAM,
  DEFAULTS,
  EVENT_ROUTES,
  LEGAL_OUTSIDE_RANGE,
  NO_DEFAULTS,
  ONSEND_KEYWORDS,
  REFUSED_ARGUMENTS,
  STATISTICS,
  WITHOUT_PARAMETERS,
} from './corrections.ts';
import { convertCoreLanguage, withoutNothing, type Grammar, type Page } from './core-language.ts';
import { correctCookbookAnchors } from './cookbook-anchors.ts';
import { addHandMadeFacts } from './hand-made-facts.ts';
import { buildIndex } from './index-file.ts';
import { formatJson } from './json-format.ts';

/** An item of the extract; its versions may be older than the catalogue's. */
interface RawItem extends Fields {
  readonly name: string;
  readonly since: string;
  readonly until: string | null;
  readonly history?: readonly (Fields & { readonly v: string })[];
}

interface RawModule extends RawItem {
  readonly params: readonly RawItem[];
  readonly functions: readonly RawItem[];
  readonly rpc: readonly RawItem[];
  readonly pvs: readonly RawItem[];
  readonly transformations: readonly (RawItem & { readonly ops: readonly RawItem[] })[];
  readonly eventRoutes: readonly RawItem[];
  readonly statistics: readonly RawItem[];
  readonly dependencies: readonly RawItem[];
  readonly binds: readonly string[];
  readonly exportName?: string;
}

type RawCore = Readonly<Record<string, readonly RawItem[]>>;

interface Removed {
  readonly kind: string;
  readonly name: string;
  readonly removedIn: string;
}

const OLDEST = KAMAILIO_VERSIONS[0];

/** The versions of the extract that are older than the catalogue's, and the catalogue's. */
const ALL_VERSIONS = ['5.2', '5.3', '5.4', ...KAMAILIO_VERSIONS];

const output = join(import.meta.dirname, '../../server/catalog/facts');

function readJson(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

function isKept(item: RawItem): boolean {
  return item.until === null || compareVersions(item.until as KamailioVersion, OLDEST) >= 0;
}

function versionsOf(item: RawItem): readonly KamailioVersion[] {
  const first = ALL_VERSIONS.indexOf(item.since);
  const last = item.until === null ? ALL_VERSIONS.length - 1 : ALL_VERSIONS.indexOf(item.until);
  return KAMAILIO_VERSIONS.filter((version) => {
    const index = ALL_VERSIONS.indexOf(version);
    return first <= index && index <= last;
  });
}

/** The item's fields in one version. */
function fieldsIn(item: RawItem, version: KamailioVersion): RawItem {
  const fields: Record<string, unknown> = { ...item };
  for (const { v, ...values } of item.history ?? []) {
    if (ALL_VERSIONS.indexOf(v) <= ALL_VERSIONS.indexOf(version)) Object.assign(fields, values);
  }
  return fields as RawItem;
}

/** Converts an item version by version, so that only what differs after the conversion counts as history. */
function convert(item: RawItem, toFields: (item: RawItem, version: KamailioVersion) => Fields): Fields {
  return combineVersions(
    new Map(
      versionsOf(item).map((version) => [version, withoutNothing(toFields(fieldsIn(item, version), version))] as const),
    ),
  );
}

/** Without lists that have nothing in them. */
function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );
}

function convertList(
  items: readonly RawItem[],
  toFields: (item: RawItem, version: KamailioVersion) => Fields,
): readonly Fields[] {
  return items.filter(isKept).map((item) => convert(item, toFields));
}

function listRemoved(kind: string, items: readonly RawItem[]): readonly Removed[] {
  const kept = new Set(items.filter(isKept).map((item) => item.name));
  return items
    .filter((item) => !isKept(item) && !kept.has(item.name))
    .map((item) => ({
      kind,
      name: item.name,
      removedIn: ALL_VERSIONS[ALL_VERSIONS.indexOf(item.until ?? '') + 1] ?? OLDEST,
    }));
}

function toAnchor(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

// ---- parameters --------------------------------------------------------------------------------------------------

/** The initialiser in the code counts; the official page is asked where the code does not tell. */
function toDefault(item: RawItem, module: string): Fields {
  if (NO_DEFAULTS.has(`${module}.${item.name}`)) return {};
  const corrected = DEFAULTS[`${module}.${item.name}`];
  if (corrected !== undefined) return { default: corrected };
  if ('codeDefault' in item) return { default: item.codeDefault };
  // Of a parameter that a function takes, "none" and an empty text mean that nobody called it.
  if (item.func === true && typeof item.default === 'string' && /^(?:none)?$/i.test(item.default)) {
    return { default: null };
  }
  if (item.default !== null && item.default !== undefined) return { default: item.default };
  return item.defaultState === 'unset' ? { default: null } : {};
}

function toParameterTypes(types: unknown): readonly string[] {
  return [...new Set((types as readonly string[]).map((type) => (type === 'int' ? 'int' : 'string')))];
}

const CONSTRAINT_FIELDS = [
  'min',
  'max',
  'or',
  'unit',
  'outOfRange',
  'disabledWhen',
  'note',
  'separator',
  'form',
  'unknownKey',
  'required',
  'repeatable',
  'mustBeLocal',
  'writable',
  'when',
  'fields',
];

function toConstraint(raw: RawItem): Fields {
  const values = raw.values ?? raw.bits;
  const keys = Array.isArray(raw.keys)
    ? (raw.keys as readonly RawItem[]).filter(isKept).map((key) => {
        const { name, type, default: usual, note, min, max } = key;
        return convert(key, () => ({ name, type, default: usual, note, min, max }));
      })
    : Object.entries((raw.keys ?? {}) as Readonly<Record<string, Fields>>).map(([name, key]) => ({ name, ...key }));
  return withoutNothing({
    kind: raw.kind ?? 'int',
    values: Array.isArray(values)
      ? values.map((value: unknown) => ({ value }))
      : values === undefined
        ? undefined
        : Object.entries(values as Fields).map(([value, meaning]) => ({ value: Number(value), meaning })),
    ...Object.fromEntries(CONSTRAINT_FIELDS.map((field) => [field, raw[field]])),
    maxLength: raw.maxLen,
    emptyRefused: raw.emptyRefused ?? raw.emptyValueRefused,
    keys: keys.length === 0 ? undefined : keys,
  });
}

function toLegalOutsideRange(module: string, { name, or }: RawItem): unknown {
  return LEGAL_OUTSIDE_RANGE[`${module}.${name}`] ?? or;
}

function convertParameters(module: RawModule, constraints: readonly RawItem[]): readonly Fields[] {
  return convertList(module.params, (item, version) => {
    const constraint = constraints.find((raw) => raw.name === item.name && versionsOf(raw).includes(version));
    return {
      name: item.name,
      types: toParameterTypes(item.types),
      viaFunction: item.func,
      ...toDefault(item, module.name),
      constraint:
        constraint === undefined
          ? undefined
          : withoutNothing({ ...toConstraint(constraint), or: toLegalOutsideRange(module.name, constraint) }),
      condition: item.cond,
      docAnchor: toAnchor(item.docAnchor),
    };
  });
}

// ---- functions ---------------------------------------------------------------------------------------------------

interface RawSignature {
  readonly arity: number | null;
  readonly routes: readonly string[];
  readonly paramKinds?: readonly (string | null)[];
  readonly cond?: string;
}

function convertFunctions(module: RawModule): readonly Fields[] {
  return convertList(module.functions, (item) => {
    const refused = REFUSED_ARGUMENTS[`${module.name}.${item.name}`];
    const parameters = ((item.params ?? []) as readonly unknown[]).slice(0, refused && refused - 1);
    return {
      name: item.name,
      signatures: (item.signatures as readonly RawSignature[])
        .filter(({ arity }) => arity === null || arity !== refused)
        .map(({ arity, routes, paramKinds, cond }) =>
          withoutNothing({ arguments: arity ?? [0, null], routes, kinds: paramKinds, condition: cond }),
        ),
      parameters: parameters.length === 0 ? undefined : parameters,
      docAnchor: toAnchor(item.docAnchor),
    };
  });
}

// ---- the rest of a module ----------------------------------------------------------------------------------------

type Anchors = ReadonlyMap<string, string>;

function convertPseudoVariables(items: readonly RawItem[], wikiAnchors: Anchors): readonly Fields[] {
  return convertList(items, (item) => ({
    name: item.name,
    innerName: item.innerName ?? undefined,
    index: item.index ?? undefined,
    writable: item.writable ?? undefined,
    docAnchor: toAnchor(item.docAnchor),
    wikiAnchor: wikiAnchors.get(item.name),
  }));
}

function convertTransformations(module: RawModule, cookbook: readonly RawItem[]): readonly Fields[] {
  return module.transformations.map((transformation) => ({
    ...convert(transformation, ({ name }) => ({ name })),
    operations: convertList(
      transformation.ops.filter(({ name }) => !BROKEN_TRANSFORMATIONS.has(`${transformation.name}.${name}`)),
      ({ name }) => {
        const page = cookbook.find((entry) => entry.class === transformation.name && entry.op === name);
        const none = WITHOUT_PARAMETERS.has(`${transformation.name}.${name}`) ? 0 : undefined;
        return {
          name,
          minParameters: none ?? page?.minParams,
          maxParameters: none ?? page?.maxParams,
          wikiAnchor: toAnchor(page?.anchor),
        };
      },
    ),
  }));
}

function convertEventRoutes(items: readonly RawItem[], owner: string): readonly Fields[] {
  const correction = EVENT_ROUTES[owner];
  for (const name of correction?.drop ?? []) {
    if (!items.some((item) => item.name === name)) throw new Error(`nothing to drop: ${owner} ${name}`);
  }
  const kept = items.filter((item) => !correction?.drop?.includes(item.name));
  return [
    ...convertList(kept, (item) => ({ name: item.name, docAnchor: toAnchor(item.docAnchor) })),
    ...(correction?.add ?? []),
  ];
}

function convertRpcCommands(items: readonly RawItem[]): readonly Fields[] {
  return convertList(items, (item) => ({
    name: item.name,
    scan: item.scan ?? undefined,
    reply: item.reply ?? undefined,
    array: item.array,
    condition: item.cond,
    docAnchor: toAnchor(item.docAnchor),
  }));
}

function convertStatistics(module: RawModule): readonly Fields[] {
  const correction = STATISTICS[module.name];
  const kept = module.statistics.filter(({ name }) => !correction?.drop?.includes(name));
  return [...convertList(kept, ({ name }) => ({ name })), ...(correction?.add ?? [])];
}

function convertModule(module: RawModule, core: RawCore, constraints: readonly RawItem[], anchors: Anchors): Fields {
  return withoutEmpty({
    name: module.name,
    ...(module.exportName === undefined ? {} : { exportName: module.exportName }),
    parameters: convertParameters(module, constraints),
    functions: convertFunctions(module),
    pseudoVariables: convertPseudoVariables(module.pvs, anchors),
    transformations: convertTransformations(module, core.wikiTransformations ?? []),
    eventRoutes: convertEventRoutes(module.eventRoutes, module.name),
    rpcCommands: convertRpcCommands(module.rpc),
    statistics: convertStatistics(module),
    dependencies: convertList(module.dependencies, (item) => ({ module: item.module, optional: item.optional })),
    binds: module.binds,
    removed: [
      ...listRemoved('parameter', module.params),
      ...listRemoved('function', module.functions),
      ...listRemoved('pseudoVariable', module.pvs),
      ...listRemoved('rpcCommand', module.rpc),
    ],
  });
}

// ---- the core ----------------------------------------------------------------------------------------------------

function convertAliases(item: RawItem): readonly Fields[] | undefined {
  const aliases = item.aliases as readonly RawItem[] | undefined;
  return aliases === undefined ? undefined : convertList(aliases, ({ name }) => ({ name }));
}

/** Items of the extract's core whose fields need no translation. */
function convertPlain(items: readonly RawItem[] | undefined, ...fields: readonly string[]): readonly Fields[] {
  return convertList(items ?? [], (item) => ({
    name: item.name,
    aliases: convertAliases(item),
    ...Object.fromEntries(fields.map((field) => [field, item[field]])),
    docAnchor: toAnchor(item.wikiAnchor),
  }));
}

function toPages(items: readonly RawItem[] = []): Page[] {
  return items.map(({ name, aliases, min, max, wikiAnchor }) => ({
    name,
    aliases: (aliases ?? []) as readonly RawItem[],
    min,
    max,
    docAnchor: toAnchor(wikiAnchor),
  }));
}

function convertCore(core: RawCore, grammar: Grammar, anchors: Anchors): Fields {
  const language = convertCoreLanguage(grammar, {
    settings: toPages(core.params),
    functions: toPages(core.functions),
    statements: toPages(core.statements),
  });
  return {
    name: 'core',
    settings: language.settings,
    functions: language.functions,
    statements: [
      ...(language.statements as readonly Fields[]),
      ...convertPlain(
        core.statements?.filter((item) => item.group === 'flags'),
        'forms',
      ),
      ...COREPARAM,
    ],
    controls: convertPlain((core.functions ?? []).filter((item) => /^(if|while|switch)_cmd$/.test(String(item.group)))),
    directives: convertPlain(core.preprocessor, 'bareAllowed', 'firstLine'),
    routeBlocks: convertPlain(core.routes, 'named', 'unnamed'),
    operators: convertPlain(core.operators, 'kind'),
    conditionKeywords: convertPlain(core.keywords).map((keyword) =>
      ONSEND_KEYWORDS.has(keyword.name as string) ? { ...keyword, onsendOnly: true } : keyword,
    ),
    constants: convertPlain(core.constants, 'token'),
    booleans: convertPlain(core.booleans, 'value').map((word) => ({ value: 0, ...word })),
    socketAttributes: language.socketAttributes,
    pseudoVariables: convertPseudoVariables(core.pvs ?? [], anchors),
    eventRoutes: convertEventRoutes(core.eventRoutes ?? [], 'core'),
    rpcCommands: convertRpcCommands(core.rpc ?? []),
    statistics: convertList(core.statistics ?? [], ({ name }) => ({ name })),
    reservedWords: language.reservedWords,
    removed: listRemoved('setting', core.params ?? []),
  };
}

// ---- writing -----------------------------------------------------------------------------------------------------

const [source] = process.argv.slice(2);
if (source === undefined) {
  console.error('usage: node tools/catalogue/import-facts.ts FACTS_DIRECTORY');
  process.exit(2);
}
const core = readJson(source, 'core.json') as RawCore;
const grammar = readJson(output, '../grammar.json') as Grammar;
const rules = readJson(source, 'modparam-dispatcher-dmq-htable.json') as Readonly<
  Record<string, Readonly<Record<string, readonly RawItem[] | undefined>>>
>;
const anchors = new Map((core.wikiPvs ?? []).map((item) => [item.name, item.anchor as string]));
const rawModules = readdirSync(join(source, 'modules'))
  .filter((file) => file.endsWith('.json'))
  .map((file) => readJson(source, 'modules', file) as RawModule)
  .sort((a, b) => (a.name < b.name ? -1 : 1));

const coreFile = correctCookbookAnchors(addHandMadeFacts(convertCore(core, grammar, anchors)));
const moduleFiles = rawModules.filter(isKept).map((module) => {
  const known = rules[module.name];
  const bounds = [...(known?.params ?? []), ...(known?.bounds ?? [])];
  return correctCookbookAnchors(addHandMadeFacts(convertModule(module, core, bounds, anchors)));
});
// The grammar's own functions are asked for under `core`, not by the index.
const index = buildIndex(
  convertList(rawModules, ({ name }) => ({ name })),
  listRemoved('module', rawModules),
  [{ ...coreFile, functions: [] }, ...moduleFiles],
);

rmSync(join(output, 'modules'), { recursive: true, force: true });
mkdirSync(join(output, 'modules'), { recursive: true });
writeFileSync(join(output, 'index.json'), formatJson(index, 2));
writeFileSync(join(output, 'core.json'), formatJson(coreFile, 2));
for (const file of moduleFiles) {
  writeFileSync(join(output, 'modules', `${file.name as string}.json`), formatJson(file, 2));
}
console.log(`${moduleFiles.length} modules written to ${output}`);
