import assert from 'node:assert/strict';
import { assertNodeFindings, pairOf } from '../../support/nodes.ts';

const CODE = 'node-table-one-way';
const ON = 'loadmodule "htable.so"\nmodparam("htable", "enable_dmq", 1)\n';
const SENT = `${ON}modparam("htable", "htable", "last=>size=8;dmqreplicate=1")\n`;
const KEPT = `${ON}modparam("htable", "htable", "last=>size=8")\n`;
const MARK = `${' '.repeat(30)}^^^^ node-table-one-way\n`;

describe('rule node-table-one-way', () => {
  it('marks the table of a node that writes to it and does not send it', () => {
    for (const statement of [
      '$sht(last=>$fU) = $si;',
      '$sht(last=>$fU) = $null;',
      '$shtex(last=>$fU) = 60;',
      'if ($shtinc(last=>$fU) > 3) exit;',
      'sht_setxi("last", "$fU", 1, 60);',
      'sht_rm("last", "$fU");',
    ]) {
      const [finding] = assertNodeFindings(pairOf(SENT, `${KEPT}${MARK}route[W] { ${statement} }\n`), CODE);
      assert.equal(
        finding?.message,
        "what this node writes to the hash table 'last' stays here, while it takes what sip:192.0.2.1:5060 writes: " +
          "'dmqreplicate=1' is missing",
      );
      assert.equal(finding.related?.length, 1);
    }
  });

  it('is silent where the node only reads, sends too, or takes nothing', () => {
    const writing = 'route[W] { $sht(last=>$fU) = $si; }\n';
    const silent = (a: string, b: string): void => void assertNodeFindings(pairOf(a, b), CODE);
    silent(SENT, `${KEPT}route[W] { if ($sht(last=>$fU) != $null) exit; }\n`);
    silent(SENT, SENT + writing);
    silent(KEPT, KEPT + writing);
    silent(SENT, `loadmodule "htable.so"\nmodparam("htable", "htable", "last=>size=8")\n${writing}`);
    silent(SENT, `${ON}modparam("htable", "htable", "other=>size=8")\nroute[W] { $sht(other=>$fU) = $si; }\n`);
  });
});
