import assert from 'node:assert/strict';
import { checkList } from '../../../server/src/dispatcher-list/checks/check.ts';
import { readDispatcherList } from '../../../server/src/dispatcher-list/read-list.ts';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { nodeRules } from '../../../server/src/rules/nodes/registry.ts';
import type { FindingKind } from '../../../server/src/semantic/finding-kind.ts';
import type { Finding } from '../../../server/src/semantic/problem.ts';
import { findingKinds } from '../../../server/src/workspace/finding-kinds.ts';
import { analyseFixture, describeFinding, readFixture } from '../support/fixture.ts';
import { checkNodes } from '../support/nodes.ts';

/**
 * All findings of an example as its kind reads it: the files of its text, the first one the root or the list; or each of
 * them a node.
 */
function findingsOf({ code, category, documentation }: FindingKind, text: string): Finding[] {
  if (nodeRules.some((rule) => rule.code === code)) return checkNodes(readFixture(text));
  const version = documentation.version ?? '5.6';
  const isHeaded = text.startsWith('--- ');
  const fixture = readFixture(category === 'lists' && !isHeaded ? `--- dispatcher.list\n${text}` : text);
  if (category !== 'lists') return checkProgram(analyseFixture(fixture, { version }));
  const [, configuration] = fixture.sources.values();
  const configurations = configuration ? [analyseFixture({ ...fixture, root: configuration }, { version })] : [];
  return checkList({ list: readDispatcherList(fixture.root), version, configurations });
}

describe('examples of the rules’ pages', () => {
  for (const kind of findingKinds) {
    const { code, documentation } = kind;
    it(`show ${code}`, () => {
      const found = findingsOf(kind, documentation.wrong);
      assert.ok(
        found.some((finding) => finding.code === code),
        `the wrong example has only ${found.map(describeFinding).join(', ') || 'nothing'}`,
      );
    });
    it(`mend ${code}`, () => {
      const left = findingsOf(kind, documentation.right).filter(
        (finding) => finding.severity === 'error' || finding.severity === 'warning' || finding.code === code,
      );
      assert.deepEqual(
        left.map((finding) => `${describeFinding(finding)}: ${finding.message}`),
        [],
      );
    });
  }
});
