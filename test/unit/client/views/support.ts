/** Servers in any state, for what the views make of them. */
import type { ShownServer, ShownTable, World } from '../../../../client/src/views/servers/world.ts';
import type {
  ConnectionState,
  Destination,
  DestinationSet,
  Part,
  PartName,
  ServerParts,
  ServerProfile,
} from '../../../../client/src/live/types.ts';

/** A time of the day in the machine's zone, in milliseconds since 1970. */
export function at(hours: number, minutes = 0, seconds = 0): number {
  return new Date(2026, 0, 15, hours, minutes, seconds).getTime();
}

export function known<T>(value: T, time = at(12)): Part<T> {
  return { kind: 'known', value, at: time };
}

/** Letters as the server writes them. */
export function destination(uri: string, letters = 'AP', more: Partial<Destination> = {}): Destination {
  const availability = ({ A: 'active', I: 'inactive', D: 'disabled', T: 'trying' } as const)[letters.charAt(0)];
  const probing = ({ P: 'probed', X: 'not-probed', N: 'never' } as const)[letters.charAt(1)];
  return {
    setId: 1,
    uri,
    letters,
    availability: availability ?? 'active',
    probing: probing ?? 'probed',
    priority: 0,
    attributes: { body: '', values: new Map() },
    latency: undefined,
    load: undefined,
    probingCount: undefined,
    host: undefined,
    address: undefined,
    port: undefined,
    ...more,
  };
}

export function attributes(body: string): Destination['attributes'] {
  const pairs = body.split(';').map((pair): [string, string] => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']);
  return { body, values: new Map(pairs) };
}

export function dispatcher(
  ...sets: readonly (readonly [id: number, ...destinations: Destination[]])[]
): ServerParts['dispatcher'] {
  const settings = { probingThreshold: 2, inactiveThreshold: 2, pingInterval: 10, probingMode: 1 };
  const all = sets.map(([id, ...list]): DestinationSet => ({
    id,
    destinations: list.map((one) => ({ ...one, setId: id })),
  }));
  return known({ sets: all, settings });
}

export interface ServerState {
  readonly profile?: Partial<ServerProfile>;
  readonly connection?: ConnectionState;
  readonly parts?: Partial<ServerParts>;
  readonly stale?: readonly PartName[];
}

export class FakeServer implements ShownServer {
  readonly profile: ServerProfile;
  connection: ConnectionState;
  parts: ServerParts;
  stale: readonly PartName[];

  constructor(name: string, { profile, connection = { kind: 'live' }, parts, stale = [] }: ServerState = {}) {
    this.profile = {
      name,
      group: undefined,
      endpoint: { url: 'tcp://127.0.0.1:2046' },
      tls: undefined,
      authentication: { kind: 'none' },
      access: 'write',
      listFile: undefined,
      configuration: undefined,
      interval: 5,
      ...profile,
    };
    this.connection = connection;
    this.parts = {
      identity: known({ version: '5.6.3', description: 'kamailio 5.6.3 (x86_64/linux)', startedAt: at(10) }),
      dispatcher: { kind: 'unknown' },
      dmq: { kind: 'unknown' },
      tables: { kind: 'unknown' },
      counters: { kind: 'unknown' },
      ...parts,
    };
    this.stale = stale;
  }

  isFresh(part: PartName): boolean {
    return this.connection.kind === 'live' && this.parts[part].kind === 'known' && !this.stale.includes(part);
  }
}

/** A world of some servers at twelve o'clock. */
export class FakeWorld implements World {
  servers: readonly FakeServer[];
  problems: World['problems'] = [];
  now = at(12);
  readonly tables = new Map<string, ShownTable>();
  readonly limits = new Map<string, number>();
  readonly drift = new Map<string, number>();

  constructor(...servers: readonly FakeServer[]) {
    this.servers = servers;
  }

  find(name: string): FakeServer | undefined {
    return this.servers.find(({ profile }) => profile.name === name);
  }

  tableOf(server: string, table: string): ShownTable | undefined {
    return this.tables.get(`${server} ${table}`);
  }

  driftOf(server: string): number | undefined {
    return this.drift.get(server);
  }

  limitOf(id: string): number {
    return this.limits.get(id) ?? 100;
  }
}
