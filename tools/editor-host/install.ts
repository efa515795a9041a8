/**
 * A complete build of VS Code's workbench and extension host from the npm registry alone, for machines where the
 * desktop program cannot be downloaded: the one inside the package code-server, installed once into the user's cache.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** VS Code 1.139.1, which runs on Node 24. */
const CODE_SERVER = {
  version: '4.139.1',
  integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};

/** Parts of that build that serve its own assistant only; they are a quarter of its size. */
const NOT_NEEDED = ['@github', '@microsoft/mxc-sdk'];

/** An installed build of VS Code that serves its workbench to a browser. */
export interface EditorHost {
  /** The script that starts the server, for `node`. */
  readonly serverMain: string;
  /** The program that runs the script. */
  readonly node: string;
}

/** Installs the host where it is not yet, which takes about half a minute, and answers where it is. */
export async function installEditorHost(): Promise<EditorHost> {
  const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  const folder = path.join(cache, 'vscode-kamailio', `code-server-${CODE_SERVER.version}`);
  const serverMain = path.join(folder, 'lib/vscode/out/server-main.js');
  if (!existsSync(serverMain)) {
    console.log(`Installing VS Code for the browser (code-server ${CODE_SERVER.version}) into ${folder} …`);
    await mkdir(path.dirname(folder), { recursive: true });
    const unfinished = await mkdtemp(`${folder}-`);
    try {
      await install(unfinished);
      // Another run may have been faster; its result is as good.
      if (!existsSync(serverMain)) await rename(path.join(unfinished, 'package'), folder);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  return { serverMain, node: process.execPath };
}

async function install(folder: string): Promise<void> {
  await npm(folder, ['pack', '--silent', `code-server@${CODE_SERVER.version}`]);
  const archive = path.join(folder, `code-server-${CODE_SERVER.version}.tgz`);
  const found = `sha512-${createHash('sha512')
    .update(await readFile(archive))
    .digest('base64')}`;
  if (found !== CODE_SERVER.integrity)
    throw new Error(`code-server ${CODE_SERVER.version}: unexpected content ${found}`);
  await run('tar', ['-xzf', archive], folder);
  await rm(archive);

  const vscode = path.join(folder, 'package/lib/vscode');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  // Nothing is compiled: what has no published binary (the log file, a second watchdog) VS Code does without.
  // Not `npm ci`: the package's own lock file is out of step with its manifest by one development dependency.
  await npm(vscode, ['install', '--omit=dev', '--ignore-scripts', ...quiet]);
  await Promise.all(
    NOT_NEEDED.map((name) => rm(path.join(vscode, 'node_modules', name), { recursive: true, force: true })),
  );
  await writeFile(path.join(folder, 'package/README.cache'), 'Made by the tests of vscode-kamailio; safe to delete.\n');
}

/** Runs the npm that started this, or else the one on the PATH. */
function npm(cwd: string, args: readonly string[]): Promise<void> {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') === true ? run(process.execPath, [cli, ...args], cwd) : run('npm', args, cwd);
}

function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  // The settings of the npm that started this are about the project and not about the host.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(?:registry|cache|https?_proxy)$)/i.test(name),
  );
  const env: NodeJS.ProcessEnv = Object.fromEntries(inherited);
  env.PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')}: exit code ${code ?? 'none'}\n${complaint}`));
    });
  });
}
