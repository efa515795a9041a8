import {
  commands,
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  languages,
  ProgressLocation,
  Range,
  Uri,
  window,
  workspace,
  type DiagnosticCollection,
} from 'vscode';
import type { OtherSidesAnswer, SideFinding } from '../../../server/src/lsp/messages.ts';
import type { ServerConnection } from '../language-client/server-connection.ts';
import { whenRunning } from '../language-client/when-running.ts';

const SEVERITIES: Readonly<Record<SideFinding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * `kamailio.sides.check` checks the configuration in the editor with its feature switches on and off, and shows what it
 * finds apart from the other findings, until the file is edited or `kamailio.sides.forget` is run.
 */
export function registerOtherSides(server: ServerConnection): Disposable {
  const found = languages.createDiagnosticCollection('kamailio-other-sides');
  return Disposable.from(
    found,
    commands.registerCommand('kamailio.sides.check', () => check(server, found)),
    commands.registerCommand('kamailio.sides.forget', () => found.clear()),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) found.delete(document.uri);
    }),
    workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) found.delete(uri);
    }),
  );
}

async function check(server: ServerConnection, found: DiagnosticCollection): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document?.languageId !== 'kamailio') {
    void window.showInformationMessage('Open a file of a Kamailio configuration to have its conditions checked.');
    return;
  }
  await whenRunning(server);
  const edited = new Set<string>();
  const watcher = workspace.onDidChangeTextDocument(({ document: { uri } }) => edited.add(uri.toString()));
  try {
    const { answer, isCancelled } = await ask(server, document.uri);
    if (isCancelled) return;
    if (answer === undefined) {
      void window.showErrorMessage('The language server does not answer; its log says why.');
      return;
    }
    found.clear();
    for (const { uri, findings } of answer.files) {
      const file = Uri.parse(uri);
      // The places of what was found are those of a text that is gone.
      if (!edited.has(file.toString())) found.set(file, findings.map(toDiagnostic));
    }
    void window.showInformationMessage(describe(answer));
  } finally {
    watcher.dispose();
  }
}

async function ask(
  server: ServerConnection,
  uri: Uri,
): Promise<{ readonly answer: OtherSidesAnswer | undefined; readonly isCancelled: boolean }> {
  const options = {
    location: ProgressLocation.Notification,
    title: 'Checking all sides of the conditions',
    cancellable: true,
  };
  return window.withProgress(options, async (progress, token) => {
    const listener = server.onMessage('kamailio/otherSidesProgress', (told) => {
      if (told.uri === uri.toString()) progress.report({ message: `${told.runs} of ${told.runs + told.outstanding}` });
    });
    try {
      const answer = await server.request('kamailio/checkOtherSides', { uri: uri.toString() }, token);
      return { answer, isCancelled: token.isCancellationRequested };
    } finally {
      listener.dispose();
    }
  });
}

function describe({ files, runs, leftOut }: OtherSidesAnswer): string {
  const count = files.reduce((sum, { findings }) => sum + findings.length, 0);
  if (runs === 0 && leftOut === 0) return 'No condition of this configuration asks for a feature switch.';
  const what = count === 0 ? 'nothing more' : count === 1 ? 'one more finding' : `${count} more findings`;
  const rest =
    leftOut === 0 ? '' : ` ${leftOut === 1 ? 'One side' : `${leftOut} sides`} cannot be reached by switches.`;
  return `Read ${runs === 1 ? 'once' : `${runs} times`} with other switches: ${what}.${rest}`;
}

function toDiagnostic({ range: { start, end }, code, severity, message, page }: SideFinding): Diagnostic {
  const range = new Range(start.line, start.character, end.line, end.character);
  const diagnostic = new Diagnostic(range, message, SEVERITIES[severity]);
  diagnostic.source = 'kamailio, other sides';
  diagnostic.code = page === undefined ? code : { value: code, target: Uri.parse(page) };
  return diagnostic;
}
