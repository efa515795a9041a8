import assert from 'node:assert/strict';
import { LiveServers, type LiveServersChange } from '../../../../client/src/live/live-servers.ts';
import type { ServerProfile } from '../../../../client/src/live/types.ts';
import { FakeKamailio } from './support/fake-kamailio.ts';
import { makeProfile } from './support/live-fixture.ts';
import { ManualClock } from './support/manual-clock.ts';

function makeServers() {
  const clock = new ManualClock();
  const kamailios = new Map<string, FakeKamailio>();
  const servers = new LiveServers({
    openClient: ({ name }: ServerProfile) => {
      const kamailio = kamailios.get(name) ?? new FakeKamailio(() => clock.now());
      kamailios.set(name, kamailio);
      return kamailio.open();
    },
    clock,
    random: () => 0.5,
  });
  const changes: LiveServersChange[] = [];
  servers.onDidChange((change) => changes.push(change));
  return { clock, kamailios, servers, changes };
}

describe('all servers', () => {
  it('stand in the order of the settings, found by name', () => {
    const { servers, changes } = makeServers();
    servers.setProfiles([
      makeProfile({ name: 'b' }),
      makeProfile({ name: 'a' }),
      makeProfile({ name: 'b', interval: 9 }),
    ]);
    assert.deepEqual(
      servers.servers.map(({ profile }) => [profile.name, profile.interval]),
      [
        ['b', 5],
        ['a', 5],
      ],
    );
    assert.equal(servers.find('a'), servers.servers[1]);
    assert.equal(servers.find('c'), undefined);
    assert.deepEqual(changes, [{ server: undefined, change: undefined }]);
  });

  it('are kept where their profile is the same, and replaced where it changed', async () => {
    const { clock, kamailios, servers, changes } = makeServers();
    servers.setProfiles([makeProfile({ name: 'a' }), makeProfile({ name: 'b' })]);
    const [a, b] = servers.servers;
    for (const server of servers.servers) {
      server.watch(['identity']);
      server.connect();
    }
    await clock.pass(0);
    changes.splice(0);
    servers.setProfiles([makeProfile({ name: 'a' }), makeProfile({ name: 'b' })]);
    assert.deepEqual(changes, []);
    servers.setProfiles([makeProfile({ name: 'b', interval: 60 }), makeProfile({ name: 'a' })]);
    assert.equal(servers.find('a'), a);
    assert.notEqual(servers.find('b'), b);
    assert.deepEqual(a!.connection, { kind: 'live' });
    assert.deepEqual(servers.find('b')!.connection, { kind: 'idle' });
    assert.equal(changes.length, 1);
    await clock.pass(0);
    assert.equal(kamailios.get('b')!.disposed, 1);
    assert.equal(kamailios.get('a')!.disposed, 0);
  });

  it('tell whose change it is, and what was done to any of them', async () => {
    const { clock, kamailios, servers, changes } = makeServers();
    servers.setProfiles([makeProfile({ name: 'a' }), makeProfile({ name: 'b' })]);
    changes.splice(0);
    const told: string[] = [];
    servers.onDidAct(({ server, what }) => told.push(`${server}: ${what}`));
    servers.find('b')!.connect();
    await clock.pass(0);
    assert.ok(changes.every(({ server }) => server?.profile.name === 'b'));
    kamailios.get('b')!.sets.set(1, []);
    await servers.find('b')!.perform({ kind: 'set-pinging', on: true });
    await servers.find('a')!.perform({ kind: 'set-pinging', on: true });
    assert.deepEqual(told, ['b: Switch the probing of destinations on.', 'a: Switch the probing of destinations on.']);
    assert.deepEqual(
      servers.actionLog.map(({ server, outcome }) => [server, outcome.kind]),
      [
        ['b', 'confirmed'],
        ['a', 'failed'],
      ],
    );
  });

  it('are asked side by side: one that hangs keeps no other waiting', async () => {
    const { clock, kamailios, servers } = makeServers();
    servers.setProfiles(Array.from({ length: 20 }, (_, index) => makeProfile({ name: `s${index}` })));
    const slow = new FakeKamailio(() => clock.now());
    slow.hold('core.version');
    kamailios.set('s0', slow);
    for (const server of servers.servers) {
      server.watch(['dispatcher']);
      server.connect();
    }
    await clock.pass(10_000);
    assert.deepEqual(
      servers.servers.map(({ connection }) => connection.kind),
      ['connecting', ...Array.from({ length: 19 }, () => 'live')],
    );
    servers.dispose();
    await clock.pass(0);
    assert.equal(clock.timers, 0);
    for (const kamailio of kamailios.values()) assert.equal(kamailio.opened, kamailio.disposed);
  });

  it('keep the last thousand actions', async () => {
    const { servers } = makeServers();
    servers.setProfiles([makeProfile({ name: 'a' })]);
    for (let place = 0; place < 1001; place++) {
      await servers.find('a')!.perform({ kind: 'table-delete', table: 't', key: String(place) });
    }
    assert.equal(servers.actionLog.length, 1000);
    assert.equal(servers.actionLog[0]!.what, 'Delete t[1].');
  });
});
