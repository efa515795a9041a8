import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { explainConnectError } from '../../../../client/src/rpc/explain-error.ts';
import { explainSocketPermission } from '../../../../client/src/rpc/socket-permission.ts';
import { skipUnless } from '../../../support/needs.ts';

/** A group that every Unix has, and a number that none has. */
const DAEMON = 1;
const NOBODY_KNOWS = 54321;

describe('who may use a socket', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-permission-'));
    file = path.join(folder, 'ctl');
    writeFileSync(file, '');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function explain(mode: number, group?: number): string {
    if (group !== undefined) chownSync(file, 0, group);
    chmodSync(file, mode);
    return explainSocketPermission(file);
  }

  it('is the owner and the group, into which one can be put', function () {
    skipUnless(this, process.getuid?.() === 0, 'the rights of root, to give files away');
    assert.equal(
      explain(0o660, DAEMON),
      `The socket ${file} may not be used: only user root and group daemon may use it; add yourself with \`sudo usermod -aG daemon $USER\` and log in again.`,
    );
  });

  it('is a group that has no name', function () {
    skipUnless(this, process.getuid?.() === 0, 'the rights of root, to give files away');
    assert.match(explain(0o660, NOBODY_KNOWS), /group number 54321 may use it/);
  });

  it('is never the group of root', function () {
    skipUnless(this, process.getuid?.() === 0, 'the rights of root, to give files away');
    const sentence = explain(0o660, 0);
    assert.match(sentence, /only user root and group \S+ may use it; set the parameters `user`, `group` and `mode`/);
    assert.doesNotMatch(sentence, /usermod/);
  });

  it('is the owner alone, where the group may only read', () => {
    assert.match(
      explain(0o640),
      /only user \S+ may use it, its group \S+ may not; set the parameters `group` and `mode`/,
    );
  });

  it('is the group alone', function () {
    skipUnless(this, process.getuid?.() === 0, 'the rights of root, to give files away');
    assert.match(explain(0o060, DAEMON), /: only group daemon may use it/);
  });

  it('is root alone where nobody has the right', () => {
    assert.match(explain(0o444), /only root may use it/);
  });

  it('is not known where the socket is gone', () => {
    assert.equal(explainSocketPermission(`${folder}/none`), `The socket ${folder}/none may not be used.`);
  });
});

describe('connections that fail', () => {
  const cases: [string, string, RegExp][] = [
    ['ENOTFOUND', 'not-found', /name cannot be resolved/],
    ['EAI_AGAIN', 'not-found', /name cannot be resolved/],
    ['EHOSTUNREACH', 'not-found', /no way from here to tcp:\/\/h:1 \(EHOSTUNREACH\)/],
    ['ENETUNREACH', 'not-found', /no way from here/],
    ['ETIMEDOUT', 'timed-out', /does not answer at all/],
    ['EAGAIN', 'timed-out', /takes no more connections/],
    ['EACCES', 'no-permission', /does not permit/],
    ['EMFILE', 'refused', /No connection to tcp:\/\/h:1: EMFILE/],
  ];
  for (const [code, kind, message] of cases) {
    it(`with ${code} are ${kind}`, () => {
      const error = explainConnectError(Object.assign(new Error(code), { code }), 'tcp://h:1');
      assert.equal(error.kind, kind);
      assert.match(error.message, message);
    });
  }
});
