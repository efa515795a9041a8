import { assertFindings } from '../support/fixture.ts';

const only = ['unchecked-command'];
const text = (body: string): string => `loadmodule "pv.so"\nloadmodule "exec.so"\nrequest_route {\n${body}\n}\n`;

describe('rule unchecked-command', () => {
  it('marks what the sender of a request chooses in a command', () => {
    assertFindings(
      text(`  exec_cmd("/bin/log $fU $si $ci");
                     ^^^ unchecked-command
  exec_avp("/bin/route '$(rU{s.tolower})'", "$avp(x)");
                        ^^^^^^^^^^^^^^^^ unchecked-command`),
      { only },
    );
  });

  it('is silent about other texts, and about what was compared with a pattern', () => {
    assertFindings(text('  exec_msg("/bin/log $si $Ts $var(n) $(rU{s.int})");'), { only });
    assertFindings(text('  if (!($rU =~ "^[0-9]+$")) exit;\n  exec_msg("/bin/log $rU");'), { only });
  });
});
