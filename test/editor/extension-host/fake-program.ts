/** A program that says which Kamailio it is, and counts who asks. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export class FakeProgram {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'kamailio-fake-'));
  readonly file = path.join(this.#folder, 'kamailio');

  constructor(release: string) {
    const script = `#!/bin/sh\necho "$@" >> '${this.#runsFile}'\necho 'version: kamailio ${release} (x86_64/linux)'\n`;
    writeFileSync(this.file, script);
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
