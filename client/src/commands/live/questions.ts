/** What is asked before something is done to a server. No editor. */
import type { ActionDescription, ServerAction } from '../../live/actions.ts';

export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The word on the button that does it. */
  readonly button: string;
}

/** Actions after which something is gone that cannot be brought back from here. */
const DELETES: ReadonlySet<ServerAction['kind']> = new Set([
  'remove-destination',
  'dmq-remove',
  'table-delete',
  'table-flush',
]);

/** What replaces the content of the server's memory by what is stored. */
const RELOADS: ReadonlySet<ServerAction['kind']> = new Set(['reload-dispatcher', 'table-reload']);

/** The question before an action; undefined where none is needed: nothing is deleted and all calls go on as before. */
export function questionBefore(
  action: ServerAction,
  { sentence, takesCallsAway, activeAfter, setSize }: ActionDescription,
  server: string,
): Question | undefined {
  const isAsked = takesCallsAway || DELETES.has(action.kind) || RELOADS.has(action.kind);
  if (!isAsked) return undefined;
  const details: string[] = [];
  if (takesCallsAway) {
    details.push(
      activeAfter === undefined || setSize === undefined
        ? 'Calls may be taken off gateways; how many stay active is not known.'
        : describeRemainder(activeAfter, setSize),
    );
  }
  if (action.kind === 'reload-dispatcher') {
    details.push('What was added, removed or switched since the last reload is replaced by what is stored.');
  }
  if (action.kind === 'table-reload') details.push('The table is filled anew from the database.');
  if (action.kind === 'table-flush') details.push('All its entries are deleted.');
  return {
    message: `${server}: ${sentence.replace(/\.$/, '')}?`,
    detail: details.join('\n'),
    button: BUTTONS[action.kind],
  };
}

const BUTTONS: Readonly<Record<ServerAction['kind'], string>> = {
  'set-state': 'Set State',
  'add-destination': 'Add',
  'remove-destination': 'Remove',
  'reload-dispatcher': 'Reload',
  'set-pinging': 'Switch',
  'dmq-remove': 'Remove',
  'table-set': 'Set',
  'table-delete': 'Delete',
  'table-flush': 'Flush',
  'table-reload': 'Reload',
};

/** How many destinations of a set take calls afterwards, as a sentence. */
export function describeRemainder(activeAfter: number, setSize: number): string {
  if (activeAfter === 0) return 'No destination of the set stays active: calls that need it will fail.';
  if (activeAfter === 1) return `1 destination of ${setSize} stays active.`;
  return `${activeAfter} destinations of ${setSize} stay active.`;
}
