import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { decodeJsonReply, encodeJsonRequest, type JsonReply } from '../../../../client/src/rpc/json-rpc.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import type { RpcValue } from '../../../../client/src/rpc/types.ts';

function decode(body: string): JsonReply {
  return decodeJsonReply(7, Buffer.from(body));
}

function resultOf(json: string): RpcValue {
  const reply = decode(`{\n\t"jsonrpc":\t"2.0",\n\t"result":\t${json},\n\t"id":\t7\n}`);
  assert.ok(reply.kind === 'result', JSON.stringify(reply));
  return reply.value;
}

describe('requests in JSON-RPC', () => {
  it('are what jsonrpcs reads', () => {
    assert.deepEqual(JSON.parse(encodeJsonRequest(7, 'a.b', ['x "ü"', -3, { double: 1.5 }])), {
      jsonrpc: '2.0',
      id: 7,
      method: 'a.b',
      params: ['x "ü"', -3, 1.5],
    });
  });

  it('refuse what Kamailio cannot read', () => {
    for (const param of [NaN, 1.5, 2 ** 60, { double: Infinity }, 'a\0b']) {
      assert.throws(() => encodeJsonRequest(1, 'm', [param]), RpcError);
    }
  });
});

describe('replies in JSON-RPC', () => {
  it('hold values of every kind', () => {
    assert.deepEqual(resultOf('["a", -5, 1.5, 1.000000e+20, true, false, null, {"b": [[]]}]'), [
      'a',
      -5,
      1.5,
      1e20,
      true,
      false,
      null,
      { b: [[]] },
    ]);
    assert.equal(resultOf('9223372036854775807'), 2 ** 63);
    assert.equal(resultOf('"kamailio 5.6.3 (x86_64/linux) "'), 'kamailio 5.6.3 (x86_64/linux) ');
  });

  it('hold nothing where a command returns nothing', () => {
    for (const nothing of ['{\n\t}', '[]', 'null']) assert.equal(resultOf(nothing), null);
  });

  it('keep all values of a member that is repeated, as core.sockets_list sends them', () => {
    assert.deepEqual(resultOf('{"socket": {"port": 1}, "socket": {"port": 2}, "socket": [3], "x": 0}'), {
      socket: [{ port: 1 }, { port: 2 }, [3]],
      x: 0,
    });
  });

  it('take what printf writes for no number as nothing', () => {
    assert.deepEqual(resultOf('[nan, -nan, inf, -inf]'), [null, null, null, null]);
  });

  it('are faults with their code', () => {
    assert.deepEqual(decode('{"jsonrpc":"2.0","error":{"code":500,"message":"Method Not Found"},"id":7}'), {
      kind: 'fault',
      code: 500,
      message: 'Method Not Found',
    });
    // What could not be read as a request has no id that could be repeated.
    assert.equal(decode('{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse Error"}}').kind, 'fault');
    assert.equal(decode('{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse Error"},"id":null}').kind, 'fault');
  });

  const wrong: [string, string][] = [
    ['', 'too early'],
    ['<html></html>', 'no JSON'],
    ['[]', 'no JSON-RPC'],
    ['"x"', 'no JSON-RPC'],
    ['{"result":1,"id":7}', '2.0'],
    ['{"jsonrpc":"1.0","result":1,"id":7}', '2.0'],
    ['{"jsonrpc":"2.0","id":7}', 'neither'],
    ['{"jsonrpc":"2.0","result":1}', 'names no request'],
    ['{"jsonrpc":"2.0","result":1,"id":8}', 'another request'],
    ['{"jsonrpc":"2.0","result":1,"id":"7"}', 'another request'],
    ['{"jsonrpc":"2.0","error":{"code":1,"message":"x"},"id":8}', 'another request'],
    ['{"jsonrpc":"2.0","error":"x","id":7}', 'no code'],
    ['{"jsonrpc":"2.0","error":{"message":"x"},"id":7}', 'no code'],
    ['{"jsonrpc":"2.0","result":1,"id":7', 'too early'],
    ['{"jsonrpc":"2.0","result":"abc', 'too early'],
    ['{"jsonrpc":"2.0","result":1,"id":7} x', 'no JSON'],
    ['{"jsonrpc":"2.0","result":1 "id":7}', 'no JSON'],
    ['{"jsonrpc":"2.0","result":01x,"id":7}', 'no JSON'],
    ['{"jsonrpc":"2.0","result":tru,"id":7}', 'no JSON'],
    [`{"jsonrpc":"2.0","result":${'['.repeat(1_000_000)}`, 'nested'],
  ];
  for (const [body, reason] of wrong) {
    it(`are not understood: ${body.slice(0, 60)}`, () => {
      const reply = decode(body);
      assert.ok(reply.kind === 'garbled', reply.kind);
      assert.match(reply.reason, new RegExp(reason));
    });
  }

  it('are read as JSON.parse reads them', () => {
    const plain = fc
      .jsonValue({ maxDepth: 3, stringUnit: 'binary' })
      .filter((value) => !JSON.stringify(value).includes('"__proto__"'));
    fc.assert(
      fc.property(plain, fc.boolean(), (value, isPretty) => {
        const json = JSON.stringify(value, undefined, isPretty ? '\t' : undefined);
        const body = Buffer.from(`{"jsonrpc":"2.0","id":7,"result":[${json}]}`);
        const expected = (JSON.parse(body.toString()) as { result: RpcValue }).result;
        assert.deepEqual(decodeJsonReply(7, body), { kind: 'result', value: expected });
      }),
      { numRuns: 100 },
    );
  });

  it('are read or refused when they are changed or anything', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      '\\u12',
      ':',
      ',',
      '-',
      '1e',
      'null',
      'nan',
      ' ',
      '\t',
      'é',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 }),
        (pieces) => {
          const text = pieces.join('');
          decode(text);
          assert.ok(['result', 'garbled'].includes(decode(`{"jsonrpc":"2.0","id":7,"result":${text}}`).kind));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
