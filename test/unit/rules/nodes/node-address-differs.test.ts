import assert from 'node:assert/strict';
import { checkProgram } from '../../../../server/src/rules/check.ts';
import { busOf } from '../../../../server/src/rules/nodes/bus.ts';
import { analyseFixture, readFixture } from '../../support/fixture.ts';
import { assertNodeFindings, nodeAt } from '../../support/nodes.ts';

const CODE = 'node-address-differs';
const asking = (address: string): string => nodeAt(1, [2], '').replaceAll('sip:192.0.2.2:5060', address);
const pair = (address: string, other = nodeAt(2, [1], '')): string =>
  `--- a.cfg\n${asking(address)}--- b.cfg\n${other}`;

/** Marks the line that sets the address in the first file. */
function marked(address: string, other?: string): string {
  const mark = `${' '.repeat(41)}${'^'.repeat(address.length)} ${CODE}`;
  return pair(address, other).replace(/^modparam\("dmq", "notification_address".*$/m, `$&\n${mark}`);
}

describe('rule node-address-differs', () => {
  it('marks an address without the port that the node tells, and proposes its own', () => {
    const [found] = assertNodeFindings(marked('sip:192.0.2.2'), CODE);
    assert.equal(
      found?.message,
      "sip:192.0.2.2 and sip:192.0.2.2:5060, as that node calls itself, are two nodes to module 'dmq': it gets every change twice",
    );
    assert.equal(found.replacement, 'sip:192.0.2.2:5060');
  });

  it('marks a transport that the node does not tell, and another socket of it', () => {
    assertNodeFindings(marked('sip:192.0.2.2:5060;transport=udp'), CODE);
    const listening = nodeAt(2, [1], '').replace('listen=', 'listen=udp:192.0.2.2:5070\nlisten=');
    assertNodeFindings(marked('sip:192.0.2.2:5070', listening), CODE);
  });

  it('is silent where the node is told as it is written, or is not known', () => {
    assertNodeFindings(pair('sip:192.0.2.2:5060'), CODE);
    assertNodeFindings(pair('sip:dmq@192.0.2.2:5060'), CODE);
    const overUdp = nodeAt(2, [1], '').replace('5060"', '5060;transport=udp"');
    assertNodeFindings(pair('sip:192.0.2.2:5060', overUdp), CODE);
    assertNodeFindings(pair('sip:192.0.2.9'), CODE);
    assertNodeFindings(pair('sip:node-b.example.com:5060'), CODE);
  });

  it('is silent about versions that compare the machines', () => {
    const fixture = readFixture(pair('sip:192.0.2.2'));
    const codesIn = (version: '5.7' | '5.8'): boolean => {
      const analyses = [...fixture.sources.values()].map((root) => analyseFixture({ ...fixture, root }, { version }));
      const found = checkProgram(analyses[0]!, new Map(), busOf(analyses[0]!, analyses));
      return found.some(({ code }) => code === CODE);
    };
    assert.deepEqual([codesIn('5.7'), codesIn('5.8')], [true, false]);
  });
});
