import { assertFindings } from '../support/fixture.ts';

const only = ['relay-from-reply'];
const HEAD = `
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "siputils.so"
request_route {
  t_on_reply("R");
  t_on_branch("B");
  route(RELAY);
}
route[RELAY] {
  if (!t_relay()) sl_reply_error();
}
`;

describe('rule relay-from-reply', () => {
  it('marks calls of blocks that relay, also by way of others', () => {
    assertFindings(
      `${HEAD}
onreply_route[R] {
  if (status =~ "2..") {
    route(RELAY);
    ^^^^^ relay-from-reply
  }
}
branch_route[B] {
  route(OUT);
  ^^^^^ relay-from-reply
}
route[OUT] {
  route(RELAY);
}
`,
      { only },
    );
  });

  it('is silent where the block asks what it was called for, and in failure routes', () => {
    assertFindings(
      `${HEAD}
onreply_route[R] {
  route(BOTH);
}
route[BOTH] {
  if (is_request()) route(RELAY);
}
failure_route[F] {
  route(RELAY);
}
branch_route[B] {
  exit;
}
`,
      { only },
    );
  });

  it('is silent about blocks that no reply runs, as kazoo runs them for requests', () => {
    assertFindings(
      `${HEAD}
onreply_route[ANSWER_OF_DIRECTORY] {
  route(RELAY);
}
`,
      { only },
    );
  });
});
