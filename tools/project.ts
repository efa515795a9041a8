/** Where things lie in the project and how its tools start each other. */
import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.resolve(import.meta.dirname, '..');

/** An absolute path of something in the project. */
export function projectPath(...segments: string[]): string {
  return path.join(ROOT, ...segments);
}

/** Whether the module with this `import.meta.url` is what Node was started with. */
export function isEntryPoint(moduleUrl: string): boolean {
  const started = process.argv[1];
  return started !== undefined && pathToFileURL(realpathSync(started)).href === moduleUrl;
}

/** Runs a program in the project's folder, its output on ours, and answers its exit code (1 when a signal ended it). */
export function runProgram(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
