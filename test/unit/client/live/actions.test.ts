import assert from 'node:assert/strict';
import { describeAction, type ServerAction } from '../../../../client/src/live/actions.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import { makeLiveServer, makeWatched } from './support/live-fixture.ts';

const SET_STATE = { kind: 'set-state', setId: 1, probing: true } as const;

describe('an action', () => {
  describe('described', () => {
    const describeHere = async (action: ServerAction) => {
      const { server } = await makeWatched(['dispatcher']);
      return describeAction(action, server.parts);
    };

    it('says which destinations take calls after one is taken out', async () => {
      const action: ServerAction = { ...SET_STATE, target: { uri: 'SIP:10.0.0.1:5060' }, state: 'disabled' };
      assert.deepEqual(await describeHere(action), {
        sentence: 'Set SIP:10.0.0.1:5060 in set 1 to disabled.',
        takesCallsAway: true,
        losesData: false,
        activeAfter: 0,
        setSize: 2,
      });
    });

    it('takes no calls away from a destination that gets none', async () => {
      const action: ServerAction = { ...SET_STATE, target: { duid: 'b' }, state: 'disabled' };
      const description = await describeHere(action);
      assert.equal(description.takesCallsAway, false);
      assert.equal(description.activeAfter, 1);
    });

    it('counts a destination that is tried as one that takes calls', async () => {
      const action: ServerAction = { ...SET_STATE, target: 'all', state: 'trying', probing: false };
      const description = await describeHere(action);
      assert.equal(description.sentence, 'Set all destinations of set 1 to trying, not probed.');
      assert.equal(description.takesCallsAway, false);
      assert.equal(description.activeAfter, 2);
    });

    it('fears the worst when nothing is known of the set', () => {
      const { server } = makeLiveServer();
      const out: ServerAction = { ...SET_STATE, target: 'all', state: 'inactive' };
      assert.equal(describeAction(out, server.parts).takesCallsAway, true);
      assert.equal(describeAction(out, server.parts).activeAfter, undefined);
      const removal: ServerAction = { kind: 'remove-destination', setId: 1, uri: 'sip:x' };
      assert.equal(describeAction(removal, server.parts).takesCallsAway, true);
    });

    it('counts what an addition and a removal leave', async () => {
      const add = { kind: 'add-destination', setId: 1, uri: '10.0.0.3', priority: 0, attributes: '' } as const;
      const active = await describeHere({ ...add, flags: 8 });
      assert.deepEqual(
        [active.sentence, active.activeAfter, active.setSize],
        ['Add sip:10.0.0.3 to set 1, in memory only.', 2, 3],
      );
      assert.equal((await describeHere({ ...add, flags: 4 })).activeAfter, 1);
      const removal = await describeHere({ kind: 'remove-destination', setId: 1, uri: 'sip:10.0.0.1:5060' });
      assert.deepEqual([removal.takesCallsAway, removal.activeAfter, removal.setSize], [true, 0, 1]);
    });

    it('says what is lost with a reload and with entries', async () => {
      assert.equal((await describeHere({ kind: 'reload-dispatcher' })).takesCallsAway, true);
      assert.equal((await describeHere({ kind: 'table-flush', table: 'calls' })).losesData, true);
      const set = await describeHere({ kind: 'table-set', table: 'calls', key: 'k', value: 'v', expire: 5 });
      assert.deepEqual([set.sentence, set.losesData], ['Set calls[k] to “v” for 5 s.', false]);
    });
  });

  describe('performed', () => {
    it('is refused where the profile only reads, and nothing is sent', async () => {
      const { kamailio, server, log } = await makeWatched(['dispatcher'], { access: 'read' });
      const record = await server.perform({ kind: 'reload-dispatcher' });
      assert.deepEqual(record.outcome, {
        kind: 'failed',
        message: 'The profile sbc1 only reads. Allow writing in its settings first.',
      });
      assert.deepEqual(kamailio.calls, []);
      assert.deepEqual(log.records, [record]);
    });

    it('is refused where nothing is connected', async () => {
      const { server } = makeLiveServer();
      const record = await server.perform({ kind: 'reload-dispatcher' });
      assert.deepEqual(record.outcome, { kind: 'failed', message: 'sbc1 is not connected.' });
    });

    it('is confirmed once the letters are as asked, and shows them', async () => {
      const { clock, kamailio, server, changes, log } = await makeWatched(['dispatcher']);
      const record = await server.perform({ ...SET_STATE, target: { uri: 'sip:10.0.0.1:5060' }, state: 'inactive' });
      assert.deepEqual(record, {
        at: clock.now(),
        server: 'sbc1',
        what: 'Set sip:10.0.0.1:5060 in set 1 to inactive, probed.',
        outcome: { kind: 'confirmed' },
      });
      assert.deepEqual(kamailio.callsWithParams.at(-2), {
        method: 'dispatcher.set_state',
        params: ['ip', 1, 'sip:10.0.0.1:5060'],
      });
      assert.deepEqual(
        changes.flatMap((change) => change.changes).map(({ from, to }) => [from, to]),
        [['AP', 'IP']],
      );
      assert.deepEqual(log.records, [record]);
    });

    it('looks a second time when a probe came between', async () => {
      const { kamailio, server } = await makeWatched(['dispatcher']);
      const destination = kamailio.sets.get(1)![0]!;
      let lists = 0;
      kamailio.afterCommand = (method) => {
        if (method === 'dispatcher.set_state') destination.letters = 'AP';
        if (method === 'dispatcher.list' && ++lists === 1) destination.letters = 'TP';
      };
      const record = await server.perform({ ...SET_STATE, target: { uri: destination.uri }, state: 'trying' });
      assert.deepEqual(record.outcome, { kind: 'confirmed' });
    });

    it('says what the server shows when it is not what was asked', async () => {
      const { kamailio, server } = await makeWatched(['dispatcher']);
      const destination = kamailio.sets.get(1)![0]!;
      kamailio.afterCommand = (method) => {
        if (method === 'dispatcher.set_state') destination.letters = 'AP';
      };
      const record = await server.perform({ ...SET_STATE, target: { uri: destination.uri }, state: 'inactive' });
      assert.deepEqual(record.outcome, {
        kind: 'failed',
        message:
          'The server accepted it, but sip:10.0.0.1:5060 shows AP (active, probed): a probe or the script may have changed it meanwhile.',
      });
    });

    it('never expects probes of what it disables', async () => {
      const { kamailio, server } = await makeWatched(['dispatcher']);
      const record = await server.perform({ ...SET_STATE, target: 'all', state: 'disabled' });
      assert.deepEqual(record.outcome, { kind: 'confirmed' });
      assert.deepEqual(
        kamailio.sets.get(1)!.map(({ letters }) => letters),
        ['DX', 'DX'],
      );
    });

    it('goes by duid', async () => {
      const { kamailio, server } = await makeWatched(['dispatcher']);
      const record = await server.perform({ ...SET_STATE, target: { duid: 'b' }, state: 'active', probing: false });
      assert.deepEqual(record.outcome, { kind: 'confirmed' });
      assert.equal(kamailio.sets.get(1)![1]!.letters, 'AX');
      assert.ok(kamailio.calls.includes('dispatcher.set_duid_state'));
    });

    it('tells what the server said when it refuses', async () => {
      const { server } = await makeWatched(['dispatcher']);
      const record = await server.perform({ ...SET_STATE, target: { uri: 'sip:nobody' }, state: 'active' });
      assert.equal(record.outcome.kind, 'failed');
      assert.match((record.outcome as { message: string }).message, /State Update Failed/);
    });

    it('is told as accepted when only the look afterwards fails', async () => {
      const { kamailio, server } = await makeWatched(['dispatcher']);
      kamailio.afterCommand = () => {
        kamailio.failure = 'closed';
      };
      const record = await server.perform({ kind: 'reload-dispatcher' });
      assert.deepEqual(record.outcome, {
        kind: 'failed',
        message: 'The server accepted it, but could not be asked for the result: It failed: closed.',
      });
    });

    it('explains the delay between two reloads', async () => {
      const { kamailio, server } = await makeWatched(['dispatcher']);
      kamailio.overrides.set('dispatcher.reload', () => {
        throw new RpcError('fault', 'Ongoing reload', { code: 500 });
      });
      const record = await server.perform({ kind: 'reload-dispatcher' });
      assert.match((record.outcome as { message: string }).message, /only once in some seconds.*Try again/);
    });

    it('adds and removes destinations, and sees them come and go', async () => {
      const { server } = await makeWatched(['dispatcher']);
      const uri = 'sip:10.0.0.3';
      const add = { kind: 'add-destination', setId: 1, uri, flags: 0, priority: 5, attributes: 'weight=10' } as const;
      assert.deepEqual((await server.perform(add)).outcome, { kind: 'confirmed' });
      const removal = { kind: 'remove-destination', setId: 1, uri } as const;
      assert.deepEqual((await server.perform(removal)).outcome, { kind: 'confirmed' });
    });

    it('does not take it for done when the server adds nothing', async () => {
      const { kamailio, server } = await makeWatched(['dispatcher']);
      kamailio.overrides.set('dispatcher.add', () => 'Ok. Dispatcher destination added.');
      // The same address is there already: only one more of it counts.
      const uri = 'sip:10.0.0.1:5060';
      const record = await server.perform({
        kind: 'add-destination',
        setId: 1,
        uri,
        flags: 0,
        priority: 0,
        attributes: '',
      });
      assert.match((record.outcome as { message: string }).message, /accepted it but did not add/);
    });

    it('switches pinging', async () => {
      const { kamailio, server } = await makeWatched(['dispatcher']);
      assert.deepEqual((await server.perform({ kind: 'set-pinging', on: false })).outcome, { kind: 'confirmed' });
      assert.equal(kamailio.isPinging, false);
      const { dispatcher } = server.parts;
      assert.equal(dispatcher.kind, 'known');
      assert.equal(dispatcher.value.settings.pinging, false);
    });

    it('removes a DMQ node, unless it is there again', async () => {
      const { kamailio, server } = await makeWatched(['dmq']);
      const node = 'sip:10.0.0.8:5090';
      assert.deepEqual((await server.perform({ kind: 'dmq-remove', node })).outcome, { kind: 'confirmed' });
      kamailio.overrides.set('dmq.remove', () => 'Ok. DMQ node removed.');
      const record = await server.perform({ kind: 'dmq-remove', node: 'sip:10.0.0.9:5090' });
      assert.match((record.outcome as { message: string }).message, /listed \(again\)/);
    });

    it('sets, deletes and flushes entries of tables, and says what cannot be reloaded', async () => {
      const { kamailio, server } = await makeWatched(['tables']);
      const table = 'calls';
      const outcomeOf = async (action: ServerAction) => (await server.perform(action)).outcome;
      assert.deepEqual(await outcomeOf({ kind: 'table-set', table, key: 'two', value: 'x' }), { kind: 'confirmed' });
      assert.deepEqual(await outcomeOf({ kind: 'table-set', table, key: 'n', value: 7, expire: 9 }), {
        kind: 'confirmed',
      });
      assert.equal(kamailio.tables.get(table)!.get('n'), 7);
      assert.deepEqual(await outcomeOf({ kind: 'table-delete', table, key: 'two' }), { kind: 'confirmed' });
      assert.deepEqual(await outcomeOf({ kind: 'table-flush', table }), { kind: 'confirmed' });
      assert.equal(kamailio.tables.get(table)!.size, 0);
      const reload = await outcomeOf({ kind: 'table-reload', table });
      assert.match((reload as { message: string }).message, /No htable db_url/);
      kamailio.overrides.set('htable.sets', () => 'Ok.');
      const lost = await outcomeOf({ kind: 'table-set', table, key: 'three', value: 'x' });
      assert.match((lost as { message: string }).message, /there is no such entry now/);
    });

    it('comes before the questions that wait', async () => {
      const { clock, kamailio, server } = await makeWatched(['dispatcher', 'dmq', 'tables']);
      kamailio.hold('core.version');
      await clock.pass(5000);
      kamailio.takeCalls();
      const action = server.perform({ kind: 'reload-dispatcher' });
      kamailio.release();
      await action;
      assert.deepEqual(kamailio.takeCalls().slice(0, 3), ['core.uptime', 'dispatcher.reload', 'dispatcher.list']);
    });

    it('can be called off', async () => {
      const { kamailio, server } = await makeWatched(['dispatcher']);
      kamailio.hold('dispatcher.reload');
      const cancel = new AbortController();
      const action = server.perform({ kind: 'reload-dispatcher' }, cancel.signal);
      cancel.abort();
      assert.deepEqual((await action).outcome, {
        kind: 'failed',
        message: 'The question was called off. Whether the server did it is not known.',
      });
    });
  });
});
