/** Answers that are well made and make no sense, and commands that fail. */
import { type FaultRow, table } from './support/fault-check.ts';
import {
  LIST,
  CONNECTION,
  DISPATCHER,
  instead,
  answer,
  fault,
  restarted,
  oneSet,
  insteadHttp,
  answerHttp,
} from './support/faults.ts';

table('answers that are none of Kamailio', [
  {
    what: 'another program has the same protocol',
    way: 'tcp',
    begin: answer('core.version', 'sip-express-router'),
    fails: CONNECTION,
    kind: 'garbled',
    words: /answered core\.version in a form that is not known: expected a version, got "sip-express-router"/,
  },
  {
    what: 'no time of the start',
    way: 'tcp',
    begin: answer('core.uptime', { now: 'today' }),
    fails: CONNECTION,
    kind: 'garbled',
    words: /core\.uptime .*expected a structure with uptime/,
  },
  {
    what: 'a list that is a number',
    way: 'tcp',
    begin: answer(LIST, 42),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /dispatcher\.list .*expected a structure, got 42/,
  },
  {
    what: 'a list that is empty',
    way: 'http',
    begin: answerHttp(LIST, {}),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a structure, got nothing/,
  },
  {
    what: 'a list without records',
    way: 'tcp',
    begin: answer(LIST, { NRSETS: 1, SETS: {} }),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a structure with RECORDS, got a structure with NRSETS, SETS/,
  },
  {
    what: 'a list whose names hold several lines',
    way: 'http',
    begin: answerHttp(LIST, { ['many\nlines '.repeat(200)]: 1 }),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a structure with RECORDS, got a structure with many lines many/,
  },
  {
    what: 'states that nobody knows',
    way: 'tcp',
    begin: answer(LIST, oneSet({ URI: 'sip:a', FLAGS: 'QQ', PRIORITY: 0 })),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected state letters at .*FLAGS, got "QQ"/,
  },
  {
    what: 'a destination without an address',
    way: 'http',
    begin: answerHttp(LIST, oneSet({ FLAGS: 'AP', PRIORITY: 0 })),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a structure with URI/,
  },
  {
    what: 'a priority in words',
    way: 'http',
    begin: answerHttp(LIST, oneSet({ URI: 'sip:a', FLAGS: 'AP', PRIORITY: 'high' })),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /expected a number at .*PRIORITY, got "high"/,
  },
]);

table('commands that fail', [
  {
    what: 'the list is refused',
    way: 'tcp',
    begin: fault(LIST, 500, 'Invalid parameter value'),
    fails: DISPATCHER,
    kind: 'fault',
    words: /refuses dispatcher\.list: Invalid parameter value \(500\)/,
  },
  {
    what: 'the list is refused',
    way: 'http',
    begin: insteadHttp(({ id }, response) => {
      response.writeHead(500).end(`{"jsonrpc":"2.0","error":{"code":500,"message":"No memory"},"id":${id}}`);
    }, LIST),
    fails: DISPATCHER,
    kind: 'fault',
    words: /refuses dispatcher\.list: No memory \(500\)/,
  },
  {
    what: 'the list does not fit into the buffer',
    way: 'unix',
    begin: fault(LIST, 500, "Internal server error processing '{': buffer too small (overflow) (-2)"),
    fails: DISPATCHER,
    kind: 'fault',
    words: /raise its parameter binrpc_max_body_size/,
  },
  {
    what: 'everything is refused',
    way: 'tcp',
    begin: fault(undefined, 500, 'Server failure'),
    fails: CONNECTION,
    kind: 'fault',
    words: /refuses core\.version: Server failure \(500\)/,
  },
  {
    what: 'restarted, and the state of pinging is told in another form',
    way: 'tcp',
    begin: restarted(answer('dispatcher.ping_active', 'on')),
    fails: DISPATCHER,
    kind: 'garbled',
    words: /dispatcher\.ping_active/,
  },
  {
    what: 'restarted, and the connection breaks at the settings',
    way: 'tcp',
    begin: restarted(instead((_, socket) => socket.destroy(), 'cfg.get')),
    fails: DISPATCHER,
    kind: 'closed',
    words: /closed the connection without an answer/,
  },
  ...(['tcp', 'http'] as const).map((way): FaultRow => ({
    what: 'restarted without the module',
    way,
    begin: (server) => {
      server.kamailio.startedAt += 60_000;
      server.kamailio.modules.delete('dispatcher');
      server.dropConnections();
    },
    mend: ({ kamailio }) => {
      kamailio.startedAt += 60_000;
      kamailio.modules.add('dispatcher');
    },
    fails: 'absent',
    words: /^dispatcher$/,
  })),
]);
