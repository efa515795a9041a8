import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TablePage, TablePageOptions } from '../../../../client/src/live/table-reader.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import { TableContents } from '../../../../client/src/views/servers/table-contents.ts';
import { FakeServer } from './support.ts';

/** A server whose answers are given by hand. */
class SlowServer {
  readonly profile = new FakeServer('sbc').profile;
  readonly asked: TablePageOptions[] = [];
  readonly #answers: { resolve: (page: TablePage) => void; reject: (error: unknown) => void }[] = [];

  readTable(_name: string, options: TablePageOptions): Promise<TablePage> {
    this.asked.push(options);
    return new Promise((resolve, reject) => this.#answers.push({ resolve, reject }));
  }

  answer(index: number, total: number): void {
    const entries = Array.from({ length: Math.min(total, 3) }, (_, slot) => ({ slot, key: `k${slot}`, value: total }));
    this.#answers[index]?.resolve({ total, entries, at: total });
  }

  fail(index: number, error: unknown): void {
    this.#answers[index]?.reject(error);
  }
}

describe('the entries of a table in the tree', () => {
  it('are asked for once when the table is opened, a page at a time', async () => {
    const server = new SlowServer();
    const told: string[] = [];
    const contents = new TableContents((name) => told.push(name));
    contents.open(server, 't', 5);
    contents.open(server, 't', 5);
    assert.deepEqual(
      server.asked.map(({ offset, limit }) => [offset, limit]),
      [[0, 100]],
    );
    const more = contents.showMore(server, 't');
    assert.equal(server.asked[1]?.limit, 200);
    server.answer(1, 5);
    await more;
    assert.equal(contents.get('sbc', 't')?.page?.total, 5);
    assert.deepEqual(new Set(told), new Set(['sbc']));
  });

  it('an answer that was overtaken by another question is not shown', async () => {
    const server = new SlowServer();
    const contents = new TableContents(() => undefined);
    const first = contents.reload(server, 't');
    const second = contents.setFilter(server, 't', 'x');
    assert.equal(server.asked[0]?.signal?.aborted, true);
    server.answer(1, 7);
    server.answer(0, 9);
    await Promise.all([first, second]);
    assert.equal(contents.get('sbc', 't')?.page?.total, 7);
    assert.equal(contents.get('sbc', 't')?.filter, 'x');
  });

  it('a failure is kept beside what was read before', async () => {
    const server = new SlowServer();
    const contents = new TableContents(() => undefined);
    const first = contents.reload(server, 't');
    server.answer(0, 4);
    await first;
    const second = contents.reload(server, 't');
    server.fail(1, new RpcError('timed-out', 'No answer.'));
    await second;
    assert.equal(contents.get('sbc', 't')?.error?.message, 'No answer.');
    assert.equal(contents.get('sbc', 't')?.page?.total, 4);
  });

  it('are read again when the table has another size, unless it is large', async () => {
    const server = new SlowServer();
    const contents = new TableContents(() => undefined);
    contents.open(server, 't', 5);
    server.answer(0, 5);
    await Promise.resolve();
    await Promise.resolve();
    contents.open(server, 't', 5);
    assert.equal(server.asked.length, 1);
    contents.open(server, 't', 6);
    assert.equal(server.asked.length, 2);
    server.answer(1, 6);
    await Promise.resolve();
    await Promise.resolve();
    contents.open(server, 't', 100_000);
    assert.equal(server.asked.length, 2);
  });

  it('are forgotten with their server', () => {
    const server = new SlowServer();
    const contents = new TableContents(() => undefined);
    contents.open(server, 't', 5);
    contents.forget('sbc');
    assert.equal(contents.get('sbc', 't'), undefined);
    assert.equal(server.asked[0]?.signal?.aborted, true);
  });
});
