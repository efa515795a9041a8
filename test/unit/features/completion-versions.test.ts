import assert from 'node:assert/strict';
import { resolveCompletion } from '../../../server/src/features/completion.ts';
import type { KamailioVersion } from '../../../server/src/catalog/versions.ts';
import { offer } from './completion-support.ts';

const HEAD = '#!KAMAILIO\nloadmodule "pv.so"\nloadmodule "dispatcher.so"\nloadmodule "htable.so"\n';
const inRoute = (text: string): string => `${HEAD}request_route {\n\t${text}\n}\n`;

/** Places to type at, with something there that came in a version, and an older version. */
const PLACES: readonly (readonly [string, string, string, KamailioVersion, KamailioVersion])[] = [
  ['a module', 'loadmodule "‸', 'app_python3s', '5.7', '5.6'],
  ['a parameter', `${HEAD}modparam("dispatcher", "‸`, 'ds_ping_socket', '6.1', '6.0'],
  ['a key of a parameter', `${HEAD}modparam("htable", "htable", "t=>‸`, 'coldelim', '5.8', '5.6'],
  ['a function of a module', inRoute('‸'), 'ds_oc_set_attrs', '6.0', '5.8'],
  ['a core setting', `${HEAD}‸`, 'tcp_main_threads', '6.1', '5.5'],
  ['another name of a core setting', `${HEAD}‸`, 'dns_use_cache', '5.7', '5.6'],
  ['a statement', `${HEAD}‸`, 'coreparam', '6.1', '5.6'],
  ['a directive', `${HEAD}#!‸`, '#!defexp', '5.7', '5.6'],
  ['a pseudo-variable of the core', inRoute('$var(x) = $‸;'), '$iuid', '6.1', '5.6'],
  ['a pseudo-variable of a module', inRoute('$var(x) = $‸;'), '$dsg', '5.8', '5.7'],
  ['a transformation', inRoute('$var(x) = $(ru{s.‸});'), 'charat', '5.8', '5.6'],
  ['an attribute of a socket', `${HEAD}socket = {\n\t‸\n}\n`, 'vrf', '6.1', '5.8'],
];

describe('completion and the version in use', () => {
  for (const [what, text, label, since, older] of PLACES) {
    it(`says of ${what} since when there is one, behind all that the version has`, () => {
      const before = offer(text, { version: older });
      assert.ok(before.labels.length > 0);
      const { detail } = before.items.find((item) => item.label === label) ?? {};
      assert.equal(detail, `new in ${since}; you use ${older}`);
      assert.ok(offer(text, { version: since }).labels.includes(label));
    });
  }

  it('says nothing of what modules have that are not loaded, and proposes nothing that is gone', () => {
    assert.ok(!offer(inRoute('‸'), { version: '5.6' }).newer.includes('dlg_set_state'));
    const { labels, newer } = offer('loadmodule "‸', { version: '6.1' });
    assert.ok(!labels.includes('app_java') && !newer.includes('app_java'));
    assert.ok(offer('loadmodule "‸', { version: '5.8' }).labels.includes('app_java'));
  });

  it('documents what is to come', () => {
    const { items, analysis } = offer(`${HEAD}modparam("dispatcher", "‸`, { version: '5.6' });
    const item = items.find(({ label }) => label === 'ds_ping_socket');
    assert.ok(item?.documentationKey);
    assert.match(resolveCompletion(analysis, item.documentationKey) ?? '', /\*\*New in 6\.1\*\*; you use 5\.6/);
  });
});
