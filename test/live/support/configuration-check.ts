/** `kamailio -c` on many lines at once: which of them it refuses. */
import { spawnSync } from 'node:child_process';

/** A line that Kamailio refuses. */
interface Refusal {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
  /** Errors that Kamailio has logged before. */
  readonly log: readonly string[];
}

/** Kamailio 5.7 and newer stop at the first error unless they are told otherwise. */
const ALL_ERRORS = '--all-errors';

export class ConfigurationCheck {
  readonly #program: string;
  readonly #options: readonly string[];

  constructor(program: string) {
    this.#program = program;
    const help = spawnSync(program, ['-h'], { encoding: 'utf8' });
    this.#options = (help.stdout + help.stderr).includes(ALL_ERRORS) ? [ALL_ERRORS] : [];
  }

  /**
   * The lines that are refused, by their number. What makes the parser give up hides all that follows.
   * @throws Error where Kamailio says neither that the text is right nor where it is wrong
   */
  refusals(lines: readonly string[]): ReadonlyMap<number, Refusal> {
    const { stdout, stderr } = spawnSync(this.#program, [...this.#options, '-c', '-f', '-'], {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const found = new Map<number, Refusal>();
    let log: string[] = [];
    for (const text of `${stderr}\n${stdout}`.split('\n')) {
      const refused = /parse error in config file .*?, (?:from )?line (\d+).*?: (.*)/.exec(text);
      if (!refused) {
        if (text.includes('ERROR: ')) log.push(text);
        continue;
      }
      const line = Number(refused[1]);
      if (!found.has(line)) found.set(line, { line, message: refused[2] ?? '', log });
      log = [];
    }
    if (found.size === 0 && !/config file ok|Listening on/.test(stderr + stdout)) {
      throw new Error(`kamailio -c gives no verdict:\n${stderr}${stdout}`);
    }
    return found;
  }
}
