import { assertFindings } from '../support/fixture.ts';

const only = ['duplicate-flag'];

describe('rule duplicate-flag', () => {
  it('marks the second declaration', () => {
    assertFindings(
      `
flags A, B
flags "A":5
       ^ duplicate-flag
avpflags A, A
`,
      { only },
    );
  });
});
