import assert from 'node:assert/strict';
import { History, HISTORY_LIMITS } from '../../../../client/src/live/history.ts';
import type { Destination, DispatcherState, StateChange } from '../../../../client/src/live/types.ts';

const START = Date.UTC(2025, 0, 6, 12);

function destination(uri: string, changes: Partial<Destination> = {}): Destination {
  return {
    setId: 1,
    uri,
    letters: 'AP',
    availability: 'active',
    probing: 'probed',
    priority: 0,
    attributes: { body: '', values: new Map() },
    latency: undefined,
    load: undefined,
    probingCount: undefined,
    host: undefined,
    address: undefined,
    port: undefined,
    ...changes,
  };
}

function latency(average: number): Pick<Destination, 'latency'> {
  return { latency: { average, deviation: 0, estimate: average * 2, maximum: average, timeouts: 0 } };
}

function state(...destinations: readonly Destination[]): DispatcherState {
  const sets = new Map<number, Destination[]>();
  for (const one of destinations) {
    const ofSet = sets.get(one.setId);
    if (ofSet === undefined) sets.set(one.setId, [one]);
    else ofSet.push(one);
  }
  return {
    sets: [...sets].map(([id, ofSet]) => ({ id, destinations: ofSet })),
    settings: {
      probingThreshold: undefined,
      inactiveThreshold: undefined,
      pingInterval: undefined,
      probingMode: undefined,
    },
  };
}

function change(at: number, uri = 'sip:a'): StateChange {
  return { at, server: 'sbc', setId: 1, uri, from: 'AP', to: 'IP' };
}

describe('the history of a server', () => {
  it('gives the values of a destination over time', () => {
    const history = new History('sbc');
    history.record(START, state(destination('sip:a', { ...latency(1.5), load: 3 }), destination('sip:b')), []);
    history.record(START + 5000, state(destination('sip:b')), []);
    history.record(
      START + 10_000,
      state(destination('sip:b'), destination('sip:a', { ...latency(4), letters: 'TP' })),
      [],
    );
    const series = history.series(1, 'sip:a')!;
    assert.deepEqual([...series.times], [START, START + 5000, START + 10_000]);
    assert.deepEqual([...series.average], [1.5, NaN, 4]);
    assert.deepEqual([...series.estimate], [3, NaN, 8]);
    assert.deepEqual([...series.load], [3, NaN, NaN]);
    assert.deepEqual(series.letters, ['AP', '', 'TP']);
    assert.equal(history.series(2, 'sip:a'), undefined);
  });

  it('counts who takes calls in a set', () => {
    const history = new History('sbc');
    const inactive = { letters: 'IP' };
    history.record(
      START,
      state(destination('sip:a'), destination('sip:b', inactive), destination('sip:c', { setId: 2 })),
      [],
    );
    history.record(START + 1, state(destination('sip:a', { letters: 'TX' })), []);
    const { active, size, times } = history.activeOf(1);
    assert.deepEqual(
      [[...times], [...active], [...size]],
      [
        [START, START + 1],
        [1, 1],
        [2, 1],
      ],
    );
  });

  it('keeps the first of two destinations with one address', () => {
    const history = new History('sbc');
    history.record(START, state(destination('sip:a', latency(1)), destination('sip:a', latency(2))), []);
    assert.deepEqual([...history.series(1, 'sip:a')!.average], [1]);
    assert.equal(history.destinations.length, 1);
  });

  it('thins old points out, evenly to their age, and keeps the newest', () => {
    const history = new History('sbc', { ...HISTORY_LIMITS, points: 200 });
    const hours = 20;
    const rounds = (hours * 3_600_000) / 5000;
    for (let round = 0; round <= rounds; round++) history.record(START + round * 5000, state(destination('sip:a')), []);
    const { times } = history.series(1, 'sip:a')!;
    const end = START + hours * 3_600_000;
    assert.equal(times.length, 200);
    assert.equal(times[0], START);
    assert.equal(times.at(-1), end);
    const gapAt = (age: number) => {
      const place = times.findIndex((time) => time > end - age);
      return times[place]! - times[place - 1]!;
    };
    assert.ok(gapAt(60_000) <= 15_000);
    assert.ok(gapAt(3_600_000) <= 10 * 60_000);
    assert.ok(gapAt(10 * 3_600_000) <= 90 * 60_000);
  });

  it('drops what is older than a day, and then the destinations that are gone', () => {
    const history = new History('sbc');
    history.record(START, state(destination('sip:old')), []);
    history.record(START + 1000, state(destination('sip:a')), []);
    assert.equal(history.destinations.length, 2);
    history.record(START + 86_400_000 + 500, state(destination('sip:a')), []);
    assert.deepEqual(history.destinations, [{ setId: 1, uri: 'sip:a' }]);
    assert.equal(history.series(1, 'sip:old'), undefined);
    history.record(START + 86_400_000 + 1000, state(destination('sip:new', latency(1)), destination('sip:a')), []);
    assert.deepEqual([...history.series(1, 'sip:new')!.average].slice(-1), [1]);
    assert.deepEqual(history.series(1, 'sip:new')!.letters.slice(-2), ['', 'AP']);
  });

  it('stays within its memory with 10,000 destinations that come and go', () => {
    const history = new History('sbc', { ...HISTORY_LIMITS, destinations: 12_000 });
    for (let round = 0; round < 150; round++) {
      const many = Array.from({ length: 10_000 }, (_, index) =>
        destination(`sip:${index < 9000 ? index : index + round * 1000}`, { setId: index % 200, ...latency(index) }),
      );
      history.record(START + round * 5000, state(...many), []);
      assert.ok(history.bytes <= HISTORY_LIMITS.bytes);
      assert.ok(history.destinations.length <= 12_000);
    }
    assert.ok(history.series(0, 'sip:0')!.times.length > 100);
  });

  it('bounds the changes and marks, dropping the oldest', () => {
    const history = new History('sbc', { ...HISTORY_LIMITS, changes: 3, marks: 2 });
    for (let at = 0; at < 5; at++) {
      history.record(START + at, state(destination('sip:a')), [change(START + at)]);
      history.mark({ at: START + at, kind: 'restart' });
    }
    assert.deepEqual(
      history.changes.map(({ at }) => at - START),
      [2, 3, 4],
    );
    assert.deepEqual(
      history.marks.map(({ at }) => at - START),
      [3, 4],
    );
  });

  it('keeps times in order when the clock is set back', () => {
    const history = new History('sbc');
    history.record(START, state(destination('sip:a')), []);
    history.record(START + 5000, state(destination('sip:a')), []);
    history.record(START + 5000, state(destination('sip:a', latency(3))), []);
    history.record(START + 1000, state(destination('sip:a', latency(9))), []);
    const { times, average } = history.series(1, 'sip:a')!;
    assert.deepEqual([...times], [START, START + 1000]);
    assert.deepEqual([...average], [NaN, 9]);
  });

  it('exports comma-separated values, quoted where they must be', () => {
    const history = new History('sbc');
    history.record(
      START,
      state(destination('sip:"a",b', { ...latency(1.1), load: 2 }), destination('sip:c', { setId: 0 })),
      [],
    );
    assert.equal(
      history.toCsv(),
      'time,set,uri,state,latency average (ms),latency estimate (ms),load\r\n' +
        '2025-01-06T12:00:00.000Z,0,sip:c,AP,,,\r\n' +
        '2025-01-06T12:00:00.000Z,1,"sip:""a"",b",AP,1.1,2.2,2\r\n',
    );
    assert.equal(history.toCsv(0).split('\r\n').length, 3);
    history.record(START + 1, state(), [{ ...change(START), to: undefined }]);
    assert.equal(history.changesToCsv(), 'time,server,set,uri,from,to\r\n2025-01-06T12:00:00.000Z,sbc,1,sip:a,AP,\r\n');
    history.clear();
    assert.equal(history.toCsv().split('\r\n').length, 2);
    assert.deepEqual(history.changes, []);
  });
});
