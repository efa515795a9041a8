/**
 * Runs the mocha tests of one folder of test/ in this process and writes their counts where the caller asks.
 * Usage: mocha-suite.ts NAME [--grep TEXT] [FILE…]
 */
import { globSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { projectPath } from './project.ts';
import { follow, RESULT_VARIABLE } from './suite-result.ts';

const { values, positionals } = parseArgs({ options: { grep: { type: 'string' } }, allowPositionals: true });
const [name, ...chosen] = positionals;
if (name === undefined) throw new Error('usage: mocha-suite.ts NAME [--grep TEXT] [FILE…]');

const files = chosen.length > 0 ? chosen : globSync(`test/${name}/**/*.test.ts`, { cwd: projectPath() });
if (files.length === 0) throw new Error(`test/${name} holds no test`);
const mocha = new Mocha({ reporter: 'spec', timeout: 60_000 });
if (values.grep !== undefined) mocha.grep(values.grep);
for (const file of files.sort()) mocha.addFile(projectPath(file));
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
  const file = process.env[RESULT_VARIABLE];
  if (file !== undefined) writeFileSync(file, JSON.stringify(result()));
  // A test that left a child or a timer behind must not hold the run; its own after hook is to blame, not the others.
  process.exit(failures > 0 ? 1 : 0);
});
const result = follow(runner);
