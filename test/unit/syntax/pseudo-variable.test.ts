import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  findPseudoVariables,
  readPseudoVariable,
  type PseudoVariableNode,
  type TextPart,
} from '../../../server/src/syntax/pseudo-variable.ts';

/** Prints a variable's parts, each with a check that its place is where its text stands. */
function print(text: string, node: PseudoVariableNode): string {
  const part = ({ text: image, start, end }: TextPart): string => {
    assert.equal(text.slice(start, end), image);
    return image;
  };
  const pieces = [part(node.name)];
  if (node.inner) pieces.push(`(${part(node.inner)})`);
  if (node.index) pieces.push(`[${part(node.index)}]`);
  for (const entry of node.transformations) {
    const operation = entry.operation ? `.${part(entry.operation)}` : '';
    const parameters = entry.parameters.map((parameter) => `,${part(parameter)}`).join('');
    pieces.push(`{${part(entry.class)}${operation}${parameters}}`);
  }
  if (node.fault) pieces.push(` !${node.fault.kind}@${node.fault.at}`);
  pieces.push(...node.nested.map((inner) => ` <${print(text, inner)}>`));
  return pieces.join('');
}

function read(text: string, inString = false): string {
  const node = readPseudoVariable(text, text.indexOf('$'), inString);
  const rest = text.slice(node.end);
  return print(text, node) + (rest === '' ? '' : ` …${rest}`);
}

describe('reading pseudo-variables', () => {
  it('takes apart name, inner name, index and transformations', () => {
    assert.equal(read('$ru'), 'ru');
    assert.equal(read('$var(x)'), 'var(x)');
    assert.equal(read('$hdr(X-Custom)'), 'hdr(X-Custom)');
    assert.equal(read('$(ru)'), 'ru');
    assert.equal(read('$(avp(i:5)[-1])'), 'avp(i:5)[-1]');
    assert.equal(read('$(hdr(Via)[*])'), 'hdr(Via)[*]');
    assert.equal(read('$(ru{uri.user})'), 'ru{uri.user}');
    assert.equal(read('$(var(a){s.substr,0,1}{s.len})'), 'var(a){s.substr,0,1}{s.len}');
    assert.equal(read('$(var(a)[1]{s.select,0,,} {s.int})'), 'var(a)[1]{s.select,0,,}{s.int}');
    assert.equal(read('$(ru{s.trim} )'), 'ru{s.trim}');
    assert.equal(read('$?'), '?');
  });

  it('finds the variables inside a variable', () => {
    assert.equal(read('$sht(t=>$si::$sp)'), 'sht(t=>$si::$sp) <si> <sp>');
    assert.equal(read('$(avp(x)[$var(i)])'), 'avp(x)[$var(i)] <var(i)>');
    assert.equal(
      read('$(ru{s.substr,$var(a),$(var(b){s.len})})'),
      'ru{s.substr,$var(a),$(var(b){s.len})} <var(a)> <var(b){s.len}>',
    );
    assert.equal(read('$xavp(a[$var($var(x))]=>b)'), 'xavp(a[$var($var(x))]=>b) <var($var(x)) <var(x)>>');
  });

  it('ends a parameter at a comma, but for those of the variable that it is', () => {
    const parameters = (text: string): readonly string[] | undefined =>
      readPseudoVariable(text, 0, false).transformations[0]?.parameters.map((parameter) => parameter.text);
    assert.deepEqual(parameters('$(ru{s.replace,(,)})'), ['(', ')']);
    assert.deepEqual(parameters('$(ru{s.replace, $sht(a=>b,c),$(var(x){s.rm,d})})'), [
      ' $sht(a=>b,c)',
      '$(var(x){s.rm,d})',
    ]);
    assert.deepEqual(parameters('$(ru{s.select,0,,})'), ['0', '', '']);
  });

  it('takes what is not closed for one parameter', () => {
    const text = '$(a{b.c,$d{'.repeat(1000);
    assert.equal(readPseudoVariable(text, 0, true).transformations[0]?.parameters.length, 1);
  });

  it('counts the parentheses of parameters in strings', () => {
    assert.equal(read('$(ru{s.rm,(})', true), 'ru{s.rm,(} !unclosed@1');
    assert.equal(read('$(ru{s.rm,(})'), 'ru{s.rm,(}');
  });

  it('ends a variable where Kamailio does', () => {
    assert.equal(read('$ru.x'), 'ru ….x');
    assert.equal(read('$ru.x y', true), 'ru.x … y');
    assert.equal(read('$fU@$fd', true), 'fU …@$fd');
    assert.equal(read('$var(a)(b)'), 'var(a) …(b)');
    assert.equal(read('$var(a)[1]'), 'var(a) …[1]');
    assert.equal(read('$ru{s.len}', true), 'ru …{s.len}');
  });

  it('says what it cannot read, and where', () => {
    assert.equal(read('$'), ' !no-name@1');
    assert.equal(read('$ x'), ' !no-name@1 … x');
    assert.equal(read('$()'), ' !no-name@2');
    assert.equal(read('$var()'), 'var() !empty-inner-name@5');
    assert.equal(read('$(avp(x)[])'), 'avp(x)[] !empty-index@9');
    assert.equal(read('$var(x'), 'var(x) !unclosed@4');
    assert.equal(read('$(ru'), 'ru !unclosed@4');
    assert.equal(read('$(ru{s.len)'), 'ru{s.len)} !unclosed@4');
    assert.equal(read('$(ru )'), 'ru !unexpected-character@4');
    assert.equal(read('$(ru{s.len}x)'), 'ru{s.len} !unexpected-character@11');
    assert.equal(read('$(ru{len})'), 'ru{len} !bad-transformation@4');
    assert.equal(read('$(ru{})'), 'ru{} !bad-transformation@4');
  });

  it('stops looking into variables that nest without end', () => {
    const deep = `${'$var('.repeat(2000)}x${')'.repeat(2000)}`;
    assert.equal(readPseudoVariable(deep, 0, false).end, deep.length);
  });

  it('finds all variables of a string', () => {
    const find = (text: string): string[] => findPseudoVariables(text).map((node) => print(text, node));
    assert.deepEqual(find('from $fu to $(tu{uri.host}): $rm $ci'), ['fu', 'tu{uri.host}', 'rm', 'ci']);
    assert.deepEqual(find('costs 5$$ or $($)5'), []);
    assert.deepEqual(find('$5 and $'), ['5', ' !no-name@8']);
    assert.deepEqual(find('$var(x)$var(y)'), ['var(x)', 'var(y)']);
    assert.deepEqual(find(''), []);
  });
});
