import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['negated-operand'];

describe('rule negated-operand', () => {
  it('marks a comparison of which only one side is negated', () => {
    const [finding] = assertFindings(
      `
request_route {
  if (!$var(x) == 5) exit;
      ^^^^^^^^^^^^^ negated-operand
  if (is_method("INVITE") && !$var(flags) & 4) exit;
                             ^^^^^^^^^^^^^^^^ negated-operand
  if (!$avp(a) > $avp(b)) exit;
      ^^^^^^^^^^^^^^^^^^ negated-operand
}
`,
      { only },
    );
    const { edits } = finding?.fix ?? assert.fail('no fix');
    let text = edits[0]?.range.source.text ?? '';
    for (const { range, newText } of [...edits].reverse()) {
      text = text.slice(0, range.start) + newText + text.slice(range.end);
    }
    assert.match(text, /if \(!\(\$var\(x\) == 5\)\) exit;/);
  });

  it('leaves whole negations and compared answers alone', () => {
    assertFindings(
      `
request_route {
  if (!($var(x) == 5) || !$var(y)) exit;
  if (!uri == myself || !method == "INVITE") exit;
  if (!$var(x) == !$var(y)) exit;
  if (-$var(x) == 5) exit;
}
`,
      { only },
    );
  });
});
