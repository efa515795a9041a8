/** The addresses that a configuration listens on, as its `listen` and `socket` write them. */
import type { SourceRange } from '../syntax/source-text.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { AddressValue, SettingValue } from '../syntax/tree.ts';
import { rangeOfTokens } from './program.ts';
import { nameOf, type Symbols } from './symbols.ts';

export interface ListenAddress {
  /** In lower case: `udp`, `tcp`, `tls`, `sctp`. Undefined for all that are enabled. */
  readonly protocol: string | undefined;
  /** In lower case, without the brackets of an IPv6 address; several in the multi-homed form of SCTP. */
  readonly hosts: readonly string[];
  /** Undefined where none is written, and the default counts. */
  readonly port: number | undefined;
  /** The end of a range of ports. */
  readonly lastPort: number | undefined;
}

export interface ListenSocket {
  /** Undefined where some of it is known only where Kamailio runs. */
  readonly addresses: readonly ListenAddress[] | undefined;
  readonly advertise: ListenAddress | undefined;
  readonly name: string | undefined;
  readonly range: SourceRange;
}

/** The sockets of some symbols, in the order of the text. */
export function listenSockets(symbols: Symbols): ListenSocket[] {
  return symbols.settings
    .filter(({ name }) => name.image === 'listen' || name.image === 'socket')
    .map(({ node, item }) => {
      const range = rangeOfTokens(item.tokens, node.from, node.to);
      const tokens = item.tokens.slice(node.from, node.to + 1);
      const isKnown =
        item.problems.length === 0 && endsItsLine(range) && tokens.every(({ tokenType }) => tokenType !== t.Opaque);
      const read = node.value && isKnown ? readValue(node.value, item.tokens) : undefined;
      return { addresses: read?.addresses, advertise: read?.advertise, name: read?.name, range };
    });
}

/** Whether nothing stands behind it in its line: what does was meant to belong to it and could not be read. */
function endsItsLine({ source, end }: SourceRange): boolean {
  return /^[ \t]*(?:;|#|\/\*|\/\/|\r?$)/m.test(source.text.slice(end, source.text.indexOf('\n', end) >>> 0));
}

function readValue(value: SettingValue, tokens: readonly Token[]): Omit<ListenSocket, 'range'> | undefined {
  const nameAt = (index: number | undefined): string | undefined => {
    const token = index === undefined ? undefined : tokens[index];
    return token && nameOf(token);
  };
  if (value.kind === 'socketValue') {
    return {
      addresses: value.addresses.map((address) => readAddress(address, tokens)),
      advertise: value.advertise && readAddress(value.advertise, tokens),
      name: nameAt(value.name),
    };
  }
  if (value.kind !== 'socketBlockValue') return undefined;
  let name: string | undefined;
  let advertise: ListenAddress | undefined;
  const addresses: ListenAddress[] = [];
  for (const attribute of value.attributes) {
    const written = attribute.value;
    const kind = tokens[attribute.name]?.image;
    if (kind === 'name' && written?.kind === 'literalValue') name = nameAt(written.token);
    if (written?.kind !== 'socketValue') continue;
    const read = written.addresses.map((address) => readAddress(address, tokens));
    if (kind === 'bind') addresses.push(...read);
    else if (kind === 'advertise') advertise = read[0];
  }
  return { addresses, advertise, name };
}

function readAddress(address: AddressValue, tokens: readonly Token[]): ListenAddress {
  const numberAt = (index: number | undefined): number | undefined => {
    const image = index === undefined ? undefined : tokens[index]?.image;
    return image !== undefined && /^\d+$/.test(image) ? Number(image) : undefined;
  };
  const protocol = address.protocol === undefined ? undefined : tokens[address.protocol]?.image.toLowerCase();
  const hosts = address.hosts.map((host) =>
    tokens
      .slice(host.from, host.to + 1)
      .map((token) => nameOf(token))
      .join('')
      .replace(/^\[|\]$/g, '')
      .toLowerCase(),
  );
  return {
    protocol: protocol === '*' ? undefined : protocol,
    hosts,
    port: numberAt(address.port),
    lastPort: numberAt(address.lastPort),
  };
}
