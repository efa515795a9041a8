/** A Kamailio that ended and began anew, and what was known of the one before. */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { lastOf } from '../../../../client/src/live/last-of.ts';
import type { LiveServer } from '../../../../client/src/live/live-server.ts';
import { countHandles, sameHandles, settle } from '../rpc/local-server.ts';
import { encodeReply } from '../rpc/reply-encoder.ts';
import { SocketKamailio, type Way } from './support/socket-kamailio.ts';
import { INTERVAL } from './support/fault-check.ts';
import { LIST } from './support/faults.ts';

describe('another run of Kamailio', () => {
  /** Looks at a server, lets something happen to it, and gives what is known afterwards. */
  async function look(
    way: Way,
    act: (stage: SocketKamailio, server: LiveServer) => Promise<void> | void,
    then: (stage: SocketKamailio, server: LiveServer) => Promise<void>,
  ): Promise<void> {
    const stage = await SocketKamailio.open(way);
    const server = stage.makeLiveServer();
    try {
      server.watch(['dispatcher', 'tables']);
      server.connect();
      await settle('the first answers', () => server.isFresh('dispatcher') && server.isFresh('tables'));
      await new Promise(setImmediate);
      await act(stage, server);
      await then(stage, server);
    } finally {
      server.dispose();
      await stage.close();
    }
  }

  const letters = ({ parts }: LiveServer): string[] =>
    (lastOf(parts.dispatcher)?.value.sets ?? []).flatMap(({ destinations }) => destinations.map((one) => one.letters));

  /** Ends, and is started again with other sets, before anybody asks. */
  async function restart(stage: SocketKamailio): Promise<void> {
    await stage.stop();
    stage.kamailio.startedAt += 60_000;
    stage.kamailio.sets.set(1, [{ uri: 'sip:10.9.9.9', letters: 'TX' }]);
    await stage.heal();
  }

  for (const way of ['tcp', 'unix', 'http', 'process'] as const) {
    it(`is never mixed with the one before (${way})`, () =>
      look(way, restart, async ({ clock }, server) => {
        await clock.pass(INTERVAL);
        await settle('the other run', () => letters(server).join() === 'TX');
        assert.ok(server.isFresh('dispatcher'));
        assert.deepEqual(
          server.history.marks.map(({ kind }) => kind),
          ['restart'],
        );
        assert.deepEqual(server.connection, { kind: 'live' });
      }));
  }

  it('that begins in mid-reply is asked again', () =>
    look(
      'tcp',
      (stage) => {
        stage.binrpcFault = ({ cookie, method }, socket, well) => {
          if (method !== LIST) {
            well();
            return;
          }
          stage.binrpcFault = undefined;
          stage.kamailio.startedAt += 60_000;
          stage.kamailio.sets.set(1, [{ uri: 'sip:10.9.9.9', letters: 'TX' }]);
          socket.end(encodeReply(cookie, [{ text: 'x'.repeat(100) }]).subarray(0, 50));
        };
      },
      async ({ clock }, server) => {
        await clock.pass(INTERVAL);
        await settle('the other run', () => letters(server).join() === 'TX');
        assert.ok(server.isFresh('dispatcher'));
      },
    ));

  it('without its tables loses only these', () =>
    look(
      'http',
      ({ kamailio }) => {
        kamailio.startedAt += 60_000;
        kamailio.modules.delete('htable');
      },
      async ({ clock }, server) => {
        await clock.pass(INTERVAL);
        await settle('the tables to go', () => server.parts.tables.kind === 'absent');
        assert.ok(!server.isFresh('tables'));
        await settle('the sets', () => server.isFresh('dispatcher'));
      },
    ));

  it('a server that stays silent, with a long deadline, gets old all the same', () =>
    look(
      'tcp',
      (stage) => {
        stage.binrpcFault = () => undefined;
      },
      async ({ clock }, server) => {
        await clock.pass(INTERVAL);
        assert.ok(server.isFresh('dispatcher'));
        await clock.pass(4 * INTERVAL);
        assert.ok(!server.isFresh('dispatcher'));
      },
    ));

  it('after a sleep nothing is fresh until it was asked anew', () =>
    look(
      'tcp',
      async (stage) => {
        stage.kamailio.sets.get(1)![0]!.letters = 'DX';
        stage.clock.sleep(3_600_000);
        // What was open has died meanwhile.
        stage.dropConnections();
        await new Promise(setImmediate);
      },
      async ({ clock }, server) => {
        assert.ok(!server.isFresh('dispatcher'));
        await clock.pass(INTERVAL);
        await settle('the new state', () => server.isFresh('dispatcher'));
        assert.deepEqual(letters(server), ['DX', 'IP']);
      },
    ));

  it('that fails for hours leaves nothing behind', async () => {
    await new Promise(setImmediate);
    const before = countHandles();
    await look(
      'tcp',
      (stage) => {
        stage.binrpcFault = (_, socket) => socket.end(Buffer.from('a1', 'hex'));
      },
      async (stage, server) => {
        for (let attempt = 0; attempt < 100; attempt += 1) await server.refresh();
        const { connection } = server;
        assert.ok(connection.kind === 'failing' && connection.attempts >= 100);
        await settle('the connections to end', () => stage.connections === 0);
        assert.equal(stage.clock.timers, 1);
        assert.ok([...countHandles()].every(([name, count]) => count <= (before.get(name) ?? 0) + 1));
      },
    );
    await settle('the handles to go', () => sameHandles(before, countHandles()));
  });
});
