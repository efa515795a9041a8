import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accept, head, offer } from './completion-support.ts';

const LOADED = '#!define MAX 5\nloadmodule "tm.so"\nloadmodule "pv.so"\nroute[X] { $var(a) = $rU; exit; }\n';
const inRoute = (statements: string, kind = 'request_route'): string => `${LOADED}${kind} {\n  ${statements}\n}\n`;

describe('completion of expressions', () => {
  it('offers values in a condition: variables in use, defines, words for the message, functions', () => {
    const { labels } = offer(inRoute('if (‸) {'));
    for (const label of ['$var(a)', '$rU', 'MAX', 'method', 'src_ip', 'defined', 'strempty', 'not', 't_check_trans']) {
      assert.ok(labels.includes(label), label);
    }
    for (const label of ['exit', 'while', 'loadmodule', '==']) assert.ok(!labels.includes(label), label);
    assert.ok(labels.indexOf('$var(a)') < labels.indexOf('t_check_trans'));
  });

  it('offers values behind operators, in assignments and returns', () => {
    for (const text of [
      'if (!‸',
      'if ($rU == "1" && ‸',
      '$var(x) = ‸',
      'return ‸',
      'if ((‸',
      'while ($var(i) < ‸',
      'if (defined ‸',
    ]) {
      assert.ok(offer(inRoute(text)).labels.includes('$var(a)'), text);
    }
    assert.ok(!offer(inRoute('return\n  ‸')).labels.includes('src_ip'));
  });

  it('offers what a value is compared with', () => {
    assert.deepEqual(head(inRoute('if (method == ‸'), 3), ['INVITE', 'ACK', 'BYE']);
    assert.equal(accept(inRoute('if (method == IN‸'), 'INVITE'), inRoute('if (method == INVITE‸'));
    assert.equal(accept(inRoute('if ($rm == ‸) {'), 'INVITE'), inRoute('if ($rm == "INVITE"‸) {'));
    assert.equal(accept(inRoute('if ($rm != "‸") {'), 'BYE'), inRoute('if ($rm != "BYE‸") {'));
    assert.equal(head(inRoute('if (proto == ‸'), 1)[0], 'UDP');
    assert.equal(head(inRoute('if (af == ‸'), 1)[0], 'INET');
    assert.equal(head(inRoute('if (src_ip == ‸'), 1)[0], 'myself');
    assert.equal(accept(inRoute('if ($proto == "t‸") {'), 'tls'), inRoute('if ($proto == "tls‸") {'));
  });

  it('keeps words of the onsend_route last elsewhere', () => {
    assert.match(
      offer(inRoute('if (snd_‸')).items.find((item) => item.label === 'snd_ip')?.detail ?? '',
      /only in onsend/,
    );
    const onsend = offer(inRoute('if (snd_‸', 'onsend_route')).items.find((item) => item.label === 'snd_ip');
    assert.equal(onsend?.detail, undefined);
  });

  it('offers operators behind a value', () => {
    const { labels } = offer(inRoute('if ($rU ‸) {'));
    for (const label of ['==', '=~', 'eq', 'and', '&&', 'mod']) assert.ok(labels.includes(label), label);
    assert.ok(!labels.includes('$var(a)') && !labels.includes('t_relay'));
    assert.equal(accept(inRoute('if ($rU an‸$fU) {'), 'and'), inRoute('if ($rU and ‸$fU) {'));
    assert.deepEqual(offer(inRoute('$var(x) ‸')).labels, ['=']);
    assert.ok(offer(inRoute('$var(x) = $rU ‸')).labels.includes('+'));
  });

  it('writes the words that take an argument', () => {
    assert.equal(accept(inRoute('if (def‸'), 'defined'), inRoute('if (defined ‸'));
    assert.equal(accept(inRoute('if (stre‸'), 'strempty'), inRoute('if (strempty(‸)'));
  });

  it('offers a call as a value, and its arguments', () => {
    assert.equal(accept(inRoute('if (t_check_s‸) {'), 't_check_status'), inRoute('if (t_check_status(‸)) {'));
    assert.ok(offer(inRoute('if (t_check_status(‸)) {')).labels.includes('MAX'));
  });
});
