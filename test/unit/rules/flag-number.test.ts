import { assertFindings } from '../support/fixture.ts';

const only = ['flag-number'];

describe('rule flag-number', () => {
  it('marks numbers above 31, in calls and declarations', () => {
    assertFindings(
      `
flags A:31, B:32
              ^^ flag-number
request_route {
  setflag(31);
  setflag(32);
          ^^ flag-number
  isflagset(0x20);
            ^^^^ flag-number
}
`,
      { only },
    );
  });
});
