import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  explainUriProblem,
  parseFlags,
  parsePriority,
} from '../../../../client/src/commands/live/destination-input.ts';
import { writeDestination } from '../../../../client/src/commands/live/destination-text.ts';
import { questionBefore } from '../../../../client/src/commands/live/questions.ts';
import { describeAction, type ServerAction } from '../../../../client/src/live/actions.ts';
import { attributes, destination, dispatcher, FakeServer } from '../views/support.ts';

const { parts } = new FakeServer('sbc', {
  parts: { dispatcher: dispatcher([1, destination('sip:a'), destination('sip:b'), destination('sip:c', 'IP')]) },
});

function question(action: ServerAction): ReturnType<typeof questionBefore> {
  return questionBefore(action, describeAction(action, parts), 'sbc');
}

describe('the question before an action', () => {
  const setState = (target: string, state: 'active' | 'inactive' | 'disabled'): ServerAction => ({
    kind: 'set-state',
    setId: 1,
    target: target === 'all' ? target : { uri: target },
    state,
    probing: true,
  });

  it('says how many destinations stay active', () => {
    assert.match(question(setState('sip:a', 'disabled'))?.detail ?? '', /^1 destination of 3 stays active/);
    assert.match(question(setState('all', 'disabled'))?.detail ?? '', /^No destination of the set stays active/);
    assert.match(question({ kind: 'remove-destination', setId: 1, uri: 'sip:b' })?.detail ?? '', /^1 destination of/);
  });

  it('names the server and what is done', () => {
    const { message = '' } = question(setState('sip:a', 'disabled')) ?? {};
    assert.match(message, /^sbc: .*sip:a.*set 1.*disabled\?$/);
  });

  it('is not asked where calls go on as before', () => {
    assert.equal(question(setState('sip:c', 'active')), undefined);
    assert.equal(question({ kind: 'table-set', table: 't', key: 'k', value: 1 }), undefined);
    assert.equal(question({ kind: 'set-pinging', on: true }), undefined);
  });

  it('is asked before anything is deleted or replaced', () => {
    const actions: ServerAction[] = [
      { kind: 'remove-destination', setId: 1, uri: 'sip:c' },
      { kind: 'reload-dispatcher' },
      { kind: 'dmq-remove', node: 'sip:10.0.0.1:5060' },
      { kind: 'table-delete', table: 't', key: 'k' },
      { kind: 'table-flush', table: 't' },
      { kind: 'table-reload', table: 't' },
    ];
    for (const action of actions) assert.ok(question(action), action.kind);
  });
});

describe('copying a destination of a running server', () => {
  const one = destination('sip:10.0.0.1:5060;transport=tcp', 'AP', {
    setId: 3,
    priority: 7,
    attributes: attributes("duid=a;x=it's"),
  });

  it('as a list line, a kamcmd or kamctl command and SQL', () => {
    assert.equal(writeDestination(one, 'uri'), 'sip:10.0.0.1:5060;transport=tcp');
    assert.equal(writeDestination(one, 'list'), "3 sip:10.0.0.1:5060;transport=tcp 8 7 duid=a;x=it's");
    assert.equal(
      writeDestination(one, 'kamcmd'),
      "kamcmd dispatcher.add 3 'sip:10.0.0.1:5060;transport=tcp' 8 7 'duid=a;x=it'\\''s'",
    );
    assert.equal(
      writeDestination(one, 'kamctl'),
      "kamctl dispatcher add 3 'sip:10.0.0.1:5060;transport=tcp' 8 7 'duid=a;x=it'\\'''\\''s'",
    );
    assert.match(
      writeDestination(one, 'sql'),
      /VALUES \(3, 'sip:10\.0\.0\.1:5060;transport=tcp', 8, 7, 'duid=a;x=it''s', ''\);$/,
    );
  });

  it('with what somebody has decided and not what probing has found', () => {
    const flagsOf = (letters: string): string | undefined =>
      writeDestination(destination('sip:a', letters), 'list').split(' ')[2];
    assert.deepEqual(['AX', 'AP', 'IP', 'IX', 'DX', 'TP', 'AN'].map(flagsOf), ['0', '8', '8', '0', '4', '8', '32']);
  });
});

describe('what is typed for a new destination', () => {
  it('is refused with a reason', () => {
    assert.equal(explainUriProblem('sip:10.0.0.1'), undefined);
    assert.equal(explainUriProblem('sips:[::1]:5061;transport=tls'), undefined);
    for (const uri of ['', 'sip:', '10.0.0.1', 'sip:a b', 'tel:+49']) assert.ok(explainUriProblem(uri), uri);
  });

  it('numbers', () => {
    assert.deepEqual(['0', '63', '0x3f', '64', '-1', 'x', ''].map(parseFlags), [
      0,
      63,
      63,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    assert.deepEqual(['10', '-2', ' 5 ', '1.5', ''].map(parsePriority), [10, -2, 5, undefined, undefined]);
  });
});
