import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accept, head, offer } from './completion-support.ts';

const PRELUDE = `#!KAMAILIO
#!define NODE "a"
loadmodule "pv.so"
loadmodule "htable.so"
modparam("htable", "htable", "calls=>size=8;")
modparam("htable", "htable", "peers=>size=4;")
route[SEEN] {
  $var(caller) = "$avp(s:account)";
  $dlg_var(leg) = $xavp(ds[0]=>uri);
  $xavp(ds=>setid) = 1;
  $sht(calls=>a-b::c) = $sht(calls=>$ci);
  exit;
}
`;
const inRoute = (statements: string): string => `${PRELUDE}request_route {\n  ${statements}\n}\n`;

describe('completion of pseudo-variables', () => {
  it('offers names behind a dollar, those in use and those of loaded modules first', () => {
    const { labels, items } = offer(inRoute('$var(x) = $‸;'));
    assert.ok(labels.slice(0, 6).includes('$var(caller)'));
    assert.ok(labels.indexOf('$ru') < labels.indexOf('$T_reply_code'));
    assert.match(items.find((item) => item.label === '$T_reply_code')?.detail ?? '', /tmx: module not loaded/);
  });

  it('writes parentheses where the variable takes a name', () => {
    assert.equal(accept(inRoute('$va‸'), '$var'), inRoute('$var(‸)'));
    assert.equal(accept(inRoute('if ($r‸) {'), '$rU'), inRoute('if ($rU‸) {'));
    assert.equal(accept(inRoute('if ($v‸(x)) {'), '$var'), inRoute('if ($var‸(x)) {'));
    assert.equal(accept(inRoute('if ($(va‸)) {'), 'var'), inRoute('if ($(var(‸))) {'));
    assert.equal(accept(inRoute('if ($f‸) {'), '$fu'), inRoute('if ($fu‸) {'));
  });

  it('uses the long form in code where the lexer takes the name for another', () => {
    assert.equal(accept(inRoute('if ($rc‸ == "x") {'), '$rcv'), inRoute('if ($(rcv(‸)) == "x") {'));
    assert.equal(accept(inRoute('xlog("$rc‸");'), '$rcv'), inRoute('xlog("$rcv(‸)");'));
  });

  it('offers the long form', () => {
    assert.equal(accept(inRoute('$var(x) = $‸;'), '$(…)'), inRoute('$var(x) = $(‸ru{});'));
  });

  it('puts what cannot be written last where a value is assigned to', () => {
    const { labels, items } = offer(inRoute('$‸'));
    assert.ok(labels.indexOf('$si') > labels.indexOf('$ru'));
    assert.match(items.find((item) => item.label === '$si')?.detail ?? '', /read only/);
    assert.ok(!items.find((item) => item.label === '$rU')?.detail?.includes('read only'));
  });

  it('works in strings, with the place exact behind escapes and wide characters', () => {
    assert.equal(accept(inRoute('xlog("\\"ünï💥\\" $r‸ x");'), '$rU'), inRoute('xlog("\\"ünï💥\\" $rU‸ x");'));
    assert.equal(accept(inRoute("xlog('to $(tu‸');"), 'tu'), inRoute("xlog('to $(tu‸');"));
    assert.equal(accept(inRoute('xlog("$hdr(‸)");'), 'Call-ID'), inRoute('xlog("$hdr(Call-ID‸)");'));
    assert.deepEqual(offer(inRoute('xlog("costs 5$$‸");')).labels, []);
    assert.deepEqual(offer(inRoute('xlog("$rU and ‸");')).labels, []);
  });

  it('offers the inner names in use, the half-typed one apart', () => {
    assert.deepEqual(offer(inRoute('if ($var(ca‸)) {')).labels, ['caller']);
    assert.deepEqual(offer(inRoute('if ($avp(‸)) {')).labels, ['s:account']);
    assert.deepEqual(offer(inRoute('xlog("$dlg_var(‸)");')).labels, ['leg']);
    assert.deepEqual(offer(inRoute('$var(brandnew‸) = 1;')).labels, []);
    assert.equal(accept(inRoute('$var(ca‸'), 'caller'), inRoute('$var(caller‸'));
  });

  it('offers tables, then keys with all their characters', () => {
    assert.deepEqual(head(inRoute('if ($sht(‸)) {'), 2), ['calls', 'peers']);
    assert.equal(accept(inRoute('if ($shtinc(ca‸)) {'), 'calls'), inRoute('if ($shtinc(calls=>‸)) {'));
    assert.equal(accept(inRoute('if ($sht(ca‸=>x)) {'), 'calls'), inRoute('if ($sht(calls‸=>x)) {'));
    assert.equal(accept(inRoute('if ($sht(calls=>a-‸)) {'), 'a-b::c'), inRoute('if ($sht(calls=>a-b::c‸)) {'));
    assert.deepEqual(offer(inRoute('if ($sht(peers=>‸)) {')).labels, []);
    assert.ok(offer(inRoute('if ($sht(calls=>$‸)) {')).labels.includes('$ci'));
  });

  it('offers the names and fields of structures', () => {
    assert.equal(head(inRoute('if ($xavp(‸)) {'), 1)[0], 'ds');
    assert.deepEqual(offer(inRoute('if ($xavp(ds[1]=>‸)) {')).labels, ['setid', 'uri']);
  });

  it('offers what a variable is known to take, in the version', () => {
    assert.ok(offer(inRoute('if ($K(‸)) {')).labels.includes('TLS'));
    assert.ok(offer(inRoute('xlog("$time(‸)");')).labels.includes('hour'));
    assert.ok(offer(inRoute('if ($def(‸)) {')).labels.includes('NODE'));
    assert.ok(!offer(inRoute('if ($(rcv(‸))) {'), { version: '5.6' }).labels.includes('safe'));
    assert.ok(offer(inRoute('if ($(rcv(‸))) {'), { version: '5.8' }).labels.includes('safe'));
  });

  it('has the variables of the version', () => {
    assert.ok(!offer(inRoute('if ($‸) {'), { version: '5.6' }).labels.includes('$cts'));
    assert.ok(offer(inRoute('if ($‸) {'), { version: '6.0' }).labels.includes('$cts'));
  });

  it('reads the old form of attributes as variables while they are typed', () => {
    assert.ok(offer('loadmodule "pv"\nroute { if ($f‸) { exit; } }').labels.includes('$fu'));
  });
});

describe('completion of transformations', () => {
  it('offers classes, those of loaded modules first', () => {
    const { labels } = offer(inRoute('$var(x) = $(ru{‸});'));
    assert.ok(labels.indexOf('uri') < labels.indexOf('json'));
    assert.equal(accept(inRoute('$var(x) = $(ru{u‸});'), 'uri'), inRoute('$var(x) = $(ru{uri.‸});'));
    assert.equal(accept(inRoute('$var(x) = $(ru{u‸.host});'), 'uri'), inRoute('$var(x) = $(ru{uri‸.host});'));
  });

  it('offers operations with their parameters', () => {
    assert.equal(
      accept(inRoute('xlog("$(ru{s.sub‸})");'), 'substr'),
      inRoute('xlog("$(ru{s.substr,‸offset,length})");'),
    );
    assert.equal(accept(inRoute('xlog("$(ru{s.l‸})");'), 'len'), inRoute('xlog("$(ru{s.len‸})");'));
    assert.equal(
      accept(inRoute('xlog("$(ru{s.encode.h‸})");'), 'encode.hexa'),
      inRoute('xlog("$(ru{s.encode.hexa‸})");'),
    );
    assert.equal(accept(inRoute('xlog("$(ru{s.su‸,1,2})");'), 'substr'), inRoute('xlog("$(ru{s.substr‸,1,2})");'));
  });

  it('goes on behind another transformation, and into what is inside', () => {
    assert.ok(offer(inRoute('xlog("$(hdr(From){nameaddr.uri}{‸})");')).labels.includes('uri'));
    assert.ok(offer(inRoute('xlog("$(var(a){s.select,$var(‸),:})");')).labels.includes('caller'));
    assert.ok(offer(inRoute('$var(x) = $(var(‸){s.len});')).labels.includes('caller'));
  });

  it('is offered in the long form only', () => {
    assert.deepEqual(offer(inRoute('xlog("$ru{‸");')).labels, []);
    assert.deepEqual(offer(inRoute('xlog("{‸");')).labels, []);
  });

  it('has the operations of the version', () => {
    assert.ok(!offer(inRoute('xlog("$(ru{num.‸})");'), { version: '5.6' }).labels.includes('fdiv'));
    assert.deepEqual(offer(inRoute('xlog("$(ru{num.‸})");'), { version: '5.6' }).labels, []);
  });
});
