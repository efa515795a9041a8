import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { History } from '../../../../client/src/live/history.ts';
import type { ActionRecord, Destination, StateChange } from '../../../../client/src/live/types.ts';
import {
  DashboardFeed,
  MOST_CURVES,
  MOST_SET_CURVES,
  type DashboardSource,
} from '../../../../client/src/views/dashboard/dashboard-feed.ts';
import type { PanelMessage } from '../../../../client/src/views/dashboard/protocol.ts';
import { AT, destination, dispatcher, failing, known, serverState } from '../support/server-state.ts';

/** A server that answers what the test says, one poll after the other. */
class Polled {
  readonly history = new History('sbc');
  readonly records: ActionRecord[] = [];
  source: DashboardSource | undefined;
  #at = AT;
  readonly feed = new DashboardFeed(
    'sbc',
    () => this.source,
    () => this.records,
  );

  answer(destinations: readonly Destination[], changes: readonly StateChange[] = []): void {
    this.#at += 5000;
    const state = dispatcher(...destinations);
    this.history.record(this.#at, state, changes);
    const { history } = this;
    // The same object, as a live server stays the same.
    const fresh = serverState('sbc', { history, parts: { dispatcher: known(state, this.#at) } });
    this.source = this.source === undefined ? fresh : Object.assign(this.source, { parts: fresh.parts });
  }
}

function wholeOf(message: PanelMessage): PanelMessage & { readonly kind: 'whole' } {
  assert.equal(message.kind, 'whole');
  return message;
}

describe('what a dashboard is sent', () => {
  it('is all that is kept at first, then one point for each answer', () => {
    const polled = new Polled();
    const gateways = [destination(1, 'sip:gw1', 'AP', { average: 10 }), destination(1, 'sip:gw2', 'IP')];
    polled.answer(gateways);
    polled.answer(gateways);
    const whole = wholeOf(polled.feed.next());
    assert.deepEqual(whole.curves.labels, ['sip:gw1', 'sip:gw2']);
    assert.deepEqual(whole.curves.values, [
      [10, 10],
      [null, null],
    ]);
    assert.deepEqual(whole.setCurves.values, [[1, 1]]);
    assert.equal(whole.choice.setId, 1);
    assert.deepEqual(whole.present.sets, [{ id: 1, active: 1, size: 2 }]);

    polled.answer([destination(1, 'sip:gw1', 'AP', { average: 20 }), destination(1, 'sip:gw2', 'AP')]);
    const more = polled.feed.next();
    assert.equal(more.kind, 'more');
    assert.deepEqual(more.curves.values, [[20], [null]]);
    assert.deepEqual(more.setCurves.values, [[2]]);
    assert.deepEqual(polled.feed.next().curves.times, []);
  });

  it('tells each state change and each action once, the newest first', () => {
    const polled = new Polled();
    const change = (uri: string, from: string | undefined, to: string | undefined): StateChange => ({
      at: AT,
      server: 'sbc',
      setId: 1,
      uri,
      from,
      to,
    });
    polled.records.push(
      { at: AT, server: 'other', what: 'Something else.', outcome: { kind: 'confirmed' } },
      { at: AT, server: 'sbc', what: 'Reload.', outcome: { kind: 'confirmed' } },
    );
    polled.answer(
      [destination(1, 'sip:gw1', 'AP')],
      [change('sip:gw1', 'IP', 'AP'), change('sip:gw3', 'AP', 'AX'), change('sip:gw2', 'AP', undefined)],
    );
    const whole = polled.feed.next();
    assert.deepEqual(
      whole.changes.map(({ uri, from, to, direction }) => [uri, from, to, direction]),
      [
        ['sip:gw2', 'active, probed', 'not there', 'down'],
        ['sip:gw3', 'active, probed', 'active, not probed', 'none'],
        ['sip:gw1', 'inactive, probed', 'active, probed', 'up'],
      ],
    );
    assert.deepEqual(whole.log, [{ at: AT, what: 'Reload.', fault: undefined }]);

    polled.records.push({ at: AT, server: 'sbc', what: 'Disable.', outcome: { kind: 'failed', message: 'No.' } });
    polled.answer([destination(1, 'sip:gw1', 'IP')], [change('sip:gw1', 'AP', 'IP')]);
    const more = polled.feed.next();
    assert.deepEqual(
      more.changes.map(({ uri, to }) => [uri, to]),
      [['sip:gw1', 'inactive, probed']],
    );
    assert.deepEqual(more.log, [{ at: AT, what: 'Disable.', fault: 'No.' }]);
    assert.deepEqual([polled.feed.next().changes, polled.feed.next().log], [[], []]);
  });

  it('begins anew when another set is chosen or other destinations are there', () => {
    const polled = new Polled();
    const gateways = [destination(1, 'sip:gw1', 'AP'), destination(2, 'sip:gw2', 'AP', { load: 7 })];
    polled.answer(gateways);
    polled.feed.next();
    polled.feed.choose({ setId: 2, measure: 'load', filter: '' });
    const chosen = wholeOf(polled.feed.next());
    assert.deepEqual([chosen.curves.labels, chosen.curves.values], [['sip:gw2'], [[7]]]);
    polled.answer([...gateways, destination(2, 'sip:gw3', 'AP')]);
    assert.deepEqual(wholeOf(polled.feed.next()).curves.labels, ['sip:gw2', 'sip:gw3']);
  });

  it('stays small with 10,000 destinations in 200 sets', () => {
    const polled = new Polled();
    const gateways = Array.from({ length: 10_000 }, (_, index) =>
      destination(index % 200, `sip:gw${index}`, index % 200 === 150 ? 'IP' : 'AP', { average: index }),
    );
    polled.answer(gateways);
    const whole = wholeOf(polled.feed.next());
    assert.equal(whole.curves.labels.length, MOST_CURVES);
    assert.equal(whole.present.matching, 50);
    assert.equal(whole.setCurves.labels.length, MOST_SET_CURVES);
    assert.ok(whole.setCurves.labels.includes('Set 150'), 'a set in trouble has a curve');
    polled.answer(gateways);
    const more = polled.feed.next();
    assert.equal(more.kind, 'more');
    assert.ok(JSON.stringify(more).length < 20_000);
  });

  it('draws those in trouble and the slowest of a large set, and those that the filter finds', () => {
    const polled = new Polled();
    const gateways = Array.from({ length: 100 }, (_, index) =>
      destination(1, `sip:gw${index}`, index === 3 ? 'IP' : 'AP', { average: index }),
    );
    polled.answer(gateways);
    const { labels } = wholeOf(polled.feed.next()).curves;
    assert.ok(labels.includes('sip:gw3') && labels.includes('sip:gw99') && !labels.includes('sip:gw10'));
    polled.feed.choose({ setId: 1, measure: 'average', filter: ' GW10 ' });
    assert.deepEqual(wholeOf(polled.feed.next()).curves.labels, ['sip:gw10']);
  });

  it('says plainly how the server is', () => {
    const polled = new Polled();
    assert.equal(polled.feed.next().present.status.kind, 'missing');
    polled.answer([destination(1, 'sip:gw1', 'AP')]);
    assert.deepEqual(polled.feed.next().present.status, {
      name: 'sbc',
      kind: 'live',
      sentence: 'Connected. Last update 12:03:10.',
      isFresh: true,
      about: '',
    });
    Object.assign(polled.source!, { connection: failing(), isFresh: () => false });
    const { status } = polled.feed.next().present;
    assert.equal(status.isFresh, false);
    assert.equal(
      status.sentence,
      'Nobody listens there. Failing since 12:02:05, next attempt at 12:03:15. What is shown is as of 12:03:10, not fresh.',
    );
  });

  it('draws nothing before the first answer to a probe', () => {
    const polled = new Polled();
    polled.answer([destination(1, 'sip:gw1', 'AX', { average: 0 })]);
    polled.answer([destination(1, 'sip:gw1', 'AP', { average: 7 })]);
    assert.deepEqual(wholeOf(polled.feed.next()).curves.values, [[null, 7]]);
  });

  it('breaks the curves where the connection was lost', () => {
    const polled = new Polled();
    polled.answer([destination(1, 'sip:gw1', 'AP', { average: 1 })]);
    polled.feed.next();
    polled.history.mark({ at: AT + 7000, kind: 'lost' });
    polled.answer([destination(1, 'sip:gw1', 'AP', { average: 2 })]);
    assert.deepEqual(polled.feed.next().curves, { times: [AT + 7000, AT + 10_000], values: [[null, 2]] });
  });
});
