import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDestination, parseUri } from '../../../server/src/dispatcher-list/parse-uri.ts';

function faultOf(text: string): string | undefined {
  const result = parseDestination(text);
  return 'fault' in result ? result.fault : undefined;
}

describe('the URI of a destination', () => {
  it('is taken apart', () => {
    assert.deepEqual(parseUri('sip:user:secret@[2001:db8::1]:5061;transport=TLS;lr?X-A=b'), {
      uri: { scheme: 'sip', user: 'user', host: '[2001:db8::1]', port: 5061, transport: 'TLS' },
    });
    assert.deepEqual(parseUri('sips:example.com'), {
      uri: { scheme: 'sips', user: '', host: 'example.com', port: 0, transport: undefined },
    });
    assert.deepEqual(parseUri('sip:a;b@c'), {
      uri: { scheme: 'sip', user: 'a;b', host: 'c', port: 0, transport: undefined },
    });
    assert.deepEqual(parseUri('tel:+4930'), {
      uri: { scheme: 'tel', user: '+4930', host: '', port: 0, transport: undefined },
    });
  });

  it('gets a scheme where it has none', () => {
    const result = parseDestination('127.0.0.1:5060');
    assert.ok('uri' in result);
    assert.equal(result.text, 'sip:127.0.0.1:5060');
    assert.equal(result.isSchemeAdded, true);
  });

  it('is refused where Kamailio refuses it', () => {
    const refused: readonly (readonly [string, string])[] = [
      ['sip:127.0.0.1:508Z', 'bad-port'],
      ['sip:127.0.0.1:65536', 'bad-port'],
      ['sip:127.0.0.1:005060', 'bad-port'],
      ['sip:[::1', 'bad-host'],
      ['sip:[::1]x', 'bad-host'],
      ['sip:a@', 'bad-host'],
      ['sip:a@b_c', 'bad-host'],
      ['sip:a@b@c', 'bad-character'],
      ['sip::5060', 'bad-character'],
      ['sip:@a', 'no-user'],
      ['sip:a?b;c', 'bad-headers'],
      ['sip', 'too-short'],
      [`sip:${'a'.repeat(255)}`, 'long-host'],
    ];
    assert.deepEqual(
      refused.map(([text]) => [text, faultOf(text)]),
      refused,
    );
  });

  it('is read to some result whatever it is, the fault within it', () => {
    const part = fc.constantFrom(
      'sip:',
      'sips:',
      'a',
      'b.c',
      '@',
      ':',
      '5060',
      ';',
      '=',
      '?',
      '[',
      ']',
      '&',
      'transport=tcp',
      'ü',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        const text = parts.join('');
        const result = parseDestination(text);
        if ('fault' in result) assert.ok(result.at >= 0 && result.at <= text.length);
        else assert.ok(result.text.endsWith(text) && result.uri.port <= 65535);
      }),
    );
  });
});
