import assert from 'node:assert/strict';
import { assertFindings, whole } from '../support/fixture.ts';

const only = ['usrloc-table'];
const HEAD = 'loadmodule "sl.so"\nloadmodule "usrloc.so"\nloadmodule "registrar.so"\n';

describe('rule usrloc-table', () => {
  it('marks a table that is misspelt, and one where nothing is found at all', () => {
    const [finding] = assertFindings(
      `${HEAD}
request_route {
  save("location", "0x01");
  if (registered("location")) exit;
  lookup("locaton");
          ^^^^^^^ usrloc-table
}
`,
      { only },
    );
    assert.equal(finding?.replacement, 'location');
    assertFindings(
      `${HEAD}
request_route {
  save("location");
  lookup("users");
          ^^^^^ usrloc-table
}
`,
      { only },
    );
  });

  it('marks dmq_usrloc where it carries another table than that of save()', () => {
    const on = `${HEAD}loadmodule "dmq_usrloc.so"\nmodparam("dmq_usrloc", "enable", 1)\n`;
    const [finding] = assertFindings(
      `${on}
modparam("dmq_usrloc", "usrloc_domain", "contacts")
                                         ^^^^^^^^ usrloc-table
request_route { save("location"); }
`,
      { only },
    );
    assert.equal(finding?.replacement, 'location');
    assertFindings(
      `${HEAD}
loadmodule "dmq_usrloc.so"
            ^^^^^^^^^^^^^ usrloc-table
modparam("dmq_usrloc", "enable", 1)
request_route { save("subscribers"); }
`,
      { only },
    );
    assertFindings(`${on}request_route { save("location"); }\n`, { only });
    assertFindings(`${HEAD}loadmodule "dmq_usrloc.so"\nrequest_route { save("subscribers"); }\n`, { only });
  });

  it('is silent about tables that may be filled in another way', () => {
    assertFindings(
      `${HEAD}
request_route {
  save("location");
  if (!lookup("aliases")) lookup("location");
}
`,
      { only },
    );
    const other = 'request_route { save("location"); lookup("users"); }\n';
    assertFindings(whole(`${HEAD}modparam("usrloc", "db_mode", 3)\n${other}`), { only });
    assertFindings(whole(`${HEAD}modparam("usrloc", "db_mode", 1)\nmodparam("usrloc", "preload", "users")\n${other}`), {
      only,
    });
    assertFindings(`${HEAD}request_route { save("$var(t)"); lookup("users"); }\n`, { only });
    assertFindings(`${HEAD}request_route { lookup("users"); }\n`, { only });
    assertFindings(whole(`${HEAD}${other}include_file "more.cfg"\n`), { only });
  });
});
