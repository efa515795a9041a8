import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-pseudo-variable'];

describe('rule unknown-pseudo-variable', () => {
  it('marks a pseudo-variable that does not exist', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $nosuchthing;
             ^^^^^^^^^^^ unknown-pseudo-variable
  $vra(x) = 1;
   ^^^ unknown-pseudo-variable
}
`,
      { only },
    );
  });

  it('names the module that is not loaded, or only later', () => {
    const findings = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $sht(a=>b) = 1;
   ^^^ unknown-pseudo-variable
  $dlg_var(x) = 1;
   ^^^^^^^ unknown-pseudo-variable
}
loadmodule "htable"
`,
      { only },
    );
    assert.match(findings[0]?.message ?? '', /'htable', which is loaded only further down/);
    assert.match(findings[1]?.message ?? '', /'dialog' or 'ims_dialog', which is not loaded/);
  });

  it('knows that a plain name may be an AVP without #!KAMAILIO', () => {
    assertFindings(
      `loadmodule "pv"
request_route {
  $nosuchthing = 1;
  $nosuchthing(a) = 1;
   ^^^^^^^^^^^ unknown-pseudo-variable
}
`,
      { only },
    );
  });

  it('only warns of one that Kamailio takes for an AVP that nothing sets', () => {
    const [finding] = assertFindings(
      `loadmodule "pv"
request_route {
  if ($ruu == "sip:a@example.com") exit;
       ^^^ unknown-pseudo-variable
  $mine = "x";
  if ($mine == "x") exit;
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
    assert.match(finding.message, /did you mean '\$ru'\?; without '#!KAMAILIO'/);
  });

  it('knows the mode at a place, not only that of the first line', () => {
    const findings = assertFindings(
      `loadmodule "pv"
request_route {
  if ($mine == "x") exit;
       ^^^^ unknown-pseudo-variable
}
#!KAMAILIO
route[LATER] {
  if ($other == "x") exit;
       ^^^^^ unknown-pseudo-variable
}
`,
      { only },
    );
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['warning', 'error'],
    );
  });

  it('looks into the strings that functions expand', () => {
    const findings = assertFindings(
      `#!KAMAILIO
loadmodule "pv"
loadmodule "xlog"
loadmodule "textops"
loadmodule "tm"
request_route {
  xlog("from $fu to $ut: $$5, $(hdr(X){s.len})\\n");
                     ^^ unknown-pseudo-variable
  xlog("$fd.");
         ^^^ unknown-pseudo-variable
  append_hf("X: $fdd\\r\\n");
                 ^^^ unknown-pseudo-variable
  t_reply("200", "X: $fdd");
                      ^^^ unknown-pseudo-variable
  $var(x) = "$nosuchthing";
}
`,
      { only },
    );
    assert.equal(findings[0]?.severity, 'error');
    assert.match(findings[1]?.message ?? '', /write '\$\(fd\)'/);
    assert.equal(findings[2]?.severity, 'error');
    assert.equal(findings[3]?.severity, 'warning');
  });

  it('looks into variables that others read, and not into names', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $var(x) = $_s(a $nosuch b) + $var($nosuch);
                   ^^^^^^ unknown-pseudo-variable
  $var(x) = $xavp(a[$nosuch]=>b) + $xavp(a=>$nosuch);
                     ^^^^^^ unknown-pseudo-variable
  $var(x) = $(ru{s.rm, $nosuch}) + $(ru{s.rm,a$nosuch});
                        ^^^^^^ unknown-pseudo-variable
}
`,
      { only },
    );
  });

  it('tells how a dollar sign is written that is for the shell', () => {
    const [finding] = assertFindings(
      `#!KAMAILIO
loadmodule "exec"
request_route {
  exec_msg("echo $SIP_HF_FROM | mail -s call $$EMAIL");
                  ^^^^^^^^^^^ unknown-pseudo-variable
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
    assert.match(finding.message, /a dollar sign is written '\$\$' here/);
  });

  it('is silent where a file or module is out of reach, and of templates', () => {
    assertFindings(`#!KAMAILIO\ninclude_file "modules.cfg"\nrequest_route { $var(x) = $nosuch; }\n`, { only });
    assertFindings(`#!KAMAILIO\nloadmodule "pv"\nloadmodule "billing"\nrequest_route { $var(x) = $charge; }\n`, {
      only,
    });
    assertFindings('#!KAMAILIO\nloadmodule "xlog"\nrequest_route { xlog("${NAME} $nosuch"); }\n', { only });
  });

  it('looks into what acc writes', () => {
    assertFindings(
      `
loadmodule "pv.so"
loadmodule "tm.so"
loadmodule "acc.so"
modparam("acc", "log_extra", "source=$si;target=$nosuch")
                                                 ^^^^^^ unknown-pseudo-variable
request_route {
  exit;
}
`,
      { only: ['unknown-pseudo-variable'] },
    );
  });
});
