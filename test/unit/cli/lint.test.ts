import assert from 'node:assert/strict';
import { URI } from 'vscode-uri';
import type { LintOptions } from '../../../server/src/cli/arguments.ts';
import { lint, type LintResult } from '../../../server/src/cli/lint.ts';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import { FACTS, TEXTS } from '../catalog/repository.ts';
import { MemoryFiles } from '../support/memory-files.ts';
import { nodeAt } from '../support/nodes.ts';

const SOUND = '#!KAMAILIO\nrequest_route {\n\texit;\n}\n';
const FAULTY = '#!KAMAILIO\nrequest_route {\n\texit\n}\n';

interface MendingResult extends LintResult {
  /** The files that were written, by path. */
  readonly written: Readonly<Record<string, string>>;
}

function run(files: Record<string, string>, options: Partial<LintOptions> = {}): LintResult {
  const { exitCode, output, faults } = runMending(files, options);
  return { exitCode, output, faults };
}

function runMending(files: Record<string, string>, options: Partial<LintOptions>, fault?: string): MendingResult {
  const written: Record<string, string> = {};
  const result = lint(
    {
      format: 'text',
      version: '5.6',
      defines: [],
      mappings: {},
      maxWarnings: undefined,
      severities: new Map(),
      extraModules: [],
      verbose: false,
      fix: false,
      allDefines: false,
      files: ['kamailio.cfg'],
      ...options,
    },
    {
      files: new MemoryFiles(files),
      replaceText: (uri, _before, after) => {
        if (fault === undefined) written[URI.parse(uri).path] = after;
        return fault;
      },
      catalog: createFactsSource(FACTS, TEXTS),
      workingFolder: '/repository',
      toolVersion: '1.2.3',
    },
  );
  return { ...result, written };
}

describe('kamailio-lint', () => {
  it('ends with 0 and says nothing when there is nothing to say', () => {
    assert.deepEqual(run({ '/repository/kamailio.cfg': SOUND }), { exitCode: 0, output: '', faults: '' });
  });

  it('ends with 1 and prints one line a finding', () => {
    const result = run({ '/repository/kamailio.cfg': FAULTY });
    assert.equal(result.exitCode, 1);
    assert.equal(result.output, "kamailio.cfg:3:5: error: missing ';' [missing-semicolon]\n\n1 error\n");
  });

  it('ends with 2 when a file cannot be read, and checks the others all the same', () => {
    const result = run({ '/repository/kamailio.cfg': FAULTY }, { files: ['none.cfg', 'kamailio.cfg'] });
    assert.equal(result.exitCode, 2);
    assert.match(result.faults, /none\.cfg: cannot be read/);
    assert.match(result.output, /missing-semicolon/);
  });

  it('reports findings in included files under their own path, once', () => {
    const files = {
      '/repository/a/kamailio.cfg': `#!KAMAILIO\ninclude_file "../routes.cfg"\n${SOUND}`,
      '/repository/b/kamailio.cfg': `#!KAMAILIO\ninclude_file "../routes.cfg"\n${SOUND}`,
      '/repository/routes.cfg': 'route[X] {\n\texit\n}\n',
    };
    const result = run(files, { files: ['a/kamailio.cfg', 'b/kamailio.cfg'], format: 'json' });
    const report = JSON.parse(result.output) as { version: number; files: { path: string; diagnostics: object[] }[] };
    assert.equal(report.version, 1);
    assert.deepEqual(
      report.files.map(({ path, diagnostics }) => [path, diagnostics.length]),
      [
        ['a/kamailio.cfg', 0],
        ['b/kamailio.cfg', 0],
        ['routes.cfg', 1],
      ],
    );
    assert.deepEqual(report.files[2]?.diagnostics[0], {
      code: 'missing-semicolon',
      severity: 'error',
      message: "missing ';'",
      line: 2,
      column: 5,
      endLine: 2,
      endColumn: 6,
    });
  });

  describe('of several nodes', () => {
    const TABLE = 'loadmodule "htable.so"\nmodparam("htable", "enable_dmq", 1)\n';
    const ban = (seconds: number): string =>
      `${TABLE}modparam("htable", "htable", "ban=>autoexpire=${seconds};dmqreplicate=1")\n`;
    const files = { '/repository/a.cfg': nodeAt(1, [2], ban(300)), '/repository/b.cfg': nodeAt(2, [1], ban(600)) };
    const codesOf = (options: Partial<LintOptions>, own = files): string[] =>
      [...run(own, options).output.matchAll(/^(\S+?):.*\[(node-.*)\]$/gm)].map(([, file, code]) => `${file} ${code}`);

    it('compares those that are given together', () => {
      assert.deepEqual(codesOf({ files: ['a.cfg', 'b.cfg'] }), [
        'a.cfg node-table-differs',
        'b.cfg node-table-differs',
      ]);
      assert.deepEqual(codesOf({ files: ['a.cfg'] }), []);
      assert.equal(run(files, { files: ['a.cfg', 'b.cfg'] }).exitCode, 1);
      assert.deepEqual(codesOf({ files: ['a.cfg', 'b.cfg'], allDefines: true }).length, 2);
    });

    it('tells where the other one stands', () => {
      const format = (name: 'json' | 'sarif'): string => run(files, { files: ['a.cfg', 'b.cfg'], format: name }).output;
      const relation = /"path": "b\.cfg",\s+"message": "the definition on sip:192\.0\.2\.2:5060",\s+"line": 11,/;
      assert.match(format('json'), relation);
      assert.match(
        format('sarif'),
        /"relatedLocations": \[\s+\{\s+"physicalLocation": \{\s+"artifactLocation": \{\s+"uri": "b\.cfg"/,
      );
    });

    it('obeys severities and comments, which are of no use only where nodes are compared', () => {
      const both = { files: ['a.cfg', 'b.cfg'] };
      assert.deepEqual(codesOf({ ...both, severities: new Map([['node-table-differs', 'off']]) }), []);
      const comment = '# kamailio-lint-disable node-table-differs\n';
      const silenced = { ...files, '/repository/a.cfg': `${comment}${files['/repository/a.cfg']}` };
      assert.deepEqual(codesOf(both, silenced), ['b.cfg node-table-differs']);
      const unused = (own: Record<string, string>, ...given: string[]): boolean =>
        run(own, { files: given }).output.includes('unused-suppression');
      assert.equal(unused(silenced, 'a.cfg', 'b.cfg'), false);
      assert.equal(unused(silenced, 'a.cfg'), false);
      const alike = { ...silenced, '/repository/b.cfg': nodeAt(2, [1], ban(300)) };
      assert.equal(unused(alike, 'a.cfg', 'b.cfg'), true);
    });
  });

  it('reports findings of the lists that the roots name, and of lists that are named themselves', () => {
    const root = `#!KAMAILIO\nloadmodule "tm.so"\nloadmodule "dispatcher.so"\nmodparam("dispatcher", "list_file", "/etc/kamailio/gateways.txt")\n${SOUND}`;
    const files = {
      '/repository/kamailio.cfg': root,
      '/repository/gateways.txt': '1 sip:192.0.2.1\n1\n',
      '/repository/dispatcher.list': '1\n',
      '/repository/other.txt': '1\n',
    };
    const severities = new Map([['dispatcher-list-faults', 'off'] as const]);
    const reported = (...given: string[]): string[] =>
      run(files, { files: given, severities }).output.match(/^\S+: /gm) ?? [];
    assert.deepEqual(
      reported('kamailio.cfg').map((line) => line.split(':')[0]),
      ['gateways.txt'],
    );
    assert.deepEqual(
      reported('dispatcher.list').map((line) => line.split(':')[0]),
      ['dispatcher.list'],
    );
    const none = new Map([...severities, ['list-missing-uri', 'off'] as const]);
    assert.equal(run(files, { files: ['kamailio.cfg'], severities: none }).output, '');
  });

  it('takes defines from outside', () => {
    const text = `#!KAMAILIO\n#!ifdef BROKEN\nroute[X] { exit }\n#!endif\n${SOUND}`;
    assert.equal(run({ '/repository/kamailio.cfg': text }).exitCode, 0);
    assert.equal(run({ '/repository/kamailio.cfg': text }, { defines: ['BROKEN'] }).exitCode, 1);
  });

  it('finds deployed files through --map', () => {
    const files = {
      '/repository/kamailio.cfg': `#!KAMAILIO\ninclude_file "/opt/voice/etc/routes.cfg"\n${SOUND}`,
      '/repository/deploy/etc/routes.cfg': 'reply_route { exit; }\n',
    };
    assert.match(run(files).output, /missing-include/);
    assert.equal(run(files, { mappings: { '/opt/voice': 'deploy' } }).exitCode, 0);
  });

  it('lets as many warnings pass as it is told', () => {
    const files = { '/repository/kamailio.cfg': `#!KAMAILIO\n#!else\n${SOUND}` };
    assert.equal(run(files).exitCode, 1);
    assert.equal(run(files, { maxWarnings: 1 }).exitCode, 0);
    assert.equal(run(files, { severities: new Map([['unbalanced-conditional', 'off']]) }).exitCode, 0);
    assert.equal(run(files, { severities: new Map([['unbalanced-conditional', 'information']]) }).exitCode, 0);
    assert.equal(
      run(files, { maxWarnings: 1, severities: new Map([['unbalanced-conditional', 'error']]) }).exitCode,
      1,
    );
  });

  it('prints workflow commands whose text cannot end the command', () => {
    const result = run({ '/repository/kamailio.cfg': FAULTY }, { format: 'github' });
    assert.equal(
      result.output,
      "::error file=kamailio.cfg,line=3,col=5,endLine=3,endColumn=6,title=missing-semicolon::missing ';'\n",
    );
  });

  const DOUBLE = 'loadmodule "pv.so"\nloadmodule "pv.so"\n';

  it('mends what is sure, in included files too, and reports what is left', () => {
    const files = {
      '/repository/kamailio.cfg': `#!KAMAILIO\ninclude_file "modules.cfg"\nrequest_route {\n\tfoo();\n}\n`,
      '/repository/modules.cfg': DOUBLE,
    };
    const { written, exitCode, output, faults } = runMending(files, { fix: true });
    assert.deepEqual(written, { '/repository/modules.cfg': 'loadmodule "pv.so"\n' });
    assert.equal(exitCode, 1);
    assert.match(output, /unknown-function/);
    assert.doesNotMatch(output, /duplicate-loadmodule/);
    assert.match(faults, /modules\.cfg: mended/);
    assert.match(runMending(files, {}).output, /duplicate-loadmodule/);
  });

  it('reports what it could not mend, and that it could not', () => {
    const files = { '/repository/kamailio.cfg': `#!KAMAILIO\n${DOUBLE}${SOUND}` };
    const { exitCode, output, faults } = runMending(files, { fix: true }, 'it is not written in UTF-8');
    assert.equal(exitCode, 2);
    assert.match(output, /duplicate-loadmodule/);
    assert.match(faults, /kamailio\.cfg: not mended, it is not written in UTF-8/);
  });

  it('mends nothing that is right for another root', () => {
    const files = {
      '/repository/a.cfg': `#!KAMAILIO\nloadmodule "pv.so"\ninclude_file "modules.cfg"\n${SOUND}`,
      '/repository/b.cfg': `#!KAMAILIO\ninclude_file "modules.cfg"\n${SOUND}`,
      '/repository/modules.cfg': 'loadmodule "pv.so"\n',
    };
    assert.deepEqual(runMending(files, { fix: true, files: ['a.cfg', 'b.cfg'] }).written, {});
    assert.deepEqual(runMending(files, { fix: true, files: ['a.cfg'] }).written, { '/repository/modules.cfg': '' });
  });

  it('calls a comment unused only where no root has a use for it', () => {
    const shared = 'reply_route {\n\tfoo(); # kamailio-lint-disable-line unknown-function, bare-name\n}\n';
    const files = {
      '/repository/a.cfg': `#!KAMAILIO\ninclude_file "shared.cfg"\n${SOUND}`,
      '/repository/b.cfg': `#!KAMAILIO\n#!define foo xlog\nloadmodule "xlog.so"\ninclude_file "shared.cfg"\n${SOUND}`,
      '/repository/shared.cfg': shared,
    };
    const unused = (...roots: string[]): string[] =>
      run(files, { files: roots }).output.match(/(?<=there is no ')[\w-]+/g) ?? [];
    assert.deepEqual(unused('a.cfg'), ['bare-name']);
    assert.deepEqual(unused('b.cfg'), ['unknown-function', 'bare-name']);
    assert.deepEqual(unused('a.cfg', 'b.cfg'), ['bare-name']);
  });

  it('looks at the other sides of conditions when told to', () => {
    const files = {
      '/repository/kamailio.cfg': `#!KAMAILIO\n#!ifdef A\ninclude_file "a.cfg"\n#!ifndef A\n\n;\n#!endif\n#!endif\n${SOUND}`,
      '/repository/a.cfg': 'foo=1\n',
    };
    assert.deepEqual(run(files), { exitCode: 0, output: '', faults: '' });
    const { exitCode, output, faults } = run(files, { allDefines: true });
    assert.equal(exitCode, 1);
    assert.match(output, /^a\.cfg:1:1: error: .* \(with A\) \[unknown-core-setting\]\n/);
    assert.equal(
      faults,
      'kamailio-lint: kamailio.cfg: checked once more for other defines; one side of a condition cannot be reached by switches\n',
    );
  });

  it('says so where a code is none', () => {
    const { exitCode, faults } = run(
      { '/repository/kamailio.cfg': SOUND },
      { severities: new Map([['unknown-funktion', 'off']]) },
    );
    assert.equal(exitCode, 0);
    assert.match(faults, /no findings 'unknown-funktion'/);
  });
});
