import type { ParameterConstraint } from '../catalog/types.ts';
import type { CallSymbol } from '../semantic/symbols.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { constantArgument } from './shared/constant-text.ts';
import { misspeltText, oneOf } from './shared/wording.ts';

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

/** Tried on 5.6.3, the same in all sources (the fix-up functions; pl_ht.c, `str_map_str`, for the pipes). */
const WORDS: Readonly<Record<string, WordArgument>> = {
  dlg_bye: { module: 'dialog', index: 0, words: ['caller', 'callee', 'all'], isLoose: true },
  dlg_refer: { module: 'dialog', index: 0, words: ['caller', 'callee'], isLoose: true },
  is_direction: { module: 'rr', index: 0, words: ['downstream', 'upstream'], isLoose: true },
  pl_check: {
    module: 'pipelimit',
    index: 1,
    words: ['NOP', 'RED', 'TAILDROP', 'FEEDBACK', 'NETWORK'],
    effect: 'no pipe is made',
  },
  t_is_set: {
    module: 'tm',
    index: 0,
    words: ['branch_route', 'failure_route', 'onreply_route'],
    effect: 'it is never true',
  },
};

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
  const wanted = WORDS[call.name];
  if (wanted?.module !== module) return undefined;
  const constant = constantArgument(call, wanted.index);
  if (!constant || constant.text.includes('$')) return undefined;
  const text = wanted.isLoose === true ? constant.text.toLowerCase() : constant.text;
  if (wanted.words.includes(text)) return undefined;
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
