import { moduleName } from '../../semantic/module-name.ts';
import { routeParameterOf } from '../../semantic/route-references.ts';
import type { ParameterSetting } from '../../semantic/symbols.ts';
import { removedIn } from '../../catalog/versions.ts';
import type { ModuleEntry, ParameterEntry } from '../../catalog/types.ts';
import { decodeString } from '../../syntax/string-literal.ts';
import * as t from '../../syntax/token-types.ts';
import type { Token } from '../../syntax/token.ts';
import { addDefineValues } from './defines.ts';
import type { CompletionResult, Rank } from './item.ts';
import { METHODS } from './sip-words.ts';
import { addNumberValues } from './number-values.ts';
import { describeNewer, nextCharacter, valueWord, type Completion, type ValueWord } from './request.ts';
import { addRouteNames } from './routes.ts';

/** Behind `loadmodule`: those already loaded last, named as the file names the others. */
export function completeModulePath(completion: Completion): CompletionResult {
  const { catalog, names, cursor } = completion;
  const word = valueWord(completion, /[^/]/);
  const suffix = usesSuffix(completion) ? '.so' : '';
  const isHere = (token: Token): boolean =>
    token.source === cursor.source && token.start <= cursor.offset && cursor.offset <= token.end;
  const loaded = new Set<string>();
  for (const { modules } of names.symbols) {
    for (const { name, token } of modules) if (!isHere(token)) loaded.add(name);
  }
  for (const name of [...catalog.moduleNames(), ...catalog.newerModuleNames()]) {
    const isThere = loaded.has(name);
    const lifespan = catalog.moduleLifespan(name);
    word.list.add({
      label: name,
      kind: 'module',
      rank: isThere ? 'unlikely' : 'fitting',
      detail: isThere ? 'already loaded' : undefined,
      text: word.quote(name + suffix),
      filter: name + suffix,
      deprecated: lifespan !== undefined && removedIn(lifespan) !== undefined,
      key: `module - ${name}`,
      ...(lifespan && describeNewer(catalog, lifespan)),
    });
  }
  return word.list.result();
}

/** Whether modules are loaded as `tm.so` rather than `tm`: as this file does, or else the others, or else with `.so`. */
function usesSuffix({ names, cursor }: Completion): boolean {
  let here = 0;
  let elsewhere = 0;
  for (const { modules } of names.symbols) {
    for (const { token } of modules) {
      const path = token.tokenType === t.StringLiteral ? decodeString(token.image).text : '';
      if (path === '' || (token.source === cursor.source && token.start <= cursor.offset && cursor.offset <= token.end))
        continue;
      const vote = moduleName(path) === path.slice(path.lastIndexOf('/') + 1) ? -1 : 1;
      if (token.source === cursor.source) here += vote;
      else elsewhere += vote;
    }
  }
  return (here === 0 ? elsewhere : here) >= 0;
}

/** An argument of `modparam` or `modparamx`. */
export function completeModuleParameter(
  completion: Completion,
  argument: number,
  module: string | undefined,
  parameter: string | undefined,
): CompletionResult {
  if (argument === 0) return completeModuleArgument(completion);
  const modules = (module ?? '').split('|').flatMap((name) => findModule(completion, name.trim()) ?? []);
  if (argument === 1) return completeParameterName(completion, modules);
  return completeParameterValue(completion, modules, parameter ?? '');
}

/** A module by its name or by the name that `modparam` knows it under. */
function findModule({ catalog, names }: Completion, name: string): ModuleEntry | undefined {
  const found = catalog.module(name);
  if (found) return found;
  for (const loaded of names.modules.keys()) {
    const module = catalog.module(loaded);
    if (module?.exportName === name) return module;
  }
  return undefined;
}

function completeModuleArgument(completion: Completion): CompletionResult {
  const { catalog, names } = completion;
  const word = valueWord(completion, /[^|]/);
  for (const [name, state] of names.modules) {
    const shown = catalog.module(name)?.exportName ?? name;
    word.list.add({
      label: shown,
      kind: 'module',
      rank: 'fitting',
      detail: state === 'conditional' ? 'loaded under a condition' : undefined,
      text: word.quote(shown),
      filter: shown,
      key: `module - ${name}`,
    });
  }
  for (const name of catalog.moduleNames()) {
    word.list.add({
      label: name,
      kind: 'module',
      rank: 'distant',
      detail: 'module not loaded',
      text: word.quote(name),
      filter: name,
      key: `module - ${name}`,
    });
  }
  return word.list.result();
}

function completeParameterName(completion: Completion, modules: readonly ModuleEntry[]): CompletionResult {
  const { catalog } = completion;
  const word = valueWord(completion, /[^\s,]/);
  const isAlone = !word.isInString && nextCharacter(completion) === '';
  for (const module of modules) {
    for (const entry of module.parameters) {
      const newer = describeNewer(catalog, entry);
      if (!catalog.has(entry) && !newer) continue;
      const isSet = settingsOf(completion, module, entry.name).length > 0;
      const isSpent = isSet && !entry.viaFunction;
      const type = entry.types.join(' or ');
      const preset = entry.default === undefined || entry.default === null ? '' : `, default ${entry.default}`;
      word.list.add({
        label: entry.name,
        kind: 'parameter',
        rank: isSpent ? 'unlikely' : 'fitting',
        detail: `${type}${preset}${isSpent ? ', already set' : ''}`,
        text: word.quote(entry.name) + (isAlone ? ', ' : ''),
        filter: entry.name,
        deprecated: removedIn(entry) !== undefined,
        continues: isAlone,
        key: `parameter ${module.name} ${entry.name}`,
        ...newer,
      });
    }
  }
  return word.list.result();
}

/** Where a parameter is set, the statement at the cursor apart. */
function settingsOf({ names, cursor }: Completion, module: ModuleEntry, name: string): ParameterSetting[] {
  const { source, offset } = cursor;
  return names.parameters.filter((setting) => {
    const { moduleToken, parameterToken, valueToken } = setting;
    if (setting.parameter !== name) return false;
    const isHere =
      moduleToken.source === source &&
      moduleToken.start <= offset &&
      offset <= (valueToken?.source === source ? valueToken : parameterToken).end;
    return !isHere && setting.module.split('|').some((entry) => entry === module.name || entry === module.exportName);
  });
}

function completeParameterValue(
  completion: Completion,
  modules: readonly ModuleEntry[],
  parameter: string,
): CompletionResult {
  const { catalog, names, cursor } = completion;
  const entries = modules.flatMap((module) => {
    const entry = catalog.parameter(module.name, parameter);
    return entry && catalog.has(entry) ? [{ module: module.name, entry }] : [];
  });
  const naming = modules.map(({ name }) => routeParameterOf(name, parameter)).find((entry) => entry !== undefined);
  const isKeyList = naming?.key !== undefined || entries.some(({ entry }) => entry.constraint?.keys !== undefined);
  const word = valueWord(completion, isKeyList ? /\w/ : /[^;,|]/);
  if (naming && (naming.key === undefined || word.lead.endsWith(`${naming.key}=`))) {
    addRouteNames(completion, word, naming.list, { mayBeBare: false });
  }
  for (const { module, entry } of entries) addValues(completion, word, module, entry);
  const isUsed = new Set<string>();
  for (const setting of names.parameters) {
    const { valueToken } = setting;
    if (setting.parameter !== parameter || !valueToken || setting.isNegative) continue;
    if (valueToken.source === cursor.source && valueToken.start <= cursor.offset && cursor.offset <= valueToken.end)
      continue;
    const image = valueToken.macro?.name ?? valueToken.image;
    if (image === '' || isUsed.has(image) || image.includes('\n')) continue;
    isUsed.add(image);
    const isString = /^["']/.test(image);
    if (word.isInString && (!isString || word.lead !== '')) continue;
    const label = word.isInString ? image.slice(1, -1) : image;
    word.list.add({
      label,
      kind: 'value',
      rank: 'known',
      detail: `as for ${setting.module}`,
      text: word.isInString ? word.quote(label) : label,
    });
  }
  if (!word.isInString) {
    if (entries.some(({ entry }) => entry.types.includes('string')))
      word.list.add({ label: '""', kind: 'value', rank: 'general', detail: 'a string', snippet: '"$1"' });
    addDefineValues(completion, word.list, 'general');
  }
  return word.list.result();
}

function addValues(completion: Completion, word: ValueWord, module: string, entry: ParameterEntry): void {
  const { constraint } = entry;
  const isNumber = entry.types.includes('int');
  const asText = (value: string | number): string =>
    isNumber && !word.isInString && typeof value === 'number' ? String(value) : word.quote(String(value));
  const preset = entry.default;
  const fits = word.isInString ? entry.types.includes('string') : true;
  const key = `parameter ${module} ${entry.name}`;
  if (constraint && fits && (!word.isInString || word.lead === '')) {
    addNumberValues({ list: word.list, typed: word.typed, write: asText, key, preset }, constraint);
  }
  if (constraint?.keys) addKeys(completion, word, entry);
  if (preset !== undefined && preset !== null && preset !== '' && fits && (!word.isInString || word.lead === '')) {
    const text = asText(preset);
    word.list.add({ label: String(preset), kind: 'value', rank: 'fitting', detail: 'default', text, key });
  }
  if (entry.name.includes('method') && word.isInString) {
    for (const [order, method] of METHODS.entries()) {
      word.list.add({ label: method, kind: 'value', rank: 'general', order });
    }
  }
}

/** The keys of a `key=value;…` list, where one begins. */
function addKeys({ catalog }: Completion, { isInString, lead, list }: ValueWord, { constraint }: ParameterEntry): void {
  if (!isInString || !constraint?.keys) return;
  const begins = constraint.form?.includes('=>') === true ? /(?:=>|;)\s*$/ : /(?:^|;)\s*$/;
  if (!begins.test(lead)) return;
  for (const key of constraint.keys) {
    const newer = describeNewer(catalog, key);
    if (!catalog.has(key) && !newer) continue;
    const { name, note, default: preset } = key;
    const rank: Rank = new RegExp(`(?:[;>]|^)\\s*${name}=`).test(lead) ? 'unlikely' : 'fitting';
    const shown = preset === undefined || preset === null || preset === '' ? undefined : `default ${preset}`;
    const detail = [note, shown].filter((part) => part !== undefined).join(', ');
    list.add({
      label: name,
      kind: 'name',
      rank,
      detail: detail === '' ? undefined : detail,
      text: `${name}=`,
      ...newer,
    });
  }
}
