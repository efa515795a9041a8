import { assertFindings } from '../support/fixture.ts';

const only = ['duplicate-global'];

describe('rule duplicate-global', () => {
  it('marks the second declaration, not a value for an instance of the group', () => {
    assertFindings(
      `
a.b = 1
a.c = 1
a[1].b = 2
a[1].b = 3
a.b = 2
  ^ duplicate-global
`,
      { only },
    );
  });
});
