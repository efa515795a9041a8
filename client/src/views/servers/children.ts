/** Which elements the tree of servers has for what is known of the servers. */
import type { Part } from '../../live/types.ts';
import { groupOf } from './counters.ts';
import type {
  ElementRegistry,
  SectionElement,
  ServerElement,
  SetElement,
  TableElement,
  TreeElement,
} from './elements.ts';
import { SECTIONS } from './faces.ts';
import { addressOf, countersOf, findSet, latest, type World } from './world.ts';

/** How many children of a long branch are shown at first, and how many more each time. */
export const PAGE_SIZE = 100;

/** The children of an element, or the top of the tree. */
export function childrenOf(element: TreeElement | undefined, world: World, registry: ElementRegistry): TreeElement[] {
  if (element === undefined) return topOf(world, registry);
  switch (element.kind) {
    case 'group':
      return world.servers
        .filter(({ profile }) => profile.group === element.group)
        .map(({ profile }) => registry.get(element, { kind: 'server', server: profile.name }));
    case 'server':
      return childrenOfServer(element, world, registry);
    case 'section':
      return childrenOfSection(element, world, registry);
    case 'set':
      return childrenOfSet(element, world, registry);
    case 'table':
      return childrenOfTable(element, world, registry);
    case 'counter-group':
      return countersOf(element, world).map(({ name }) =>
        registry.get(element, { kind: 'counter', server: element.server, name }),
      );
    default:
      return [];
  }
}

function topOf(world: World, registry: ElementRegistry): TreeElement[] {
  const groups = new Set(world.servers.map(({ profile }) => profile.group).filter((group) => group !== undefined));
  return [
    ...world.problems.map(({ entry, message }) => registry.get(undefined, { kind: 'problem', entry, message })),
    ...world.servers
      .filter(({ profile }) => profile.group === undefined)
      .map(({ profile }) => registry.get(undefined, { kind: 'server', server: profile.name })),
    ...[...groups].map((group) => registry.get(undefined, { kind: 'group', group })),
  ];
}

function childrenOfServer(element: ServerElement, world: World, registry: ElementRegistry): TreeElement[] {
  const server = world.find(element.server);
  if (server === undefined || server.connection.kind === 'idle') return [];
  return [
    registry.get(element, { kind: 'about', server: element.server }),
    ...SECTIONS.map(({ section }) => registry.get(element, { kind: 'section', server: element.server, section })),
  ];
}

function childrenOfSection(element: SectionElement, world: World, registry: ElementRegistry): TreeElement[] {
  const server = world.find(element.server);
  if (server === undefined) return [];
  const { server: name } = element;
  const { dispatcher, dmq, tables, counters } = server.parts;
  const around = (part: Part<unknown>, list: () => TreeElement[]): TreeElement[] => {
    const notice = registry.get(element, { kind: 'notice', server: name, topic: 'part' });
    if (part.kind === 'absent' || part.kind === 'unknown') return [notice];
    const children = latest(part) === undefined ? [] : list();
    return part.kind === 'failed' || children.length === 0 ? [notice, ...children] : children;
  };
  switch (element.section) {
    case 'dispatcher':
      return around(dispatcher, () =>
        (latest(dispatcher)?.value.sets ?? []).map(({ id }) =>
          registry.get(element, { kind: 'set', server: name, setId: id }),
        ),
      );
    case 'dmq':
      return around(dmq, () =>
        (latest(dmq)?.value ?? []).map((node) =>
          registry.get(element, { kind: 'node', server: name, address: addressOf(node) }),
        ),
      );
    case 'tables':
      return around(tables, () =>
        (latest(tables)?.value ?? []).map((table) =>
          registry.get(element, { kind: 'table', server: name, table: table.name }),
        ),
      );
    case 'counters':
      return around(counters, () =>
        [...new Set((latest(counters)?.value ?? []).map(groupOf))].map((group) =>
          registry.get(element, { kind: 'counter-group', server: name, group }),
        ),
      );
  }
}

function childrenOfSet(element: SetElement, world: World, registry: ElementRegistry): TreeElement[] {
  const set = findSet(world.find(element.server), element.setId);
  if (set === undefined) return [];
  const seen = new Map<string, number>();
  const limit = world.limitOf(element.id);
  const children = set.destinations.slice(0, limit).map(({ uri }) => {
    const nth = seen.get(uri) ?? 0;
    seen.set(uri, nth + 1);
    return registry.get(element, { kind: 'destination', server: element.server, setId: element.setId, uri, nth });
  });
  if (set.destinations.length > limit) children.push(registry.get(element, { kind: 'more', server: element.server }));
  return children;
}

function childrenOfTable(element: TableElement, world: World, registry: ElementRegistry): TreeElement[] {
  const shown = world.tableOf(element.server, element.table);
  const children: TreeElement[] = [registry.get(element, { kind: 'notice', server: element.server, topic: 'page' })];
  if (shown?.page === undefined) return children;
  const { entries, total } = shown.page;
  for (const { key } of entries) {
    children.push(registry.get(element, { kind: 'entry', server: element.server, table: element.table, key }));
  }
  if (entries.length < total) children.push(registry.get(element, { kind: 'more', server: element.server }));
  return children;
}
