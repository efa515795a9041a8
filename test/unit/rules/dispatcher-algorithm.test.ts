import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['dispatcher-algorithm'];

describe('rule dispatcher-algorithm', () => {
  it('marks numbers that no version has, wherever an algorithm stands', () => {
    assertFindings(
      `
#!define ALGORITHM 16
loadmodule "dispatcher.so"
request_route {
  ds_select_dst("1", "99");
                      ^^ dispatcher-algorithm
  ds_select_domain(1, 20);
                      ^^ dispatcher-algorithm
  ds_select("1", "-1", "3");
                  ^^ dispatcher-algorithm
  ds_select_routes("1=4;2=40", "0");
                          ^^ dispatcher-algorithm
  ds_select_dst("1", ALGORITHM);
                     ^^^^^^^^^ dispatcher-algorithm
}
`,
      { only },
    );
  });

  it('knows which version has a number', () => {
    const text = `
loadmodule "dispatcher.so"
request_route {
  ds_select_dst("1", "14");
  ds_select_dst("1", "64");
}
`;
    assertFindings(text, { only, version: '6.1' });
    const marked = text
      .replace('"14");\n', `"14");\n${' '.repeat(22)}^^ dispatcher-algorithm\n`)
      .replace('"64");\n', `"64");\n${' '.repeat(22)}^^ dispatcher-algorithm\n`);
    const [finding] = assertFindings(marked, { only, version: '5.6' });
    assert.match(finding?.message ?? '', /in Kamailio 5\.6: it exists since 6\.1/);
  });

  it('leaves variables, templates, functions of others and right numbers alone', () => {
    assertFindings(
      `
loadmodule "dispatcher.so"
request_route {
  ds_select_dst("1", "4");
  ds_select_dst("1", "$var(algorithm)");
  ds_select_dst("1", "{{ algorithm }}");
  ds_select_routes("$var(rules)", "0");
  ds_select_routes("1=;2=8", "0");
}
`,
      { only },
    );
    assertFindings('request_route { ds_select_dst("1", "99"); }\n', { only });
  });
});
