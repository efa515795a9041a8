import { homedir } from 'node:os';
import { ConfigurationTarget, Disposable, EventEmitter, workspace, type Event } from 'vscode';
import type { ServerProfile } from '../live/types.ts';
import { readProfiles, type ProfileProblem, type ReadProfiles } from './read-profiles.ts';

const SECTION = 'kamailio';
const NAME = 'servers';

/** A server as the setting `kamailio.servers` writes it. */
export interface WrittenProfile {
  readonly name: string;
  readonly url: string;
  readonly listFile?: string;
  readonly configuration?: string;
}

/** The servers of the settings: those of the user and those of the workspace; nothing where it is not trusted. */
export class Profiles implements Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly #disposable: Disposable;
  #read: ReadProfiles = { profiles: [], problems: [] };

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor() {
    this.#disposable = Disposable.from(
      this.#changed,
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${SECTION}.${NAME}`)) this.#load();
      }),
      workspace.onDidGrantWorkspaceTrust(() => this.#load()),
      workspace.onDidChangeWorkspaceFolders(() => this.#load()),
    );
    this.#load();
  }

  get profiles(): readonly ServerProfile[] {
    return this.#read.profiles;
  }

  get problems(): readonly ProfileProblem[] {
    return this.#read.problems;
  }

  /** Writes a server into the workspace's settings, or into the user's where no folder is open. */
  async add(profile: WrittenProfile): Promise<void> {
    const target =
      workspace.workspaceFolders === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
    await this.#write(target, [...this.#entriesOf(target), { ...profile }]);
  }

  /** Changes members of the entry with this name, where it is written. */
  async change(name: string, members: Readonly<Record<string, unknown>>): Promise<boolean> {
    for (const target of [ConfigurationTarget.Workspace, ConfigurationTarget.Global]) {
      const entries = this.#entriesOf(target);
      if (!entries.some((entry) => isNamed(entry, name))) continue;
      await this.#write(
        target,
        entries.map((entry) => (isNamed(entry, name) ? { ...entry, ...members } : entry)),
      );
      return true;
    }
    return false;
  }

  /** Which settings hold the entry with this name. */
  targetOf(name: string): ConfigurationTarget | undefined {
    return [ConfigurationTarget.Workspace, ConfigurationTarget.Global].find((target) =>
      this.#entriesOf(target).some((entry) => isNamed(entry, name)),
    );
  }

  /** Whether no server stands in the workspace's settings, and none would be written there. */
  get isOnlyUsers(): boolean {
    return workspace.workspaceFolders === undefined || this.#entriesOf(ConfigurationTarget.Workspace).length === 0;
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  #load(): void {
    const [folder] = workspace.workspaceFolders ?? [];
    this.#read = readProfiles(workspace.isTrusted ? this.#join() : [], {
      folder: folder?.uri.fsPath,
      home: homedir(),
    });
    this.#changed.fire();
  }

  /** The entries of both settings; the workspace's stands before the user's of the same name. */
  #join(): unknown {
    const values = [this.#valueOf(ConfigurationTarget.Workspace), this.#valueOf(ConfigurationTarget.Global)];
    // What is no list is handed on as it is, so that it is told.
    const faulty = values.find((value) => value !== undefined && !Array.isArray(value));
    if (faulty !== undefined) return faulty;
    const own = this.#entriesOf(ConfigurationTarget.Workspace);
    const names = new Set(own.map(nameOf).filter((name) => name !== undefined));
    const users = this.#entriesOf(ConfigurationTarget.Global);
    return [...own, ...users.filter((entry) => !names.has(nameOf(entry) ?? ''))];
  }

  #valueOf(target: ConfigurationTarget): unknown {
    const values = workspace.getConfiguration(SECTION).inspect<unknown>(NAME);
    return target === ConfigurationTarget.Workspace ? values?.workspaceValue : values?.globalValue;
  }

  #entriesOf(target: ConfigurationTarget): readonly unknown[] {
    const value = this.#valueOf(target);
    return Array.isArray(value) ? (value as readonly unknown[]) : [];
  }

  async #write(target: ConfigurationTarget, entries: readonly unknown[]): Promise<void> {
    await workspace.getConfiguration(SECTION).update(NAME, entries, target);
  }
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { name } = entry as { readonly name?: unknown };
  return typeof name === 'string' ? name.trim() : undefined;
}

function isNamed(entry: unknown, name: string): entry is Readonly<Record<string, unknown>> {
  return nameOf(entry) === name;
}
