import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-algorithm-needs'];
const LOAD = 'loadmodule "dispatcher.so"\n';
const LIST = 'modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")\n';

describe('rule dispatcher-algorithm-needs', () => {
  it('marks 7 without hash_pvar and 10 without its table', () => {
    const findings = assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "hash_pvar", "")
request_route {
  ds_select_dst("1", "7");
                      ^ dispatcher-algorithm-needs
  ds_select_routes("1=10;2=4", "0");
                      ^^ dispatcher-algorithm-needs
}
`,
      { only },
    );
    assert.equal(findings[1]?.fix?.edits[0]?.newText, '\nmodparam("dispatcher", "ds_hash_size", 9)');
    assertFindings(
      `
loadmodule "dispatcher.so"
modparam("dispatcher", "ds_hash_size", 0)
request_route {
  ds_select_dst("1", "10");
                      ^^ dispatcher-algorithm-needs
  ds_select_dst("1", "7");
                      ^ dispatcher-algorithm-needs
}
`,
      { only },
    );
  });

  it('says nothing where the parameter is there, or may be', () => {
    const route = 'request_route { ds_select_dst("1", "7"); ds_select_dst("1", "10"); }\n';
    for (const text of [
      'modparam("dispatcher", "hash_pvar", "$fU")\nmodparam("dispatcher", "ds_hash_size", 9)\n',
      '#!ifdef X\nmodparam("dispatcher", "hash_pvar", "$fU")\nmodparam("dispatcher", "ds_hash_size", 9)\n#!endif\n',
      'include_file "more.cfg"\n',
    ]) {
      assertFindings(LOAD + text + route, { only });
    }
  });

  it('marks 13 where no latency is known', () => {
    const text = (parameters: string, marks: string, list: string): string =>
      `--- kamailio.cfg\n${LOAD}${LIST}${parameters}request_route {\n  ds_select_dst("1", "13");\n${marks}}\n--- dispatcher.list\n${list}`;
    const marks = `${' '.repeat(22)}^^ dispatcher-algorithm-needs\n`;
    const plain = '1 sip:192.0.2.1\n1 sip:192.0.2.2\n';
    const stats = 'modparam("dispatcher", "ds_ping_latency_stats", 1)\n';
    const pings = 'modparam("dispatcher", "ds_ping_interval", 10)\n';
    assertFindings(text('', marks, plain), { only });
    assertFindings(text(stats, marks, plain), { only });
    assertFindings(text(pings, marks, plain), { only });
    assertFindings(text(stats + pings, '', plain), { only });
    assertFindings(text('', '', '1 sip:192.0.2.1 0 0 latency=20\n'), { only });
  });

  it('marks 64 where nothing tells of overload', () => {
    const version = '6.1';
    assertFindings(
      `
loadmodule "dispatcher.so"
request_route {
  ds_select_dst("1", "64");
                      ^^ dispatcher-algorithm-needs
}
`,
      { only, version },
    );
    assertFindings(
      `
loadmodule "dispatcher.so"
request_route { ds_select_dst("1", "64"); }
onreply_route { ds_oc_set_attrs("1", "$su", "10", "500", "1"); }
`,
      { only, version },
    );
  });

  it('marks 12 for a set with more destinations than a request has branches', () => {
    const list = Array.from({ length: 13 }, (_, index) => `1 sip:192.0.2.${index + 1}\n`).join('');
    const text = (settings: string, marks: string): string =>
      `--- kamailio.cfg\n${settings}${LOAD}${LIST}request_route {\n  ds_select_dst("1", "12");\n${marks}}\n--- dispatcher.list\n${list}`;
    const marks = `${' '.repeat(22)}^^ dispatcher-algorithm-needs\n`;
    assertFindings(text('', marks), { only });
    assertFindings(text('max_branches=20\n', ''), { only });
    assertFindings(text('max_branches=10\n', marks), { only });
  });

  it('tells which destination 8 begins with where priorities do not say', () => {
    const text = (marks: string, list: string): string =>
      `--- kamailio.cfg\n${LOAD}${LIST}request_route {\n  ds_select_dst("1", "8");\n${marks}}\n--- dispatcher.list\n${list}`;
    const [finding] = assertFindings(
      text(`${' '.repeat(22)}^ dispatcher-algorithm-needs\n`, '1 sip:192.0.2.1\n1 sip:192.0.2.2\n2 sip:192.0.2.3\n'),
      { only },
    );
    assert.equal(finding?.severity, 'warning');
    const [related] = finding.related ?? [];
    assert.match(related?.range.source.text.slice(related.range.start, related.range.end) ?? '', /192\.0\.2\.2/);
    assertFindings(text('', '1 sip:192.0.2.1 0 10\n1 sip:192.0.2.2\n'), { only });
    assertFindings(text('', '1 sip:192.0.2.1\n'), { only });
  });
});
