/** Builds, then runs every benchmark of test/bench in a process of its own. Usage: bench.ts [NAME…] */
import { globSync } from 'node:fs';
import path from 'node:path';
import { buildAll } from './build.ts';
import { projectPath, runProgram } from './project.ts';

const chosen = process.argv.slice(2);
const files = globSync('test/bench/*.bench.ts', { cwd: projectPath() }).sort();

await buildAll();
for (const file of files) {
  const name = path.basename(file, '.bench.ts');
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n=== ${name}`);
  if ((await runProgram(process.execPath, ['--expose-gc', projectPath(file)])) !== 0) process.exitCode = 1;
}
