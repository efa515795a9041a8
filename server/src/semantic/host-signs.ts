import type { Program } from './program.ts';
import { nameOf } from './symbols.ts';

/** The signs that host names of URIs may have beyond the usual ones: `uri_host_extra_chars` (core/parser/parse_uri.c). */
export function extraHostSigns({ symbols }: Program): string {
  const setting = symbols.settings.findLast(({ name }) => name.image === 'uri_host_extra_chars');
  const value = setting?.node.value;
  const token = value?.kind === 'literalValue' ? setting?.item.tokens[value.token] : undefined;
  return token ? nameOf(token) : '';
}
