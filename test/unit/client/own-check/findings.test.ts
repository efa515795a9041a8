import assert from 'node:assert/strict';
import { findingsOf } from '../../../../client/src/own-check/findings.ts';
import { readMessages } from '../../../../client/src/own-check/messages.ts';

const ROOT = '/srv/sip/kamailio.cfg';

/** What is marked in the text, and what is said of it. */
function findIn(files: Readonly<Record<string, string>>, output: string) {
  const textOf = (file: string): string | undefined => files[file];
  return findingsOf(readMessages(output), { root: ROOT, original: (named) => named, textOf }).map((finding) => {
    const { start, end } = finding.range;
    const lines = (textOf(finding.file) ?? '').split('\n').slice(start.line, end.line + 1);
    const marked = lines.map((line, at) =>
      line.slice(at === 0 ? start.character : 0, at === lines.length - 1 ? end.character : undefined),
    );
    return { ...finding, line: start.line + 1, marked: marked.join('\n') };
  });
}

const critical = (place: string, text: string, file = ROOT): string =>
  ` 0(1) CRITICAL: <core> [core/cfg.y:3790]: yyerror_at(): parse error in config file ${file}, ${place}: ${text}\n`;
const logged = (text: string, level = 'ERROR', module = '<core>'): string =>
  ` 0(1) ${level}: ${module} [core/modparam.c:175]: some_function(): ${text}\n`;
const REFUSED = 'ERROR: bad config file (1 errors) (parsing code: 0)\n';

describe('findings of Kamailio itself', () => {
  it('mark the function that no module has, not the bracket behind it', () => {
    const text = 'request_route {\n\tforeign_bar(foo_bar("ü",\n\t\t"x"));\n}\n';
    const [found, ...others] = findIn(
      { [ROOT]: text },
      logged('cfg. parser: failed to find command foo_bar (params 2)') +
        critical('line 3, column 6', 'unknown command, missing loadmodule?') +
        REFUSED,
    );
    assert.deepEqual(others, []);
    assert.deepEqual([found?.line, found?.marked, found?.severity], [2, 'foo_bar', 'error']);
    assert.match(found?.message ?? '', /^No module that is loaded has a function foo_bar with 2 arguments/);
  });

  it('mark the parameter that the module lacks, in an included file too', () => {
    const file = '/srv/sip/inc/modules.cfg';
    const [found] = findIn(
      { [ROOT]: 'include_file "inc/modules.cfg"\n', [file]: '# tm\nmodparam("tm", "fr_timerr", 5)\n' },
      logged('parameter <fr_timerr> of type <2:int> not found in module <tm>') +
        critical('line 2, column 30', "Can't set module parameter", file) +
        REFUSED,
    );
    assert.deepEqual([found?.file, found?.line, found?.marked], [file, 2, 'fr_timerr']);
    assert.match(found?.message ?? '', /has no parameter fr_timerr that takes an integer/);
  });

  it('mark the whole line where the place is a bracket, and say what the module dislikes', () => {
    const line = 'modparam("htable", "htable", "routes;size=12;")';
    const [found] = findIn(
      { [ROOT]: `\n  ${line}\n` },
      logged('invalid input parameter [routes;size=12;] at [12]', 'ERROR', 'htable') +
        logged('failed parsing: routes;size=12;', 'ERROR', 'htable') +
        critical(`line 2, column ${line.length + 2}`, "Can't set module parameter") +
        REFUSED,
    );
    assert.equal(found?.marked, line);
    assert.match(found.message, /^The module refuses this value: invalid input parameter \[routes;size=12;\]/);
  });

  it('count bytes as Kamailio does', () => {
    const [found] = findIn(
      { [ROOT]: 'xlog("äö€𝄞"); $fuser = 1;\n' },
      logged('error searching pvar "fuser"') +
        critical('line 1, column 22-27', "Can't get from cache: $fuser") +
        REFUSED,
    );
    assert.equal(found?.marked, '$fuser');
  });

  it('are one for a syntax error, whatever Kamailio stumbles over behind it', () => {
    const found = findIn(
      { [ROOT]: 'request_route {\n  if (1 {\n    exit;\n  }\n}\nroute[A] { exit; }\n' },
      critical('line 2, column 9', 'syntax error') +
        critical('line 2, column 9', "missing '(' or ')' ?") +
        critical('line 3, column 5', 'bad command') +
        critical('line 6, column 1', '') +
        logged('No module matching <tm> found') +
        critical('line 6, column 3', "Can't set module parameter") +
        REFUSED,
    );
    assert.deepEqual(
      found.map(({ line, marked }) => [line, marked]),
      [
        [2, '{'],
        [6, 'route[A] { exit; }'],
      ],
    );
    assert.match(found.map(({ message }) => message).join(), /\(syntax error: missing '\(' or '\)' \?\)/);
  });

  it('only warn of what this machine lacks, and are silent about what would need it', () => {
    const found = findIn(
      { [ROOT]: 'loadmodule "db_nosuch.so"\nmodparam("db_nosuch", "x", 1)\nrequest_route { nosuch_query(); }\n' },
      logged('could not find module <db_nosuch> in </usr/lib/kamailio/modules>') +
        critical('line 1, column 12-25', 'failed to load module') +
        logged('No module matching <db_nosuch> found') +
        critical('line 2, column 30', "Can't set module parameter") +
        logged('cfg. parser: failed to find command nosuch_query (params 0)') +
        critical('line 3, column 30', 'unknown command, missing loadmodule?') +
        REFUSED,
    );
    assert.deepEqual(
      found.map(({ line, severity, marked }) => [line, severity, marked]),
      [[1, 'warning', '"db_nosuch.so"']],
    );
  });

  it('are one where a whole folder of modules is not there', () => {
    const names = ['tm', 'sl', 'rr', 'pv'];
    const found = findIn(
      { [ROOT]: names.map((name) => `loadmodule "${name}.so"\n`).join('') },
      names
        .map(
          (name, index) =>
            logged(`could not find module <${name}> in </opt/kamailio/modules>`) +
            critical(`line ${index + 1}, column 12-18`, 'failed to load module'),
        )
        .join('') + REFUSED,
    );
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? '', /^The module tm is not installed .*, and 3 more modules\)$/);
  });

  it('mark an address that this machine does not know, or the first line where it stands elsewhere', () => {
    const output = logged('could not resolve eth7') + logged('fix_socket_list udp failed');
    const look = (text: string) =>
      findIn({ [ROOT]: text }, output).map(({ line, marked, severity }) => [line, marked, severity]);
    assert.deepEqual(look('#!KAMAILIO\n# eth7\nlisten=udp:eth7:5060\n'), [[3, 'eth7', 'warning']]);
    assert.deepEqual(look('#!KAMAILIO\ninclude_file "core.cfg"\n'), [[1, '#!KAMAILIO', 'warning']]);
  });

  it('stand on the first line where there is no place', () => {
    const files = { [ROOT]: '#!KAMAILIO\nrequest_route { exit; }\n' };
    const [summary] = findIn(files, REFUSED);
    assert.match(summary?.message ?? '', /does not say why/);
  });

  it('are an error at the place where Kamailio only warned of what it then stopped at', () => {
    const found = findIn(
      { [ROOT]: '#!KAMAILIO\n#!endif\n' },
      logged("invalid position for preprocessor directive 'endif' - at cfg line 2", 'WARNING') +
        REFUSED +
        logged('different number of preprocessor directives: 1 more #!endif as #!if[n]def'),
    );
    assert.deepEqual(
      found.map(({ line, severity }) => [line, severity]),
      [[2, 'error']],
    );
  });
});
