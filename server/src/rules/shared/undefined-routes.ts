import type { Analysis } from '../../semantic/analysis.ts';
import type { RelatedPlace } from '../../semantic/problem.ts';
import {
  DEFAULT_ROUTE_NAME,
  findRoutes,
  KEYWORD_OF_LIST,
  routeTable,
  type AbsentRoute,
  type RouteReference,
} from '../../semantic/route-references.ts';
import * as t from '../../syntax/token-types.ts';
import type { RuleFinding } from '../rule.ts';
import { callTargets } from './call-targets.ts';
import { factsOf } from './program-facts.ts';
import { hasForeignScript } from './whole-program.ts';
import { isPlaceholder, misspelt } from './wording.ts';

/** The references to route blocks that do not exist, each with what to say of it. */
export function undefinedRoutes(analysis: Analysis): { absent: AbsentRoute; finding: RuleFinding }[] {
  const { program } = analysis;
  const isOpen = program.symbols.routes.some(
    ({ nameToken }) => nameToken && (nameToken.tokenType === t.Opaque || isPlaceholder(nameToken.image)),
  );
  if (isOpen || factsOf(analysis).isIncomplete) return [];
  const targets = callTargets(analysis);
  const found: { absent: AbsentRoute; finding: RuleFinding }[] = [];
  for (const reference of routeTable(program).references) {
    const { list, name, call, isActive, absent } = reference;
    if (!isActive || name === DEFAULT_ROUTE_NAME || isPlaceholder(name)) continue;
    if (findRoutes(program, list, name).some((route) => route.isActive)) continue;
    // What a parameter names may be a function of the other language.
    if (!call && hasForeignScript(analysis)) continue;
    const target = call && targets.get(call)?.kind;
    // What a function means that is not there is not worth a second finding.
    if (target !== undefined && target !== 'core' && target !== 'module') continue;
    found.push({ absent, finding: describe(analysis, reference) });
  }
  return found;
}

function describe(analysis: Analysis, reference: RouteReference): RuleFinding {
  const { list, name, range, token, by } = reference;
  const { definitions } = routeTable(analysis.program);
  const keyword = KEYWORD_OF_LIST[list];
  const message = `there is no ${keyword}[${name}]`;
  const other = definitions.find((route) => route.isActive && route.list !== list && route.name === name);
  if (other) {
    const what = `${other.symbol.kind}[${name}]`;
    const related = [{ range: other.range, message: `${what} is here` }];
    return { range, message: `${message}: ${what} is no block that '${by}' can use`, related };
  }
  const inactive = findRoutes(analysis.program, list, name)[0];
  if (inactive) {
    const related: RelatedPlace[] = [{ range: inactive.range, message: 'the block that is switched off' }];
    return { range, message: `${message} here: a condition switches it off`, related };
  }
  const written = range.source.text.slice(range.start, range.end);
  const prefix = name.endsWith(written) ? name.slice(0, name.length - written.length) : '';
  const candidates = definitions
    .filter((route) => route.isActive && route.list === list && route.name.startsWith(prefix))
    .filter((route) => route.name !== DEFAULT_ROUTE_NAME)
    .map((route) => route.name.slice(prefix.length));
  return { ...misspelt(token, message, name.slice(prefix.length), candidates), range };
}
