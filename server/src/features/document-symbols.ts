import type { Analysis } from '../semantic/analysis.ts';
import { readIncludeName } from '../semantic/include-name.ts';
import { rangeOf } from '../semantic/program.ts';
import { DEFAULT_ROUTE_NAME, routeTable } from '../semantic/route-references.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Symbols } from '../semantic/symbols.ts';
import type { Directive } from '../syntax/directive.ts';
import type { Item } from '../syntax/item-reader.ts';
import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import type { NodeBase } from '../syntax/tree.ts';
import { compatibilityOf, readFileText } from './file-text.ts';
import { allSymbols } from './declarations.ts';
import { leadingComment } from './leading-comment.ts';
import { isInactive } from './symbol-at.ts';

/** What an entry of the outline is, in the configuration's own terms. */
export type OutlineKind =
  | 'group'
  | 'module'
  | 'moduleParameter'
  | 'coreSetting'
  | 'customGlobal'
  | 'define'
  | 'flag'
  | 'include'
  | 'route'
  | 'eventRoute';

/** An entry of a file's outline. */
export interface DocumentSymbol {
  /** Never empty. */
  readonly name: string;
  readonly detail: string | undefined;
  readonly kind: OutlineKind;
  readonly range: SourceRange;
  /** Always inside `range`. */
  readonly selection: SourceRange;
  /** Whether a condition keeps it from Kamailio. */
  readonly isInactive: boolean;
  readonly children: readonly DocumentSymbol[];
}

interface Entry {
  readonly name: string;
  readonly detail: string | undefined;
  readonly kind: Exclude<OutlineKind, 'group'>;
  readonly range: SourceRange;
  readonly selection: SourceRange;
  readonly isInactive: boolean;
  /** Neighbours with the same text here are put together. */
  readonly group: string;
}

/**
 * The outline of one file, in its order: what stands in its included files is left to theirs, what a condition switches
 * off is part of it. Neighbours of one kind are put together, module parameters by their module.
 */
export function listDocumentSymbols(analysis: Analysis, source: SourceText): DocumentSymbol[] {
  const { program } = analysis;
  const entries = [
    ...allSymbols(program).flatMap((symbols) => entriesOf(symbols, symbols !== program.symbols)),
    ...routeEntries(analysis),
    ...readFileText(source, compatibilityOf(program)).directives.flatMap((directive) =>
      entryOfDirective(analysis, directive),
    ),
  ].filter(({ range }) => range.source === source);
  // A file that is included twice has everything twice.
  const distinct = new Map(entries.map((entry) => [`${entry.kind} ${entry.range.start} ${entry.name}`, entry]));
  const sorted = [...distinct.values()].sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
  return arrange(sorted);
}

/** Puts entries into the route blocks they stand in, and neighbours into groups. */
function arrange(sorted: readonly Entry[]): DocumentSymbol[] {
  const arranged: DocumentSymbol[] = [];
  let run: { group: string; members: DocumentSymbol[] } = { group: '', members: [] };
  const endRun = (): void => {
    const { group, members } = run;
    arranged.push(
      ...(group === '' || (members.length < 2 && !group.startsWith('"')) ? members : [groupOf(group, members)]),
    );
    run = { group: '', members: [] };
  };
  for (let index = 0; index < sorted.length;) {
    const entry = sorted[index]!;
    const next = isBlock(entry) ? firstBehind(sorted, index) : index + 1;
    if (run.group !== entry.group || entry.group === '') {
      endRun();
      run = { group: entry.group, members: [] };
    }
    run.members.push(complete(entry, arrange(sorted.slice(index + 1, next))));
    index = next;
  }
  endRun();
  return arranged;
}

function isBlock({ kind }: Entry): boolean {
  return kind === 'route' || kind === 'eventRoute';
}

/** The next entry that does not stand in the block at an index. */
function firstBehind(sorted: readonly Entry[], index: number): number {
  const { start, end } = sorted[index]!.range;
  let next = index + 1;
  while (next < sorted.length && sorted[next]!.range.start > start && sorted[next]!.range.start < end) next++;
  return next;
}

function complete(entry: Entry, children: readonly DocumentSymbol[]): DocumentSymbol {
  const { name, detail, kind, range, selection, isInactive: isOff } = entry;
  const end = Math.max(range.end, ...children.map((child) => child.range.end));
  return {
    name: name.trim() === '' ? '(no name)' : name,
    detail: detail === undefined || detail === '' ? undefined : detail,
    kind,
    range: { ...range, end },
    selection: inside(selection, range),
    isInactive: isOff,
    children,
  };
}

function inside(selection: SourceRange, range: SourceRange): SourceRange {
  const isInside = selection.source === range.source && range.start <= selection.start && selection.end <= range.end;
  return isInside ? selection : { source: range.source, start: range.start, end: range.start };
}

function groupOf(group: string, members: readonly DocumentSymbol[]): DocumentSymbol {
  const first = members[0]!;
  const range = { ...first.range, end: Math.max(...members.map((member) => member.range.end)) };
  return {
    name: group.startsWith('"') ? group.slice(1, -1) : group,
    detail: group.startsWith('"') ? 'module parameters' : String(members.length),
    kind: 'group',
    range,
    selection: { ...range, end: range.start },
    isInactive: members.every((member) => member.isInactive),
    children: members,
  };
}

function entriesOf({ modules, parameters, settings, globals, flags }: Symbols, isOff: boolean): Entry[] {
  return [
    ...modules.map(({ name, token, item }): Entry => ({
      name,
      detail: undefined,
      kind: 'module',
      range: rangeOf(item, item.node),
      selection: valueRange(token),
      isInactive: isOff,
      group: 'Modules',
    })),
    ...parameters.map(({ module, parameter, parameterToken, valueToken, isNegative, item }): Entry => ({
      name: parameter,
      detail: valueToken && shorten(`${isNegative ? '-' : ''}${valueToken.image}`),
      kind: 'moduleParameter',
      range: rangeOf(item, item.node),
      selection: valueRange(parameterToken),
      isInactive: isOff,
      // In quotes, so that no module is called like another group.
      group: `"${module}"`,
    })),
    ...settings.map(({ name, node, item }): Entry => ({
      name: name.image,
      detail: node.value && textOf(item, node.value),
      kind: 'coreSetting',
      range: rangeOf(item, node),
      selection: placeOf(name),
      isInactive: isOff,
      group: 'Core settings',
    })),
    ...globals.map(({ node, item }): Entry => {
      const range = rangeOf(item, node);
      const name = item.tokens[node.name];
      return {
        name: `${item.tokens[node.group]?.image ?? ''}.${name?.image ?? ''}`,
        detail: node.value && textOf(item, node.value),
        kind: 'customGlobal',
        range,
        selection: { ...range, end: name?.source === range.source ? name.end : range.start },
        isInactive: isOff,
        group: 'Custom globals',
      };
    }),
    ...flags.map(({ name, token, number, isAvp }): Entry => ({
      name,
      detail: [isAvp ? 'AVP flag' : undefined, number?.image].filter((part) => part !== undefined).join(' '),
      kind: 'flag',
      range: placeOf(token),
      selection: placeOf(token),
      isInactive: isOff,
      group: 'Flags',
    })),
  ];
}

function routeEntries({ program }: Analysis): Entry[] {
  return routeTable(program).definitions.map(({ symbol, range, name, list, isActive }): Entry => {
    const { kind, item, node, keyword } = symbol;
    const isDefault = name === DEFAULT_ROUTE_NAME && symbol.name === undefined;
    const comment = leadingComment(keyword.source, keyword.start)?.split('\n')[0];
    return {
      name: isDefault ? kind : `${kind}[${symbol.name ?? ''}]`,
      detail: comment === undefined ? undefined : shorten(comment),
      kind: list === 'event' ? 'eventRoute' : 'route',
      range: rangeOf(item, node),
      selection: range,
      isInactive: !isActive,
      group: '',
    };
  });
}

const DEFINING = /^(?:try|re)?def/;

function entryOfDirective({ program }: Analysis, directive: Directive): Entry[] {
  const { source, start, end, argument, value, kind, keyword } = directive;
  if (!argument) return [];
  const isOff = isInactive(program, source, start);
  const range = { source, start, end: Math.max(end, argument.end) };
  const selection = { source, start: argument.start, end: argument.end };
  if (kind === 'include_file' || kind === 'import_file') {
    const path = readIncludeName(argument.text);
    const name = 'path' in path ? path.path : argument.text;
    return [
      { name, detail: keyword.text, kind: 'include', range, selection, isInactive: isOff, group: 'Included files' },
    ];
  }
  if (!DEFINING.test(kind)) return [];
  const detail = value && shorten(value.text);
  return [{ name: argument.text, detail, kind: 'define', range, selection, isInactive: isOff, group: 'Defines' }];
}

function placeOf({ source, start, end }: SourceRange): SourceRange {
  return { source, start, end };
}

function textOf(item: Item, node: NodeBase): string {
  const { source, start, end } = rangeOf(item, node);
  return shorten(source.text.slice(start, end));
}

/** Characters of a value that the outline shows. */
const LONGEST_DETAIL = 60;

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL - 1)}…` : line;
}
