import { window, type SecretStorage } from 'vscode';
import type { ServerProfile } from '../live/types.ts';

/** What is kept for a server: the password or token that HTTP asks for, and the passphrase of its client key. */
export type SecretKind = 'password' | 'passphrase';

/**
 * Passwords, tokens and passphrases in the editor's secret store, and nowhere else: not in settings, logs or messages.
 * The key holds the address too: a profile that is pointed elsewhere does not take its password along.
 */
export class Secrets {
  readonly #storage: SecretStorage;

  constructor(storage: SecretStorage) {
    this.#storage = storage;
  }

  async find(profile: ServerProfile, kind: SecretKind): Promise<string | undefined> {
    return this.#storage.get(keyOf(profile, kind));
  }

  /** Asks for the secret and keeps it; answers whether one was given. */
  async ask(profile: ServerProfile, kind: SecretKind): Promise<boolean> {
    const { name, authentication, endpoint } = profile;
    const what = kind === 'passphrase' ? 'Passphrase of the key' : whatIsAsked(authentication);
    const secret = await window.showInputBox({
      title: `${what} for ${name}`,
      prompt: `Sent to ${endpoint.url} only. It is kept in the editor's secret store.`,
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => (text === '' ? 'Nothing was entered.' : undefined),
    });
    if (secret === undefined) return false;
    await this.#storage.store(keyOf(profile, kind), secret);
    return true;
  }

  async forget(profile: ServerProfile): Promise<void> {
    await this.#storage.delete(keyOf(profile, 'password'));
    await this.#storage.delete(keyOf(profile, 'passphrase'));
  }
}

function whatIsAsked(authentication: ServerProfile['authentication']): string {
  return authentication.kind === 'basic' ? `Password of ${authentication.user}` : 'Token';
}

function keyOf({ name, endpoint }: ServerProfile, kind: SecretKind): string {
  return JSON.stringify(['kamailio.servers', kind, name, endpoint.url]);
}
