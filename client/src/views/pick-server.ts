import { ProgressLocation, window, type QuickPickItem } from 'vscode';
import type { LiveServer } from '../live/live-server.ts';
import type { LiveServers } from '../live/live-servers.ts';
import type { PartName } from '../live/types.ts';
import { nameConnection } from './servers/words.ts';

interface ServerItem extends QuickPickItem {
  readonly server: LiveServer;
}

/** The server that a row of the tree stands for, or whose name was given; undefined for anything else. */
export function serverOfArgument(live: LiveServers, argument: unknown): LiveServer | undefined {
  const name = typeof argument === 'object' && argument !== null && 'server' in argument ? argument.server : argument;
  return typeof name === 'string' ? live.find(name) : undefined;
}

/** Lets the user choose one of some servers; a single one needs no question. */
export async function pickServer(servers: readonly LiveServer[], question: string): Promise<LiveServer | undefined> {
  if (servers.length === 0) {
    void window.showInformationMessage('The settings describe no server for this (kamailio.servers).');
    return undefined;
  }
  if (servers.length === 1) return servers[0];
  const items = servers.map((server): ServerItem => {
    const { name, group } = server.profile;
    const description = group === undefined ? {} : { description: group };
    return { server, label: name, detail: nameConnection(server.connection), ...description };
  });
  return (await window.showQuickPick(items, { title: question, matchOnDescription: true, ignoreFocusOut: true }))
    ?.server;
}

/** The servers that one is compared with: those of its group first. */
export function othersOf(live: LiveServers, server: LiveServer): readonly LiveServer[] {
  const others = live.servers.filter((other) => other !== server);
  const { group } = server.profile;
  const ofGroup = others.filter(({ profile }) => group !== undefined && profile.group === group);
  return ofGroup.length > 0 ? ofGroup : others;
}

/** Connects where the user has not yet done so, and asks now. Failures are in the server's parts. */
export async function askNow(servers: readonly LiveServer[], parts: readonly PartName[]): Promise<void> {
  const names = servers.map(({ profile }) => profile.name).join(', ');
  await window.withProgress({ location: ProgressLocation.Window, title: `Asking ${names}` }, () =>
    Promise.all(
      servers.map((server) => {
        if (server.connection.kind === 'idle') server.connect();
        return server.refresh(parts);
      }),
    ),
  );
}
