import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accept, head, offer } from './completion-support.ts';

describe('completion between the items of a configuration', () => {
  it('offers statements, settings, route blocks and directives at the start of a line', () => {
    const { labels } = offer('#!KAMAILIO\n‸\n');
    for (const label of ['loadmodule', 'modparam', 'debug', 'request_route', 'failure_route[…]', '#!define']) {
      assert.ok(labels.includes(label), label);
    }
    for (const label of ['xlog', 'if', 't_relay', 'exit']) assert.ok(!labels.includes(label), label);
  });

  it('writes a setting with its equals sign, once', () => {
    assert.equal(accept('chil‸\n', 'children'), 'children=‸\n');
    assert.equal(accept('chil‸=8\n', 'children'), 'children‸=8\n');
    assert.equal(accept('chil‸dren = 8\n', 'children'), 'children‸ = 8\n');
  });

  it('puts what is set already last, but not what may be given again', () => {
    const { items } = offer('children=4\nlisten=udp:127.0.0.1:5060\n‸\n');
    const rank = (label: string): string | undefined => items.find((item) => item.label === label)?.sortText[0];
    assert.ok(rank('children')! > rank('debug')!);
    assert.equal(rank('listen'), rank('debug'));
  });

  it('knows the settings of the version only', () => {
    assert.ok(!offer('xavp_via_rep‸', { version: '5.6' }).labels.includes('xavp_via_reply_params'));
    assert.ok(offer('xavp_via_rep‸', { version: '5.8' }).labels.includes('xavp_via_reply_params'));
  });

  it('strikes out what a newer version no longer has', () => {
    const items = offer('loadmodule "app_‸"').items;
    assert.equal(items.find((item) => item.label === 'app_mono')?.deprecated, true);
    assert.equal(items.find((item) => item.label === 'app_lua')?.deprecated, false);
  });

  it('offers what a value can be', () => {
    assert.deepEqual(head('fork=‸\n', 2), ['yes', 'no']);
    assert.ok(offer('log_facility=LOG_L‸\n').labels.includes('LOG_LOCAL0'));
    assert.equal(accept('log_facility=‸\n', 'LOG_LOCAL0'), 'log_facility=LOG_LOCAL0‸\n');
    assert.equal(accept('tcp_poll_method=‸\n', 'epoll_lt'), 'tcp_poll_method=epoll_lt‸\n');
    assert.ok(offer('#!define WORKERS 8\nchildren=‸\n').labels.includes('WORKERS'));
  });

  it('offers protocols and addresses in use for sockets, then what follows an address', () => {
    assert.deepEqual(head('listen=‸\n', 4), ['udp:', 'tcp:', 'tls:', 'sctp:']);
    assert.equal(accept('listen=‸\n', 'tls:'), 'listen=tls:‸\n');
    assert.ok(offer('#!define IP 10.0.0.1\nlisten=udp:‸\n').labels.includes('IP'));
    assert.deepEqual(offer('listen=udp:10.0.0.1:5060 ‸\n').labels, ['advertise', 'name', 'virtual']);
    assert.equal(
      accept('listen=udp:10.0.0.1:5060 adv‸\n', 'advertise'),
      'listen=udp:10.0.0.1:5060 advertise ‸address:5060\n',
    );
  });

  it('describes a value of the configuration’s own', () => {
    assert.equal(accept('pstn.gw = "10.0.0.1" de‸\n', 'desc'), 'pstn.gw = "10.0.0.1" desc "‸"\n');
    assert.deepEqual(offer('children = 5 de‸\n').labels, []);
  });

  it('starts anew on the next line', () => {
    assert.ok(offer('listen=udp:10.0.0.1:5060\n‸\n').labels.includes('loadmodule'));
    assert.ok(offer('debug=2\nlo‸').labels.includes('loadmodule'));
    assert.deepEqual(offer('debug=2 lo‸\n').labels, []);
  });

  it('fills the block of a socket', () => {
    const version = '6.1';
    assert.match(accept('socket = ‸\n', '{ … }', { version }), /^socket = \{\n\tbind = ‸udp:127.0.0.1:5060;/);
    assert.ok(offer('socket = {\n  ‸\n}\n', { version }).labels.includes('vrf'));
    assert.ok(!offer('socket = {\n  ‸\n}\n', { version: '5.8' }).labels.includes('vrf'));
    assert.equal(accept('socket = {\n  na‸\n}\n', 'name', { version }), 'socket = {\n  name = "‸";\n}\n');
    assert.ok(offer('socket = {\n  bind = ‸\n}\n', { version }).labels.includes('tcp:'));
  });

  it('writes route blocks with their body', () => {
    assert.equal(accept('request_‸\n', 'request_route'), 'request_route {\n\t‸\n}\n');
    assert.equal(accept('rou‸\n', 'route[…]'), 'route[‸NAME] {\n\t\n}\n');
    assert.equal(accept('req‸ {\n  exit;\n}\n', 'request_route'), 'request_route‸ {\n  exit;\n}\n');
  });

  it('puts the block that is there already last', () => {
    const { labels } = offer('request_route { exit; }\n‸\n');
    assert.ok(labels.indexOf('request_route') > labels.indexOf('onsend_route'));
  });

  it('offers first the blocks that are named and not written', () => {
    const text = 'loadmodule "tm.so"\nrequest_route {\n  route(RELAY);\n  t_on_failure("NEXT");\n}\n‸\n';
    assert.deepEqual(head(text, 2), ['failure_route[NEXT]', 'route[RELAY]']);
    assert.ok(accept(text, 'failure_route[NEXT]').endsWith('}\nfailure_route[NEXT] {\n\t‸\n}\n'));
  });

  it('has no statement of a route block behind a block, nor behind one that lacks a brace', () => {
    assert.ok(offer('route[A] {\n  exit;\n}\n‸').labels.includes('modparam'));
    assert.ok(
      offer('route[A] {\n  if ($rU == "1") {\n    exit;\n}\n‸\nroute[B] {\n  exit;\n}\n').labels.includes('modparam'),
    );
    assert.ok(offer('route[A] {\n  if ($rU == "1") {\n    ‸\n}\nroute[B] {\n  exit;\n}\n').labels.includes('exit'));
  });
});
