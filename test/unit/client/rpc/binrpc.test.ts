import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { type BinrpcPacket, encodeRequest, PacketReader } from '../../../../client/src/rpc/binrpc.ts';
import { RpcError } from '../../../../client/src/rpc/rpc-error.ts';
import type { RpcParam, RpcValue } from '../../../../client/src/rpc/types.ts';
import { encodeFault, encodePacket, encodeRecord, encodeReply, type Record as Item } from './reply-encoder.ts';

const SMALL = { size: 1000, depth: 8, values: 50 };

function decode(bytes: Uint8Array): BinrpcPacket[] {
  return new PacketReader().push(bytes);
}

function decodeOne(...items: Item[]): RpcValue {
  const [packet] = decode(encodeReply(1, items));
  assert.ok(packet?.kind === 'reply');
  assert.equal(packet.values.length, 1);
  return packet.values[0]!;
}

function decodeBody(hex: string): readonly RpcValue[] {
  const [packet] = decode(encodePacket(1, 1, Buffer.from(hex.replaceAll(' ', ''), 'hex')));
  assert.ok(packet?.kind === 'reply');
  return packet.values;
}

function kindOf(bytes: Uint8Array, limits = SMALL): string {
  try {
    new PacketReader(limits).push(bytes);
    return 'none';
  } catch (error) {
    assert.ok(error instanceof RpcError, String(error));
    return error.kind;
  }
}

describe('requests in BINRPC', () => {
  const cases: { what: string; params: RpcParam[]; bytes: string }[] = [
    { what: 'no parameter', params: [], bytes: '' },
    { what: 'zero', params: [0], bytes: '00' },
    { what: 'a small integer', params: [7], bytes: '10 07' },
    { what: 'an integer of two bytes', params: [0x1234], bytes: '20 12 34' },
    { what: 'a negative integer', params: [-1], bytes: '40 ff ff ff ff' },
    { what: 'an integer with the highest bit', params: [0x80000000], bytes: '40 80 00 00 00' },
    { what: 'a longer integer, as a double', params: [0x100000000], bytes: '62 03 e8 00 00 00 00' },
    { what: 'a double', params: [{ double: 1.5 }], bytes: '22 05 dc' },
    { what: 'a negative double', params: [{ double: -0.001 }], bytes: '82 ff ff ff ff ff ff ff ff' },
    { what: 'a double of nothing', params: [{ double: 0 }], bytes: '02' },
    { what: 'an empty string', params: [''], bytes: '11 00' },
    { what: 'a short string', params: ['abcdef'], bytes: '71 61 62 63 64 65 66 00' },
    { what: 'a string whose length stands apart', params: ['abcdefg'], bytes: '91 08 61 62 63 64 65 66 67 00' },
    { what: 'a string that is no ASCII', params: ['ü'], bytes: '31 c3 bc 00' },
  ];
  for (const { what, params, bytes } of cases) {
    it(`writes ${what}`, () => {
      const body = `21 6d 00 ${bytes}`.replaceAll(' ', '');
      const length = (body.length / 2).toString(16).padStart(2, '0');
      assert.equal(encodeRequest(5, 'm', params).toString('hex'), `a100${length}05${body}`);
    });
  }

  it('writes long strings and large cookies with as many bytes as they need', () => {
    const packet = encodeRequest(0x7fffffff, 'm', ['x'.repeat(300)]);
    assert.equal(packet.subarray(0, 8).toString('hex'), 'a1070133' + '7fffffff');
    assert.equal(packet.subarray(11, 14).toString('hex'), 'a1012d');
  });

  it('refuses what Kamailio cannot read', () => {
    for (const param of [NaN, Infinity, 1.5, 2 ** 60, { double: NaN }, { double: 1e300 }, 'a\0b']) {
      assert.throws(() => encodeRequest(1, 'm', [param]), RpcError, JSON.stringify(param));
    }
    assert.throws(
      () => encodeRequest(1, 'm', ['x'.repeat(70000)]),
      (error) => error instanceof RpcError && error.kind === 'too-large' && error.message.includes('65535'),
    );
  });
});

describe('replies in BINRPC', () => {
  it('reads integers, which have 32 bits and a sign', () => {
    assert.deepEqual(decodeBody('00 10 07 20 12 34 40 ff ff ff ff 40 7f ff ff ff'), [0, 7, 0x1234, -1, 0x7fffffff]);
  });

  it('reads numbers that are longer than they have to be', () => {
    assert.deepEqual(decodeBody('90 02 12 34 a0 00 02 12 34 10 00'), [0x1234, 0x1234, 0]);
    assert.deepEqual(decodeBody('70 01 00 00 00 00 00 00'), [2 ** 48]);
    assert.deepEqual(decodeBody('90 08 ff ff ff ff ff ff ff fe'), [-2]);
  });

  it('reads doubles as thousandths, up to 64 bits', () => {
    assert.deepEqual(decodeBody('02 12 01 22 05 dc 82 ff ff ff ff ff ff ff ff'), [0, 0.001, 1.5, -0.001]);
    assert.equal(decodeOne({ double: 134217728 }), 134217728);
  });

  it('reads strings, bytes and strings that are not there', () => {
    assert.deepEqual(decodeBody('01 11 00 41 61 62 63 00 36 61 62 63'), [null, '', 'abc', 'abc']);
    assert.equal(decodeOne({ text: '<null string>' }), null);
    assert.equal(decodeOne({ text: 'x'.repeat(100_000) }), 'x'.repeat(100_000));
    assert.equal(decodeOne({ text: 'Zürich 電話 🎉' }), 'Zürich 電話 🎉');
    assert.deepEqual(decodeBody('31 ff fe 00'), ['\ufffd\ufffd']);
  });

  it('reads structures, and arrays as ctl writes them', () => {
    assert.deepEqual(decodeOne({ struct: [['a', { int: 1 }]] }), { a: 1 });
    assert.deepEqual(decodeOne({ list: [{ int: 1 }, { text: 'x' }] }), [1, 'x']);
    assert.deepEqual(decodeOne({ array: [{ int: 1 }] }), [1]);
    assert.deepEqual(decodeOne({ array: [] }), []);
    assert.deepEqual(decodeOne({ struct: [] }), {});
  });

  it('gives all values of a member that is repeated', () => {
    const one: Item = { struct: [['SET', { int: 1 }]] };
    assert.deepEqual(decodeOne(one), { SET: 1 });
    assert.deepEqual(decodeOne({ struct: ['a', 'b', 'c'].map((text) => ['SET', { text }] as const) }), {
      SET: ['a', 'b', 'c'],
    });
    assert.deepEqual(
      decodeOne({
        struct: [
          ['SET', { list: [{ int: 1 }, { int: 2 }] }],
          ['SET', { list: [{ int: 3 }] }],
        ],
      }),
      { SET: [[1, 2], [3]] },
    );
  });

  it('reads members between values without names as elements', () => {
    const body = Buffer.concat([
      Buffer.from([0x03]),
      Buffer.from('256100', 'hex'),
      encodeRecord({ int: 1 }),
      encodeRecord({ text: 'x' }),
      Buffer.from('256200', 'hex'),
      encodeRecord({ int: 2 }),
      Buffer.from([0x83]),
    ]);
    assert.deepEqual(decodeBody(body.toString('hex')), [[{ a: 1 }, 'x', { b: 2 }]]);
  });

  it('takes names that mean something to JavaScript for names', () => {
    const value = decodeOne({
      struct: [
        ['__proto__', { struct: [['x', { int: 1 }]] }],
        ['constructor', { int: 2 }],
      ],
    }) as Record<string, RpcValue>;
    assert.deepEqual(Object.keys(value), ['__proto__', 'constructor']);
    assert.equal(value.x, undefined);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  it('reads faults', () => {
    assert.deepEqual(decode(encodeFault(9, 500, 'command x not found')), [
      { kind: 'fault', cookie: 9, code: 500, message: 'command x not found' },
    ]);
  });

  it('reads an empty reply', () => {
    assert.deepEqual(decode(encodeReply(3, [])), [{ kind: 'reply', cookie: 3, values: [] }]);
  });

  it('reads several packets, whatever they are cut into', () => {
    const packets = [encodeReply(1, [{ int: 1 }]), encodeFault(0x12345678, 404, 'no'), encodeReply(3, [{ text: 'z' }])];
    const bytes = Buffer.concat(packets);
    const whole = decode(bytes);
    assert.deepEqual(
      whole.map(({ cookie }) => cookie),
      [1, 0x12345678, 3],
    );
    const reader = new PacketReader();
    assert.deepEqual(
      [...bytes].flatMap((byte) => reader.push(Uint8Array.of(byte))),
      whole,
    );
    assert.deepEqual(reader.unfinished, { received: 0, announced: undefined });
  });

  it('tells how much of a packet is there', () => {
    const bytes = encodeReply(1, [{ text: 'x'.repeat(500) }]);
    const reader = new PacketReader();
    reader.push(bytes.subarray(0, 100));
    assert.deepEqual(reader.unfinished, { received: 100, announced: bytes.length });
  });

  const wrong: { what: string; bytes: Buffer; kind?: string }[] = [
    { what: 'another magic', bytes: Buffer.from('b1100101 00', 'hex') },
    { what: 'another version', bytes: Buffer.from('a2100101', 'hex') },
    { what: 'HTTP', bytes: Buffer.from('HTTP/1.1 400 Bad Request\r\n') },
    { what: 'a request', bytes: encodeRequest(1, 'm', []) },
    { what: 'an unknown kind', bytes: encodePacket(7, 1, Buffer.alloc(0)) },
    { what: 'a huge length', bytes: Buffer.from('a11cffffffff01', 'hex'), kind: 'too-large' },
    { what: 'a string over the end', bytes: encodePacket(1, 1, Buffer.from('4161', 'hex')) },
    { what: 'a length over the end', bytes: encodePacket(1, 1, Buffer.from('c1ff', 'hex')) },
    { what: 'a length of seven bytes', bytes: encodePacket(1, 1, Buffer.from('f1ffffffffffffff', 'hex')) },
    { what: 'an unknown type', bytes: encodePacket(1, 1, Buffer.from('07', 'hex')) },
    { what: 'a structure without an end', bytes: encodePacket(1, 1, Buffer.from('03', 'hex')) },
    { what: 'an end without a beginning', bytes: encodePacket(1, 1, Buffer.from('83', 'hex')) },
    { what: 'a structure that ends as an array', bytes: encodePacket(1, 1, Buffer.from('0384', 'hex')) },
    { what: 'a name outside of a structure', bytes: encodePacket(1, 1, Buffer.from('2561001001', 'hex')) },
    { what: 'a name without a value', bytes: encodePacket(1, 1, Buffer.from('0325610083', 'hex')) },
    { what: 'a name as a value', bytes: encodePacket(1, 1, Buffer.from('03256100256200100183', 'hex')) },
    { what: 'a name without letters and end', bytes: encodePacket(1, 1, Buffer.from('0305100183', 'hex')) },
    { what: 'a number of nine bytes', bytes: encodePacket(1, 1, Buffer.from('9009010101010101010101', 'hex')) },
    { what: 'a fault without a reason', bytes: encodePacket(3, 1, Buffer.from('1005', 'hex')) },
    { what: 'structures without end', bytes: encodePacket(1, 1, Buffer.alloc(500, 0x03)) },
    { what: 'too many values', bytes: encodePacket(1, 1, Buffer.alloc(500, 0x00)), kind: 'too-large' },
    { what: 'too large a body', bytes: encodePacket(1, 1, Buffer.alloc(2000)), kind: 'too-large' },
  ];
  for (const { what, bytes, kind = 'garbled' } of wrong) {
    it(`calls ${what} ${kind}`, () => assert.equal(kindOf(bytes), kind));
  }

  it('says what listens there instead', () => {
    assert.throws(() => decode(Buffer.from('HTTP/1.1 200 OK')), /HTTP.*http:\/\//);
    assert.throws(() => decode(Buffer.from('15030300020228', 'hex')), /TLS/);
    assert.throws(() => decode(Buffer.from('SSH-2.0-OpenSSH')), /SSH-2\.0-OpenSSH/);
  });
});

describe('replies in BINRPC, of any kind', () => {
  const name = fc.oneof(
    fc.constantFrom('URI', 'SET', 'a'),
    fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
  );
  const { item } = fc.letrec<{ item: Item }>((tie) => ({
    item: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.record({ int: fc.integer() }),
      fc.record({ double: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }).map((thousandths) => thousandths / 1000) }),
      fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 300 }) }),
      fc.record({ bytes: fc.string({ unit: 'grapheme-ascii' }) }),
      fc.constant<Item>({ nothing: true }),
      fc.record({ struct: fc.array(fc.tuple(name, tie('item')), { maxLength: 6 }) }),
      fc.record({ list: fc.array(tie('item'), { maxLength: 6 }) }),
      fc.record({ array: fc.array(tie('item'), { maxLength: 6 }) }),
    ),
  }));

  it('mean what was written, whatever they are cut into', () => {
    const cuts = fc.array(fc.nat(2000), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), fc.nat(), cuts, (items, cookie, places) => {
        const bytes = encodeReply(cookie, items);
        const reader = new PacketReader();
        const ends = [...new Set(places.filter((place) => place < bytes.length))].sort((a, b) => a - b);
        const pieces = [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
        const packets = pieces.flatMap((piece) => reader.push(piece));
        assert.deepEqual(packets, [{ kind: 'reply', cookie, values: items.map(valueOf) }]);
      }),
      { numRuns: 300 },
    );
  });

  it('are read or refused when any bytes of them are changed', () => {
    const change = fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 4 }),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (items, changes) => {
          const bytes = encodeReply(1, items);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          assert.ok(['none', 'garbled', 'too-large'].includes(kindOf(bytes)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are read or refused when they are any bytes', () => {
    const records = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(records, fc.constantFrom(1, 3), (body, kind) => {
        kindOf(encodePacket(kind, 1, body));
        kindOf(body);
      }),
      { numRuns: 1000 },
    );
  });

  function valueOf(written: Item): RpcValue {
    if ('int' in written) return written.int;
    if ('double' in written) return Math.trunc(written.double * 1000) / 1000 + 0;
    if ('text' in written) return written.text === '<null string>' ? null : written.text;
    if ('bytes' in written) return written.bytes;
    if ('nothing' in written) return null;
    if ('array' in written) return written.array.map(valueOf);
    if ('list' in written) return written.list.length === 0 ? {} : written.list.map(valueOf);
    const names = [...new Set(written.struct.map(([member]) => member))];
    const members = names.map((member) => {
      const values = written.struct.filter(([other]) => other === member).map(([, value]) => valueOf(value));
      return [member, values.length === 1 ? values[0] : values] as const;
    });
    return Object.fromEntries(members) as RpcValue;
  }
});
