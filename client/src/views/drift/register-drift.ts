import { commands, Disposable, Range, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import { askNow, othersOf, pickServer, serverOfArgument } from '../pick-server.ts';
import { readPart } from '../reading.ts';
import type { Comparison } from './comparison.ts';
import { comparisonOf, Comparisons } from './comparisons.ts';
import { compareList, findListFile, versionOf } from './find-drift.ts';
import { changesForFile, probesUnasked } from './side-by-side.ts';

type FileComparison = Comparison & { readonly kind: 'drift' };

/**
 * The comparisons of files and servers, their commands, and what is offered in their titles. `wake` is told which
 * servers somebody looks at.
 */
export function registerDrift(
  live: LiveServers,
  language: ServerConnection,
  wake: (server: LiveServer) => void,
): Disposable {
  const comparisons = new Comparisons(live, language, wake);
  const register = (name: string, run: (argument: unknown) => Promise<void>): Disposable =>
    commands.registerCommand(`kamailio.live.${name}`, run);
  return Disposable.from(
    comparisons,
    register('showDrift', (argument) => showDrift(live, language, comparisons, argument)),
    register('compareServers', (argument) => compareServers(live, comparisons, argument)),
    register('compareTables', (argument) => compareTables(live, comparisons, argument)),
    register('refreshComparison', async (argument) => {
      const comparison = shownComparison(argument);
      if (comparison === undefined) return;
      if (comparison.kind !== 'tables') await askNow(serversNamed(live, comparison), ['dispatcher']);
      await comparisons.refresh(comparison);
    }),
    register('reloadDrifted', async (argument) => {
      const server = fileComparison(argument)?.server;
      if (server !== undefined) await commands.executeCommand('kamailio.dispatcher.reload', { kind: 'server', server });
    }),
    register('writeDriftToFile', (argument) => writeToFile(live, language, fileComparison(argument))),
  );
}

async function showDrift(
  live: LiveServers,
  language: ServerConnection,
  comparisons: Comparisons,
  argument: unknown,
): Promise<void> {
  const server =
    serverOfArgument(live, argument) ??
    (await pickServer(live.servers, 'Whose memory is compared with its list file?'));
  if (server === undefined) return;
  const [listFile] = await Promise.all([
    findListFile(server, language).then((found) => found ?? askForListFile(server)),
    askNow([server], ['dispatcher']),
  ]);
  if (listFile === undefined) return;
  await comparisons.open({ kind: 'drift', server: server.profile.name, listFile: listFile.toString() });
}

async function askForListFile({ profile }: LiveServer): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    title: `The list file of ${profile.name} ("listFile" of the profile keeps the answer)`,
    openLabel: 'Compare',
    filters: { 'Destination lists': ['list', 'lst', 'txt', 'ctmpl', 'tpl'], 'All files': ['*'] },
  });
  return chosen?.[0];
}

async function compareServers(live: LiveServers, comparisons: Comparisons, argument: unknown): Promise<void> {
  const pair = await pickPair(live, argument, 'destinations');
  if (pair === undefined) return;
  await askNow(pair, ['dispatcher']);
  const [left, right] = pair;
  await comparisons.open({ kind: 'servers', left: left.profile.name, right: right.profile.name });
}

async function compareTables(live: LiveServers, comparisons: Comparisons, argument: unknown): Promise<void> {
  const pair = await pickPair(live, argument, 'hash tables');
  if (pair === undefined) return;
  const [left, right] = pair;
  const table = tableOfArgument(argument) ?? (await pickTable(left));
  if (table === undefined) return;
  await comparisons.open({ kind: 'tables', left: left.profile.name, right: right.profile.name, table });
}

async function pickPair(
  live: LiveServers,
  argument: unknown,
  what: string,
): Promise<readonly [LiveServer, LiveServer] | undefined> {
  const left = serverOfArgument(live, argument) ?? (await pickServer(live.servers, `Compare the ${what} of …`));
  if (left === undefined) return undefined;
  const right = await pickServer(othersOf(live, left), `Compare the ${what} of ${left.profile.name} with …`);
  return right === undefined ? undefined : [left, right];
}

async function pickTable(server: LiveServer): Promise<string | undefined> {
  await askNow([server], ['tables']);
  const reading = readPart(server, 'tables');
  if (reading.kind !== 'fresh' && reading.kind !== 'stale') {
    void window.showWarningMessage(`${server.profile.name} does not tell its hash tables.`);
    return undefined;
  }
  // Those that are meant to be the same on all nodes come first.
  const tables = reading.value.toSorted((a, b) => Number(b.isReplicated) - Number(a.isReplicated));
  const items = tables.map(({ name, isReplicated, entries }) => ({
    label: name,
    description: [isReplicated ? 'replicated' : undefined, entries === undefined ? undefined : `${entries} entries`]
      .filter((word) => word !== undefined)
      .join(', '),
  }));
  return (await window.showQuickPick(items, { title: `Which table of ${server.profile.name}?`, ignoreFocusOut: true }))
    ?.label;
}

function tableOfArgument(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('table' in argument)) return undefined;
  return typeof argument.table === 'string' ? argument.table : undefined;
}

async function writeToFile(
  live: LiveServers,
  language: ServerConnection,
  comparison: FileComparison | undefined,
): Promise<void> {
  const server = comparison === undefined ? undefined : live.find(comparison.server);
  if (server === undefined || comparison === undefined) return;
  await askNow([server], ['dispatcher']);
  const uri = comparison.listFile;
  const answer = await language.request('kamailio/listedDestinations', { uri });
  const reading = readPart(server, 'dispatcher');
  if (answer === undefined || reading.kind !== 'fresh') {
    void window.showWarningMessage(
      'Nothing was written: the file or the memory of the server is not known as it is now.',
    );
    return;
  }
  const { destinations, orders } = compareList(answer.destinations, reading.value.sets, versionOf(server));
  const changes = changesForFile(destinations, probesUnasked(answer.destinations, reading.value.sets));
  const result = changes.length === 0 ? undefined : await language.request('kamailio/editList', { uri, changes });
  if (result === undefined || result.edits.length === 0) {
    void window.showInformationMessage(
      orders.length === 0
        ? 'The file holds what is in memory already.'
        : 'The file holds what is in memory already; only the order differs, which is left as it is. A reload brings that of the file.',
    );
    return;
  }
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const edit = new WorkspaceEdit();
  for (const { range, newText } of result.edits) {
    const { start, end } = range;
    edit.replace(document.uri, new Range(start.line, start.character, end.line, end.character), newText);
  }
  await workspace.applyEdit(edit);
  await window.showTextDocument(document, { preview: false });
}

function serversNamed(live: LiveServers, comparison: Comparison): LiveServer[] {
  const names = comparison.kind === 'drift' ? [comparison.server] : [comparison.left, comparison.right];
  return names.map((name) => live.find(name)).filter((server) => server !== undefined);
}

/** The comparison that a button stands above, or the one in the active editor. */
function shownComparison(argument: unknown): Comparison | undefined {
  const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
  return uri === undefined ? undefined : comparisonOf(uri);
}

function fileComparison(argument: unknown): FileComparison | undefined {
  const comparison = shownComparison(argument);
  return comparison?.kind === 'drift' ? comparison : undefined;
}
