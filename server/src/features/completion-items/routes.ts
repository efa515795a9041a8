import { CORE } from '../../catalog/catalog.ts';
import {
  KEYWORD_OF_LIST,
  routeListOf,
  routeTable,
  type RouteList,
  type RouteReference,
} from '../../semantic/route-references.ts';
import type { RouteKind } from '../../syntax/tree.ts';
import { escapeSnippet, ItemList, tabStop, type CompletionResult } from './item.ts';
import { declaredTables } from './pseudo-variables.ts';
import { describeModule, nextCharacter, type Completion, type ValueWord } from './request.ts';

/** Names that some place of the program calls, of blocks that are not there; the word at the cursor is none of them. */
export function missingRoutes({ analysis, cursor }: Completion, list: RouteList): readonly string[] {
  const { definitions, references } = routeTable(analysis.program);
  const defined = new Set<string>();
  for (const entry of definitions) if (entry.list === list && !isAtCursor(entry, cursor)) defined.add(entry.name);
  const missing = new Set<string>();
  for (const reference of references) {
    if (reference.list === list && !defined.has(reference.name) && !isAtCursor(reference, cursor)) {
      missing.add(reference.name);
    }
  }
  return [...missing];
}

function isAtCursor({ range }: Pick<RouteReference, 'range'>, { source, offset }: Completion['cursor']): boolean {
  return range.source === source && range.start <= offset && offset <= range.end;
}

/** Proposes the blocks of a list to whoever names one; also those that others name and nobody has written yet. */
export function addRouteNames(
  completion: Completion,
  word: ValueWord,
  list: RouteList,
  form: { readonly mayBeBare: boolean; readonly prefix?: string | undefined },
): void {
  const { prefix = '', mayBeBare } = form;
  const add = (name: string, isDefined: boolean): void => {
    if (!name.startsWith(prefix)) return;
    const label = name.slice(prefix.length);
    word.list.add({
      label,
      kind: 'routeBlock',
      rank: isDefined ? 'fitting' : 'known',
      detail: isDefined ? `${KEYWORD_OF_LIST[list]}[${name}]` : 'not defined yet',
      text: mayBeBare ? word.bare(label) : word.quote(label),
      filter: label,
      key: `route ${list} ${name}`,
    });
  };
  for (const { name, list: kept, symbol } of routeTable(completion.analysis.program).definitions) {
    if (kept === list && symbol.nameToken) add(name, true);
  }
  for (const name of missingRoutes(completion, list)) add(name, false);
}

/** Between the brackets behind a route keyword: names that are called and not defined yet, or the events there are. */
export function completeBrackets(
  completion: Completion,
  routeKind: RouteKind,
  start: number,
  end: number,
): CompletionResult {
  const { source, offset } = completion.cursor;
  const list = new ItemList({ source, start, offset, end });
  const close = nextCharacter(completion) === ']' ? '' : ']';
  if (routeKind === 'event_route') {
    addEventNames(completion, (label, rank, detail, snippet, key) =>
      list.add({
        label,
        kind: 'routeBlock',
        rank,
        detail,
        key,
        ...(snippet === undefined ? { text: label + close } : { snippet: snippet + close }),
      }),
    );
    return list.result();
  }
  for (const name of missingRoutes(completion, routeListOf(routeKind))) {
    list.add({ label: name, kind: 'routeBlock', rank: 'fitting', detail: 'not defined yet', text: name + close });
  }
  return list.result();
}

type AddEvent = (
  label: string,
  rank: 'fitting' | 'known' | 'possible' | 'distant' | 'unlikely',
  detail: string,
  snippet: string | undefined,
  key: string,
) => void;

/** The events of the catalogue, loaded modules' first; what is in angle brackets is the user's, tables are known. */
export function addEventNames(completion: Completion, add: AddEvent): void {
  const { catalog, analysis, cursor } = completion;
  const defined = new Set(
    routeTable(analysis.program)
      .definitions.filter((entry) => entry.list === 'event' && !isAtCursor(entry, cursor))
      .map((entry) => entry.name),
  );
  for (const name of missingRoutes(completion, 'event')) add(name, 'fitting', 'not defined yet', undefined, '');
  for (const [name, owners] of catalog.available('eventRoutes')) {
    const { rank, detail } = describeModule(completion, owners);
    const nearness = rank === 'distant' ? 'distant' : owners.includes(CORE) ? 'known' : 'possible';
    const key = `eventRoute ${owners[0] ?? ''} ${name}`;
    if (!name.includes('<')) {
      const isDefined = defined.has(name);
      add(name, isDefined ? 'unlikely' : nearness, isDefined ? 'already defined' : detail, undefined, key);
      continue;
    }
    if (name.endsWith(':<table>')) {
      for (const table of declaredTables(completion)) {
        const concrete = name.replace('<table>', table);
        if (!defined.has(concrete)) add(concrete, nearness, detail, undefined, key);
      }
    }
    let stop = 0;
    const snippet = name
      .split(/(<[^>]*>)/)
      .map((part) => (part.startsWith('<') ? tabStop(++stop, part.slice(1, -1)) : escapeSnippet(part)))
      .join('');
    add(name, nearness, detail, snippet, key);
  }
}
