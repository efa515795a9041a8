import type { Analysis } from '../semantic/analysis.ts';
import {
  DEFAULT_ROUTE_NAME,
  routeArgumentOf,
  routeTable,
  type RouteDefinition,
  type RouteList,
  type RouteReference,
} from '../semantic/route-references.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule } from './rule.ts';
import { nameRoute } from './shared/flow-places.ts';
import { factsOf } from './shared/program-facts.ts';
import { hasForeignScript, mayStandElsewhere } from './shared/whole-program.ts';
import { isPlaceholder } from './shared/wording.ts';

/** What makes a block of a list run; nothing where Kamailio runs it by itself. */
const RUN_BY: Partial<Readonly<Record<RouteList, string>>> = {
  main: 'nothing calls it with route()',
  failure: 'no t_on_failure() arms it',
  branch: 'no t_on_branch() arms it',
  onreply: 'no t_on_reply() arms it',
};

export const unusedRoute: Rule = {
  code: 'unused-route',
  severity: 'warning',
  category: 'routes',
  summary: 'A route block is written that nothing runs.',
  advice: 'Call or arm it where it belongs, or remove it.',
  documentation: {
    why:
      'Kamailio runs a `route[NAME]` only where something calls it, and a named failure, branch or reply route only for ' +
      'requests that were armed with it. A block that is written and never run often holds a protection or a failover ' +
      'that everybody believes to be in force.',
    wrong: `request_route {
  $du = "sip:192.0.2.5";
  forward();
}
route[SCANNERS] {
  if ($ua =~ "friendly-scanner") exit;
}
`,
    right: `request_route {
  $du = "sip:192.0.2.5";
  route(SCANNERS);
  forward();
}
route[SCANNERS] {
  if ($ua =~ "friendly-scanner") exit;
}
`,
  },
  check(analysis, report) {
    const { program } = analysis;
    const { definitions, references } = routeTable(program);
    if (factsOf(analysis).isIncomplete || hasForeignScript(analysis)) return;
    if (references.some(({ name }) => isPlaceholder(name))) return;
    const open = openLists(analysis);
    const texts = otherTexts(analysis);
    const tell = (definition: RouteDefinition, reason: string): void => {
      const { list, name, symbol, range } = definition;
      if (open.has(list) || isPlaceholder(name) || symbol.nameToken?.tokenType === t.Opaque) return;
      const word = new RegExp(`\\b${name.replace(BRANCH_FAILURE, '').replace(/[^\w]/g, '\\$&')}\\b`);
      if (mayStandElsewhere(analysis, word) || isSpokenOf(texts, word)) return;
      report({ range, message: `${nameRoute(symbol)} never runs: ${reason}` });
    };
    const dormant = definitions.filter((definition) => definition.isActive && runBy(definition) !== undefined);
    const unnamed = dormant.filter(
      (definition) => !references.some((reference) => isNaming(reference, definition) && !isOwn(reference, definition)),
    );
    for (const definition of unnamed) tell(definition, runBy(definition) ?? '');
    // What a block that never runs names is mended with it; what is left names only each other.
    const isRun = (definition: RouteDefinition): boolean => !dormant.includes(definition);
    const reached = new Set([...definitions.filter(isRun), ...unnamed]);
    spread(reached, definitions, references);
    for (const definition of dormant) {
      if (reached.has(definition)) continue;
      tell(definition, 'only blocks name it that never run themselves');
      reached.add(definition);
      spread(reached, definitions, references);
    }
  },
};

const BRANCH_FAILURE = 'tm:branch-failure:';

/** What makes a block run, said as what is missing; nothing for one that Kamailio runs by itself. */
function runBy({ list, name }: RouteDefinition): string | undefined {
  if (list === 'event') return name.startsWith(BRANCH_FAILURE) ? 'no t_on_branch_failure() arms it' : undefined;
  return name === DEFAULT_ROUTE_NAME ? undefined : RUN_BY[list];
}

function isNaming(reference: RouteReference, { list, name }: RouteDefinition): boolean {
  return reference.list === list && reference.name === name;
}

/** Adds the blocks that those of a set name, and what is named elsewhere than in blocks that can be read. */
function spread(
  reached: Set<RouteDefinition>,
  definitions: readonly RouteDefinition[],
  references: readonly RouteReference[],
): void {
  const named = groupBy(definitions, keyOf);
  const holders = new Map(definitions.filter(({ isActive }) => isActive).map((each) => [each.symbol.item, each]));
  const naming = groupBy(references, ({ isActive, item }) => (isActive ? holders.get(item) : undefined));
  const add = (reference: RouteReference): void => {
    for (const definition of named.get(keyOf(reference)) ?? []) reached.add(definition);
  };
  naming.get(undefined)?.forEach(add);
  // What is added is looked at in its turn.
  for (const definition of reached) naming.get(definition)?.forEach(add);
}

function groupBy<Key, Value>(values: readonly Value[], key: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return groups;
}

function keyOf({ list, name }: Pick<RouteDefinition, 'list' | 'name'>): string {
  return `${list} ${name}`;
}

/** Whether a string speaks of a name beside those that name blocks: it may be handed to a function that runs the block. */
function isSpokenOf(texts: readonly string[], name: RegExp): boolean {
  return texts.some((text) => name.test(text));
}

/** The strings that name no block. */
function otherTexts({ program }: Analysis): string[] {
  const { definitions, references } = routeTable(program);
  const blocks = new Set(definitions.map(keyOf));
  const naming = new Set(references.filter((each) => blocks.has(keyOf(each))).map(({ token }) => token));
  return program.items.flatMap(({ tokens }) =>
    tokens.filter((token) => token.tokenType === t.StringLiteral && !naming.has(token)).map(({ image }) => image),
  );
}

/** Whether a block is named by itself only, which does not get it started. */
function isOwn({ item }: { readonly item: unknown }, { symbol }: RouteDefinition): boolean {
  return item === symbol.item && symbol.kind === 'route';
}

/** The lists of which some block is named by a value that is known only when it runs. */
function openLists({ program }: Analysis): Set<RouteList> {
  const { calls, loaded } = program.symbols;
  const open = new Set<RouteList>();
  for (const { name, node, item } of calls) {
    for (const [index, argument] of node.arguments.entries()) {
      const naming = routeArgumentOf(name, index, loaded);
      if (!naming) continue;
      const isConstant = argument.kind === 'string' || argument.kind === 'number' || argument.kind === 'name';
      const token = isConstant ? item.tokens[argument.token] : undefined;
      if (!token || token.tokenType === t.Opaque || token.image.includes('$')) open.add(naming.list);
    }
  }
  return open;
}
