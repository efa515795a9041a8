/** What the dashboard's panel and its web view say to each other. Read by both: no editor, no page. */

/** What of the chosen set is drawn. */
export type Measure = 'average' | 'estimate' | 'load';

/** What the user has chosen to see; kept over reloads. */
export interface Choice {
  /** The first set without it. */
  readonly setId: number | undefined;
  readonly measure: Measure;
  /** Only destinations whose address or attributes hold this text; empty for all. */
  readonly filter: string;
}

export const FIRST_CHOICE: Choice = { setId: undefined, measure: 'average', filter: '' };

/** Curves over the same times. */
export interface Curves {
  /** What each curve is of. */
  readonly labels: readonly string[];
  /** Milliseconds since 1970, rising. */
  readonly times: readonly number[];
  /** For each label a value for each time; null breaks the curve. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** What is put behind the curves that are there. */
export type MoreCurves = Pick<Curves, 'times' | 'values'>;

export interface ServerStatus {
  readonly name: string;
  readonly kind: 'missing' | 'idle' | 'connecting' | 'live' | 'failing';
  /** What is said of it, as a sentence. */
  readonly sentence: string;
  /** Whether the figures shown are as new as polling keeps them. */
  readonly isFresh: boolean;
  /** Version and start of the Kamailio; empty where it is not known. */
  readonly about: string;
}

export interface SetRow {
  readonly id: number;
  /** How many destinations take calls, of how many. */
  readonly active: number;
  readonly size: number;
}

export interface DestinationRow {
  readonly uri: string;
  /** Its attribute `duid`; empty without one. */
  readonly name: string;
  readonly letters: string;
  readonly words: string;
  /** Milliseconds; null where nothing was measured. */
  readonly average: number | null;
  readonly estimate: number | null;
  readonly maximum: number | null;
  readonly timeouts: number | null;
  readonly load: number | null;
}

export interface ChangeRow {
  readonly at: number;
  readonly setId: number;
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  /** Whether it takes calls since then, or no more. */
  readonly direction: 'up' | 'down' | 'none';
}

export interface LogRow {
  readonly at: number;
  readonly what: string;
  /** Undefined when the server has confirmed it. */
  readonly fault: string | undefined;
}

/** What is replaced with every message. */
export interface Present {
  readonly status: ServerStatus;
  readonly sets: readonly SetRow[];
  /** The destinations of the chosen set whose curves are sent, in the order of the curves. */
  readonly destinations: readonly DestinationRow[];
  /** How many destinations of the chosen set pass the filter. */
  readonly matching: number;
}

/** From the panel to the web view. */
export type PanelMessage =
  | {
      readonly kind: 'whole';
      readonly choice: Choice;
      readonly present: Present;
      readonly setCurves: Curves;
      readonly curves: Curves;
      /** The newest first. */
      readonly changes: readonly ChangeRow[];
      /** The newest first. */
      readonly log: readonly LogRow[];
    }
  | {
      readonly kind: 'more';
      readonly present: Present;
      readonly setCurves: MoreCurves;
      readonly curves: MoreCurves;
      /** Only what is new; the newest first. */
      readonly changes: readonly ChangeRow[];
      readonly log: readonly LogRow[];
    };

/** From the web view to the panel. */
export type WebviewMessage =
  /** The page is there and shows nothing yet. */
  | { readonly kind: 'ready'; readonly choice: Choice }
  | { readonly kind: 'choose'; readonly choice: Choice }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'connect' }
  | { readonly kind: 'export' };

/** What the web view keeps, so that a panel can be made again after a restart of the editor. */
export interface KeptState {
  readonly server: string;
  readonly choice: Choice;
}

const LONGEST_FILTER = 200;

/** Reads what came from the web view; undefined for what it does not say. */
export function readWebviewMessage(message: unknown): WebviewMessage | undefined {
  if (!isObject(message)) return undefined;
  const { kind } = message;
  switch (kind) {
    case 'ready':
    case 'choose': {
      const choice = readChoice(message.choice);
      return choice === undefined ? undefined : { kind, choice };
    }
    case 'refresh':
    case 'connect':
    case 'export':
      return { kind };
    default:
      return undefined;
  }
}

/** Reads what a web view has kept; undefined where it is nothing of the kind. */
export function readKeptState(state: unknown): KeptState | undefined {
  if (!isObject(state) || typeof state.server !== 'string') return undefined;
  return { server: state.server, choice: readChoice(state.choice) ?? FIRST_CHOICE };
}

function readChoice(value: unknown): Choice | undefined {
  if (!isObject(value)) return undefined;
  const { setId, measure, filter } = value;
  if (setId !== undefined && (typeof setId !== 'number' || !Number.isSafeInteger(setId))) return undefined;
  if (measure !== 'average' && measure !== 'estimate' && measure !== 'load') return undefined;
  if (typeof filter !== 'string') return undefined;
  return { setId, measure, filter: filter.slice(0, LONGEST_FILTER) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
