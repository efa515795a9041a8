import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { writeBytes } from '../../../../client/src/views/servers/counters.ts';
import { summariseChanges } from '../../../../client/src/views/servers/summarise-changes.ts';
import {
  writeDuration,
  writeLatency,
  writeNumber,
  writeSeconds,
  writeWay,
} from '../../../../client/src/views/servers/words.ts';

const MINUTE = 60_000;

describe('numbers and times in words', () => {
  for (const [milliseconds, words] of [
    [0, 'under 1 min'],
    [59_999, 'under 1 min'],
    [MINUTE, '1 min'],
    [60 * MINUTE, '1 h'],
    [61 * MINUTE, '1 h 1 min'],
    [24 * 60 * MINUTE, '1 d'],
    [(24 * 60 * 3 + 240) * MINUTE + 59_000, '3 d 4 h'],
  ] as const) {
    it(`${milliseconds} ms are ${words}`, () => assert.equal(writeDuration(milliseconds), words));
  }

  it('latencies are no finer than they can be read', () => {
    assert.deepEqual([0, 0.84, 9.96, 12.4, 999, 1250].map(writeLatency), [
      '0 ms',
      '0.8 ms',
      '10 ms',
      '12 ms',
      '999 ms',
      '1.3 s',
    ]);
  });

  it('thousands stand apart', () => {
    assert.deepEqual([0, 999, 1000, 100_000, 1.5].map(writeNumber), ['0', '999', '1\u202f000', '100\u202f000', '1.5']);
  });

  it('seconds and bytes', () => {
    assert.deepEqual([30, 60, 7200].map(writeSeconds), ['30 s', '1 min', '2 h']);
    assert.deepEqual([0, 1023, 1024, 67_108_864, 2 ** 40].map(writeBytes), [
      '0 B',
      '1023 B',
      '1.0 kB',
      '64.0 MB',
      '1.0 TB',
    ]);
  });

  it('the way to a server names what stands between', () => {
    const url = 'unix:/run/kamailio/kamailio_ctl';
    assert.equal(writeWay({ endpoint: { url } }), url);
    assert.equal(writeWay({ endpoint: { url, via: { docker: 'sbc' } } }), `${url} in the container sbc`);
    assert.equal(writeWay({ endpoint: { url, via: { command: ['nsenter', '-t', '5'] } } }), `${url} by nsenter`);
    assert.equal(writeWay({ endpoint: { url: 'https://h:8060/RPC?key=x?y' } }), 'https://h:8060/RPC');
  });
});

describe('the notification of state changes', () => {
  const change = (uri: string, from: string | undefined, to: string | undefined) => ({
    at: 0,
    server: 'sbc',
    setId: 1,
    uri,
    from,
    to,
  });

  it('names one or two destinations', () => {
    assert.deepEqual(summariseChanges('sbc', [change('sip:a', 'AP', 'IP')]), {
      message: 'sbc: sip:a (set 1) is inactive now.',
      isBad: true,
    });
    assert.equal(
      summariseChanges('sbc', [change('sip:a', 'IP', 'AP'), change('sip:b', 'AP', undefined)])?.message,
      'sbc: sip:a (set 1) is active, sip:b (set 1) is gone now.',
    );
  });

  it('counts more of them in one sentence', () => {
    const many = Array.from({ length: 12 }, (_, index) => change(`sip:${index}`, 'AP', index < 10 ? 'IP' : 'DX'));
    assert.equal(summariseChanges('sbc', many)?.message, 'sbc: 12 destinations changed: 10 inactive, 2 disabled now.');
  });

  it('is silent when calls go on as before', () => {
    assert.equal(summariseChanges('sbc', [change('sip:a', 'AP', 'AX')]), undefined);
    assert.equal(summariseChanges('sbc', [change('sip:a', 'AP', 'TP'), change('sip:a', 'TP', 'AP')]), undefined);
    assert.equal(summariseChanges('sbc', []), undefined);
  });

  it('good news is no warning', () => {
    assert.equal(summariseChanges('sbc', [change('sip:a', 'IP', 'AP')])?.isBad, false);
  });
});
