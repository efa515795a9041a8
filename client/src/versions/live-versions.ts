/** What connected servers say about their release. No editor. */
import type { LiveServer } from '../live/live-server.ts';

export interface LiveVersion {
  readonly server: string;
  readonly release: string;
  /** Paths, where the profile names the files. */
  readonly configuration: string | undefined;
  readonly listFile: string | undefined;
}

/** The releases of the servers that are talked to and have answered; one that fails for a while keeps its own. */
export function liveVersions(servers: readonly Pick<LiveServer, 'profile' | 'connection' | 'parts'>[]): LiveVersion[] {
  return servers.flatMap(({ profile, connection, parts: { identity } }) => {
    if (connection.kind === 'idle') return [];
    const known =
      identity.kind === 'known' ? identity.value : identity.kind === 'failed' ? identity.last?.value : undefined;
    if (known === undefined) return [];
    const { name: server, configuration, listFile } = profile;
    return [{ server, release: known.version, configuration, listFile }];
  });
}
