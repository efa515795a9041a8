import assert from 'node:assert/strict';
import { whereWouldItGo } from '../../../../client/src/live/where.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import { makeWatched } from './support/live-fixture.ts';

/** The server's hash is 1007. */
async function askWith(letters: readonly string[], useDefault = false) {
  const { kamailio, server } = await makeWatched(['identity']);
  kamailio.sets.set(
    1,
    letters.map((state, place) => ({ uri: `sip:${place}`, letters: state })),
  );
  const answer = await whereWouldItGo(server, 1, '  some@call-id ', { useDefault });
  const asked = kamailio.callsWithParams.find(({ method }) => method === 'dispatcher.hash');
  return { ...answer, asked: asked?.params };
}

describe('where a call goes', () => {
  it('is where the hash points, if that destination takes calls', async () => {
    const { destination, slot, hash, because, asked } = await askWith(['AP', 'AP', 'TP', 'AP', 'AP']);
    assert.equal(destination?.uri, 'sip:2');
    assert.deepEqual([hash, slot], [1007, 2]);
    assert.equal(because, 'The hash names destination 3 of 5, and it takes calls.');
    assert.deepEqual(asked, [5, 'some@call-id']);
  });

  it('is the next one that takes calls, beginning anew at the end', async () => {
    const { destination, because } = await askWith(['IP', 'AP', 'DX', 'IP', 'IX']);
    assert.equal(destination?.uri, 'sip:1');
    assert.equal(
      because,
      'The hash names destination 3 of 5, but sip:2 is disabled, not probed, and the next 3 take no calls either; the next that takes calls is sip:1.',
    );
  });

  it('is nowhere when no destination takes calls', async () => {
    const { destination, because } = await askWith(['IP', 'DX']);
    assert.equal(destination, undefined);
    assert.match(because, /no destination of the set takes calls/);
  });

  it('keeps the default destination for the end', async () => {
    const kept = await askWith(['AP', 'IP', 'IP', 'AP'], true);
    assert.deepEqual(kept.asked, [3, 'some@call-id']);
    assert.equal(kept.destination?.uri, 'sip:0');
    const last = await askWith(['IP', 'IP', 'IP', 'AP'], true);
    assert.equal(last.destination?.uri, 'sip:3');
    assert.match(last.because, /the default destination does/);
    const none = await askWith(['IP', 'IP', 'IP', 'DX'], true);
    assert.equal(none.destination, undefined);
    assert.equal((await askWith(['AP'], true)).destination?.uri, 'sip:0');
  });

  it('cannot be told for a set that is not there, or while the server is away', async () => {
    const { kamailio, server } = await makeWatched(['identity']);
    await assert.rejects(
      whereWouldItGo(server, 9, 'x'),
      (error) => error instanceof RpcError && error.message.includes('no set 9'),
    );
    kamailio.failure = 'refused';
    await assert.rejects(
      whereWouldItGo(server, 1, 'x'),
      (error) => error instanceof RpcError && error.kind === 'refused',
    );
  });
});
