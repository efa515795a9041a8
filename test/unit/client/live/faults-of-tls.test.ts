/** Servers that cannot prove who they are, or want proof. */
import { skipUnless } from '../../../support/needs.ts';
import { type Certificate, CertificateMaker, hasOpenssl } from '../rpc/certificates.ts';
import { LocalServer } from '../rpc/local-server.ts';
import { type FaultRow, check } from './support/fault-check.ts';
import { LIST, CONNECTION, listens, insteadHttp } from './support/faults.ts';

describe('certificates and TLS', () => {
  let maker: CertificateMaker | undefined;
  let own: Certificate;
  const others = new Map<string, Certificate>();

  before(function () {
    skipUnless(this, hasOpenssl(), 'the program openssl');
    maker = new CertificateMaker();
    own = maker.makeSelfSigned('127.0.0.1');
    others.set('self-signed', maker.makeSelfSigned('127.0.0.1'));
    others.set('another name', maker.makeSigned('sbc.example.com', own));
    others.set('expired', maker.makeSelfSigned('127.0.0.1', -1));
    others.set('an unknown authority', maker.makeSigned('127.0.0.1', others.get('self-signed')!));
  });

  after(() => maker?.dispose());

  /** The server comes back with another certificate, or other demands. */
  function proves(name: string, more: object = {}, trust = false): FaultRow['begin'] {
    return (server) => {
      const { certificate, key } = others.get(name) ?? own;
      if (trust) server.tls = { ca: certificate };
      return server.replace((place) =>
        LocalServer.https({ cert: certificate, key, ...more }, (_, response) => response.end(), place),
      );
    };
  }

  const rows: FaultRow[] = [
    {
      what: 'a self-signed certificate',
      way: 'https',
      begin: proves('self-signed'),
      fails: CONNECTION,
      kind: 'certificate',
      words: /is self-signed.*name that certificate as `ca`/,
    },
    {
      what: 'an authority that is not known',
      way: 'https',
      begin: proves('an unknown authority'),
      fails: CONNECTION,
      kind: 'certificate',
      words: /signed by an authority that is not trusted here/,
    },
    {
      what: 'a certificate for another name',
      way: 'https',
      begin: proves('another name'),
      fails: CONNECTION,
      kind: 'certificate',
      words: /does not bear the name 127\.0\.0\.1, but sbc\.example\.com/,
    },
    {
      what: 'an expired certificate',
      way: 'https',
      // The authority is known, so that the time alone is wrong.
      prepare: (server) => (server.tls = { ca: own.certificate + others.get('expired')!.certificate }),
      begin: proves('expired'),
      fails: CONNECTION,
      kind: 'certificate',
      words: /has expired/,
    },
    {
      what: 'a client certificate is wanted',
      way: 'https',
      begin: proves('own', {
        requestCert: true,
        rejectUnauthorized: true,
        maxVersion: 'TLSv1.2',
      }),
      fails: CONNECTION,
      kind: 'certificate',
      words: /does not accept this client's certificate, or wants one/,
    },
    {
      what: 'only old versions of TLS',
      way: 'https',
      begin: proves('own', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' }),
      fails: CONNECTION,
      kind: 'certificate',
      words: /speaks no TLS version that is accepted here/,
    },
    {
      what: 'HTTP where TLS is expected',
      way: 'https',
      begin: listens((socket) => socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))),
      fails: CONNECTION,
      kind: 'garbled',
      words: /does not speak TLS; the address may have to begin with http:\/\//,
    },
    {
      what: 'closed while TLS is being established',
      way: 'https',
      begin: listens((socket) => socket.once('data', () => socket.end())),
      fails: CONNECTION,
      kind: 'closed',
      words: /broke the connection off while TLS was being established/,
    },
    {
      what: 'silent while TLS is being established',
      way: 'https',
      begin: listens(() => undefined),
      silent: 'all',
      fails: CONNECTION,
      kind: 'timed-out',
      words: /TLS is not established/,
    },
    {
      what: 'stopped in mid-reply',
      way: 'https',
      begin: insteadHttp((_, response) => response.writeHead(200, { 'Content-Length': 50 }).write('{'), LIST),
      silent: [LIST],
      fails: CONNECTION,
      kind: 'timed-out',
      words: /only 1 of 50 bytes/,
    },
  ];
  for (const row of rows) it(row.what, () => check(row, own));
});
