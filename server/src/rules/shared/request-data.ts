import { readPseudoVariable, type PseudoVariableNode } from '../../syntax/pseudo-variable.ts';

/**
 * Pseudo-variables whose texts whoever sends a message chooses, quotes and blanks included: of pv (pv_core.c), 5.5 to the
 * development version.
 */
const CHOSEN = new Set(
  (
    'fU from.user fu from fd from.domain fn ft tU to.user tu to td to.domain tn tt rU ruri.user ru ruri rd ruri.domain ' +
    'oU ou ouri od ua ci ct cT hdr hfl au Au aU AU ar adu adn adc rb mb csb rr rt re di dir dip ai pu pU pd pn sel ' +
    'msg via0 via1 viaZ'
  ).split(' '),
);

/**
 * Selects that give what the sender cannot choose freely (core/select_core.h): settings of the script, what the socket
 * knows, and ports, which Kamailio reads as numbers.
 */
const OWN_SELECTS = /^\s*@?(?:cfg_get|sys|src|dst|received)\b|\bport\s*$/;

/** Transformations that let quotes and blanks through, by class; any other may make the text harmless. */
const LETTING_THROUGH: Readonly<Record<string, ReadonlySet<string>>> = {
  s: new Set(
    (
      'substr select strip striptail strip_tail prefixes tolower toupper trim rtrim ltrim rm replace rmws unbracket ' +
      // What is escaped for a URI or a CSV file keeps its apostrophes (core/strutils.c).
      'unquote escape.user escape.param escape.csv'
    ).split(' '),
  ),
  uri: new Set('user host passwd params'.split(' ')),
  nameaddr: new Set('name uri'.split(' ')),
  tobody: new Set('uri display user host params'.split(' ')),
  param: new Set('value valueat name'.split(' ')),
  line: new Set('at sw'.split(' ')),
};

/** Whether a pseudo-variable gives a text as the sender of the message wrote it. */
export function isRequestData({ name, inner, transformations, fault }: PseudoVariableNode): boolean {
  if (fault || !transformations.every((entry) => LETTING_THROUGH[entry.class.text]?.has(entry.operation?.text ?? '')))
    return false;
  if (name.text === 'sel' && inner && OWN_SELECTS.test(inner.text)) return false;
  if (CHOSEN.has(name.text)) return true;
  // The pseudo-variables of a transaction's request take one of these as their inner name.
  return /^T_(?:req|inv|rpl)$/.test(name.text) && inner !== undefined && isRequestText(inner.text);
}

function isRequestText(image: string): boolean {
  return image.startsWith('$') && isRequestData(readPseudoVariable(image, 0, true));
}
