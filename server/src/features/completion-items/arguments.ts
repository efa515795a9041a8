import type { ArgumentKind, CoreArgumentKind } from '../../catalog/types.ts';
import { setArgumentOf, type SetArgument } from '../../semantic/destination-sets.ts';
import { routeArgumentOf } from '../../semantic/route-references.ts';
import { calledForms } from '../called-argument.ts';
import { addDefineValues, isNumberDefine } from './defines.ts';
import { addAnyValue } from './expressions.ts';
import { HEADER_FIELDS, METHODS } from './sip-words.ts';
import { NO_COMPLETION, type CompletionResult, type ItemList } from './item.ts';
import { addNumberValues } from './number-values.ts';
import { declaredTables } from './pseudo-variables.ts';
import { valueWord, type Completion, type ValueWord } from './request.ts';
import { addRouteNames } from './routes.ts';

const LOG_LEVELS = 'L_ALERT L_BUG L_CRIT2 L_CRIT L_ERR L_WARN L_NOTICE L_INFO L_DBG'.split(' ');
const LOG_FACILITIES =
  'LOG_AUTH LOG_CRON LOG_DAEMON LOG_KERN LOG_LOCAL0 LOG_LOCAL1 LOG_LOCAL2 LOG_LOCAL3 LOG_LOCAL4 LOG_LOCAL5 LOG_LOCAL6 LOG_LOCAL7 LOG_LPR LOG_MAIL LOG_NEWS LOG_USER LOG_AUTHPRIV LOG_FTP LOG_SYSLOG LOG_UUCP'.split(
    ' ',
  );
const PROTOCOLS = 'udp tcp tls sctp'.split(' ');
/** Functions whose arguments are flags, in core or module. */
const FLAG_FUNCTION = /flag/i;

/** An argument of a call, by what the function does with it. */
export function completeArgument(completion: Completion, name: string, argument: number): CompletionResult {
  const route = routeArgumentOf(name, argument, completion.names.modules);
  if (route && route.key === undefined) {
    const word = valueWord(completion, /[^"']/);
    const isCore = route.module === 'core';
    addRouteNames(completion, word, route.list, { mayBeBare: isCore, prefix: route.prefix });
    if (!isCore && !word.isInString) addDefineValues(completion, word.list, 'known');
    return word.list.result();
  }
  const set = setArgumentOf(name, argument);
  if (set) return completeSet(completion, set);
  const kinds = argumentKinds(completion, name, argument);
  const word = valueWord(completion, wordCharacters(kinds));
  // Whoever writes several words is writing a text.
  if (word.isInString && /\s/.test(word.typed)) return NO_COMPLETION;
  for (const kind of kinds) addByKind(completion, word, kind);
  if (word.lead === '') addNumbers(completion, word, name, argument);
  if (word.lead === '' && namesTable(completion, name, argument)) {
    for (const table of declaredTables(completion)) {
      word.list.add({ label: table, kind: 'name', rank: 'fitting', detail: 'hash table', text: word.quote(table) });
    }
  }
  if (!word.isInString) {
    if (FLAG_FUNCTION.test(name)) addFlags(completion, word.list, name, argument);
    addAnyValue(completion, word.list);
  }
  return word.list.result();
}

/** A dispatcher set, or in `ds_select_routes("1=4;‸")` a set of several. */
function completeSet(completion: Completion, { isList }: SetArgument): CompletionResult {
  const word = valueWord(completion, /[^"';=]/);
  const { list, lead, isInString } = word;
  if (isList === true && /\d=$/.test(lead)) {
    // `ds_select_routes("1=‸")`: the algorithm, as other functions have it in an argument of its own.
    addNumbers(completion, { ...word, quote: (name) => name }, 'ds_select_dst', 1);
    return list.result();
  }
  if (lead !== '' && !(isList === true && lead.endsWith(';'))) return NO_COMPLETION;
  for (const [order, { setId, detail }] of completion.sets().entries()) {
    const label = String(setId);
    const text = isList === true ? (isInString ? `${label}=` : undefined) : word.quote(label);
    const snippet = isList === true && !isInString ? `"${label}=$1"` : undefined;
    list.add({ label, kind: 'value', rank: 'fitting', order, detail, text, snippet, filter: label });
  }
  if (!isInString) {
    addDefineValues(completion, list, 'known', isNumberDefine);
    addAnyValue(completion, list);
  }
  return list.result();
}

/**
 * The numbers that stand for something: of all ways of calling the function, as its end is not written yet. Of several
 * modules with such a function, those of the first.
 */
function addNumbers({ analysis }: Completion, word: ValueWord, name: string, argument: number): void {
  for (const { module, form } of calledForms(analysis, name)) {
    const constraint = form.parameters[argument]?.known?.constraint;
    if (!constraint) continue;
    const key = module === undefined ? `coreFunction - ${name}` : `function ${module} ${name}`;
    addNumberValues(
      { list: word.list, typed: word.typed, write: (value) => word.quote(String(value)), key },
      constraint,
    );
    return;
  }
}

type AnyKind = ArgumentKind | CoreArgumentKind;

/** How the argument is read, by all rows of the function that have it; modules that are not loaded only where none is. */
function argumentKinds(completion: Completion, name: string, argument: number): ReadonlySet<AnyKind> {
  const { catalog, names } = completion;
  const kinds = new Set<AnyKind>();
  const core = catalog.coreFunction(name);
  for (const row of core?.entry.argumentKinds ?? []) {
    const kind = row[argument];
    if (kind !== undefined) kinds.add(kind);
  }
  if (core) return kinds;
  const owners = catalog.available('functions').get(name) ?? [];
  const loaded = owners.filter((module) => names.modules.has(module));
  for (const module of loaded.length > 0 ? loaded : owners.slice(0, 1)) {
    const entry = catalog.module(module)?.functions.find((candidate) => candidate.name === name);
    for (const signature of entry?.signatures ?? []) {
      const kind = signature.argumentKinds[argument];
      if (kind !== undefined && kind !== null) kinds.add(kind);
    }
  }
  return kinds;
}

/** Whether an argument of one of htable's functions is a table's name: the catalogue has it as some string. */
function namesTable({ catalog }: Completion, name: string, argument: number): boolean {
  if (!name.startsWith('sht_')) return false;
  const entry = catalog.module('htable')?.functions.find((candidate) => candidate.name === name);
  return /^(?:htable|htname|hname)$/.test(entry?.parameters?.[argument]?.name ?? '');
}

function wordCharacters(kinds: ReadonlySet<AnyKind>): RegExp {
  if (kinds.has('methods')) return /\w/;
  if (kinds.has('htable=>key')) return /[^=>"']/;
  return /[^"',;|]/;
}

function addByKind(completion: Completion, word: ValueWord, kind: AnyKind): void {
  const { list } = word;
  const add = (choices: readonly string[], rank: 'fitting' | 'possible' = 'fitting'): void => {
    if (word.lead !== '') return;
    for (const [order, choice] of choices.entries()) {
      list.add({ label: choice, kind: 'value', rank, order, text: word.quote(choice), filter: choice });
    }
  };
  switch (kind) {
    case 'methods':
      // `is_method("INVITE|‸")`: what is there already is not asked for again.
      for (const [order, method] of METHODS.entries()) {
        const rank = word.lead.split('|').includes(method) ? 'unlikely' : 'fitting';
        list.add({ label: method, kind: 'value', rank, order, text: word.quote(method), filter: method });
      }
      return;
    case 'header':
      add(HEADER_FIELDS);
      return;
    case 'loglevel':
      add(LOG_LEVELS);
      return;
    case 'logfacility':
      add(LOG_FACILITIES);
      return;
    case 'proto':
      add(PROTOCOLS);
      return;
    case 'profile':
      add(dialogProfiles(completion));
      return;
    case 'dbconnection':
      add(namedValues(completion, 'sqlops', 'sqlcon', /^([^=]+)=>/));
      return;
    case 'timer':
      add(namedValues(completion, 'benchmark', 'timer', /^(\w+)/));
      return;
    case 'counter':
      add(namedValues(completion, 'counters', 'script_counter', /^([^\s;]+)/));
      return;
    case 'htable=>key':
      if (word.lead !== '') return;
      for (const table of declaredTables(completion)) {
        const text = word.isInString ? `${table}=>` : undefined;
        const snippet = word.isInString ? undefined : `"${table}=>$1"`;
        list.add({ label: table, kind: 'name', rank: 'fitting', detail: 'hash table', text, snippet });
      }
      return;
  }
}

function dialogProfiles({ names }: Completion): readonly string[] {
  const profiles = new Set<string>();
  for (const { parameter, valueToken } of names.parameters) {
    if (!/^profiles_(?:with|no)_value$/.test(parameter)) continue;
    const value = /^["'](.*)["']$/s.exec(valueToken?.image ?? '')?.[1] ?? '';
    for (const profile of value.split(';')) {
      const name = profile.trim().split(/[/ ]/)[0];
      if (name !== undefined && name !== '') profiles.add(name);
    }
  }
  return [...profiles];
}

/** Names that string values of a parameter begin with. */
function namedValues({ names }: Completion, module: string, parameter: string, pattern: RegExp): readonly string[] {
  const found = new Set<string>();
  for (const setting of names.parameters) {
    if (setting.module !== module || setting.parameter !== parameter) continue;
    const name = pattern.exec(setting.valueToken?.image.replace(/^["']/, '') ?? '')?.[1]?.trim();
    if (name !== undefined) found.add(name);
  }
  return [...found];
}

/** Flags that `flags` declares, and numbers that a define names. */
function addFlags(completion: Completion, list: ItemList, name: string, argument: number): void {
  const { names } = completion;
  const isAvp = name.includes('avpflag');
  if (isAvp && argument === 0) return;
  for (const { flags } of names.symbols) {
    for (const flag of flags) {
      if (flag.isAvp !== isAvp) continue;
      const detail = flag.number === undefined ? 'flag' : `flag ${flag.number.image}`;
      list.add({ label: flag.name, kind: 'flag', rank: 'fitting', detail, key: `flag - ${flag.name}` });
    }
  }
  // FLB_ is by custom the prefix of branch flags, FLT_ of transaction flags, FLS_ of those of scripts and sockets.
  const wanted = name.includes('bflag') ? /^FLB/ : name.includes('sflag') ? /^FLS/ : /^FLT?_/;
  addDefineValues(completion, list, 'fitting', (define) => isNumberDefine(define) && wanted.test(define.name));
  addDefineValues(completion, list, 'known', isNumberDefine);
}
