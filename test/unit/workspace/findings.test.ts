import assert from 'node:assert/strict';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import type { Finding } from '../../../server/src/semantic/problem.ts';
import { Documents } from '../../../server/src/workspace/documents.ts';
import { readSettings } from '../../../server/src/workspace/settings.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';
import { FACTS, TEXTS } from '../catalog/repository.ts';
import { MemoryFiles, uriOf } from '../support/memory-files.ts';
import { nodeAt } from '../support/nodes.ts';

function open(files: Readonly<Record<string, string>>, diagnostics: object = {}): Workspace {
  return openFiles(new MemoryFiles(files), Object.keys(files), diagnostics);
}

function openFiles(files: MemoryFiles, paths: readonly string[], diagnostics: object = {}): Workspace {
  const workspace = new Workspace(new Documents(files), createFactsSource(FACTS, TEXTS));
  workspace.setFolders([uriOf('/project')]);
  workspace.setDefaultSettings(readSettings({ version: '5.6', diagnostics }));
  workspace.discover(paths.map(uriOf));
  for (const root of workspace.rootsToLink()) workspace.linkRoot(root);
  return workspace;
}

function describeFindings(workspace: Workspace, file: string): string[] {
  return workspace.findingsOf(uriOf(file)).map(({ severity, code, message }) => `${severity} ${code} ${message}`);
}

describe('the findings of a document', () => {
  const FAULTY = { '/project/kamailio.cfg': '#!KAMAILIO\nrequest_route {\n\tfoo();\n\texit\n}\n' };

  it('have the severity that the settings say', () => {
    const workspace = open(FAULTY, { severity: { 'unknown-function': 'information', 'missing-semicolon': 'off' } });
    assert.deepEqual(describeFindings(workspace, '/project/kamailio.cfg'), [
      "information unknown-function no function 'foo' is known",
    ]);
  });

  it('are gone where the older setting says so, too; what is no severity counts for nothing', () => {
    const severity = { 'unknown-function': 'warning', 'missing-semicolon': 'fatal' };
    const workspace = open(FAULTY, { severity, disabled: ['unknown-function'] });
    assert.deepEqual(describeFindings(workspace, '/project/kamailio.cfg'), ["error missing-semicolon missing ';'"]);
  });

  it('are suppressed in a fragment that no root is known for; what is unused there is not known', () => {
    const text = 'route[A] {\n\texit # kamailio-lint-disable-line missing-semicolon, stray-character\n}\n';
    assert.deepEqual(describeFindings(open({ '/project/a.cfg': text }), '/project/a.cfg'), []);
    const without = text.replace('missing-semicolon', 'bare-name');
    assert.deepEqual(describeFindings(open({ '/project/a.cfg': without }), '/project/a.cfg'), [
      "error missing-semicolon missing ';'",
    ]);
  });

  it('tell of a condition that takes the whole configuration away', () => {
    const text = '#!KAMAILIO\n#!ifdef WITH_TLS\nenable_tls=yes\n#!enidf\nrequest_route { exit; }\n';
    assert.deepEqual(
      describeFindings(open({ '/project/kamailio.cfg': text }), '/project/kamailio.cfg').map((line) =>
        line.split(' ').slice(0, 2).join(' '),
      ),
      ['error unbalanced-conditional', 'warning commented-directive'],
    );
  });

  describe('in a file of two roots', () => {
    const shared = 'reply_route {\n\tfoo(); # kamailio-lint-disable-line unknown-function, bare-name\n}\n';
    const files = {
      '/project/a/kamailio.cfg': '#!KAMAILIO\ninclude_file "../shared.cfg"\nrequest_route { exit; }\n',
      '/project/b/kamailio.cfg':
        '#!KAMAILIO\n#!define foo drop\ninclude_file "../shared.cfg"\nrequest_route { exit; }\n',
      '/project/shared.cfg': shared,
    };

    it('say of a comment that it is unused only where it is in both', () => {
      assert.deepEqual(describeFindings(open(files), '/project/shared.cfg'), [
        "hint unused-suppression there is no 'bare-name' to suppress here",
      ]);
    });

    it('are not mended unasked where they are found in one of them only', () => {
      const workspace = open({
        '/project/a/kamailio.cfg':
          '#!KAMAILIO\nloadmodule "pv"\ninclude_file "../shared.cfg"\nrequest_route { $var(x) = 1; }\n',
        '/project/b/kamailio.cfg': '#!KAMAILIO\ninclude_file "../shared.cfg"\nrequest_route { $var(x) = 1; }\n',
        '/project/shared.cfg': 'loadmodule "pv"\n',
      });
      const found = workspace.findingsOf(uriOf('/project/shared.cfg'));
      assert.deepEqual(
        found.map(({ code, fix }) => [code, fix?.isSafe]),
        [['duplicate-loadmodule', false]],
      );
    });
  });

  describe('in one of several nodes', () => {
    const table = (seconds: number): string =>
      `loadmodule "htable.so"\nmodparam("htable", "enable_dmq", 1)\nmodparam("htable", "htable", "ban=>autoexpire=${seconds};dmqreplicate=1")\nroute[X] { foo(); }\n`;
    const A = '/project/a/kamailio.cfg';
    const B = '/project/b/kamailio.cfg';

    it('follow the others, and are not looked for anew where only another one has changed', () => {
      const files = new MemoryFiles({ [A]: nodeAt(1, [2], table(300)), [B]: nodeAt(2, [1], table(300)) });
      const workspace = openFiles(files, [A, B]);
      const own = (): Finding | undefined =>
        workspace.findingsOf(uriOf(A)).find(({ code }) => code === 'unknown-function');
      const differences = (): number =>
        workspace.findingsOf(uriOf(A)).filter(({ code }) => code === 'node-table-differs').length;
      const before = own();
      assert.ok(before);
      assert.equal(differences(), 0);
      files.write(B, nodeAt(2, [1], table(60)));
      assert.equal(differences(), 1);
      assert.equal(own(), before);
      files.remove(B);
      assert.equal(differences(), 0);
      assert.equal(own(), before);
    });
  });
});
