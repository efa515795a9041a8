import { commands, Disposable, Range, Uri, window, workspace } from 'vscode';
import type { DocumentLocation } from '../../../../server/src/lsp/messages.ts';
import { whenRunning } from '../../language-client/when-running.ts';
import type { LiveServer } from '../../live/live-server.ts';
import { chooseDestination, chooseServer, chooseSet, pick, type CommandTarget } from './choose.ts';
import type { LiveContext } from './live-context.ts';

/** From the running server to the text: the line of a destination, the calls that use a set. */
export function registerOpenPlaces(context: LiveContext): Disposable {
  return Disposable.from(
    commands.registerCommand('kamailio.dispatcher.openListLine', (target: CommandTarget) =>
      openListLine(context, target),
    ),
    commands.registerCommand('kamailio.dispatcher.openCalls', (target: CommandTarget) => openCalls(context, target)),
  );
}

async function openListLine(context: LiveContext, target: CommandTarget): Promise<void> {
  const server = await chooseServer(context, target);
  if (server === undefined) return;
  const destination = await chooseDestination(server, target);
  if (destination === undefined) return;
  const { setId, uri } = destination;
  const lines = await findLines(context, server, setId, uri);
  await show(lines, `No known list file has a line for ${uri} in set ${setId}.`, `Lines of ${uri}`);
}

async function openCalls(context: LiveContext, target: CommandTarget): Promise<void> {
  const server = await chooseServer(context, target);
  if (server === undefined) return;
  const set = await chooseSet(server, target);
  if (set === undefined) return;
  await whenRunning(context.language);
  const places = await context.language.request('kamailio/findSet', {
    setId: set.id,
    ...configurationOf(server),
  });
  await show(places?.calls ?? [], `No known configuration uses set ${set.id}.`, `Uses of set ${set.id}`);
}

/** The lines of a destination: in the profile's list file if it names one, else in those of the known configurations. */
export async function findLines(
  { language }: LiveContext,
  server: LiveServer,
  setId: number,
  uri: string,
): Promise<readonly DocumentLocation[]> {
  await whenRunning(language);
  const { listFile } = server.profile;
  if (listFile !== undefined) {
    const list = Uri.file(listFile).toString();
    const listed = await language.request('kamailio/listedDestinations', { uri: list });
    const own = listed?.destinations.filter((one) => one.setId === setId && one.uri === uri);
    if (own !== undefined && own.length > 0) return own.map(({ location }) => location);
  }
  return (await language.request('kamailio/findSet', { setId, uri, ...configurationOf(server) }))?.lines ?? [];
}

function configurationOf({ profile }: LiveServer): { configuration?: string } {
  return profile.configuration === undefined ? {} : { configuration: Uri.file(profile.configuration).toString() };
}

/** Goes to the place, or asks to which of several. */
async function show(places: readonly DocumentLocation[], none: string, title: string): Promise<void> {
  if (places.length === 0) {
    void window.showInformationMessage(none);
    return;
  }
  const [only] = places;
  const chosen = places.length === 1 ? only : await choosePlace(places, title);
  if (chosen === undefined) return;
  const { start, end } = chosen.range;
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(Uri.parse(chosen.uri), { selection });
}

async function choosePlace(places: readonly DocumentLocation[], title: string): Promise<DocumentLocation | undefined> {
  const choices = await Promise.all(
    places.map(async (value) => {
      const document = await workspace.openTextDocument(Uri.parse(value.uri));
      const { line } = value.range.start;
      return {
        label: line < document.lineCount ? document.lineAt(line).text.trim() : '',
        description: `${workspace.asRelativePath(document.uri)}:${line + 1}`,
        value,
      };
    }),
  );
  return pick(title, choices);
}
