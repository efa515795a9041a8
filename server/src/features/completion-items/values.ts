import type { CoreSetting } from '../../catalog/types.ts';
import { addDefineValues } from './defines.ts';
import type { CompletionResult, ItemList } from './item.ts';
import { addNumberValues } from './number-values.ts';
import { describeNewer, valueWord, type Completion } from './request.ts';

const PROTOCOLS = ['udp', 'tcp', 'tls', 'sctp'] as const;
const TLS_METHODS = ['TLSv1', 'SSLv23', 'SSLv3', 'SSLv2'] as const;

/** The value of a core setting, behind its `=`. */
export function completeSettingValue(
  completion: Completion,
  name: string,
  part: 'value' | 'host' | 'option',
): CompletionResult {
  const { catalog } = completion;
  const found = catalog.setting(name)?.entry;
  const setting = found && catalog.has(found) ? found : undefined;
  const word = valueWord(completion, /[^\s,]/);
  const { list } = word;
  if (word.isInString) {
    for (const choice of setting?.words ?? []) {
      list.add({ label: choice, kind: 'value', rank: 'fitting', text: word.quote(choice) });
    }
    addUsedValues(completion, list, name, true);
    return list.result();
  }
  if (part === 'option') {
    if (setting?.values.includes('listenList')) addListenOptions(completion, list);
    else if (name.includes('.') && !setting) {
      list.add({ label: 'desc', kind: 'keyword', rank: 'fitting', snippet: 'desc "$1"' });
    }
    return list.result();
  }
  if (setting && part === 'value') {
    addChoices(list, setting, (choice) => isReserved(completion, choice));
    const key = `setting - ${name}`;
    if (setting.constraint) addNumberValues({ list, typed: word.typed, write: String, key }, setting.constraint);
  }
  addUsedValues(completion, list, name, false);
  addDefineValues(completion, list, 'known');
  return list.result();
}

function isReserved({ catalog }: Completion, word: string): boolean {
  return catalog.core.reservedWords.has(word);
}

function addChoices(list: ItemList, setting: CoreSetting, isKnownWord: (word: string) => boolean): void {
  if (setting.boolean) {
    for (const [order, choice] of ['yes', 'no'].entries()) {
      list.add({ label: choice, kind: 'value', rank: 'fitting', order });
    }
    for (const [order, choice] of ['on', 'off', 'true', 'false', 'enable', 'disable'].entries()) {
      list.add({ label: choice, kind: 'value', rank: 'general', order });
    }
  }
  if (!setting.boolean && /^(?:enable|disable|use)_/.test(setting.name)) {
    for (const choice of ['yes', 'no']) list.add({ label: choice, kind: 'value', rank: 'general' });
  }
  for (const choice of setting.words ?? []) {
    const isText = !setting.values.includes('identifier');
    list.add({
      label: choice,
      kind: 'value',
      rank: 'fitting',
      ...(isText ? { text: `"${choice}"`, filter: choice } : {}),
    });
  }
  if (setting.words === undefined && setting.values.includes('string')) {
    list.add({ label: '""', kind: 'value', rank: 'general', detail: 'a string', snippet: '"$1"' });
  }
  for (const kind of setting.values) {
    switch (kind) {
      case 'hostList':
      case 'listenList':
        for (const [order, protocol] of PROTOCOLS.entries()) {
          list.add({ label: `${protocol}:`, kind: 'value', rank: 'fitting', order, snippet: `${protocol}:$1` });
        }
        break;
      case 'protocol':
        for (const [order, protocol] of PROTOCOLS.entries()) {
          list.add({ label: protocol, kind: 'value', rank: 'fitting', order });
        }
        break;
      case 'tlsMethod':
        for (const [order, method] of TLS_METHODS.entries()) {
          if (isKnownWord(method)) list.add({ label: method, kind: 'value', rank: 'fitting', order });
        }
        break;
      case 'socketBlock':
        list.add({
          label: '{ … }',
          kind: 'value',
          rank: 'fitting',
          filter: '{',
          snippet: '{\n\tbind = ${1:udp}:${2:127.0.0.1}:${3:5060};\n\t$0\n}',
        });
        break;
    }
  }
  if (setting.min !== undefined && setting.max !== undefined && setting.max - setting.min <= 16) {
    for (let value = setting.min; value <= setting.max; value++) {
      list.add({ label: String(value), kind: 'value', rank: 'possible', order: value - setting.min });
    }
  }
}

/** Values that the configuration gives the same setting elsewhere, such as the addresses of other sockets. */
function addUsedValues({ names, cursor }: Completion, list: ItemList, name: string, isInString: boolean): void {
  for (const { settings } of names.symbols) {
    for (const { name: token, node, item } of settings) {
      if (token.image !== name || !node.value) continue;
      const first = item.tokens[node.value.from];
      const last = item.tokens[node.value.to];
      if (first?.source !== last?.source || !first || !last) continue;
      if (first.source === cursor.source && token.start <= cursor.offset && cursor.offset <= last.end) continue;
      const written = first.source.text.slice(first.start, last.end);
      const isString = /^["']/.test(written);
      if (isString !== isInString || written.length > 80 || written.includes('\n') || written.startsWith('{')) continue;
      const label = isInString ? written.slice(1, -1) : written;
      list.add({ label, kind: 'value', rank: 'known', detail: `as in another ${name}` });
    }
  }
}

function addListenOptions({ catalog }: Completion, list: ItemList): void {
  const listen = catalog.core.reservedWords;
  list.add({ label: 'advertise', kind: 'keyword', rank: 'fitting', snippet: 'advertise ${1:address}:${2:5060}' });
  list.add({ label: 'name', kind: 'keyword', rank: 'fitting', snippet: 'name "$1"' });
  if (listen.has('virtual')) list.add({ label: 'virtual', kind: 'keyword', rank: 'fitting' });
}

/** An attribute of `socket = { … }`. */
export function completeSocketAttribute(completion: Completion): CompletionResult {
  const { catalog } = completion;
  const { list } = valueWord(completion, /\w/);
  for (const attribute of catalog.core.socketAttributes) {
    const newer = describeNewer(catalog, attribute);
    if (!catalog.has(attribute) && !newer) continue;
    list.add({
      label: attribute.name,
      kind: 'setting',
      rank: 'fitting',
      snippet: attribute.forms.some((form) => form.includes('<string>')) ? `${attribute.name} = "$1";` : undefined,
      text: `${attribute.name} = `,
      key: `socketAttribute - ${attribute.name}`,
      ...newer,
    });
  }
  return list.result();
}

export function completeSocketValue(completion: Completion, attribute: string): CompletionResult {
  const { list, isInString } = valueWord(completion, /\w/);
  if (isInString) return list.result();
  if (attribute === 'bind' || attribute === 'advertise') {
    for (const [order, protocol] of PROTOCOLS.entries()) {
      list.add({ label: `${protocol}:`, kind: 'value', rank: 'fitting', order, snippet: `${protocol}:$1` });
    }
  } else if (attribute === 'virtual') {
    for (const [order, choice] of ['yes', 'no'].entries())
      list.add({ label: choice, kind: 'value', rank: 'fitting', order });
  }
  addDefineValues(completion, list, 'known');
  return list.result();
}
