import assert from 'node:assert/strict';
import { explainDestination, nameLetters, nameState, takesCalls } from '../../../../client/src/live/explain.ts';
import type { Availability, Destination, DispatcherSettings, Probing } from '../../../../client/src/live/types.ts';

const LETTERS: Record<string, Availability | Probing> = {
  A: 'active',
  I: 'inactive',
  D: 'disabled',
  T: 'trying',
  P: 'probed',
  X: 'not-probed',
  N: 'never',
};

function makeDestination(letters: string, probingCount?: number): Destination {
  return {
    setId: 1,
    uri: 'sip:a',
    letters,
    availability: LETTERS[letters[0]!] as Availability,
    probing: LETTERS[letters[1]!] as Probing,
    priority: 0,
    attributes: { body: '', values: new Map() },
    latency: undefined,
    load: undefined,
    probingCount,
    host: undefined,
    address: undefined,
    port: undefined,
  };
}

const UNKNOWN: DispatcherSettings = {
  probingThreshold: undefined,
  inactiveThreshold: undefined,
  pingInterval: undefined,
  probingMode: undefined,
};

function explain(letters: string, settings: Partial<DispatcherSettings> = {}, probingCount?: number): string {
  return explainDestination(makeDestination(letters, probingCount), { ...UNKNOWN, ...settings }).join('\n');
}

const MODE_1: Partial<DispatcherSettings> = {
  probingMode: 1,
  pingInterval: 30,
  probingThreshold: 3,
  inactiveThreshold: 2,
};

describe('the state of a destination', () => {
  it('is named in a few words', () => {
    assert.equal(nameState(makeDestination('AP')), 'active, probed');
    assert.equal(nameLetters('IX'), 'inactive, not probed');
    assert.equal(nameLetters('DN'), 'disabled, never probed');
    assert.equal(nameLetters('??'), '??');
  });

  it('tells who takes calls', () => {
    const letters = ['AP', 'TX', 'IP', 'DX'];
    assert.deepEqual(
      letters.map((state) => takesCalls(makeDestination(state))),
      [true, true, false, false],
    );
  });

  it('says how many failures make an active one inactive', () => {
    assert.equal(
      explain('AP', MODE_1),
      [
        'Active (A): calls are sent to it.',
        'Probed (P): it is probed every 30 s, as all destinations are with ds_probing_mode 1.',
        '3 failures in a row make it inactive (ds_probing_threshold).',
      ].join('\n'),
    );
    assert.match(explain('AP', { ...MODE_1, probingThreshold: 1 }), /1 failure in a row makes it inactive/);
  });

  it('says what is missing until one on trial is inactive', () => {
    assert.match(
      explain('TP', MODE_1, 2),
      /2 of 3 failures in a row so far \(ds_probing_threshold\): 1 more makes it inactive\. One success makes it active\./,
    );
    assert.match(explain('TP', MODE_1), /\n3 failures in a row make it inactive/);
  });

  it('says what is missing until an inactive one is active', () => {
    assert.match(
      explain('IP', { ...MODE_1, inactiveThreshold: 5 }, 2),
      /2 of 5 answers in a row so far \(ds_inactive_threshold\): 3 more make it active\. A failure starts the count again\./,
    );
    assert.match(explain('IP', MODE_1), /\n2 answers in a row make it active \(ds_inactive_threshold\)/);
  });

  it('says which threshold applies when its value is not known', () => {
    assert.match(explain('AP'), /As many failures in a row as ds_probing_threshold says make it inactive\./);
    assert.match(explain('IP', {}, 4), /ds_inactive_threshold says make it active\. 4 answers so far\./);
  });

  it('knows what each mode probes', () => {
    const probes: readonly (readonly [number, string, RegExp])[] = [
      [0, 'AP', /is probed.*ds_probing_mode 0 the mark goes/],
      [0, 'AX', /is not probed.*mode 0 only marked/],
      [1, 'AX', /not marked yet, but with ds_probing_mode 1 it is probed/],
      [1, 'IP', /is probed.*as all destinations are/],
      [2, 'AP', /marked, but with ds_probing_mode 2 it is probed only while it is inactive/],
      [2, 'IP', /is probed.*until it is active again/],
      [2, 'IX', /is not probed.*only inactive, marked/],
      [3, 'AP', /is probed.*all marked destinations are/],
      [3, 'IX', /is not probed.*only destinations that are marked/],
    ];
    for (const [probingMode, letters, expected] of probes) {
      assert.match(explain(letters, { ...MODE_1, probingMode }), expected, `${letters} in mode ${probingMode}`);
    }
  });

  it('leaves open what the settings leave open', () => {
    assert.match(explain('AP'), /unless ds_probing_mode is 2/);
    assert.match(explain('AX'), /unless ds_probing_mode is 1/);
    assert.match(explain('IP'), /: it is probed\.\n/);
  });

  it('says that nothing changes by itself where nothing is probed', () => {
    for (const settings of [
      { ...MODE_1, pingInterval: 0 },
      { ...MODE_1, pinging: false },
      { ...MODE_1, probingMode: 3 },
    ]) {
      assert.match(explain('IX', settings), /only the script, a command or a reload makes it active again/);
      assert.match(explain('AX', settings), /stays active until the script or a command/);
      assert.match(explain('TX', settings), /only the script or a command can report one/);
    }
    assert.match(explain('AP', { ...MODE_1, pinging: false }), /switched off on this server/);
    assert.match(explain('AN', MODE_1), /Never probed \(N\): its flags forbid probes/);
    assert.match(explain('IN', MODE_1), /only the script, a command or a reload/);
  });

  it('never promises a return to what is disabled', () => {
    for (const letters of ['DX', 'DP', 'DN']) {
      const text = explain(letters, MODE_1);
      assert.match(text, /Disabled \(D\).*no calls and no probes/);
      assert.match(text, /only a command or a reload/);
      assert.doesNotMatch(text, /in a row/);
    }
  });
});
