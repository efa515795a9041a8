import {
  commands,
  ProgressLocation,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
  type Disposable,
  type QuickPickItem,
} from 'vscode';
import type { ServerDescription } from '../../../../server/src/lsp/messages.ts';
import { explainUrlProblem } from '../../connections/read-profiles.ts';
import { askForTrust } from '../../connections/trust.ts';
import { whenRunning } from '../../language-client/when-running.ts';
import { openRpcClient } from '../../rpc/open-client.ts';
import { RpcError } from '../../rpc/rpc-error.ts';
import type { RpcClient } from '../../rpc/types.ts';
import { addAndConnect, askForName } from './add-server.ts';
import { pick } from './choose.ts';
import type { LiveContext } from './live-context.ts';

/** How long a proposed address may take to answer, in milliseconds. */
const TEST_LIMIT_MS = 3000;

const ADD_ANYWAY = 'Add Anyway';

/**
 * `kamailio.live.connectToDescribed`: proposes the ways to the server that the configuration in the editor describes,
 * tries them, writes the chosen one into the settings and connects.
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
  // The language server knows open documents only.
  await workspace.openTextDocument(uri);
  await whenRunning(context.language);
  const description = await context.language.request('kamailio/describeServer', { uri: uri.toString() });
  if (description === undefined) {
    void window.showErrorMessage('The language server does not answer; its log says why.');
    return;
  }
  if (description === null) {
    void window.showInformationMessage('This file belongs to no configuration that is known.');
    return;
  }
  const url = await chooseEndpoint(context, description);
  if (url === undefined) return;
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

/** A proposed address and how it answered; `error` is undefined where it did as it should. */
interface TriedEndpoint {
  readonly url: string;
  readonly explanation: string;
  readonly error: RpcError | undefined;
}

/** Tries all proposals and lets one be chosen, those that answer first. */
async function chooseEndpoint({ log }: LiveContext, description: ServerDescription): Promise<string | undefined> {
  const { name, endpoints, notes } = description;
  const tried = await window.withProgress(
    { location: ProgressLocation.Notification, title: `Trying the ways to ${name}` },
    () =>
      Promise.all(endpoints.map(async (one): Promise<TriedEndpoint> => ({ ...one, error: await tryAddress(one.url) }))),
  );
  for (const { url, error } of tried) if (error !== undefined) log.warn(`${url}: ${error.message}`);
  const answering = tried.filter(answers);
  const choices: (QuickPickItem & { readonly choice?: TriedEndpoint | string })[] = [
    ...[...answering, ...tried.filter((one) => !answers(one))].map((choice) => ({
      label: `$(${answers(choice) ? 'pass' : 'warning'}) ${choice.url}`,
      description: choice.explanation,
      detail:
        choice.error === undefined
          ? 'It answers.'
          : choice.error.kind === 'unauthorised'
            ? 'It answers and wants a password or token.'
            : choice.error.message,
      choice,
    })),
    { label: '$(edit) Another address …', choice: 'other' },
    ...(notes.length === 0 ? [] : [{ label: 'What the configuration says', kind: QuickPickItemKind.Separator }]),
    ...notes.map((note) => ({ label: '$(info) Note', detail: note, choice: note })),
  ];
  const chosen = (await window.showQuickPick(choices, { title: `Ways to ${name}` }))?.choice;
  if (chosen === undefined) return undefined;
  if (chosen === 'other') return askForAddress(name, endpoints[0]?.url);
  if (typeof chosen === 'string') {
    void window.showInformationMessage(chosen);
    return undefined;
  }
  return answers(chosen) || (await isWantedAnyway(chosen.url, chosen.error)) ? chosen.url : undefined;
}

/** Whether somebody is there; who asks for a password does so after connecting. */
function answers({ error }: TriedEndpoint): boolean {
  return error === undefined || error.kind === 'unauthorised';
}

async function askForAddress(name: string, value = 'unix:/run/kamailio/kamailio_ctl'): Promise<string | undefined> {
  const text = await window.showInputBox({
    title: `Where is ${name} reached?`,
    value,
    ignoreFocusOut: true,
    validateInput: (typed) => explainUrlProblem(typed.trim()),
  });
  if (text === undefined) return undefined;
  const url = text.trim();
  const error = await window.withProgress({ location: ProgressLocation.Notification, title: `Trying ${url}` }, () =>
    tryAddress(url),
  );
  const isThere = error === undefined || error.kind === 'unauthorised';
  return isThere || (await isWantedAnyway(url, error)) ? url : undefined;
}

async function isWantedAnyway(url: string, error: RpcError | undefined): Promise<boolean> {
  const message = `${url} does not answer as a Kamailio.`;
  const options = { modal: true, detail: error?.message ?? '' };
  return (await window.showWarningMessage(message, options, ADD_ANYWAY)) === ADD_ANYWAY;
}

async function tryAddress(url: string): Promise<RpcError | undefined> {
  let client: RpcClient | undefined;
  try {
    client = openRpcClient({ url });
    await client.call('core.version', [], { deadline: TEST_LIMIT_MS });
    return undefined;
  } catch (error) {
    return error instanceof RpcError ? error : new RpcError('garbled', String(error));
  } finally {
    client?.dispose();
  }
}

/** A file as the settings name it: relative to the workspace where it lies in it. */
function writePath(uri: string): string {
  return workspace.asRelativePath(Uri.parse(uri), false);
}
