import type { ParameterConstraint } from '../catalog/types.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument } from './shared/constant-text.ts';
import { misspeltText, oneOf } from './shared/wording.ts';
import { PIPE_ALGORITHMS } from './shared/parameter-forms.ts';

/** An argument, counted from 0, that is one of some words. */
interface WordArgument {
  readonly module: string;
  readonly index: number;
  readonly words: readonly string[];
  /** Whether capitals and small letters are the same. */
  readonly isLoose?: boolean;
  /** What another word does, where Kamailio starts with it. */
  readonly effect?: string;
}

/** Of htable.c (`ht_match_str_items`, `ht_rm_items`); the last two since 6.0. */
const MATCH_OPERATORS = ['eq', 'ne', 're', 'sw'];
const REMOVE_OPERATORS = ['re', 'sw', 'ew', 'in'];

/** Tried on 5.6.3, the same in all sources (the fix-up functions; pl_ht.c, `str_map_str`, for the pipes). */
const WORDS: Readonly<Record<string, WordArgument>> = {
  dlg_bye: { module: 'dialog', index: 0, words: ['caller', 'callee', 'all'], isLoose: true },
  dlg_refer: { module: 'dialog', index: 0, words: ['caller', 'callee'], isLoose: true },
  is_direction: { module: 'rr', index: 0, words: ['downstream', 'upstream'], isLoose: true },
  pl_check: {
    module: 'pipelimit',
    index: 1,
    words: PIPE_ALGORITHMS,
    isLoose: true,
    effect: 'no pipe is made',
  },
  sht_has_name: { module: 'htable', index: 1, words: MATCH_OPERATORS, effect: 'the call always fails' },
  sht_has_str_value: { module: 'htable', index: 1, words: MATCH_OPERATORS, effect: 'the call always fails' },
  sht_match_name: { module: 'htable', index: 1, words: MATCH_OPERATORS, effect: 'the call always fails' },
  sht_match_str_value: { module: 'htable', index: 1, words: MATCH_OPERATORS, effect: 'the call always fails' },
  sht_rm_name: { module: 'htable', index: 1, words: REMOVE_OPERATORS, effect: 'the call always fails' },
  sht_rm_value: { module: 'htable', index: 1, words: REMOVE_OPERATORS, effect: 'the call always fails' },
  t_is_set: {
    module: 'tm',
    index: 0,
    words: ['branch_route', 'failure_route', 'onreply_route'],
    effect: 'it is never true',
  },
};

/** Functions of rr that write their argument behind `;lr` as it is (record.c). */
const RECORD_ROUTE_PARAMETERS: ReadonlySet<string> = new Set(['record_route', 'add_rr_param']);

/** The letters of rtpproxy.c (`force_rtp_proxy`) of all versions. */
const RTPPROXY_FUNCTIONS: ReadonlySet<string> = new Set(['rtpproxy_offer', 'rtpproxy_answer', 'rtpproxy_manage']);
const RTPPROXY_FLAGS = /^(?:[123bacefilorwxtACEFILORWXT]|[zZ]\d*)*/;

/** Other rules look at the numbers of these. */
const ELSEWHERE: ReadonlySet<string> = new Set(['dispatcher']);

export const argumentValue: Rule = {
  code: 'argument-value',
  severity: 'warning',
  category: 'calls',
  summary: 'A function is given a number or word that has no meaning to it.',
  advice: 'Use one of those that the function knows, or a sum of numbers where they are bits.',
  documentation: {
    why:
      'Such numbers are modes, or bits that are added up. Kamailio does not check them: a bit that is none is passed over, ' +
      'and a test that nobody knows is never made. Of a few functions the words are looked at: with another one Kamailio ' +
      'does not start, or the call does nothing.',
    wrong: `loadmodule "nathelper.so"

request_route {
  if (nat_uac_test("2048")) {
    setflag(5);
  }
}
`,
    right: `loadmodule "nathelper.so"

request_route {
  if (nat_uac_test("19")) {
    setflag(5);
  }
}
`,
  },
  check(analysis, report) {
    for (const [call, target] of callTargets(analysis)) {
      if (target.kind !== 'module') continue;
      const [only] = target.functions;
      if (!only || target.functions.length > 1 || ELSEWHERE.has(only.module)) continue;
      const word = checkWord(call, only.module);
      if (word) report(word);
      const given = call.node.arguments.length;
      for (let index = 0; index < given; index++) {
        const constraint = only.entry.parameters?.[index]?.constraint;
        const constant = constraint && constantArgument(call, index);
        if (!constant || !/^-?\d+$/.test(constant.text)) continue;
        const value = Number(constant.text);
        const wanted = describeWanted(constraint, value);
        if (wanted === undefined) continue;
        const which = given > 1 ? `argument ${index + 1} of '${call.name}'` : `the argument of '${call.name}'`;
        report({ range: constant.range, message: `${which} is ${wanted}, and ${value} is none` });
      }
    }
  },
};

function checkWord(call: CallSymbol, module: string): RuleFinding | undefined {
  if (module === 'rtpproxy' && RTPPROXY_FUNCTIONS.has(call.name)) return checkLetters(call);
  if (module === 'rr' && RECORD_ROUTE_PARAMETERS.has(call.name)) return checkRouteParameter(call);
  if (module === 'ipops' && call.name === 'is_in_subnet') return checkSubnets(call);
  const wanted = WORDS[call.name];
  if (wanted?.module !== module) return undefined;
  const constant = constantArgument(call, wanted.index);
  if (!constant || constant.text.includes('$')) return undefined;
  const plain = (text: string): string => (wanted.isLoose === true ? text.toLowerCase() : text);
  if (wanted.words.some((each) => plain(each) === plain(constant.text))) return undefined;
  const shown = oneOf(wanted.words.map((each) => `'${each}'`));
  const message = `'${call.name}' takes ${shown}, not '${constant.text}': ${wanted.effect ?? 'Kamailio does not start'}`;
  const severity = wanted.effect === undefined ? 'error' : 'warning';
  return { ...misspeltText(constant.range, message, constant.text, new Set(wanted.words)), severity };
}

/** The flags of rtpproxy are letters, and one that is none ends the call. */
function checkLetters(call: CallSymbol): RuleFinding | undefined {
  const constant = constantArgument(call, 0);
  if (!constant || constant.text.includes('$')) return undefined;
  const read = RTPPROXY_FLAGS.exec(constant.text)?.[0].length ?? 0;
  if (read >= constant.text.length) return undefined;
  const message = `rtpproxy has no flag '${constant.text[read]!}', and '${call.name}' fails with it`;
  return { range: constant.rangeOf(read, read + 1), message };
}

function checkRouteParameter(call: CallSymbol): RuleFinding | undefined {
  const constant = constantArgument(call, 0);
  if (!constant || constant.text === '' || /^[;$]/.test(constant.text)) return undefined;
  const { text, range } = constant;
  const message = `'${call.name}' writes its parameter right behind others: without a semicolon this becomes ';lr${text}'`;
  return isVerbatim(constant.token) ? { range, message, replacement: `;${text}` } : { range, message };
}

/** Subnets that no address is in: ipops_mod.c compares the masked address with what stands before the slash as it is. */
function checkSubnets(call: CallSymbol): RuleFinding | undefined {
  const constant = constantArgument(call, 1);
  if (!constant || constant.text.includes('$')) return undefined;
  for (const { 0: subnet, 1: host = '', 2: bits = '', index } of constant.text.matchAll(/([\d.]+)\/(\d+)/g)) {
    const parts = host.split('.').map(Number);
    if (parts.length !== 4 || parts.some((part) => part > 255)) continue;
    const address = parts.reduce((sum, part) => sum * 256 + part, 0);
    const range = constant.rangeOf(index, index + subnet.length);
    if (Number(bits) > 32) return { range, message: `'${subnet}' has no address: a mask has at most 32 bits` };
    const size = 2 ** (32 - Number(bits));
    if (address % size === 0) continue;
    const first = address - (address % size);
    const network = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
    const message = `no address is in '${subnet}': the network has to be written by its first address, ${network}/${bits}`;
    return { range, message };
  }
  return undefined;
}

/** What a number has to be that is out of range; nothing where it is not. */
function describeWanted({ kind, values = [] }: ParameterConstraint, value: number): string | undefined {
  const numbers = values.map((each) => each.value);
  if (kind === 'enum') {
    // Any number but 0 means yes, and a log level beyond the last one means always or never.
    const isSwitch = numbers.every((each) => each === 0 || each === 1);
    if (numbers.includes(value) || isSwitch || numbers.some((each) => each < 0)) return undefined;
    return `one of ${oneOf(numbers.map(String))}`;
  }
  const bits = numbers.filter((each) => each > 0);
  if (kind !== 'bitmask' || bits.length < 2) return undefined;
  const all = bits.reduce((sum, each) => sum | each, 0);
  if (value === -1 || (value >= 0 && (value & ~all) === 0)) return undefined;
  return `a sum of ${oneOf(bits.map(String))}`;
}
