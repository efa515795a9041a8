import { CORE } from '../../catalog/catalog.ts';
import type { InnerForm, Owned, PseudoVariableEntry } from '../../catalog/types.ts';
import { removedIn } from '../../catalog/versions.ts';
import type { VariablePlace } from '../completion-variable.ts';
import { isUsedElsewhere, type UsedName } from '../completion-names.ts';
import { describeModule, describeNewer, isLoaded, type Completion } from './request.ts';
import { HEADER_FIELDS } from './sip-words.ts';
import { escapeSnippet, ItemList, tabStop, type CompletionResult, type Rank } from './item.ts';
import { addDefineNames } from './defines.ts';

/** Proposes what fits at the place in a pseudo-variable; nothing in an index or a parameter. */
export function completeVariable(completion: Completion, place: VariablePlace): CompletionResult | undefined {
  switch (place.part) {
    case 'name':
      return completeName(completion, place);
    case 'inner':
      return completeInner(completion, place.name, place.start);
    case 'class':
      return completeClass(completion, place.start);
    case 'operation':
      return completeOperation(completion, place.class, place.start);
    case 'other':
      return undefined;
  }
}

function listFrom({ cursor: { source, offset } }: Completion, start: number, word: RegExp): ItemList {
  let end = offset;
  while (end < source.text.length && word.test(source.text[end]!)) end++;
  return new ItemList({ source, start, offset, end });
}

/** In code the lexer takes `$rcv` for `$rc` and a `v` (`RETCODE` in cfg.lex): such names need the long form. */
const SWALLOWED = /^(?:rc|retcode)./;

function completeName(completion: Completion, place: VariablePlace & { part: 'name' }): CompletionResult {
  const { catalog, names, cursor } = completion;
  const { source, offset } = cursor;
  const { isBracketed } = place;
  const list = listFrom(completion, isBracketed ? place.start : place.dollar, /[A-Za-z0-9_]/);
  const after = /^[A-Za-z0-9_]*(.?)/.exec(source.text.slice(offset, offset + 64))?.[1];
  const hasParenthesis = after === '(';
  const dollar = isBracketed ? '' : '$';
  const isTarget = cursor.slot.kind === 'statement' && cursor.site.kind === 'variable' && !isBracketed;
  const entries = readableEntries(completion);
  const label = (name: string): string => dollar + name;
  if (!hasParenthesis) {
    for (const [written, used] of names.variables) {
      const name = written.slice(1);
      if (!name.includes('(') || !isUsedElsewhere(used, source, offset)) continue;
      const owners = catalog.available('pseudoVariables').get(name.slice(0, name.indexOf('(')));
      const key = owners?.[0] === undefined ? undefined : `pseudoVariable ${owners[0]} ${name.split('(')[0] ?? ''}`;
      list.add({ label: label(name), kind: 'pseudoVariable', rank: 'known', key });
    }
  }
  for (const [name, owners] of catalog.available('pseudoVariables')) {
    if (name.includes('.') && !isBracketed && cursor.site.kind === 'variable') continue;
    const entry = entries.get(name);
    const owner = owners.find((module) => isLoaded(completion, module)) ?? owners[0] ?? CORE;
    const { detail, rank } = describeModule(completion, owners);
    const isReadOnly = isTarget && entry !== undefined && !entry.writable;
    const isUsed = names.variables.get(`$${name}`);
    const usedRank: Rank = isUsed && isUsedElsewhere(isUsed, source, offset) ? 'known' : rank;
    const takesInner = entry?.innerName === true && !hasParenthesis;
    if (!isBracketed && cursor.site.kind === 'variable' && takesInner && SWALLOWED.test(name)) {
      const snippet = `\\$(${escapeSnippet(name)}($1))`;
      list.add({
        label: label(name),
        kind: 'pseudoVariable',
        rank,
        detail,
        snippet,
        key: `pseudoVariable ${owner} ${name}`,
      });
      continue;
    }
    list.add({
      label: label(name),
      kind: 'pseudoVariable',
      rank: isReadOnly ? 'unlikely' : usedRank,
      detail: isReadOnly ? `${detail}, read only` : detail,
      deprecated: entry !== undefined && removedIn(entry) !== undefined,
      key: `pseudoVariable ${owner} ${name}`,
      ...(takesInner ? { snippet: `${escapeSnippet(label(name))}($1)`, continues: true } : {}),
    });
  }
  for (const { module, entry } of newerEntries(completion)) {
    const { name } = entry;
    if (name.includes('.') && !isBracketed && cursor.site.kind === 'variable') continue;
    const takesInner = entry.innerName && !hasParenthesis;
    list.add({
      label: label(name),
      kind: 'pseudoVariable',
      key: `pseudoVariable ${module} ${name}`,
      ...(takesInner ? { snippet: `${escapeSnippet(label(name))}($1)`, continues: true } : {}),
      rank: 'newer',
      ...describeNewer(catalog, entry),
    });
  }
  if (!isBracketed && !hasParenthesis) {
    list.add({
      label: '$(…)',
      kind: 'pseudoVariable',
      rank: 'general',
      detail: 'with an index or transformations',
      filter: '$(',
      snippet: `\\$(${tabStop(1, 'ru')}{${tabStop(2)}\\})`,
    });
  }
  return list.result();
}

/** The entries of the core, of pv and of the loaded modules, by name; other modules are not read for a list. */
function readableEntries({ catalog, names }: Completion): ReadonlyMap<string, PseudoVariableEntry> {
  const entries = new Map<string, PseudoVariableEntry>();
  for (const module of ['pv', ...names.modules.keys()]) {
    for (const entry of catalog.module(module)?.pseudoVariables ?? []) {
      if (catalog.has(entry)) entries.set(entry.name, entry);
    }
  }
  for (const entry of catalog.core.pseudoVariables) if (catalog.has(entry)) entries.set(entry.name, entry);
  return entries;
}

/** Those of the core, of pv and of the loaded modules that only a newer version has. */
function newerEntries({ catalog, names }: Completion): readonly Owned<PseudoVariableEntry>[] {
  const owned = ['pv', ...names.modules.keys()].flatMap((module) =>
    (catalog.module(module)?.pseudoVariables ?? []).map((entry) => ({ module, entry })),
  );
  const all = [...catalog.core.pseudoVariables.map((entry) => ({ module: CORE, entry })), ...owned];
  return all.filter(({ entry }) => describeNewer(catalog, entry) !== undefined);
}

/** What may stand in a name in parentheses, brackets and `=>` apart. */
const INNER_WORD = /[^\s()[\]{}$"'=>,;]/;

function completeInner(completion: Completion, variable: string, start: number): CompletionResult {
  const { names, cursor } = completion;
  const { source, offset } = cursor;
  const typed = source.text.slice(start, offset);
  const arrow = typed.lastIndexOf('=>');
  const from = arrow < 0 ? start : start + arrow + 2;
  const list = listFrom(completion, from, INNER_WORD);
  const isArrowNext = /^[^\s()]*=>/.test(source.text.slice(offset, offset + 256));
  const used = [...(names.inner.get(variable) ?? [])].filter(([, use]) => isUsedElsewhere(use, source, offset));
  const isTable = variable.startsWith('sht') && variable !== 'shtrecord';
  const isExtended = variable === 'xavp' || variable === 'xavu' || variable === 'xavi';
  if (isTable) {
    addTableKeys(completion, list, typed, arrow, isArrowNext);
    return list.result();
  }
  if (isExtended) {
    addExtendedNames(list, used, typed, arrow);
    return list.result();
  }
  if (arrow >= 0) {
    for (const key of innerNames(completion, variable, 'key')) list.add({ label: key, kind: 'name', rank: 'fitting' });
    for (const [name] of used) {
      if (name.startsWith(typed.slice(0, arrow + 2))) {
        list.add({ label: name.slice(arrow + 2), kind: 'name', rank: 'known' });
      }
    }
    return list.result();
  }
  switch (variable) {
    case 'hdr':
    case 'hdrc':
    case 'hfl':
    case 'hflc':
    case 'x_hdr':
      for (const [order, name] of HEADER_FIELDS.entries())
        list.add({ label: name, kind: 'name', rank: 'possible', order });
      break;
    case 'def':
    case 'defn':
    case 'defv':
    case 'defs':
      addDefineNames(completion, list, 'defined');
      break;
    case 'stat':
      addStatistics(completion, list);
      break;
    case 'shv':
    case 'shvinc':
      addSharedVariables(completion, list);
      break;
    case 'sel':
      for (const { globals } of names.symbols) {
        for (const { node, item } of globals) {
          const group = item.tokens[node.group]?.image ?? '';
          const name = item.tokens[node.name]?.image ?? '';
          list.add({ label: `cfg_get.${group}.${name}`, kind: 'name', rank: 'fitting' });
        }
      }
      break;
  }
  for (const [order, name] of innerNames(completion, variable, 'name').entries()) {
    list.add({ label: name, kind: 'name', rank: 'fitting', order });
  }
  for (const [name] of used) list.add({ label: name, kind: 'name', rank: 'known' });
  return list.result();
}

/** The names that the variable takes, or those behind its `=>`. */
function innerNames(completion: Completion, variable: string, kind: InnerForm['kind']): readonly string[] {
  const { catalog } = completion;
  const owned = catalog.pseudoVariablesNamed(variable).filter(({ entry }) => catalog.has(entry));
  const { inner } = (owned.find(({ module }) => isLoaded(completion, module)) ?? owned[0])?.entry ?? {};
  if (inner?.kind !== kind) return [];
  return (inner.names ?? []).filter((name) => catalog.has(name)).map(({ name }) => name);
}

/** The hash tables that `modparam("htable", "htable", "name=>…")` declares. */
export function declaredTables({ names }: Completion): readonly string[] {
  const tables = new Set<string>();
  for (const { module, parameter, valueToken } of names.parameters) {
    if (module !== 'htable' || parameter !== 'htable' || !valueToken) continue;
    const name = /^["']?\s*([^\s=>"']+)\s*=>/.exec(valueToken.image)?.[1];
    if (name !== undefined) tables.add(name);
  }
  return [...tables];
}

function addTableKeys(
  completion: Completion,
  list: ItemList,
  typed: string,
  arrow: number,
  isArrowNext: boolean,
): void {
  const { names, cursor } = completion;
  const entries = [...names.inner].filter(([variable]) => variable.startsWith('sht'));
  const uses = entries.flatMap(([, inner]) => [...inner]);
  if (arrow < 0) {
    for (const table of declaredTables(completion)) {
      list.add({
        label: table,
        kind: 'name',
        rank: 'fitting',
        detail: 'hash table',
        ...(isArrowNext ? {} : { text: `${table}=>`, continues: true }),
      });
    }
  }
  for (const [name, use] of uses) {
    const [table = '', key] = name.split('=>');
    if (!isUsedElsewhere(use, cursor.source, cursor.offset)) continue;
    if (arrow < 0) {
      if (key !== undefined) list.add({ label: name, kind: 'name', rank: 'known', text: isArrowNext ? table : name });
    } else if (table === typed.slice(0, arrow).trim() && key !== undefined) {
      list.add({ label: key, kind: 'name', rank: 'known' });
    }
  }
}

/** `$xavp(root=>field)`, each of them with an index or without. */
function addExtendedNames(
  list: ItemList,
  used: readonly (readonly [string, UsedName])[],
  typed: string,
  arrow: number,
): void {
  const withoutIndex = (name: string): string => name.replace(/\[[^\]]*\]/g, '');
  const path = arrow < 0 ? '' : `${withoutIndex(typed.slice(0, arrow))}=>`;
  for (const [name] of used) {
    const plain = withoutIndex(name);
    if (!plain.startsWith(path)) continue;
    const [next = ''] = plain.slice(path.length).split('=>');
    if (next !== '') list.add({ label: next, kind: 'name', rank: 'fitting' });
    if (arrow < 0 && name.includes('=>')) list.add({ label: name, kind: 'name', rank: 'known' });
  }
}

function addStatistics({ catalog, names }: Completion, list: ItemList): void {
  for (const module of [CORE, ...names.modules.keys()]) {
    const entries = (module === CORE ? catalog.core : catalog.module(module))?.statistics ?? [];
    for (const entry of entries) {
      if (catalog.has(entry)) list.add({ label: entry.name, kind: 'name', rank: 'possible', detail: module });
    }
  }
}

/** The shared variables that `modparam("pv", "shvset", "name=…")` sets. */
function addSharedVariables({ names }: Completion, list: ItemList): void {
  for (const { parameter, valueToken } of names.parameters) {
    const name = parameter === 'shvset' ? /^["']?\s*([^\s=]+)\s*=/.exec(valueToken?.image ?? '')?.[1] : undefined;
    if (name !== undefined) list.add({ label: name, kind: 'name', rank: 'fitting' });
  }
}

// Transformations

function completeClass(completion: Completion, start: number): CompletionResult {
  const { catalog, cursor } = completion;
  const list = listFrom(completion, start, /[A-Za-z0-9_]/);
  const isDotNext = /^[A-Za-z0-9_]*\./.test(cursor.source.text.slice(cursor.offset, cursor.offset + 64));
  for (const [name, owners] of catalog.available('transformations')) {
    const { detail, rank } = describeModule(completion, owners);
    list.add({
      label: name,
      kind: 'transformation',
      rank,
      detail,
      key: `transformation ${owners[0] ?? ''} ${name}`,
      ...(isDotNext ? {} : { text: `${name}.`, continues: true }),
    });
  }
  return list.result();
}

function completeOperation(completion: Completion, transformation: string, start: number): CompletionResult {
  const { catalog, cursor } = completion;
  const list = listFrom(completion, start, /[A-Za-z0-9_.]/);
  const isCommaNext = /^[A-Za-z0-9_.]*,/.test(cursor.source.text.slice(cursor.offset, cursor.offset + 64));
  const found = catalog.transformation(transformation);
  if (!found || !catalog.has(found.entry)) return list.result();
  for (const operation of found.entry.operations) {
    const newer = describeNewer(catalog, operation);
    if (!catalog.has(operation) && !newer) continue;
    const { name, parameters = [], minParameters = 0 } = operation;
    const stops = Array.from({ length: minParameters }, (_, index) => tabStop(index + 1, parameters[index]?.name));
    const shown = parameters.map((parameter) => (parameter.optional ? `[${parameter.name}]` : parameter.name));
    list.add({
      label: name,
      kind: 'transformation',
      rank: 'fitting',
      detail: `{${[`${transformation}.${name}`, ...shown].join(',')}}`,
      deprecated: removedIn(operation) !== undefined,
      key: `operation ${found.module} ${transformation}.${name}`,
      ...(stops.length === 0 || isCommaNext ? {} : { snippet: [escapeSnippet(name), ...stops].join(',') }),
      ...newer,
    });
  }
  return list.result();
}
