/** A program that says which Kamailio it is, and counts who asks. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export class FakeProgram {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'kamailio-fake-'));
  readonly file = path.join(this.#folder, 'kamailio');

  /** `check` is what it does as a check, in the words of a shell: `$file` is the root, and standard error is read. */
  constructor(release: string, check = ':') {
    const script = [
      '#!/bin/sh',
      `echo "$@" >> '${this.#runsFile}'`,
      `if [ "$1" = -v ]; then echo 'version: kamailio ${release} (x86_64/linux)'; fi`,
      'if [ "$1" != -c ]; then exit 0; fi',
      'for file; do :; done',
      check,
      '',
    ];
    writeFileSync(this.file, script.join('\n'));
    chmodSync(this.file, 0o755);
  }

  get #runsFile(): string {
    return path.join(this.#folder, 'runs');
  }

  /** The arguments of each run. */
  get runs(): readonly string[] {
    return existsSync(this.#runsFile) ? readFileSync(this.#runsFile, 'utf8').trimEnd().split('\n') : [];
  }

  /** Runs it once from here, and is counted like anybody. */
  visit(): void {
    execFileSync(this.file, ['visit']);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
