import assert from 'node:assert/strict';
import { assertNodeFindings, nodeAt } from '../../support/nodes.ts';

const CODE = 'node-address-unknown';

/** The first of two nodes asks for others at this address; the other one asks the first. */
function pair(address: string, { mark = '', other = nodeAt(2, [1], '') } = {}): string {
  const asking = nodeAt(1, [2], '').replace(
    /^modparam\("dmq", "notification_address".*$/m,
    `modparam("dmq", "notification_address", "${address}")${mark}`,
  );
  return `--- a.cfg\n${asking}--- b.cfg\n${other}`;
}

function marked(address: string, other?: string): string {
  const mark = `\n${' '.repeat(41)}${'^'.repeat(address.length)} ${CODE}`;
  return pair(address, { mark, ...(other === undefined ? {} : { other }) });
}

describe('rule node-address-unknown', () => {
  it('marks a port that the other node does not listen on, and proposes its own', () => {
    const [found] = assertNodeFindings(marked('sip:192.0.2.2:5070'), CODE);
    assert.equal(
      found?.message,
      'no node is known at sip:192.0.2.2:5070: the one on that host is sip:192.0.2.2:5060, and it does not listen there',
    );
    assert.equal(found.replacement, 'sip:192.0.2.2:5060');
    assert.equal(found.related?.length, 1);
  });

  it('marks a transport that it does not listen on', () => {
    assertNodeFindings(marked('sip:192.0.2.2:5060;transport=tcp'), CODE);
  });

  it('is silent where it listens there, or may', () => {
    assertNodeFindings(pair('sip:192.0.2.2:5060'), CODE);
    const also = (listen: string): string => nodeAt(2, [1], '').replace('listen=', `${listen}\nlisten=`);
    assertNodeFindings(pair('sip:192.0.2.2:5070', { other: also('listen=udp:192.0.2.2:5070') }), CODE);
    assertNodeFindings(pair('sip:192.0.2.2:5070', { other: also('listen=eth0') }), CODE);
    assertNodeFindings(pair('sip:192.0.2.2:5070', { other: also('include_file "sockets.cfg"') }), CODE);
  });

  it('is silent about other hosts, hosts with several nodes, and nodes that are not linked', () => {
    assertNodeFindings(pair('sip:192.0.2.9:5060'), CODE);
    assertNodeFindings(pair('sip:192.0.2.1:5070'), CODE);
    assertNodeFindings(pair('sip:192.0.2.2:5070', { other: nodeAt(2, [9], '') }), CODE);
    const second = nodeAt(2, [1], '').replaceAll('192.0.2.2:5060', '192.0.2.2:5080').replace('192.0.2.2:5060', '');
    assertNodeFindings(`${pair('sip:192.0.2.2:5070')}--- c.cfg\n${second}`, CODE);
  });
});
