import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['undeclared-global'];

describe('rule undeclared-global', () => {
  it('marks custom global parameters that nothing declares, in code and in strings', () => {
    const [finding] = assertFindings(
      `#!KAMAILIO
loadmodule "pv.so"
loadmodule "xlog.so"
pstn.gw_ip = "192.0.2.7" desc "the gateway"
request_route {
  if ($sel(cfg_get.pstn.gwip) == "x") exit;
                   ^^^^^^^^^ undeclared-global
  if (@cfg_get.pstm.gw_ip == "x") exit;
               ^^^^^^^^^^ undeclared-global
  xlog("to $(sel(cfg_get.gw.ip){s.len})\\n");
                         ^^^^^ undeclared-global
}
`,
      { only },
    );
    assert.match(finding?.message ?? '', /did you mean 'pstn\.gw_ip'\?/);
    assert.equal(finding?.replacement, 'pstn.gw_ip');
  });

  it('leaves alone what is declared, now or under other defines, and what modules declare', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv.so"
pstn.gw_ip = "192.0.2.7" desc "the gateway"
#!ifdef WITH_MEDIA
media.ip = "192.0.2.8"
#!endif
request_route {
  if ($sel(cfg_get.pstn.gw_ip) == "x") exit;
  if ($sel(cfg_get.media.ip) == "x") exit;
  if ($sel(cfg_get.core.debug) > 2) exit;
  if (@cfg_get.registrar.default_expires == 5) exit;
  if ($sel(cfg_get.$var(group).name) == "x") exit;
}
`,
      { only },
    );
  });
});
