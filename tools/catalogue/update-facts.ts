/**
 * Compares the catalogue's facts with Kamailio source trees and, with `--write`, brings them up to date.
 *
 *     npm run catalogue -- --source DIRECTORY… [--write]
 *
 * The version is read from each tree; the export tables in its C files say what each module offers, `cfg.lex` and `cfg.y`
 * what the core language is. What these do not tell (formats, ranges, kinds of arguments) is kept from the facts; a new
 * item gets its default from its variable, and its anchor and the names of its arguments from the module's
 * documentation. An anchor that the documentation of a version lacks is corrected for that version.
 *
 * For a new release: add it to `KAMAILIO_VERSIONS`, run this with its tree, then write the texts that `npm test` names.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readLifespan, resolveItem, type StoredItem } from '../../server/src/catalog/stored.ts';
import {
  compareVersions,
  existsIn,
  KAMAILIO_VERSIONS,
  type KamailioVersion,
} from '../../server/src/catalog/versions.ts';
import { combineLists, combineVersions, type Fields } from './combine-versions.ts';
import { convertCoreLanguage, type Grammar, type Pages } from './core-language.ts';
import { REFUSED_ARGUMENTS, STATISTICS } from './corrections.ts';
import { correctCookbookAnchors } from './cookbook-anchors.ts';
import { addHandMadeFacts } from './hand-made-facts.ts';
import { buildIndex } from './index-file.ts';
import { namesOfForm } from './inner-names.ts';
import { formatJson } from './json-format.ts';
import { combineLanguages, LANGUAGE_PARTS, readCoreLanguage, splitLanguages } from './source/read-core-language.ts';
import { readModuleDocumentation, type ModuleDocumentation } from './source/read-documentation.ts';
import { listModules, readModules, readTreeVersion, type ModuleExports } from './source/read-exports.ts';

type NamedFields = Fields & { readonly name: string };
type NamedItem = StoredItem & { readonly name: string };
type ModuleFile = Readonly<Record<string, unknown>> & { readonly name: string };

/** The lists of a module's file that the export tables tell. */
const LISTS = ['parameters', 'functions', 'rpcCommands', 'pseudoVariables', 'transformations', 'statistics'] as const;

const FACTS = path.join(import.meta.dirname, '../../server/catalog/facts');
const GRAMMAR = path.join(FACTS, '../grammar.json');

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { source: { type: 'string', multiple: true, default: [] }, write: { type: 'boolean', default: false } },
});
const trees = [...options.source, ...positionals];
if (trees.length === 0) {
  console.error('usage: npm run catalogue -- --source DIRECTORY… [--write]');
  process.exit(2);
}

const index = JSON.parse(readFileSync(path.join(FACTS, 'index.json'), 'utf8')) as Fields & {
  readonly modules: readonly NamedItem[];
};
const files = new Map<string, ModuleFile>(index.modules.map(({ name }) => [name, readModuleFile(name)]));
const language = splitLanguages(JSON.parse(readFileSync(GRAMMAR, 'utf8')) as Grammar);
const lifespans = new Map(index.modules.map((module) => [module.name, versionsOf(module)]));
let differences = 0;

for (const tree of trees) {
  const version = readTreeVersion(tree);
  const known = KAMAILIO_VERSIONS.find((candidate) => candidate === version);
  if (known === undefined) throw new Error(`${tree} is Kamailio ${version}; add it to KAMAILIO_VERSIONS first`);
  take(tree, known);
}
console.log(`${differences} difference${differences === 1 ? '' : 's'} between the facts and the sources`);
if (options.write) write();
else if (differences > 0) process.exitCode = 1;

function readModuleFile(name: string): ModuleFile {
  const file = path.join(FACTS, 'modules', `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ModuleFile) : { name };
}

function versionsOf(item: StoredItem): Set<KamailioVersion> {
  return new Set(KAMAILIO_VERSIONS.filter((version) => existsIn(readLifespan(item), version)));
}

function take(tree: string, version: KamailioVersion): void {
  takeLanguage(tree, version);
  const modules = readModules(tree);
  const found = new Set(listModules(tree));
  for (const [name, versions] of lifespans) {
    if (versions.has(version) === found.has(name)) continue;
    report(version, name, found.has(name) ? 'is new' : 'is gone');
    if (found.has(name)) versions.add(version);
    else versions.delete(version);
  }
  for (const read of modules) {
    const module = correct(read, version);
    if (!lifespans.has(module.name)) {
      report(version, module.name, 'is a new module');
      lifespans.set(module.name, new Set([version]));
    }
    compareInnerNames(read, version);
    const documentation = readModuleDocumentation(path.join(tree, 'src/modules', module.name));
    const stored = files.get(module.name) ?? { name: module.name };
    files.set(module.name, merge(stored, module, version, documentation));
  }
}

/** The names in parentheses are kept by hand, so they are only compared. */
function compareInnerNames({ name: module, innerNames }: ModuleExports, version: KamailioVersion): void {
  for (const [variable, read] of innerNames) {
    // What is not listed at all takes other names, too.
    const listed = namesOfForm(`${module}.${variable}`, version);
    if (!listed) continue;
    for (const name of read.filter((one) => !listed.includes(one)))
      report(version, module, `$${variable} takes '${name}', which inner-names.ts does not know`);
    for (const name of listed.filter((one) => !read.includes(one) && !one.endsWith(':')))
      report(version, module, `$${variable} does not take '${name}', which inner-names.ts knows`);
  }
}

/** Compares the grammar with what is known of it, in its own terms. */
function takeLanguage(tree: string, version: KamailioVersion): void {
  const read = (file: string): string => readFileSync(path.join(tree, 'src/core', file), 'utf8');
  const now = readCoreLanguage(read('cfg.lex'), read('cfg.y'));
  const before = language.get(version);
  for (const part of LANGUAGE_PARTS) {
    const known = new Map(before?.[part].map((item) => [item.name, JSON.stringify(item)]));
    for (const item of now[part]) {
      const old = known.get(item.name);
      known.delete(item.name);
      if (old === undefined) report(version, 'core', `has ${part} ${item.name}, which is new`);
      else if (old !== JSON.stringify(item)) report(version, 'core', `${part} ${item.name}: is another form`);
    }
    for (const name of known.keys()) report(version, 'core', `has no ${part} ${name} any more`);
  }
  language.set(version, now);
}

/** What the tables say, put right where Kamailio does otherwise. */
function correct(module: ModuleExports, version: KamailioVersion): ModuleExports {
  const { drop = [], add = [] } = STATISTICS[module.name] ?? {};
  const added = add.filter(({ since }) => since === undefined || compareVersions(since, version) <= 0);
  const names = new Set([...module.statistics, ...added].map(({ name }) => name));
  return {
    ...module,
    functions: module.functions.map((item) => ({
      ...item,
      signatures: item.signatures.filter(
        ({ arguments: count }) => count === null || REFUSED_ARGUMENTS[`${module.name}.${item.name}`] !== count,
      ),
    })),
    statistics: [...names].filter((name) => !drop.includes(name)).map((name) => ({ name })),
  };
}

function merge(
  stored: ModuleFile,
  module: ModuleExports,
  version: KamailioVersion,
  documentation: ModuleDocumentation,
): ModuleFile {
  const merged: Record<string, unknown> = { ...stored };
  for (const list of LISTS) {
    const items = (stored[list] ?? []) as readonly NamedItem[];
    const exported = new Map((module[list] as readonly NamedFields[]).map((item) => [item.name, item]));
    let isChanged = false;
    const byVersion = new Map(
      KAMAILIO_VERSIONS.map((other) => [
        other,
        items.filter((item) => versionsOf(item).has(other)).map((item) => fieldsIn(item, other)),
      ]),
    );
    const before = new Map<string, NamedFields>();
    for (const item of byVersion.get(version) ?? []) {
      const current = withAnchor(item, documentation);
      if (current !== item) {
        report(version, module.name, `${list} ${item.name}: ${describeAnchor(item)} became ${describeAnchor(current)}`);
        isChanged = true;
      }
      before.set(item.name, current);
    }
    for (const name of before.keys()) {
      if (exported.has(name)) continue;
      report(version, module.name, `has no ${list} ${name} any more`);
      isChanged = true;
    }
    const now = [...exported.values()].map((item) => {
      const old = before.get(item.name);
      if (!old) report(version, module.name, `has ${list} ${item.name}, which is new`);
      else {
        const difference = differenceOf(old, item);
        if (difference === undefined) return old;
        report(version, module.name, `${list} ${item.name}: ${difference}`);
      }
      isChanged = true;
      const usual = old ?? items.filter(({ name }) => name === item.name).map((entry) => fieldsIn(entry, version))[0];
      return {
        ...(usual ?? documentation.describe(list, item.name)),
        ...withKinds(plain(usual ? withoutDefault(item) : item), usual),
      };
    });
    if (!isChanged) continue;
    const order = new Map(items.map(({ name }, position) => [name, position]));
    byVersion.set(
      version,
      now.sort((a, b) => (order.get(a.name) ?? Infinity) - (order.get(b.name) ?? Infinity)),
    );
    merged[list] = combineLists(byVersion);
  }
  return merged as ModuleFile;
}

/** A stored item's fields in one version, without what tells its versions. */
function fieldsIn(item: NamedItem, version: KamailioVersion): NamedFields {
  const { since: _since, until: _until, ...fields } = resolveItem(item, version);
  return fields as NamedFields;
}

/** An item with the anchor that the page of a version has for it; older pages often lack one. */
function withAnchor(item: NamedFields, documentation: ModuleDocumentation): NamedFields {
  const { docAnchor, ...fields } = item;
  if (typeof docAnchor !== 'string') return item;
  const anchor = documentation.anchorOf(item.name, docAnchor);
  if (anchor === docAnchor) return item;
  return anchor === undefined ? fields : { ...fields, docAnchor: anchor };
}

function describeAnchor({ docAnchor }: NamedFields): string {
  return typeof docAnchor === 'string' ? `anchor ${docAnchor}` : 'no anchor';
}

function withoutDefault({ default: _default, ...item }: NamedFields): NamedFields {
  return item;
}

/** An exported item as it is stored: without what is false. */
function plain(item: NamedFields): NamedFields {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== false)) as NamedFields;
}

/** The kinds of arguments are no part of the tables: those of the same number of arguments are kept. */
function withKinds(item: NamedFields, old: NamedFields | undefined): NamedFields {
  if (item.signatures === undefined) return item;
  const before = (old?.signatures ?? []) as readonly Fields[];
  const signatures = (item.signatures as readonly Fields[]).map(({ arguments: count, routes }) => {
    const same = before.find((signature) => JSON.stringify(signature.arguments) === JSON.stringify(count ?? [0, null]));
    return { ...same, arguments: count ?? [0, null], routes };
  });
  return { ...item, signatures };
}

/** What the tables say of an item otherwise than the facts, in words. */
function differenceOf(stored: NamedFields, exported: NamedFields): string | undefined {
  for (const [field, value] of Object.entries(exported)) {
    // Facts know defaults better: some are made when the module starts.
    if (field === 'default') continue;
    const [before, now] = [comparable(field, stored[field]), comparable(field, value)];
    if (before !== now) return `${field} ${before || 'none'} became ${now || 'none'}`;
  }
  return undefined;
}

function comparable(field: string, value: unknown): string {
  if (field === 'types') return [...(value as readonly string[])].sort().join('|');
  if (field === 'signatures') {
    return (value as readonly Fields[])
      .map(
        ({ arguments: count, routes }) =>
          `${typeof count === 'number' ? count : '*'}:${[...(routes as string[])].sort().join('|')}`,
      )
      .sort()
      .join(' ');
  }
  return value === undefined || value === false ? '' : JSON.stringify(value);
}

function report(version: KamailioVersion, module: string, what: string): void {
  differences++;
  console.log(`${version} ${module} ${what}`);
}

function write(): void {
  const modules = [...lifespans]
    .filter(([, versions]) => versions.size > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, versions]) => combineVersions(new Map([...versions].map((version) => [version, { name }]))));
  const core = writeLanguage();
  const names = modules.map(({ name }) => name as string);
  for (const name of names) {
    const file = correctCookbookAnchors(addHandMadeFacts(files.get(name) ?? { name }));
    writeFileSync(path.join(FACTS, 'modules', `${name}.json`), formatJson(file, 2));
  }
  const all = [{ ...core, functions: [] }, ...names.map((name) => files.get(name) as Fields)];
  writeFileSync(path.join(FACTS, 'index.json'), formatJson(buildIndex(modules, index.removed, all), 2));
}

/** Writes the grammar, and the core with what the grammar says of it. */
function writeLanguage(): Fields {
  const file = path.join(FACTS, 'core.json');
  const core = JSON.parse(readFileSync(file, 'utf8')) as Fields & Readonly<Record<keyof Pages, readonly NamedItem[]>>;
  const grammar = combineLanguages(language);
  const { statements, ...lists } = convertCoreLanguage(grammar as unknown as Grammar, core);
  const ofModules = statements as readonly NamedItem[];
  const names = new Set(ofModules.map(({ name }) => name));
  const renewed = {
    ...core,
    ...lists,
    statements: [...ofModules, ...core.statements.filter(({ name }) => !names.has(name))],
  };
  const written = correctCookbookAnchors(addHandMadeFacts(renewed));
  writeFileSync(GRAMMAR, formatJson(grammar, 2));
  writeFileSync(file, formatJson(written, 2));
  return written;
}
