import type { Catalog } from '../catalog/catalog.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { valueRange } from '../semantic/string-place.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { factsOf, inactiveLoad } from './shared/program-facts.ts';
import { isWhole } from './shared/whole-program.ts';
import { describeAbsence, isPlaceholder, misspelt, oneOf } from './shared/wording.ts';

const CORE = 'core';

export const unknownEventRoute: Rule = {
  code: 'unknown-event-route',
  severity: 'warning',
  category: 'routes',
  summary: 'An event route is written for an event that no loaded module has.',
  advice: 'Correct the name of the event, or load the module that runs it.',
  documentation: {
    why:
      'A module looks for the block of an event by its full name, `event_route[dispatcher:dst-down]`. Kamailio takes ' +
      'blocks of any name; one that no module looks for never runs.',
    wrong: `loadmodule "tm.so"
event_route[tm:local-requests] {
  exit;
}
request_route {
  exit;
}
`,
    right: `loadmodule "tm.so"
event_route[tm:local-request] {
  exit;
}
request_route {
  exit;
}
`,
  },
  check(analysis, report) {
    const facts = factsOf(analysis);
    // The evrexec module runs blocks of any name.
    if (facts.isIncomplete || facts.hasUnnamedModule || facts.isLoaded('evrexec') || !isWhole(analysis)) return;
    for (const { kind, name, nameToken } of analysis.program.symbols.routes) {
      if (kind !== 'event_route' || name === undefined || !nameToken) continue;
      if (nameToken.tokenType === t.Opaque || isPlaceholder(name)) continue;
      const finding = checkName(analysis, name, nameToken);
      if (finding) report(finding);
    }
  },
};

function checkName(analysis: Analysis, name: string, token: Token): RuleFinding | undefined {
  const { catalog } = analysis;
  const facts = factsOf(analysis);
  const all = catalog.eventRoutesNamed(name);
  const current = all.filter(({ module, entry }) => catalog.has(entry) && hasModule(catalog, module));
  if (current.some(({ module }) => module === CORE || facts.isLoaded(module))) return undefined;
  const range = valueRange(token);
  const never = `event_route[${name}] never runs`;
  if (current.length > 0) {
    // A block may stay where a condition switches its module off.
    if (current.some(({ module }) => inactiveLoad(analysis, module))) return undefined;
    const modules = oneOf(current.map(({ module }) => `'${module}'`));
    return { range, message: `${never}: it is of module ${modules}, which is not loaded` };
  }
  const [old] = all;
  if (old) return { range, message: `${never} in Kamailio ${catalog.version}: ${describeAbsence(catalog, old.entry)}` };
  if (facts.hasUnknownModule) return undefined;
  return misspelt(token, `${never}: no module has such an event`, name, candidates(analysis, name));
}

function hasModule(catalog: Catalog, module: string): boolean {
  const lifespan = catalog.moduleLifespan(module);
  return module === CORE || (lifespan !== undefined && catalog.has(lifespan));
}

/** Events of loaded modules, with what is written where a name has a part of the user's; then those of all others. */
function* candidates(analysis: Analysis, name: string): Iterable<string> {
  const written = name.split(':');
  const others: string[] = [];
  for (const [event, modules] of analysis.catalog.available('eventRoutes')) {
    const isLoaded = modules.some((module) => module === CORE || factsOf(analysis).isLoaded(module));
    const parts = event.split(':');
    if (!isLoaded) others.push(event);
    else yield parts.map((part, index) => (part.startsWith('<') ? (written[index] ?? part) : part)).join(':');
  }
  yield* others;
}
