import { CORE } from '../../catalog/catalog.ts';
import { removedIn } from '../../catalog/versions.ts';
import { KEYWORD_OF_LIST, routeTable, type RouteList } from '../../semantic/route-references.ts';
import * as t from '../../syntax/token-types.ts';
import { compatibilityOf, lastBefore, readFileText } from '../file-text.ts';
import { directiveCandidates } from './directives.ts';
import type { CompletionResult, ItemList } from './item.ts';
import { describeNewer, nextCharacter, valueWord, type Completion } from './request.ts';
import { addEventNames, missingRoutes } from './routes.ts';

/** What statements look like beyond their keyword. */
const STATEMENTS: Readonly<Record<string, string>> = {
  loadmodule: 'loadmodule "$1"',
  loadmodulex: 'loadmodulex "$1"',
  loadpath: 'loadpath "$1"',
  mpath: 'mpath "$1"',
  modparam: 'modparam("$1", "$2", $3)',
  modparamx: 'modparamx("$1", "$2", $3)',
  cfgengine: 'cfgengine "$1"',
  flags: 'flags ${1:NAME}:${2:1};',
  bool: 'bool ${1:NAME}:${2:1};',
  avpflags: 'avpflags ${1:NAME};',
  coreparam: 'coreparam[${1:name}] = $2',
};
const WITH_CHOICES_LATER = new Set(['loadmodule', 'loadmodulex', 'modparam', 'modparamx']);

/** Where a top-level statement can begin. */
export function completeItem(completion: Completion): CompletionResult {
  const { catalog } = completion;
  const { list } = valueWord(completion, /\w/);
  addSettings(completion, list);
  for (const entry of catalog.core.statements) {
    const newer = describeNewer(catalog, entry);
    if (!catalog.has(entry) && !newer) continue;
    for (const { name } of [entry, ...entry.aliases.filter((alias) => catalog.has(alias))]) {
      list.add({
        label: name,
        kind: 'keyword',
        rank: name === entry.name ? 'fitting' : 'general',
        snippet: nextCharacter(completion) === '' ? STATEMENTS[name] : undefined,
        continues: WITH_CHOICES_LATER.has(name),
        key: `statement - ${name}`,
        ...newer,
      });
    }
  }
  addRouteBlocks(completion, list);
  for (const candidate of directiveCandidates(completion, '#!', 'general')) {
    list.add({ ...candidate, filter: candidate.label.slice(2) });
  }
  return list.result();
}

function addSettings(completion: Completion, list: ItemList): void {
  const { catalog, names } = completion;
  const set = new Set(names.symbols.flatMap(({ settings }) => settings.map(({ name }) => name.image)));
  const isLate = hasModuleParameterBefore(completion);
  const hasAssignment = nextCharacter(completion) === '=';
  for (const entry of catalog.core.settings) {
    const repeats = entry.values.some((kind) => kind === 'hostList' || kind === 'listenList' || kind === 'socketBlock');
    for (const spelling of [entry, ...entry.aliases]) {
      const newer = describeNewer(catalog, spelling) ?? describeNewer(catalog, entry);
      if (!(catalog.has(entry) && catalog.has(spelling)) && !newer) continue;
      const { name } = spelling;
      const isSpent = set.has(name) && !repeats;
      const isTooLate = entry.beforeModules && isLate;
      const isAlias = spelling !== entry;
      list.add({
        label: name,
        kind: 'setting',
        rank: isSpent || isTooLate ? 'unlikely' : isAlias ? 'general' : 'possible',
        detail: isTooLate
          ? 'only before modparam and route blocks'
          : isSpent
            ? 'already set'
            : isAlias
              ? `the same as ${entry.name}`
              : entry.values.map(describeKind).join(' or '),
        text: hasAssignment ? name : `${name}=`,
        deprecated: removedIn(spelling) !== undefined,
        continues: !hasAssignment && (entry.boolean || entry.words !== undefined || repeats),
        key: `setting - ${name}`,
        ...newer,
      });
    }
  }
}

function describeKind(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Whether a `modparam` or a route block stands before the cursor in its file. */
function hasModuleParameterBefore({ analysis, cursor }: Completion): boolean {
  const { tokens } = readFileText(cursor.source, compatibilityOf(analysis.program));
  const last = lastBefore(tokens, cursor.offset);
  return tokens
    .slice(0, last + 1)
    .some(({ tokenType }) => tokenType === t.ModParam || tokenType.CATEGORIES?.includes(t.RouteKeyword) === true);
}

function addRouteBlocks(completion: Completion, list: ItemList): void {
  const { catalog, analysis } = completion;
  const body = (header: string): string => `${header} {\n\t$0\n}`;
  const { definitions } = routeTable(analysis.program);
  const isThere = (kind: string): boolean =>
    definitions.some(({ symbol }) => symbol.kind === kind && symbol.nameToken === undefined);
  const isBare = nextCharacter(completion) === '';
  for (const { name, named, unnamed, ...entry } of catalog.core.routeBlocks) {
    if (!catalog.has(entry)) continue;
    const key = `routeBlock - ${name}`;
    const forms = [
      ...(named ? [{ label: `${name}[…]`, snippet: body(`${name}[\${1:NAME}]`) }] : []),
      ...(unnamed && name !== 'route' ? [{ label: name, snippet: body(name) }] : []),
    ];
    for (const { label, snippet } of forms) {
      const isEvent = name === 'event_route';
      const rank = label === name && isThere(name) ? 'unlikely' : 'fitting';
      list.add({
        label,
        kind: 'routeBlock',
        rank,
        filter: name,
        key,
        continues: isEvent,
        ...(isBare ? { snippet: isEvent ? body(`${name}[$1]`) : snippet } : { text: name }),
      });
    }
  }
  if (!isBare) return;
  for (const route of ['main', 'failure', 'branch', 'onreply'] satisfies RouteList[]) {
    for (const name of missingRoutes(completion, route)) {
      const label = `${KEYWORD_OF_LIST[route]}[${name}]`;
      list.add({
        label,
        kind: 'routeBlock',
        rank: 'fitting',
        order: 0,
        detail: 'not defined yet',
        snippet: body(label),
      });
    }
  }
  addEventNames(completion, (label, rank, detail, snippet, key) => {
    if (rank === 'distant' || rank === 'unlikely') return;
    const text = snippet ?? label;
    list.add({
      label: `event_route[${label}]`,
      kind: 'routeBlock',
      rank: rank === 'fitting' ? 'fitting' : 'general',
      detail: detail === CORE ? undefined : detail,
      snippet: body(`event_route[${text}]`),
      key,
    });
  });
}
