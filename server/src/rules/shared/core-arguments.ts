import type { CoreArgumentKind, CoreFunction } from '../../catalog/types.ts';
import type { Token } from '../../syntax/token.ts';
import * as t from '../../syntax/token-types.ts';
import type { Argument } from '../../syntax/tree.ts';

/** The words for what an argument of a core function may be. */
export const ARGUMENT_NAMES: Readonly<Record<CoreArgumentKind, string>> = {
  string: 'a string',
  int: 'a number without a sign',
  signed: 'a number',
  host: 'a host name',
  ip: 'an address',
  'uri:host': 'uri:host',
  'uri:port': 'uri:port',
  flag: 'the name of a flag',
  expression: 'a value',
  id: 'a name',
  proto: 'a transport protocol',
  socket: '[protocol:]host[:port]',
  avp: 'an AVP',
};

/** Kinds of arguments that are written as a bare name. */
const NAMED: ReadonlySet<CoreArgumentKind> = new Set(['host', 'uri:host', 'uri:port', 'flag', 'id']);

/** Whether an argument has the form that the grammar wants for a kind. */
export function fitsArgument(kind: CoreArgumentKind, node: Argument, tokens: readonly Token[]): boolean {
  if (node.kind === 'opaque' || node.kind === 'addressValue') return true;
  const isSingle = node.kind === 'name' && node.from === node.to;
  const image = tokens[node.from]?.image;
  switch (kind) {
    case 'string':
      return node.kind === 'string';
    case 'int':
      // log(-1, "…") is refused like any other expression.
      return node.kind === 'number';
    case 'signed':
      return node.kind === 'number' || (node.kind === 'unary' && node.operand?.kind === 'number' && image === '-');
    case 'host':
      return node.kind === 'name' && !image?.startsWith('uri:');
    case 'ip':
      return node.kind === 'network' && node.mask === undefined;
    case 'uri:host':
    case 'uri:port':
      return node.kind === 'name' && image === kind;
    case 'flag':
      return isSingle || node.kind === 'string';
    case 'id':
      return isSingle;
    case 'expression':
      return node.kind !== 'name' && node.kind !== 'protocol' && node.kind !== 'network';
    case 'proto':
      return node.kind === 'protocol';
    case 'socket':
      return node.kind === 'string' || node.kind === 'network' || node.kind === 'name';
    case 'avp':
      return node.kind === 'attribute' || node.kind === 'pseudoVariable' || node.kind === 'string';
  }
}

/** Whether some argument of the function may be written as a bare name. */
export function takesNames({ argumentKinds }: CoreFunction): boolean {
  return argumentKinds.some((row) => row.some((kind) => NAMED.has(kind)));
}

/** A bare core function, legal without parentheses: `force_rport;`. */
export function isBareFunction(token: Token, entry: CoreFunction | undefined): boolean {
  return token.tokenType === t.Word && entry?.bare === true;
}
