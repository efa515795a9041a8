/** Programs that were to lead to the server, and do not. */
import { rmSync } from 'node:fs';
import { type FaultRow, table } from './support/fault-check.ts';
import { CONNECTION } from './support/faults.ts';

/** The program that leads to the server does something else from now on. */
function runs(script: string, mode?: number): FaultRow['begin'] {
  return (server) => {
    server.writeProgram(script, mode);
    server.dropConnections();
  };
}

table('a child process that leads to the server', [
  {
    what: 'is not there',
    way: 'process',
    begin: (server) => {
      rmSync(server.program);
      server.dropConnections();
    },
    fails: CONNECTION,
    kind: 'process',
    words: /\/way cannot be started: there is no such program/,
  },
  {
    what: 'may not be executed',
    way: 'process',
    begin: runs('exit', 0o644),
    fails: CONNECTION,
    kind: 'process',
    words: /\/way cannot be started: it may not be executed/,
  },
  {
    what: 'ends and says why',
    way: 'process',
    begin: runs('printf "banner\\n\\033[31mPermission denied\\a (publickey).\\n" >&2; exit 255'),
    fails: CONNECTION,
    kind: 'process',
    words: /ended with status 255: Permission denied \(publickey\)\.$/,
  },
  {
    what: 'ends without a word',
    way: 'process',
    begin: runs('exit 3'),
    fails: CONNECTION,
    kind: 'process',
    words: /ended with status 3\.$/,
  },
  {
    what: 'is killed',
    way: 'process',
    begin: runs('kill -KILL $$'),
    fails: CONNECTION,
    kind: 'process',
    words: /was ended by SIGKILL\.$/,
  },
  {
    what: 'hangs',
    way: 'process',
    begin: runs('cat >/dev/null'),
    silent: 'all',
    fails: CONNECTION,
    kind: 'timed-out',
    words: /did not answer .* nothing came/,
  },
  {
    what: 'hangs and complains without end',
    way: 'process',
    begin: runs('yes complaint >&2'),
    silent: 'all',
    fails: CONNECTION,
    kind: 'timed-out',
    words: /nothing came/,
  },
  {
    what: 'greets',
    way: 'process',
    begin: runs('echo Welcome to Debian; cat >/dev/null'),
    fails: CONNECTION,
    kind: 'garbled',
    words: /it begins with "Welcome to Debian"/,
  },
  {
    what: 'ends in mid-reply',
    way: 'process',
    begin: runs("printf '\\241\\024\\377\\001x'; echo lost >&2; exit 1"),
    fails: CONNECTION,
    kind: 'process',
    words: /ended with status 1: lost$/,
  },
  {
    what: 'reaches nobody',
    way: 'process',
    begin: (server) => server.stop(),
    fails: CONNECTION,
    kind: 'process',
    words: /\/way ended with status \d+: /,
  },
]);
