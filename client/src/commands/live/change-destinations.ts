import { commands, Disposable, window } from 'vscode';
import type { ServerAction } from '../../live/actions.ts';
import type { LiveServer } from '../../live/live-server.ts';
import { chooseDestination, chooseServer, chooseSet, ensureKnown, pick, type CommandTarget } from './choose.ts';
import { explainUriProblem, parseFlags, parsePriority } from './destination-input.ts';
import type { LiveContext } from './live-context.ts';
import { mayChange, runAction } from './run-action.ts';

/** Adding and removing destinations, reloading the list, switching pinging. */
export function registerChangeDestinations(context: LiveContext): Disposable {
  const register = (name: string, run: (target: CommandTarget) => Promise<void>): Disposable =>
    commands.registerCommand(`kamailio.dispatcher.${name}`, run);
  return Disposable.from(
    register('add', (target) => add(context, target)),
    register('remove', (target) => remove(context, target)),
    register('reload', (target) => runSimple(context, target, { kind: 'reload-dispatcher' })),
    register('pingingOn', (target) => runSimple(context, target, { kind: 'set-pinging', on: true })),
    register('pingingOff', (target) => runSimple(context, target, { kind: 'set-pinging', on: false })),
  );
}

async function runSimple(context: LiveContext, target: CommandTarget, action: ServerAction): Promise<void> {
  const server = await chooseServer(context, target);
  if (server !== undefined) await runAction(context, server, action);
}

async function remove(context: LiveContext, target: CommandTarget): Promise<void> {
  const server = await chooseServer(context, target);
  if (server === undefined || !(await mayChange(context, server))) return;
  const destination = await chooseDestination(server, target);
  if (destination === undefined) return;
  const { setId, uri } = destination;
  await runAction(context, server, { kind: 'remove-destination', setId, uri });
}

async function add(context: LiveContext, target: CommandTarget): Promise<void> {
  const server = await chooseServer(context, target);
  if (server === undefined || !(await mayChange(context, server))) return;
  const setId = await askForSet(server, target);
  if (setId === undefined) return;
  const title = `Add a destination to set ${setId} of ${server.profile.name}`;
  const uri = await window.showInputBox({
    title: `${title} (1/4)`,
    prompt: 'SIP URI. It stays until the next reload or restart.',
    placeHolder: 'sip:192.0.2.10:5060',
    ignoreFocusOut: true,
    validateInput: (text) => explainUriProblem(text.trim()),
  });
  if (uri === undefined) return;
  const flags = await pick(`${title} (2/4): state at the start`, [
    { label: 'Active', description: 'flags 0', value: 0 },
    { label: 'Active and probed', description: 'flags 8', value: 8 },
    { label: 'Inactive and probed', description: 'flags 9: probes make it active', value: 9 },
    { label: 'Disabled', description: 'flags 4', value: 4 },
    { label: 'Other flags …', value: -1 },
  ]);
  if (flags === undefined) return;
  const bits = flags >= 0 ? flags : await askForFlags(title);
  if (bits === undefined) return;
  const priority = await window.showInputBox({
    title: `${title} (3/4)`,
    prompt: 'Priority: higher ones come first.',
    value: '0',
    ignoreFocusOut: true,
    validateInput: (text) => (parsePriority(text) === undefined ? 'Write a whole number.' : undefined),
  });
  if (priority === undefined) return;
  const attributes = await window.showInputBox({
    title: `${title} (4/4)`,
    prompt: 'Attributes, none if empty.',
    placeHolder: 'duid=media-3;weight=50',
    ignoreFocusOut: true,
    validateInput: (text) => (/\s/.test(text.trim()) ? 'Attributes hold no blanks.' : undefined),
  });
  if (attributes === undefined) return;
  await runAction(context, server, {
    kind: 'add-destination',
    setId,
    uri: uri.trim(),
    flags: bits,
    priority: parsePriority(priority) ?? 0,
    attributes: attributes.trim(),
  });
}

/** The set of the row, one that is there, or a new one. */
async function askForSet(server: LiveServer, target: CommandTarget): Promise<number | undefined> {
  if (!(await ensureKnown(server, 'dispatcher'))) return undefined;
  if (target !== undefined && 'setId' in target) return (await chooseSet(server, target))?.id;
  const { dispatcher } = server.parts;
  const sets = dispatcher.kind === 'known' ? dispatcher.value.sets : [];
  const text = await window.showInputBox({
    title: `Set of the new destination on ${server.profile.name}`,
    prompt: sets.length === 0 ? 'Number of the set.' : `There are the sets ${sets.map(({ id }) => id).join(', ')}.`,
    value: String(sets[0]?.id ?? 1),
    ignoreFocusOut: true,
    validateInput: (value) => (/^\d{1,9}$/.test(value.trim()) ? undefined : 'The number of a set is 0 or more.'),
  });
  return text === undefined ? undefined : Number(text.trim());
}

async function askForFlags(title: string): Promise<number | undefined> {
  const text = await window.showInputBox({
    title,
    prompt: 'Sum of 1 inactive, 2 trying, 4 disabled, 8 probed, 16 no DNS look-up, 32 never probed.',
    value: '0',
    ignoreFocusOut: true,
    validateInput: (value) => (parseFlags(value) === undefined ? 'Write a number from 0 to 63.' : undefined),
  });
  return text === undefined ? undefined : parseFlags(text);
}
