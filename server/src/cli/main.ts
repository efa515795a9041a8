import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { readBuiltCatalog } from '../workspace/host/built-catalog.ts';
import { nodeFiles } from '../workspace/host/node-files.ts';
import { readArguments, USAGE } from './arguments.ts';
import { lint } from './lint.ts';

/** The entry of `kamailio-lint`. */
function run(args: readonly string[]): number {
  const command = readArguments(args);
  switch (command.kind) {
    case 'help':
      process.stdout.write(USAGE);
      return 0;
    case 'version':
      process.stdout.write(`kamailio-lint ${manifest.version}\n`);
      return 0;
    case 'fault':
      process.stderr.write(`kamailio-lint: ${command.message}\nTry 'kamailio-lint --help'.\n`);
      return 2;
    case 'lint': {
      const result = lint(command.options, {
        files: nodeFiles,
        catalog: readBuiltCatalog(path.join(import.meta.dirname, 'catalog')),
        workingFolder: process.cwd(),
        toolVersion: manifest.version,
      });
      process.stderr.write(result.faults);
      process.stdout.write(result.output);
      return result.exitCode;
    }
  }
}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`kamailio-lint: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}
