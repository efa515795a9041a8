import assert from 'node:assert/strict';
import { formatTarget, parseEndpointUrl } from '../../../../client/src/rpc/endpoint-url.ts';

describe('addresses of endpoints', () => {
  const right: [string, object][] = [
    ['unix:/run/kamailio/kamailio_ctl', { kind: 'unix', path: '/run/kamailio/kamailio_ctl' }],
    ['unix:///run/k ctl', { kind: 'unix', path: '/run/k ctl' }],
    ['unixs:/run/k', { kind: 'unix', path: '/run/k' }],
    ['tcp://127.0.0.1:2046', { kind: 'tcp', host: '127.0.0.1', port: 2046 }],
    ['tcp:localhost:2046', { kind: 'tcp', host: 'localhost', port: 2046 }],
    ['tcp://sbc.example.com', { kind: 'tcp', host: 'sbc.example.com', port: 2049 }],
    ['tcp://[2001:db8::1]:2046', { kind: 'tcp', host: '2001:db8::1', port: 2046 }],
    ['http://127.0.0.1:8060/RPC', { kind: 'http', host: '127.0.0.1', port: 8060, path: '/RPC' }],
    ['HTTP://sbc.example.com', { kind: 'http', host: 'sbc.example.com', port: 80, path: '/' }],
    ['https://[::1]/a?b=c', { kind: 'https', host: '::1', port: 443, path: '/a?b=c' }],
    [' https://sbc.example.com:5061/RPC ', { kind: 'https', host: 'sbc.example.com', port: 5061, path: '/RPC' }],
  ];
  for (const [url, target] of right) {
    it(`reads ${url}`, () => assert.deepEqual(parseEndpointUrl(url).target, target));
  }

  const wrong: [string, RegExp][] = [
    ['', /is written as unix:/],
    ['/run/kamailio/kamailio_ctl', /is written as unix:/],
    ['ftp://host', /ftp: is not known/],
    ['unix:run/k', /begin with a slash/],
    [`unix:/${'x'.repeat(120)}`, /107 bytes/],
    ['unixd:/run/k', /Datagrams/],
    ['udp://127.0.0.1:2046', /Datagrams/],
    ['fifo:/run/k', /FIFO/],
    ['tcp://host:70000', /no port 70000/],
    ['tcp://host:0', /no port 0/],
    ['tcp://:2046', /tcp:\/\/host:port/],
    ['tcp://2001:db8::1:2046', /tcp:\/\/\[address\]/],
    ['tcp://-oProxyCommand=x:1', /dash/],
    ['http://-x/RPC', /dash/],
    ['http://', /malformed/],
    ['http://host:99999/', /malformed/],
    ['http://host:0/', /no port 0/],
    ['https://admin:hunter2@host/RPC', /no place in the address/],
  ];
  for (const [url, problem] of wrong) {
    it(`refuses ${url.slice(0, 40) || 'nothing'}`, () => {
      const parsed = parseEndpointUrl(url);
      assert.match(parsed.problem ?? '', problem);
      assert.doesNotMatch(parsed.problem ?? '', /hunter2/);
    });
  }

  it('are shown without what may be secret', () => {
    const show = (url: string): string => {
      const { target } = parseEndpointUrl(url);
      assert.ok(target);
      return formatTarget(target);
    };
    assert.equal(show('https://host/RPC?token=hunter2'), 'https://host:443/RPC');
    assert.equal(show('tcp://[::1]:5'), 'tcp://[::1]:5');
    assert.equal(show('unix:///run/k'), 'unix:/run/k');
  });
});
