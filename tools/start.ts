/**
 * Opens an editor with the extension running, on a file or folder (examples/ without one): the desktop's VS Code when
 * `code` is on the PATH, otherwise one that is served to a browser. Ctrl-C ends it.
 * Usage: start.ts [FILE|FOLDER]
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildAll } from './build.ts';
import { installEditorHost } from './editor-host/install.ts';
import { EditorHome, EditorServer, installVsix } from './editor-host/server.ts';
import { packageExtension } from './package.ts';
import { projectPath } from './project.ts';

const { folder, file } = chooseWhatToOpen(process.argv[2]);

if (hasDesktopEditor()) await openDesktopEditor();
else await serveEditor();

function chooseWhatToOpen(argument: string | undefined): { readonly folder: string; readonly file?: string } {
  if (argument === undefined)
    return { folder: projectPath('examples'), file: projectPath('examples/sbc/kamailio.cfg') };
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
  child.on('exit', (code) => process.exit(code ?? 0));
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
  console.log(`\nVS Code with the extension is at\n\n  ${server.address(folder, file)}\n\nCtrl-C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void server.stop().then(() => process.exit(0));
    });
  }
}
