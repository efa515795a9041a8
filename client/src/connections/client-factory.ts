import { readFile } from 'node:fs/promises';
import { workspace } from 'vscode';
import type { ServerProfile, TlsFiles } from '../live/types.ts';
import { openRpcClient } from '../rpc/open-client.ts';
import { RpcError } from '../rpc/rpc-error.ts';
import type { Credentials, RpcClient, TlsOptions } from '../rpc/types.ts';
import type { Secrets } from './secrets.ts';

/**
 * Makes the function that opens the way to a server of the settings. It fails with an `RpcError`: with the kind
 * `unauthorised` where a secret is needed that is not stored; it does not ask for it by itself.
 */
export function createClientFactory(secrets: Secrets): (profile: ServerProfile) => Promise<RpcClient> {
  return async (profile) => {
    // Profiles are not even read in such a workspace; this is the last door.
    if (!workspace.isTrusted)
      throw new RpcError('no-permission', 'Nothing connects in a workspace that is not trusted.');
    const credentials = await findCredentials(profile, secrets);
    const tls = profile.tls === undefined ? undefined : await readTls(profile, profile.tls, secrets);
    return openRpcClient({ ...profile.endpoint, tls, credentials });
  };
}

async function findCredentials(profile: ServerProfile, secrets: Secrets): Promise<Credentials | undefined> {
  const { authentication } = profile;
  if (authentication.kind === 'none') return undefined;
  const secret = await secrets.find(profile, 'password');
  if (authentication.kind === 'basic') {
    if (secret === undefined)
      throw new RpcError('unauthorised', `The password of ${authentication.user} is not stored.`);
    return { kind: 'basic', user: authentication.user, password: secret };
  }
  if (secret === undefined) throw new RpcError('unauthorised', 'The token is not stored.');
  return { kind: 'bearer', token: secret };
}

async function readTls(profile: ServerProfile, files: TlsFiles, secrets: Secrets): Promise<TlsOptions> {
  const key = await readPem(files.key, 'key');
  const isLocked = key?.includes('ENCRYPTED') === true;
  const passphrase = isLocked ? await secrets.find(profile, 'passphrase') : undefined;
  if (isLocked && passphrase === undefined)
    throw new RpcError('unauthorised', 'The passphrase of the key is not stored.');
  return {
    ca: await readPem(files.ca, 'authority'),
    certificate: await readPem(files.certificate, 'certificate'),
    key,
    passphrase,
    serverName: files.serverName,
  };
}

/** Whether the client key of a profile needs a passphrase. */
export async function hasLockedKey({ tls }: ServerProfile): Promise<boolean> {
  try {
    return ((await readPem(tls?.key, 'key')) ?? '').includes('ENCRYPTED');
  } catch {
    return false;
  }
}

async function readPem(file: string | undefined, what: string): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'no permission' : code;
    throw new RpcError('certificate', `The file of the ${what}, ${file}, cannot be read: ${reason}.`);
  }
}
