import { commands, window, type Disposable } from 'vscode';
import { explainUrlProblem } from '../../connections/read-profiles.ts';
import { askForTrust } from '../../connections/trust.ts';
import type { LiveContext } from './live-context.ts';

/** `kamailio.live.addServer`: asks for an address and a name, writes them into the settings and connects. */
export function registerAddServer(context: LiveContext): Disposable {
  return commands.registerCommand('kamailio.live.addServer', async () => {
    if (!(await askForTrust(() => commands.executeCommand('workbench.trust.manage')))) return;
    const url = await window.showInputBox({
      title: 'Add a Kamailio server (1/2): where is it reached?',
      prompt: 'unix:/run/kamailio/kamailio_ctl, tcp://127.0.0.1:2046, http://127.0.0.1:8060/RPC, https://…',
      value: 'unix:/run/kamailio/kamailio_ctl',
      ignoreFocusOut: true,
      validateInput: (text) => explainUrlProblem(text.trim()),
    });
    if (url === undefined) return;
    const name = await askForName(context, suggestName(url.trim()), 'Add a Kamailio server (2/2): its name');
    if (name === undefined) return;
    await addAndConnect(context, { name, url: url.trim() });
  });
}

/** Asks for a name that no server has. */
export function askForName({ live }: LiveContext, value: string, title: string): Thenable<string | undefined> {
  const problemOf = (text: string): string | undefined => {
    if (text.trim() === '') return 'The name is missing.';
    return live.find(text.trim()) === undefined ? undefined : 'There is a server with this name already.';
  };
  return window
    .showInputBox({ title, value, ignoreFocusOut: true, validateInput: problemOf })
    .then((text) => text?.trim());
}

/** Writes the profile into the settings and connects to the server. */
export async function addAndConnect(
  { profiles, live, view }: LiveContext,
  profile: Parameters<LiveContext['profiles']['add']>[0],
): Promise<void> {
  await profiles.add(profile);
  live.find(profile.name)?.connect();
  await commands.executeCommand('kamailio.servers.focus');
  await view.reveal(profile.name);
}

/** A first guess at a name: the host, or `kamailio` for this machine. */
function suggestName(url: string): string {
  const host = url.startsWith('unix:') ? '' : new URL(url).hostname;
  return host === '' || host === 'localhost' || /^(127\.|\[::1\])/.test(host) ? 'kamailio' : host;
}
