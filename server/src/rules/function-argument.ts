import type { CoreFunction } from '../catalog/types.ts';
import { rangeOf } from '../semantic/program.ts';
import { rangeOfToken, type CallSymbol } from '../semantic/symbols.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callTargets } from './shared/call-targets.ts';
import { ARGUMENT_NAMES, fitsArgument } from './shared/core-arguments.ts';
import { oneOf } from './shared/wording.ts';

export const functionArgument: Rule = {
  code: 'function-argument',
  severity: 'error',
  category: 'calls',
  summary: 'A function is given something it does not take.',
  advice: 'Give the argument in the form that the function takes.',
  documentation: {
    why: `The functions of the core take their arguments as the grammar says for each: a number, a string, a flag, an address.
Anything else is refused while the file is read. Of other functions only an argument before the first comma that is not there
is looked at: Kamailio silently counts from the next one.`,
    wrong: `request_route {
    strip("3");
    exit;
}
`,
    right: `request_route {
    strip(3);
    exit;
}
`,
  },
  check(analysis, report) {
    for (const [call, target] of callTargets(analysis)) {
      if (call.node.close === undefined) continue;
      const empty = emptyFirst(call);
      if (empty) {
        // The grammar of modules' functions lets nothing stand before a comma, and counts what follows it.
        const message = 'nothing stands before this comma';
        if (target.kind === 'core') report({ range: empty, message });
        else if (target.kind === 'module')
          report({
            range: empty,
            message: `${message}: Kamailio takes what follows for the first argument`,
            severity: 'warning',
          });
        continue;
      }
      if (target.kind !== 'core') continue;
      const finding = checkCall(call, target.function.entry);
      if (finding) report(finding);
    }
  },
};

/** The comma that begins the arguments. */
function emptyFirst({ node, item }: CallSymbol): SourceRange | undefined {
  const token = node.open === undefined ? undefined : item.tokens[node.open + 1];
  return token?.tokenType === t.Comma && node.arguments.length > 0 ? rangeOfToken(token) : undefined;
}

function checkCall(call: CallSymbol, entry: CoreFunction): RuleFinding | undefined {
  const { node, item, name } = call;
  const rows = entry.argumentKinds.filter((row) => row.length === node.arguments.length);
  if (rows.length === 0) return undefined;
  // The argument that fails last is the one to speak of: those before it fit some form.
  let failed = -1;
  for (const row of rows) {
    const at = row.findIndex((kind, index) => !fitsArgument(kind, node.arguments[index]!, item.tokens));
    if (at < 0) return undefined;
    failed = Math.max(failed, at);
  }
  const argument = node.arguments[failed];
  if (!argument) return undefined;
  const accepted = new Set(rows.map((row) => row[failed]).filter((kind) => kind !== undefined));
  const wanted = oneOf([...accepted].map((kind) => ARGUMENT_NAMES[kind]));
  const which = node.arguments.length > 1 ? `argument ${failed + 1} of '${name}'` : `the argument of '${name}'`;
  return { range: rangeOf(item, argument), message: `${which} must be ${wanted}` };
}
