/** The state of running Kamailio servers as the editor knows it. Plain data: no editor, no connection. */
import type { RpcError } from '../rpc/rpc-error.ts';
import type { Endpoint } from '../rpc/types.ts';

/** A server that the user has described in the settings. Credentials are kept elsewhere. */
export interface ServerProfile {
  /** Unique among the profiles; also the key of the secrets. */
  readonly name: string;
  /** Servers of one group are nodes of one deployment: they can be compared with each other. */
  readonly group: string | undefined;
  readonly endpoint: Omit<Endpoint, 'credentials' | 'tls'>;
  readonly tls: TlsFiles | undefined;
  /** How the secret is sent, if there is one. */
  readonly authentication: { readonly kind: 'none' | 'bearer' } | { readonly kind: 'basic'; readonly user: string };
  /** Whether commands that change the running server may be sent. */
  readonly access: 'read' | 'write';
  /** The file whose lines the running sets are compared with, as the settings give it. */
  readonly listFile: string | undefined;
  /** The configuration that the server runs, as the settings give it. */
  readonly configuration: string | undefined;
  /** Seconds between two questions while somebody looks. */
  readonly interval: number;
}

/** What `TlsOptions` of the endpoint are read from when a connection is made: paths of files in PEM form. */
export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  /** The name that the certificate must bear, if it is not the host's. */
  readonly serverName?: string | undefined;
}

/** How the conversation with a server stands. */
export type ConnectionState =
  /** Nobody asked for it yet, or the user has disconnected. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** The last attempt failed. What is known is older than it looks, and must not be shown as fresh. */
  | {
      readonly kind: 'failing';
      readonly error: RpcError;
      readonly since: number;
      readonly attempts: number;
      readonly nextAttempt: number;
    };

/** One kind of data of a server. Times are milliseconds since 1970. */
export type Part<T> =
  /** Not asked yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'known'; readonly value: T; readonly at: number }
  /** The module is not loaded there. */
  | { readonly kind: 'absent'; readonly module: string }
  /** Asking failed; `last` is what was known before. */
  | {
      readonly kind: 'failed';
      readonly error: RpcError;
      readonly last: { readonly value: T; readonly at: number } | undefined;
    };

export type PartName = 'identity' | 'dispatcher' | 'dmq' | 'tables' | 'counters';

export interface ServerParts {
  readonly identity: Part<ServerIdentity>;
  readonly dispatcher: Part<DispatcherState>;
  readonly dmq: Part<readonly DmqNode[]>;
  readonly tables: Part<readonly HashTable[]>;
  readonly counters: Part<readonly Counter[]>;
}

export interface ServerIdentity {
  /** For example `5.6.3`. */
  readonly version: string;
  /** The whole answer, for example `kamailio 5.6.3 (x86_64/linux)`. */
  readonly description: string;
  /** When it was started, and so what tells a restarted server from the same one. */
  readonly startedAt: number;
}

export interface DispatcherState {
  readonly sets: readonly DestinationSet[];
  /** Settings that explain the states, as far as the server tells them (`modparam`/`cfg` commands); else undefined. */
  readonly settings: DispatcherSettings;
}

export interface DispatcherSettings {
  readonly probingThreshold: number | undefined;
  readonly inactiveThreshold: number | undefined;
  readonly pingInterval: number | undefined;
  readonly probingMode: number | undefined;
  /** Whether destinations are probed at all (`dispatcher.ping_active`). */
  readonly pinging?: boolean | undefined;
}

export interface DestinationSet {
  readonly id: number;
  readonly destinations: readonly Destination[];
}

/** Whether calls are sent to a destination: the first letter of its FLAGS. */
export type Availability = 'active' | 'inactive' | 'disabled' | 'trying';

/** Whether it is asked with OPTIONS: the second letter of its FLAGS. `never` is `N`, from 6.0. */
export type Probing = 'probed' | 'not-probed' | 'never';

export interface Destination {
  readonly setId: number;
  readonly uri: string;
  /** As the server writes them: `AP`, `IX`, … */
  readonly letters: string;
  readonly availability: Availability;
  readonly probing: Probing;
  readonly priority: number;
  /** Name to value, in the order of the text; `body` is the whole text. Empty when the server sends none. */
  readonly attributes: { readonly body: string; readonly values: ReadonlyMap<string, string> };
  readonly latency: Latency | undefined;
  /** Calls counted by algorithm 10. */
  readonly load: number | undefined;
  /** Failed or, when inactive, answered probes in a row, where the server tells them (6.0 and later). */
  readonly probingCount: number | undefined;
  readonly host: string | undefined;
  readonly address: string | undefined;
  readonly port: number | undefined;
}

/** Answer times of probes in milliseconds. */
export interface Latency {
  readonly average: number;
  readonly deviation: number;
  readonly estimate: number;
  readonly maximum: number;
  readonly timeouts: number;
}

export interface DmqNode {
  readonly host: string;
  readonly port: string;
  readonly protocol: string | undefined;
  readonly address: string;
  /** `active`, `timeout`, `disabled`, `pending` … */
  readonly status: string;
  readonly isLocal: boolean;
  /** Seconds since 1970; 0 for never. */
  readonly lastNotification: number;
  readonly failures: number | undefined;
}

export interface HashTable {
  readonly name: string;
  readonly databaseTable: string | undefined;
  readonly databaseMode: number;
  /** Seconds; 0 for never. */
  readonly expire: number;
  readonly updateExpire: boolean;
  /** How many slots it has. */
  readonly slots: number;
  readonly isReplicated: boolean;
  /** How many entries it holds, and in its emptiest and fullest slot. */
  readonly entries: number | undefined;
  readonly fewest: number | undefined;
  readonly most: number | undefined;
}

export interface TableEntry {
  readonly slot: number;
  readonly key: string;
  readonly value: string | number;
}

export interface Counter {
  /** For example `tm.current` or `shmem.real_used_size`. */
  readonly name: string;
  readonly value: number;
}

/** A destination that went from one state to another between two answers of the server. */
export interface StateChange {
  readonly at: number;
  readonly server: string;
  readonly setId: number;
  readonly uri: string;
  /** Letters before and after; undefined where it was not there before, or is not any more. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Something that was done to a server from here. */
export interface ActionRecord {
  readonly at: number;
  readonly server: string;
  /** A sentence: what was asked. */
  readonly what: string;
  readonly outcome: { readonly kind: 'confirmed' } | { readonly kind: 'failed'; readonly message: string };
}
