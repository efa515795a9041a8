import assert from 'node:assert/strict';
import { readMessages } from '../../../../client/src/own-check/messages.ts';

const ROOT = '/etc/kamailio/kamailio.cfg';

describe('what kamailio -c writes', () => {
  it('gives a place in a line, with what was logged before as its reason', () => {
    const { messages, verdict } = readMessages(`
 0(16766) ERROR: <core> [core/cfg.y:3649]: yyparse(): cfg. parser: failed to find command foo_bar (params 1)
 0(16766) CRITICAL: <core> [core/cfg.y:3790]: yyerror_at(): parse error in config file ${ROOT}, line 7, column 16: unknown command, missing loadmodule?

ERROR: bad config file (1 errors) (parsing code: 1)
`);
    assert.equal(verdict, 'refused');
    assert.deepEqual(messages, [
      {
        severity: 'error',
        text: 'unknown command, missing loadmodule?',
        details: ['cfg. parser: failed to find command foo_bar (params 1)'],
        place: { file: ROOT, line: 7, column: 16, endLine: 7, endColumn: 16 },
      },
    ]);
  });

  it('gives places over columns and over lines, of errors and of warnings', () => {
    const { messages } = readMessages(`
 0(9) CRITICAL: <core> [core/cfg.y:3787]: yyerror_at(): parse error in config file ${ROOT}, line 2, column 12-22: failed to load module
 0(9) CRITICAL: <core> [core/cfg.y:3783]: yyerror_at(): parse error in config file ${ROOT}, from line 2, column 24 to line 3, column 0: syntax error
 0(9) WARNING: <core> [core/cfg.y:3764]: warn_at(): warning in config file ${ROOT}, line 9, column 3-8: constant value in if(...)
`);
    assert.deepEqual(
      messages.map(({ severity, text, place }) => [severity, text, place]),
      [
        ['error', 'failed to load module', { file: ROOT, line: 2, column: 12, endLine: 2, endColumn: 22 }],
        ['error', 'syntax error', { file: ROOT, line: 2, column: 24, endLine: 3, endColumn: 0 }],
        ['warning', 'constant value in if(...)', { file: ROOT, line: 9, column: 3, endLine: 9, endColumn: 8 }],
      ],
    );
  });

  it('is the same without a module before the place in the source, and in colour', () => {
    const { messages } = readMessages(
      `\u001b[0;33;49m 0(7) CRITICAL: <core> [core/cfg.y:3787]: parse error in config file ${ROOT}, line 3, column 5-11: Can't get from cache: $var(x)\n` +
        '\u001b[0;39;49mERROR: bad config file (1 errors) (parsing code: 1)\n',
    );
    assert.deepEqual(
      messages.map(({ text, place }) => [text, place?.line]),
      [["Can't get from cache: $var(x)", 3]],
    );
  });

  it('tells where the lexer stopped, and why', () => {
    const { messages, verdict } = readMessages(`
 0(16767) CRITICAL: <core> [core/cfg.lex:1883]: sr_push_yy_state(): cannot open included file: missing.inc (/etc/kamailio/missing.inc)
 0(16767) : <core> [core/cfg.lex:1429]: yylex(): error at cfg line 1
`);
    assert.equal(verdict, undefined);
    assert.deepEqual(messages, [
      {
        severity: 'error',
        text: 'cannot open included file: missing.inc (/etc/kamailio/missing.inc)',
        details: [],
        place: { file: undefined, line: 1, column: undefined, endLine: 1, endColumn: undefined },
      },
    ]);
    const inside = readMessages(
      ' 0(5) CRITICAL: <core> [core/cfg.lex:1968]: sr_push_yy_state(): cannot open included file: a.inc (/srv/a.inc)\n' +
        ' 0(5) CRITICAL: <core> [core/cfg.lex:1528]: yylex(): error at /srv/my routes/main.inc line 4\n',
    );
    assert.equal(inside.messages[0]?.place?.file, '/srv/my routes/main.inc');
  });

  it('tells what has no place', () => {
    const { messages, verdict } = readMessages(`
 0(16768) WARNING: <core> [core/cfg.lex:2288]: pp_endif(): invalid position for preprocessor directive 'endif' - at cfg line 47
ERROR: bad config file (0 errors) (parsing code: 0)
 0(16768) ERROR: <core> [core/ppcfg.c:279]: pp_ifdef_level_error(): different number of preprocessor directives: 1 more #!endif as #!if[n]def
`);
    assert.equal(verdict, 'refused');
    assert.deepEqual(
      messages.map(({ severity, text, place }) => [severity, text, place?.line]),
      [
        ['warning', "invalid position for preprocessor directive 'endif'", 47],
        ['error', 'different number of preprocessor directives: 1 more #!endif as #!if[n]def', undefined],
      ],
    );
  });

  it('is nothing where all is well', () => {
    const { messages, verdict } = readMessages(`
 0(2) INFO: <core> [core/sctp_core.c:74]: sctp_core_check_support(): SCTP API not enabled - if you want to use it, load sctp module
config file ok, exiting...
Listening on
             udp: 127.0.0.1:5060
Aliases:
             udp: localhost:5060
`);
    assert.deepEqual({ messages, verdict }, { messages: [], verdict: 'accepted' });
  });
});
