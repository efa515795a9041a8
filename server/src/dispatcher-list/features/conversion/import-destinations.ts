import { SourceText } from '../../../syntax/source-text.ts';
import { readDispatcherList } from '../../read-list.ts';
import { plainDestinationOf, formatListLine } from './destination.ts';
import { looksLikeCommands, readAddCommands } from './read-commands.ts';
import type { ReadResult } from './read-result.ts';
import { looksLikeRpc, readRpc } from './read-rpc.ts';
import { looksLikeSql, readSql } from './read-sql.ts';
import { looksLikeTable, readTable } from './read-table.ts';

export interface ImportedDestinations {
  /** Lines of a list, each with its end. */
  readonly lines: string;
  readonly count: number;
  /** What could not be taken over, or not wholly, as sentences. */
  readonly problems: readonly string[];
}

/**
 * Turns what other tools write into lines of a list: SQL scripts and dumps, what `kamctl dispatcher show` and `dump` and
 * `kamcmd dispatcher.list` print, JSON-RPC replies, the commands `kamcmd dispatcher.add` and `kamctl dispatcher add`,
 * and lines of a list.
 */
export function importDestinations(text: string): ImportedDestinations {
  const { destinations, problems } = read(text);
  const lines: string[] = [];
  const all = [...problems];
  for (const destination of destinations) {
    const formatted = formatListLine(destination);
    if ('line' in formatted) lines.push(`${formatted.line}\n`);
    else all.push(`${destination.uri} of set ${destination.setId} was left out: ${formatted.problem}.`);
  }
  if (destinations.length === 0 && all.length === 0 && text.trim() !== '') {
    all.push('There are no destinations in this text.');
  }
  return { lines: lines.join(''), count: lines.length, problems: all };
}

function read(text: string): ReadResult {
  const whole = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  if (looksLikeRpc(whole)) return readRpc(whole);
  if (looksLikeSql(whole)) return readSql(whole);
  if (looksLikeCommands(whole)) return readAddCommands(whole);
  if (looksLikeTable(whole)) return readTable(whole);
  return readLines(whole);
}

/** Lines of a list; text of another kind is a problem rather than a destination of set 0. */
function readLines(text: string): ReadResult {
  const { entries } = readDispatcherList(new SourceText('', text));
  const problems: string[] = [];
  const destinations = entries.flatMap((entry) => {
    const destination = entry.setId.text === '' ? undefined : plainDestinationOf(entry, text);
    if (!destination)
      problems.push(`Line ${entry.line + 1}: '${text.slice(entry.start, entry.end)}' is no destination.`);
    return destination ?? [];
  });
  return { destinations, problems };
}
