import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { FIRST_CHOICE, readKeptState, readWebviewMessage } from '../../../../client/src/views/dashboard/protocol.ts';

const CHOICE = { setId: 3, measure: 'load', filter: 'gw' };

describe('messages of the web view', () => {
  it('are taken as they are sent', () => {
    assert.deepEqual(readWebviewMessage({ kind: 'ready', choice: CHOICE }), { kind: 'ready', choice: CHOICE });
    assert.deepEqual(readWebviewMessage({ kind: 'choose', choice: FIRST_CHOICE }), {
      kind: 'choose',
      choice: FIRST_CHOICE,
    });
    for (const kind of ['refresh', 'connect', 'export']) assert.deepEqual(readWebviewMessage({ kind }), { kind });
  });

  it('are nothing when they are anything else', () => {
    const wrong = [
      undefined,
      null,
      'ready',
      [],
      { kind: 'perform' },
      { kind: 'ready' },
      { kind: 'choose', choice: { ...CHOICE, setId: '3' } },
      { kind: 'choose', choice: { ...CHOICE, setId: 1.5 } },
      { kind: 'choose', choice: { ...CHOICE, measure: 'constructor' } },
      { kind: 'choose', choice: { ...CHOICE, filter: {} } },
    ];
    for (const message of wrong) assert.equal(readWebviewMessage(message), undefined, JSON.stringify(message));
  });

  it('lose what they do not need, and long filters their end', () => {
    const message = { kind: 'choose', choice: { ...CHOICE, filter: 'x'.repeat(1000), more: 1 }, more: 2 };
    assert.deepEqual(readWebviewMessage(message), {
      kind: 'choose',
      choice: { ...CHOICE, filter: 'x'.repeat(200) },
    });
  });

  it('leave a state by which a panel is made again', () => {
    assert.deepEqual(readKeptState({ server: 'sbc', choice: CHOICE }), { server: 'sbc', choice: CHOICE });
    assert.deepEqual(readKeptState({ server: 'sbc' }), { server: 'sbc', choice: FIRST_CHOICE });
    for (const state of [undefined, null, 1, {}, { server: 1 }]) assert.equal(readKeptState(state), undefined);
  });
});
