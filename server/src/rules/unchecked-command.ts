import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow } from '../semantic/control-flow.ts';
import { findPseudoVariables } from '../syntax/pseudo-variable.ts';
import type { Rule } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { constantArgument } from './shared/constant-text.ts';
import { mentionsOf } from './shared/mentions.ts';
import { isRequestData } from './shared/request-data.ts';

/** Functions of exec that give their first argument to a shell (exec.c, `popen`). */
const FUNCTIONS = ['exec_cmd', 'exec_msg', 'exec_avp', 'exec_dset'];

export const uncheckedCommand: Rule = {
  code: 'unchecked-command',
  severity: 'warning',
  category: 'operations',
  summary: 'A text that whoever sends a request chooses gets into a command of the shell.',
  advice: 'Let only harmless characters pass first, for instance with $rU =~ "^[0-9]+$".',
  documentation: {
    why:
      'The functions of `exec` hand their command to a shell. A user name may hold semicolons, quotes and parentheses: with ' +
      '`$rU` in the command a single request runs any program, with the rights of Kamailio. Quotes around it do not help, ' +
      'as the text may hold quotes, too.',
    wrong: `loadmodule "pv.so"
loadmodule "exec.so"
request_route {
  exec_msg("/usr/local/bin/notify.sh '$rU'");
}
`,
    right: `loadmodule "pv.so"
loadmodule "exec.so"
request_route {
  if (!($rU =~ "^[0-9]+$")) {
    exit;
  }
  exec_msg("/usr/local/bin/notify.sh '$rU'");
}
`,
  },
  check(analysis, report) {
    for (const call of callsOf(analysis, 'exec', FUNCTIONS)) {
      const command = constantArgument(call, 0);
      if (!command) continue;
      const [first, ...others] = findPseudoVariables(command.text).filter(
        (variable) => isRequestData(variable) && !isMatched(analysis, variable.name.text),
      );
      if (!first) continue;
      const image = command.text.slice(first.start, first.end);
      const rest = others.length > 0 ? ' and more of it' : '';
      report({
        range: command.rangeOf(first.start, first.end),
        message: `whoever sends the request chooses '${image}'${rest}, and the shell that ${call.name}() starts reads it as a part of the command`,
      });
    }
  },
};

/** Whether some condition compares a pseudo-variable with a pattern or looks it up, and may let only known texts pass. */
function isMatched({ program }: Analysis, name: string): boolean {
  const pattern = new RegExp(`^\\$\\(?${name}\\b`);
  for (const { nodes, symbol } of controlFlow(program).routes.values()) {
    for (const node of nodes) {
      if (node.kind !== 'test' || node.node.kind !== 'binary') continue;
      const operator = symbol.item.tokens[node.node.operator]?.image;
      if ((operator === '=~' || operator === '!~') && mentionsOf(node).some((text) => pattern.test(text))) return true;
    }
  }
  return false;
}
