import assert from 'node:assert/strict';
import { checkProgram } from '../../../../server/src/rules/check.ts';
import { busOf } from '../../../../server/src/rules/nodes/bus.ts';
import { readExamples } from '../../features/support.ts';
import { analyseFixture, readFixture } from '../../support/fixture.ts';
import { nodeAt } from '../../support/nodes.ts';

const TABLE = 'loadmodule "htable.so"\nmodparam("htable", "htable", "ban=>size=8;dmqreplicate=1")\n';

/** The other nodes of the first file's bus, by their addresses, and whether all are known. */
function busOfFirst(files: Readonly<Record<string, string>>): string {
  const text = Object.entries(files).map(([name, body]) => `--- ${name}.cfg\n${body}`);
  const fixture = readFixture(text.join(''));
  const roots = [...fixture.sources.values()].filter(({ uri }) => !uri.endsWith('/shared.cfg'));
  const analyses = roots.map((root) => analyseFixture({ ...fixture, root }));
  const bus = busOf(analyses[0]!, analyses);
  if (!bus) return 'none';
  return `${bus.others.map(({ name }) => name.replace(/^sip:|:5060$/g, '')).join(' ')}${bus.isComplete ? '' : ' …'}`;
}

describe('nodes of a bus', () => {
  it('are those that ask each other for nodes, or one the other', () => {
    assert.equal(busOfFirst({ a: nodeAt(1, [2], ''), b: nodeAt(2, [1], '') }), '192.0.2.2');
    assert.equal(busOfFirst({ a: nodeAt(1, [2], ''), b: nodeAt(2, [], '') }), '192.0.2.2');
    assert.equal(busOfFirst({ a: nodeAt(1, [], ''), b: nodeAt(2, [1], '') }), '192.0.2.2');
    assert.equal(busOfFirst({ a: nodeAt(1, [1], ''), b: nodeAt(2, [1], '') }), '192.0.2.2');
  });

  it('hang together through others, and may lack one that is not known', () => {
    const chain = { a: nodeAt(1, [2], ''), b: nodeAt(2, [3], ''), c: nodeAt(3, [4], '') };
    assert.equal(busOfFirst(chain), '192.0.2.2 192.0.2.3 …');
  });

  it('are compared by what the addresses mean', () => {
    const b = nodeAt(2, [], '');
    const asking = (address: string): string => nodeAt(1, [2], '').replaceAll('sip:192.0.2.2:5060', address);
    assert.equal(busOfFirst({ a: asking('sip:192.0.2.2'), b }), '192.0.2.2');
    assert.equal(busOfFirst({ a: asking('sip:dmq@192.0.2.2:5060;transport=UDP'), b }), '192.0.2.2');
    assert.equal(busOfFirst({ a: asking('sip:192.0.2.2:5061'), b }), 'none');
    assert.equal(busOfFirst({ a: asking('sip:192.0.2.2:5060;transport=tcp'), b }), 'none');
    const listening = nodeAt(2, [], '').replace('listen=', 'listen=udp:192.0.2.2:5070\nlisten=');
    assert.equal(busOfFirst({ a: asking('sip:192.0.2.2:5070'), b: listening }), '192.0.2.2 …');
  });

  it('are those, too, that ask a third one for nodes and share a table', () => {
    assert.equal(busOfFirst({ a: nodeAt(1, [9], TABLE), b: nodeAt(2, [9], TABLE) }), '192.0.2.2 …');
    assert.equal(busOfFirst({ a: nodeAt(1, [9], TABLE), b: nodeAt(2, [9], '') }), 'none');
    assert.equal(busOfFirst({ a: nodeAt(1, [8], TABLE), b: nodeAt(2, [9], TABLE) }), 'none');
  });

  it('are not known where several configurations have the same address', () => {
    const production = { a: nodeAt(1, [2], TABLE), b: nodeAt(2, [1], TABLE) };
    assert.equal(busOfFirst({ ...production, copy: nodeAt(2, [1], TABLE) }), 'none');
    assert.equal(busOfFirst({ ...production, copy: nodeAt(1, [2], TABLE) }), 'none');
  });

  it('are not known where an address is known only where Kamailio runs', () => {
    const b = nodeAt(2, [1], '');
    const opaque = (text: string, address: string): string => text.replace(`"sip:192.0.2.${address}:5060"`, 'ADDRESS');
    assert.equal(busOfFirst({ a: `#!defenv ADDRESS\n${opaque(nodeAt(1, [2], ''), '1')}`, b }), 'none');
    assert.equal(busOfFirst({ a: opaque(nodeAt(1, [2], ''), '1'), b }), 'none');
    assert.equal(busOfFirst({ a: nodeAt(1, [2], '').replaceAll('192.0.2.1', '{{ address }}'), b }), 'none');
    // The other one tells that it belongs here, but who else does is not known.
    assert.equal(busOfFirst({ a: `#!defenv ADDRESS\n${opaque(nodeAt(1, [2], ''), '2')}`, b }), '192.0.2.2 …');
  });

  it('on the loopback address ask each other', () => {
    const local = (text: string): string => text.replace(/192\.0\.2\.(\d):5060/g, '127.0.0.1:506$1');
    assert.equal(busOfFirst({ a: local(nodeAt(1, [2], '')), b: local(nodeAt(2, [1], '')) }), '127.0.0.1:5062');
    assert.equal(busOfFirst({ a: local(nodeAt(1, [2], '')), b: local(nodeAt(2, [3], '')) }), 'none');
    assert.equal(busOfFirst({ a: local(nodeAt(1, [9], TABLE)), b: local(nodeAt(2, [9], TABLE)) }), 'none');
  });

  it('are whole configurations, and no parts of one', () => {
    const b = nodeAt(2, [1], '');
    assert.equal(busOfFirst({ a: nodeAt(1, [2], '').replace(/^request_route.*$/m, ''), b }), 'none');
    assert.equal(busOfFirst({ a: 'include_file "part.cfg"\n', part: nodeAt(1, [2], ''), b }), '192.0.2.2');
    assert.equal(busOfFirst({ a: b, whole: 'include_file "part.cfg"\n', part: nodeAt(1, [2], '') }), '192.0.2.1');
  });

  it('are the routers of the examples, which are alike', () => {
    const analyses = readExamples(undefined, ['sbc', 'router-a', 'router-b']);
    const found = analyses.map((analysis) => {
      const bus = busOf(analysis, analyses);
      const codes = bus ? checkProgram(analysis, new Map(), bus).map(({ code }) => code) : [];
      return [bus?.others.map(({ name }) => name), codes.filter((code) => code.startsWith('node-'))];
    });
    assert.deepEqual(found.map(String).sort(), [',', 'sip:127.0.0.1:5071,', 'sip:127.0.0.1:5081,']);
  });
});
