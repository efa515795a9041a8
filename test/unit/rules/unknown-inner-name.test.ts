import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-inner-name'];

describe('rule unknown-inner-name', () => {
  it('marks a name that the pseudo-variable does not have, with the one that is meant', () => {
    const findings = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "dialog"
loadmodule "registrar"
request_route {
  $var(x) = $dlg(callids);
                 ^^^^^^^ unknown-inner-name
  $var(x) = $ulc(caller=>adr);
                         ^^^ unknown-inner-name
  $var(x) = $TV(z);
                ^ unknown-inner-name
  $var(x) = $TV(SN);
                ^^ unknown-inner-name
  $var(x) = $dlg(callid) + $TV(Sn) + $ulc(caller=>addr);
}
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ replacement }) => replacement),
      ['callid', 'addr', undefined, 'sn'],
    );
    assert.match(findings[2]?.message ?? '', /it has 's', 'u', 'sn', 'un', 'Sn' and 'Fn'/);
  });

  it('says which version has the name', () => {
    const text = `#!KAMAILIO
loadmodule "pv"
request_route { $var(x) = $TV(Sm); }
`;
    const marked = text.replace('}\n', `}\n${' '.repeat(30)}^^ unknown-inner-name\n`);
    const [finding] = assertFindings(marked, { only, version: '5.6' });
    assert.match(finding?.message ?? '', /it exists since 5.7/);
    assertFindings(text, { only, version: '5.7' });
  });

  it('asks all modules that have the variable, of those that are loaded', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "ims_dialog"
request_route {
  $var(x) = $dlg(from_bindaddr);
                 ^^^^^^^^^^^^^ unknown-inner-name
}
`,
      { only },
    );
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "dialog"
request_route { $var(x) = $dlg(from_bindaddr); }
`,
      { only },
    );
    assertFindings('#!KAMAILIO\nloadmodule "pv"\nrequest_route { $var(x) = $dlg(nosuch); }\n', { only });
  });

  it('only warns where Kamailio takes the name for another', () => {
    const [finding] = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "async"
request_route {
  $var(x) = $async(dara);
                   ^^^^ unknown-inner-name
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
  });

  it('looks into strings: an error where Kamailio does not start', () => {
    const [inLog] = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "xlog"
request_route {
  xlog("\\t$rcv(sprot): $rcv(proto) $$rcv(x)\\n");
               ^^^^^ unknown-inner-name
}
`,
      { only },
    );
    assert.equal(inLog?.severity, 'error');
    assert.equal(inLog.replacement, 'sproto');
  });

  it('is silent about names that are free, places in results and what only begins like a name', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "sqlops"
loadmodule "xmlops"
loadmodule "htable"
loadmodule "sipcapture"
request_route {
  $var(x) = $dbr(r=>[0,1]) + $dbr(r=>rows) + $dbr(r=>colname[1]);
  $var(x) = $xml(a=>xpath:/b/c) + $sht(t=>$ci) + $hdr(X-Any) + $avp(s:any) + $hep(0x00b);
}
`,
      { only },
    );
  });
});
