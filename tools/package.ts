/** Builds and packs the extension as a user installs it: out/vscode-kamailio-VERSION.vsix. */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createVSIX } from '@vscode/vsce';
import { buildAll } from './build.ts';
import { isEntryPoint, projectPath } from './project.ts';

/** Where the package of this version lies when it has been made. */
export function vsixPath(): string {
  const { name, version } = JSON.parse(readFileSync(projectPath('package.json'), 'utf8')) as Record<string, string>;
  return projectPath('out', `${name ?? ''}-${version ?? ''}.vsix`);
}

/** Answers the path of the package. */
export async function packageExtension(): Promise<string> {
  await buildAll();
  mkdirSync(projectPath('out'), { recursive: true });
  const packagePath = vsixPath();
  await createVSIX({
    cwd: projectPath(),
    packagePath,
    // Everything is bundled.
    dependencies: false,
    allowMissingRepository: true,
    // There is no public address yet that the README's links could lead to.
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

if (isEntryPoint(import.meta.url)) {
  const file = await packageExtension();
  console.log(`${file} (${Math.round(statSync(file).size / 1024)} KB)`);
}
