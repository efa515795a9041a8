/**
 * What `kamailio -c` writes, read into messages. Its lines are those of dprint.h (`LOG_FX`) and of the functions
 * `yyerror_at` and `warn_at` of cfg.y; they have the same form from Kamailio 5.5 to 6.1.
 */

/** A place as Kamailio counts it: lines and bytes from 1, the end included. */
export interface MessagePlace {
  /** As Kamailio opened it; undefined for the root. */
  readonly file: string | undefined;
  readonly line: number;
  /** Undefined where only the line is known. */
  readonly column: number | undefined;
  readonly endLine: number;
  readonly endColumn: number | undefined;
}

export interface CheckMessage {
  readonly severity: 'error' | 'warning';
  /** Empty where Kamailio gives a place and nothing more, as it does after a mistake that it has told already. */
  readonly text: string;
  /** What it logged just before, without a place of its own: mostly the reason. */
  readonly details: readonly string[];
  readonly place: MessagePlace | undefined;
}

export interface CheckMessages {
  readonly messages: readonly CheckMessage[];
  /** Whether Kamailio said at the end that it accepts or refuses the configuration; undefined where it said neither. */
  readonly verdict: 'accepted' | 'refused' | undefined;
}

/** A line of Kamailio's log on its standard error: process, level, module, place in the source, function, text. */
const LOG_LINE = /^\s*\d+\(\d+\) (?<level>[A-Z]*): (?:[^\s[]+ )?\[[^\]]*:\d+\]: (?:\w+\(\): ?)?(?<text>.*)$/;

/** The levels that tell of something wrong; the lexer writes some lines with no level at all. */
const LEVELS: Readonly<Record<string, 'error' | 'warning'>> = {
  ALERT: 'error',
  BUG: 'error',
  CRITICAL: 'error',
  ERROR: 'error',
  WARNING: 'warning',
  '': 'error',
};

const PLACE =
  /^(?<kind>parse error|warning) in config file (?<file>.*?), (?:from )?line (?<line>\d+), column (?<column>\d+)(?:-(?<until>\d+)| to line (?<endLine>\d+), column (?<endColumn>\d+))?: ?(?<text>.*)$/s;

/** How the lexer names a place; `cfg` stands for the root. */
const LINE_ONLY = /^(?<text>.*?)(?: - at|error at) (?<file>.+?) line (?<line>\d+)\s*$/s;

/** What main.c prints without a level. */
const PLAIN_ERROR = /^(?:ERROR|error): (?<text>.+)$/;
const REFUSED = /^bad config file \(\d+ errors\)/;
const ACCEPTED = 'config file ok, exiting';

// Colours, as `log_stderror` with `-e` writes them.
const COLOURS = /\u001b\[[\d;]*m/g;

/** Reads the output of one run, standard output and standard error together. */
export function readMessages(output: string): CheckMessages {
  const messages: CheckMessage[] = [];
  let verdict: CheckMessages['verdict'];
  let details: { readonly severity: 'error' | 'warning'; readonly text: string }[] = [];
  const add = (severity: 'error' | 'warning', text: string, place: MessagePlace | undefined): void => {
    messages.push({ severity, text, details: details.map((detail) => detail.text), place });
    details = [];
  };
  /** What was logged and led to no message with a place is a message of its own. */
  const flush = (): void => {
    const [first, ...rest] = details.filter(({ severity }) => severity === 'error').map(({ text }) => text);
    details = [];
    if (first === undefined) return;
    messages.push({ severity: 'error', text: first, details: rest, place: undefined });
  };

  for (const line of output.replace(COLOURS, '').split(/\r?\n/)) {
    const logged = LOG_LINE.exec(line)?.groups;
    if (logged === undefined) {
      if (line.startsWith(ACCEPTED)) verdict = 'accepted';
      const plain = PLAIN_ERROR.exec(line)?.groups?.text;
      if (plain === undefined) continue;
      if (!REFUSED.test(plain)) details.push({ severity: 'error', text: plain.trim() });
      else verdict = 'refused';
      continue;
    }
    const severity = LEVELS[logged.level ?? ''];
    const text = (logged.text ?? '').trim();
    if (severity === undefined) continue;
    const placed = readPlace(text);
    if (placed !== undefined) {
      // Where the lexer only says where it stopped, what it logged before is what is wrong.
      const why = placed.text === '' && placed.place.column === undefined ? details.pop() : undefined;
      add(why?.severity ?? severity, why?.text ?? placed.text, placed.place);
    } else {
      details.push({ severity, text });
    }
  }
  flush();
  return { messages, verdict };
}

function readPlace(text: string): { readonly text: string; readonly place: MessagePlace } | undefined {
  const full = PLACE.exec(text)?.groups;
  if (full !== undefined) {
    const line = Number(full.line);
    const column = Number(full.column);
    return {
      text: (full.text ?? '').trim(),
      place: {
        file: full.file,
        line,
        column,
        endLine: full.endLine === undefined ? line : Number(full.endLine),
        endColumn: Number(full.endColumn ?? full.until ?? column),
      },
    };
  }
  const short = LINE_ONLY.exec(text)?.groups;
  if (short === undefined) return undefined;
  const file = short.file === 'cfg' ? undefined : short.file;
  const line = Number(short.line);
  return {
    text: (short.text ?? '').trim(),
    place: { file, line, column: undefined, endLine: line, endColumn: undefined },
  };
}
