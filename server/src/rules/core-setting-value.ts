import type { CoreSetting, SettingValueKind } from '../catalog/types.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { rangeOf } from '../semantic/program.ts';
import { nameOf } from '../semantic/symbols.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { SettingValue } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { factsOf } from './shared/program-facts.ts';
import { isPlaceholder, oneOf } from './shared/wording.ts';

export const coreSettingValue: Rule = {
  code: 'core-setting-value',
  severity: 'error',
  category: 'settings',
  summary: 'A core setting is given a kind of value that it does not take.',
  advice: 'Give a value of the kind that the setting takes.',
  documentation: {
    why: `Each setting of the core takes values of one or two kinds: a number (or yes, no, on, off), a string, an address, a
protocol.`,
    wrong: `children = "4"

request_route {
    exit;
}
`,
    right: `children = 4

request_route {
    exit;
}
`,
  },
  check(analysis, report) {
    const { program, catalog } = analysis;
    const { isIncomplete } = factsOf(analysis);
    for (const { name, node, item } of program.symbols.settings) {
      const { value } = node;
      const found = catalog.setting(name.image);
      if (!value || !found || !catalog.has(found.entry)) continue;
      // A file out of reach may define it.
      if (isIncomplete && value.kind === 'literalValue' && isDefineName(item.tokens[value.token])) continue;
      const { entry } = found;
      if (entry.values.some((kind) => fits(kind, value, item.tokens, catalog))) {
        const wrong = wrongWord(entry, value, item.tokens);
        if (wrong === undefined) continue;
        const message = `'${name.image}' is one of ${oneOf(entry.words ?? [])}, not '${wrong}'`;
        report({ range: rangeOf(item, value), message });
      } else {
        const wanted = oneOf([...new Set(entry.values.map((kind) => KINDS[kind]))]);
        report({ range: rangeOf(item, value), message: `'${name.image}' takes ${wanted}` });
      }
    }
    for (const { node, item } of program.symbols.globals) {
      const { value } = node;
      if (item.tokens[node.group]?.image !== 'kemi' || value?.kind !== 'literalValue') continue;
      if (fits('string', value, item.tokens, catalog)) continue;
      report({ range: rangeOf(item, value), message: `'kemi.${item.tokens[node.name]?.image ?? ''}' takes a string` });
    }
  },
};

const KINDS: Readonly<Record<SettingValueKind, string>> = {
  number: 'a number (or yes, no)',
  signedNumber: 'a number',
  string: 'a string in quotes',
  identifier: 'a plain word',
  host: 'an address or a host name',
  hostList: '[protocol:]host[:port]',
  listenList: '[protocol:]host[:port]',
  protocol: 'udp, tcp, tls or sctp',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  socketBlock: '{ bind = …; }',
  tlsMethod: 'sslv23, sslv2, sslv3 or tlsv1',
};

function fits(kind: SettingValueKind, value: SettingValue, tokens: readonly Token[], catalog: Catalog): boolean {
  if (value.kind === 'socketBlockValue') return kind === 'socketBlock';
  if (value.kind === 'socketValue') {
    // The grammar reads addresses for the settings that take them, and reports what is wrong inside.
    return kind === 'listenList' || kind === 'hostList' || kind === 'host';
  }
  const token = tokens[value.token];
  const type = token?.tokenType;
  if (!token || type === t.Opaque || isPlaceholder(token.image)) return true;
  const isNumber = type === t.NumberLiteral || type === t.NumberWord;
  if (value.negative) return kind === 'signedNumber' && isNumber;
  switch (kind) {
    case 'number':
    case 'signedNumber':
      return isNumber;
    case 'string':
      return type === t.StringLiteral;
    case 'identifier':
      return isWord(token) && !catalog.core.reservedWords.has(token.image);
    case 'host':
    case 'hostList':
    case 'listenList':
      return type === t.StringLiteral || type === t.IPv4 || type === t.IPv6 || type === t.NumWord || isWord(token);
    case 'protocol':
      return /^(?:udp|tcp|tls|sctp|\*)$/i.test(token.image);
    case 'ipv4':
      return type === t.IPv4;
    case 'ipv6':
      return type === t.IPv6;
    case 'tlsMethod':
      return /^(?:sslv23|sslv2|sslv3|tlsv1)$/i.test(token.image);
    case 'socketBlock':
      return false;
  }
}

function isDefineName(token: Token | undefined): boolean {
  return token?.tokenType === t.Word && /^[A-Z][A-Z\d_]*$/.test(token.image);
}

function isWord({ tokenType }: Token): boolean {
  return tokenType === t.Word || tokenType.CATEGORIES?.includes(t.AnyWord) === true;
}

/** The value where it is a word or string, and the setting takes others only. */
function wrongWord(entry: CoreSetting, value: SettingValue, tokens: readonly Token[]): string | undefined {
  const token = value.kind === 'literalValue' ? tokens[value.token] : undefined;
  if (!entry.words || !token || token.tokenType === t.Opaque) return undefined;
  const word = nameOf(token);
  const isKnown = entry.words.some((candidate) => candidate.toLowerCase() === word.toLowerCase());
  return isKnown || isPlaceholder(word) ? undefined : word;
}
