import assert from 'node:assert/strict';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import { makeWatched } from './support/live-fixture.ts';

async function makeTable(size: number) {
  const fixture = await makeWatched(['identity']);
  const entries = Array.from({ length: size }, (_, index) => [`key${String(index).padStart(6, '0')}`, index] as const);
  fixture.kamailio.tables.set('big', new Map<string, string | number>(entries.toReversed()));
  fixture.kamailio.tables.set('small', new Map<string, string | number>([['Alice', 'sip:Alice@home']]));
  return fixture;
}

describe('the entries of a table', () => {
  it('come in pages, sorted, with one question for all', async () => {
    const { clock, kamailio, server, end } = await makeTable(100_000);
    end();
    const first = await server.readTable('big', { offset: 0, limit: 3 });
    assert.deepEqual(first.total, 100_000);
    assert.deepEqual(
      first.entries.map(({ key, value }) => [key, value]),
      [
        ['key000000', 0],
        ['key000001', 1],
        ['key000002', 2],
      ],
    );
    assert.equal(first.at, clock.now());
    await clock.pass(30_000);
    const last = await server.readTable('big', { offset: 99_998, limit: 100 });
    assert.deepEqual(
      last.entries.map(({ key }) => key),
      ['key099998', 'key099999'],
    );
    assert.equal(last.at, first.at);
    assert.deepEqual(kamailio.takeCalls(), ['htable.dump']);
  });

  it('are found by a part of key or value, whatever the case', async () => {
    const { kamailio, server } = await makeTable(10);
    const page = await server.readTable('small', { offset: 0, limit: 10, filter: 'ALICE@' });
    assert.deepEqual([page.total, page.entries[0]?.key], [1, 'Alice']);
    assert.equal((await server.readTable('small', { offset: 0, limit: 10, filter: 'bob' })).total, 0);
    assert.equal((await server.readTable('big', { offset: 0, limit: 10, filter: '7' })).total, 1);
    assert.deepEqual(kamailio.takeCalls(), ['htable.dump', 'htable.dump']);
  });

  it('are asked anew for the first page after a moment, and after a change from here', async () => {
    const { clock, kamailio, server } = await makeTable(10);
    await server.readTable('big', { offset: 0, limit: 1 });
    await clock.pass(2001);
    await server.readTable('big', { offset: 0, limit: 1 });
    assert.deepEqual(kamailio.takeCalls(), ['htable.dump', 'htable.dump']);
    await server.perform({ kind: 'table-delete', table: 'big', key: 'key000000' });
    const page = await server.readTable('big', { offset: 1, limit: 1 });
    assert.equal(page.total, 9);
  });

  it('are not kept for ever', async () => {
    const { clock, server, end } = await makeTable(10);
    end();
    await server.readTable('big', { offset: 0, limit: 1 });
    assert.equal(clock.timers, 1);
    await clock.pass(60_000);
    assert.equal(clock.timers, 0);
  });

  it('can be called off; the next page takes the dump that was under way', async () => {
    const { kamailio, server } = await makeTable(10);
    kamailio.hold('htable.dump');
    const cancel = new AbortController();
    const page = server.readTable('big', { offset: 0, limit: 1, signal: cancel.signal });
    cancel.abort();
    await assert.rejects(page, (error) => error instanceof RpcError && error.kind === 'cancelled');
    const next = server.readTable('big', { offset: 0, limit: 1 });
    kamailio.release();
    assert.equal((await next).total, 10);
    assert.deepEqual(kamailio.takeCalls(), ['htable.dump']);
  });

  it('fail as the server says, and are asked again the next time', async () => {
    const { kamailio, server } = await makeTable(10);
    await assert.rejects(server.readTable('none', { offset: 0, limit: 1 }), /No such htable/);
    kamailio.tables.set('none', new Map());
    assert.equal((await server.readTable('none', { offset: 0, limit: 1 })).total, 0);
  });

  it('need a connection', async () => {
    const { server } = await makeTable(1);
    server.disconnect();
    await assert.rejects(
      server.readTable('big', { offset: 0, limit: 1 }),
      (error) => error instanceof RpcError && error.kind === 'cancelled',
    );
  });
});
