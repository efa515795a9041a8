/** No password or token is ever shown or written, whatever a server does with what it was sent. */
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { inspect } from 'node:util';
import { ActionLog } from '../../../../client/src/live/action-log.ts';
import type { LiveServer } from '../../../../client/src/live/live-server.ts';
import { PART_NAMES } from '../../../../client/src/live/read-parts.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import type { Credentials, RpcValue } from '../../../../client/src/rpc/types.ts';
import type { TreeElement } from '../../../../client/src/views/servers/elements.ts';
import { faceOf } from '../../../../client/src/views/servers/faces.ts';
import { tooltipOf } from '../../../../client/src/views/servers/tooltips.ts';
import { latest } from '../../../../client/src/views/servers/world.ts';
import { settle } from '../rpc/local-server.ts';
import { FakeWorld } from '../views/support.ts';
import { type HttpFault, SocketKamailio } from './support/socket-kamailio.ts';

const SECRET = 'hunter2/and+"more"';
const BASIC: Credentials = { kind: 'basic', user: 'operator', password: SECRET };
const BEARER: Credentials = { kind: 'bearer', token: SECRET };

/** What must not be seen: the secret, as it is sent, and the beginnings of both, which cutting could leave. */
function tracesOf(credentials: Credentials): readonly string[] {
  const sent = credentials.kind === 'bearer' ? SECRET : Buffer.from(`operator:${SECRET}`).toString('base64');
  return [SECRET, sent, sent.slice(0, 12), SECRET.slice(0, 6)];
}

/** What the server does with a request; `secret` is what it has found out of it. */
const FAULTS: Readonly<Record<string, HttpFault>> = {
  '401, with the request in its body': (request, response) => response.writeHead(401).end(request.text),
  '401, with the secret in its reason and its headers': ({ authorization }, response) =>
    response.writeHead(401, `wrong ${authorization ?? ''} ${SECRET}`, { 'X-Was': SECRET }).end(),
  '403, with the request in its body': (request, response) =>
    response.writeHead(403, `no ${SECRET}`, { 'Content-Type': 'text/html' }).end(request.text),
  '500, with a reason that is cut within the secret': ({ authorization }, response) =>
    response.writeHead(500, `${'x'.repeat(85)} ${authorization ?? ''}`).end(),
  'a redirect to where the secret is': (_, response) =>
    response.writeHead(302, { Location: `https://operator:${encodeURI(SECRET)}@h/?token=${encodeURI(SECRET)}` }).end(),
  'the request instead of a reply': (request, response) => response.end(request.text),
  'the request as a web page': (request, response) => response.end(`<html>${request.text}`),
  'the headers as JSON': ({ authorization }, response) => response.end(JSON.stringify({ authorization, SECRET })),
  'no HTTP, but the secret': (request, response) => response.socket?.end(`${SECRET} ${request.text}\r\n\r\n`),
  'a fault that quotes the request': ({ id, text }, response) => fail(response, id, text),
  'a fault that quotes the secret': ({ id, authorization }, response) =>
    fail(response, id, `wrong: ${authorization ?? ''} is ${SECRET}`),
  'a fault that is cut within the secret': ({ id }, response) => fail(response, id, `${'x'.repeat(291)} ${SECRET}`),
  'a fault that is cut within what was sent': ({ id, authorization }, response) =>
    fail(response, id, `${'x'.repeat(280)} ${authorization ?? ''}`),
  'what was sent as the result': ({ id, authorization }, response) => succeed(response, id, authorization ?? ''),
  'the secret as the result': ({ id }, response) => succeed(response, id, SECRET),
  'a result that is cut within the secret': ({ id }, response) => succeed(response, id, `${'x'.repeat(31)} ${SECRET}`),
  'a result whose member is named like the secret': ({ id, authorization }, response) =>
    succeed(response, id, { [SECRET]: 1, [authorization ?? '']: 2, [`${'x'.repeat(33)}${SECRET}`]: 3 }),
};

function fail(response: Parameters<HttpFault>[1], id: number, message: string): void {
  response.writeHead(500).end(JSON.stringify({ jsonrpc: '2.0', error: { code: 500, message }, id }));
}

function succeed(response: Parameters<HttpFault>[1], id: number, result: RpcValue): void {
  response.end(JSON.stringify({ jsonrpc: '2.0', result, id }));
}

/** Everything that the rest of the client logs or shows of a server. */
async function collect(server: LiveServer, log: ActionLog, world: FakeWorld): Promise<string> {
  const base = { server: 'sbc1', parent: undefined } as const;
  const sets = latest(server.parts.dispatcher)?.value.sets ?? [];
  const sections = (['dispatcher', 'dmq', 'tables', 'counters'] as const).map((section) => {
    return { ...base, kind: 'section', id: section, section } as const;
  });
  const elements: TreeElement[] = [
    { ...base, kind: 'server', id: 'server' },
    { ...base, kind: 'about', id: 'about' },
    ...sections,
    ...sections.map((parent) => ({ ...base, kind: 'notice', id: `why ${parent.id}`, topic: 'why', parent }) as const),
    ...sets.map(({ id: setId }) => ({ ...base, kind: 'set', id: `set ${setId}`, setId }) as const),
    ...sets.flatMap(({ destinations }) =>
      destinations.map(({ setId, uri }) => ({ ...base, kind: 'destination', id: uri, setId, uri, nth: 0 }) as const),
    ),
    { ...base, kind: 'table', id: 'table', table: 'calls' },
    { ...base, kind: 'entry', id: 'entry', table: 'calls', key: 'header' },
  ];
  const page = await server.readTable('calls', { offset: 0, limit: 10 }).catch((error: unknown) => error);
  world.tables.set('sbc1 calls', {
    filter: undefined,
    page: page instanceof RpcError ? undefined : (page as Awaited<ReturnType<LiveServer['readTable']>>),
    error: page instanceof RpcError ? page : undefined,
  });
  const shown = elements.map((element) => [faceOf(element, world), tooltipOf(element, world)]);
  return inspect(
    [server.connection, server.parts, shown, page, log.records, server.history.toCsv(), server.history.changesToCsv()],
    { depth: Infinity, maxStringLength: Infinity, maxArrayLength: Infinity, breakLength: Infinity },
  );
}

describe('passwords and tokens', () => {
  for (const credentials of [BASIC, BEARER]) {
    /** Connects, lets the server do this, acts on it, and looks at all that can be seen. */
    const check = async (begin: (stage: SocketKamailio) => void): Promise<string> => {
      const stage = await SocketKamailio.open('http');
      stage.credentials = credentials;
      const log = new ActionLog();
      const server = stage.makeLiveServer(log);
      const world = new FakeWorld();
      world.find = () => server as never;
      try {
        server.watch(PART_NAMES);
        server.connect();
        await settle('the first answers', () => PART_NAMES.every((name) => server.isFresh(name)));
        begin(stage);
        await server.refresh();
        const target = { uri: 'sip:10.0.0.1:5060' };
        await server.perform({ kind: 'set-state', setId: 1, target, state: 'disabled', probing: false });
        await server.perform({ kind: 'table-delete', table: 'calls', key: 'one' });
        await server.refresh();
        const seen = await collect(server, log, world);
        for (const trace of tracesOf(credentials)) {
          // JSON and inspect write quotation marks and slashes in their own ways.
          for (const form of [trace, JSON.stringify(trace).slice(1, -1), encodeURI(trace)]) {
            assert.ok(!seen.includes(form), seen.slice(Math.max(0, seen.indexOf(form) - 300), seen.indexOf(form) + 40));
          }
        }
        return seen;
      } finally {
        server.dispose();
        await stage.close();
      }
    };

    describe(`of ${credentials.kind} authentication are not seen after`, () => {
      for (const [what, fault] of Object.entries(FAULTS)) {
        it(`${what}, to every command`, async () => {
          const seen = await check((stage) => (stage.httpFault = fault));
          assert.match(seen, /kind: 'fail(ed|ing)'/);
        });

        it(`${what}, to what changes something and to the list`, async () => {
          const faulty = new Set(['dispatcher.list', 'dispatcher.set_state', 'htable.delete', 'htable.dump']);
          const seen = await check((stage) => {
            stage.httpFault = (request, response, well) => {
              if (faulty.has(request.method)) fault(request, response, well);
              else well();
            };
          });
          assert.match(seen, /outcome: \{[\s\S]*kind: 'failed'/);
        });

        it(`${what}, to the question whether an action took effect`, async () => {
          let acted = false;
          await check((stage) => {
            stage.httpFault = (request, response, well) => {
              acted ||= request.method === 'dispatcher.set_state';
              if (acted && request.method !== 'dispatcher.set_state') fault(request, response, well);
              else well();
            };
          });
          assert.ok(acted);
        });
      }

      it('a server that keeps the headers of requests among its data', async () => {
        const seen = await check((stage) => {
          stage.httpFault = ({ authorization = '' }, _, well) => {
            stage.kamailio.tables.set(
              'calls',
              new Map([
                ['header', authorization],
                ['one', '1'],
              ]),
            );
            stage.kamailio.sets.get(1)![0]!.body = `note=${authorization}`;
            stage.kamailio.sets.set(2, [{ uri: `sip:${authorization}@h`, letters: 'AP' }]);
            stage.kamailio.overrides.set('core.version', () => `kamailio 5.6.3 ${authorization}`);
            well();
          };
        });
        assert.match(seen, /kamailio 5\.6\.3 (?:Basic|Bearer) \*\*\*/);
      });
    });
  }
});
