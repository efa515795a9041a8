import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkOtherSides, type OtherSides } from '../../../server/src/rules/all-sides.ts';
import { checkProgram } from '../../../server/src/rules/check.ts';
import type { SeveritySettings } from '../../../server/src/semantic/problem.ts';
import type { Assignment } from '../../../server/src/semantic/switches.ts';
import { likelyConfiguration, roughConfiguration } from '../property/arbitrary-text.ts';
import { analyseFixture, readFixture, type FixtureOptions } from '../support/fixture.ts';

interface Checked extends OtherSides {
  /** What the program was read under, `+A -B` each. */
  readonly tried: readonly string[];
}

function check(text: string, options: FixtureOptions = {}, severities?: SeveritySettings): Checked {
  const fixture = readFixture(text);
  const base = analyseFixture(fixture, options);
  const tried: string[] = [];
  const show = (forced: Assignment): string => [...forced].map(([name, on]) => (on ? '+' : '-') + name).join(' ');
  const steps = checkOtherSides(base, checkProgram(base, severities), {
    read: (forced) => {
      tried.push(show(forced));
      return analyseFixture(fixture, { ...options, forced });
    },
    check: (analysis) => checkProgram(analysis, severities),
  });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return { ...step.value, tried };
}

/** The findings of other sides, `file:line code (switches)`. */
function others(text: string, options: FixtureOptions = {}): string[] {
  return check(text, options).others.map(({ code, message, range: { source, start } }) => {
    const name = source.uri.slice(source.uri.lastIndexOf('/') + 1);
    return `${name}:${source.lineAt(start) + 1} ${code} ${/\([^()]*\)$/.exec(message)?.[0] ?? ''}`;
  });
}

const MAIN = 'request_route {\n  exit;\n}\n';

describe('all sides of the conditions', () => {
  it('has nothing to look at where there is no switch', () => {
    const { own, others: found, runs } = check(`#!define PORT 5060\n#!ifdef PORT\n#!endif\n${MAIN}`);
    assert.deepEqual([own, found, runs], [[], [], 0]);
  });

  it('flips each switch alone, and says so', () => {
    const text = `#!define B\n#!ifdef A\nfoo_a=1\n#!endif\n#!ifdef B\n#!else\nfoo_b=1\n#!endif\n${MAIN}`;
    assert.deepEqual(check(text).tried, ['+A', '-B']);
    assert.deepEqual(others(text), [
      'kamailio.cfg:3 unknown-core-setting (with A)',
      'kamailio.cfg:7 unknown-core-setting (without B)',
    ]);
  });

  it('does not repeat what holds for the program as it is', () => {
    assert.deepEqual(others(`foo=1\n#!ifdef A\n#!else\nbar=1\n#!endif\nrequest_route {\n  exit\n}\n`), []);
  });

  it('reaches the sides inside sides, and those that two switches decide', () => {
    const text = `#!ifdef A\n#!ifdef B\nfoo=1\n#!else\nbar=1\n#!endif\n#!ifndef C\nbaz=1\n#!else\nqux=1\n#!endif\n#!endif\n${MAIN}`;
    const { tried, leftOut } = check(text);
    assert.deepEqual(tried, ['+A', '+A +B', '+A +C']);
    assert.equal(leftOut, 0);
    assert.deepEqual(others(text), [
      'kamailio.cfg:5 unknown-core-setting (with A)',
      'kamailio.cfg:8 unknown-core-setting (with A)',
      'kamailio.cfg:3 unknown-core-setting (with A and B)',
      'kamailio.cfg:10 unknown-core-setting (with A and C)',
    ]);
  });

  it('names the smallest set of switches under which something holds', () => {
    const text = `#!ifdef A\n#!ifdef B\nchildren=2\n#!endif\nfoo=1\n#!endif\n${MAIN}`;
    assert.deepEqual(others(text), ['kamailio.cfg:5 unknown-core-setting (with A)']);
  });

  it('says what is on and what is off', () => {
    const text = `#!define B\n#!ifdef A\n#!ifndef B\nfoo=1\n#!endif\n#!endif\n${MAIN}`;
    assert.deepEqual(others(text), ['kamailio.cfg:4 unknown-core-setting (with A, without B)']);
  });

  it('leaves out what contradicts itself, and what hangs on values', () => {
    const contradiction = check(`#!ifdef A\n#!ifndef A\nfoo=1\n#!endif\n#!endif\n${MAIN}`);
    assert.deepEqual([contradiction.tried, contradiction.leftOut], [['+A'], 1]);
    const value = check(`#!define N 5\n#!ifexp N == "6"\nfoo=1\n#!endif\n${MAIN}`, { version: '6.1' });
    assert.deepEqual([value.tried, value.leftOut], [[], 1]);
  });

  it('understands the expressions of #!ifexp', () => {
    const text = `#!ifexp A && (B || C)\nfoo=1\n#!else\nchildren=1\n#!endif\n${MAIN}`;
    const { tried, leftOut } = check(text, { version: '6.1' });
    assert.deepEqual(tried, ['+A', '+B', '+C', '+A +B']);
    assert.equal(leftOut, 0);
    assert.deepEqual(others(text, { version: '6.1' }), ['kamailio.cfg:2 unknown-core-setting (with A and B)']);
  });

  it('follows includes under conditions, and the conditions in them', () => {
    const text = `--- kamailio.cfg
#!ifdef A
include_file "a.cfg"
#!endif
${MAIN}--- a.cfg
#!ifdef B
foo=1
#!endif
`;
    assert.deepEqual(others(text), ['a.cfg:2 unknown-core-setting (with A and B)']);
  });

  it('knows the switches that included and imported files set', () => {
    const text = `--- kamailio.cfg
include_file "defines.cfg"
import_file "local.cfg"
import_file "none.cfg"
#!ifndef A
foo=1
#!endif
#!ifndef B
bar=1
#!endif
${MAIN}--- defines.cfg
#!define A
--- local.cfg
#!trydef B
`;
    assert.deepEqual(others(text), [
      'kamailio.cfg:5 unknown-core-setting (without A)',
      'kamailio.cfg:8 unknown-core-setting (without B)',
    ]);
  });

  it('goes by what -A says', () => {
    const text = `#!ifdef A\n#!else\nfoo=1\n#!endif\n${MAIN}`;
    assert.deepEqual(others(text), []);
    assert.deepEqual(others(text, { defines: ['A'] }), ['kamailio.cfg:3 unknown-core-setting (without A)']);
  });

  it('takes no value, guard, token, version or comment for a switch', () => {
    for (const text of [
      `#!ifdef URL\nlisten=URL\n#!endif\n${MAIN}`,
      `#!ifdef PORT\nport=PORT\n#!endif\n${MAIN}`,
      `#!ifdef A\n#!define URL "x"\n#!endif\n#!ifdef URL\nfoo=1\n#!endif\n${MAIN}`,
      `#!ifndef READ\n#!define READ\nchildren=1\n#!endif\n${MAIN}`,
      `#!ifdef KAMAILIO_6\nfoo=1\n#!endif\n#!ifdef MOD_tm\nbar=1\n#!endif\n${MAIN}`,
      `#!ifdef NOTES\nALTER TABLE a ADD b;\nALTER TABLE a ADD c;\nALTER TABLE a ADD d;\n#!endif\n${MAIN}`,
      `#!trydefenv HERE\n#!ifdef HERE\nfoo=1\n#!endif\n${MAIN}`,
    ]) {
      assert.deepEqual(
        check(text, { version: '6.1' }).tried.filter((tried) => !/[+-]A$/.test(tried)),
        [],
        text,
      );
    }
  });

  it('gives each side of a double define a chance: a flipped switch is defined by nothing else', () => {
    const text = `#!ifdef A\n#!define B\n#!endif\n#!ifdef B\nfoo=1\n#!endif\n${MAIN}`;
    assert.deepEqual(check(text).tried, ['+A', '+B']);
    assert.deepEqual(others(text), ['kamailio.cfg:5 unknown-core-setting (with A)']);
  });

  it('tells only of the preprocessor where that fails', () => {
    const text = `#!define URL "a"\n#!ifdef A\n#!define URL "b"\nfoo=1\n#!endif\n${MAIN}route[X] {\n  xlog(URL);\n}\n`;
    assert.deepEqual(others(text), ['kamailio.cfg:3 duplicate-define (with A)']);
  });

  it('does not call unused what only another side uses', () => {
    const text = `#!define A\nrequest_route {\n#!ifdef A\n  route(X);\n#!endif\n  exit;\n}\nroute[X] {\n  return;\n}\n`;
    assert.deepEqual(others(text), []);
    const define = `#!define A\n#!define PORT 5060\n#!ifdef A\nport=PORT\n#!endif\n${MAIN}`;
    assert.deepEqual(others(define), []);
  });

  it('takes no name for misspelt because of the switch that it flips', () => {
    const text = `#!ifdef WITH_CFGLUA\n#!endif\n#!ifdef WITH_CFGRUBY\nchildren=1\n#!endif\n${MAIN}`;
    assert.deepEqual(check(text).tried, ['+WITH_CFGLUA', '+WITH_CFGRUBY']);
    assert.deepEqual(others(text), []);
  });

  it('tells of a module that the other side does not load', () => {
    const text = `#!define A\n#!ifdef A\nloadmodule "sl.so"\n#!endif\nrequest_route {\n  sl_send_reply("404", "No");\n}\n`;
    assert.deepEqual(others(text), ['kamailio.cfg:6 unknown-function (without A)']);
  });

  it('obeys comments and severities', () => {
    const text = `#!ifdef A\nfoo=1 # kamailio-lint-disable-line unknown-core-setting\nbar=1\n#!endif\n${MAIN}`;
    assert.deepEqual(others(text), ['kamailio.cfg:3 unknown-core-setting (with A)']);
    const [lowered] = check(text, {}, new Map([['unknown-core-setting', 'hint']])).others;
    assert.equal(lowered?.severity, 'hint');
    assert.deepEqual(check(text, {}, new Map([['unknown-core-setting', 'off']])).others, []);
  });

  it('calls no comment unused that is of use on another side', () => {
    const text = (condition: string): string =>
      `#!define A\n#!ifdef A\nloadmodule "sl.so"\n#!endif\nrequest_route {\n  # kamailio-lint-disable-next-line unknown-function\n` +
      `${condition}  sl_send_reply("404", "No");\n}\n`;
    assert.deepEqual(check(text('')).own, []);
    assert.deepEqual(check(text('')).others, []);
  });

  it('stays linear in the number of switches', () => {
    const pairs = (count: number): string =>
      Array.from({ length: count }, (_, n) => `#!ifdef A${n}\n#!ifdef A${n + 1}\n#!endif\nfoo${n}=1\n#!endif\n`).join(
        '',
      );
    assert.equal(check(pairs(20) + MAIN).runs * 2, check(pairs(40) + MAIN).runs);
  });

  it('never fails, whatever the text', () => {
    for (const texts of [roughConfiguration, likelyConfiguration]) {
      fc.assert(
        fc.property(texts, (text) => {
          const { runs, leftOut } = check(`#!ifdef A\n${text}\n#!else\n${text}\n`, { version: '6.1' });
          assert(runs >= 0 && leftOut >= 0);
        }),
        { numRuns: 60 },
      );
    }
  });
});
