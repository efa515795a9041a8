/** One running Kamailio as the editor knows it: asked only while somebody looks. */
import { hashForDispatcher } from '../rpc/commands/dispatcher.ts';
import { RpcError, type RpcErrorKind } from '../rpc/rpc-error.ts';
import type { RpcClient } from '../rpc/types.ts';
import type { ActionLog } from './action-log.ts';
import { describeAction, type ServerAction } from './actions.ts';
import { CallQueue } from './call-queue.ts';
import type { Clock, Unsubscribe } from './clock.ts';
import { findStateChanges } from './compare-answers.ts';
import { Emitter } from './emitter.ts';
import { History } from './history.ts';
import { lastOf } from './last-of.ts';
import { performAction } from './perform-action.ts';
import { Poller, type RoundResult } from './poller.ts';
import { isSameRun, PART_KINDS, PART_NAMES, type PartValues } from './read-parts.ts';
import { type TablePage, type TablePageOptions, TableReader } from './table-reader.ts';
import type {
  ActionRecord,
  ConnectionState,
  DispatcherSettings,
  DispatcherState,
  Part,
  PartName,
  ServerIdentity,
  ServerParts,
  ServerProfile,
  StateChange,
} from './types.ts';
import { unlessAborted } from './unless-aborted.ts';
import type { HashSource } from './where.ts';

/**
 * What is new. One is sent for every answer and every failure, so that the time of the last update can be shown;
 * only `parts` calls for drawing anything else anew.
 */
export interface LiveChange {
  /** Parts whose content or kind changed. A destination or set that did not change is the same object as before. */
  readonly parts: ReadonlySet<PartName>;
  /** Parts that were answered, the unchanged ones included: their time is newer. */
  readonly answered: ReadonlySet<PartName>;
  /** Whether the state of the connection changed. */
  readonly connection: boolean;
  /** Destinations that changed their state since the answer before; each is told once. */
  readonly changes: readonly StateChange[];
}

export interface LiveServerOptions {
  readonly profile: ServerProfile;
  /**
   * Opens a way to the server. It is called again after failures that a new password or certificate may mend, so it
   * must ask nobody anything. Fails with an `RpcError`.
   */
  readonly openClient: (profile: ServerProfile) => Promise<RpcClient>;
  readonly clock: Clock;
  /** From 0 to 1, for the jitter of the back-off. */
  readonly random: () => number;
  readonly log?: ActionLog | undefined;
}

const NOTHING_KNOWN: ServerParts = {
  identity: { kind: 'unknown' },
  dispatcher: { kind: 'unknown' },
  dmq: { kind: 'unknown' },
  tables: { kind: 'unknown' },
  counters: { kind: 'unknown' },
};

/** Milliseconds until a missing module is asked for again: modules are loaded at the start only. */
const ABSENT_FOR = 600_000;

/** How many answers about the dispatcher share one reading of its settings. */
const SETTINGS_KEPT = 10;

/** Milliseconds that an answer may take on top of the interval before what was known counts as old. */
const PATIENCE = 10_000;

/** Failures of one command, while the server is there: it is asked who it is after it closed the connection. */
const FAILS_PART_ONLY: ReadonlySet<RpcErrorKind> = new Set(['fault', 'garbled', 'too-large', 'closed']);

/** After these a client is opened anew, as the secrets and certificates may have been mended. */
const NEEDS_NEW_CLIENT: ReadonlySet<RpcErrorKind> = new Set(['unauthorised', 'forbidden', 'certificate']);

/** After these a command may have taken effect all the same. */
const LEAVES_OPEN: ReadonlySet<RpcErrorKind> = new Set(['timed-out', 'cancelled', 'closed', 'garbled', 'too-large']);

/** All that belongs to one stretch of being connected, so that ending it leaves nothing behind. */
interface Session {
  readonly queue: CallQueue;
  readonly poller: Poller;
  /** The calls that are under way. */
  readonly calls: Set<AbortController>;
  client: Promise<RpcClient> | undefined;
  isEnded: boolean;
  /** Parts that the round under way, or else the next one, still has to ask. */
  readonly pending: Set<PartName>;
  /** The part that the round asks just now. */
  asking: PartName | undefined;
  /** Ends the round under way. */
  round: AbortController | undefined;
  /** When the module of a part was found missing. */
  readonly absentSince: Map<PartName, number>;
  settings: { readonly value: DispatcherSettings; readonly uses: number } | undefined;
}

export class LiveServer implements HashSource {
  readonly profile: ServerProfile;
  readonly history: History;
  readonly #options: LiveServerOptions;
  readonly #emitter = new Emitter<LiveChange>();
  readonly #tables: TableReader;
  readonly #watchers = new Map<PartName, number>();
  #session: Session | undefined;
  #connection: ConnectionState = { kind: 'idle' };
  #parts: ServerParts = NOTHING_KNOWN;
  /** Whether the history says that the server is lost. */
  #isLost = false;

  constructor(options: LiveServerOptions) {
    this.profile = options.profile;
    this.history = new History(options.profile.name);
    this.#options = options;
    this.#tables = new TableReader(options.clock);
  }

  /** `nextAttempt` is infinite while nobody watches: then nothing is tried. */
  get connection(): ConnectionState {
    const state = this.#connection;
    if (state.kind !== 'failing' || this.#session === undefined) return state;
    return { ...state, nextAttempt: this.#session.poller.nextAt };
  }

  get parts(): ServerParts {
    return this.#parts;
  }

  /** Whether a part is as new as polling keeps it. False for data from before a failure, a pause or a sleep. */
  isFresh(name: PartName): boolean {
    const part = this.#parts[name];
    if (part.kind !== 'known' || this.#connection.kind !== 'live') return false;
    const age = this.#options.clock.now() - part.at;
    return age >= -PATIENCE && age <= 2 * this.#interval + PATIENCE;
  }

  onDidChange(listener: (change: LiveChange) => void): Unsubscribe {
    return this.#emitter.on(listener);
  }

  /** Begins to talk: the identity is asked at once, the rest while somebody watches. When connected: tries now. */
  connect(): void {
    if (this.#session !== undefined) {
      void this.#session.poller.poll();
      return;
    }
    const session = this.#makeSession();
    this.#session = session;
    this.#connection = { kind: 'connecting' };
    this.#emit({ connection: true });
    if (this.#isWatched) session.poller.start();
    else void session.poller.poll();
  }

  /** Ends all talk and forgets what was known; the history stays. */
  disconnect(): void {
    const session = this.#session;
    if (session === undefined) return;
    this.#session = undefined;
    session.isEnded = true;
    session.poller.dispose();
    session.queue.cancelWaiting('The server was disconnected.');
    for (const call of session.calls) call.abort();
    dropClient(session);
    this.#tables.forget();
    const known = PART_NAMES.filter((name) => this.#parts[name].kind !== 'unknown');
    this.#parts = NOTHING_KNOWN;
    this.#connection = { kind: 'idle' };
    this.#emit({ connection: true, parts: known });
  }

  /** Somebody looks at these parts: they are polled until the result is called, while the server is connected. */
  watch(parts: readonly PartName[]): Unsubscribe {
    for (const part of parts) this.#watchers.set(part, (this.#watchers.get(part) ?? 0) + 1);
    const session = this.#session;
    if (session !== undefined && parts.length > 0) {
      const missing = parts.filter((part) => !this.isFresh(part) && this.#parts[part].kind !== 'absent');
      for (const part of missing) session.pending.add(part);
      session.poller.start();
      // A look at a server that fails must not shorten the back-off.
      if (missing.length > 0 && this.#connection.kind !== 'failing') void askPending(session, missing);
    }
    let isWatching = true;
    return () => {
      if (!isWatching) return;
      isWatching = false;
      for (const part of parts) {
        const watchers = (this.#watchers.get(part) ?? 1) - 1;
        if (watchers === 0) this.#watchers.delete(part);
        else this.#watchers.set(part, watchers);
      }
      if (!this.#isWatched) this.#session?.poller.stop();
    };
  }

  /**
   * Asks now, also for what was absent; without names the parts that are watched. A question under way for a part is
   * joined. Ends when the answers are there; never fails, as failures are in the parts. Asks nothing while idle.
   */
  async refresh(parts: readonly PartName[] = [...this.#watchers.keys()]): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    for (const part of parts) {
      session.absentSince.delete(part);
      if (session.asking !== part) session.pending.add(part);
    }
    if (parts.includes('dispatcher')) session.settings = undefined;
    await askPending(session, parts);
  }

  /** Does something to the server and looks whether it took effect. Never fails: the record tells. */
  async perform(action: ServerAction, signal?: AbortSignal): Promise<ActionRecord> {
    const { sentence } = describeAction(action, this.#parts);
    const message = await this.#tryToPerform(action, signal);
    const record: ActionRecord = {
      at: this.#options.clock.now(),
      server: this.profile.name,
      what: sentence,
      outcome: message === undefined ? { kind: 'confirmed' } : { kind: 'failed', message },
    };
    this.#options.log?.add(record);
    return record;
  }

  /** A page of a table's entries. Fails with an `RpcError`. */
  readTable(name: string, options: TablePageOptions): Promise<TablePage> {
    return this.#tables.read(name, options, (question) => this.#ask(question));
  }

  hashOf(slots: number, text: string, signal?: AbortSignal): Promise<{ readonly hash: number; readonly slot: number }> {
    return this.#ask((client, inner) => hashForDispatcher(client, { slots, value: text }, { signal: inner }), signal);
  }

  dispose(): void {
    this.#emitter.clear();
    this.#watchers.clear();
    this.disconnect();
  }

  get #interval(): number {
    return Math.max(1, this.profile.interval) * 1000;
  }

  get #isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  #makeSession(): Session {
    const { clock, random } = this.#options;
    const session: Session = {
      queue: new CallQueue(),
      poller: new Poller({
        clock,
        random,
        interval: this.#interval,
        round: () => this.#askRound(session),
        onWake: () => this.#wakeUp(session),
        onSettled: (result) => this.#settle(session, result),
      }),
      calls: new Set(),
      client: undefined,
      isEnded: false,
      pending: new Set(),
      asking: undefined,
      round: undefined,
      absentSince: new Map(),
      settings: undefined,
    };
    return session;
  }

  /** Asks the identity and all that is watched, and what is added meanwhile. Stops at the first failure of the connection. */
  async #askRound(session: Session): Promise<RoundResult> {
    const round = new AbortController();
    session.round = round;
    session.pending.add('identity');
    for (const part of this.#watchers.keys()) session.pending.add(part);
    try {
      for (let part = this.#nextPart(session); part !== undefined; part = this.#nextPart(session)) {
        session.pending.delete(part);
        session.asking = part;
        await this.#call(session, (client, signal) => this.#readPart(session, part, client, signal), {
          signal: round.signal,
        });
      }
      return { kind: 'answered' };
    } catch (fault) {
      const error = toRpcError(fault);
      if (session.isEnded) return { kind: 'answered' };
      if (round.signal.aborted) {
        if (session.asking !== undefined) session.pending.add(session.asking);
        return { kind: 'interrupted' };
      }
      // What answers next may be another run, with modules that this one lacked, even if it began in the same second.
      session.absentSince.clear();
      if (NEEDS_NEW_CLIENT.has(error.kind)) dropClient(session);
      return { kind: 'failed', error };
    } finally {
      session.asking = undefined;
      session.round = undefined;
    }
  }

  #nextPart(session: Session): PartName | undefined {
    const now = this.#options.clock.now();
    for (const [part, since] of session.absentSince) {
      if (now - since < ABSENT_FOR) session.pending.delete(part);
    }
    return PART_NAMES.find((part) => session.pending.has(part));
  }

  /** Asks one part and keeps the answer. Fails with an `RpcError` only when the connection fails. */
  async #readPart<Name extends PartName>(
    session: Session,
    name: Name,
    client: RpcClient,
    signal: AbortSignal,
  ): Promise<PartValues[Name] | undefined> {
    const { clock } = this.#options;
    try {
      const value = await PART_KINDS[name].read({
        client,
        options: { signal },
        now: () => clock.now(),
        settings: session.settings?.value,
      });
      if (!session.isEnded && !signal.aborted) this.#keepAnswer(session, name, value);
      return value;
    } catch (fault) {
      const error = withoutSecrets(toRpcError(fault), client);
      if (session.isEnded || signal.aborted || name === 'identity') throw error;
      if (error.kind === 'unknown-command') {
        session.absentSince.set(name, clock.now());
        this.#setPart(name, { kind: 'absent', module: PART_KINDS[name].module });
      } else if (error.kind === 'closed' && (await this.#isAnotherRun(session, client, signal))) {
        session.pending.add(name);
      } else if (FAILS_PART_ONLY.has(error.kind)) {
        this.#setPart(name, { kind: 'failed', error, last: lastOf(this.#partOf(name)) });
      } else throw error;
      return undefined;
    }
  }

  /**
   * Whether Kamailio was restarted while it answered. Otherwise it closed the connection in mid-reply by itself, as it
   * does with replies that its TCP write queue does not take. Fails with an `RpcError` when it is gone.
   */
  async #isAnotherRun(session: Session, client: RpcClient, signal: AbortSignal): Promise<boolean> {
    const before = lastOf(this.#parts.identity)?.value;
    const now = await this.#readPart(session, 'identity', client, signal);
    return before !== undefined && now !== undefined && !isSameRun(before, now);
  }

  #keepAnswer<Name extends PartName>(session: Session, name: Name, value: PartValues[Name]): void {
    const at = this.#options.clock.now();
    const before = this.#partOf(name);
    const last = lastOf(before)?.value;
    session.absentSince.delete(name);
    const changes: StateChange[] = [];
    let kept = value;
    if (last !== undefined) kept = PART_KINDS[name].reuse(last, value);
    if (name === 'identity') this.#noticeRestart(session, last as ServerIdentity | undefined, value as ServerIdentity);
    if (name === 'dispatcher') {
      const state = kept as DispatcherState;
      const { settings } = session;
      const uses = settings?.value === state.settings ? settings.uses + 1 : 1;
      session.settings = uses < SETTINGS_KEPT ? { value: state.settings, uses } : undefined;
      if (last !== undefined) {
        changes.push(...findStateChanges(last as DispatcherState, state, { at, server: this.profile.name }));
      }
      this.history.record(at, state, changes);
    }
    this.#parts = { ...this.#parts, [name]: { kind: 'known', value: kept, at } };
    const connection = this.#connection.kind === 'connecting';
    if (connection) this.#connection = { kind: 'live' };
    const isChanged = before.kind !== 'known' || kept !== last;
    this.#emit({ answered: [name], parts: isChanged ? [name] : [], connection, changes });
  }

  /** Another run of Kamailio may have other modules, tables and sets: all that is known is asked anew. */
  #noticeRestart(session: Session, last: ServerIdentity | undefined, next: ServerIdentity): void {
    if (last === undefined || isSameRun(last, next)) return;
    this.history.mark({ at: this.#options.clock.now(), kind: 'restart' });
    session.settings = undefined;
    session.absentSince.clear();
    this.#tables.forget();
    for (const name of PART_NAMES) {
      if (name !== 'identity' && this.#parts[name].kind !== 'unknown') session.pending.add(name);
    }
  }

  #settle(session: Session, result: RoundResult): void {
    if (session.isEnded) return;
    const before = this.#connection;
    const at = this.#options.clock.now();
    if (result.kind === 'failed') {
      if (!this.#isLost) this.history.mark({ at, kind: 'lost' });
      this.#isLost = true;
      this.#connection = {
        kind: 'failing',
        error: result.error,
        since: before.kind === 'failing' ? before.since : at,
        attempts: session.poller.failures,
        nextAttempt: session.poller.nextAt,
      };
      this.#emit({ connection: true, parts: this.#failParts(result.error) });
    } else {
      if (this.#isLost) this.history.mark({ at, kind: 'back' });
      this.#isLost = false;
      if (before.kind === 'live') return;
      this.#connection = { kind: 'live' };
      this.#emit({ connection: true });
    }
  }

  /** Nothing that was known may look fresh any more. Returns the parts that look different now. */
  #failParts(error: RpcError): PartName[] {
    const failed: PartName[] = [];
    for (const name of PART_NAMES) {
      const part = this.#partOf(name);
      const isAwaited = this.#watchers.has(name) || name === 'identity';
      if (part.kind === 'absent' || (part.kind === 'unknown' && !isAwaited)) continue;
      if (part.kind === 'failed' && part.error.kind === error.kind && part.error.message === error.message) continue;
      this.#parts = { ...this.#parts, [name]: { kind: 'failed', error, last: lastOf(part) } };
      failed.push(name);
    }
    return failed;
  }

  #wakeUp(session: Session): void {
    session.round?.abort();
    if (this.#connection.kind !== 'live') return;
    // What was seen before the sleep is not how things are now, and the network may still be away.
    this.#connection = { kind: 'connecting' };
    this.#emit({ connection: true });
  }

  async #tryToPerform(action: ServerAction, outer: AbortSignal | undefined): Promise<string | undefined> {
    if (this.profile.access !== 'write') {
      return `The profile ${this.profile.name} only reads. Allow writing in its settings first.`;
    }
    const session = this.#session;
    if (session === undefined) return `${this.profile.name} is not connected.`;
    try {
      return await this.#call(session, (client, signal) => this.#performWith(session, action, client, signal), {
        signal: outer,
        urgent: true,
      });
    } catch (fault) {
      const error = toRpcError(fault);
      if (error.kind !== 'fault' && error.kind !== 'unknown-command') session.poller.hurry();
      return LEAVES_OPEN.has(error.kind) ? `${error.message} Whether the server did it is not known.` : error.message;
    }
  }

  async #performWith(
    session: Session,
    action: ServerAction,
    client: RpcClient,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const read = async <Name extends PartName>(name: Name): Promise<PartValues[Name]> => {
      const value = await this.#readPart(session, name, client, signal);
      if (value !== undefined) return value;
      const part = this.#partOf(name);
      throw part.kind === 'failed' ? part.error : new RpcError('unknown-command', 'The module is not loaded there.');
    };
    if (action.kind === 'reload-dispatcher' || action.kind === 'set-pinging') session.settings = undefined;
    if ('table' in action) this.#tables.forget();
    const message = await performAction(action, {
      client,
      options: { signal },
      readDispatcher: () => read('dispatcher'),
      readNodes: () => read('dmq'),
      readTables: () => read('tables'),
    });
    return message === undefined ? undefined : client.withoutSecrets(message);
  }

  #ask<T>(question: (client: RpcClient, signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const session = this.#session;
    if (session === undefined) {
      return Promise.reject(new RpcError('cancelled', `${this.profile.name} is not connected.`));
    }
    return this.#call(session, question, { signal, urgent: true });
  }

  /** Asks when the server is free. Ends with the session or the signal, even if the client should hang. */
  #call<T>(
    session: Session,
    question: (client: RpcClient, signal: AbortSignal) => Promise<T>,
    { signal: outer, urgent = false }: { readonly signal?: AbortSignal | undefined; readonly urgent?: boolean },
  ): Promise<T> {
    const call = new AbortController();
    const abort = () => call.abort();
    if (outer?.aborted === true || session.isEnded) abort();
    outer?.addEventListener('abort', abort, { once: true });
    session.calls.add(call);
    const result = session.queue.run(
      async () => {
        const client = await unlessAborted(this.#open(session), call.signal);
        const answer = question(client, call.signal).catch((fault: unknown) => {
          throw withoutSecrets(toRpcError(fault), client);
        });
        return unlessAborted(answer, call.signal);
      },
      { urgent },
    );
    return unlessAborted(result, call.signal).finally(() => {
      session.calls.delete(call);
      outer?.removeEventListener('abort', abort);
    });
  }

  #open(session: Session): Promise<RpcClient> {
    if (session.isEnded) return Promise.reject(new RpcError('cancelled', 'The server was disconnected.'));
    const { openClient } = this.#options;
    // A client that could not be opened is tried again with the next call.
    session.client ??= openClient(this.profile).catch((fault: unknown) => {
      session.client = undefined;
      throw toRpcError(fault);
    });
    return session.client;
  }

  #partOf<Name extends PartName>(name: Name): Part<PartValues[Name]> {
    return this.#parts[name] as Part<PartValues[Name]>;
  }

  #setPart<Name extends PartName>(name: Name, part: Part<PartValues[Name]>): void {
    const before = this.#parts[name];
    this.#parts = { ...this.#parts, [name]: part };
    const connection = this.#connection.kind === 'connecting';
    if (connection) this.#connection = { kind: 'live' };
    this.#emit({ answered: [name], parts: isEqualPart(before, part) ? [] : [name], connection });
  }

  #emit(change: {
    readonly parts?: readonly PartName[];
    readonly answered?: readonly PartName[];
    readonly connection?: boolean;
    readonly changes?: readonly StateChange[];
  }): void {
    const { parts = [], answered = [], connection = false, changes = [] } = change;
    this.#emitter.emit({ parts: new Set(parts), answered: new Set(answered), connection, changes });
  }
}

/** Whether two failures or absences look the same. */
function isEqualPart(a: Part<unknown>, b: Part<unknown>): boolean {
  if (a.kind === 'failed' && b.kind === 'failed') return a.error.message === b.error.message;
  return a.kind === 'absent' && b.kind === 'absent';
}

/** Asks now until these parts are asked; a round under way may have ended before it could take them. */
async function askPending({ poller, pending }: Session, parts: readonly PartName[]): Promise<void> {
  do {
    await poller.poll();
  } while (poller.failures === 0 && !poller.isDisposed && parts.some((part) => pending.has(part)));
}

function dropClient(session: Session): void {
  session.client?.then(
    (client) => client.dispose(),
    () => undefined,
  );
  session.client = undefined;
}

/** What reads replies quotes them where they are wrong, and a server may have put in what it was sent. */
function withoutSecrets(error: RpcError, client: RpcClient): RpcError {
  const message = client.withoutSecrets(error.message);
  if (message === error.message) return error;
  return new RpcError(error.kind, message, error.code === undefined ? {} : { code: error.code });
}

/** Clients fail with an `RpcError` only; anything else is a fault of ours and must not stop the polling. */
function toRpcError(fault: unknown): RpcError {
  if (fault instanceof RpcError) return fault;
  return new RpcError('garbled', fault instanceof Error ? fault.message : String(fault), { cause: fault });
}
