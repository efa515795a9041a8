/** Which configurations are nodes of one dmq bus. */
import { parseUri } from '../../dispatcher-list/parse-uri.ts';
import { socketsOf, type WantedSocket } from '../../dispatcher-list/sockets.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import { hashTables, isReplicated } from '../shared/htables.ts';
import { lastSetting, settingsOf, textOf } from '../shared/module-settings.ts';
import { factsOf } from '../shared/program-facts.ts';
import { isWhole } from '../shared/whole-program.ts';
import { isLoopback } from '../shared/reach.ts';

/** The other nodes of a configuration's bus. */
export interface Bus {
  /** The node's own address, as it is written. */
  readonly name: string;
  readonly others: readonly { readonly name: string; readonly analysis: Analysis }[];
  /** Whether each address that one of the nodes asks for others is that of one of them. */
  readonly isComplete: boolean;
}

interface BusNode {
  readonly analysis: Analysis;
  readonly name: string;
  readonly address: Address;
  /** What else it listens on, as keys. */
  readonly listens: ReadonlySet<string>;
  /** Where it asks for other nodes; undefined for what is known only where Kamailio runs. */
  readonly contacts: readonly (Address | undefined)[];
  /** Names of the tables that it sends to others. */
  readonly tables: ReadonlySet<string>;
}

/** The address in a SIP URI. */
export interface Address {
  /** Transport, host and port: the same for the same socket. */
  readonly key: string;
  /** The three as dmq compares them (`cmp_dmq_node()`): what is not written is something else. */
  readonly written: string;
  /** The three as a node tells them to others (`build_node_str()`): without a transport for UDP. */
  readonly told: string;
  readonly socket: WantedSocket;
  /** Whether it means another machine on each machine. */
  readonly isLoopback: boolean;
}

const known = new WeakMap<Analysis, BusNode | null>();

/** Whether a configuration is a node whose address is known. */
export function isBusNode(analysis: Analysis): boolean {
  return nodeOf(analysis) !== undefined;
}

/**
 * The nodes among some configurations that are on the bus of one of them: a node hands on the list of all that it knows
 * (`build_notification_body()` of dmq), so who asks a node for it, directly or through others, is on its bus. Which
 * configuration an address means must leave no doubt: where several have the same `server_address`, as for a test site
 * or a copy that was kept, none of them counts.
 * @returns `undefined` where no other node is known
 */
export function busOf(analysis: Analysis, all: readonly Analysis[]): Bus | undefined {
  const own = nodeOf(analysis);
  if (!own) return undefined;
  const { uri } = analysis.program.root;
  const nodes = [own, ...all.filter((other) => other.program.root.uri !== uri).map(nodeOf)].filter(
    (node) => node !== undefined,
  );
  // What another node includes is a part of it and no node itself.
  const roots = nodes.filter(({ analysis: { program } }) =>
    nodes.every((other) => other.analysis.program === program || !other.analysis.program.fileOf(program.root.uri)),
  );
  const members = membersOf(own, roots);
  if (members.length < 2) return undefined;
  const addresses = new Set(members.map(({ address }) => address.key));
  return {
    name: own.name,
    others: members.filter((node) => node !== own),
    isComplete: members.every(({ contacts }) => contacts.every((contact) => contact && addresses.has(contact.key))),
  };
}

function membersOf(own: BusNode, nodes: readonly BusNode[]): BusNode[] {
  const byAddress = groupBy(nodes, ({ address }) => address.key);
  const sure = nodes.filter(({ address }) => byAddress.get(address.key)?.length === 1);
  if (!sure.includes(own)) return [];
  const asked = new Map(sure.map((node) => [node, askedBy(node, nodes, byAddress)]));
  const links = new Map(sure.map((node) => [node, new Set<BusNode>()]));
  const link = (a: BusNode, b: BusNode): void => {
    links.get(a)?.add(b);
    links.get(b)?.add(a);
  };
  for (const [node, targets] of asked) {
    for (const { contact, target } of targets) {
      if (!links.has(target)) continue;
      // Of two examples that use the loopback address, one may ask for what the other has by chance.
      if (!contact.isLoopback || reaches(target, node, asked)) link(node, target);
    }
  }
  for (const group of groupBy(unknownContacts(sure, nodes), ({ contact }) => contact.key).values()) {
    for (const [index, { node }] of group.entries()) {
      for (const { node: other } of group.slice(index + 1)) {
        if ([...node.tables].some((table) => other.tables.has(table))) link(node, other);
      }
    }
  }
  return [...reachable(own, (node) => links.get(node) ?? [])];
}

/** The nodes whose addresses a node asks for others. */
function askedBy(
  node: BusNode,
  nodes: readonly BusNode[],
  byAddress: ReadonlyMap<string, readonly BusNode[]>,
): { readonly contact: Address; readonly target: BusNode }[] {
  return node.contacts.flatMap((contact) => {
    if (!contact) return [];
    const owners = byAddress.get(contact.key) ?? nodes.filter(({ listens }) => listens.has(contact.key));
    const [target] = owners;
    return target && owners.length === 1 && target !== node ? [{ contact, target }] : [];
  });
}

/** The addresses that nodes ask for others and that are those of no known configuration. */
function unknownContacts(
  sure: readonly BusNode[],
  nodes: readonly BusNode[],
): { readonly node: BusNode; readonly contact: Address }[] {
  return sure.flatMap((node) =>
    node.contacts.flatMap((contact) => {
      if (!contact || contact.isLoopback) return [];
      const isKnown = nodes.some(({ address, listens }) => address.key === contact.key || listens.has(contact.key));
      return isKnown ? [] : [{ node, contact }];
    }),
  );
}

function reaches(from: BusNode, to: BusNode, asked: ReadonlyMap<BusNode, readonly { target: BusNode }[]>): boolean {
  return reachable(from, (node) => (asked.get(node) ?? []).map(({ target }) => target)).has(to);
}

function reachable(from: BusNode, next: (node: BusNode) => Iterable<BusNode>): Set<BusNode> {
  const found = new Set([from]);
  for (const node of found) for (const other of next(node)) found.add(other);
  return found;
}

function groupBy<T>(all: readonly T[], keyFor: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyFor(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

function nodeOf(analysis: Analysis): BusNode | undefined {
  let node = known.get(analysis);
  if (node === undefined) {
    node = readNode(analysis) ?? null;
    known.set(analysis, node);
  }
  return node ?? undefined;
}

function readNode(analysis: Analysis): BusNode | undefined {
  if (!factsOf(analysis).isLoaded('dmq') || !isWhole(analysis)) return undefined;
  const setting = lastSetting(analysis, 'dmq', 'server_address');
  const name = setting && textOf(setting);
  const address = name === undefined ? undefined : readAddress(name);
  if (name === undefined || !address) return undefined;
  const contacts = settingsOf(analysis, 'dmq', 'notification_address').map((one) => {
    const text = textOf(one);
    return text === undefined ? undefined : readAddress(text);
  });
  const tables = hashTables(analysis).tables.filter(isReplicated);
  return {
    analysis,
    name,
    address,
    listens: listensOf(analysis),
    contacts,
    tables: new Set(tables.map((t) => t.name)),
  };
}

/** The keys of the addresses that a configuration listens on, without those that each machine has. */
export function listensOf(analysis: Analysis): ReadonlySet<string> {
  return new Set(
    socketsOf(analysis).all.flatMap(({ protocol, host, port }) =>
      isLoopback(host) ? [] : [keyOf(protocol ?? 'udp', host, port)],
    ),
  );
}

/** Reads the address in a SIP URI; undefined where there is none. */
export function readAddress(text: string): Address | undefined {
  const result = parseUri(text);
  if ('fault' in result || result.uri.host === '') return undefined;
  const { scheme, port, transport } = result.uri;
  const host = result.uri.host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (host === '0.0.0.0' || host === '::') return undefined;
  const protocol = transport?.toLowerCase() ?? (scheme === 'sips' ? 'tls' : 'udp');
  const writtenAs = (parameter: string): string => [result.uri.host, port, parameter].join(' ');
  return {
    key: keyOf(protocol, host, port),
    written: writtenAs(transport?.toLowerCase() ?? ''),
    told: writtenAs(protocol === 'udp' ? '' : (transport?.toLowerCase() ?? '')),
    socket: { protocol, host, port: port > 0 ? port : standardPort(protocol) },
    isLoopback: isLoopback(host),
  };
}

function keyOf(protocol: string, host: string, port: number | undefined): string {
  return `${protocol} ${host} ${port === undefined || port === 0 ? standardPort(protocol) : port}`;
}

function standardPort(protocol: string): number {
  return protocol === 'tls' ? 5061 : 5060;
}
