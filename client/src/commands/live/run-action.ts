import { ProgressLocation, window } from 'vscode';
import { describeAction, type ServerAction } from '../../live/actions.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveContext } from './live-context.ts';
import { questionBefore } from './questions.ts';

/** How long a success is told in the status bar, in milliseconds. */
const SUCCESS_SHOWN_MS = 5000;

const ALLOW_CHANGES = 'Allow Changes';
const SHOW_LOG = 'Show Log';

/**
 * Does something to a server: asks where calls are taken away or data is deleted, and tells how it ended. True once
 * the server has confirmed it.
 */
export async function runAction(context: LiveContext, server: LiveServer, action: ServerAction): Promise<boolean> {
  if (!(await mayChange(context, server))) return false;
  const { name } = server.profile;
  const description = describeAction(action, server.parts);
  const question = questionBefore(action, description, name);
  if (question !== undefined) {
    const { message, detail, button } = question;
    const answer = await window.showWarningMessage(message, { modal: true, detail }, button);
    if (answer !== button) return false;
  }
  const record = await window.withProgress(
    { location: ProgressLocation.Window, title: `${name}: ${description.sentence}` },
    () => server.perform(action),
  );
  if (record.outcome.kind === 'confirmed') {
    context.log.info(`${name}: ${record.what}: confirmed`);
    // What it brings with it was said before.
    window.setStatusBarMessage(`$(check) ${name}: ${record.what.replace(/(?:; .*|\.)$/s, '')}: done`, SUCCESS_SHOWN_MS);
    return true;
  }
  context.log.error(`${name}: ${record.what}: ${record.outcome.message}`);
  void tellFailure(context, `${name}: ${record.what} ${record.outcome.message}`);
  return false;
}

async function tellFailure({ log }: LiveContext, message: string): Promise<void> {
  if ((await window.showErrorMessage(message, SHOW_LOG)) === SHOW_LOG) log.show(true);
}

/** Whether the profile allows changes; where not, the user can allow them at once. */
export async function mayChange({ profiles }: LiveContext, { profile }: LiveServer): Promise<boolean> {
  if (profile.access === 'write') return true;
  const chosen = await window.showWarningMessage(
    `${profile.name} is for reading only: its profile says "access": "read".`,
    ALLOW_CHANGES,
  );
  if (chosen === ALLOW_CHANGES) await allowChanges(profiles, profile.name);
  return false;
}

/** Lets a server be changed from here. */
export async function allowChanges(profiles: LiveContext['profiles'], name: string): Promise<void> {
  if (await profiles.change(name, { access: 'write' })) {
    window.setStatusBarMessage(`$(check) ${name} can be changed from here now`, SUCCESS_SHOWN_MS);
  } else {
    void window.showErrorMessage(`${name} does not stand in the settings.`);
  }
}
