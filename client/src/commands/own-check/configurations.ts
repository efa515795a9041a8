import { Uri, workspace } from 'vscode';
import type { StartedConfiguration } from '../../../../server/src/lsp/messages.ts';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import type { Configuration } from '../../own-check/plan.ts';

/** The configurations that a file belongs to, as Kamailio would be started on them; undefined where the server is silent. */
export async function configurationsOf(server: ServerConnection, uri: Uri): Promise<Configuration[] | undefined> {
  const answer = await server.request('kamailio/startedConfigurations', { uri: uri.toString() });
  return answer?.configurations.filter(({ root }) => Uri.parse(root).scheme === 'file').map(toConfiguration);
}

function toConfiguration(started: StartedConfiguration): Configuration {
  const { root, files, defines, kamailioVersion, versionSource, inclusions } = started;
  const { kind } = versionSource;
  return {
    root: toPath(root),
    files: files.map(toPath),
    defines,
    writtenFor: kind === 'setting' || kind === 'comment' || kind === 'live' ? kamailioVersion : undefined,
    inclusions: inclusions.map(({ path, from, file, isDirect }) => ({
      path,
      from: toPath(from),
      file: file === undefined ? undefined : toPath(file),
      isDirect,
    })),
  };
}

/** The texts of the files that are not saved. */
export function unsavedTexts(): ReadonlyMap<string, string> {
  return new Map(
    workspace.textDocuments
      .filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file')
      .map((document) => [document.uri.fsPath, document.getText()]),
  );
}

function toPath(uri: string): string {
  return Uri.parse(uri).fsPath;
}
