/** Whatever goes wrong on the way to a server: what the live model says meanwhile, and that it comes back by itself. */
import assert from 'node:assert/strict';
import { lastOf } from '../../../../../client/src/live/last-of.ts';
import type { LiveServer } from '../../../../../client/src/live/live-server.ts';
import type { RpcErrorKind } from '../../../../../client/src/rpc/rpc-error.ts';
import { faceOf } from '../../../../../client/src/views/servers/faces.ts';
import { tooltipOf } from '../../../../../client/src/views/servers/tooltips.ts';
import type { Certificate } from '../../rpc/certificates.ts';
import { countHandles, sameHandles, settle } from '../../rpc/local-server.ts';
import { FakeWorld } from '../../views/support.ts';
import { SocketKamailio, type Way } from './socket-kamailio.ts';

/** Milliseconds between two rounds of questions. */
export const INTERVAL = 5000;
export const SECRET = 'hunter2-and-more';

/** What goes wrong, and how it is told. */
export interface FaultRow {
  readonly what: string;
  readonly way: Way;
  readonly prepare?: (server: SocketKamailio) => void;
  readonly begin: (server: SocketKamailio) => void | Promise<void>;
  /** What is done to end it, besides answering well again. */
  readonly mend?: (server: SocketKamailio) => void;
  /** Commands that nothing but their deadline ends. */
  readonly silent?: SocketKamailio['silent'];
  /** How it is told: the whole connection fails, or the dispatcher alone, or its module is missing. */
  readonly fails: 'connection' | 'dispatcher' | 'absent';
  readonly kind?: RpcErrorKind;
  readonly words: RegExp;
}

/** Lets the fault begin and end, and looks at the live model all the while. */
export async function check(row: FaultRow, certificate?: Certificate): Promise<void> {
  // Mocha starts the timer of a test when the test has begun.
  await new Promise(setImmediate);
  const before = countHandles();
  const stage = await SocketKamailio.open(row.way, certificate);
  const { clock, kamailio } = stage;
  row.prepare?.(stage);
  const server = stage.makeLiveServer();
  const world = new FakeWorld();
  world.find = () => server as never;
  let isFaulty = false;
  let wronglyFresh = 0;
  try {
    server.onDidChange(() => {
      if (isFaulty && server.isFresh('dispatcher')) wronglyFresh += 1;
    });
    server.watch(['dispatcher', 'tables']);
    server.connect();
    await settle('the first answers', () => server.isFresh('dispatcher') && server.isFresh('tables'));
    await new Promise(setImmediate);
    const old = lastOf(server.parts.dispatcher);
    assert.ok(old);

    // What is known is wrong from now on.
    kamailio.sets.get(1)![0]!.letters = 'DX';
    stage.silent = row.silent ?? [];
    await row.begin(stage);
    await clock.pass(INTERVAL);
    await settle('the fault to show', () => !server.isFresh('dispatcher'));
    isFaulty = true;
    await server.refresh(['dispatcher']);
    checkWords(row, server);
    if (row.fails !== 'absent') {
      assert.deepEqual(lastOf(server.parts.dispatcher), old);
      checkFaces(world, old.at);
    }
    await settle('at most one connection', () => stage.connections <= 1);

    isFaulty = false;
    row.mend?.(stage);
    await stage.heal();
    const { connection } = server;
    await clock.pass(connection.kind === 'failing' ? connection.nextAttempt - clock.now() : INTERVAL);
    await settle('the server to be back', () => server.isFresh('dispatcher') && server.isFresh('tables'));
    assert.equal(lastOf(server.parts.dispatcher)?.value.sets[0]?.destinations[0]?.letters, 'DX');
    assert.deepEqual(server.connection, { kind: 'live' });
    assert.equal(wronglyFresh, 0);

    server.dispose();
    await settle('the connections to end', () => stage.connections === 0);
    assert.equal(clock.timers, 0);
  } finally {
    server.dispose();
    await stage.close();
  }
  await settle('the handles to go', () => sameHandles(before, countHandles()));
  assert.deepEqual(countHandles(), before);
}

/** The reason is told where it belongs, in one plain line. */
function checkWords({ fails, kind, words }: FaultRow, server: LiveServer): void {
  const { connection, parts } = server;
  assert.equal(server.isFresh('dispatcher'), false);
  if (fails === 'absent') {
    assert.equal(parts.dispatcher.kind, 'absent');
    assert.match(parts.dispatcher.module, words);
    return;
  }
  assert.equal(connection.kind, fails === 'connection' ? 'failing' : 'live', JSON.stringify(connection));
  assert.equal(parts.dispatcher.kind, 'failed');
  const { error } = parts.dispatcher;
  if (connection.kind === 'failing') {
    assert.equal(connection.error.message, error.message);
    assert.ok(connection.nextAttempt > connection.since && connection.nextAttempt < Infinity);
  }
  assert.deepEqual([error.kind, error.message], [kind, error.message]);
  assert.match(error.message, words);
  assert.match(error.message, /^[^\n]{1,500}$/);
  assert.doesNotMatch(error.message, new RegExp(SECRET));
}

/** What the view shows of the past says so. */
function checkFaces(world: FakeWorld, at: number): void {
  const base = { server: 'sbc1', parent: undefined } as const;
  const destination = { ...base, kind: 'destination', id: 'd', setId: 1, uri: 'sip:10.0.0.1:5060', nth: 0 } as const;
  const faces = [
    faceOf({ ...base, kind: 'section', id: 'c', section: 'dispatcher' }, world),
    faceOf({ ...base, kind: 'set', id: 's', setId: 1 }, world),
    faceOf(destination, world),
  ];
  for (const { description, color } of faces) {
    assert.match(description, /as of [\d:]+, not fresh/);
    assert.equal(color, 'disabledForeground');
  }
  assert.match(tooltipOf(destination, world) ?? '', /not fresh/);
  assert.ok(at > 0);
}

export function table(name: string, rows: readonly FaultRow[]): void {
  describe(name, () => {
    for (const row of rows) it(`${row.what} (${row.way})`, () => check(row));
  });
}
