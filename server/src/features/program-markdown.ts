/** What a configuration says of its own names, as Markdown: route blocks, defines, flags, globals, tables and files. */
import { cookbookLink } from '../catalog/links.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { Define } from '../semantic/define.ts';
import { rangeOf } from '../semantic/program.ts';
import {
  DEFAULT_ROUTE_NAME,
  findRoutes,
  KEYWORD_OF_LIST,
  routeTable,
  type RouteDefinition,
  type RouteReference,
} from '../semantic/route-references.ts';
import type { RouteKind } from '../syntax/tree.ts';
import { describeEventRoute } from './catalog-markdown/modules.ts';
import { findGlobals, findHashTables } from './declarations.ts';
import { leadingComment } from './leading-comment.ts';
import { bulletList, codeBlock, enumerate, escapeMarkdown, inlineCode, link, paragraphs } from '../text/markdown.ts';
import { fileLink, placeLink } from '../text/places.ts';
import { declaredFlags } from './symbol-at.ts';
import type { DefineAt, FileAt, FlagAt, HashTableAt, RouteAt } from './symbol.ts';

// Route blocks

const WHEN: Readonly<Record<RouteKind, string>> = {
  request_route: 'Runs for every request that comes in.',
  route: 'Runs where `route()` calls it.',
  failure_route: 'Runs when all branches of a transaction have failed, if `t_on_failure()` has named it.',
  branch_route: 'Runs for each branch just before it is sent, if `t_on_branch()` has named it.',
  onreply_route: 'Runs for the replies to a transaction, if `t_on_reply()` has named it.',
  reply_route: 'Runs for every reply that comes in, before tm sees it.',
  onsend_route: 'Runs for each request just before it leaves.',
  event_route: 'Runs when its event happens.',
};

/** Places that are listed one by one. */
const MOST_PLACES = 5;

/** A route block: when it runs, where it is, what its author wrote above it, and who names it. */
export function describeRoute(analysis: Analysis, { list, name, definition }: RouteAt): string {
  const { program, catalog } = analysis;
  const definitions = findRoutes(program, list, name);
  const first = definition ?? definitions[0];
  const kind = first?.symbol.kind ?? KEYWORD_OF_LIST[list];
  const isDefault = name === DEFAULT_ROUTE_NAME && first?.symbol.name === undefined;
  const references = routeTable(program).references.filter((entry) => entry.list === list && entry.name === name);
  const event = list === 'event' ? catalog.eventRoutesNamed(name)[0] : undefined;
  const comment = first && leadingComment(first.symbol.keyword.source, first.symbol.keyword.start);
  const head = event
    ? describeEventRoute(catalog, event, name)
    : paragraphs([codeBlock(isDefault ? kind : `${kind}[${name}]`), describeTiming(kind, isDefault)]);
  return paragraphs([
    head,
    showComment(comment),
    bulletList([describeDefinitions(analysis, definitions), describeReferences(references)]),
    event ? undefined : kindReference(analysis, kind),
  ]);
}

/** What the author wrote, line by line. */
function showComment(comment: string | undefined): string | undefined {
  return comment === undefined ? undefined : escapeMarkdown(comment).replace(/\n/g, '  \n');
}

function kindReference({ catalog }: Analysis, kind: RouteKind): string | undefined {
  const entry = catalog.core.routeBlocks.find(({ name }) => name === kind);
  return entry && link(`kamailio.org: ${kind}`, cookbookLink('core', catalog.version, entry.docAnchor));
}

/** An `onreply_route` without a name is the core's, as `reply_route` is. */
function describeTiming(kind: RouteKind, isDefault: boolean): string {
  if (kind === 'route' && isDefault) return WHEN.request_route;
  return WHEN[kind === 'onreply_route' && isDefault ? 'reply_route' : kind];
}

function describeDefinitions({ program }: Analysis, definitions: readonly RouteDefinition[]): string {
  if (definitions.length === 0) return '**Not defined** in this configuration';
  const places = definitions
    .slice(0, MOST_PLACES)
    .map(
      ({ range, isActive }) => `${placeLink(range, program.root)}${isActive ? '' : ' (switched off by a condition)'}`,
    );
  return `**Defined:** ${enumerate(places)}`;
}

function describeReferences(references: readonly RouteReference[]): string | undefined {
  const active = references.filter(({ isActive }) => isActive);
  if (references.length === 0) return undefined;
  if (active.length === 0) return '**Named:** only where a condition switches it off';
  const counts = new Map<string, number>();
  for (const { by, call } of active) {
    const written = inlineCode(call ? `${by}()` : by);
    counts.set(written, (counts.get(written) ?? 0) + 1);
  }
  const parts = [...counts].map(([written, count]) => `${written} ${times(count)}`);
  return `**Named by:** ${enumerate(parts)}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

// Defines

/** A define: what it stands for, where that comes from, and how often it is used. */
export function describeDefine(analysis: Analysis, { name, define, role, isActive }: DefineAt): string {
  const { program } = analysis;
  const { definitions, uses } = program.preprocessed;
  const all = definitions.filter((entry) => entry.name === name);
  const used = new Set(uses.filter((use) => use.name === name).map(({ range }) => `${range.source.uri} ${range.start}`))
    .size;
  const others = all.filter((entry) => entry !== define && entry.range !== undefined);
  const isOff = role === 'definition' && !isActive;
  const comment = define?.directive && leadingComment(define.directive.source, define.directive.start);
  return paragraphs([
    codeBlock(define ? writeDefine(define) : name),
    showComment(comment),
    bulletList([
      isOff ? 'This definition is switched off by a condition' : undefined,
      define ? describeOrigin(analysis, define) : '**Not defined** here',
      others.length === 0
        ? undefined
        : `**${define ? 'Also defined' : 'Defined'}:** ${enumerate(
            others.slice(0, MOST_PLACES).map((entry) => placeLink(entry.range!, program.root)),
          )}`,
      used === 0 ? 'Not used' : `Used ${times(used)}`,
    ]),
  ]);
}

function writeDefine({ name, value, isOpaque, directive }: Define): string {
  const keyword = directive?.keyword.text ?? 'define';
  if (isOpaque) return `#!${keyword} ${directive?.argument?.text ?? name}`;
  const written = directive?.value?.text ?? value;
  return written === undefined ? `#!${keyword} ${name}` : `#!${keyword} ${name} ${written}`;
}

function describeOrigin({ program, catalog }: Analysis, define: Define): string {
  const { origin, value, directive, range } = define;
  const place = range && placeLink(range, program.root);
  switch (origin) {
    case 'given':
      return 'Given from outside, as by `-A`';
    case 'predefined':
      return `Predefined by Kamailio ${catalog.version}`;
    case 'module':
      return 'Defined by the `loadmodule` of that module';
    case 'environment':
      return `Known only where Kamailio runs${place === undefined ? '' : `: ${place}`}`;
    case 'file': {
      const isComputed = value !== undefined && directive?.value !== undefined && directive.value.text !== value;
      const result = isComputed ? `**Value:** ${inlineCode(value)}` : undefined;
      const where = place === undefined ? undefined : `**Defined:** ${place}`;
      return [result, where].filter((part) => part !== undefined).join('; ');
    }
  }
}

// Files

/** How a file was found, in one sentence without Markdown. */
export function explainFound({ resolved, path, by }: FileAt): string {
  switch (resolved?.found) {
    case 'direct':
      return 'Found where Kamailio looks for it';
    case 'mapped':
      return `'${path}' is a deployed path; found through the setting kamailio.pathMappings`;
    case 'tail':
      return `'${path}' is not on this machine; this file was found by the end of its path`;
    case undefined:
      return by === 'import'
        ? `'${path}' is not there; Kamailio goes on without it`
        : `'${path}' cannot be found on this machine`;
  }
}

export function describeFile({ program }: Analysis, symbol: FileAt): string {
  const { path, resolved } = symbol;
  return paragraphs([
    `**File:** ${resolved ? fileLink(resolved.source, program.root) : inlineCode(path)}`,
    `${escapeMarkdown(explainFound(symbol))}.`,
  ]);
}

// Flags, custom globals, hash tables

export function describeFlag({ program }: Analysis, { name }: FlagAt): string {
  const declared = declaredFlags(program).filter((entry) => entry.name === name);
  const [first] = declared;
  const keyword = first?.isAvp === true ? 'avpflags' : 'flags';
  const number = first?.number?.image;
  return paragraphs([
    codeBlock(`${keyword} ${name}${number === undefined ? '' : `:${number}`}`),
    bulletList([
      number === undefined ? 'Kamailio chooses its number' : undefined,
      declared.length === 0
        ? undefined
        : `**Declared:** ${enumerate(declared.map(({ token }) => placeLink(token, program.root)))}`,
    ]),
  ]);
}

/** A custom global; `undefined` where the configuration sets none of that name. */
export function describeCustomGlobal({ program }: Analysis, group: string, name: string): string | undefined {
  const found = findGlobals(program, group, name);
  const [first] = found;
  if (!first) return undefined;
  const range = rangeOf(first.item, first.node);
  const written = range.source.text.slice(range.start, range.end).replace(/\s+/g, ' ');
  return paragraphs([
    codeBlock(written),
    bulletList([
      'Custom global parameter',
      `**Read by** ${inlineCode(`$sel(cfg_get.${group}.${name})`)} and ${inlineCode(`@cfg_get.${group}.${name}`)}`,
      `**Set:** ${enumerate(found.map(({ item, node }) => placeLink(rangeOf(item, node), program.root)))}`,
    ]),
  ]);
}

export function describeHashTable({ program }: Analysis, { name }: HashTableAt): string {
  const found = findHashTables(program, name);
  const [first] = found;
  return paragraphs([
    codeBlock(first ? `modparam("htable", "htable", "${first.text}")` : `modparam("htable", "htable", "${name}=>…")`),
    bulletList([
      'Hash table',
      first
        ? `**Defined:** ${enumerate(found.map(({ range }) => placeLink(range, program.root)))}`
        : '**Not defined** in this configuration',
    ]),
  ]);
}
