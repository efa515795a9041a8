/** What `npm start` brings up, seen as the editor sees it: through the profiles in the examples' settings. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readProfiles } from '../../client/src/connections/read-profiles.ts';
import { SYSTEM_CLOCK } from '../../client/src/connections/system-clock.ts';
import { LiveServers } from '../../client/src/live/live-servers.ts';
import { openRpcClient } from '../../client/src/rpc/open-client.ts';
import { NODES, writtenSockets } from '../../tools/deployment/example-deployment.ts';
import { poll } from '../../tools/deployment/poll.ts';
import { RunningExamples } from '../../tools/deployment/running-examples.ts';
import { projectPath } from '../../tools/project.ts';
import { needKamailio, skipUnless } from '../support/needs.ts';

const settings = JSON.parse(readFileSync(projectPath('examples/.vscode/settings.json'), 'utf8')) as Record<
  string,
  unknown
>;
const { profiles, problems } = readProfiles(settings['kamailio.servers'], {
  folder: projectPath('examples'),
  home: '/nowhere',
});

describe('the profiles of examples/', () => {
  it('describe each node by files that are there and the port that it opens', () => {
    assert.deepEqual(problems, []);
    assert.deepEqual(
      profiles.map(({ name }) => name),
      [...NODES],
    );
    for (const [index, { endpoint, listFile = '', configuration = '' }] of profiles.entries()) {
      const port = writtenSockets(NODES[index]!).find(({ protocol }) => protocol === 'tcp')?.port;
      assert.equal(endpoint.url, `http://127.0.0.1:${String(port)}/RPC`);
      assert.ok(existsSync(listFile) && existsSync(configuration));
    }
  });
});

describe('examples/ as npm start runs it', () => {
  let examples: RunningExamples;
  let servers: LiveServers;

  before(async function () {
    needKamailio(this);
    examples = await RunningExamples.start();
    const { leftOut } = examples;
    if (leftOut.length > 0) await examples.stop();
    skipUnless(this, leftOut.length === 0, `the ports of examples/: ${leftOut.join(' ')}`);
    const openClient = (profile: (typeof profiles)[number]) => Promise.resolve(openRpcClient(profile.endpoint));
    servers = new LiveServers({ openClient, clock: SYSTEM_CLOCK, random: Math.random });
    servers.setProfiles(profiles);
    for (const server of servers.servers) {
      server.connect();
      server.watch(['dispatcher', 'dmq', 'tables']);
    }
  });

  after(async () => {
    (servers as LiveServers | undefined)?.dispose();
    await (examples as RunningExamples | undefined)?.stop();
  });

  function statesOf(name: string): string[] {
    const part = servers.find(name)?.parts.dispatcher;
    if (part?.kind !== 'known') return [];
    return part.value.sets.flatMap(({ destinations }) => destinations.map(({ letters }) => letters));
  }

  it('shows every destination of every server as active and probed', async () => {
    const expected = { sbc: 4, 'router-a': 3, 'router-b': 3 };
    for (const [name, count] of Object.entries(expected)) {
      await poll(`the destinations of ${name}`, () => {
        const states = statesOf(name);
        return Promise.resolve((states.length === count && states.every((state) => state === 'AP')) || undefined);
      });
    }
  });

  it('shows how far away the carriers are', async () => {
    await poll('the latency', () => {
      const part = servers.find('sbc')?.parts.dispatcher;
      const sets = part?.kind === 'known' ? part.value.sets : [];
      const carriers = sets.find(({ id }) => id === 2)?.destinations ?? [];
      return Promise.resolve(
        (carriers.length === 2 && carriers.every(({ latency }) => (latency?.average ?? 0) > 0)) || undefined,
      );
    });
  });

  it('shows the routers as nodes of each other', async () => {
    for (const name of ['router-a', 'router-b']) {
      await poll(`the nodes of ${name}`, () => {
        const part = servers.find(name)?.parts.dmq;
        const nodes = part?.kind === 'known' ? part.value : [];
        return Promise.resolve((nodes.length === 2 && nodes.every(({ status }) => status === 'active')) || undefined);
      });
    }
  });

  it('is left out where its ports are in use, with a word for each', async () => {
    const second = await RunningExamples.start();
    try {
      assert.deepEqual(second.nodes, []);
      assert.deepEqual(second.neighbours, []);
      assert.equal(second.leftOut.length, NODES.length + examples.neighbours.length);
      for (const sentence of second.leftOut) assert.match(sentence, /^[\w-]+: (?:udp|tcp) port \d+ is in use\.$/);
    } finally {
      await second.stop();
    }
  });

  it('lets a carrier fall silent and answer again, by its name', () => {
    assert.equal(examples.toggle('carrier-b'), 'is silent');
    assert.equal(examples.toggle('carrier-b'), 'answers');
    assert.equal(examples.toggle('nobody'), undefined);
  });
});
