import { commands, ProgressLocation, Uri, window, workspace, type Disposable } from 'vscode';
import type { ServerDescription } from '../../../../server/src/lsp/messages.ts';
import { explainUrlProblem } from '../../connections/read-profiles.ts';
import { askForTrust } from '../../connections/trust.ts';
import { openRpcClient } from '../../rpc/open-client.ts';
import { RpcError } from '../../rpc/rpc-error.ts';
import { addAndConnect, askForName } from './add-server.ts';
import { pick } from './choose.ts';
import type { LiveContext } from './live-context.ts';

/** How long a proposed address may take to answer, in milliseconds. */
const TEST_LIMIT_MS = 5000;

const ADD_ANYWAY = 'Add Anyway';

/**
 * `kamailio.live.connectToDescribed`: proposes the ways to the server that the configuration in the editor describes,
 * tries the chosen one, writes it into the settings and connects.
 */
export function registerConnectToDescribed(context: LiveContext): Disposable {
  return commands.registerCommand('kamailio.live.connectToDescribed', (resource?: unknown) =>
    connectToDescribed(context, resource instanceof Uri ? resource : undefined),
  );
}

async function connectToDescribed(context: LiveContext, resource: Uri | undefined): Promise<void> {
  if (!(await askForTrust(() => commands.executeCommand('workbench.trust.manage')))) return;
  const uri = resource ?? (await chooseConfiguration());
  if (uri === undefined) return;
  await context.language.start();
  const description = await context.language.request('kamailio/describeServer', { uri: uri.toString() });
  if (description === undefined) {
    void window.showErrorMessage('The language server does not answer; its log says why.');
    return;
  }
  if (description === null) {
    void window.showInformationMessage('This file belongs to no configuration that is known.');
    return;
  }
  const url = await chooseEndpoint(description);
  if (url === undefined || !(await isWanted(context, url))) return;
  const known = context.live.servers.find(({ profile }) => profile.endpoint.url === url);
  if (known !== undefined) {
    known.connect();
    await context.view.reveal(known.profile.name);
    return;
  }
  const name = await askForName(context, description.name, 'Name of the server');
  if (name === undefined) return;
  const { listFile, configuration } = description;
  await addAndConnect(context, {
    name,
    url,
    ...(listFile === undefined ? {} : { listFile: writePath(listFile) }),
    configuration: writePath(configuration),
  });
}

/** The file in the editor if it is Kamailio's, else one that is asked for. */
async function chooseConfiguration(): Promise<Uri | undefined> {
  const document = window.activeTextEditor?.document;
  if (document?.uri.scheme === 'file' && document.languageId.startsWith('kamailio')) return document.uri;
  const files = await workspace.findFiles('**/kamailio*.cfg', undefined, 100);
  if (files.length === 0) {
    void window.showInformationMessage('Open the configuration of the server first.');
    return undefined;
  }
  return pick(
    'Which configuration?',
    files
      .map((value) => ({ label: workspace.asRelativePath(value), value }))
      .sort((a, b) => a.label.localeCompare(b.label)),
  );
}

async function chooseEndpoint({ name, endpoints, notes }: ServerDescription): Promise<string | undefined> {
  const other = { label: 'Another address …', value: '' };
  const usable = endpoints.map(({ url, explanation }) => ({ label: url, detail: explanation, value: url }));
  const remarks = notes.map((note) => ({ label: '$(info) Note', detail: note, value: '' }));
  const chosen = await pick(`Ways to ${name}`, [...usable, ...remarks, other]);
  if (chosen !== '') return chosen;
  const text = await window.showInputBox({
    title: `Where is ${name} reached?`,
    value: endpoints[0]?.url ?? 'unix:/run/kamailio/kamailio_ctl',
    ignoreFocusOut: true,
    validateInput: (value) => explainUrlProblem(value.trim()),
  });
  return text?.trim();
}

/** Tries the address; where nobody answers as expected, the user decides. */
async function isWanted({ log }: LiveContext, url: string): Promise<boolean> {
  const error = await window.withProgress({ location: ProgressLocation.Notification, title: `Trying ${url}` }, () =>
    tryAddress(url),
  );
  if (error === undefined) return true;
  // Somebody is there and wants to know who asks: the password is asked for after connecting.
  if (error.kind === 'unauthorised') return true;
  log.warn(`${url}: ${error.message}`);
  return (await window.showWarningMessage(`${url}: ${error.message}`, { modal: true }, ADD_ANYWAY)) === ADD_ANYWAY;
}

async function tryAddress(url: string): Promise<RpcError | undefined> {
  const client = openRpcClient({ url });
  try {
    await client.call('core.version', [], { deadline: TEST_LIMIT_MS });
    return undefined;
  } catch (error) {
    return error instanceof RpcError ? error : new RpcError('garbled', String(error));
  } finally {
    client.dispose();
  }
}

/** A file as the settings name it: relative to the workspace where it lies in it. */
function writePath(uri: string): string {
  return workspace.asRelativePath(Uri.parse(uri), false);
}
