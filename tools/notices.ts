/** The licences of what is bundled: they ask to go along with the code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { projectPath } from './project.ts';

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The text of the notices for all packages that went into a bundle. A package without a licence file is an error. */
export function writeNotices(bundles: readonly Metafile[]): string {
  const folders = new Set(bundles.flatMap(({ inputs }) => Object.keys(inputs)).map(packageFolder));
  folders.delete(undefined);
  const notices = [...folders].map((folder) => noticeOf(projectPath(folder ?? ''))).sort();
  const head = 'This software contains the following packages, each under the licence printed below its name.\n';
  return [head, ...notices].join('\n');
}

/** The folder of the package that a bundled file belongs to; `undefined` for the project's own. */
function packageFolder(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function noticeOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as PackageManifest;
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const file = names.find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${manifest.name} has no licence file`);
  const text = readFileSync(path.join(folder, file), 'utf8').trim().replace(/\r\n/g, '\n');
  return `${'='.repeat(80)}\n${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})\n\n${text}\n`;
}
