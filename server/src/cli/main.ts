import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { suggest } from '../catalog/suggest.ts';
import { describeKind, listKinds } from '../features/rule-page.ts';
import { findingKinds } from '../workspace/finding-kinds.ts';
import { readBuiltCatalog } from '../workspace/host/built-catalog.ts';
import { nodeFiles } from '../workspace/host/node-files.ts';
import { replaceText } from '../workspace/host/replace-text.ts';
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
    case 'rules':
      process.stdout.write(listKinds(findingKinds));
      return 0;
    case 'explain': {
      const { code } = command;
      const kind = findingKinds.find((entry) => entry.code === code);
      if (kind) {
        process.stdout.write(describeKind(kind));
        return 0;
      }
      const likely = suggest(
        code,
        findingKinds.map((entry) => entry.code),
      );
      const hint = likely === undefined ? "'kamailio-lint --rules' lists them" : `did you mean '${likely}'?`;
      process.stderr.write(`kamailio-lint: there are no findings '${code}'; ${hint}\n`);
      return 2;
    }
    case 'lint': {
      const result = lint(command.options, {
        files: nodeFiles,
        replaceText,
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
