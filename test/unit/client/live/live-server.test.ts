import assert from 'node:assert/strict';
import { lastOf } from '../../../../client/src/live/last-of.ts';
import { LiveServer } from '../../../../client/src/live/live-server.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import { PART_NAMES } from '../../../../client/src/live/read-parts.ts';
import type { Part } from '../../../../client/src/live/types.ts';
import type { RpcClient } from '../../../../client/src/rpc/types.ts';
import { makeLiveServer, makeProfile, makeWatched } from './support/live-fixture.ts';
import { ManualClock, settle } from './support/manual-clock.ts';

function partsOf({ parts }: LiveServer): readonly Part<unknown>[] {
  return PART_NAMES.map((name) => parts[name]);
}

const IDENTITY = ['core.version', 'core.uptime'];

describe('a live server', () => {
  describe('polling', () => {
    it('asks nothing before it is connected', async () => {
      const { clock, kamailio, server } = makeLiveServer();
      server.watch(['dispatcher']);
      await clock.pass(60_000);
      assert.deepEqual(kamailio.calls, []);
      assert.deepEqual(server.connection, { kind: 'idle' });
      assert.equal(server.parts.dispatcher.kind, 'unknown');
    });

    it('asks who is there once when nobody looks', async () => {
      const { clock, kamailio, server } = makeLiveServer();
      server.connect();
      assert.deepEqual(server.connection, { kind: 'connecting' });
      await clock.pass(60_000);
      assert.deepEqual(kamailio.calls, IDENTITY);
      assert.deepEqual(server.connection, { kind: 'live' });
      const identity = lastOf(server.parts.identity)?.value;
      assert.equal(identity?.version, '5.6.3');
      assert.equal(identity.startedAt, kamailio.startedAt);
      assert.equal(clock.timers, 0);
    });

    it('asks the watched parts only, every interval, until nobody looks any more', async () => {
      const { clock, kamailio, server, end } = await makeWatched(['dispatcher']);
      await clock.pass(4999);
      assert.deepEqual(kamailio.takeCalls(), []);
      await clock.pass(1);
      assert.deepEqual(kamailio.takeCalls(), [...IDENTITY, 'dispatcher.list']);
      const endTables = server.watch(['tables']);
      await clock.pass(0);
      assert.deepEqual(kamailio.takeCalls(), [...IDENTITY, 'dispatcher.list', 'htable.listTables', 'htable.stats']);
      endTables();
      endTables();
      await clock.pass(5000);
      assert.deepEqual(kamailio.takeCalls(), [...IDENTITY, 'dispatcher.list']);
      end();
      await clock.pass(60_000);
      assert.deepEqual(kamailio.takeCalls(), []);
      assert.equal(clock.timers, 0);
    });

    it('asks at once when somebody looks again after a while, but not after a moment', async () => {
      const { clock, kamailio, server, end } = await makeWatched(['dispatcher']);
      end();
      const endSecond = server.watch(['dispatcher']);
      await clock.pass(0);
      assert.deepEqual(kamailio.takeCalls(), []);
      endSecond();
      await clock.pass(60_000);
      server.watch(['dispatcher']);
      await clock.pass(0);
      assert.deepEqual(kamailio.takeCalls(), [...IDENTITY, 'dispatcher.list']);
    });

    it('keeps the interval of its profile', async () => {
      const { clock, kamailio } = await makeWatched(['identity'], { interval: 60 });
      await clock.pass(59_999);
      assert.deepEqual(kamailio.calls, []);
      await clock.pass(1);
      assert.deepEqual(kamailio.calls, IDENTITY);
    });

    it('has one question at a time, whoever asks', async () => {
      const { clock, kamailio, server } = makeLiveServer();
      server.watch(['identity', 'dispatcher', 'dmq', 'tables', 'counters']);
      server.connect();
      await Promise.all([
        server.refresh(),
        server.readTable('calls', { offset: 0, limit: 10 }),
        server.hashOf(2, 'abc'),
        server.perform({ kind: 'set-pinging', on: false }),
        clock.pass(20_000),
      ]);
      assert.equal(kamailio.mostUnderWay, 1);
      for (const part of partsOf(server)) assert.equal(part.kind, 'known');
    });

    it('joins a question that is under way', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher']);
      kamailio.hold('dispatcher.list');
      await clock.pass(5000);
      const refreshed = server.refresh(['dispatcher']);
      await settle();
      kamailio.release();
      await refreshed;
      assert.deepEqual(kamailio.takeCalls(), [...IDENTITY, 'dispatcher.list']);
    });

    it('asks what a refresh names although nobody watches it', async () => {
      const { kamailio, server } = await makeWatched(['identity']);
      await server.refresh(['dmq']);
      assert.deepEqual(kamailio.calls, [...IDENTITY, 'dmq.list_nodes']);
      assert.equal(lastOf(server.parts.dmq)?.value.length, 2);
    });

    it('asks the settings of the dispatcher rarely', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher']);
      assert.deepEqual(lastOf(server.parts.dispatcher)?.value.settings, {
        probingThreshold: 3,
        inactiveThreshold: 2,
        pingInterval: undefined,
        probingMode: undefined,
        pinging: true,
      });
      await clock.pass(8 * 5000);
      assert.ok(!kamailio.calls.includes('cfg.get'));
      await clock.pass(3 * 5000);
      assert.equal(kamailio.takeCalls().filter((call) => call === 'cfg.get').length, 2);
    });
  });

  describe('changes', () => {
    it('tells each change of state once, and keeps it in the history', async () => {
      const { clock, kamailio, server, changes } = await makeWatched(['dispatcher']);
      kamailio.sets.get(1)![0]!.letters = 'TP';
      kamailio.sets.get(2)!.push({ uri: 'sip:new', letters: 'AX' });
      kamailio.sets.get(1)!.splice(1, 1);
      await clock.pass(20_000);
      const told = changes.flatMap((change) => change.changes);
      assert.deepEqual(
        told.map(({ server: name, setId, uri, from, to }) => [name, setId, uri, from, to]),
        [
          ['sbc1', 1, 'sip:10.0.0.1:5060', 'AP', 'TP'],
          ['sbc1', 1, 'sip:10.0.0.2:5060', 'IP', undefined],
          ['sbc1', 2, 'sip:new', undefined, 'AX'],
        ],
      );
      assert.deepEqual(server.history.changes, told);
    });

    it('tells none with the first answer', async () => {
      const { clock, server, changes } = makeLiveServer();
      server.watch(['dispatcher']);
      server.connect();
      await clock.pass(0);
      assert.deepEqual(
        changes.flatMap((change) => change.changes),
        [],
      );
      assert.deepEqual([...changes.at(-1)!.parts], ['dispatcher']);
    });

    it('tells the end of a set', async () => {
      const { clock, kamailio, server, changes } = await makeWatched(['dispatcher']);
      kamailio.sets.clear();
      await clock.pass(5000);
      assert.deepEqual(
        changes.flatMap((change) => change.changes).map(({ uri, to }) => [uri, to]),
        [
          ['sip:10.0.0.1:5060', undefined],
          ['sip:10.0.0.2:5060', undefined],
          ['sip:10.0.1.1', undefined],
        ],
      );
      assert.deepEqual(lastOf(server.parts.dispatcher)?.value.sets, []);
    });

    it('names unchanged parts as answered only, and keeps what did not change', async () => {
      const { clock, kamailio, server, changes } = await makeWatched(['dispatcher', 'counters']);
      const before = lastOf(server.parts.dispatcher)!;
      await clock.pass(5000);
      assert.deepEqual(
        changes.map(({ parts, answered }) => [[...parts], [...answered]]),
        [
          [[], ['identity']],
          [[], ['dispatcher']],
          [[], ['counters']],
        ],
      );
      const same = lastOf(server.parts.dispatcher)!;
      assert.equal(same.value, before.value);
      assert.equal(same.at, before.at + 5000);
      kamailio.sets.get(1)![0]!.latency = 99;
      changes.splice(0);
      await clock.pass(5000);
      const after = lastOf(server.parts.dispatcher)!.value;
      assert.deepEqual([...changes[1]!.parts], ['dispatcher']);
      assert.deepEqual(changes[1]!.changes, []);
      assert.equal(after.sets[1], before.value.sets[1]);
      assert.equal(after.sets[0]!.destinations[1], before.value.sets[0]!.destinations[1]);
      assert.equal(after.sets[0]!.destinations[0]!.latency?.average, 99);
    });

    it('goes on when a listener fails', async () => {
      const { clock, server, changes } = makeLiveServer();
      const faults: unknown[] = [];
      const catchFault = (fault: unknown) => faults.push(fault);
      const others = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      process.on('uncaughtException', catchFault);
      try {
        let isFirst = true;
        const end = server.onDidChange(() => {
          if (isFirst) {
            isFirst = false;
            throw new Error('a listener');
          }
        });
        server.onDidChange((change) => changes.push(change));
        server.connect();
        await clock.pass(0);
        end();
      } finally {
        process.removeAllListeners('uncaughtException');
        for (const other of others) process.on('uncaughtException', other);
      }
      assert.deepEqual(server.connection, { kind: 'live' });
      assert.equal(changes.length % 2, 0);
      assert.deepEqual(faults.map(String), ['Error: a listener']);
    });
  });

  describe('failures', () => {
    it('marks what it knew and never shows it as fresh', async () => {
      const { clock, kamailio, server, changes } = await makeWatched(['dispatcher']);
      const known = lastOf(server.parts.dispatcher)!;
      assert.ok(server.isFresh('dispatcher'));
      kamailio.failure = 'refused';
      await clock.pass(5000);
      const part = server.parts.dispatcher;
      assert.equal(part.kind, 'failed');
      assert.equal(part.error.kind, 'refused');
      assert.deepEqual(part.last, { value: known.value, at: known.at });
      assert.ok(!server.isFresh('dispatcher'));
      assert.equal(server.parts.identity.kind, 'failed');
      assert.deepEqual([...changes.at(-1)!.parts], ['identity', 'dispatcher']);
      assert.ok(changes.at(-1)!.connection);
      assert.equal(server.parts.tables.kind, 'unknown');
    });

    it('fails a part that was never answered, when somebody waits for it', async () => {
      const { clock, kamailio, server } = makeLiveServer();
      kamailio.failure = 'not-found';
      server.watch(['dispatcher']);
      server.connect();
      await clock.pass(0);
      const { dispatcher } = server.parts;
      assert.equal(dispatcher.kind, 'failed');
      assert.equal(dispatcher.last, undefined);
    });

    it('stops a round at the first failure of the connection', async () => {
      const { clock, kamailio } = await makeWatched(['dispatcher', 'tables']);
      kamailio.failure = 'timed-out';
      await clock.pass(5000);
      assert.deepEqual(kamailio.calls, ['core.version']);
    });

    it('tries again after twice the time with each failure, to a ceiling, and starts over after an answer', async () => {
      const { clock, kamailio, server } = await makeWatched(['identity']);
      kamailio.failure = 'refused';
      await clock.pass(5000);
      const waits: number[] = [];
      for (let attempt = 1; attempt <= 6; attempt++) {
        const { connection } = server;
        assert.equal(connection.kind, 'failing');
        assert.equal(connection.attempts, attempt);
        const wait = connection.nextAttempt - clock.now();
        waits.push(wait);
        kamailio.takeCalls();
        await clock.pass(wait - 1);
        assert.deepEqual(kamailio.calls, []);
        await clock.pass(1);
        assert.deepEqual(kamailio.calls, ['core.version']);
      }
      // With a random number of a half, three quarters of 5, 10, 20 and 30 seconds.
      assert.deepEqual(waits, [3750, 7500, 15_000, 22_500, 22_500, 22_500]);
      kamailio.failure = undefined;
      await clock.pass(22_500);
      assert.deepEqual(server.connection, { kind: 'live' });
      kamailio.failure = 'refused';
      await clock.pass(5000);
      assert.equal(server.connection.kind, 'failing');
      assert.equal((server.connection as { nextAttempt: number }).nextAttempt, clock.now() + 3750);
    });

    it('keeps since when it fails, and marks loss and return once', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher']);
      kamailio.failure = 'closed';
      await clock.pass(5000);
      const since = clock.now();
      await clock.pass(60_000);
      assert.equal((server.connection as { since: number }).since, since);
      kamailio.failure = undefined;
      await clock.pass(60_000);
      assert.deepEqual(
        server.history.marks.map(({ kind }) => kind),
        ['lost', 'back'],
      );
      assert.equal(server.parts.dispatcher.kind, 'known');
      assert.ok(server.isFresh('dispatcher'));
    });

    it('waits longer for what only a person can mend, and then opens the connection anew', async () => {
      const { clock, kamailio, server } = await makeWatched(['identity']);
      assert.equal(kamailio.opened, 1);
      kamailio.failure = 'unauthorised';
      await clock.pass(3_600_000);
      const { connection } = server;
      assert.equal(connection.kind, 'failing');
      assert.ok(kamailio.takeCalls().length < 25);
      const { opened, disposed } = kamailio as { opened: number; disposed: number };
      assert.ok(opened > 5);
      assert.equal(disposed, opened);
      kamailio.failure = undefined;
      await server.refresh();
      assert.deepEqual(server.connection, { kind: 'live' });
    });

    it('tries nothing while nobody looks, and keeps the back-off when somebody does', async () => {
      const { clock, kamailio, server, end } = await makeWatched(['identity']);
      kamailio.failure = 'refused';
      await clock.pass(5000);
      kamailio.takeCalls();
      end();
      assert.equal((server.connection as { nextAttempt: number }).nextAttempt, Number.POSITIVE_INFINITY);
      server.watch(['dispatcher']);
      await clock.pass(3749);
      assert.deepEqual(kamailio.calls, []);
      await clock.pass(1);
      assert.deepEqual(kamailio.calls, ['core.version']);
    });

    it('tries at once when the user asks for it', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher']);
      kamailio.failure = 'refused';
      await clock.pass(5000);
      kamailio.failure = undefined;
      server.connect();
      await clock.pass(0);
      assert.deepEqual(server.connection, { kind: 'live' });
    });

    it('keeps the connection when one command fails', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher', 'tables']);
      kamailio.overrides.set('dispatcher.list', () => {
        throw new RpcError('too-large', 'The reply is too large.');
      });
      await clock.pass(5000);
      const { dispatcher } = server.parts;
      assert.equal(dispatcher.kind, 'failed');
      assert.equal(dispatcher.last?.value.sets.length, 2);
      assert.equal(server.parts.tables.kind, 'known');
      assert.deepEqual(server.connection, { kind: 'live' });
      assert.ok(!server.isFresh('dispatcher'));
      kamailio.overrides.set('dispatcher.list', () => ({ RECORDS: 'nonsense' }));
      await clock.pass(5000);
      assert.equal((server.parts.dispatcher as { error: RpcError }).error.kind, 'garbled');
      kamailio.overrides.clear();
      await clock.pass(5000);
      assert.equal(server.parts.dispatcher.kind, 'known');
    });

    it('keeps the connection when only one reply is always cut off', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher', 'tables']);
      kamailio.overrides.set('dispatcher.list', () => {
        throw new RpcError('closed', 'The connection broke in mid-reply.');
      });
      await clock.pass(5000);
      assert.deepEqual(kamailio.calls, [
        ...IDENTITY,
        'dispatcher.list',
        ...IDENTITY,
        'htable.listTables',
        'htable.stats',
      ]);
      assert.equal(server.parts.dispatcher.kind, 'failed');
      assert.deepEqual(server.connection, { kind: 'live' });
    });

    it('fails when the server is gone after a reply was cut off, or is another one', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher']);
      kamailio.overrides.set('dispatcher.list', () => {
        kamailio.failure = 'refused';
        throw new RpcError('closed', 'The connection broke in mid-reply.');
      });
      await clock.pass(5000);
      assert.equal((server.connection as { error: RpcError }).error.kind, 'refused');
      kamailio.failure = undefined;
      kamailio.overrides.set('dispatcher.list', () => {
        kamailio.startedAt = clock.now();
        kamailio.overrides.clear();
        throw new RpcError('closed', 'The connection broke in mid-reply.');
      });
      await clock.pass(10_000);
      assert.deepEqual(server.connection, { kind: 'live' });
      assert.equal(server.parts.dispatcher.kind, 'known');
    });

    it('says why it cannot even open a client', async () => {
      const clock = new ManualClock();
      const server = new LiveServer({
        profile: makeProfile(),
        openClient: () => Promise.reject(new RpcError('process', 'ssh is not there.')),
        clock,
        random: () => 0,
      });
      server.watch(['dispatcher']);
      server.connect();
      await clock.pass(0);
      assert.equal((server.connection as { error: RpcError }).error.message, 'ssh is not there.');
      server.dispose();
      assert.equal(clock.timers, 0);
    });
  });

  describe('modules', () => {
    it('names the module that is missing and asks for it rarely', async () => {
      const { clock, kamailio, server } = makeLiveServer();
      kamailio.modules.delete('htable');
      server.watch(['tables']);
      server.connect();
      await clock.pass(0);
      assert.deepEqual(server.parts.tables, { kind: 'absent', module: 'htable' });
      assert.deepEqual(server.connection, { kind: 'live' });
      kamailio.takeCalls();
      await clock.pass(590_000);
      assert.ok(!kamailio.calls.includes('htable.listTables'));
      await clock.pass(20_000);
      assert.equal(kamailio.takeCalls().filter((call) => call === 'htable.listTables').length, 1);
      await server.refresh(['tables']);
      assert.equal(kamailio.takeCalls().filter((call) => call === 'htable.listTables').length, 1);
    });

    it('stays absent while the connection fails', async () => {
      const { clock, kamailio, server } = makeLiveServer();
      kamailio.modules.delete('dmq');
      server.watch(['dmq']);
      server.connect();
      await clock.pass(0);
      kamailio.failure = 'refused';
      await clock.pass(5000);
      assert.deepEqual(server.parts.dmq, { kind: 'absent', module: 'dmq' });
    });

    it('notices a restart with another set of modules, and asks everything again', async () => {
      const { clock, kamailio, server } = makeLiveServer();
      kamailio.modules.delete('htable');
      server.watch(['dispatcher', 'tables']);
      server.connect();
      await server.refresh(['dmq']);
      assert.equal(server.parts.dmq.kind, 'known');
      kamailio.startedAt = clock.now() + 1000;
      kamailio.modules.add('htable');
      kamailio.modules.delete('dispatcher');
      kamailio.nodes = [];
      await clock.pass(5000);
      assert.equal(server.parts.dispatcher.kind, 'absent');
      assert.equal(server.parts.tables.kind, 'known');
      assert.deepEqual(lastOf(server.parts.dmq)?.value, []);
      assert.deepEqual(
        server.history.marks.map(({ kind, at }) => [kind, at]),
        [['restart', clock.now()]],
      );
    });

    it('takes a clock that trembles for no restart', async () => {
      const { clock, server } = await makeWatched(['identity']);
      await clock.pass(777 * 11);
      clock.sleep(333);
      await clock.pass(10_000);
      assert.deepEqual(server.history.marks, []);
    });
  });

  describe('sleep', () => {
    it('asks at once after the machine wakes, and does not call the old data fresh', async () => {
      const { clock, kamailio, server, changes } = await makeWatched(['dispatcher'], { interval: 60 });
      clock.sleep(8 * 3_600_000);
      assert.ok(!server.isFresh('dispatcher'));
      kamailio.hold('core.version');
      await clock.pass(5000);
      assert.deepEqual(server.connection, { kind: 'connecting' });
      assert.ok(changes.at(-1)!.connection);
      kamailio.release();
      await settle();
      assert.deepEqual(server.connection, { kind: 'live' });
      assert.ok(server.isFresh('dispatcher'));
    });

    it('gives up a question that hangs since before the sleep', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher']);
      kamailio.hold('dispatcher.list');
      await clock.pass(5000);
      kamailio.takeCalls();
      clock.sleep(3_600_000);
      await clock.pass(5000);
      assert.deepEqual(kamailio.calls, [...IDENTITY, 'dispatcher.list']);
      kamailio.release();
      await settle();
      assert.deepEqual(server.connection, { kind: 'live' });
      assert.ok(server.isFresh('dispatcher'));
    });

    it('ends the back-off when it wakes', async () => {
      const { clock, kamailio, server } = await makeWatched(['identity']);
      kamailio.failure = 'timed-out';
      await clock.pass(120_000);
      kamailio.failure = undefined;
      clock.sleep(60_000);
      await clock.pass(5000);
      assert.deepEqual(server.connection, { kind: 'live' });
    });

    it('goes on when the clock is set back', async () => {
      const { clock, kamailio } = await makeWatched(['identity']);
      clock.set(clock.now() - 86_400_000);
      await clock.pass(5000);
      assert.deepEqual(kamailio.calls, IDENTITY);
    });
  });

  describe('ending', () => {
    it('leaves nothing behind when it is disconnected in the middle of a call', async () => {
      const { clock, kamailio, server, changes } = await makeWatched(['dispatcher', 'tables']);
      kamailio.hold('dispatcher.list');
      await clock.pass(5000);
      const refreshed = server.refresh();
      const page = server.readTable('calls', { offset: 0, limit: 1 });
      const action = server.perform({ kind: 'set-pinging', on: false });
      changes.splice(0);
      server.disconnect();
      await refreshed;
      await assert.rejects(page, (error) => error instanceof RpcError && error.kind === 'cancelled');
      assert.equal((await action).outcome.kind, 'failed');
      kamailio.release();
      kamailio.takeCalls();
      await clock.pass(600_000);
      assert.deepEqual(kamailio.calls, []);
      assert.equal(kamailio.opened, kamailio.disposed);
      assert.equal(clock.timers, 0);
      assert.deepEqual(server.connection, { kind: 'idle' });
      for (const part of partsOf(server)) assert.equal(part.kind, 'unknown');
      assert.equal(changes.length, 1);
      assert.ok(changes[0]!.parts.has('dispatcher'));
    });

    it('closes a client that opens too late', async () => {
      const clock = new ManualClock();
      let open: (client: RpcClient) => void = () => undefined;
      let disposals = 0;
      const server = new LiveServer({
        profile: makeProfile(),
        openClient: () => new Promise((resolve) => (open = resolve)),
        clock,
        random: () => 0,
      });
      server.connect();
      await settle();
      server.dispose();
      open({
        address: '',
        call: () => Promise.reject(new Error('called')),
        withoutSecrets: (text) => text,
        dispose: () => (disposals += 1),
      });
      await settle();
      assert.equal(disposals, 1);
      assert.equal(clock.timers, 0);
    });

    it('can be connected again, and remembers who watches', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher']);
      server.disconnect();
      server.connect();
      await clock.pass(0);
      assert.equal(server.parts.dispatcher.kind, 'known');
      assert.equal(kamailio.opened, 2);
      assert.equal(kamailio.disposed, 1);
      assert.ok(server.history.destinations.length === 3);
    });

    it('does nothing more after it is disposed of', async () => {
      const { clock, kamailio, server, changes } = await makeWatched(['dispatcher']);
      server.dispose();
      await clock.pass(60_000);
      assert.deepEqual(kamailio.calls, []);
      assert.deepEqual(changes, []);
      assert.equal(clock.timers, 0);
    });
  });
});
