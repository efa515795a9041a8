import { commands, env, Range, window, type Disposable, type OutputChannel, type TextEditor } from 'vscode';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import { whenRunning } from '../../language-client/when-running.ts';
import { count } from '../../views/servers/words.ts';

const SHOW = 'Show';

/**
 * `kamailio.list.import`: turns SQL inserts, a `kamctl dispatcher dump` or kamcmd commands into lines of a list. The
 * selected text is replaced; without a selection it is taken from the clipboard and written at the cursor's line.
 */
export function registerListImport(language: ServerConnection, log: OutputChannel): Disposable {
  return commands.registerCommand('kamailio.list.import', async () => {
    const editor = window.activeTextEditor;
    if (editor?.document.languageId !== 'kamailio-dispatcher') {
      void window.showInformationMessage('Open a list of destinations first.');
      return;
    }
    const isSelected = !editor.selection.isEmpty;
    const place = isSelected
      ? wholeLines(editor)
      : new Range(editor.selection.start.line, 0, editor.selection.start.line, 0);
    const text = isSelected ? editor.document.getText(place) : await env.clipboard.readText();
    await whenRunning(language);
    const answer = await language.request('kamailio/importDestinations', { text });
    if (answer === undefined) {
      void window.showErrorMessage('The language server does not answer; its log says why.');
      return;
    }
    const { lines, count: number, problems } = answer;
    if (number === 0) {
      const where = isSelected ? 'The selected text' : 'The clipboard';
      void window.showWarningMessage(
        [`${where} holds no destination that can be read.`, ...problems.slice(0, 1)].join(' '),
      );
      return;
    }
    await editor.edit((edit) => edit.replace(place, lines.endsWith('\n') || lines === '' ? lines : `${lines}\n`));
    const done = `${count(number, 'destination was', 'destinations were')} imported.`;
    if (problems.length === 0) {
      window.setStatusBarMessage(`$(check) ${done}`, 5000);
      return;
    }
    for (const problem of problems) log.appendLine(`Import of destinations: ${problem}`);
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    const chosen = await window.showWarningMessage(`${done} Not all was understood: ${problems[0] ?? ''}${more}`, SHOW);
    if (chosen === SHOW) log.show(true);
  });
}

/** The lines that the selection touches, with the end of the last one where it has one. */
function wholeLines({ document, selection }: TextEditor): Range {
  const { start, end } = selection;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return new Range(start.line, 0, start.line, 0).union(document.lineAt(last).rangeIncludingLineBreak);
}
