import assert from 'node:assert/strict';
import { assertNodeFindings, pairOf } from '../../support/nodes.ts';

const CODE = 'node-table-missing';
const ON = 'loadmodule "htable.so"\nmodparam("htable", "enable_dmq", 1)\n';
const BAN = 'modparam("htable", "htable", "ban=>size=8;dmqreplicate=1")\n';

describe('rule node-table-missing', () => {
  it('marks the table on the node that has it, and the switch on the one that lacks it', () => {
    const found = assertNodeFindings(
      pairOf(
        `${ON}${BAN}
modparam("htable", "htable", "calls=>size=8;dmqreplicate=1")
                              ^^^^^ node-table-missing
`,
        `loadmodule "htable.so"
modparam("htable", "enable_dmq", 1)
                                 ^ node-table-missing
${BAN}`,
      ),
      CODE,
    );
    assert.deepEqual(
      found.map(({ message }) => message),
      [
        "the hash table 'calls' is replicated, but sip:192.0.2.2:5060 has none of that name: each change is refused there and logs two errors",
        "this node has no hash table 'calls', which sip:192.0.2.1:5060 replicates: each change is refused here and logs two errors",
      ],
    );
    assert.equal(found[0]?.related?.[0]?.range.start, found[1]?.range.start);
    assert.equal(found[1]?.related?.[0]?.range.start, found[0]?.range.start);
  });

  it('is silent where the table is there, may be there, or nobody sends it', () => {
    const silent = (a: string, b: string): void => void assertNodeFindings(pairOf(a, b), CODE);
    silent(ON + BAN, ON + BAN);
    silent(ON + BAN, `${ON}modparam("htable", "htable", "ban=>size=8")\n`);
    silent(ON + BAN, `${ON}#!ifdef WITH_BAN\n${BAN}#!endif\n`);
    silent(ON + BAN, `${ON}import_file "more.cfg"\n`);
    silent(ON + BAN, `${ON}modparam("htable", "htable", "{{ table }}=>size=8")\n`);
    silent(ON + BAN, 'loadmodule "htable.so"\n');
    silent(ON + BAN, '');
    silent(`${ON}modparam("htable", "htable", "ban=>size=8")\n`, ON);
  });
});
