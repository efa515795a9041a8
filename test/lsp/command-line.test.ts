import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { Ajv, type AnySchemaObject } from 'ajv';
import { projectPath } from '../../tools/project.ts';
import { nodeAt } from '../unit/support/nodes.ts';

const PROGRAM = projectPath('server/dist/kamailio-lint.cjs');
const EXAMPLES = ['sbc', 'router-a', 'router-b'].map((name) => `examples/${name}/kamailio.cfg`);

function run(
  args: readonly string[],
  cwd = projectPath('.'),
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [PROGRAM, ...args], { cwd, encoding: 'utf8' });
}

describe('the bundled kamailio-lint', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-lint-'));
    writeFileSync(path.join(folder, 'kamailio.cfg'), '#!KAMAILIO\nrequest_route {\n\troute(NONE);\n\texit\n}\n');
    const dialogs = 'loadmodule "dialog.so"\nmodparam("dialog", "enable_dmq", 1)\n';
    writeFileSync(path.join(folder, 'north.cfg'), nodeAt(1, [2], dialogs));
    writeFileSync(path.join(folder, 'south.cfg'), nodeAt(2, [1], `${dialogs}modparam("dialog", "hash_size", 64)\n`));
    writeFileSync(path.join(folder, 'ümläut.cfg'), '#!KAMAILIO\n# ü\nrequest_route { exit }\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const version of ['5.6', '6.1']) {
    it(`has nothing to say about the examples for Kamailio ${version}`, () => {
      const { status, stdout, stderr } = run(['--kamailio-version', version, ...EXAMPLES]);
      assert.equal(`${stdout}${stderr}`, '');
      assert.equal(status, 0);
    });
  }

  it('ends with 1 for findings and with 2 where it cannot run', () => {
    assert.equal(run(['kamailio.cfg'], folder).status, 1);
    assert.equal(run(['none.cfg'], folder).status, 2);
    assert.equal(run([], folder).status, 2);
    assert.equal(run(['--help'], folder).status, 0);
  });

  it('writes SARIF 2.1.0 that its schema accepts', () => {
    const { stdout } = run(['--format', 'sarif', 'kamailio.cfg', 'ümläut.cfg', 'north.cfg', 'south.cfg'], folder);
    const schemaFile = createRequire(import.meta.url).resolve(
      '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
    );
    const { $schema, id, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as AnySchemaObject;
    assert.match(`${String($schema)} ${String(id)}`, /draft-04.*sarif-2\.1\.0/);
    const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, unicodeRegExp: false });
    const validate = ajv.compile(schema);
    assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors, null, 2));
    const { runs } = JSON.parse(stdout) as { runs: { results: object[] }[] };
    const results = runs[0]?.results ?? [];
    assert.ok(results.length >= 2);
    assert.ok(
      results.some((result) => 'relatedLocations' in result),
      'one of them speaks of another place',
    );
  });

  it('lists the kinds of findings and explains each', () => {
    const list = run(['--rules'], folder);
    assert.equal(list.status, 0);
    assert.match(list.stdout, /^ {2}missing-semicolon +error +A statement is not ended/m);
    const page = run(['--explain', 'missing-semicolon'], folder);
    assert.equal(page.status, 0);
    assert.equal(page.stdout.replace(/\n+/g, '\n'), readPage('missing-semicolon'));
    const none = run(['--explain', 'missing-semicolons'], folder);
    assert.equal(none.status, 2);
    assert.match(none.stderr, /did you mean 'missing-semicolon'\?/);
  });

  it('mends files, but none whose bytes it would lose', () => {
    const faulty = '#!KAMAILIO\r\nloadmodule "pv"\r\nloadmodule "pv"\r\nrequest_route { exit; }\r\n';
    writeFileSync(path.join(folder, 'double.cfg'), faulty);
    const mended = run(['--fix', 'double.cfg'], folder);
    assert.equal(mended.stdout, '');
    assert.equal(mended.stderr, 'kamailio-lint: double.cfg: mended\n');
    assert.equal(mended.status, 0);
    assert.equal(
      readFileSync(path.join(folder, 'double.cfg'), 'utf8'),
      '#!KAMAILIO\r\nloadmodule "pv"\r\nrequest_route { exit; }\r\n',
    );
    const latin = Buffer.from(`${faulty}# \u00fc\r\n`, 'latin1');
    writeFileSync(path.join(folder, 'latin.cfg'), latin);
    const left = run(['--fix', 'latin.cfg'], folder);
    assert.match(left.stderr, /latin\.cfg: not mended, it is not written in UTF-8/);
    assert.match(left.stdout, /duplicate-loadmodule/);
    assert.equal(left.status, 2);
    assert.deepEqual(readFileSync(path.join(folder, 'latin.cfg')), latin);
  });
});

/** A page of docs/rules, without its empty lines. */
function readPage(code: string): string {
  return readFileSync(projectPath(`docs/rules/${code}.md`), 'utf8').replace(/\n+/g, '\n');
}
