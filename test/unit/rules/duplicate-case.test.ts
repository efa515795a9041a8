import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['duplicate-case'];

describe('rule duplicate-case', () => {
  it('marks a label that the switch has already, by value', () => {
    const [finding] = assertFindings(
      `
#!define CODE 16
request_route {
  switch ($var(a)) {
    case 1: exit;
    case 0x10: drop;
    case 1: drop;
         ^ duplicate-case
    case -1: exit;
    case CODE: exit;
         ^^^^ duplicate-case
    default: exit;
  }
  switch ($rU) {
    case "a": case "b": exit;
    case 'a': drop;
         ^^^ duplicate-case
  }
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'error');
  });

  it('warns of an equal regular expression, which Kamailio takes', () => {
    const [finding] = assertFindings(
      `
request_route {
  switch ($rU) {
    case /"^00": exit;
    case "^00": exit;
    case /"^00": drop;
          ^^^^^ duplicate-case
  }
}
`,
      { only },
    );
    assert.equal(finding?.severity, 'warning');
  });

  it('looks at each switch by itself', () => {
    assertFindings(
      `
request_route {
  switch ($var(a)) {
    case 1:
      switch ($var(b)) { case 1: exit; }
    case 2: exit;
  }
}
`,
      { only },
    );
  });
});
