import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Checker, type CheckResult } from '../../client/src/own-check/checker.ts';
import { runProgram } from '../../client/src/own-check/run.ts';
import { askInstalled, programCandidates } from '../../client/src/versions/find-program.ts';
import { needKamailio } from '../support/needs.ts';

const MAIN = `#!KAMAILIO
loadmodule "sl.so"
loadmodule "xlog.so"
loadmodule "pv.so"
#!ifdef WITH_FAULT
modparam("sl", "bind_tmm", 1)
#!endif
include_file "routes/main.inc"
request_route {
	route(MAIN);
}
`;
const SOUND = 'route[MAIN] {\n\txlog("ä $rU\\n");\n\texit;\n}\n';

describe('kamailio -c, as the editor runs it', () => {
  let program = { program: '', release: '' };
  let folder = '';
  let root = '';
  let part = '';
  const checker = new Checker({ run: runProgram, readFile: (file) => readFileSync(file, 'utf8') });
  const copies = (): string[] => readdirSync(os.tmpdir()).filter((name) => name.startsWith('kamailio-check-'));

  before(async function () {
    needKamailio(this);
    const installed = await askInstalled(programCandidates('', process.env.PATH));
    assert.ok(installed);
    program = installed;
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-own-check-'));
    mkdirSync(path.join(folder, 'sip proxy/routes'), { recursive: true });
    root = path.join(folder, 'sip proxy/kamailio.cfg');
    part = path.join(folder, 'sip proxy/routes/main.inc');
    writeFileSync(root, MAIN);
    writeFileSync(part, SOUND);
  });

  after(() => {
    checker.dispose();
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  function check(unsaved: Readonly<Record<string, string>> = {}, defines: readonly string[] = []) {
    const inclusions = [{ path: 'routes/main.inc', from: root, file: part, isDirect: true }];
    const configuration = { root, files: [root, part], defines, writtenFor: undefined, inclusions };
    return checker.check({ configuration, program, unsaved: new Map(Object.entries(unsaved)) });
  }

  /** What is marked in the texts, and what is said of it. */
  function faults(result: CheckResult, unsaved: Readonly<Record<string, string>> = {}) {
    if (result.kind !== 'checked') assert.fail(JSON.stringify(result));
    return result.findings.map(({ file, range: { start, end }, message, severity }) => {
      const line = (unsaved[file] ?? readFileSync(file, 'utf8')).split('\n')[start.line] ?? '';
      return { file, line: start.line + 1, marked: line.slice(start.character, end.character), message, severity };
    });
  }

  it('accepts what is sound, saved or not', async () => {
    assert.deepEqual(await check(), { kind: 'checked', isAccepted: true, findings: [] });
    const unsaved = { [part]: `# edited\n${SOUND}` };
    assert.deepEqual(await check(unsaved), { kind: 'checked', isAccepted: true, findings: [] });
  });

  it('obeys the defines', async () => {
    const [fault, ...others] = faults(await check({}, ['WITH_FAULT']));
    assert.deepEqual(others, []);
    assert.deepEqual([fault?.file, fault?.line, fault?.marked], [root, 6, 'bind_tmm']);
    assert.match(fault?.message ?? '', /^The module sl has no parameter bind_tmm that takes an integer/);
  });

  it('tells the exact places in an included file that is not saved, and leaves nothing behind', async () => {
    const before = copies();
    const unsaved = {
      [part]: 'route[MAIN] {\n\txlog("ä"); t_relayy(\n\t\t"x");\n\t$fuser = "ü"; $si = 1;\n\tsetflag(MISSING);\n}\n',
    };
    const found = faults(await check(unsaved), unsaved);
    assert.deepEqual(
      found.map(({ file, line, marked }) => [file, line, marked]),
      [
        [part, 2, 't_relayy'],
        [part, 4, '$fuser'],
      ],
    );
    assert.deepEqual(copies(), before);
  });

  it('marks where reading ends, once, and a missing file at its line', async () => {
    const broken = { [part]: 'route[MAIN] {\n\txlog("a")\n\texit;\n}\n' };
    const [syntax, ...others] = faults(await check(broken), broken);
    assert.deepEqual(others, []);
    assert.deepEqual([syntax?.file, syntax?.line, syntax?.marked], [part, 3, 'exit']);
    const missing = { [part]: '# nothing\n\ninclude_file "gone.inc"\n' };
    const [gone] = faults(await check(missing), missing);
    assert.deepEqual([gone?.line, gone?.marked], [3, 'include_file "gone.inc"']);
    assert.match(gone?.message ?? '', /^Kamailio cannot open gone\.inc: /);
  });

  it('warns of a module that is not installed, and of nothing that needs it', async () => {
    const unsaved = { [part]: `loadmodule "nosuch.so"\nmodparam("nosuch", "x", 1)\n${SOUND}` };
    const found = faults(await check(unsaved), unsaved);
    assert.deepEqual(
      found.map(({ line, marked, severity }) => [line, marked, severity]),
      [[1, '"nosuch.so"', 'warning']],
    );
  });
});
