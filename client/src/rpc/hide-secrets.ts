/** Keeping passwords and tokens out of what is shown, also when a server repeats them. */
import { Buffer } from 'node:buffer';
import type { RpcStruct, RpcValue } from './types.ts';

const HIDDEN = '***';

/** Shorter ones stand in other words by chance: nobody can read a text in which every "a" is hidden. */
const SHORTEST_IN_TEXT = 3;
const SHORTEST_IN_VALUE = 8;

/** A message without these secrets, also where it quotes one or was cut within one, which `…` tells. */
export function hideInText(text: string, secrets: readonly string[]): string {
  let hidden = text;
  for (const secret of new Set(secrets.flatMap(formsOf))) {
    if (secret.length < SHORTEST_IN_TEXT) continue;
    hidden = hidden.replaceAll(secret, HIDDEN);
    for (let length = secret.length - 1; length >= SHORTEST_IN_TEXT; length -= 1) {
      hidden = hidden.replaceAll(`${secret.slice(0, length)}…`, `${HIDDEN}…`);
    }
  }
  return hidden;
}

/** As it is, in JSON and in addresses. */
function formsOf(secret: string): readonly string[] {
  // Half a surrogate pair cannot be encoded, and is sent as its replacement.
  const encodable = Buffer.from(secret).toString();
  return [secret, escapeForJson(secret), encodeURI(encodable), encodeURIComponent(encodable)];
}

/** Whether the bytes of a JSON reply hold a secret that `hideInValue` would hide. */
export function holdsSecret(body: Buffer, secret: string): boolean {
  if (secret.length < SHORTEST_IN_VALUE) return false;
  const written = escapeForJson(secret);
  // A slash can be written in two ways.
  return body.includes(written) || body.includes(written.replaceAll('/', '\\/'));
}

function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** A reply without a secret, names of members included. */
export function hideInValue(value: RpcValue, secret: string): RpcValue {
  if (typeof value === 'string') return value.replaceAll(secret, HIDDEN);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly RpcValue[]).map((element) => hideInValue(element, secret));
  const members = Object.entries(value as RpcStruct);
  return Object.fromEntries(
    members.map(([name, member]) => [name.replaceAll(secret, HIDDEN), hideInValue(member, secret)]),
  );
}
