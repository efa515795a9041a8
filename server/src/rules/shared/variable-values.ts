import { readPseudoVariable } from '../../syntax/pseudo-variable.ts';
import type { Token } from '../../syntax/token.ts';
import * as t from '../../syntax/token-types.ts';
import type { AnyNode } from '../../syntax/tree.ts';
import { SIP_METHODS } from './sip-methods.ts';

/** What the values of a pseudo-variable look like. */
export interface ValueForm {
  /** Completes "it holds …". */
  readonly what: string;
  /** Whether the value can be written with digits only. */
  readonly isNumber: boolean;
  /** Whether it can be other than a number, too. */
  readonly isText: boolean;
  /** Whether a text can be a value; where that is in doubt, it can. */
  accepts(text: string): boolean;
}

const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const NUMBER = /^[-+]?\d+$|^0[xX][0-9a-fA-F]+$/;

/** Whether a text only says where somebody is to put an address: `x.x.x.x`, `PBX_IP`. */
export function isStandIn(text: string): boolean {
  return !/[a-z]{2}|\d/.test(text) || /^[A-Z][A-Z\d]*(?:[_:-][A-Z\d]+)*$/.test(text);
}

const PORT: ValueForm = { what: 'a port number', isNumber: true, isText: false, accepts: (text) => NUMBER.test(text) };
const COUNT: ValueForm = { what: 'a number', isNumber: true, isText: false, accepts: (text) => NUMBER.test(text) };
const STATUS: ValueForm = {
  what: 'a reply code of three digits',
  isNumber: true,
  isText: false,
  accepts: (text) => /^\d{3}$/.test(text) || text === '0',
};
const TRANSPORT: ValueForm = {
  what: "the name of a transport in lower case, such as 'udp'",
  isNumber: false,
  isText: true,
  accepts: (text) => /^[a-z]+$/.test(text),
};
const URI_TRANSPORT: ValueForm = {
  what: "the name of a transport, such as 'udp'",
  isNumber: false,
  isText: true,
  accepts: (text) => /^[A-Za-z][\w-]*$/.test(text),
};
const METHOD: ValueForm = {
  what: "a method, such as 'INVITE'",
  isNumber: false,
  isText: true,
  // A method in small letters is another one, which nobody has.
  accepts: (text) => !SIP_METHODS.has(text.toUpperCase()) || SIP_METHODS.has(text),
};
const ADDRESS: ValueForm = {
  what: 'an address without port and mask',
  isNumber: false,
  isText: true,
  accepts: (text) => isStandIn(text) || IPV4.test(text) || /^[0-9a-fA-F.]*:[0-9a-fA-F:.]+$/.test(text),
};
const URI: ValueForm = {
  what: "a whole URI, such as 'sip:user@domain'",
  isNumber: false,
  isText: true,
  accepts: (text) => text.includes(':'),
};
const HOST: ValueForm = {
  what: 'a host without user, port and mask',
  isNumber: false,
  isText: true,
  accepts: (text) => isStandIn(text) || /^\[[^\]]*\]$/.test(text) || !/[@:/\s]/.test(text),
};
const USER: ValueForm = {
  what: 'the user part of a URI',
  isNumber: true,
  isText: true,
  accepts: (text) => !text.includes('@') && !/^sips?:/i.test(text),
};

/**
 * Pseudo-variables of the core and of pv (pvapi.c, pv_core.c; 5.5 to the development version) whose values are always of
 * one form. They may have none; then they are empty texts.
 */
const FORMS: ReadonlyMap<string, ValueForm> = new Map(
  (
    [
      [STATUS, 'rs rsi T_reply_code'],
      [PORT, 'rp sp Rp RAp op dp fsp'],
      [COUNT, 'cl bs ml mi pp cs Ts TS Tb rmid prid rc retcode fUl rUl tUl oUl hdrc hflc'],
      [TRANSPORT, 'pr proto'],
      [URI_TRANSPORT, 'rP oP dP'],
      [METHOD, 'rm'],
      [ADDRESS, 'si src_ip Ri'],
      [URI, 'ru ruri ou ouri fu from tu to du duri su sut Ru Rut'],
      [HOST, 'rd ruri.domain fd from.domain td to.domain od dd'],
      [USER, 'rU ruri.user fU from.user tU to.user oU'],
    ] as const
  ).flatMap(([form, names]) => names.split(' ').map((name) => [name, form] as const)),
);

/** The pseudo-variable that an expression is, written as it stands; nothing where a transformation changes its value. */
export function plainVariable(node: AnyNode | undefined, tokens: readonly Token[]): string | undefined {
  if (node?.kind !== 'pseudoVariable') return undefined;
  const token = tokens[node.token];
  if (token?.tokenType !== t.PseudoVariable) return undefined;
  const { name, transformations, fault } = readPseudoVariable(token.image, 0, true);
  return fault || transformations.length > 0 ? undefined : name.text;
}

/** What is known of the values of an expression that is a pseudo-variable. */
export function valueForm(node: AnyNode | undefined, tokens: readonly Token[]): ValueForm | undefined {
  const name = plainVariable(node, tokens);
  return name === undefined ? undefined : variableForm(name);
}

/** What is known of the values of a pseudo-variable of a name. */
export function variableForm(name: string): ValueForm | undefined {
  return FORMS.get(name);
}
