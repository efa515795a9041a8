import { assertFindings } from '../support/fixture.ts';

const only = ['htable-never-expires'];

describe('rule htable-never-expires', () => {
  it('marks what counts on the expiry of a table without autoexpire', () => {
    assertFindings(
      `
loadmodule "pv"
loadmodule "htable"
modparam("htable", "htable", "a=>size=8;")
modparam("htable", "htable", "b=>size=8;autoexpire=60;")
request_route {
  $shtex(a=>$si) = 60;
  ^^^^^^^^^^^^^^ htable-never-expires
  $shtex(b=>$si) = 60;
  sht_setxs("a", "$si", "1", "60");
             ^ htable-never-expires
  sht_setxi("a", "$si", "1", "0");
  sht_setxi("b", "$si", "1", "60");
}
event_route[htable:expired:a] { exit; }
            ^^^^^^^^^^^^^^^^ htable-never-expires
event_route[htable:expired:b] { exit; }
`,
      { only },
    );
  });
});
