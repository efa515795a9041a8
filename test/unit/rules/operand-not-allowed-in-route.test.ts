import { assertFindings } from '../support/fixture.ts';

const only = ['operand-not-allowed-in-route'];

describe('rule operand-not-allowed-in-route', () => {
  it('marks words that only an onsend_route knows', () => {
    assertFindings(
      `
request_route {
  if (snd_ip == 10.0.0.1) exit;
      ^^^^^^ operand-not-allowed-in-route
}
onsend_route {
  if (snd_ip == 10.0.0.1 || to_ip == 10.0.0.2) drop;
}
`,
      { only },
    );
  });
});
