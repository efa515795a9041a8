import assert from 'node:assert/strict';
import { needKamailio } from '../support/needs.ts';
import { ExampleDeployment, NODES, rootFile, type NodeName } from '../../tools/deployment/example-deployment.ts';
import { findFreePorts } from '../../tools/deployment/free-ports.ts';
import { callJsonRpc, listDestinations } from './support/json-rpc.ts';
import { checkConfiguration, findComplaints } from '../../tools/deployment/kamailio-process.ts';
import { poll } from '../../tools/deployment/poll.ts';
import { headerValues, SipEndpoint, type Call, type SipMessage } from '../../tools/deployment/sip-endpoint.ts';

// Ports as the examples write them; a deployment under test says which ones stand for them.
const EDGE = 5060;
const RPC: Record<NodeName, number> = { sbc: 8060, 'router-a': 8070, 'router-b': 8080 };
const ROUTER_SIP = { 'router-a': 5070, 'router-b': 5080 };
const ROUTERS = ['router-a', 'router-b'] as const;
const MEDIA_1 = 5090;
const MEDIA_2 = 5092;
const CARRIER_A = 5094;
const CARRIER_B = 5096;

describe('the configurations of examples/', () => {
  let kamailio = '';

  before(function () {
    kamailio = needKamailio(this);
  });

  const variants: { node: NodeName; defines: string[] }[] = [
    ...NODES.map((node) => ({ node, defines: [] })),
    { node: 'sbc', defines: ['WITH_RTPENGINE'] },
  ];
  for (const { node, defines } of variants) {
    it(`kamailio -c accepts ${[node, ...defines].join(' ')} without a complaint`, async () => {
      const { exitCode, output } = await checkConfiguration(kamailio, rootFile(node), defines);
      assert.deepEqual(findComplaints(output), []);
      assert.equal(exitCode, 0, output);
    });
  }
});

describe('the deployment of examples/ on loopback', () => {
  let deployment: ExampleDeployment;
  let carrier: SipEndpoint;
  let media1: SipEndpoint;
  let media2: SipEndpoint;
  const toClose: (() => Promise<void>)[] = [];

  before(async function () {
    const kamailio = needKamailio(this);
    deployment = await ExampleDeployment.onFreePorts();
    toClose.push(() => deployment.stop());
    carrier = await openEndpoint(deployment.port(CARRIER_A));
    media1 = await openEndpoint(deployment.port(MEDIA_1));
    media2 = await openEndpoint(deployment.port(MEDIA_2));
    await deployment.start(kamailio);
  });

  after(async () => {
    for (const close of toClose) await close();
  });

  async function openEndpoint(port: number): Promise<SipEndpoint> {
    const endpoint = await SipEndpoint.open(port);
    toClose.push(() => endpoint.close());
    return endpoint;
  }

  function uri(writtenPort: number): string {
    return `sip:127.0.0.1:${deployment.port(writtenPort)}`;
  }

  /** The router whose address stands in the topmost Via of what a media server received. */
  function routerOf(request: SipMessage): 'router-a' | 'router-b' {
    const via = headerValues(request, 'via')[0] ?? '';
    const router = ROUTERS.find((name) => via.includes(`:${deployment.port(ROUTER_SIP[name])};`));
    assert.ok(router, via);
    return router;
  }

  it('every node answers over the ctl socket and over HTTP', async () => {
    for (const name of NODES) {
      assert.match(await deployment.node(name).kamcmd('core.version'), /kamailio/);
      assert.match(JSON.stringify(await callJsonRpc(deployment.port(RPC[name]), 'core.version')), /kamailio/);
    }
  });

  it('over HTTP there is nothing but the RPC', async () => {
    assert.equal((await fetch(`http://127.0.0.1:${deployment.port(RPC.sbc)}/`)).status, 404);
  });

  it('the routers see each other over dmq', async () => {
    for (const name of ROUTERS) {
      await poll(`${name} to see two active nodes`, async () => {
        const nodes = await deployment.node(name).kamcmd('dmq.list_nodes');
        return nodes.match(/status: active/g)?.length === 2 ? nodes : undefined;
      });
    }
  });

  it('a diversion set on router-a is known on router-b', async () => {
    await deployment.node('router-a').kamcmd('htable.sets', 'divert', 's:3000', 's:2000');
    // Where there is no such entry kamcmd says so, and ends well.
    const item = await poll('the diversion to arrive', async () => {
      const answer = await deployment.node('router-b').kamcmd('htable.get', 'divert', 's:3000');
      return answer.startsWith('error') ? undefined : answer;
    });
    assert.match(item, /value: 2000/);
  });

  it('the SBC shows living destinations as active and the absent carrier as inactive', async () => {
    const port = deployment.port(RPC.sbc);
    const expected = new Map([
      [uri(CARRIER_A), 'AP'],
      [uri(CARRIER_B), 'IP'],
    ]);
    await poll('the states of the carriers', async () => {
      const states = await listDestinations(port, 2);
      return [...expected].every(([destination, state]) => states.get(destination) === state) ? true : undefined;
    });
    const routers = await listDestinations(port, 1);
    assert.deepEqual(routers, new Map(ROUTERS.map((name) => [uri(ROUTER_SIP[name]), 'AP'])));
    assert.match(deployment.node('sbc').log, new RegExp(`destination ${uri(CARRIER_B)} is down`));
  });

  it('refuses the call of a stranger', async () => {
    const [port = 0] = await findFreePorts(1);
    const stranger = await openEndpoint(port);
    await assert.rejects(stranger.call(deployment.port(EDGE), 'mallory', '2000'), /403 Forbidden/);
  });

  it('a caller who has used up the attempts on one router is refused by both', async () => {
    await deployment.node('router-a').kamcmd('htable.seti', 'attempts', 'dave', '20');
    await poll('the attempts to arrive', () => deployment.node('router-b').kamcmd('htable.get', 'attempts', 'dave'));
    // The SBC lets the routers take turns, so two calls meet both.
    for (const number of ['2000', '2001']) {
      await assert.rejects(carrier.call(deployment.port(EDGE), 'dave', number), /480 Too Many Attempts/);
    }
  });

  it('a call goes on to the other media server when the first one is out of order', async () => {
    media1.inviteStatus = '503 Service Unavailable';
    // The weights leave it open which server comes first; within a few calls it is the broken one.
    for (let caller = 0; media1.findRequest('INVITE') === undefined && caller < 30; caller += 1) {
      const call = await carrier.call(deployment.port(EDGE), `caller${caller}`, '2000');
      assert.ok(media2.findRequest('INVITE', call));
      await carrier.hangUp(call, deployment.port(EDGE));
    }
    media1.inviteStatus = '200 OK';
    assert.ok(media1.findRequest('INVITE'));
  });

  it('a call of a media server goes out through the carrier', async () => {
    const router = deployment.port(ROUTER_SIP['router-b']);
    const call = await media1.call(router, '2000', '4930123456');
    assert.match((await carrier.waitForRequest('INVITE', call)).start, /^INVITE sip:4930123456@/);
    assert.match(await media1.hangUp(call, router), /^SIP\/2\.0 200 /);
    await carrier.waitForRequest('BYE', call);
  });

  describe('a call from the carrier', () => {
    let call: Call;
    let server: SipEndpoint;
    let invite: SipMessage;
    let lost: (typeof ROUTERS)[number];
    let left: (typeof ROUTERS)[number];

    before(async () => {
      call = await carrier.call(deployment.port(EDGE), 'alice', '3000');
      [server, invite] = takenBy(call);
      lost = routerOf(invite);
      left = lost === 'router-a' ? 'router-b' : 'router-a';
    });

    it('is set up, diverted as told', async () => {
      assert.match(invite.start, /^INVITE sip:2000@/);
      await server.waitForRequest('ACK', call);
    });

    it('hides the addresses of each side from the other', () => {
      const seenInside = ['via', 'contact', 'record-route'].flatMap((name) => headerValues(invite, name)).join('\n');
      assert.doesNotMatch(seenInside, new RegExp(`:${carrier.port}\\b`));
      const seenOutside = [call.target, ...call.routes].join('\n');
      assert.doesNotMatch(seenOutside, new RegExp(`:${server.port}\\b`));
      assert.doesNotMatch(seenOutside, new RegExp(`:${deployment.port(ROUTER_SIP[lost])}\\b`));
    });

    it('is known to both routers', async () => {
      for (const name of ROUTERS) {
        await poll(`${name} to know the call`, async () =>
          isConfirmed(await deployment.node(name).kamcmd('dlg.list'), call) ? true : undefined,
        );
      }
    });

    it('is ended through the other router when its own is gone', async () => {
      await deployment.node(lost).stop();
      assert.match(await carrier.hangUp(call, deployment.port(EDGE)), /^SIP\/2\.0 200 /);
      assert.equal(routerOf(await server.waitForRequest('BYE', call)), left);
      // The other router knows what only the lost one has seen.
      const end = new RegExp(`call ended after \\d+ seconds on media server sip:127.0.0.1:${server.port}\\b`);
      await poll('the end of the call in the log', () =>
        Promise.resolve(end.exec(deployment.node(left).log) ?? undefined),
      );
    });

    it('is followed by new calls, all through the router that is left', async () => {
      for (const caller of ['bob', 'carol']) {
        const next = await carrier.call(deployment.port(EDGE), caller, '2000');
        assert.equal(routerOf(takenBy(next)[1]), left);
      }
    });

    it('leaves nothing in the logs of the living but what the scripts themselves say', () => {
      for (const name of ['sbc', left] as const) {
        const complaints = findComplaints(deployment.node(name).log);
        assert.deepEqual(
          complaints.filter((line) => !line.includes('<script>')),
          [],
        );
      }
    });
  });

  /** Whether a listing of dialogs has the call, with its ACK seen. */
  function isConfirmed(listing: string, { callId }: Call): boolean {
    return listing.includes(callId) && /\bstate: 4\b/.test(listing.slice(listing.indexOf(callId)));
  }

  /** The media server that took a call, and the INVITE as it arrived there. */
  function takenBy(call: Call): [SipEndpoint, SipMessage] {
    for (const server of [media1, media2]) {
      const invite = server.findRequest('INVITE', call);
      if (invite !== undefined) return [server, invite];
    }
    throw new Error('no media server has seen the call');
  }
});
