import { assertFindings } from '../support/fixture.ts';

const only = ['stray-character'];

describe('findings of stray characters', () => {
  it('mark what Kamailio reads over', () => {
    assertFindings('debug=2 ?\n        ^ stray-character\nrequest_route { exit; }\n', { only });
  });

  it('leave templates alone', () => {
    assertFindings("--- kamailio.cfg.m4\ninclude(`rules.m4')\nrequest_route { exit; }\n", { only });
    assertFindings('{% if nat %}\nrequest_route { exit; }\n{% endif %}\n', { only });
  });
});
