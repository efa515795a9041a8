/** Which of the servers a document is about. No editor. */
import path from 'node:path';
import type { ServerState } from '../reading.ts';

/** What a document is part of, as paths of the file system. */
export interface DocumentContext {
  readonly file: string;
  /** The root of the configuration that it belongs to. */
  readonly configuration: string | undefined;
  /** The list file of that configuration. */
  readonly listFile: string | undefined;
}

type Candidate = Pick<ServerState, 'profile' | 'connection'>;

/**
 * The servers whose profile names the document or its configuration. Where none does, and one server only is talked to
 * whose profile names no file at all, it is taken to be the one that is meant.
 */
export function chooseServers<S extends Candidate>(document: DocumentContext, servers: readonly S[]): readonly S[] {
  const files = [document.file, document.configuration, document.listFile].filter((file) => file !== undefined);
  const named = servers.filter(({ profile }) =>
    [profile.configuration, profile.listFile].some(
      (setting) => setting !== undefined && files.some((file) => isSameFile(setting, file)),
    ),
  );
  const isListOf = ({ profile: { listFile } }: S): boolean =>
    listFile !== undefined && isSameFile(listFile, document.file);
  // Servers may share a configuration and yet have a list each.
  if (named.some(isListOf)) return named.filter((server) => server.profile.listFile === undefined || isListOf(server));
  if (named.length > 0) return named;
  const talking = servers.filter(({ connection }) => connection.kind !== 'idle');
  const [only, ...others] = talking;
  if (only === undefined || others.length > 0) return [];
  return only.profile.configuration === undefined && only.profile.listFile === undefined ? [only] : [];
}

function isSameFile(a: string, b: string): boolean {
  const [first, second] = [path.normalize(a), path.normalize(b)];
  return process.platform === 'win32' ? first.toLowerCase() === second.toLowerCase() : first === second;
}
