import { RpcError, type RpcErrorKind } from '../../../../../client/src/rpc/rpc-error.ts';
import type { RpcCallOptions, RpcClient, RpcParam, RpcValue } from '../../../../../client/src/rpc/types.ts';

export interface FakeDestination {
  uri: string;
  letters: string;
  priority?: number;
  body?: string;
  latency?: number;
}

type Handler = (params: readonly RpcParam[]) => RpcValue;

/** A Kamailio that answers as the real one does, in the form of JSON-RPC, and fails when it is told to. */
export class FakeKamailio {
  /** Every command that was called, in order. */
  readonly calls: string[] = [];
  readonly callsWithParams: { readonly method: string; readonly params: readonly RpcParam[] }[] = [];
  readonly sets = new Map<number, FakeDestination[]>();
  readonly tables = new Map<string, Map<string, string | number>>();
  nodes: { host: string; port: string; status: string; local: number }[] = [];
  /** Modules that are loaded; core and ctl always are. */
  readonly modules = new Set(['dispatcher', 'dmq', 'htable', 'kex', 'cfg_rpc']);
  startedAt = Date.UTC(2025, 0, 6, 11);
  isPinging = true;
  /** Fails every call from now on. */
  failure: RpcErrorKind | undefined;
  /** Runs after a command took effect, before anybody asks again. */
  afterCommand: (method: string) => void = () => undefined;
  opened = 0;
  disposed = 0;
  #underWay = 0;
  mostUnderWay = 0;
  #held: (() => void)[] = [];
  #holds: string | undefined;
  readonly #now: () => number;
  readonly overrides = new Map<string, Handler>();

  constructor(now: () => number) {
    this.#now = now;
  }

  open(): Promise<RpcClient> {
    this.opened += 1;
    return Promise.resolve({
      address: 'fake',
      call: (method, params, options) => this.#call(method, params ?? [], options ?? {}),
      withoutSecrets: (text) => text,
      dispose: () => {
        this.disposed += 1;
      },
    });
  }

  /** Commands with this name wait until they are released. */
  hold(method: string): void {
    this.#holds = method;
  }

  release(): void {
    this.#holds = undefined;
    for (const go of this.#held.splice(0)) go();
  }

  /** Forgets the calls so far and returns them. */
  takeCalls(): string[] {
    return this.calls.splice(0);
  }

  async #call(method: string, params: readonly RpcParam[], { signal }: RpcCallOptions): Promise<RpcValue> {
    this.calls.push(method);
    this.callsWithParams.push({ method, params });
    this.#underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.#underWay);
    try {
      await Promise.resolve();
      if (this.#holds === method) {
        await new Promise<void>((resolve, reject) => {
          this.#held.push(resolve);
          signal?.addEventListener('abort', () => reject(new RpcError('cancelled', 'Called off.')));
        });
      }
      if (this.failure !== undefined) throw new RpcError(this.failure, `It failed: ${this.failure}.`);
      return this.#answer(method, params);
    } finally {
      this.#underWay -= 1;
    }
  }

  #answer(method: string, params: readonly RpcParam[]): RpcValue {
    const override = this.overrides.get(method);
    if (override !== undefined) return override(params);
    const module = MODULES[method.split('.')[0]!];
    if (module !== undefined && !this.modules.has(module)) throw new RpcError('unknown-command', `No ${method}.`);
    const handler = this.#handlers[method];
    if (handler === undefined) throw new RpcError('unknown-command', `No ${method}.`);
    const reply = handler(params);
    this.afterCommand(method);
    return reply;
  }

  readonly #handlers: Readonly<Record<string, Handler>> = {
    'core.version': () => 'kamailio 5.6.3 (x86_64/linux)',
    'core.uptime': () => ({
      now: writeDate(this.#now()),
      up_since: writeDate(this.startedAt),
      uptime: Math.floor((this.#now() - this.startedAt) / 1000),
    }),
    'core.shmmem': () => ({ total: 1000, free: 400 }),
    'tm.stats': () => ({ current: 3 }),
    'stats.fetchn': () => ({ 'core.rcv_requests': 7 }),
    'cfg.get': ([, name]) => (name === 'probing_threshold' ? 3 : 2),
    'dispatcher.list': () => {
      if (this.sets.size === 0) throw new RpcError('fault', 'No Destination Sets', { code: 500 });
      return { NRSETS: this.sets.size, RECORDS: [...this.sets].map(([id, list]) => ({ SET: writeSet(id, list) })) };
    },
    'dispatcher.set_state': ([letters, setId, uri]) =>
      this.#setState(
        textOf(letters),
        Number(setId),
        (one) => uri === 'all' || one.uri.toLowerCase() === textOf(uri).toLowerCase(),
      ),
    'dispatcher.set_duid_state': ([letters, setId, duid]) =>
      this.#setState(textOf(letters), Number(setId), (one) => one.body?.includes(`duid=${textOf(duid)}`) === true),
    'dispatcher.add': (params) => {
      const [setId, uri, , priority, body] = params;
      const set = this.sets.get(Number(setId)) ?? [];
      set.push({ uri: textOf(uri), letters: 'AX', priority: Number(priority ?? 0), body: textOf(body) });
      this.sets.set(Number(setId), set);
      return 'Ok. Dispatcher destination added.';
    },
    'dispatcher.remove': ([setId, uri]) => {
      const set = this.sets.get(Number(setId)) ?? [];
      this.sets.set(
        Number(setId),
        set.filter((one) => one.uri !== uri),
      );
      return 'Ok. Dispatcher destination removed.';
    },
    'dispatcher.reload': () => 'Ok. Dispatcher successfully reloaded.',
    'dispatcher.ping_active': ([state]) => {
      const OldPingState = this.isPinging ? 1 : 0;
      if (state === undefined) return { OldPingState };
      this.isPinging = state !== 0;
      return { NewPingState: Number(state), OldPingState };
    },
    'dispatcher.hash': ([slots]) => ({ hashid: 1007, slot: 1007 % Number(slots) }),
    'dmq.list_nodes': () =>
      this.nodes.map((node) => ({
        ...node,
        proto: 'udp',
        resolved_ip: node.host,
        last_notification: 0,
        fail_count: 0,
      })),
    'dmq.remove': ([uri]) => {
      this.nodes = this.nodes.filter(({ host, port }) => `sip:${host}:${port}` !== uri);
      return 'Ok. DMQ node removed.';
    },
    'htable.listTables': () => {
      if (this.tables.size === 0) throw new RpcError('fault', 'No htables', { code: 500 });
      return [...this.tables.keys()].map((name) => ({
        name,
        dbtable: '',
        dbmode: 0,
        expire: 0,
        updateexpire: 1,
        size: 4,
        dmqreplicate: 0,
      }));
    },
    'htable.stats': () =>
      [...this.tables].map(([name, entries]) => ({ name, slots: 4, all: entries.size, min: 0, max: entries.size })),
    'htable.dump': ([name]) => {
      const items = [...this.#table(name)].map(([key, value]) => ({
        name: key,
        value,
        type: typeof value === 'number' ? 'int' : 'str',
      }));
      return [{ entry: 0, size: items.length, slot: items }];
    },
    'htable.get': ([name, key]) => {
      const value = this.#table(name).get(textOf(key));
      if (value === undefined) throw new RpcError('fault', "Key name doesn't exist in htable.", { code: 500 });
      return { item: { name: textOf(key), value, flags: 0, expire: 'NEVER' } };
    },
    'htable.sets': ([name, key, value]) => this.#setItem(name, key, value as string),
    'htable.seti': ([name, key, value]) => this.#setItem(name, key, value as number),
    'htable.setxs': ([name, key, value]) => this.#setItem(name, key, value as string),
    'htable.setxi': ([name, key, value]) => this.#setItem(name, key, value as number),
    'htable.delete': ([name, key]) => {
      if (!this.#table(name).delete(textOf(key)))
        throw new RpcError('fault', 'Key not found in htable.', { code: 404 });
      return 'Ok. Key deleted.';
    },
    'htable.flush': ([name]) => {
      this.#table(name).clear();
      return 'Ok. Htable flushed.';
    },
    'htable.reload': () => {
      throw new RpcError('fault', 'No htable db_url', { code: 500 });
    },
  };

  #setState(letters: string, setId: number, isMeant: (one: FakeDestination) => boolean): RpcValue {
    const found = this.sets.get(setId)?.filter(isMeant) ?? [];
    if (found.length === 0) throw new RpcError('fault', 'State Update Failed', { code: 500 });
    const first = letters.charAt(0).toUpperCase();
    const second = letters.charAt(1).toUpperCase() === 'P' && first !== 'D' ? 'P' : 'X';
    for (const one of found) one.letters = first + second;
    return 'Ok. Dispatcher state updated.';
  }

  #table(name: RpcParam | undefined): Map<string, string | number> {
    const table = this.tables.get(textOf(name));
    if (table === undefined) throw new RpcError('fault', 'No such htable', { code: 500 });
    return table;
  }

  #setItem(table: RpcParam | undefined, key: RpcParam | undefined, value: string | number): RpcValue {
    this.#table(table).set(textOf(key), value);
    return 'Ok. Key set to new value.';
  }
}

const MODULES: Readonly<Record<string, string>> = {
  dispatcher: 'dispatcher',
  dmq: 'dmq',
  htable: 'htable',
  stats: 'kex',
  cfg: 'cfg_rpc',
};

function writeSet(id: number, destinations: readonly FakeDestination[]): RpcValue {
  return {
    ID: id,
    TARGETS: destinations.map(({ uri, letters, priority = 0, body = '', latency }) => ({
      DEST: {
        URI: uri,
        FLAGS: letters,
        PRIORITY: priority,
        ...(body === '' ? {} : { ATTRS: { BODY: body, DUID: '' } }),
        ...(latency === undefined
          ? {}
          : { LATENCY: { AVG: latency, STD: 0, EST: latency + 1, MAX: latency, TIMEOUT: 0 } }),
      },
    })),
  };
}

function textOf(param: RpcParam | undefined): string {
  return typeof param === 'object' ? String(param.double) : String(param ?? '');
}

/** As ctime() writes it. */
function writeDate(time: number): string {
  const date = new Date(time).toUTCString();
  const [, day, dayOfMonth, month, year, clock] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(date)!;
  return `${day} ${month} ${dayOfMonth} ${clock} ${year}`;
}
