import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hoverForAnchor } from '../../../../client/src/views/in-text/live-hover.ts';
import type { LiveAnchor } from '../../../../server/src/lsp/messages.ts';
import { destination, dispatcher, known, serverState } from '../support/server-state.ts';

const RANGE = { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } };
const GATEWAY: LiveAnchor = { range: RANGE, kind: 'destination', setId: 1, uri: 'sip:gw1' };

describe('the hover on a note', () => {
  it('explains the state of the destination on each server and gives all figures', () => {
    const server = serverState('sbc', {
      parts: { dispatcher: known(dispatcher(destination(1, 'sip:gw1', 'IP', { average: 12 }))) },
    });
    const text = hoverForAnchor(GATEWAY, [server]) ?? '';
    assert.match(text, /^\*\*sbc\*\* \(at 12:03:05\)/);
    assert.match(text, /inactive/i);
    assert.match(text, /average 12 ms, deviation 1 ms, estimate 13 ms, maximum 22 ms, timeouts 2/);
  });

  it('lists a set with those in trouble first, and counts what is too much', () => {
    const many = Array.from({ length: 30 }, (_, index) => destination(1, `sip:gw${index}`, index === 29 ? 'IP' : 'AP'));
    const server = serverState('sbc', { parts: { dispatcher: known(dispatcher(...many)) } });
    const lines = (hoverForAnchor({ range: RANGE, kind: 'set', setId: 1 }, [server]) ?? '').split('\n');
    assert.match(lines[2] ?? '', /`sip:gw29` inactive, probed/);
    assert.equal(lines.at(-1), '- and 10 more');
  });

  it('shows names of servers and addresses letter by letter', () => {
    const server = serverState('<img src=x> [a](b)', {
      parts: { dispatcher: known(dispatcher(destination(1, 'sip:`x`', 'AP'))) },
    });
    const text = hoverForAnchor({ range: RANGE, kind: 'set', setId: 1 }, [server]) ?? '';
    assert.doesNotMatch(text, /[^\\]<img|[^\\]\[a\]/);
    assert.match(text, /`` sip:`x` ``/);
  });

  it('is not there where nothing is known', () => {
    assert.equal(hoverForAnchor(GATEWAY, [serverState('sbc')]), undefined);
  });
});
