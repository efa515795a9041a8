import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProgram } from '../../../../client/src/own-check/run.ts';

const NODE = process.execPath;
const never = new AbortController().signal;
const script = (text: string) => ({ program: NODE, args: ['-e', text], folder: process.cwd() });

const WAITING = 'setInterval(() => {}, 1000)';

describe('the run of a program', () => {
  it('gives all that it writes, and how it ended', async () => {
    const run = script('console.error("b"); process.exitCode = 3');
    assert.deepEqual(await runProgram(run, never), { text: 'b\n', exit: 3 });
    const killed = await runProgram(script('process.kill(process.pid, "SIGTERM")'), never);
    assert.equal(killed.exit, 'SIGTERM');
  });

  it('fails where there is no such program', async () => {
    await assert.rejects(runProgram({ program: '/nowhere/kamailio', args: [], folder: '/' }, never), /ENOENT/);
  });

  it('ends the program when its time is over', async () => {
    await assert.rejects(runProgram(script(WAITING), never, 50), /longer than 0\.05 seconds/);
  });

  it('ends the program when it is cancelled, and waits until it is gone', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'run-test-'));
    try {
      const file = path.join(folder, 'pid');
      const controller = new AbortController();
      const begun = new Promise<void>((resolve) => {
        const watcher = watch(folder, () => {
          if (!existsSync(file) || readFileSync(file, 'utf8') === '') return;
          watcher.close();
          resolve();
        });
      });
      const write = `fs.writeFileSync(${JSON.stringify(file)}, String(process.pid));`;
      const running = runProgram(script(`${write}${WAITING}`), controller.signal);
      const ended = assert.rejects(running, /cancelled/);
      await begun;
      controller.abort();
      await ended;
      assert.throws(() => process.kill(Number(readFileSync(file, 'utf8')), 0), /ESRCH/);
      await assert.rejects(runProgram(script(WAITING), controller.signal));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
