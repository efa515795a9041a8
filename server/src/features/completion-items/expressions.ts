import type { Token } from '../../syntax/token.ts';
import * as t from '../../syntax/token-types.ts';
import { isUsedElsewhere } from '../completion-names.ts';
import { addDefineValues } from './defines.ts';
import { addFunctions } from './functions.ts';
import { METHODS } from './sip-words.ts';
import type { CompletionResult, ItemList } from './item.ts';
import { nextCharacter, valueWord, type Completion, type ValueWord } from './request.ts';
import { addRouteNames } from './routes.ts';

const PROTOCOLS = 'UDP TCP TLS SCTP WS WSS'.split(' ');
const PROTOCOL_OPERANDS = new Set(['proto', 'snd_proto', 'to_proto']);
const FAMILY_OPERANDS = new Set(['af', 'snd_af', 'to_af']);
const ADDRESS_OPERANDS = new Set(['src_ip', 'dst_ip', 'snd_ip', 'to_ip', 'uri', 'from_uri', 'to_uri']);
/** Pseudo-variables that hold a method. */
const METHOD_VARIABLE = /^\$(?:rm|cT)$/;
const PROTOCOL_VARIABLE = /^\$(?:proto|pr|rP|oP|dP)$/;
const ROUTE_VARIABLE = /^\$\(?dlg_ctx\(to_route\)\)?$/;

/** Where a value is wanted: on one side of an operator, in a condition, behind `=` or `return`. */
export function completeOperand(
  completion: Completion,
  compared: Token | undefined,
  assigned: Token | undefined,
): CompletionResult {
  const word = valueWord(completion, /\w/);
  addComparedValues(word, compared);
  if (assigned && ROUTE_VARIABLE.test(assigned.image)) {
    addRouteNames(completion, word, 'main', { mayBeBare: false });
  }
  if (word.isInString) return word.list.result();
  addValues(completion, word.list);
  return word.list.result();
}

function addComparedValues(word: ValueWord, compared: Token | undefined): void {
  if (!compared) return;
  const { list, isInString } = word;
  const { image } = compared;
  const add = (choices: readonly string[], isQuoted: boolean): void => {
    for (const [order, choice] of choices.entries()) {
      const text = isQuoted || isInString ? word.quote(choice) : choice;
      list.add({ label: choice, kind: 'value', rank: 'fitting', order, text });
    }
  };
  if (image === 'method') add(METHODS, false);
  else if (METHOD_VARIABLE.test(image)) add(METHODS, true);
  else if (PROTOCOL_OPERANDS.has(image) && !isInString) add(PROTOCOLS, false);
  else if (PROTOCOL_VARIABLE.test(image)) add(['udp', 'tcp', 'tls', 'sctp', 'ws', 'wss'], true);
  else if (FAMILY_OPERANDS.has(image) && !isInString) add(['INET', 'INET6'], false);
  else if (ADDRESS_OPERANDS.has(image) && !isInString) add(['myself'], false);
}

/** What can stand for a value in code, pseudo-variables that the configuration uses among them. */
function addValues(completion: Completion, list: ItemList): void {
  const { catalog, names, cursor } = completion;
  const { block } = cursor;
  const isOnsend = block.kind === 'route' && block.routeKind === 'onsend_route';
  for (const keyword of catalog.core.conditionKeywords) {
    if (!catalog.has(keyword)) continue;
    const isMisplaced = keyword.onsendOnly && !isOnsend;
    list.add({
      label: keyword.name,
      kind: 'keyword',
      rank: isMisplaced ? 'unlikely' : 'possible',
      detail: isMisplaced ? 'only in onsend_route' : undefined,
      key: `conditionKeyword - ${keyword.name}`,
    });
  }
  const hasParenthesis = nextCharacter(completion) === '(';
  for (const operator of catalog.core.operators) {
    if (!catalog.has(operator) || (operator.kind !== 'prefix' && operator.kind !== 'function')) continue;
    const { name } = operator;
    const isPlain = name === 'defined' || hasParenthesis;
    list.add({
      label: name,
      kind: 'operator',
      rank: 'possible',
      key: `operator - ${name}`,
      ...(isPlain ? { text: name === 'defined' && !hasParenthesis ? 'defined ' : name } : { snippet: `${name}($1)` }),
    });
  }
  list.add({ label: 'not', kind: 'operator', rank: 'general', text: 'not ', key: 'operator - not' });
  for (const [written, use] of names.variables) {
    if (isUsedElsewhere(use, cursor.source, cursor.offset)) {
      list.add({ label: written, kind: 'pseudoVariable', rank: 'known', key: variableKey(completion, written) });
    }
  }
  addFunctions(completion, list, true);
  addDefineValues(completion, list, 'known');
}

function variableKey({ catalog }: Completion, written: string): string | undefined {
  const name = written.slice(1).split('(')[0] ?? '';
  const owner = catalog.available('pseudoVariables').get(name)?.[0];
  return owner === undefined ? undefined : `pseudoVariable ${owner} ${name}`;
}

/** An argument of a call that no table knows: a value, or what is typed in a string, which is nobody's business. */
export function addAnyValue(completion: Completion, list: ItemList): void {
  addValues(completion, list);
}

/** Behind a value: how it can go on. */
export function completeOperator(completion: Completion, isAssignable: boolean): CompletionResult {
  const { catalog, cursor } = completion;
  const { list } = valueWord(completion, /\w/);
  if (isAssignable) {
    list.add({ label: '=', kind: 'operator', rank: 'fitting', text: '= ', key: 'operator - =' });
    return list.result();
  }
  if (cursor.site.kind !== 'code') return list.result();
  for (const operator of catalog.core.operators) {
    if (!catalog.has(operator)) continue;
    const { kind, name } = operator;
    if (!kind.startsWith('compare') && kind !== 'binary') continue;
    list.add({
      label: name,
      kind: 'operator',
      rank: kind.startsWith('compare') || /^(?:&&|\|\||and|or)$/.test(name) ? 'fitting' : 'possible',
      text: `${name} `,
      filter: name,
      key: `operator - ${name}`,
    });
  }
  return list.result();
}

/** Behind `case`: a constant, and where the subject tells what is asked for, its values. */
export function completeCaseLabel(completion: Completion, subject: Token | undefined): CompletionResult {
  const word = valueWord(completion, /\w/);
  addComparedValues(word, subject?.tokenType === t.PseudoVariable ? subject : undefined);
  if (!word.isInString) {
    word.list.add({ label: '"…"', kind: 'value', rank: 'possible', detail: 'a string', filter: '"', snippet: '"$1"' });
    word.list.add({
      label: '/"…"',
      kind: 'value',
      rank: 'possible',
      detail: 'a regular expression',
      filter: '/',
      snippet: '/"$1"',
    });
    addDefineValues(completion, word.list, 'known');
  }
  return word.list.result();
}
