/** From Kamailio's messages to findings at places of files, counted as editors do. */
import { explainMessage, isOfThisMachine } from './explain.ts';
import type { CheckMessage, CheckMessages, MessagePlace } from './messages.ts';

/** Lines and UTF-16 code units from 0, the end excluded. */
export interface FindingRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface OwnFinding {
  /** Path of the file. */
  readonly file: string;
  /** The first line of the root where Kamailio gives no place. */
  readonly range: FindingRange;
  readonly isPlaced: boolean;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** The files that a run has read. */
export interface ReadFiles {
  /** Path of the root. */
  readonly root: string;
  /** The file that is called so in a message. */
  readonly original: (named: string) => string;
  /** The text that Kamailio read; undefined where it is not known. */
  readonly textOf: (file: string) => string | undefined;
}

/** How far above the place of a message the name that it is about is looked for, in lines: a call may be that long. */
const LINES_ABOVE = 20;

/** How many missing modules are told one by one. */
const MOST_MISSING_MODULES = 3;

/** What each kind of message is about, as it stands in the text. */
const NAMES: readonly RegExp[] = [
  /failed to find command (\S+) \(params/,
  /^misused command (\S+)/,
  /^parameter <(.*?)> of type/,
  /^No module matching <(.*?)> found/,
];

/** What still tells something after the first syntax error; all else follows from that one. */
const INDEPENDENT =
  /^(?:syntax error|unknown command|Can't set module parameter|failed to load module|Command cannot be used|Can't get from cache|read only pvar|flag not declared|bad flag value)/;

/** What goes wrong because a module is not there. */
const NEEDS_MODULE = /^No module matching|failed to find command|^error searching pvar|unknown transformation/;

/** The findings that messages amount to: one a place, without those that only follow from another. */
export function findingsOf({ messages, verdict }: CheckMessages, files: ReadFiles): OwnFinding[] {
  const findings = new Map<string, OwnFinding>();
  for (const message of joinMissingModules(withoutConsequences(messages))) {
    const found = toFinding(message, files);
    const { start } = found.range;
    const key = `${found.file}:${start.line}:${start.character}`;
    if (!findings.has(key)) findings.set(key, found);
  }
  if (findings.size === 0 && verdict === 'refused') {
    const message = 'Kamailio refuses the configuration and does not say why. (bad config file)';
    return [{ ...withoutPlace(files), severity: 'error', message }];
  }
  return [...findings.values()];
}

/**
 * Kamailio goes on after a mistake and stumbles over what it did not read. What a missing module would have brought, and
 * what is no statement only because the one before it was none, says nothing about the configuration.
 */
function withoutConsequences(messages: readonly CheckMessage[]): CheckMessage[] {
  const lacksModule = messages.some(({ text }) => text.startsWith('failed to load module'));
  const kept: CheckMessage[] = [];
  let isAstray = false;
  for (const message of messages) {
    if (message.place === undefined && message.severity === 'error') {
      // What stopped Kamailio in the end was a warning with a place when it was met.
      const met = kept.findIndex((other) => other.place && explainMessage(other) === explainMessage(message));
      const warning = kept[met];
      if (warning !== undefined) {
        kept[met] = { ...warning, severity: 'error' };
        continue;
      }
    }
    if (lacksModule && message.details.some((detail) => NEEDS_MODULE.test(detail))) continue;
    if (message.text === '' || (isAstray && !INDEPENDENT.test(message.text))) {
      const last = kept.at(-1);
      // The first that follows at the same place often says what was expected there.
      if (last?.text === 'syntax error' && isSamePlace(last, message) && message.text !== '') {
        kept[kept.length - 1] = { ...last, text: `syntax error: ${message.text}` };
      }
      continue;
    }
    if (message.text === 'syntax error') isAstray = true;
    kept.push(message);
  }
  return kept;
}

/** Where modules lie in another folder than on this machine, all are missing: that is one thing to be told. */
function joinMissingModules(messages: readonly CheckMessage[]): CheckMessage[] {
  const missing = messages.filter((message) => message.text === 'failed to load module' && isOfThisMachine(message));
  const [first, ...others] = missing;
  if (missing.length <= MOST_MISSING_MODULES) return [...messages];
  return messages
    .filter((message) => !others.includes(message))
    .map((message) =>
      message === first ? { ...message, text: `${message.text}, and ${others.length} more modules` } : message,
    );
}

function isSamePlace(a: CheckMessage, b: CheckMessage): boolean {
  return JSON.stringify(a.place) === JSON.stringify(b.place);
}

function toFinding(message: CheckMessage, files: ReadFiles): OwnFinding {
  const { place, text } = message;
  const explanation = explainMessage(message);
  const said = {
    severity: isOfThisMachine(message) ? 'warning' : message.severity,
    message: explanation === undefined ? firstUpper(text) : `${explanation} (${text})`,
  } as const;
  if (place === undefined) return { ...(placeOfAddress(message, files) ?? withoutPlace(files)), ...said };
  const file = place.file === undefined ? files.root : files.original(place.file);
  return { file, range: rangeOf(place, files.textOf(file), message), isPlaced: true, ...said };
}

/** Addresses are looked at when all is read: where one stands in the root, that is its place. */
function placeOfAddress(
  { text }: CheckMessage,
  { root, textOf }: ReadFiles,
): ReturnType<typeof withoutPlace> | undefined {
  const name = /^(?:could not resolve|unable to resolve advertised name) (\S+)/.exec(text)?.[1];
  if (name === undefined) return undefined;
  for (const [line, written] of linesOf(textOf(root)).entries()) {
    const character = /^\s*(?:#|\/\/)/.test(written) ? undefined : lastWord(written, name);
    if (character === undefined) continue;
    const range = { start: { line, character }, end: { line, character: character + name.length } };
    return { file: root, range, isPlaced: true };
  }
  return undefined;
}

function withoutPlace({ root, textOf }: ReadFiles): Pick<OwnFinding, 'file' | 'range' | 'isPlaced'> {
  return { file: root, range: lineOf(textOf(root), 0), isPlaced: false };
}

function firstUpper(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The place of a message in a text: of the name that it is about where that is there, else what Kamailio tells. */
function rangeOf(place: MessagePlace, content: string | undefined, message: CheckMessage): FindingRange {
  const lines = linesOf(content);
  const line = Math.min(place.line, Math.max(lines.length, 1)) - 1;
  if (place.column === undefined) return lineOf(content, line);
  const named = findName(lines, place, message);
  if (named !== undefined) return named;
  const endLine = Math.min(place.endLine, Math.max(lines.length, 1)) - 1;
  const start = { line, character: characterAt(lines[line], place.column - 1) };
  const end = { line: endLine, character: characterAt(lines[endLine], place.endColumn ?? place.column) };
  // A bracket that a mistake was noticed at says less than the line; of a syntax error the place itself matters.
  const least = message.text.startsWith('syntax error') ? 1 : 2;
  const isTooShort = end.line < start.line || (end.line === start.line && end.character - start.character < least);
  return isTooShort ? lineOf(content, line) : { start, end };
}

function findName(
  lines: readonly string[],
  { line, column = 1 }: MessagePlace,
  { text, details }: CheckMessage,
): FindingRange | undefined {
  const name = [...details, text].map((said) => NAMES.map((one) => one.exec(said)?.[1]).find(Boolean)).find(Boolean);
  if (name === undefined) return undefined;
  for (let above = line - 1; above >= Math.max(0, line - 1 - LINES_ABOVE); above--) {
    const read = lines[above] ?? '';
    const before = above === line - 1 ? read.slice(0, characterAt(read, column)) : read;
    const found = lastWord(before, name);
    if (found === undefined) continue;
    return { start: { line: above, character: found }, end: { line: above, character: found + name.length } };
  }
  return undefined;
}

/** Where a word last stands in a line, not as a part of a longer one. */
function lastWord(line: string, word: string): number | undefined {
  const isWord = (sign: string | undefined): boolean => sign !== undefined && /\w/.test(sign);
  for (let at = line.lastIndexOf(word); at >= 0; at = at === 0 ? -1 : line.lastIndexOf(word, at - 1)) {
    if (!isWord(line[at - 1]) && !isWord(line[at + word.length])) return at;
  }
  return undefined;
}

/** A line without the blanks around it. */
function lineOf(content: string | undefined, line: number): FindingRange {
  const text = linesOf(content)[line] ?? '';
  const start = text.length - text.trimStart().length;
  return { start: { line, character: start }, end: { line, character: Math.max(text.trimEnd().length, start) } };
}

function linesOf(content: string | undefined): string[] {
  return (content ?? '').split(/\r?\n/);
}

/** UTF-16 code units for a number of bytes of UTF-8, both from the start of a line. */
function characterAt(line: string | undefined, bytes: number): number {
  let left = bytes;
  let character = 0;
  for (const sign of line ?? '') {
    left -= utf8Length(sign);
    if (left < 0) break;
    character += sign.length;
  }
  return character;
}

function utf8Length(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
