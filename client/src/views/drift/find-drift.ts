import { Uri } from 'vscode';
import type { ListedDestination } from '../../../../server/src/lsp/messages.ts';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import { compareOrderWithFile, compareWithFile } from '../../live/drift.ts';
import type { DestinationSet } from '../../live/types.ts';
import { readPart, type ServerState } from '../reading.ts';
import { countDifferences, type ListDrift } from './side-by-side.ts';

export interface FileDrift {
  readonly listFile: Uri;
  readonly listed: readonly ListedDestination[];
  readonly drift: ListDrift;
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
    drift: compareList(answer.destinations, reading.value.sets, versionOf(server)),
  };
}

/** All that differs between the lines of a list file and the memory of a server of a version. */
export function compareList(
  listed: readonly ListedDestination[],
  sets: readonly DestinationSet[],
  version: string | undefined,
): ListDrift {
  return { destinations: compareWithFile(listed, sets, { version }), orders: compareOrderWithFile(listed, sets) };
}

/** The Kamailio's version as far as it is known. */
export function versionOf(server: Pick<ServerState, 'parts' | 'isFresh'>): string | undefined {
  const reading = readPart(server, 'identity');
  return reading.kind === 'fresh' || reading.kind === 'stale' ? reading.value.version : undefined;
}

/** How much differs between file and memory; undefined where nobody can tell. */
export async function countDrift(server: ServerState, language: ServerConnection): Promise<number | undefined> {
  const found = await findDrift(server, language);
  return found === undefined ? undefined : countDifferences(found.drift);
}
