import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  commands,
  Disposable,
  ProgressLocation,
  window,
  workspace,
  type OutputChannel,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import { whenRunning } from '../../language-client/when-running.ts';
import { Checker, type CheckResult } from '../../own-check/checker.ts';
import { explainObstacle, explainOtherVersion, type Configuration } from '../../own-check/plan.ts';
import { runProgram } from '../../own-check/run.ts';
import type { KnownVersions } from '../../versions/known-versions.ts';
import { registerCheckTask } from './check-task.ts';
import { configurationsOf, unsavedTexts } from './configurations.ts';
import { OwnFindings } from './own-findings.ts';

const SETTING = 'kamailio.check.onSave';

/**
 * What the installed Kamailio says itself: `kamailio -c`, which loads the modules that a configuration names and so runs
 * nowhere but in a trusted workspace; as a task, on save, and by the command `kamailio.check.run`. No server is started.
 */
export function registerOwnCheck(server: ServerConnection, versions: KnownVersions, log: OutputChannel): Disposable {
  const check = new OwnCheck(server, versions, log);
  return Disposable.from(
    check,
    registerCheckTask(server, versions),
    commands.registerCommand('kamailio.check.run', () => runOnActive(check)),
    workspace.onDidSaveTextDocument((document) => {
      if (isWanted(document)) void check.checkSaved(document.uri);
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('kamailio.check') || change.affectsConfiguration('kamailio.program'))
        check.forget();
    }),
  );
}

function isWanted(document: TextDocument): boolean {
  return (
    workspace.isTrusted &&
    isConfiguration(document) &&
    workspace.getConfiguration(undefined, document).get(SETTING, true)
  );
}

function isConfiguration({ languageId, uri }: TextDocument): boolean {
  return languageId === 'kamailio' && uri.scheme === 'file';
}

/** What became of a check, for the log or a message. */
interface Outcome {
  readonly configuration: Configuration;
  readonly result: CheckResult;
}

class OwnCheck implements Disposable {
  readonly #server: ServerConnection;
  readonly #versions: KnownVersions;
  readonly #log: OutputChannel;
  readonly #findings = new OwnFindings();
  readonly #checker = new Checker({ run: runProgram, readFile: readText });
  /** By root, or empty for all: why it was last not checked. */
  readonly #said = new Map<string, string>();

  constructor(server: ServerConnection, versions: KnownVersions, log: OutputChannel) {
    this.#server = server;
    this.#versions = versions;
    this.#log = log;
  }

  /** Checks what a saved file belongs to; what stands in the way goes to the log, once. */
  async checkSaved(uri: Uri): Promise<void> {
    const installed = await this.#versions.installed();
    if (installed === undefined) {
      this.#say('', 'Kamailio was not found on this machine: only the language server checks configurations.');
      return;
    }
    for (const configuration of (await configurationsOf(this.#server, uri)) ?? []) {
      const obstacle = explainObstacle(configuration) ?? explainOtherVersion(configuration, installed.release);
      if (obstacle === undefined) await this.#check(configuration, installed);
      else this.#giveUp(configuration, obstacle);
    }
  }

  /** Checks what a file belongs to because somebody asked; undefined where there is no Kamailio. */
  async checkAsked(
    uri: Uri,
    signal: AbortSignal,
  ): Promise<{ readonly release: string; readonly outcomes: readonly Outcome[] } | undefined> {
    const installed = await this.#versions.installed();
    if (installed === undefined) return undefined;
    await whenRunning(this.#server);
    const outcomes: Outcome[] = [];
    for (const configuration of (await configurationsOf(this.#server, uri)) ?? []) {
      const obstacle = explainObstacle(configuration);
      const result: CheckResult =
        obstacle === undefined
          ? await this.#check(configuration, installed, signal)
          : { kind: 'failed', reason: `It was not checked: ${obstacle}.` };
      outcomes.push({ configuration, result });
    }
    return { release: installed.release, outcomes };
  }

  /** Takes back all that was found. */
  forget(): void {
    this.#said.clear();
    this.#findings.clear();
  }

  dispose(): void {
    this.#checker.dispose();
    this.#findings.dispose();
  }

  async #check(
    configuration: Configuration,
    program: { readonly program: string; readonly release: string },
    signal?: AbortSignal,
  ): Promise<CheckResult> {
    const result = await this.#checker.check({ configuration, program, unsaved: unsavedTexts() }, signal);
    if (result.kind === 'failed') this.#giveUp(configuration, result.reason);
    if (result.kind === 'checked') {
      this.#said.delete(configuration.root);
      this.#findings.set(configuration.root, configuration.files, result.findings);
    }
    return result;
  }

  #giveUp({ root }: Configuration, reason: string): void {
    this.#findings.delete(root);
    this.#say(root, `Kamailio does not check ${root}: ${reason.replace(/\.$/, '')}.`);
  }

  #say(about: string, text: string): void {
    if (this.#said.get(about) === text) return;
    this.#said.set(about, text);
    this.#log.appendLine(text);
  }
}

async function runOnActive(check: OwnCheck): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!workspace.isTrusted) {
    void window.showWarningMessage(
      'Kamailio loads the modules that a configuration names; nothing is run while this workspace is not trusted.',
    );
    return;
  }
  if (document === undefined || !isConfiguration(document)) {
    void window.showInformationMessage('Open a file of a Kamailio configuration to have it checked.');
    return;
  }
  const checked = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Kamailio checks the configuration', cancellable: true },
    async (_progress, token) => {
      const controller = new AbortController();
      const listener = token.onCancellationRequested(() => controller.abort());
      try {
        return await check.checkAsked(document.uri, controller.signal);
      } finally {
        listener.dispose();
      }
    },
  );
  if (checked === undefined) {
    void window.showWarningMessage('Kamailio was not found on this machine; the setting kamailio.program can name it.');
    return;
  }
  if (checked.outcomes.length === 0) {
    void window.showInformationMessage('No configuration is known that this file is a part of.');
  }
  for (const { configuration, result } of checked.outcomes)
    await tell(path.basename(configuration.root), checked.release, result);
}

async function tell(name: string, release: string, result: CheckResult): Promise<void> {
  if (result.kind === 'failed') void window.showWarningMessage(`${name}: ${result.reason}`);
  if (result.kind !== 'checked') return;
  if (result.isAccepted) {
    void window.showInformationMessage(`Kamailio ${release} accepts ${name}.`);
    return;
  }
  void window.showWarningMessage(`Kamailio ${release} refuses ${name}.`);
  await commands.executeCommand('workbench.actions.view.problems');
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
