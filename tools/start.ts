/**
 * Opens an editor with the extension running, on a file or folder: the desktop's VS Code when `code` is on the PATH,
 * otherwise one that is served to a browser. Without a file or folder it opens examples/, with the deployment that is
 * described there running on loopback where Kamailio is installed. Ctrl-C ends it all.
 * Usage: start.ts [FILE|FOLDER]
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildAll } from './build.ts';
import { RunningExamples } from './deployment/running-examples.ts';
import { installEditorHost } from './editor-host/install.ts';
import { EditorHome, EditorServer, installVsix } from './editor-host/server.ts';
import { packageExtension } from './package.ts';
import { projectPath } from './project.ts';

const EXAMPLES = projectPath('examples');

const { folder, file } = chooseWhatToOpen(process.argv[2]);
/** What is ended in the end, the last first. */
const toStop: (() => Promise<void>)[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end(0));

if (folder === EXAMPLES) await startExamples();
if (hasDesktopEditor()) await openDesktopEditor();
else await serveEditor();

function chooseWhatToOpen(argument: string | undefined): { readonly folder: string; readonly file?: string } {
  if (argument === undefined) return { folder: EXAMPLES, file: path.join(EXAMPLES, 'sbc/kamailio.cfg') };
  // npm runs this in the project's folder; INIT_CWD is where the user stands.
  const chosen = path.resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  if (!existsSync(chosen)) throw new Error(`${chosen} does not exist`);
  return statSync(chosen).isDirectory() ? { folder: chosen } : { folder: path.dirname(chosen), file: chosen };
}

/** `code` in the terminal of a remote window only talks to that window and cannot load an extension under development. */
function hasDesktopEditor(): boolean {
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined) return false;
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((entry) => names.some((name) => existsSync(path.join(entry, name))));
}

async function openDesktopEditor(): Promise<void> {
  await buildAll({ development: true });
  const args = [`--extensionDevelopmentPath=${projectPath()}`, '--new-window', '--wait', folder];
  const child = spawn('code', file === undefined ? args : [...args, '--goto', file], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  child.on('exit', (code) => void end(code ?? 0));
}

async function serveEditor(): Promise<void> {
  const vsix = await packageExtension();
  const host = await installEditorHost();
  const home = new EditorHome();
  process.once('exit', () => {
    home.remove();
  });
  installVsix(host, home, vsix);
  const server = await EditorServer.start({ host, home, trusted: true, automated: false });
  toStop.push(() => server.stop());
  console.log(`\nVS Code with the extension is at\n\n  ${server.address(folder, file)}\n\nCtrl-C ends it.`);
}

async function startExamples(): Promise<void> {
  const examples = await RunningExamples.start();
  toStop.push(() => examples.stop());
  for (const sentence of examples.leftOut) console.log(`Left out: ${sentence}`);
  if (examples.nodes.length === 0) return;
  console.log(`Kamailio runs as ${examples.nodes.join(', ')}; the logs are in ${examples.folder}.`);
  if (examples.neighbours.length === 0) return;
  console.log(
    `${examples.neighbours.join(', ')} answer their pings. Type one of these names to silence it, or wake it.`,
  );
  createInterface({ input: process.stdin, terminal: false }).on('line', (line) => {
    const state = examples.toggle(line.trim());
    if (state !== undefined) console.log(`${line.trim()} ${state}.`);
  });
}

async function end(code: number): Promise<void> {
  for (const stop of toStop.splice(0).reverse()) await stop();
  process.exit(code);
}
