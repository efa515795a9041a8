import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-xavp-field'];
const LOAD = 'loadmodule "pv.so"\nloadmodule "xlog.so"\nloadmodule "dispatcher.so"\n';

describe('rule dispatcher-xavp-field', () => {
  it('marks fields that the mode does not write, in code and in strings', () => {
    assertFindings(
      `
${LOAD}modparam("dispatcher", "xavp_dst_mode", 5)
modparam("dispatcher", "xavp_ctx_mode", 1)
request_route {
  ds_select_dst("1", "4");
  if ($xavp(_dsdst_=>attrs) == "a") exit;
            ^^^^^^^^^^^^^^ dispatcher-xavp-field
  xlog("$xavp(_dsdst_[0]=>socket) $xavp(_dsdst_=>sockname) $xavp(_dsdst_=>uri)\\n");
              ^^^^^^^^^^^^^^^^^^ dispatcher-xavp-field
  $var(count) = $xavp(_dsctx_=>cnt);
                      ^^^^^^^^^^^^ dispatcher-xavp-field
  $var(name) = $xavp(_dsdst_=>name);
                     ^^^^^^^^^^^^^ dispatcher-xavp-field
}
`,
      { only },
    );
  });

  it('marks the usual name where the parameter gives another', () => {
    assertFindings(
      `
${LOAD}modparam("dispatcher", "xavp_dst", "kept")
request_route {
  ds_select_dst("1", "4");
  $var(uri) = $xavp(_dsdst_=>uri);
                    ^^^^^^^^^^^^ dispatcher-xavp-field
  $var(uri) = $xavp(kept=>uri);
}
`,
      { only },
    );
  });

  it('marks a slip in the name, unless something fills that', () => {
    const text = (mark: string, more = ''): string =>
      `${LOAD}request_route { ds_select_dst("1", "4");\n  $var(a) = $xavp(dsdst=>uri);\n${mark}}\n${more}`;
    assertFindings(text('                  ^^^^^^^^^^ dispatcher-xavp-field\n'), { only });
    assertFindings(text('', 'route[A] { $xavp(dsdst=>uri) = "sip:a"; }\n'), { only });
  });

  it('knows which algorithm writes the duid', () => {
    const text = (algorithm: string, mark: string): string =>
      `${LOAD}request_route { ds_select_dst("1", "${algorithm}");\n  $var(a) = $xavp(_dsdst_=>dstid);\n${mark}}\n`;
    assertFindings(text('4', '                  ^^^^^^^^^^^^^^ dispatcher-xavp-field\n'), { only });
    assertFindings(text('10', ''), { only });
    assertFindings(text('$var(x)', ''), { only });
  });

  it('says nothing where the field is written, or may be', () => {
    const read = 'request_route { ds_select_dst("1", "4"); $var(a) = $xavp(_dsdst_=>socket); }\n';
    for (const text of [
      `modparam("dispatcher", "xavp_dst_mode", 2)\n${read}`,
      `modparam("dispatcher", "xavp_dst_mode", {{ mode }})\n${read}`,
      `#!ifdef X\nmodparam("dispatcher", "xavp_dst_mode", 2)\n#!endif\n${read}`,
      `${read}route[A] { $xavp(_dsdst_=>socket) = "x"; }\n`,
      `include_file "more.cfg"\n${read}`,
      'request_route { $var(a) = $xavp(_dsdst_=>socket); }\n',
      'request_route { ds_select_dst("1", "4"); $var(a) = $xavp(other=>socket); $var(b) = $xavp(_dsdst_); }\n',
    ]) {
      assertFindings(LOAD + text, { only });
    }
  });
});
