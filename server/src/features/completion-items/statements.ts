import { routeTable } from '../../semantic/route-references.ts';
import { addDefineValues } from './defines.ts';
import { directiveCandidates } from './directives.ts';
import { addFunctions } from './functions.ts';
import type { Candidate, CompletionResult } from './item.ts';
import { nextCharacter, valueWord, type Completion } from './request.ts';
import { missingRoutes } from './routes.ts';

const CONTROLS: Readonly<Record<string, string>> = {
  if: 'if ($1) {\n\t$0\n}',
  while: 'while ($1) {\n\t$0\n}',
  switch: 'switch ($1) {\n\tcase ${2:"value"}:\n\t\t$0\n\t\tbreak;\n}',
};

/** Where a statement of a route block can begin. */
export function completeStatement(completion: Completion, mayBeElse: boolean): CompletionResult {
  const { catalog, cursor, analysis } = completion;
  const { block } = cursor;
  const word = valueWord(completion, /\w/);
  const { list } = word;
  // Inside a statement that is already there, a keyword alone is wanted.
  const isBare = nextCharacter(completion) === '';
  const keyword = (label: string, snippet: string, key?: string): Candidate => ({
    label,
    kind: 'keyword',
    rank: 'fitting',
    key,
    ...(isBare ? { snippet } : {}),
  });
  for (const control of catalog.core.controls) {
    const snippet = CONTROLS[control.name];
    if (catalog.has(control) && snippet !== undefined) {
      list.add(keyword(control.name, snippet, `control - ${control.name}`));
    }
  }
  if (mayBeElse) {
    list.add(keyword('else', 'else {\n\t$0\n}'));
    list.add(keyword('else if', 'else if ($1) {\n\t$0\n}'));
  }
  if (block.kind === 'route' && block.headers[0] === 'switch') {
    list.add(keyword('case', 'case ${1:"value"}:\n\t$0\n\tbreak;'));
    list.add(keyword('default', 'default:\n\t$0'));
  }
  if (isBare) {
    const routes = new Set<string>();
    for (const { list: kept, name, symbol } of routeTable(analysis.program).definitions) {
      if (kept === 'main' && symbol.nameToken) routes.add(name);
    }
    const missing = new Set(missingRoutes(completion, 'main'));
    for (const name of [...routes, ...missing]) {
      const text = `route(${/^\w+$/.test(name) ? name : `"${name}"`})`;
      const detail = missing.has(name) ? 'not defined yet' : undefined;
      list.add({ label: text, kind: 'routeBlock', rank: 'known', detail, key: `route main ${name}` });
    }
  }
  addFunctions(completion, list, false);
  addDefineValues(completion, list, 'general');
  for (const candidate of directiveCandidates(completion, '#!', 'general')) {
    list.add({ ...candidate, filter: candidate.label.slice(2) });
  }
  return list.result();
}
