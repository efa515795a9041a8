/** All that the catalogue knows of one module, as a page of Markdown; and the list of modules to choose it from. */
import { CORE, type Catalog } from '../catalog/catalog.ts';
import { cookbookLink, moduleLink } from '../catalog/links.ts';
import type {
  CoreEntry,
  CoreFunction,
  CoreSetting,
  ModuleEntry,
  NamedEntry,
  ParameterEntry,
  RpcCommandEntry,
} from '../catalog/types.ts';
import {
  compareVersions,
  DEVELOPMENT_VERSION,
  KAMAILIO_VERSIONS,
  removedIn,
  type Lifespan,
} from '../catalog/versions.ts';
import { describeLifespan, nameVersion } from '../text/lifespan.ts';
import { bulletList, codeBlock, enumerate, escapeMarkdown, inlineCode, link, paragraphs } from '../text/markdown.ts';
import {
  describeConditionKeyword,
  describeCoreFunction,
  describeDirective,
  describeRouteKind,
  describeSetting,
  describeSocketAttribute,
  describeStatement,
} from './catalog-markdown/core.ts';
import { describeEventRoute, describeFunction, describeParameter, describeRoutes } from './catalog-markdown/modules.ts';
import { describePseudoVariable, describeTransformation } from './catalog-markdown/variables.ts';

const CORE_SUMMARY = 'What Kamailio knows without any module: the language, its settings and its own functions.';

/** The modules of the catalogue's version with a line about each, the core first. */
export function listModules(catalog: Catalog): { readonly name: string; readonly summary: string }[] {
  return [
    { name: CORE, summary: CORE_SUMMARY },
    ...catalog.moduleNames().map((name) => ({ name, summary: firstSentence(catalog.moduleText(name) ?? '') })),
  ];
}

/** The first sentence of a text, without its Markdown. */
export function firstSentence(text: string): string {
  const [paragraph = ''] = text.trim().split(/\n\s*\n/);
  const plain = paragraph
    .replace(/\s+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`+/g, '')
    .replace(/\*\*/g, '')
    .replace(/\\([\\`*_{}[\]()<>#|~!&+-])/g, '$1');
  return /^.*?[.!?](?= [A-Z"']|$)/.exec(plain)?.[0] ?? plain;
}

/** A part of the page: items of one kind, each under a heading of its own, with a table of them above. */
interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly items: readonly Entry[];
}

interface Entry {
  readonly heading: string;
  /** What the table says beside the heading. */
  readonly cells: readonly string[];
  readonly body: string;
}

/** The page of a module, `core` for the core's; nothing where no version of the catalogue has the module. */
export function describeModulePage(catalog: Catalog, name: string): string | undefined {
  if (name === CORE) {
    return writePage({
      title: "Kamailio's core",
      head: [nameRelease(catalog), CORE_SUMMARY, link('kamailio.org: core', cookbookLink('core', catalog.version))],
      sections: coreSections(catalog),
      foot: describeOthers(catalog, coreLists(catalog.core)),
    });
  }
  const module = catalog.module(name);
  if (!module) return undefined;
  const dependencies = module.dependencies.filter((entry) => catalog.has(entry));
  const named = (isOptional: boolean): string | undefined => {
    const names = dependencies.filter(({ optional }) => optional === isOptional).map((entry) => entry.module);
    return names.length === 0 ? undefined : enumerate(names.map((other) => moduleReference(catalog, other)));
  };
  const [needs, mayUse] = [named(false), named(true)];
  const page = module.page === undefined ? moduleLink(name, catalog.version) : module.page;
  return writePage({
    title: name,
    head: [
      nameRelease(catalog),
      codeBlock(`loadmodule "${name}.so"`),
      module.text,
      bulletList([
        describeLifespan(catalog.version, module),
        needs === undefined ? undefined : `**Needs:** ${needs}`,
        mayUse === undefined ? undefined : `**May use:** ${mayUse}`,
        module.exportName === undefined ? undefined : `**In \`modparam\`:** ${inlineCode(module.exportName)}`,
      ]),
      page === null ? undefined : link(module.page === undefined ? `kamailio.org: ${name}` : name, page),
    ],
    sections: moduleSections(catalog, module),
    foot: describeOthers(catalog, moduleLists(module)),
  });
}

function nameRelease({ version }: Catalog): string {
  return version === DEVELOPMENT_VERSION ? "Kamailio's development version" : `Kamailio ${version}`;
}

/** Another module's page lies beside this one. */
function moduleReference(catalog: Catalog, name: string): string {
  return catalog.moduleLifespan(name) === undefined ? inlineCode(name) : link(name, `${name}.md`);
}

// The parts of a page

function moduleSections(catalog: Catalog, module: ModuleEntry): Section[] {
  const { name } = module;
  const since = sinceColumn(catalog);
  return [
    section('Parameters', ['Parameter', 'Type', 'Default', 'Since'], current(catalog, module.parameters), (entry) => ({
      heading: entry.name,
      cells: [entry.types.map((type) => inlineCode(type)).join(' or '), describeDefault(entry), since(entry)],
      body: describeParameter(catalog, name, entry),
    })),
    section('Functions', ['Function', 'Allowed in', 'Since'], current(catalog, module.functions), (entry) => ({
      heading: entry.name,
      cells: [
        enumerate([...new Set(entry.signatures.map(({ routeMask }) => describeRoutes(routeMask)))], 'or'),
        since(entry),
      ],
      body: describeFunction(catalog, { module: name, entry }),
    })),
    pseudoVariables(catalog, name, module),
    section('Transformations', ['Class', 'Since'], current(catalog, module.transformations), (entry) => ({
      heading: `{${entry.name}.…}`,
      cells: [since(entry)],
      body: paragraphs([
        describeTransformation(catalog, { module: name, entry }, undefined),
        ...current(catalog, entry.operations).map((operation) =>
          describeTransformation(catalog, { module: name, entry }, operation),
        ),
      ]),
    })),
    ...sharedSections(catalog, name, module),
  ];
}

function coreSections(catalog: Catalog): Section[] {
  const { core } = catalog;
  const since = sinceColumn(catalog);
  const spelled = <E extends CoreSetting | CoreFunction>(entry: E) => ({ entry, spelling: entry });
  return [
    section('Settings', ['Setting', 'Since'], current(catalog, core.settings), (entry) => ({
      heading: entry.name,
      cells: [since(entry)],
      body: describeSetting(catalog, spelled(entry)),
    })),
    section('Functions', ['Function', 'Since'], current(catalog, core.functions), (entry) => ({
      heading: entry.name,
      cells: [since(entry)],
      body: describeCoreFunction(catalog, spelled(entry)),
    })),
    section('Statements', ['Statement', 'Since'], current(catalog, core.statements), (entry) => ({
      heading: entry.name,
      cells: [since(entry)],
      body: describeStatement(catalog, { entry, spelling: entry }),
    })),
    section('Route blocks', ['Block', 'Since'], current(catalog, core.routeBlocks), (entry) => ({
      heading: entry.name,
      cells: [since(entry)],
      body: describeRouteKind(catalog, entry),
    })),
    section('Directives', ['Directive', 'Since'], current(catalog, core.directives), (entry) => ({
      heading: `#!${entry.name}`,
      cells: [since(entry)],
      body: describeDirective(catalog, { entry, spelling: entry }, `#!${entry.name}`),
    })),
    section('Words of a condition', ['Word', 'Since'], current(catalog, core.conditionKeywords), (entry) => ({
      heading: entry.name,
      cells: [since(entry)],
      body: describeConditionKeyword(catalog, entry),
    })),
    section(
      'Attributes of a socket block',
      ['Attribute', 'Since'],
      current(catalog, core.socketAttributes),
      (entry) => ({
        heading: entry.name,
        cells: [since(entry)],
        body: describeSocketAttribute(catalog, entry),
      }),
    ),
    pseudoVariables(catalog, CORE, core),
    ...sharedSections(catalog, CORE, core),
  ];
}

function pseudoVariables(catalog: Catalog, module: string, { pseudoVariables: all }: ModuleEntry | CoreEntry): Section {
  const since = sinceColumn(catalog);
  return section('Pseudo-variables', ['Pseudo-variable', 'Access', 'Since'], current(catalog, all), (entry) => ({
    heading: `$${entry.name}${entry.innerName ? '(name)' : ''}`,
    cells: [entry.writable ? 'read and write' : 'read', since(entry)],
    body: describePseudoVariable(catalog, { module, entry }),
  }));
}

function sharedSections(catalog: Catalog, module: string, entries: ModuleEntry | CoreEntry): Section[] {
  const since = sinceColumn(catalog);
  return [
    section('Event routes', ['Event route', 'Since'], current(catalog, entries.eventRoutes), (entry) => ({
      heading: `event_route[${entry.name}]`,
      cells: [since(entry)],
      body: describeEventRoute(catalog, { module, entry }),
    })),
    section('RPC commands', ['Command', 'Parameters', 'Since'], current(catalog, entries.rpcCommands), (entry) => ({
      heading: entry.name,
      cells: [describeScan(entry) ?? 'none', since(entry)],
      body: paragraphs([
        codeBlock(`kamcmd ${entry.name}`),
        entry.text,
        bulletList([entry.array ? 'Gives several replies' : undefined, describeLifespan(catalog.version, entry)]),
      ]),
    })),
    section('Statistics', ['Statistic', 'Since'], current(catalog, entries.statistics), (entry) => ({
      heading: entry.name,
      cells: [since(entry)],
      body: entry.text ?? '',
    })),
  ];
}

function section<Item>(
  title: string,
  columns: readonly string[],
  items: readonly Item[],
  write: (item: Item) => Entry,
): Section {
  return { title, columns, items: items.map(write) };
}

function current<Item extends Lifespan>(catalog: Catalog, items: readonly Item[]): readonly Item[] {
  return items.filter((item) => catalog.has(item));
}

function sinceColumn(catalog: Catalog): (item: Lifespan) => string {
  return (item) => {
    const gone = removedIn(item);
    const since = item.since === KAMAILIO_VERSIONS[0] ? '' : nameVersion(item.since);
    if (gone === undefined || compareVersions(gone, catalog.version) < 0) return since;
    return [since, `gone in ${nameVersion(gone)}`].filter((part) => part !== '').join(', ');
  };
}

function describeDefault({ default: value }: ParameterEntry): string {
  if (value === undefined) return '';
  return value === null ? 'not set' : inlineCode(String(value));
}

/** What the letters of Kamailio's scanner stand for (`rpc_scan`, src/core/rpc.h). */
const SCANNED: Readonly<Record<string, string>> = {
  b: 'switch',
  t: 'time',
  d: 'number',
  u: 'number',
  l: 'number',
  L: 'number',
  j: 'number',
  J: 'number',
  f: 'fraction',
  s: 'text',
  S: 'text',
  '{': 'structure',
};

function describeScan({ scan = [] }: RpcCommandEntry): string | undefined {
  const words: string[] = [];
  let isOptional = false;
  for (const letter of scan.join('')) {
    if (letter === '*') isOptional = true;
    const word = SCANNED[letter];
    if (word !== undefined) words.push(isOptional ? `[${word}]` : word);
  }
  return words.length === 0 ? undefined : escapeMarkdown(words.join(' '));
}

// What other versions have

type Lists = readonly { readonly kind: string; readonly items: readonly NamedEntry[] }[];

function moduleLists(module: ModuleEntry): Lists {
  return [
    { kind: 'parameter', items: module.parameters },
    { kind: 'function', items: module.functions },
    { kind: 'pseudo-variable', items: module.pseudoVariables },
    { kind: 'class of transformations', items: module.transformations },
    { kind: 'event route', items: module.eventRoutes },
    { kind: 'RPC command', items: module.rpcCommands },
    { kind: 'statistic', items: module.statistics },
  ];
}

function coreLists(core: CoreEntry): Lists {
  return [
    { kind: 'setting', items: core.settings },
    { kind: 'function', items: core.functions },
    { kind: 'statement', items: core.statements },
    { kind: 'directive', items: core.directives },
    { kind: 'pseudo-variable', items: core.pseudoVariables },
    { kind: 'event route', items: core.eventRoutes },
    { kind: 'RPC command', items: core.rpcCommands },
    { kind: 'statistic', items: core.statistics },
  ];
}

function describeOthers(catalog: Catalog, lists: Lists): string | undefined {
  const facts = lists.flatMap(({ kind, items }) =>
    items
      .filter((item) => !catalog.has(item))
      .map((item) => {
        const gone = removedIn(item);
        const isYounger = compareVersions(item.since, catalog.version) > 0;
        const why =
          isYounger || gone === undefined ? `new in ${nameVersion(item.since)}` : `removed in ${nameVersion(gone)}`;
        return `${inlineCode(item.name)}, ${kind}: ${why}`;
      }),
  );
  return facts.length === 0 ? undefined : paragraphs([`## Not in ${nameRelease(catalog)}`, bulletList(facts)]);
}

// Writing

interface Page {
  readonly title: string;
  readonly head: readonly (string | undefined)[];
  readonly sections: readonly Section[];
  readonly foot: string | undefined;
}

function writePage({ title, head, sections, foot }: Page): string {
  const anchors = new Anchors();
  anchors.next(title);
  const filled = sections.filter(({ items }) => items.length > 0);
  return `${paragraphs([
    `# ${escapeMarkdown(title)}`,
    ...head,
    ...filled.flatMap((part) => writeSection(part, anchors)),
    foot,
  ])}\n`;
}

function writeSection({ title, columns, items }: Section, anchors: Anchors): string[] {
  anchors.next(title);
  const targets = items.map(({ heading }) => anchors.next(heading));
  const rows = items.map(({ heading, cells }, index) =>
    [`[${inlineCode(heading)}](#${targets[index] ?? ''})`, ...cells].map((cell) => cell.replaceAll('|', '\\|')),
  );
  // A column that would be empty is left out.
  const isShown = columns.map((_, column) => rows.some((row) => row[column] !== ''));
  const table = [columns, columns.map(() => '---'), ...rows]
    .map((row) => `| ${row.filter((_, column) => isShown[column]).join(' | ')} |`)
    .join('\n');
  return [
    `## ${escapeMarkdown(title)}`,
    table,
    ...items.flatMap(({ heading, body }) => [`### ${escapeMarkdown(heading)}`, body]),
  ];
}

/** The anchors that the editor's preview gives to headings, in their order: as GitHub does, a number for repetitions. */
class Anchors {
  readonly #counts = new Map<string, number>();

  next(heading: string): string {
    const plain = heading
      .toLowerCase()
      .replace(/\s+/g, '-')
      .replace(/[^\p{L}\p{N}_-]/gu, '');
    const count = this.#counts.get(plain);
    this.#counts.set(plain, (count ?? 0) + 1);
    return encodeURI(count === undefined ? plain : `${plain}-${count}`);
  }
}
