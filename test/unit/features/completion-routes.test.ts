import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accept, head, offer } from './completion-support.ts';

const BLOCKS = `loadmodule "tm.so"
loadmodule "htable.so"
modparam("htable", "htable", "calls=>size=8;")
route[RELAY] { t_on_failure("NEXT"); route(LOST); exit; }
route["with-dash"] { exit; }
failure_route[DST] { exit; }
branch_route[NAT] { exit; }
onreply_route[ANSWER] { exit; }
event_route[tm:branch-failure:media] { exit; }
event_route[tm:local-request] { exit; }
`;
const inRoute = (statements: string): string => `${BLOCKS}request_route {\n  ${statements}\n}\n`;

describe('completion of route names', () => {
  it('offers the blocks of the kind that the call takes, then those only named', () => {
    assert.deepEqual(offer(inRoute('route(‸);')).labels, ['RELAY', 'with-dash', 'LOST']);
    assert.deepEqual(offer(inRoute('t_on_failure("‸");')).labels, ['DST', 'NEXT']);
    assert.deepEqual(offer(inRoute('t_on_branch("‸");')).labels, ['NAT']);
    assert.deepEqual(offer(inRoute('t_on_reply("‸");')).labels, ['ANSWER']);
    assert.deepEqual(offer(inRoute('t_on_branch_failure("‸");')).labels, ['media']);
  });

  it('brings quotes where they are needed', () => {
    assert.equal(accept(inRoute('route(RE‸);'), 'RELAY'), inRoute('route(RELAY‸);'));
    assert.equal(accept(inRoute('route(w‸);'), 'with-dash'), inRoute('route("with-dash"‸);'));
    assert.equal(accept(inRoute('route("with-d‸");'), 'with-dash'), inRoute('route("with-dash‸");'));
    assert.equal(accept(inRoute('route("with-‸old");'), 'with-dash'), inRoute('route("with-dash‸");'));
    assert.equal(accept(inRoute('t_on_failure(‸);'), 'DST'), inRoute('t_on_failure("DST"‸);'));
    assert.equal(accept(inRoute('t_on_failure("D‸'), 'DST'), inRoute('t_on_failure("DST"‸'));
  });

  it('does not offer the half-typed name itself', () => {
    assert.deepEqual(offer(inRoute('route(REL‸);')).labels, ['RELAY']);
    assert.deepEqual(offer(inRoute('route(NEWNAME‸);')).labels, []);
  });

  it('offers in brackets the names that are called and not defined', () => {
    assert.deepEqual(offer(`${BLOCKS}route[‸] {\n}\n`).labels, ['LOST']);
    assert.deepEqual(offer(`${BLOCKS}failure_route[‸] {\n}\n`).labels, ['NEXT']);
    assert.ok(accept(`${BLOCKS}route[L‸\n`, 'LOST').endsWith('\nroute[LOST]‸\n'));
    assert.deepEqual(offer(`${BLOCKS}branch_route[‸] {\n}\n`).labels, []);
    assert.deepEqual(offer(`${BLOCKS}route[LO‸ST] { exit; }\n`).labels, ['LOST']);
  });

  it('offers events of loaded modules first, with known tables, and those defined last', () => {
    const text = `${BLOCKS}event_route[‸] {\n}\n`;
    const { labels } = offer(text);
    const place = (label: string): number => {
      assert.ok(labels.includes(label), label);
      return labels.indexOf(label);
    };
    assert.ok(place('htable:expired:calls') < place('dialog:start'));
    assert.ok(place('tm:local-response') < place('dialog:start'));
    assert.equal(labels.at(-1), 'tm:local-request');
    assert.ok(accept(text, 'htable:mod-init').includes('event_route[htable:mod-init‸] {'));
    assert.ok(accept(text, 'htable:expired:<table>').includes('event_route[htable:expired:‸table] {'));
  });

  it('replaces the whole of an event name', () => {
    const after = accept(`${BLOCKS}event_route[htable:mo‸d-ini] {\n}\n`, 'htable:mod-init');
    assert.ok(after.includes('event_route[htable:mod-init‸] {'), after);
    assert.ok(
      accept(`${BLOCKS}event_route[htable:mo‸\n`, 'htable:mod-init').endsWith('event_route[htable:mod-init]‸\n'),
    );
  });

  it('has the events of the version', () => {
    assert.ok(!offer('loadmodule "tm"\nevent_route[‸]', { version: '5.6' }).labels.includes('tm:local-ack-sent'));
    assert.ok(offer('loadmodule "tm"\nevent_route[‸]', { version: '6.1' }).labels.includes('tm:local-ack-sent'));
    assert.ok(!offer('event_route[‸]', { version: '5.6' }).labels.includes('core:tkv'));
  });

  it('offers whole event routes of loaded modules between items', () => {
    const text = 'loadmodule "dispatcher.so"\nevent_r‸\n';
    assert.ok(head(text, 8).includes('event_route[dispatcher:dst-down]'));
    assert.ok(
      accept(text, 'event_route[dispatcher:dst-down]').endsWith('event_route[dispatcher:dst-down] {\n\t‸\n}\n'),
    );
  });
});
