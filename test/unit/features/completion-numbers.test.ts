import assert from 'node:assert/strict';
import { resolveCompletion } from '../../../server/src/features/completion.ts';
import { accept, offer, type Offer } from './completion-support.ts';

const LOADED = `loadmodule "dispatcher.so"
loadmodule "nathelper.so"
loadmodule "topos.so"
loadmodule "tm.so"
loadmodule "registrar.so"
`;

/** What the place itself asks for, as `label (detail)`. */
function fitting({ items }: Offer): string[] {
  return items
    .filter(({ sortText }) => sortText.startsWith('1'))
    .map(({ label, detail }) => (detail === undefined ? label : `${label} (${detail})`));
}

function inRoute(statement: string): string {
  return `${LOADED}request_route {\n\t${statement}\n}\n`;
}

describe('completion of numbers that stand for something', () => {
  it('offers modes with their meanings, the default marked', () => {
    const found = fitting(offer(`${LOADED}modparam("tm", "failure_reply_mode", ‸)`));
    assert.deepEqual(found.slice(0, 4), [
      '0 (keep all branches)',
      '1 (drop all branches)',
      '2 (drop those of the last leg)',
      '3 (drop earlier ones when a new leg starts, default)',
    ]);
    assert.match(
      accept(`${LOADED}modparam("tm", "failure_reply_mode", ‸)`, '3'),
      /modparam\("tm", "failure_reply_mode", 3‸\)/,
    );
  });

  it('offers a short range as it is', () => {
    assert.deepEqual(fitting(offer(`${LOADED}modparam("tm", "ruri_matching", ‸)`)), ['0', '1 (default)']);
  });

  it('offers the bits of a sum, and where one is typed the sum with and without each', () => {
    const parameter = (value: string): string => `${LOADED}modparam("topos", "event_mode", ${value})`;
    assert.deepEqual(fitting(offer(parameter('‸'))), [
      '1 (msg-outgoing)',
      '2 (msg-sending)',
      '4 (msg-incoming)',
      '8 (msg-receiving)',
      '15 (msg-outgoing + msg-sending + msg-incoming + msg-receiving, default)',
    ]);
    assert.deepEqual(fitting(offer(parameter('5‸'))), [
      '5 (msg-outgoing + msg-incoming)',
      '4 (without 1: msg-outgoing)',
      '7 (with 2: msg-sending)',
      '1 (without 4: msg-incoming)',
      '13 (with 8: msg-receiving)',
      '15 (default)',
    ]);
    assert.equal(accept(parameter('5‸'), '7'), parameter('7‸'));
  });

  it('offers the numbers of arguments, in a string and outside', () => {
    assert.ok(fitting(offer(inRoute('nat_uac_test("‸")'))).includes('8 (private SDP)'));
    assert.equal(accept(inRoute('nat_uac_test("1‸")'), '3'), inRoute('nat_uac_test("3‸")'));
    assert.ok(fitting(offer(inRoute('ds_select_dst("1", ‸'))).includes('4 (round robin)'));
    assert.equal(accept(inRoute('ds_select_dst("1", ‸);'), '4'), inRoute('ds_select_dst("1", "4"‸);'));
    assert.ok(fitting(offer(inRoute('save("location", "‸")'))).includes('2 (no reply)'));
  });

  it('offers what the version in use has', () => {
    const bits = (version: '5.6' | '5.8'): string[] =>
      fitting(offer(inRoute('ds_is_from_list("1", "‸")'), { version }));
    assert.ok(!bits('5.6').some((entry) => entry.startsWith('8 ')));
    assert.ok(bits('5.8').includes('8 (own socket too)'));
  });

  it('offers the numbers of core settings', () => {
    const levels = fitting(offer('debug=‸\n'));
    assert.ok(levels.includes('2 (info)') && levels.includes('-1 (error)'), levels.join('\n'));
    assert.ok(fitting(offer('dns_cache_flags=‸\n')).includes('1 (only IPv4)'));
    assert.ok(fitting(offer('dns_cache_flags=1‸\n')).includes('5 (with 4: IPv6 first)'));
  });

  it('explains the parameter, function or setting when a number is looked at', () => {
    for (const [text, label, expected] of [
      [`${LOADED}modparam("tm", "failure_reply_mode", ‸)`, '3', /failure_reply_mode/],
      [inRoute('ds_select_dst("1", "‸");'), '4', /ds_select_dst\(set, alg\)/],
      ['debug=‸\n', '2', /Core setting/],
    ] as const) {
      const { analysis, items } = offer(text);
      const key = items.find((item) => item.label === label)?.documentationKey;
      assert.match((key === undefined ? undefined : resolveCompletion(analysis, key)) ?? '', expected);
    }
  });
});
