import type { Analysis } from '../semantic/analysis.ts';
import {
  DEFAULT_ROUTE_NAME,
  routeArgumentOf,
  routeTable,
  type RouteDefinition,
  type RouteList,
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
    for (const definition of definitions) {
      const { list, name, symbol, range, isActive } = definition;
      const reason = RUN_BY[list];
      if (!isActive || reason === undefined || name === DEFAULT_ROUTE_NAME || open.has(list) || isPlaceholder(name))
        continue;
      if (symbol.nameToken?.tokenType === t.Opaque) continue;
      if (
        references.some(
          (reference) => reference.list === list && reference.name === name && !isOwn(reference, definition),
        )
      ) {
        continue;
      }
      const word = new RegExp(`\\b${name.replace(/[^\w]/g, '\\$&')}\\b`);
      if (mayStandElsewhere(analysis, word) || isSpokenOf(analysis, word)) continue;
      report({ range, message: `${nameRoute(symbol)} never runs: ${reason}` });
    }
  },
};

/** Whether a string speaks of a name: it may be handed to a function that runs the block. */
function isSpokenOf({ program }: Analysis, name: RegExp): boolean {
  return program.items.some(({ tokens }) =>
    tokens.some(({ tokenType, image }) => tokenType === t.StringLiteral && name.test(image)),
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
