/** Servers as the views see them, made by hand. */
import { History } from '../../../../client/src/live/history.ts';
import type {
  Availability,
  ConnectionState,
  Destination,
  DestinationSet,
  DispatcherState,
  Part,
  Probing,
  ServerParts,
  ServerProfile,
} from '../../../../client/src/live/types.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import type { DashboardSource } from '../../../../client/src/views/dashboard/dashboard-feed.ts';

/** A time of the day on the machine, in milliseconds since 1970. */
export function today(hours: number, minutes: number, seconds: number): number {
  return new Date(2026, 10, 21, hours, minutes, seconds).getTime();
}

export const AT = today(12, 3, 5);

export interface StateOptions {
  readonly profile?: Partial<ServerProfile>;
  readonly connection?: ConnectionState;
  readonly parts?: Partial<ServerParts>;
  /** Whether everything known is fresh. */
  readonly fresh?: boolean;
  readonly history?: History;
}

export function serverState(name: string, options: StateOptions = {}): DashboardSource {
  const unknown = { kind: 'unknown' } as const;
  return {
    profile: {
      name,
      group: undefined,
      endpoint: { url: 'tcp://127.0.0.1:2046' },
      tls: undefined,
      authentication: { kind: 'none' },
      access: 'read',
      listFile: undefined,
      configuration: undefined,
      interval: 5,
      ...options.profile,
    },
    connection: options.connection ?? { kind: 'live' },
    parts: {
      identity: unknown,
      dispatcher: unknown,
      dmq: unknown,
      tables: unknown,
      counters: unknown,
      ...options.parts,
    },
    history: options.history ?? new History(name),
    isFresh: () => options.fresh ?? true,
  };
}

/** A connection that has failed since a minute. */
export function failing(message = 'Nobody listens there.'): ConnectionState {
  return {
    kind: 'failing',
    error: new RpcError('refused', message),
    since: AT - 60_000,
    attempts: 3,
    nextAttempt: AT + 10_000,
  };
}

export function known<T>(value: T, at = AT): Part<T> {
  return { kind: 'known', value, at };
}

const LETTERS: Readonly<Record<string, readonly [Availability, Probing]>> = {
  AP: ['active', 'probed'],
  AX: ['active', 'not-probed'],
  AN: ['active', 'never'],
  IP: ['inactive', 'probed'],
  DX: ['disabled', 'not-probed'],
  TP: ['trying', 'probed'],
};

/** A destination in a state; the average latency in milliseconds makes it a measured one. */
export function destination(
  setId: number,
  uri: string,
  letters: string,
  more: Partial<Destination> & { readonly average?: number } = {},
): Destination {
  const [availability, probing] = LETTERS[letters]!;
  const { average, ...rest } = more;
  return {
    setId,
    uri,
    letters,
    availability,
    probing,
    priority: 0,
    attributes: { body: '', values: new Map() },
    latency:
      average === undefined
        ? undefined
        : { average, deviation: 1, estimate: average + 1, maximum: average + 10, timeouts: 2 },
    load: undefined,
    probingCount: undefined,
    host: undefined,
    address: undefined,
    port: undefined,
    ...rest,
  };
}

export function setsOf(...destinations: readonly Destination[]): readonly DestinationSet[] {
  const ids = [...new Set(destinations.map(({ setId }) => setId))].sort((a, b) => a - b);
  return ids.map((id) => ({ id, destinations: destinations.filter(({ setId }) => setId === id) }));
}

export function dispatcher(...destinations: readonly Destination[]): DispatcherState {
  return {
    sets: setsOf(...destinations),
    settings: {
      probingThreshold: undefined,
      inactiveThreshold: undefined,
      pingInterval: undefined,
      probingMode: undefined,
    },
  };
}
