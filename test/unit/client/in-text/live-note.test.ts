import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Destination, DmqNode, HashTable } from '../../../../client/src/live/types.ts';
import { noteForAnchor, noteForLine } from '../../../../client/src/views/in-text/live-note.ts';
import type { ServerState } from '../../../../client/src/views/reading.ts';
import type { LiveAnchor } from '../../../../server/src/lsp/messages.ts';
import { AT, destination, dispatcher, failing, known, serverState } from '../support/server-state.ts';

const RANGE = { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } };
const GATEWAY: LiveAnchor = { range: RANGE, kind: 'destination', setId: 1, uri: 'sip:gw1:5060' };
const SET: LiveAnchor = { range: RANGE, kind: 'set', setId: 1 };

function holding(name: string, ...destinations: readonly Destination[]): ServerState {
  return serverState(name, { parts: { dispatcher: known(dispatcher(...destinations)) } });
}

describe('the note beside a destination', () => {
  it('says the state in words and the average latency', () => {
    const note = noteForAnchor(GATEWAY, [holding('sbc', destination(1, 'sip:gw1:5060', 'AP', { average: 12.4 }))]);
    assert.deepEqual(note, { text: '● active, probed · 12 ms', tone: 'calm' });
  });

  it('is drawn as an error when it is inactive and as a warning when people have disabled it', () => {
    const tones = ['IP', 'DX', 'TP', 'AX'].map(
      (letters) => noteForAnchor(GATEWAY, [holding('sbc', destination(1, 'sip:gw1:5060', letters))])?.tone,
    );
    assert.deepEqual(tones, ['error', 'warning', 'warning', 'calm']);
  });

  it('says no latency where no probe was answered', () => {
    const latency = { average: 0, deviation: 0, estimate: 0, maximum: 0, timeouts: 4 };
    const note = noteForAnchor(GATEWAY, [holding('sbc', destination(1, 'sip:gw1:5060', 'IP', { latency }))]);
    assert.equal(note?.text, '○ inactive, probed');
  });

  it('says no latency that the clock of the server has made negative', () => {
    const latency = { average: -186785.1, deviation: 0, estimate: -186784, maximum: 3, timeouts: 0 };
    const note = noteForAnchor(GATEWAY, [holding('sbc', destination(1, 'sip:gw1:5060', 'AP', { latency }))]);
    assert.equal(note?.text, '● active, probed');
  });

  it('finds an address that the file writes without its scheme', () => {
    const note = noteForAnchor({ ...GATEWAY, uri: 'gw1:5060' }, [holding('sbc', destination(1, 'sip:gw1:5060', 'AX'))]);
    assert.equal(note?.text, '● active, not probed');
  });

  it('says that the server does not have it', () => {
    const note = noteForAnchor(GATEWAY, [holding('sbc', destination(2, 'sip:gw1:5060', 'AP'))]);
    assert.deepEqual(note, { text: 'not in memory', tone: 'warning' });
  });

  it('says once what several servers agree on, with the span of their latencies', () => {
    const note = noteForAnchor(GATEWAY, [
      holding('sbc-a', destination(1, 'sip:gw1:5060', 'AP', { average: 12 })),
      holding('sbc-b', destination(1, 'sip:gw1:5060', 'AP', { average: 30 })),
    ]);
    assert.equal(note?.text, '● active, probed · 12 ms to 30 ms (2 servers)');
  });

  it('names the servers that disagree, and takes the tone of the worst', () => {
    const note = noteForAnchor(GATEWAY, [
      holding('sbc-a', destination(1, 'sip:gw1:5060', 'IP')),
      holding('sbc-b', destination(1, 'sip:gw1:5060', 'AP')),
    ]);
    assert.deepEqual(note, { text: 'sbc-a ○ inactive, probed · sbc-b ● active, probed', tone: 'error' });
  });

  it('counts the servers of the many that agree and names the few that do not', () => {
    const servers = Array.from({ length: 20 }, (_, index) =>
      holding(`sbc-${index}`, destination(1, 'sip:gw1:5060', index === 7 ? 'IP' : 'AP')),
    );
    const note = noteForAnchor(GATEWAY, servers);
    assert.equal(note?.text, '○ inactive, probed: sbc-7 · ● active, probed: 19 servers');
  });
});

describe('the note beside the use of a set', () => {
  it('counts what is active', () => {
    const two = [destination(1, 'sip:gw1', 'AP'), destination(1, 'sip:gw2', 'AX')];
    const down = destination(1, 'sip:gw3', 'IP');
    assert.deepEqual(noteForAnchor(SET, [holding('sbc', ...two, down)]), { text: '2 of 3 active', tone: 'warning' });
    assert.deepEqual(noteForAnchor(SET, [holding('sbc', ...two)]), { text: '2 of 2 active', tone: 'calm' });
  });

  it('is an error when calls find no way, and a warning while one is only suspected', () => {
    assert.deepEqual(noteForAnchor(SET, [holding('sbc', destination(1, 'sip:gw1', 'DX'))]), {
      text: 'none of 1 active',
      tone: 'error',
    });
    assert.deepEqual(noteForAnchor(SET, [holding('sbc', destination(1, 'sip:gw1', 'TP'))]), {
      text: 'none of 1 active, 1 trying',
      tone: 'warning',
    });
  });

  it('says that there is no such set', () => {
    assert.deepEqual(noteForAnchor(SET, [holding('sbc')]), { text: 'no set 1 in memory', tone: 'error' });
  });

  it('is a row of counts for several servers', () => {
    const active = destination(1, 'sip:gw1', 'AP');
    const note = noteForAnchor(SET, [
      holding('sbc-a', active, destination(1, 'sip:gw2', 'IP')),
      holding('sbc-b', active, destination(1, 'sip:gw2', 'AP')),
    ]);
    assert.equal(note?.text, 'sbc-a 1/2 · sbc-b 2/2');
  });
});

describe('the note beside a peer and a table', () => {
  const node = (host: string, port: string, status: string, isLocal = false): DmqNode => ({
    host,
    port,
    protocol: undefined,
    address: host,
    status,
    isLocal,
    lastNotification: 0,
    failures: undefined,
  });
  const withNodes = (...nodes: readonly DmqNode[]): ServerState =>
    serverState('sbc', { parts: { dmq: known<readonly DmqNode[]>(nodes) } });
  const peer = (uri: string): LiveAnchor => ({ range: RANGE, kind: 'dmq-peer', uri });

  it('says the status of the node with this address', () => {
    const servers = [withNodes(node('10.0.0.1', '5060', 'active', true), node('10.0.0.2', '5062', 'timeout'))];
    assert.deepEqual(noteForAnchor(peer('sip:10.0.0.2:5062'), servers), { text: 'peer timeout', tone: 'error' });
    assert.deepEqual(noteForAnchor(peer('sip:10.0.0.9'), servers), {
      text: 'peer not among the nodes',
      tone: 'warning',
    });
    assert.deepEqual(noteForAnchor(peer('sip:10.0.0.1'), servers), { text: 'this server itself', tone: 'warning' });
  });

  it('counts the peers where a name stands for several nodes', () => {
    const servers = [withNodes(node('10.0.0.2', '5060', 'active'), node('10.0.0.3', '5060', 'timeout'))];
    assert.equal(noteForAnchor(peer('sip:nodes.example.org'), servers)?.text, '1 of 2 peers active');
  });

  it('says how many entries a table holds', () => {
    const table: HashTable = {
      name: 'bans',
      databaseTable: undefined,
      databaseMode: 0,
      expire: 0,
      updateExpire: false,
      slots: 256,
      isReplicated: false,
      entries: 1234,
      fewest: 0,
      most: 9,
    };
    const of = (tables: readonly HashTable[]): string | undefined =>
      noteForAnchor({ range: RANGE, kind: 'table', name: 'bans' }, [
        serverState('sbc', { parts: { tables: known(tables) } }),
      ])?.text;
    assert.equal(of([table]), '1\u202f234 entries');
    assert.equal(of([{ ...table, entries: 1 }]), '1 entry');
    assert.equal(of([{ ...table, entries: undefined }]), '256 slots');
    assert.equal(of([]), 'no such table in memory');
  });
});

describe('what is not known as it is now', () => {
  const state = dispatcher(destination(1, 'sip:gw1:5060', 'AP', { average: 12 }));

  it('is never shown as fresh', () => {
    const server = serverState('sbc', {
      connection: failing(),
      fresh: false,
      parts: { dispatcher: known(state) },
    });
    assert.deepEqual(noteForAnchor(GATEWAY, [server]), {
      text: '● active, probed (as of 12:03:05, not fresh)',
      tone: 'stale',
    });
  });

  it('is not shown at all where nothing was ever answered', () => {
    const { error } = failing() as Extract<ReturnType<typeof failing>, { kind: 'failing' }>;
    const never = serverState('a', { parts: { dispatcher: { kind: 'failed', error, last: undefined } } });
    const absent = serverState('b', { parts: { dispatcher: { kind: 'absent', module: 'dispatcher' } } });
    assert.equal(noteForAnchor(GATEWAY, [never, absent, serverState('c')]), undefined);
  });

  it('stands beside what is', () => {
    const old = serverState('a', { fresh: false, parts: { dispatcher: known(state, AT) } });
    const note = noteForAnchor(GATEWAY, [old, holding('b', destination(1, 'sip:gw1:5060', 'AP'))]);
    assert.equal(note?.text, 'a ● active, probed (as of 12:03:05, not fresh) · b ● active, probed');
  });
});

describe('the note of a line', () => {
  it('tells several subjects apart and stays short', () => {
    const servers = [holding('sbc', destination(1, 'sip:gw1', 'AP'), destination(2, 'sip:gw2', 'IP'))];
    const second: LiveAnchor = { range: RANGE, kind: 'set', setId: 2 };
    assert.deepEqual(noteForLine([SET, second], servers), {
      text: 'set 1: 1 of 1 active · set 2: none of 1 active',
      tone: 'error',
    });
    const many = Array.from({ length: 30 }, () => SET);
    assert.ok((noteForLine(many, servers)?.text.length ?? 0) <= 140);
    assert.equal(noteForLine([], servers), undefined);
  });
});
