import { commands, Disposable, env, window } from 'vscode';
import type { DestinationForm } from '../../../../server/src/lsp/messages.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { Destination } from '../../live/types.ts';
import { chooseDestination, chooseServer, pick, type CommandTarget } from './choose.ts';
import { writeDestination } from './destination-text.ts';
import type { LiveContext } from './live-context.ts';
import { findLines } from './open-places.ts';

/** How a destination can be copied, in the words of a choice. */
export const COPY_FORMS: readonly {
  readonly value: DestinationForm;
  readonly label: string;
  readonly detail: string;
}[] = [
  { value: 'list', label: 'List line', detail: 'A line of dispatcher.list' },
  { value: 'kamcmd', label: 'kamcmd command', detail: 'Adds it to the memory of a running server' },
  { value: 'kamctl', label: 'kamctl command', detail: 'Adds it to the database' },
  { value: 'sql', label: 'SQL insert', detail: 'For the table dispatcher' },
];

/** Copying a destination of a running server: its URI, or as what adds it elsewhere. */
export function registerCopyDestination(context: LiveContext): Disposable {
  return Disposable.from(
    commands.registerCommand('kamailio.dispatcher.copyUri', async (target: CommandTarget) => {
      const server = await chooseServer(context, target);
      const destination = server === undefined ? undefined : await chooseDestination(server, target);
      if (destination !== undefined) await copy(destination.uri);
    }),
    commands.registerCommand('kamailio.dispatcher.copyAs', async (target: CommandTarget) => {
      const server = await chooseServer(context, target);
      const destination = server === undefined ? undefined : await chooseDestination(server, target);
      if (server === undefined || destination === undefined) return;
      const form = await pick(`Copy ${destination.uri} as`, COPY_FORMS);
      if (form !== undefined) await copy(await write(context, server, destination, form));
    }),
  );
}

/** The line of the list file knows more than the memory, its flags for one; without it the memory is written. */
async function write(
  context: LiveContext,
  server: LiveServer,
  destination: Destination,
  form: DestinationForm,
): Promise<string> {
  const [line] = await findLines(context, server, destination.setId, destination.uri);
  const answer =
    line === undefined ? undefined : await context.language.request('kamailio/formatDestinations', { ...line, form });
  return answer !== undefined && answer.count > 0 ? answer.text : writeDestination(destination, form);
}

async function copy(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage('$(check) Copied', 3000);
}
