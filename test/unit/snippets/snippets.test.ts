import assert from 'node:assert/strict';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { checkList } from '../../../server/src/dispatcher-list/checks/check.ts';
import { readDispatcherList } from '../../../server/src/dispatcher-list/read-list.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { analyseFixture, describeFinding, readFixture } from '../support/fixture.ts';
import { hostSnippet } from '../../support/snippet-host.ts';
import { expandSnippet, readSnippets } from '../../support/snippet-text.ts';

/** Found only where the rest of a configuration does not use what the snippet brings. */
const LEFT_TO_THE_REST = ['unused-route', 'dmq-not-handled', 'dialog-not-created', 'dispatcher-nothing-selected'];

describe('the snippets, inserted and read', () => {
  for (const { name, place, body } of readSnippets()) {
    for (const version of ['5.6', '6.1'] as const) {
      it(`${name}: nothing to find for ${version}`, () => {
        assert.ok(place, 'the name says where the snippet belongs');
        const fixture = readFixture(hostSnippet(place, expandSnippet(body)));
        const findings = checkProgram(analyseFixture(fixture, { version }));
        const serious = findings.filter(
          ({ severity, code }) => (severity === 'error' || severity === 'warning') && !LEFT_TO_THE_REST.includes(code),
        );
        assert.deepEqual(
          serious.map((finding) => `${describeFinding(finding)}: ${finding.message}`),
          [],
        );
      });
    }
  }
});

describe('the snippets of destination lists, inserted and read', () => {
  for (const { name, place, body } of readSnippets('kamailio-dispatcher')) {
    for (const version of ['5.5', '6.1'] as const) {
      it(`${name}: nothing to find for ${version}`, () => {
        assert.equal(place, 'List');
        const list = readDispatcherList(new SourceText('file:///dispatcher.list', expandSnippet(body)));
        assert.ok(list.entries.length > 0);
        const findings = checkList({ list, version, configurations: [] });
        assert.deepEqual(
          findings.map(({ code, message }) => `${code}: ${message}`),
          [],
        );
      });
    }
  }
});
