import { commands, ConfigurationTarget, Disposable, window } from 'vscode';
import { hasLockedKey } from '../../connections/client-factory.ts';
import { askForTrust } from '../../connections/trust.ts';
import type { LiveServer } from '../../live/live-server.ts';
import { chooseServer, type CommandTarget } from './choose.ts';
import type { LiveContext } from './live-context.ts';
import { allowChanges } from './run-action.ts';

/** Connecting, disconnecting, asking again, passwords and access. */
export function registerConnect(context: LiveContext): Disposable {
  const register = (name: string, run: (target: CommandTarget) => unknown): Disposable =>
    commands.registerCommand(`kamailio.live.${name}`, run);
  return Disposable.from(
    register('connect', async (target) => {
      if (!(await askForTrust(manageTrust))) return;
      const server = await chooseServer(context, target, 'idle');
      if (server === undefined) return;
      server.connect();
      await context.view.reveal(server.profile.name);
    }),
    register('connectAll', async () => {
      if (!(await askForTrust(manageTrust))) return;
      for (const server of context.live.servers) if (server.connection.kind === 'idle') server.connect();
    }),
    register('disconnect', async (target) => {
      const server = await chooseServer(context, target);
      if (server !== undefined) await disconnect(context, server);
    }),
    register('refresh', (target) => refresh(context, target)),
    register('enterSecret', async (target) => {
      const server = await chooseServer(context, target, 'any');
      if (server !== undefined) await enterSecret(context, server);
    }),
    register('forgetSecret', async (target) => {
      const server = await chooseServer(context, target, 'any');
      if (server === undefined) return;
      await context.secrets.forget(server.profile);
      void window.showInformationMessage(`Nothing is stored for ${server.profile.name} any more.`);
    }),
    register('allowChanges', async (target) => {
      const server = await chooseServer(context, target, 'any');
      if (server !== undefined) await allowChanges(context.profiles, server.profile.name);
    }),
    register('forbidChanges', async (target) => {
      const server = await chooseServer(context, target, 'any');
      if (server !== undefined) await context.profiles.change(server.profile.name, { access: 'read' });
    }),
    register('openSettings', (target) => openSettings(context, target)),
    register('showLog', () => {
      context.log.show(true);
    }),
    register('showMore', async (target) => {
      if (target?.kind === 'more') await context.view.showMore(target);
    }),
  );
}

function manageTrust(): Thenable<unknown> {
  return commands.executeCommand('workbench.trust.manage');
}

async function disconnect({ remembered }: LiveContext, server: LiveServer): Promise<void> {
  server.disconnect();
  await remembered.remove(server.profile);
}

/** Asks the server of the row, or all that are connected, for all that can be seen. */
async function refresh({ live, view }: LiveContext, target: CommandTarget): Promise<void> {
  const server = target !== undefined && 'server' in target ? live.find(target.server) : undefined;
  const asked = server === undefined ? live.servers : [server];
  await Promise.all(
    asked
      .filter(({ connection }) => connection.kind !== 'idle')
      .flatMap((one) => [one.refresh(), view.reloadOpenTables(one)]),
  );
}

/** Asks for the password, token or passphrase and connects anew with it. */
export async function enterSecret({ secrets, profiles, live }: LiveContext, server: LiveServer): Promise<void> {
  const { profile } = server;
  if (await hasLockedKey(profile)) {
    if (!(await secrets.ask(profile, 'passphrase'))) return;
  }
  if (profile.authentication.kind === 'none') {
    if (!/^https?:/.test(profile.endpoint.url)) {
      void window.showInformationMessage(`${profile.name} is reached without a password: only HTTP knows one.`);
      return;
    }
    const user = await window.showInputBox({
      title: `User for ${profile.name}`,
      prompt: 'Empty for a token instead of user and password.',
      ignoreFocusOut: true,
    });
    if (user === undefined) return;
    const authentication = user === '' ? { kind: 'bearer' as const } : { kind: 'basic' as const, user };
    // The secret is stored first: the changed profile may be connected at once.
    if (!(await secrets.ask({ ...profile, authentication }, 'password'))) return;
    await profiles.change(profile.name, { authentication });
    live.find(profile.name)?.connect();
    return;
  }
  if (!(await secrets.ask(profile, 'password'))) return;
  server.disconnect();
  server.connect();
}

async function openSettings({ profiles, live }: LiveContext, target: CommandTarget): Promise<void> {
  const name =
    target === undefined
      ? live.servers[0]?.profile.name
      : 'server' in target
        ? target.server
        : target.kind === 'problem'
          ? target.entry
          : undefined;
  const where = name === undefined ? undefined : profiles.targetOf(name);
  const isUsers = where === ConfigurationTarget.Global || (where === undefined && profiles.isOnlyUsers);
  const command = isUsers ? 'workbench.action.openSettingsJson' : 'workbench.action.openWorkspaceSettingsFile';
  await commands.executeCommand(command, { revealSetting: { key: 'kamailio.servers', edit: false } });
}
