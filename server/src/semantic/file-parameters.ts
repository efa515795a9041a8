/**
 * Module parameters whose value names a file that Kamailio reads: what hover, document links and definition follow. From
 * the modules' sources in Kamailio 5.5 to 6.1. Folders, files that are written, and binary data (GeoIP) are left out.
 */
import type { SourceRange } from '../syntax/source-text.ts';
import type { Token } from '../syntax/token.ts';
import type { Item } from '../syntax/item-reader.ts';
import { decodeString } from '../syntax/string-literal.ts';
import { meansModule } from './module-expression.ts';
import type { ProgramHost, ResolvedFile } from './program-host.ts';
import type { Program } from './program.ts';
import { valueRange } from './string-place.ts';
import { collectSymbols, type ParameterSetting } from './symbols.ts';

/** The parameters of each module that name a file. */
export const FILE_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  acc_radius: ['radius_config'],
  app_jsdt: ['load'],
  app_lua: ['load'],
  app_perl: ['filename'],
  app_python: ['script_name', 'load'],
  app_python3: ['script_name', 'load'],
  app_python3s: ['load'],
  app_ruby: ['load'],
  app_sqlang: ['load'],
  auth_identity: ['privatekey_path', 'certificate_path', 'cainfo_path'],
  auth_radius: ['radius_config'],
  carrierroute: ['config_file'],
  cdp: ['config_file', 'private_key', 'certificate', 'ca_list'],
  cfgutils: ['hash_file'],
  corex: ['dns_file'],
  cplc: ['cpl_dtd_file'],
  db2_ldap: ['config'],
  dispatcher: ['list_file'],
  http_async_client: ['tls_client_cert', 'tls_client_key'],
  http_client: ['cacert', 'client_cert', 'client_key', 'config_file'],
  kazoo: ['amqps_ca_cert', 'amqps_cert', 'amqps_key'],
  ldap: ['config_file'],
  misc_radius: ['radius_config'],
  mqtt: ['ca_file', 'certificate', 'private_key'],
  nats: ['tls_ca_file', 'tls_cert_file', 'tls_key_file'],
  nghttp2: ['tls_public_key', 'tls_private_key'],
  osp: ['private_key', 'local_certificate', 'ca_certificates'],
  peering: ['radius_config'],
  permissions: ['default_allow_file', 'default_deny_file', 'address_file'],
  rabbitmq: ['amqps_ca_file'],
  regex: ['file'],
  stirshaken: ['as_default_key'],
  tls: ['config', 'certificate', 'private_key', 'ca_list', 'crl', 'engine_config', 'provider_quirks_config'],
  tls_wolfssl: ['config', 'certificate', 'private_key', 'ca_list', 'crl'],
};

/** A place where a module parameter names a file. */
export interface FileReference {
  readonly path: string;
  /** The place of the path, without quotes. */
  readonly range: SourceRange;
  readonly token: Token;
  readonly item: Item;
  readonly setting: ParameterSetting;
  /** Whether it stands in text that Kamailio reads. */
  readonly isActive: boolean;
}

/** Whether a module parameter names a file; `module` is the first argument of the `modparam` as it stands. */
export function namesFile(module: string, parameter: string): boolean {
  return Object.entries(FILE_PARAMETERS).some(
    ([name, parameters]) => parameters.includes(parameter) && meansModule(module, name),
  );
}

const references = new WeakMap<Program, readonly FileReference[]>();

/** The places where module parameters name files, in the order of reading, inactive text last. Made once a program. */
export function fileReferences(program: Program): readonly FileReference[] {
  let found = references.get(program);
  if (!found) {
    found = [
      ...collect(program.symbols.parameters, true),
      ...program.inactive.flatMap((text) => collect(collectSymbols(text.items).parameters, false)),
    ];
    references.set(program, found);
  }
  return found;
}

function collect(settings: readonly ParameterSetting[], isActive: boolean): FileReference[] {
  const found: FileReference[] = [];
  for (const setting of settings) {
    const { module, parameter, valueToken, type, item } = setting;
    if (type !== 'string' || !valueToken || !namesFile(module, parameter)) continue;
    const path = decodeString(valueToken.image).text;
    if (path === '') continue;
    found.push({ path, range: valueRange(valueToken), token: valueToken, item, setting, isActive });
  }
  return found;
}

/** The file that a module parameter names, looked up as an included file would be. */
export function resolveFile(
  reference: FileReference,
  host: ProgramHost,
  root: Program['root'],
): ResolvedFile | undefined {
  return host.resolve(reference.path, reference.token.source, root);
}
