import assert from 'node:assert/strict';
import { assertNodeFindings, pairOf } from '../../support/nodes.ts';

const CODE = 'node-setting-differs';
const DIALOG = 'loadmodule "dialog.so"\nmodparam("dialog", "enable_dmq", 1)\n';
const USRLOC = 'loadmodule "usrloc.so"\nloadmodule "dmq_usrloc.so"\nmodparam("dmq_usrloc", "enable", 1)\n';

describe('rule node-setting-differs', () => {
  it('marks the name of the channel', () => {
    const found = assertNodeFindings(
      pairOf(
        `
modparam("dmq", "notification_channel", "north")
                                         ^^^^^ node-setting-differs
`,
        `
modparam("dmq", "notification_channel", "south")
                                         ^^^^^ node-setting-differs
`,
      ),
      CODE,
    );
    assert.equal(
      found[0]?.message,
      "'notification_channel' of module 'dmq' is 'north' here and 'south' on sip:192.0.2.2:5060: the nodes answer 404 to " +
        'what the others say about nodes, and do not find each other',
    );
  });

  it('marks the number of slots for dialogs, and the module where it is the default', () => {
    assertNodeFindings(
      pairOf(
        `${DIALOG}
modparam("dialog", "hash_size", 1024)
                                ^^^^ node-setting-differs
`,
        `
loadmodule "dialog.so"
            ^^^^^^^^^ node-setting-differs
modparam("dialog", "enable_dmq", 1)
`,
      ),
      CODE,
    );
  });

  it('marks what contacts are filed under, and where their sockets get lost', () => {
    assertNodeFindings(
      pairOf(
        `${USRLOC}
modparam("usrloc", "use_domain", 1)
                                 ^ node-setting-differs
modparam("dmq_usrloc", "replicate_socket_info", 1)
`,
        `${USRLOC}
modparam("usrloc", "use_domain", 0)
                                 ^ node-setting-differs
modparam("dmq_usrloc", "replicate_socket_info", 1)
`,
      ),
      CODE,
    );
    assertNodeFindings(
      pairOf(
        `${USRLOC}
modparam("dmq_usrloc", "replicate_socket_info", 1)
                                                ^ node-setting-differs
`,
        `${USRLOC}
modparam("dmq_usrloc", "replicate_socket_info", 0)
                                                ^ node-setting-differs
`,
      ),
      CODE,
    );
  });

  it('is silent where it comes to the same, is not replicated, or cannot be known', () => {
    const silent = (a: string, b: string): void => void assertNodeFindings(pairOf(a, b), CODE);
    silent('modparam("dmq", "notification_channel", "notification_peer")\n', '');
    silent(`${DIALOG}modparam("dialog", "hash_size", 4100)\n`, DIALOG);
    silent(`${DIALOG}modparam("dialog", "hash_size", 1024)\n`, 'loadmodule "dialog.so"\n');
    silent(
      `${DIALOG}modparam("dialog", "hash_size", 1024)\n`,
      `#!defenv S\n${DIALOG}modparam("dialog", "hash_size", S)\n`,
    );
    silent(
      `${DIALOG}modparam("dialog", "hash_size", 1024)\n`,
      `${DIALOG}#!ifdef BIG\nmodparam("dialog", "hash_size", 8192)\n#!endif\n`,
    );
    silent('loadmodule "usrloc.so"\nmodparam("usrloc", "use_domain", 1)\n', USRLOC);
    silent(`${USRLOC}modparam("dmq_usrloc", "replicate_socket_info", 3)\n`, USRLOC);
  });
});
