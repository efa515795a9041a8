import { ActionLog } from '../../../../../client/src/live/action-log.ts';
import { type LiveChange, LiveServer } from '../../../../../client/src/live/live-server.ts';
import type { ServerProfile } from '../../../../../client/src/live/types.ts';
import { FakeKamailio } from './fake-kamailio.ts';
import { ManualClock } from './manual-clock.ts';

export function makeProfile(changes: Partial<ServerProfile> = {}): ServerProfile {
  return {
    name: 'sbc1',
    group: undefined,
    endpoint: { url: 'tcp://127.0.0.1:2046' },
    tls: undefined,
    authentication: { kind: 'none' },
    access: 'write',
    listFile: undefined,
    configuration: undefined,
    interval: 5,
    ...changes,
  };
}

export interface LiveFixture {
  readonly clock: ManualClock;
  readonly kamailio: FakeKamailio;
  readonly server: LiveServer;
  readonly log: ActionLog;
  readonly changes: LiveChange[];
}

/** A server of two sets, seen through a clock that the test turns. */
export function makeLiveServer(profile: Partial<ServerProfile> = {}, random: () => number = () => 0.5): LiveFixture {
  const clock = new ManualClock();
  const kamailio = new FakeKamailio(() => clock.now());
  kamailio.sets.set(1, [
    { uri: 'sip:10.0.0.1:5060', letters: 'AP', body: 'duid=a;weight=50', latency: 12.5 },
    { uri: 'sip:10.0.0.2:5060', letters: 'IP', body: 'duid=b;weight=50' },
  ]);
  kamailio.sets.set(2, [{ uri: 'sip:10.0.1.1', letters: 'AX' }]);
  kamailio.tables.set('calls', new Map<string, string | number>([['one', 1]]));
  kamailio.nodes = [
    { host: '10.0.0.9', port: '5090', status: 'active', local: 1 },
    { host: '10.0.0.8', port: '5090', status: 'active', local: 0 },
  ];
  const log = new ActionLog();
  const server = new LiveServer({
    profile: makeProfile(profile),
    openClient: () => kamailio.open(),
    clock,
    random,
    log,
  });
  const changes: LiveChange[] = [];
  server.onDidChange((change) => changes.push(change));
  return { clock, kamailio, server, log, changes };
}

/** The same, connected and watched. */
export async function makeWatched(
  parts: readonly ('identity' | 'dispatcher' | 'dmq' | 'tables' | 'counters')[] = ['dispatcher'],
  profile: Partial<ServerProfile> = {},
): Promise<LiveFixture & { readonly end: () => void }> {
  const fixture = makeLiveServer(profile);
  const end = fixture.server.watch(parts);
  fixture.server.connect();
  await fixture.clock.pass(0);
  fixture.kamailio.takeCalls();
  fixture.changes.splice(0);
  return { ...fixture, end };
}
