import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['module-parameter-range'];

describe('rule module-parameter-range', () => {
  it('marks numbers outside an enumeration, a range and a sum of bits', () => {
    const findings = assertFindings(
      `
loadmodule "tm"
loadmodule "dispatcher"
loadmodule "dmq"
modparam("dispatcher", "ds_probing_mode", 9)
                                          ^ module-parameter-range
modparam("dispatcher", "flags", 18)
                                ^^ module-parameter-range
modparam("dmq", "ping_interval", 3)
                                 ^ module-parameter-range
modparam("dmq", "num_workers", 0)
                               ^ module-parameter-range
modparam("dispatcher", "ds_probing_mode", 3)
modparam("dispatcher", "flags", 3)
modparam("dmq", "ping_interval", 5)
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /one of 0, 1, 2 or 3, not 9: active destinations are not pinged/);
    assert.match(findings[2]?.message ?? '', /at least 5, not 3: Kamailio takes 5 instead/);
    assert.ok(findings.every(({ severity }) => severity === 'warning'));
  });

  it('is an error where Kamailio does not start', () => {
    const findings = assertFindings(
      `
loadmodule "dialog"
loadmodule "usrloc"
loadmodule "acc"
modparam("dialog", "dlg_match_mode", 4)
                                     ^ module-parameter-range
modparam("dialog", "ka_interval", 10)
                                  ^^ module-parameter-range
modparam("usrloc", "nat_bflag", 40)
                                ^^ module-parameter-range
modparam("acc", "cdr_enable", 2)
                              ^ module-parameter-range
modparam("acc", "log_flag", 32)
                            ^^ module-parameter-range
modparam("dialog", "ka_interval", 0)
modparam("usrloc", "nat_bflag", -1)
`,
      { only },
    );
    assert.ok(findings.every(({ severity }) => severity === 'error'));
  });

  it('is silent about switches, log levels, defines from outside and strings', () => {
    assertFindings(
      `
loadmodule "tm"
loadmodule "acc"
loadmodule "dispatcher"
modparam("tm", "auto_inv_100", 2)
modparam("acc", "log_level", 10)
modparam("dispatcher", "ds_probing_mode", "9")
modparam("dispatcher", "ds_probing_mode", DS_MODE)
`,
      { only },
    );
  });

  it('takes the size of the load table for a power of two', () => {
    const [finding] = assertFindings(
      `
loadmodule "dispatcher"
modparam("dispatcher", "ds_hash_size", 1024)
                                       ^^^^ module-parameter-range
modparam("dispatcher", "ds_hash_size", 10)
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
  });

  it('knows words, and the versions that have them', () => {
    const [finding] = assertFindings(
      `
loadmodule "uac"
modparam("uac", "restore_mode", "atuo")
                                 ^^^^ module-parameter-range
modparam("uac", "restore_mode", "manual")
`,
      { only },
    );
    assert.equal(finding?.replacement, 'auto');
    const text = 'loadmodule "tls"\nmodparam("tls", "tls_method", "TLSv1.3")\n';
    assertFindings(text, { only, version: '5.8' });
    assertFindings(`${text}                               ^^^^^^^ module-parameter-range\n`, { only, version: '5.6' });
  });
});
