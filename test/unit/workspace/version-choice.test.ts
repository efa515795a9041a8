import assert from 'node:assert/strict';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import { Documents } from '../../../server/src/workspace/documents.ts';
import { readSettings } from '../../../server/src/workspace/settings.ts';
import type { KnownVersions, LiveVersion } from '../../../server/src/workspace/version-choice.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';
import { FACTS, TEXTS } from '../catalog/repository.ts';
import { MemoryFiles, uriOf } from '../support/memory-files.ts';

const CATALOG = createFactsSource(FACTS, TEXTS);
const ROOT = '/project/kamailio.cfg';

function open(files: Record<string, string>, known: Partial<KnownVersions> = {}, settings: object = {}): Workspace {
  const workspace = new Workspace(new Documents(new MemoryFiles(files)), CATALOG);
  workspace.setFolders([uriOf('/project')]);
  workspace.setDefaultSettings(readSettings(settings));
  workspace.setKnownVersions({ live: [], installed: undefined, ...known });
  workspace.discover(Object.keys(files).map(uriOf));
  return workspace;
}

function configuration(...lines: string[]): string {
  return ['#!KAMAILIO', ...lines, 'loadmodule "dispatcher.so"', 'request_route { exit; }', ''].join('\n');
}

function server(name: string, release: string, files: { configuration?: string; listFile?: string } = {}): LiveVersion {
  return {
    server: name,
    release,
    configuration: files.configuration === undefined ? undefined : uriOf(files.configuration),
    listFile: files.listFile === undefined ? undefined : uriOf(files.listFile),
  };
}

const COMMENTED = { [ROOT]: configuration('# kamailio-version: 5.8') };
const installed = { program: '/usr/sbin/kamailio', release: '5.6.3' };

function choice(workspace: Workspace, file = ROOT): string {
  const found = workspace.choiceOf(uriOf(file));
  const { source } = found ?? {};
  const name = source?.kind === 'live' ? ` ${source.server}` : '';
  return `${found?.version} ${source?.kind}${name}`;
}

describe('the version that a file is read for', () => {
  it('is that of the setting, whatever else is known', () => {
    const live = [server('a', '6.0.1')];
    assert.equal(choice(open(COMMENTED, { live, installed }, { version: '5.5' })), '5.5 setting');
  });

  it('is otherwise that of a connected server, then of the program, then of the comment, then the newest stable', () => {
    assert.equal(choice(open(COMMENTED, { live: [server('a', '6.0.1')], installed })), '6.0 live a');
    assert.equal(choice(open(COMMENTED, { installed })), '5.6 installed');
    assert.equal(choice(open(COMMENTED)), '5.8 comment');
    assert.equal(choice(open({ [ROOT]: configuration() })), '6.1 default');
  });

  it('may be told as the setting is named', () => {
    assert.equal(choice(open({ [ROOT]: configuration('# kamailio.version = 5.7') })), '5.7 comment');
  });

  it('comes from the comment near the top of the root, not of a file that it includes', () => {
    const below = `${'#\n'.repeat(60)}# kamailio-version: 5.7\n`;
    assert.equal(choice(open({ [ROOT]: configuration(below) })), '6.1 default');
    const files = {
      [ROOT]: configuration('# kamailio-version: 5.7', 'include_file "part.cfg"'),
      '/project/part.cfg': '# kamailio-version: 6.0\nroute[PART] { exit; }\n',
    };
    const workspace = open(files);
    assert.equal(choice(workspace), '5.7 comment');
    assert.equal(choice(workspace, '/project/part.cfg'), '5.7 comment');
  });

  it('is that of the server whose profile names the configuration, or its list', () => {
    const files = {
      [ROOT]: configuration('modparam("dispatcher", "list_file", "one.list")'),
      '/project/one.list': '1 sip:192.0.2.1\n',
    };
    const own = server('own', '5.7.0', { configuration: ROOT });
    const listed = server('listed', '5.8.2', { listFile: '/project/one.list' });
    const other = server('other', '6.0.0', { configuration: '/elsewhere/kamailio.cfg' });
    assert.equal(choice(open(files, { live: [other, listed, own] })), '5.7 live own');
    assert.equal(choice(open(files, { live: [other, listed] })), '5.8 live listed');
    assert.equal(choice(open(files, { live: [other] })), '6.1 default');
    assert.equal(choice(open(files, { live: [other, listed] }), '/project/one.list'), '5.8 live listed');
  });

  it('is that of the only server there is, and of none of several that name nothing', () => {
    const files = { [ROOT]: configuration() };
    assert.equal(choice(open(files, { live: [server('a', '5.7.1')] })), '5.7 live a');
    assert.equal(choice(open(files, { live: [server('a', '5.7.1'), server('b', '5.7.1')] })), '6.1 default');
  });

  it('is the oldest of several servers that run the same configuration', () => {
    const live = [server('new', '6.1.0', { configuration: ROOT }), server('old', '5.7.4', { configuration: ROOT })];
    assert.equal(choice(open({ [ROOT]: configuration() }, { live })), '5.7 live old');
  });

  it('is the nearest that is known where a release is older or newer than all of them', () => {
    const files = { [ROOT]: configuration() };
    assert.equal(choice(open(files, { installed: { program: 'kamailio', release: '4.4.7' } })), '5.5 installed');
    assert.equal(choice(open(files, { installed: { program: 'kamailio', release: '7.0.0' } })), '6.2 installed');
    assert.equal(choice(open(files, { installed: { program: 'kamailio', release: '6.2.0-dev1' } })), '6.2 installed');
  });

  it('changes findings when a server is connected and when it is gone again', () => {
    const files = {
      [ROOT]: configuration('modparam("dispatcher", "ds_dns_ttl", 1)').replace(/^(.*\n)(modparam.*\n)(.*\n)/, '$1$3$2'),
    };
    const workspace = open(files);
    const codes = (): string[] =>
      workspace
        .findingsOf(uriOf(ROOT))
        .filter(({ severity }) => severity === 'error')
        .map(({ code }) => code);
    assert.deepEqual(codes(), []);
    workspace.setKnownVersions({ live: [server('old', '5.5.4')], installed: undefined });
    assert.deepEqual(codes(), ['unknown-module-parameter']);
    workspace.setKnownVersions({ live: [], installed: undefined });
    assert.deepEqual(codes(), []);
  });
});
