import { assertFindings } from '../support/fixture.ts';

const only = ['transformation-in-assignment'];

describe('rule transformation-in-assignment', () => {
  it('marks a transformation on the left', () => {
    assertFindings(
      `#!KAMAILIO
loadmodule "pv"
request_route {
  $(rU{s.tolower}) = "a";
  ^^^^^^^^^^^^^^^^ transformation-in-assignment
  $(avp(x)[0]) = $(rU{s.tolower});
}
`,
      { only },
    );
  });
});
