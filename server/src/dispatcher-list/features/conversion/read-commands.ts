import { RowCollector, type ReadResult } from './read-result.ts';
import { readCommands, type ShellCommand } from './shell.ts';

/** Whether a text holds commands that add destinations, in lines that are neither a list's nor comments. */
export function looksLikeCommands(text: string): boolean {
  return /^(?!\s*[\d#])[^\n]*(?:\bdispatcher\.add|\bdispatcher\s+add(?:gw)?)\s/m.test(text);
}

/** Reads `kamcmd dispatcher.add …` and `kamctl dispatcher add …` as a shell would. */
export function readAddCommands(text: string): ReadResult {
  const rows = new RowCollector();
  for (const command of readCommands(text)) {
    const where = `Line ${command.line + 1}`;
    const row = rowOfKamcmd(command) ?? rowOfKamctl(command);
    if (row) rows.addRow(row, where);
    else if (!isPause(command)) rows.addProblem(`${where}: '${command.words.join(' ')}' adds no destination.`);
  }
  return rows.result();
}

function isPause({ words }: ShellCommand): boolean {
  return words[0] === 'sleep';
}

function rowOfKamcmd({ words, comment }: ShellCommand): Map<string, string> | undefined {
  const at = words.indexOf('dispatcher.add');
  if (at < 0) return undefined;
  const values = words.slice(at + 1).map((word) => (word.startsWith('s:') ? word.slice(2) : word));
  const [setid = '', destination = '', flags = '0', fourth = '0', fifth = ''] = values;
  // Before 5.6 the attributes stood right behind the flags.
  const hasPriority = values.length > 4 || /^\d+$/.test(fourth);
  const [priority, attrs] = hasPriority ? [fourth, fifth] : ['0', fourth];
  return new Map(Object.entries({ setid, destination, flags, priority, attrs, description: comment }));
}

function rowOfKamctl({ words, comment }: ShellCommand): Map<string, string> | undefined {
  const at = words.findIndex((word, index) => word === 'dispatcher' && /^add(?:gw)?$/.test(words[index + 1] ?? ''));
  if (at < 0) return undefined;
  // The words come between the quotes of a statement, where two quotes stand for one.
  const values = words.slice(at + 2).map((word) => word.replaceAll("''", "'"));
  const [setid = '', destination = '', flags = '0', priority = '0', attrs = '', description = comment] = values;
  return new Map(Object.entries({ setid, destination, flags, priority, attrs, description }));
}
