import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['unknown-version-comment'];

describe('unknown-version-comment', () => {
  it('reports what is no version, in the root alone', () => {
    const [finding] = assertFindings(
      [
        '--- kamailio.cfg',
        '#!KAMAILIO',
        '# kamailio-version: 5,8',
        '                    ^^^ unknown-version-comment',
        'include_file "other.cfg"',
        'request_route { exit; }',
        '--- other.cfg',
        '# kamailio-version: nonsense',
        '',
      ].join('\n'),
      { only },
    );
    assert.ok(finding);
    assert.equal(finding.severity, 'warning');
    assert.match(finding.message, /'5,8' is no version of Kamailio that is known: 5\.5, .*6\.1 and dev are/);
  });

  it('takes versions as people write them, and no other comment', () => {
    for (const line of [
      '# kamailio-version: 5.8',
      '  // Kamailio-Version : v6.0.2  ',
      '#kamailio-version:dev',
      '# kamailio.version = 5.6',
      '# for kamailio-version 9',
    ]) {
      assertFindings(`#!KAMAILIO\n${line}\nrequest_route { exit; }\n`, { only });
    }
  });
});
