import assert from 'node:assert/strict';
import { assertFindings } from '../support/fixture.ts';

const only = ['lock-not-released'];

describe('rule lock-not-released', () => {
  it('marks a lock that some way leaves taken', () => {
    const [finding] = assertFindings(
      `
loadmodule "cfgutils.so"
request_route {
  route(COUNT);
  unlock("calls");
}
route[COUNT] {
  lock("calls");
  ^^^^ lock-not-released
  if ($rU == "stop") {
    exit;
  }
}
`,
      { only },
    );
    assert.equal(finding?.related?.length, 1);
  });

  it('marks a lock that nothing releases, or only under another key', () => {
    assertFindings(
      `
loadmodule "cfgutils.so"
loadmodule "htable.so"
request_route {
  lock("$rU");
  ^^^^ lock-not-released
  unlock("$ru");
  if (!trylock("x")) exit;
       ^^^^^^^ lock-not-released
  sht_lock("a=>b");
  ^^^^^^^^ lock-not-released
}
`,
      { only },
    );
  });

  it('is silent where every way releases it', () => {
    assertFindings(
      `
loadmodule "cfgutils.so"
loadmodule "htable.so"
request_route {
  lock("$rU");
  if ($rU == "a") {
    unlock("$rU");
    exit;
  }
  route(OUT);
  if (!trylock("x")) {
    exit;
  }
  unlock("x");
  if (!lock("y")) exit;
  unlock("y");
  if (lock("z") < 0) exit;
  unlock("z");
  lock("q");
  if ($rc < 0) exit;
  unlock("q");
  sht_lock("a=>$ci");
  sht_unlock("a=>$ci");
}
route[OUT] {
  unlock("$rU");
}
`,
      { only },
    );
  });

  it('knows that an iterator of htable holds a lock inside its loop', () => {
    const text = (inside: string, behind: string): string => `loadmodule "htable.so"
request_route {
  sht_iterator_start("it", "calls");
  while (sht_iterator_next("it")) {
${inside}
  }
  ${behind}
}
`;
    assertFindings(
      text(
        `         ^^^^^^^^^^^^^^^^^ lock-not-released
    if ($shtitval(it) == $si) exit;`,
        'sht_iterator_end("it");',
      ),
      { only },
    );
    assertFindings(
      text(
        `         ^^^^^^^^^^^^^^^^^ lock-not-released
    if ($shtitval(it) == $si) break;`,
        'exit;',
      ),
      { only },
    );
    assertFindings(text('    if ($shtitval(it) == $si) break;', 'sht_iterator_end("it");'), { only });
    assertFindings(text('    if ($shtitval(it) == $si) { sht_iterator_end("it"); exit; }', 'sht_iterator_end("it");'), {
      only,
    });
    assertFindings(text('    xlog("$shtitkey(it)\\n");', 'exit;'), { only });
  });
});
