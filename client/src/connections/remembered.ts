import type { Memento } from 'vscode';
import type { ServerProfile } from '../live/types.ts';

const KEY = 'kamailio.live.connected';

/** Which servers of this workspace were connected, so that they are again after the editor was closed. */
export class RememberedConnections {
  readonly #state: Memento;

  constructor(state: Memento) {
    this.#state = state;
  }

  has(profile: ServerProfile): boolean {
    return this.#keys.includes(keyOf(profile));
  }

  async add(profile: ServerProfile): Promise<void> {
    await this.#state.update(KEY, [...new Set([...this.#keys, keyOf(profile)])]);
  }

  async remove(profile: ServerProfile): Promise<void> {
    await this.#state.update(
      KEY,
      this.#keys.filter((key) => key !== keyOf(profile)),
    );
  }

  get #keys(): readonly string[] {
    return this.#state.get<readonly string[]>(KEY, []);
  }
}

/** With the way to it: a server that was described anew is connected by the user, not by itself. */
function keyOf({ name, endpoint }: ServerProfile): string {
  return JSON.stringify([name, endpoint]);
}
