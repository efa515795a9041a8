/** Runs of `kamailio -c`, one at a time. No editor; files and the program are injected. */
import path from 'node:path';
import { copyFiles, type Copy } from './copy.ts';
import { findingsOf, type OwnFinding } from './findings.ts';
import { readMessages } from './messages.ts';
import { checkArguments, filesToCopy, type Configuration } from './plan.ts';
import type { Output, RunProgram } from './run.ts';

export interface CheckedProgram {
  readonly program: string;
  /** For example `5.6.3`. */
  readonly release: string;
}

export interface CheckRequest {
  readonly configuration: Configuration;
  readonly program: CheckedProgram;
  /** Texts of files that differ from what is on the disk. */
  readonly unsaved: ReadonlyMap<string, string>;
}

/** `superseded`: cancelled, or asked for again before it came to an end. */
export type CheckResult =
  | { readonly kind: 'checked'; readonly isAccepted: boolean; readonly findings: readonly OwnFinding[] }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'superseded' };

export interface CheckHost {
  readonly run: RunProgram;
  /** The text of a file on the disk; undefined where it cannot be read. */
  readonly readFile: (file: string) => string | undefined;
}

const SUPERSEDED: CheckResult = { kind: 'superseded' };

/** Checks configurations one after the other. A newer request for a root takes the place of an older one. */
export class Checker {
  readonly #host: CheckHost;
  /** By root: what ends the request that stands for it. */
  readonly #standing = new Map<string, AbortController>();
  readonly #copies = new Set<Copy>();
  #last: Promise<unknown> = Promise.resolve();
  #isDisposed = false;

  constructor(host: CheckHost) {
    this.#host = host;
  }

  /** Never throws; `signal` cancels this request. */
  async check(request: CheckRequest, signal?: AbortSignal): Promise<CheckResult> {
    const { root } = request.configuration;
    this.#standing.get(root)?.abort();
    if (this.#isDisposed || signal?.aborted === true) return SUPERSEDED;
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    signal?.addEventListener('abort', abort);
    this.#standing.set(root, controller);
    const turn = this.#last.then(() => (controller.signal.aborted ? SUPERSEDED : this.#perform(request, controller)));
    this.#last = turn;
    const ended = new Promise<CheckResult>((resolve) => {
      controller.signal.addEventListener('abort', () => resolve(SUPERSEDED));
    });
    try {
      // Who is not waited for any more need not wait for those before it.
      return await Promise.race([turn, ended]);
    } finally {
      signal?.removeEventListener('abort', abort);
      if (this.#standing.get(root) === controller) this.#standing.delete(root);
    }
  }

  /** Ends what runs and takes away what it needed. */
  dispose(): void {
    this.#isDisposed = true;
    for (const controller of this.#standing.values()) controller.abort();
    for (const copy of this.#copies) copy.remove();
  }

  async #perform(request: CheckRequest, { signal }: AbortController): Promise<CheckResult> {
    let copy: Copy | undefined;
    try {
      copy = this.#copyOf(request);
      const { program, release } = request.program;
      const { root, defines } = request.configuration;
      const file = copy?.placeOf(root) ?? root;
      const args = checkArguments(release, file, defines);
      const output = await this.#host.run({ program, args, folder: path.dirname(file) }, signal);
      return signal.aborted ? SUPERSEDED : this.#read(output, request, copy);
    } catch (error) {
      if (signal.aborted) return SUPERSEDED;
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      if (copy !== undefined) {
        copy.remove();
        this.#copies.delete(copy);
      }
    }
  }

  /** A copy where something is not saved, undefined where Kamailio can read the files themselves. */
  #copyOf({ configuration, unsaved }: CheckRequest): Copy | undefined {
    const files = filesToCopy(configuration);
    if (!files.some((file) => unsaved.has(file))) return undefined;
    const texts = new Map<string, string>();
    for (const file of files) {
      const text = unsaved.get(file) ?? this.#host.readFile(file);
      if (text !== undefined) texts.set(file, text);
    }
    const copy = copyFiles(texts);
    this.#copies.add(copy);
    return copy;
  }

  #read({ text, exit }: Output, { configuration, unsaved }: CheckRequest, copy: Copy | undefined): CheckResult {
    const messages = readMessages(copy?.restore(text) ?? text);
    const isAccepted = messages.verdict === 'accepted' || (messages.verdict === undefined && exit === 0);
    const findings = findingsOf(messages, {
      root: configuration.root,
      original: (named) => path.resolve(path.dirname(configuration.root), named),
      textOf: (file) => (copy === undefined ? undefined : unsaved.get(file)) ?? this.#host.readFile(file),
    });
    if (!isAccepted && findings.length === 0) {
      return { kind: 'failed', reason: `Kamailio ended with ${exit} and said nothing.` };
    }
    return { kind: 'checked', isAccepted, findings };
  }
}
