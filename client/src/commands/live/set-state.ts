import { commands, Disposable, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { ActionTarget } from '../../live/actions.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { Availability, Destination, DestinationSet } from '../../live/types.ts';
import { findDestination } from '../../views/servers/world.ts';
import { chooseDestination, chooseServer, chooseSet, destinationChoices, pick, type CommandTarget } from './choose.ts';
import type { LiveContext } from './live-context.ts';
import { mayChange, runAction } from './run-action.ts';

/** What each state means, for those who choose one. */
const STATES: readonly { readonly state: Availability; readonly label: string; readonly detail: string }[] = [
  { state: 'active', label: 'Active', detail: 'Calls are sent to it.' },
  { state: 'inactive', label: 'Inactive', detail: 'No calls; successful probes make it active again.' },
  { state: 'disabled', label: 'Disabled', detail: 'No calls and no probes until somebody sets another state.' },
  { state: 'trying', label: 'Trying', detail: 'In doubt: the next probes decide whether it becomes inactive.' },
];

/** `kamailio.dispatcher.setState` asks for everything; the others are for one state each. */
export function registerSetState(context: LiveContext): Disposable {
  const register = (name: string, run: (target: CommandTarget) => Promise<void>): Disposable =>
    commands.registerCommand(`kamailio.dispatcher.${name}`, run);
  return Disposable.from(
    register('setState', (target) => setState(context, target, undefined)),
    register('setActive', (target) => setState(context, target, 'active')),
    register('setInactive', (target) => setState(context, target, 'inactive')),
    register('setDisabled', (target) => setState(context, target, 'disabled')),
    register('setTrying', (target) => setState(context, target, 'trying')),
    register('probingOn', (target) => setProbing(context, target, true)),
    register('probingOff', (target) => setProbing(context, target, false)),
  );
}

async function setState(context: LiveContext, target: CommandTarget, wanted: Availability | undefined): Promise<void> {
  const server = await chooseServer(context, target);
  if (server === undefined || !(await mayChange(context, server))) return;
  const set = await chooseSet(server, target);
  if (set === undefined) return;
  const chosen = await chooseTarget(server, set, target);
  if (chosen === undefined) return;
  const state =
    wanted ??
    (await pick(
      'Which state?',
      STATES.map((one) => ({ ...one, value: one.state })),
    ));
  if (state === undefined) return;
  await runAction(context, server, {
    kind: 'set-state',
    setId: set.id,
    target: chosen,
    state,
    // Whether it is probed stays as it is; Kamailio sets both at once.
    probing: concerned(set, chosen).some(({ probing }) => probing === 'probed'),
  });
}

/** Which destinations: that of the row, or one by its address, some by their duid, or all, as is asked. */
async function chooseTarget(
  server: LiveServer,
  set: DestinationSet,
  target: CommandTarget,
): Promise<ActionTarget | undefined> {
  if (target?.kind === 'set') return 'all';
  if (target?.kind === 'destination') return findDestination(server, target) && { uri: target.uri };
  type Item = QuickPickItem & { readonly value?: ActionTarget };
  const duids = [...new Set(set.destinations.map(duidOf).filter((duid) => duid !== undefined))];
  const items: Item[] = [
    ...destinationChoices(set).map(({ value, ...item }) => ({ ...item, value: { uri: value.uri } })),
    ...(duids.length === 0 ? [] : [{ label: 'By duid', kind: QuickPickItemKind.Separator }]),
    ...duids.map((duid) => ({
      label: duid,
      description: set.destinations
        .filter((destination) => duidOf(destination) === duid)
        .map(({ uri }) => uri)
        .join(', '),
      value: { duid },
    })),
    { label: 'Whole set', kind: QuickPickItemKind.Separator },
    { label: `All ${set.destinations.length} destinations of set ${set.id}`, value: 'all' },
  ];
  const chosen = await window.showQuickPick(items, {
    title: `Which destination of set ${set.id}?`,
    ignoreFocusOut: true,
  });
  return chosen?.value;
}

async function setProbing(context: LiveContext, target: CommandTarget, probing: boolean): Promise<void> {
  const server = await chooseServer(context, target);
  if (server === undefined || !(await mayChange(context, server))) return;
  const chosen =
    target?.kind === 'set'
      ? ((await chooseSet(server, target))?.destinations ?? [])
      : [await chooseDestination(server, target)].filter((destination) => destination !== undefined);
  const changing = chosen.filter((one) => one.availability !== 'disabled' && (one.probing === 'probed') !== probing);
  if (changing.length === 0 && chosen.length > 0) {
    const word = chosen.every(({ availability }) => availability === 'disabled')
      ? 'A disabled destination is never probed.'
      : `Probing is ${probing ? 'on' : 'off'} already.`;
    void window.showInformationMessage(word);
  }
  for (const { setId, uri, availability } of changing) {
    const action = { kind: 'set-state', setId, target: { uri }, state: availability, probing } as const;
    if (!(await runAction(context, server, action))) return;
  }
}

function concerned({ destinations }: DestinationSet, target: ActionTarget): readonly Destination[] {
  if (target === 'all') return destinations;
  return destinations.filter((destination) =>
    'uri' in target ? destination.uri === target.uri : duidOf(destination) === target.duid,
  );
}

function duidOf({ attributes }: Destination): string | undefined {
  return attributes.values.get('duid');
}
