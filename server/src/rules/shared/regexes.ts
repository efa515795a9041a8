import type { Analysis } from '../../semantic/analysis.ts';
import * as t from '../../syntax/token-types.ts';
import { callTargets, signaturesFor } from './call-targets.ts';
import { constantArgument, constantOf, type ConstantText } from './constant-text.ts';
import { settingsOf, textOf } from './module-settings.ts';
import { nodesOfKind } from './route-nodes.ts';

/** An extended regular expression that stands in the configuration. */
export interface WrittenRegex {
  readonly constant: ConstantText;
  /** Whether Kamailio compiles it when it starts, and does not start where that fails. */
  readonly isReadAtStart: boolean;
}

/** Functions that compile an argument for each message, by the argument's place. */
const READ_LATE: Readonly<Record<string, readonly [module: string, index: number]>> = {
  is_present_hf_re_pv: ['textops', 0],
  remove_hf_re_pv: ['textops', 0],
};

/** Functions whose arguments of the kind are read in another form. */
const OTHER_FORMS: ReadonlySet<string> = new Set(['avp_check']);

/** Parameters that are compiled when the module starts. */
const PARAMETERS: readonly (readonly [module: string, parameter: string])[] = [
  ['xhttp', 'url_match'],
  ['xhttp', 'url_skip'],
  ['xmlrpc', 'url_match'],
  ['xmlrpc', 'url_skip'],
  ['nosip', 'msg_match'],
  ['nosip', 'msg_skip'],
  ['uac_redirect', 'accept_filter'],
  ['uac_redirect', 'deny_filter'],
];

/**
 * All regular expressions that stand as a text where the C library's `regcomp` compiles them: behind `=~`, in `case /…`,
 * as arguments and as parameters, and the names of modules in `modparam`.
 */
export function* writtenRegexes(analysis: Analysis): Iterable<WrittenRegex> {
  for (const { node, item } of nodesOfKind(analysis, 'binary')) {
    if (item.tokens[node.operator]?.image !== '=~' || node.right?.kind !== 'string') continue;
    const constant = constantOf(item.tokens[node.right.token]);
    if (constant) yield { constant, isReadAtStart: true };
  }
  for (const { node, item } of nodesOfKind(analysis, 'case')) {
    if (!node.isRegex || node.label?.kind !== 'string') continue;
    const constant = constantOf(item.tokens[node.label.token]);
    if (constant) yield { constant, isReadAtStart: true };
  }
  for (const { moduleToken } of analysis.program.symbols.parameters) {
    const constant = constantOf(moduleToken);
    if (constant) yield { constant, isReadAtStart: true };
  }
  for (const [call, target] of callTargets(analysis)) {
    if (target.kind !== 'module' || OTHER_FORMS.has(call.name)) continue;
    const late = READ_LATE[call.name];
    const given = call.node.arguments.length;
    const signatures = signaturesFor(target.functions, given);
    for (let index = 0; index < given; index++) {
      const isRegex =
        call.name === 't_check_status' ||
        (signatures.length > 0 && signatures.every(({ argumentKinds }) => argumentKinds[index] === 'regex'));
      const isLate = late?.[1] === index && target.functions.some(({ module }) => module === late[0]);
      if (!isRegex && !isLate) continue;
      const constant = constantArgument(call, index);
      if (constant?.token.tokenType !== t.StringLiteral || (isLate && constant.text.includes('$('))) continue;
      // A text that begins with a pseudo-variable is one.
      if (call.name === 't_check_status' && constant.text.startsWith('$')) continue;
      yield { constant, isReadAtStart: !isLate };
    }
  }
  for (const [module, parameter] of PARAMETERS) {
    for (const setting of settingsOf(analysis, module, parameter)) {
      const constant = textOf(setting) === undefined ? undefined : constantOf(setting.valueToken);
      if (constant) yield { constant, isReadAtStart: true };
    }
  }
}
