import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Checker, type CheckRequest, type CheckResult } from '../../../../client/src/own-check/checker.ts';
import type { Output, Run } from '../../../../client/src/own-check/run.ts';

const ROOT = '/srv/sip/kamailio.cfg';
const PART = '/srv/common/part.inc';
const ACCEPTED: Output = { text: 'config file ok, exiting...\n', exit: 0 };

const FILES: Readonly<Record<string, string>> = {
  [ROOT]: 'include_file "../common/part.inc"\nrequest_route { exit; }\n',
  [PART]: '# saved\n',
};

/** A program that ends when the test says so. */
class HeldProgram {
  readonly runs: { readonly run: Run; readonly signal: AbortSignal; readonly end: (output: Output) => void }[] = [];
  #noticed: () => void = () => undefined;

  readonly run = (run: Run, signal: AbortSignal): Promise<Output> =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      this.runs.push({ run, signal, end: resolve });
      this.#noticed();
    });

  /** The run with that number, once it has begun. */
  async begun(number: number) {
    for (;;) {
      const run = this.runs[number];
      if (run !== undefined) return run;
      await new Promise<void>((resolve) => (this.#noticed = resolve));
    }
  }
}

function setUp() {
  const program = new HeldProgram();
  const checker = new Checker({ run: program.run, readFile: (file) => FILES[file] });
  const request = (root: string, unsaved: ReadonlyMap<string, string> = new Map()): CheckRequest => ({
    configuration: {
      root,
      files: [root, PART],
      defines: ['A=1'],
      writtenFor: undefined,
      inclusions: [{ path: '../common/part.inc', from: root, file: PART, isDirect: true }],
    },
    program: { program: '/usr/sbin/kamailio', release: '5.6.3' },
    unsaved,
  });
  return { program, checker, request };
}

function messages(result: CheckResult): string[] {
  if (result.kind !== 'checked') assert.fail(`It was ${result.kind}.`);
  return result.findings.map(({ file, message }) => `${file}: ${message}`);
}

describe('checks by Kamailio', () => {
  it('run on the root itself, in its folder, where all is saved', async () => {
    const { program, checker, request } = setUp();
    const checked = checker.check(request(ROOT));
    const { run, end } = await program.begun(0);
    assert.deepEqual(run, {
      program: '/usr/sbin/kamailio',
      args: ['-c', '-A', 'A=1', '-f', ROOT],
      folder: path.dirname(ROOT),
    });
    end(ACCEPTED);
    assert.deepEqual(await checked, { kind: 'checked', isAccepted: true, findings: [] });
  });

  it('run on a copy where something is not saved; its paths are those of the files, and it is gone then', async () => {
    const { program, checker, request } = setUp();
    const checked = checker.check(request(ROOT, new Map([[PART, 'foo_bar("ü");\n']])));
    const { run, end } = await program.begun(0);
    const root = run.args.at(-1) ?? '';
    const part = path.join(path.dirname(root), '../common/part.inc');
    assert.notEqual(root, ROOT);
    assert.equal(run.folder, path.dirname(root));
    assert.equal(readFileSync(root, 'utf8'), FILES[ROOT]);
    assert.equal(readFileSync(part, 'utf8'), 'foo_bar("ü");\n');
    end({
      text:
        ' 0(1) ERROR: <core> [core/cfg.y:3649]: yyparse(): cfg. parser: failed to find command foo_bar (params 1)\n' +
        ` 0(1) CRITICAL: <core> [core/cfg.y:3790]: yyerror_at(): parse error in config file ${path.dirname(root)}/../common/part.inc, line 1, column 13: unknown command, missing loadmodule?\n` +
        ` 0(1) CRITICAL: <core> [core/cfg.lex:1883]: sr_push_yy_state(): cannot open included file: x.inc (${path.dirname(root)}/x.inc)\n` +
        ' 0(1) CRITICAL: <core> [core/cfg.lex:1429]: yylex(): error at cfg line 2\n',
      exit: 255,
    });
    const said = messages(await checked);
    assert.match(said[0] ?? '', /^\/srv\/common\/part\.inc: No module that is loaded has a function foo_bar/);
    assert.match(said[1] ?? '', /\(cannot open included file: x\.inc \(\/srv\/sip\/x\.inc\)\)$/);
    assert.equal(existsSync(root), false);
    assert.equal(existsSync(part), false);
  });

  it('come one after the other, and a newer one takes the place of an older one for the same root', async () => {
    const { program, checker, request } = setUp();
    const first = checker.check(request(ROOT));
    const { signal } = await program.begun(0);
    const other = checker.check(request('/srv/other.cfg'));
    const second = checker.check(request(ROOT));
    const third = checker.check(request(ROOT));
    assert.equal(signal.aborted, true);
    assert.deepEqual([await first, await second], [{ kind: 'superseded' }, { kind: 'superseded' }]);
    (await program.begun(1)).end(ACCEPTED);
    assert.equal((await other).kind, 'checked');
    (await program.begun(2)).end(ACCEPTED);
    assert.equal((await third).kind, 'checked');
    assert.deepEqual(
      program.runs.map(({ run }) => run.args.at(-1)),
      [ROOT, '/srv/other.cfg', ROOT],
    );
  });

  it('can be cancelled, also before they begin', async () => {
    const { program, checker, request } = setUp();
    const controller = new AbortController();
    const checked = checker.check(request(ROOT), controller.signal);
    await program.begun(0);
    controller.abort();
    assert.deepEqual(await checked, { kind: 'superseded' });
    assert.deepEqual(await checker.check(request(ROOT), controller.signal), { kind: 'superseded' });
    assert.equal(program.runs.length, 1);
  });

  it('leave no copy behind when all ends, and do not run any more', async () => {
    const { program, checker, request } = setUp();
    const checked = checker.check(request(ROOT, new Map([[ROOT, 'exit;']])));
    const { run, signal } = await program.begun(0);
    checker.dispose();
    assert.equal(signal.aborted, true);
    assert.equal(existsSync(run.folder), false);
    assert.deepEqual(await checked, { kind: 'superseded' });
    assert.deepEqual(await checker.check(request(ROOT)), { kind: 'superseded' });
    assert.equal(program.runs.length, 1);
  });

  it('say why they came to nothing', async () => {
    const { checker, request } = setUp();
    const failing = new Checker({
      run: () => Promise.reject(new Error('It took longer than 20 seconds.')),
      readFile: () => undefined,
    });
    assert.deepEqual(await failing.check(request(ROOT)), { kind: 'failed', reason: 'It took longer than 20 seconds.' });
    const silent = new Checker({
      run: () => Promise.resolve({ text: '', exit: 'SIGSEGV' }),
      readFile: () => undefined,
    });
    assert.deepEqual(await silent.check(request(ROOT)), {
      kind: 'failed',
      reason: 'Kamailio ended with SIGSEGV and said nothing.',
    });
    checker.dispose();
  });
});
