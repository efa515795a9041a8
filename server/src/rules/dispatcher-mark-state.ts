import type { Rule, RuleFinding } from './rule.ts';
import { isVerbatim } from '../semantic/string-place.ts';
import { marksOf, readState, STATE, type Mark } from './shared/dispatcher-pings.ts';

/** What words for a state may stand for. */
const WORDS: Readonly<Record<string, string>> = {
  active: 'a',
  up: 'a',
  enable: 'a',
  enabled: 'a',
  inactive: 'i',
  down: 'i',
  disable: 'd',
  disabled: 'd',
  trying: 't',
  probing: 'ip',
  probe: 'ip',
};

export const dispatcherMarkState: Rule = {
  code: 'dispatcher-mark-state',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A destination is to be given a state that there is not, or one that changes nothing.',
  advice: 'Write the letters of the state: a active, i inactive, d disabled, t trying, p to be pinged; mostly "ip".',
  documentation: {
    why:
      'The state is written in letters: `a`, `i`, `d`, `t` and `p`. With any other sign, a word such as "down" or the X ' +
      'that `dispatcher.list` shows, the call warns in the log and returns false, and the destination keeps its state. ' +
      '`p` alone leaves a destination active: it is pinged, and still selected. `a` takes back the letters before it.',
    wrong: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  ds_mark_dst("down");
}
`,
    right: `loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "flags", 2)
modparam("dispatcher", "ds_ping_interval", 10)
modparam("dispatcher", "ds_probing_mode", 1)
request_route {
  if (!ds_select_dst("1", "4")) exit;
  t_on_failure("NEXT");
  t_relay();
}
failure_route[NEXT] {
  if (t_is_canceled()) exit;
  ds_mark_dst("ip");
}
`,
  },
  check(analysis, report) {
    for (const mark of marksOf(analysis)) {
      const finding = checkMark(mark);
      if (finding) report(finding);
    }
  },
};

function checkMark({ call: { name }, letters }: Mark): RuleFinding | undefined {
  if (!letters || letters.text === '') return undefined;
  const { text, token } = letters;
  // ds_mark_addr() looks at variables, ds_mark_dst() takes the text as it stands.
  if (name === 'ds_mark_addr' && text.includes('$')) return undefined;
  const range = letters.range;
  const state = readState(text);
  if (state === undefined) {
    const likely = WORDS[text.trim().toLowerCase()] ?? likelyLetters(text);
    const strange = /[^aidtp]/i.exec(text)?.[0] ?? text;
    const isWord = text.length > 3;
    const message = isWord
      ? `'${text}' is no state of a destination: the letters are a, i, d, t and p, and nothing is marked`
      : `'${strange}' is no letter of a state: these are a, i, d, t and p, and nothing is marked`;
    return likely !== undefined && isVerbatim(token) ? { range, message, replacement: likely } : { range, message };
  }
  const reset = text.toLowerCase().lastIndexOf('a');
  const before = reset > 0 ? text.slice(0, reset).replace(/a/gi, '') : '';
  if (before !== '') {
    return { range, message: `the a in '${text}' takes back the ${before} before it`, severity: 'information' };
  }
  // Letters of pinging alone; 'ap' says that the destination is to be active.
  if (state === STATE.probing && !/a/i.test(text)) {
    const message = `'${text}' alone leaves the destination active, and so selected: 'ip' takes it out and pings it`;
    return isVerbatim(token) ? { range, message, replacement: 'ip' } : { range, message };
  }
  return undefined;
}

/** Letters as `dispatcher.list` shows them, without the X for a state that is not probed. */
function likelyLetters(text: string): string | undefined {
  return /^[aidt]x$/i.test(text) ? text.slice(0, 1).toLowerCase() : undefined;
}
