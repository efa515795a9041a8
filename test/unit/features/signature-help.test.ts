import assert from 'node:assert/strict';
import { signatureHelp } from '../../../server/src/features/signature-help.ts';
import type { FixtureOptions } from '../support/fixture.ts';
import { atCursor } from './support.ts';

/** The active form with the active parameter between angle brackets; nothing where the editor shows nothing. */
function active(text: string, options?: FixtureOptions): string | undefined {
  const { analysis, source, offset } = atCursor(text, options);
  const help = signatureHelp(analysis, source, offset);
  const signature = help?.signatures[help.activeSignature];
  if (!help || !signature) return undefined;
  const { label, parameters } = signature;
  const parameter = parameters[help.activeParameter];
  if (!parameter) return label;
  const { start, end } = parameter;
  return `${label.slice(0, start)}<${label.slice(start, end)}>${label.slice(end)}`;
}

function inRoute(text: string): string | undefined {
  return active(`request_route {\n\t${text}\n}\n\nroute[NEXT] { exit; }\n`);
}

describe('signature help', () => {
  it('follows the arguments as they are typed', () => {
    assert.equal(inRoute('ds_select(‸'), 'ds_select(<set>, alg)');
    assert.equal(inRoute('ds_select("1"‸'), 'ds_select(<set>, alg)');
    assert.equal(inRoute('ds_select("1",‸'), 'ds_select(set, <alg>)');
    assert.equal(inRoute('ds_select("1", "4", ‸'), 'ds_select(set, alg, <limit>)');
    assert.equal(inRoute('ds_select("1", "4", 2, ‸'), 'ds_select(set, alg, limit)');
  });

  it('works in finished calls too, and shows the form that is written', () => {
    assert.equal(inRoute('ds_select("‸1", "4", 2);'), 'ds_select(<set>, alg, limit)');
    assert.equal(inRoute('xlog("L_‸INFO", "text");'), 'xlog(<level>, format)');
    assert.equal(inRoute('xlog("te‸xt");'), 'xlog(<format>)');
  });

  it('counts no commas of strings, pseudo-variables and inner parentheses', () => {
    assert.equal(inRoute('ds_select("a,b)", ‸'), 'ds_select(set, <alg>)');
    assert.equal(inRoute('ds_select($(ru{s.substr,1,2}), ‸'), 'ds_select(set, <alg>)');
    assert.equal(inRoute('if (ds_select((1 + 2), ‸) && is_method("INVITE")) {'), 'ds_select(set, <alg>)');
    assert.equal(inRoute('ds_select(strlen("x,y"), ‸'), 'ds_select(set, <alg>)');
    assert.equal(inRoute('ds_select((1, ‸'), 'ds_select(<set>, alg)');
  });

  it('is about the innermost call', () => {
    assert.equal(inRoute('if (!ds_select_dst("1", "4") || route(‸'), 'route(<name>)');
    assert.equal(inRoute('ds_select("1", "4"‸) ;'), 'ds_select(set, <alg>)');
    assert.equal(inRoute('ds_select("1", "4");‸'), undefined);
  });

  it('does not reach over statements', () => {
    assert.equal(inRoute('ds_select("1",\n\tt_on_failure("X");\n\tx = ‸'), undefined);
    assert.equal(active('request_route {\n  ds_select("1",\n}\nroute[A] { exit; ‸}'), undefined);
  });

  it('shows nothing behind if and while, in comments and in directives', () => {
    assert.equal(inRoute('if (‸'), undefined);
    assert.equal(inRoute('while ($var(i) < ‸'), undefined);
    assert.equal(inRoute('ds_select(/* a ‸ */ 1);'), undefined);
    assert.equal(active('#!define X ds_select(‸\n'), undefined);
  });

  it('knows the functions of the core, and says how an argument is read', () => {
    assert.equal(inRoute('setflag(‸'), 'setflag(<flag>)');
    assert.equal(inRoute('forward("a", ‸'), 'forward(host, <port>)');
    const { analysis, source, offset } = atCursor('request_route { ds_select("1", ‸');
    const help = signatureHelp(analysis, source, offset);
    const [signature] = help?.signatures ?? [];
    assert.ok(signature);
    assert.match(
      signature.parameters[1]?.documentation ?? '',
      /- `4`: round robin[^]*\n\n\*a number, or one pseudo-variable\*$/,
    );
    assert.match(signature.parameters[0]?.documentation ?? '', /first column of the list[^]*\n\n\*a number, or one/);
    assert.match(signature.documentation ?? '', /Picks destinations of a set/);
  });

  it('helps with modparam, in its end with the parameter that is named', () => {
    assert.equal(active('modparam(‸'), 'modparam(<module>, parameter, value)');
    assert.equal(active('modparam("tm", "‸'), 'modparam(module, <parameter>, value)');
    assert.equal(active('modparam("tm", "fr_timer", ‸'), 'modparam("tm", "fr_timer", <int>)');
    assert.equal(active('modparam("tm", "fr_timer", 30‸00)'), 'modparam("tm", "fr_timer", <int>)');
    assert.equal(active('modparam("nosuch", "x", ‸'), 'modparam(module, parameter, <value>)');
    const { analysis, source, offset } = atCursor('modparam("tm", "fr_timer", ‸');
    assert.match(
      signatureHelp(analysis, source, offset)?.signatures[0]?.documentation ?? '',
      /\*\*Default:\*\* `30000`/,
    );
  });

  it('works in text that a condition switches off', () => {
    assert.equal(active('#!ifdef NEVER\nrequest_route { ds_select("1", ‸); }\n#!endif\n'), 'ds_select(set, <alg>)');
  });

  it('shows nothing for what is no known function', () => {
    assert.equal(inRoute('no_such_function(‸'), undefined);
  });
});
