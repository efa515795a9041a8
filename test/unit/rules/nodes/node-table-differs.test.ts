import assert from 'node:assert/strict';
import { assertNodeFindings, nodeAt, pairOf } from '../../support/nodes.ts';

const CODE = 'node-table-differs';
const ON = 'loadmodule "htable.so"\nmodparam("htable", "enable_dmq", 1)\n';
const table = (definition: string): string => `${ON}modparam("htable", "htable", "${definition}")\n`;

describe('rule node-table-differs', () => {
  it('marks what is different on both nodes, and points at the other', () => {
    const found = assertNodeFindings(
      pairOf(
        `${ON}
modparam("htable", "htable", "ban=>size=8;autoexpire=300;dmqreplicate=1")
                                          ^^^^^^^^^^^^^^ node-table-differs
`,
        `${ON}
modparam("htable", "htable", "ban=>size=8;autoexpire=600;dmqreplicate=1")
                                          ^^^^^^^^^^^^^^ node-table-differs
`,
      ),
      CODE,
    );
    assert.equal(
      found[0]?.message,
      "an entry of the replicated hash table 'ban' expires after 300 seconds here and after 600 seconds on " +
        'sip:192.0.2.2:5060: the nodes forget it at different times',
    );
    const [place] = found[0].related ?? [];
    assert.equal(place?.range.source.uri, found[1]?.range.source.uri);
    assert.equal(place?.range.start, found[1]?.range.start);
  });

  it('takes the name where an attribute is not there', () => {
    assertNodeFindings(
      pairOf(
        `${ON}
modparam("htable", "htable", "ban=>updateexpire=0;dmqreplicate=1")
                              ^^^ node-table-differs
                                   ^^^^^^^^^^^^^^ node-table-differs
`,
        `${ON}
modparam("htable", "htable", "ban=>initval=0;dmqreplicate=1")
                              ^^^ node-table-differs
                                   ^^^^^^^^^ node-table-differs
`,
      ),
      CODE,
    );
  });

  it('says of sizes that nothing is lost', () => {
    const found = assertNodeFindings(
      pairOf(
        `${ON}
modparam("htable", "htable", "ban=>size=8;dmqreplicate=1")
                                   ^^^^^^ node-table-differs
`,
        `${ON}
modparam("htable", "htable", "ban=>size=10;dmqreplicate=1")
                                   ^^^^^^^ node-table-differs
`,
      ),
      CODE,
    );
    assert.match(found[0]?.message ?? '', /all entries are on each/);
    assert.match(found[0]?.message ?? '', /has 256 slots here and 1024 slots on sip:192\.0\.2\.2:5060/);
  });

  it('names all nodes that differ', () => {
    const text = [300, 300, 60].map(
      (seconds, index) =>
        `--- ${index}.cfg\n${nodeAt(index + 1, [1, 2, 3], table(`ban=>autoexpire=${seconds};dmqreplicate=1`))}`,
    );
    const fixture = text
      .join('')
      .replace(/(--- 2[^]*autoexpire=60.*\n)/, `$1${' '.repeat(35)}${'^'.repeat(13)} node-table-differs\n`);
    const marked = fixture.replaceAll(
      /(autoexpire=300.*\n)/g,
      `$1${' '.repeat(35)}${'^'.repeat(14)} node-table-differs\n`,
    );
    const found = assertNodeFindings(marked, CODE);
    assert.match(found.at(-1)?.message ?? '', /after 300 seconds on sip:192\.0\.2\.1:5060 and after 300 seconds on/);
    assert.equal(found.at(-1)?.related?.length, 2);
  });

  it('finds values that each node defines for a file that both include', () => {
    const shared = `${ON}modparam("htable", "htable", TABLE)\n`;
    const node = (own: number, other: number, seconds: number): string =>
      `#!define TABLE "ban=>autoexpire=${seconds};dmqreplicate=1"\n`.concat(
        `               ${'^'.repeat(`"ban=>autoexpire=${seconds};dmqreplicate=1"`.length)} node-table-differs\n`,
        nodeAt(own, [other], 'include_file "shared.cfg"\n'),
      );
    const text = `--- a.cfg\n${node(1, 2, 300)}--- b.cfg\n${node(2, 1, 60)}--- shared.cfg\n${shared}`;
    assertNodeFindings(text, CODE);
  });

  it('is silent where nothing is replicated, nothing differs, or that cannot be known', () => {
    const same = table('ban=>size=8;autoexpire=300;dmqreplicate=1');
    const silent = (a: string, b: string): void => void assertNodeFindings(pairOf(a, b), CODE);
    silent(same, same);
    silent(same, table('ban=>size=8;autoexpire=300;updateexpire=1;dmqreplicate=1'));
    silent(table('ban=>autoexpire=300'), table('ban=>autoexpire=60'));
    silent(same, same.replace('enable_dmq", 1', 'enable_dmq", 0').replace('300', '60'));
    silent(same, table('other=>autoexpire=60;dmqreplicate=1'));
    silent(same, table('ban=>size=8;autoexpire={{ seconds }};dmqreplicate=1'));
    silent(same, `#!defenv TABLE\n${ON}modparam("htable", "htable", TABLE)\n`);
    silent(table('ban=>size=0;dmqreplicate=1'), table('ban=>size=1;dmqreplicate=1'));
  });

  it('is silent between nodes of different buses', () => {
    const apart = `--- a.cfg\n${nodeAt(1, [3], table('ban=>autoexpire=300;dmqreplicate=1'))}--- b.cfg\n${nodeAt(
      2,
      [4],
      table('ban=>autoexpire=60;dmqreplicate=1'),
    )}`;
    assertNodeFindings(apart, CODE);
  });
});
