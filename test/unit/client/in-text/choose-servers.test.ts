import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { ServerProfile } from '../../../../client/src/live/types.ts';
import { chooseServers, type DocumentContext } from '../../../../client/src/views/in-text/choose-servers.ts';
import { serverState } from '../support/server-state.ts';

const FOLDER = path.resolve('/srv/kamailio');
const file = (name: string): string => path.join(FOLDER, name);

function choose(
  document: Partial<DocumentContext>,
  profiles: Readonly<Record<string, Partial<ServerProfile>>>,
): string[] {
  const servers = Object.entries(profiles).map(([name, profile]) => serverState(name, { profile }));
  const context = { file: file('other.cfg'), configuration: undefined, listFile: undefined, ...document };
  return chooseServers(context, servers).map(({ profile }) => profile.name);
}

describe('the servers of a document', () => {
  it('are those whose profile names it', () => {
    const profiles = {
      a: { configuration: file('a/kamailio.cfg'), listFile: file('a/dispatcher.list') },
      b: { configuration: file('b/kamailio.cfg') },
    };
    assert.deepEqual(choose({ file: file('a/dispatcher.list') }, profiles), ['a']);
    assert.deepEqual(choose({ file: file('b/../b/kamailio.cfg') }, profiles), ['b']);
    assert.deepEqual(choose({}, profiles), []);
  });

  it('are those that run the configuration of which it is a part', () => {
    const profiles = { a: { configuration: file('kamailio.cfg') }, b: { configuration: file('kamailio.cfg') } };
    assert.deepEqual(choose({ file: file('calls.cfg'), configuration: file('kamailio.cfg') }, profiles), ['a', 'b']);
  });

  it('do not include a node with the same configuration and another list', () => {
    const profiles = {
      a: { configuration: file('kamailio.cfg'), listFile: file('a.list') },
      b: { configuration: file('kamailio.cfg'), listFile: file('b.list') },
      c: { configuration: file('kamailio.cfg') },
    };
    assert.deepEqual(choose({ file: file('a.list'), configuration: file('kamailio.cfg') }, profiles), ['a', 'c']);
  });

  it('are the one that is connected where the profiles name no files', () => {
    assert.deepEqual(choose({}, { a: {} }), ['a']);
    assert.deepEqual(choose({}, { a: {}, b: {} }), []);
    assert.deepEqual(choose({}, { a: { configuration: file('kamailio.cfg') } }), []);
    const idle = serverState('idle', { connection: { kind: 'idle' } });
    const live = serverState('live');
    const context = { file: file('x.list'), configuration: undefined, listFile: undefined };
    assert.deepEqual(chooseServers(context, [idle, live]), [live]);
  });
});
