import { STATE_LETTERS } from '../../facts.ts';
import type { PlainDestination } from './destination.ts';
import type { ReadResult } from './read-result.ts';

/** Whether a text is what `dispatcher.list` answers: by kamcmd, or as JSON by `kamctl dispatcher dump` and JSON-RPC. */
export function looksLikeRpc(text: string): boolean {
  return /"?\bDEST"?\s*:\s*\{/.test(text);
}

interface Listed {
  readonly setId: number;
  readonly uri: string;
  readonly letters: string;
  readonly priority: number;
  readonly attributes: string;
}

/**
 * Reads what `dispatcher.list` answers. Of destinations with one priority Kamailio lists the last line first
 * (`reindex_dests()` in dispatch.c), so each set is turned round: loaded again, it comes out as it was.
 */
export function readRpc(text: string): ReadResult {
  const listed = readJson(text) ?? readBraces(text);
  const problems: string[] = [];
  const sets = new Map<number, Listed[]>();
  for (const destination of listed) {
    const set = sets.get(destination.setId);
    if (set) set.push(destination);
    else sets.set(destination.setId, [destination]);
  }
  const ordered = [...sets].sort(([a], [b]) => a - b).flatMap(([, set]) => set.toReversed());
  const destinations = ordered.map(({ setId, uri, letters, priority, attributes }): PlainDestination => {
    const flags = flagsOf(letters);
    if (flags === undefined)
      problems.push(`The state '${letters}' of ${uri} in set ${setId} is not known: 0 was taken.`);
    return { setId, uri, flags: flags ?? 0, priority, attributes, description: '' };
  });
  if (destinations.length > 0) {
    problems.push(
      'The flags are those of the moment of the listing: a destination that was down stays down where its probing is not on. Flag 16 (no DNS) is not part of a listing.',
    );
  }
  return { destinations, problems };
}

/** The flags that a state of two letters, such as `AP`, tells of. */
function flagsOf(letters: string): number | undefined {
  const first = STATE_LETTERS.first.find(({ letter }) => letter === letters[0]);
  const second = STATE_LETTERS.second.find(({ letter }) => letter === letters[1]);
  return first && second && letters.length === 2 ? first.bit + second.bit : undefined;
}

/** JSON with whatever stands around it; nothing where there is none. */
function readJson(text: string): Listed[] | undefined {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start, end + 1));
  } catch {
    return undefined;
  }
  const found: Listed[] = [];
  collectSets(value, found);
  return found;
}

function collectSets(value: unknown, found: Listed[]): void {
  if (Array.isArray(value)) {
    for (const part of value) collectSets(part, found);
    return;
  }
  if (!isObject(value)) return;
  if (!('TARGETS' in value)) {
    for (const part of Object.values(value)) collectSets(part, found);
    return;
  }
  const targets = Array.isArray(value.TARGETS) ? (value.TARGETS as readonly unknown[]) : [value.TARGETS];
  for (const target of targets) {
    const destination = isObject(target) ? target.DEST : undefined;
    if (!isObject(destination)) continue;
    const attributes = isObject(destination.ATTRS) ? destination.ATTRS.BODY : undefined;
    found.push({
      setId: Number(value.ID),
      uri: textOf(destination.URI),
      letters: textOf(destination.FLAGS),
      priority: Number(destination.PRIORITY ?? 0),
      attributes: textOf(attributes),
    });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' && value !== NULL_STRING ? value : '';
}

/** How kamcmd prints a string that is not there. */
const NULL_STRING = '<null string>';

/** The indented lines `NAME: value` and `NAME: {` that kamcmd prints. */
function readBraces(text: string): Listed[] {
  const found: Listed[] = [];
  let setId = 0;
  let open: Map<string, string> | undefined;
  let depth = 0;
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*(\w+):\s?(.*?)\r?$/.exec(line) ?? [];
    if (open) {
      if (name === undefined) {
        if (/^\s*[}\]]/.test(line)) depth--;
        if (depth === 0) {
          found.push({
            setId,
            uri: textOf(open.get('URI')),
            letters: textOf(open.get('FLAGS')),
            priority: Number(open.get('PRIORITY') ?? 0),
            attributes: textOf(open.get('BODY')),
          });
          open = undefined;
        }
      } else if (value === '{' || value === '[') depth++;
      else if (!open.has(name)) open.set(name, value ?? '');
    } else if (name === 'ID') setId = Number(value);
    else if (name === 'DEST') {
      open = new Map();
      depth = 1;
    }
  }
  return found;
}
