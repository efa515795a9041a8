import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readProfiles, resolvePath } from '../../../../client/src/connections/read-profiles.ts';

const PATHS = { folder: '/srv/site', home: '/home/kim' };

function problemsOf(...entries: readonly unknown[]): string[] {
  return readProfiles(entries, PATHS).problems.map(({ entry, message }) => `${entry}: ${message}`);
}

function onlyProblem(entry: unknown): string {
  const { profiles, problems } = readProfiles([entry], PATHS);
  assert.deepEqual(profiles, []);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0]?.message ?? '';
}

describe('the setting kamailio.servers', () => {
  it('a name and an address are enough, and what is not said is careful', () => {
    const { profiles, problems } = readProfiles([{ name: 'sbc', url: 'unix:/run/kamailio/kamailio_ctl' }], PATHS);
    assert.deepEqual(problems, []);
    assert.deepEqual(profiles, [
      {
        name: 'sbc',
        group: undefined,
        endpoint: { url: 'unix:/run/kamailio/kamailio_ctl', via: undefined },
        tls: undefined,
        authentication: { kind: 'none' },
        access: 'read',
        listFile: undefined,
        configuration: undefined,
        interval: 5,
      },
    ]);
  });

  it('takes everything that a profile can say', () => {
    const { profiles, problems } = readProfiles(
      [
        {
          name: ' edge ',
          group: 'Berlin',
          url: 'https://edge.example.com/RPC',
          via: { ssh: 'jump', options: ['-p', '2222'] },
          authentication: { kind: 'basic', user: 'operator' },
          tls: { ca: 'tls/ca.pem', certificate: '~/me.pem', key: '/etc/me.key', serverName: 'edge' },
          access: 'write',
          listFile: './dispatcher.list',
          configuration: 'C:\\site\\kamailio.cfg',
          interval: 2.5,
        },
      ],
      PATHS,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(profiles, [
      {
        name: 'edge',
        group: 'Berlin',
        endpoint: { url: 'https://edge.example.com/RPC', via: { ssh: 'jump', options: ['-p', '2222'] } },
        tls: { ca: '/srv/site/tls/ca.pem', certificate: '/home/kim/me.pem', key: '/etc/me.key', serverName: 'edge' },
        authentication: { kind: 'basic', user: 'operator' },
        access: 'write',
        listFile: '/srv/site/dispatcher.list',
        configuration: 'C:\\site\\kamailio.cfg',
        interval: 2.5,
      },
    ]);
  });

  it('an entry that cannot be used leaves the others', () => {
    const { profiles, problems } = readProfiles([null, { name: 'a', url: 'tcp://10.0.0.1:2046' }, 7], PATHS);
    assert.deepEqual(
      profiles.map(({ name }) => name),
      ['a'],
    );
    assert.deepEqual(
      problems.map(({ entry }) => entry),
      ['Server 1', 'Server 3'],
    );
  });

  it('anything at all in the setting is told and not thrown', () => {
    for (const setting of ['text', 5, true, { name: 'a' }, [[]], [[[]]], [undefined], ['x'], [{ name: [], url: {} }]]) {
      const { profiles, problems } = readProfiles(setting, PATHS);
      assert.deepEqual(profiles, [], JSON.stringify(setting));
      assert.ok(problems.length > 0, JSON.stringify(setting));
    }
    assert.deepEqual(readProfiles(undefined, PATHS), { profiles: [], problems: [] });
  });

  it('a password in the settings is refused, wherever it stands, and not repeated', () => {
    const url = 'http://127.0.0.1:8060/RPC';
    const faulty = [
      { name: 'a', url, password: 'hunter2' },
      { name: 'a', url, token: 'hunter2' },
      { name: 'a', url, authentication: { kind: 'basic', user: 'u', password: 'hunter2' } },
      { name: 'a', url, authentication: { kind: 'bearer', token: 'hunter2' } },
      { name: 'a', url, passphrase: 'hunter2' },
      { name: 'a', url: 'https://h/RPC', tls: { certificate: 'c', key: 'k', passphrase: 'hunter2' } },
      { name: 'a', url: 'http://u:hunter2@127.0.0.1:8060/RPC' },
      { name: 'a', url: 'https://hunter2@127.0.0.1:8060/RPC' },
      { name: 'a', url: 'tcp://u:hunter2@127.0.0.1:2046' },
      { name: 'a', url: 'http://127.0.0.1:8060/RPC?user=u&Token=hunter2' },
      { name: 'a', url: 'https://127.0.0.1:8060/RPC?api_key=hunter2' },
    ];
    for (const entry of faulty) {
      const message = onlyProblem(entry);
      assert.match(message, /password|passphrase|token/);
      assert.doesNotMatch(message, /hunter2/);
    }
  });

  it('an address that is none is not repeated: it may hold a password', () => {
    for (const url of [
      'http://u:hunter2@',
      'http://u:hunter2@:8060/RPC',
      'http://u:hunter2@h:99999/RPC',
      'HTTP://u:hunter2@h/RPC',
      'ftp://u:hunter2@h',
      'u:hunter2@h',
      'unix:u:hunter2@h',
      'hunter2:x',
      'tcp://u:hunter2@h',
    ]) {
      assert.doesNotMatch(onlyProblem({ name: 'a', url }), /hunter2/);
    }
  });

  it('a key in the settings themselves is refused, and not repeated', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----';
    const message = onlyProblem({ name: 'a', url: 'https://h/RPC', tls: { certificate: 'c.pem', key: pem } });
    assert.match(message, /paths of PEM files/);
    assert.doesNotMatch(message, /hunter2/);
  });

  it('a query that holds no secret stays in the address', () => {
    const { profiles } = readProfiles([{ name: 'a', url: 'http://h/RPC?node=2' }], PATHS);
    assert.equal(profiles[0]?.endpoint.url, 'http://h/RPC?node=2');
  });

  for (const [url, message] of [
    ['unix:kamailio_ctl', /whole path/],
    ['unixs:/run/kamailio/kamailio_ctl', /"unix:"/],
    ['udp://127.0.0.1:2046', /stream sockets/],
    ['127.0.0.1:2046', /tcp:\/\/host:port/],
    ['tcp://127.0.0.1', /port/],
    ['http://', /address/],
    ['ftp://host', /tcp:\/\/host:port/],
  ] as const) {
    it(`says what is wrong with the address ${url}`, () => {
      assert.match(onlyProblem({ name: 'a', url }), message);
    });
  }

  it('says what is wrong with the way to the host', () => {
    const url = 'unix:/run/kamailio/kamailio_ctl';
    for (const via of [
      'ssh',
      {},
      { ssh: '-oProxyCommand=x' },
      { docker: '' },
      { command: [] },
      { ssh: 'h', options: 1 },
    ]) {
      assert.match(onlyProblem({ name: 'a', url, via }), /"via" is/);
    }
  });

  it('a certificate needs its key', () => {
    assert.match(onlyProblem({ name: 'a', url: 'https://h/RPC', tls: { certificate: 'c.pem' } }), /tls.key/);
  });

  it('access that is misspelt gives no right to write', () => {
    const { profiles, problems } = readProfiles([{ name: 'a', url: 'tcp://h:2046', access: 'wirte' }], PATHS);
    assert.equal(profiles[0]?.access, 'read');
    assert.match(problems[0]?.message ?? '', /reading only/);
  });

  it('the second server of the same name is told', () => {
    const one = { name: 'a', url: 'tcp://h:2046' };
    assert.deepEqual(problemsOf(one, one), ['a: Two servers have this name; only the first one is used.']);
  });

  it('unknown members and odd intervals are told, and the rest is used', () => {
    const { profiles, problems } = readProfiles([{ name: 'a', url: 'tcp://h:2046', intervall: 1, interval: 0 }], PATHS);
    assert.equal(profiles[0]?.interval, 5);
    assert.deepEqual(
      problems.map(({ message }) => message.split(' ')[0]),
      ['"intervall"', '"interval"'],
    );
  });

  it('without a folder a relative path stays', () => {
    assert.equal(resolvePath('a/b', { folder: undefined, home: '/home/kim' }), 'a/b');
  });
});
