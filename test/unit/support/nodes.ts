import assert from 'node:assert/strict';
import { checkProgram } from '../../../server/src/rules/check.ts';
import { busOf } from '../../../server/src/rules/nodes/bus.ts';
import type { Finding } from '../../../server/src/semantic/problem.ts';
import { analyseFixture, describeFinding, readFixture, type Fixture } from './fixture.ts';

/** The findings of several configurations that are known together: each file of the fixture is a root. */
export function checkNodes(fixture: Fixture): Finding[] {
  const analyses = [...fixture.sources.values()].map((root) => analyseFixture({ ...fixture, root }));
  return analyses.flatMap((analysis) => checkProgram(analysis, new Map(), busOf(analysis, analyses)));
}

/** Asserts that the nodes have exactly the findings of one kind that their texts say; gives them for a closer look. */
export function assertNodeFindings(text: string, code: string): Finding[] {
  const fixture = readFixture(text);
  const found = checkNodes(fixture).filter((finding) => finding.code === code);
  assert.deepEqual(found.map(describeFinding).sort(), [...fixture.expected].sort());
  return found;
}

/** The text of a node at 192.0.2.`own` that asks 192.0.2.`others` for nodes; `settings` are its own. */
export function nodeAt(own: number, others: readonly number[], settings: string): string {
  return `listen=udp:192.0.2.${own}:5060
loadmodule "pv.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "dmq.so"
modparam("dmq", "server_address", "sip:192.0.2.${own}:5060")
${others.map((other) => `modparam("dmq", "notification_address", "sip:192.0.2.${other}:5060")\n`).join('')}\
${settings}
request_route { if (method == "KDMQ") { dmq_handle_message(); exit; } }
`;
}

/** Two nodes that ask each other, as one fixture: `a.cfg` and `b.cfg`. */
export function pairOf(a: string, b: string): string {
  return `--- a.cfg\n${nodeAt(1, [2], a)}--- b.cfg\n${nodeAt(2, [1], b)}`;
}
