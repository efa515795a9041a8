import { commands, env, window, type Disposable } from 'vscode';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import { whenRunning } from '../../language-client/when-running.ts';
import { count } from '../../views/servers/words.ts';
import { COPY_FORMS } from '../live/copy-destination.ts';

/** `kamailio.list.copyAs`: copies the selected lines of a list of destinations for another tool. */
export function registerListCopyAs(language: ServerConnection): Disposable {
  return commands.registerCommand('kamailio.list.copyAs', async () => {
    const editor = window.activeTextEditor;
    if (editor?.document.languageId !== 'kamailio-dispatcher') {
      void window.showInformationMessage('Open a list of destinations and select lines first.');
      return;
    }
    const chosen = await window.showQuickPick(COPY_FORMS, { title: 'Copy the selected destinations as' });
    if (chosen === undefined) return;
    const { start, end } = editor.selection;
    const uri = editor.document.uri.toString();
    await whenRunning(language);
    const answer = await language.request('kamailio/formatDestinations', {
      uri,
      range: {
        start: { line: start.line, character: start.character },
        end: { line: end.line, character: end.character },
      },
      form: chosen.value,
    });
    if (answer === undefined) {
      void window.showErrorMessage('The language server does not answer; its log says why.');
    } else if (answer.count === 0) {
      void window.showInformationMessage('There is no destination in the selected lines.');
    } else {
      await env.clipboard.writeText(answer.text);
      window.setStatusBarMessage(`$(check) Copied ${count(answer.count, 'destination', 'destinations')}`, 3000);
    }
  });
}
