import { Uri } from 'vscode';
import type { ListedDestination } from '../../../../server/src/lsp/messages.ts';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import { compareWithFile, type Drift } from '../../live/drift.ts';
import { readPart, type ServerState } from '../reading.ts';

export interface FileDrift {
  readonly listFile: Uri;
  readonly listed: readonly ListedDestination[];
  readonly drift: readonly Drift[];
}

/** The list file that a profile names, or that its configuration names; undefined where neither tells. */
export async function findListFile(
  { profile }: Pick<ServerState, 'profile'>,
  language: ServerConnection,
): Promise<Uri | undefined> {
  if (profile.listFile !== undefined) return Uri.file(profile.listFile);
  if (profile.configuration === undefined) return undefined;
  const uri = Uri.file(profile.configuration).toString();
  const description = await language.request('kamailio/describeServer', { uri });
  return description?.listFile === undefined ? undefined : Uri.parse(description.listFile);
}

/**
 * What differs between the list file of a server and its memory. Undefined where there is no such file, or where the
 * memory is not known as it is now.
 */
export async function findDrift(server: ServerState, language: ServerConnection): Promise<FileDrift | undefined> {
  const listFile = await findListFile(server, language);
  if (listFile === undefined) return undefined;
  const answer = await language.request('kamailio/listedDestinations', { uri: listFile.toString() });
  const reading = readPart(server, 'dispatcher');
  if (answer === undefined || reading.kind !== 'fresh') return undefined;
  return {
    listFile,
    listed: answer.destinations,
    drift: compareWithFile(answer.destinations, reading.value.sets, { version: versionOf(server) }),
  };
}

/** The Kamailio's version as far as it is known. */
export function versionOf(server: Pick<ServerState, 'parts' | 'isFresh'>): string | undefined {
  const reading = readPart(server, 'identity');
  return reading.kind === 'fresh' || reading.kind === 'stale' ? reading.value.version : undefined;
}

/** How many destinations differ between file and memory; undefined where nobody can tell. */
export async function countDrift(server: ServerState, language: ServerConnection): Promise<number | undefined> {
  return (await findDrift(server, language))?.drift.length;
}
