import assert from 'node:assert/strict';
import { assertNodeFindings, nodeAt, pairOf } from '../../support/nodes.ts';

const CODE = 'node-replication-off';
const DIALOG = 'loadmodule "dialog.so"\n';
const DIALOG_ON = `${DIALOG}modparam("dialog", "enable_dmq", 1)\n`;

describe('rule node-replication-off', () => {
  it('marks the module that takes nothing of what the only other node sends', () => {
    const found = assertNodeFindings(
      pairOf(DIALOG_ON, `\nloadmodule "dialog.so"\n            ^^^^^^^^^ node-replication-off\n`),
      CODE,
    );
    assert.equal(
      found[0]?.message,
      "the dialogs of sip:192.0.2.1:5060 are replicated to nobody: 'enable_dmq' of module 'dialog' is not set on this node",
    );
    assertNodeFindings(
      pairOf(
        `${DIALOG}
modparam("dialog", "enable_dmq", 0)
                                 ^ node-replication-off
`,
        DIALOG_ON,
      ),
      CODE,
    );
  });

  it('marks a registrar without the module that brings the contacts of the other', () => {
    const usrloc = 'loadmodule "usrloc.so"\n';
    assertNodeFindings(
      pairOf(
        `${usrloc}loadmodule "registrar.so"\nloadmodule "dmq_usrloc.so"\nmodparam("dmq_usrloc", "enable", 1)\n`,
        `${usrloc}\nloadmodule "registrar.so"\n            ^^^^^^^^^^^^ node-replication-off\n`,
      ),
      CODE,
    );
  });

  it('marks a table of the same name that takes no part', () => {
    const found = assertNodeFindings(
      pairOf(
        'loadmodule "htable.so"\nmodparam("htable", "enable_dmq", 1)\n' +
          'modparam("htable", "htable", "ban=>size=8;dmqreplicate=1")\n',
        `loadmodule "htable.so"

modparam("htable", "htable", "ban=>size=8")
                              ^^^ node-replication-off
`,
      ),
      CODE,
    );
    assert.match(found[0]?.message ?? '', /^the hash table 'ban' of sip:192\.0\.2\.1:5060 is replicated to nobody/);
  });

  it('is silent where another node takes part, or may', () => {
    const three = (third: string): string =>
      [DIALOG_ON, DIALOG, third]
        .map((settings, index) => `--- ${index}.cfg\n${nodeAt(index + 1, [1, 2, 3], settings)}`)
        .join('');
    assertNodeFindings(three(DIALOG_ON), CODE);
    assertNodeFindings(`--- a.cfg\n${nodeAt(1, [2, 9], DIALOG_ON)}--- b.cfg\n${nodeAt(2, [1], DIALOG)}`, CODE);
    assertNodeFindings(pairOf(DIALOG_ON, DIALOG_ON), CODE);
    assertNodeFindings(pairOf(DIALOG_ON, ''), CODE);
    assertNodeFindings(pairOf(DIALOG, DIALOG), CODE);
    assertNodeFindings(pairOf(DIALOG_ON, `${DIALOG}#!ifdef DMQ\nmodparam("dialog", "enable_dmq", 1)\n#!endif\n`), CODE);
    assertNodeFindings(pairOf(DIALOG_ON, `#!defenv ON\n${DIALOG}modparam("dialog", "enable_dmq", ON)\n`), CODE);
  });
});
