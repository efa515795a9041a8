import assert from 'node:assert/strict';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import { Documents } from '../../../server/src/workspace/documents.ts';
import { readSettings } from '../../../server/src/workspace/settings.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';
import { FACTS, TEXTS } from '../catalog/repository.ts';
import { MemoryFiles, uriOf } from '../support/memory-files.ts';

const CATALOG = createFactsSource(FACTS, TEXTS);
const LIST = '1 sip:192.0.2.1:5060\n';

interface Opened {
  readonly workspace: Workspace;
  readonly documents: Documents;
  readonly files: MemoryFiles;
}

/** A workspace `/project` whose files were looked at, as the server does after its start. */
function openWorkspace(contents: Record<string, string>, settings: object = {}): Opened {
  const files = new MemoryFiles(contents);
  const documents = new Documents(files);
  const workspace = new Workspace(documents, CATALOG);
  workspace.setFolders([uriOf('/project')]);
  workspace.setDefaultSettings(readSettings(settings));
  workspace.discover(Object.keys(contents).map(uriOf));
  for (const root of workspace.rootsToLink()) workspace.linkRoot(root);
  return { workspace, documents, files };
}

function configuration(path: string | undefined, ...more: string[]): string {
  const parameter = path === undefined ? '' : `modparam("dispatcher", "list_file", ${path})`;
  return ['#!KAMAILIO', 'loadmodule "dispatcher.so"', parameter, 'request_route { exit; }', ...more].join('\n');
}

function rootsOf(workspace: Workspace, path: string): string[] | undefined {
  return workspace
    .listReadingOf(uriOf(path))
    ?.configurations.map(({ program }) => program.root.uri.replace('file:///project/', ''));
}

describe('lists of destinations in a workspace', () => {
  it('are told by the language, by the name, and by the configuration that names them', () => {
    const { workspace, documents } = openWorkspace({
      '/project/kamailio.cfg': configuration('"/etc/kamailio/carriers.txt"'),
      '/project/carriers.txt': LIST,
      '/project/dispatcher-b.list': LIST,
      '/project/dispatcher.list.ctmpl': LIST,
      '/project/other.list': LIST,
    });
    const isList = (path: string): boolean => workspace.isList(uriOf(path));
    assert.equal(isList('/project/carriers.txt'), true);
    assert.equal(isList('/project/dispatcher-b.list'), true);
    assert.equal(isList('/project/dispatcher.list.ctmpl'), true);
    assert.equal(isList('/project/other.list'), false);
    assert.equal(isList('/project/kamailio.cfg'), false);
    documents.set(uriOf('/project/other.list'), 1, LIST, 'kamailio-dispatcher');
    assert.equal(isList('/project/other.list'), true);
    documents.set(uriOf('/project/carriers.txt'), 1, LIST, 'kamailio');
    assert.equal(isList('/project/carriers.txt'), false);
  });

  it('are found through defines, path mappings, includes and both sides of a condition', () => {
    const { workspace } = openWorkspace(
      {
        '/project/a/kamailio.cfg': '#!KAMAILIO\n#!define DIR "/srv/lists/one.list"\ninclude_file "dispatcher.cfg"\n',
        '/project/a/dispatcher.cfg': configuration('DIR'),
        '/project/lists/one.list': LIST,
        '/project/lists/two.list': LIST,
        '/project/b/kamailio.cfg': configuration(
          '"/srv/lists/one.list"',
          '#!ifdef OTHER',
          'modparam("dispatcher", "list_file", "/srv/lists/two.list")',
          '#!endif',
        ),
      },
      { pathMappings: { '/srv/lists': 'lists' } },
    );
    assert.deepEqual(workspace.listFiles(), [uriOf('/project/lists/one.list'), uriOf('/project/lists/two.list')]);
    assert.deepEqual(rootsOf(workspace, '/project/lists/one.list'), ['a/kamailio.cfg', 'b/kamailio.cfg']);
    assert.deepEqual(rootsOf(workspace, '/project/lists/two.list'), ['b/kamailio.cfg']);
  });

  it('are those of the default where none is named, unless a database is', () => {
    const { workspace } = openWorkspace({
      '/project/a/kamailio.cfg': configuration(undefined),
      '/project/a/dispatcher.list': LIST,
      '/project/b/kamailio.cfg': configuration(undefined, 'modparam("dispatcher", "db_url", "text:///x")'),
      '/project/b/dispatcher.list': LIST,
    });
    assert.deepEqual(rootsOf(workspace, '/project/a/dispatcher.list'), ['a/kamailio.cfg']);
    assert.deepEqual(rootsOf(workspace, '/project/b/dispatcher.list'), []);
  });

  it('may be templates, beside the list or anywhere under its name', () => {
    const { workspace } = openWorkspace({
      '/project/kamailio.cfg': configuration('"/etc/kamailio/gateways.list"'),
      '/project/gateways.list.ctmpl': LIST,
      '/project/templates/gateways.list.tpl': LIST,
      '/project/templates/others.list.tpl': LIST,
    });
    assert.deepEqual(rootsOf(workspace, '/project/gateways.list.ctmpl'), ['kamailio.cfg']);
    assert.deepEqual(rootsOf(workspace, '/project/templates/gateways.list.tpl'), ['kamailio.cfg']);
    assert.equal(rootsOf(workspace, '/project/templates/others.list.tpl'), undefined);
  });

  it('follow an edit of the configuration, and keep the reading where nothing has changed', () => {
    const { workspace, documents } = openWorkspace({
      '/project/kamailio.cfg': configuration('"one.list"'),
      '/project/one.list': LIST,
      '/project/two.list': LIST,
    });
    const before = workspace.listReadingOf(uriOf('/project/one.list'));
    assert.ok(before);
    assert.equal(workspace.listReadingOf(uriOf('/project/one.list')), before);
    documents.set(uriOf('/project/kamailio.cfg'), 1, configuration('"two.list"'), 'kamailio');
    assert.equal(workspace.listReadingOf(uriOf('/project/one.list')), undefined);
    assert.deepEqual(rootsOf(workspace, '/project/two.list'), ['kamailio.cfg']);
    documents.set(uriOf('/project/two.list'), 1, `${LIST}2 sip:192.0.2.2\n`, 'kamailio-dispatcher');
    assert.equal(workspace.listReadingOf(uriOf('/project/two.list'))?.list.entries.length, 2);
  });

  it('show in the findings of their configuration what an edit of theirs has changed', () => {
    const { workspace, documents } = openWorkspace({
      '/project/kamailio.cfg': configuration('"/etc/kamailio/one.list"', 'route[A] { ds_select_dst("2", "4"); }'),
      '/project/one.list': LIST,
    });
    const codes = (): string[] => workspace.findingsOfRoot(uriOf('/project/kamailio.cfg')).map(({ code }) => code);
    assert.ok(codes().includes('dispatcher-unknown-set'));
    documents.set(uriOf('/project/one.list'), 1, `${LIST}2 sip:192.0.2.2\n`, 'kamailio-dispatcher');
    assert.ok(!codes().includes('dispatcher-unknown-set'));
  });

  it('are told by a root that only the settings name', () => {
    const { workspace, files } = openWorkspace({ '/project/gateways.txt': LIST }, { roots: ['main.conf'] });
    assert.equal(workspace.isList(uriOf('/project/gateways.txt')), false);
    files.write('/project/main.conf', configuration('"gateways.txt"'));
    assert.deepEqual(rootsOf(workspace, '/project/gateways.txt'), ['main.conf']);
  });

  it('are found when the file comes, and lost when it goes', () => {
    const { workspace, files } = openWorkspace({ '/project/kamailio.cfg': configuration('"/etc/kamailio/one.list"') });
    assert.deepEqual(workspace.listFiles(), []);
    files.write('/project/one.list', LIST);
    assert.deepEqual(workspace.listFiles(), [uriOf('/project/one.list')]);
    files.remove('/project/one.list');
    assert.deepEqual(workspace.listFiles(), []);
  });

  it('take the version of their configuration', () => {
    const { workspace } = openWorkspace(
      { '/project/kamailio.cfg': configuration('"one.list"'), '/project/one.list': LIST },
      { version: '5.7' },
    );
    assert.equal(workspace.listReadingOf(uriOf('/project/one.list'))?.version, '5.7');
    workspace.setFolderSettings(uriOf('/project'), readSettings({ version: '5.8' }));
    assert.equal(workspace.listReadingOf(uriOf('/project/one.list'))?.version, '5.8');
  });

  it('hang together with all configurations and lists that share their sets', () => {
    const { workspace } = openWorkspace({
      '/project/a.cfg': configuration('"one.list"'),
      '/project/b.cfg': configuration(
        '"one.list"',
        '#!ifdef X',
        'modparam("dispatcher", "list_file", "two.list")',
        '#!endif',
      ),
      '/project/c.cfg': configuration('"three.list"'),
      '/project/one.list': LIST,
      '/project/two.list': LIST,
      '/project/three.list': LIST,
    });
    const { configurations, lists } = workspace.listGroupOf(uriOf('/project/two.list'));
    const names = (uris: readonly string[]): string[] => uris.map((uri) => uri.slice(uri.lastIndexOf('/') + 1)).sort();
    assert.deepEqual(names(configurations.map(({ program }) => program.root.uri)), ['a.cfg', 'b.cfg']);
    assert.deepEqual(names(lists.map(({ list }) => list.source.uri)), ['one.list', 'two.list']);
    assert.equal(workspace.listGroupOf(uriOf('/project/a.cfg')).lists.length, 2);
  });
});
