import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readText } from '../support/read-text.ts';

/** The tree of top-level text, an item a line, and what the reader finds, with places (the text begins in line 2). */
function check(text: string, expected: string): void {
  const { tree, findings } = readText(`#!KAMAILIO\n${text}\n`);
  assert.equal([tree, ...findings.map((finding) => `! ${finding.replace('kamailio.cfg ', '')}`)].join('\n'), expected);
}

describe('reading route blocks', () => {
  it('reads the main route in both spellings', () => {
    check('route { exit; }', '(route {(exit)})');
    check('request_route { exit; }', '(request_route {(exit)})');
  });

  it('reads named blocks of every kind', () => {
    check(
      `route[A] { exit; } route["B"] { exit; } route['C'] { exit; } route[5] { exit; } route[yes] { exit; }`,
      `(route A {(exit)})\n(route "B" {(exit)})\n(route 'C' {(exit)})\n(route 5 {(exit)})\n(route yes {(exit)})`,
    );
    check(
      'failure_route[A] { exit; } onreply_route[A] { exit; } branch_route[A] { exit; } onsend_route[A] { drop; }',
      '(failure_route A {(exit)})\n(onreply_route A {(exit)})\n(branch_route A {(exit)})\n(onsend_route A {(drop)})',
    );
    check(
      'failure_route { exit; } onreply_route { exit; } branch_route { exit; } onsend_route { drop; } reply_route { exit; }',
      '(failure_route {(exit)})\n(onreply_route {(exit)})\n(branch_route {(exit)})\n(onsend_route {(drop)})\n(reply_route {(exit)})',
    );
    check('onreply_route[0] { exit; }', '(onreply_route 0 {(exit)})');
  });

  it('reads event routes as oddly as the lexer does', () => {
    check('event_route[tm:local-request] { exit; }', '(event_route tm:local-request {(exit)})');
    check('event_route [ htable:mod-init ]\n{ exit; }', '(event_route htable:mod-init {(exit)})');
    check('event_route[a:b_c:d-e] { exit; }', '(event_route a:b_c:d-e {(exit)})');
    check('event_route # of the transaction module\n[a:b] { exit; }', '(event_route a:b {(exit)})');
    check('event_route /* x */ [\na:b\n] { exit; }', '(event_route a:b {(exit)})');
    check(
      'event_route[?!a:b&] { exit; }',
      '(event_route a:b {(exit)})\n! 2:13-15 stray-character\n! 2:18-19 stray-character',
    );
    check('event_route[my_mod:ev] { exit; }', '(event_route mod:ev {(exit)})\n! 2:13-16 stray-character');
    check(
      'event_route["a:b"] { exit; }',
      '(event_route a:b {(exit)})\n! 2:13-14 stray-character\n! 2:17-18 stray-character',
    );
    check('event_route[a] { exit; }', '(event_route {(exit)})\n! 2:13-14 stray-character\n! 2:14-15 syntax-error');
    check('event_route[a:1] { exit; }', '(event_route {(exit)})\n! 2:13-16 stray-character\n! 2:16-17 syntax-error');
    check('event_route[a:b c:d] { exit; }', '(event_route a:b {(exit)})\n! 2:15-16 syntax-error');
    check('event_route { exit; }', '(event_route {(exit)})\n! 2:1-12 syntax-error');
    check('event_route() { exit; }', '(event_route {(exit)})\n! 2:12-13 syntax-error');
  });

  it('refuses names where there are none, and names that are none', () => {
    check('request_route[A] { exit; }', '(request_route A {(exit)})\n! 2:15-16 syntax-error');
    check('reply_route[A] { exit; }', '(reply_route A {(exit)})\n! 2:13-14 syntax-error');
    check('route[a-b] { exit; }', '(route a {(exit)})\n! 2:7-8 syntax-error');
    check('route[a.b] { exit; }', '(route a {(exit)})\n! 2:7-8 syntax-error');
    check('route[] { exit; }', '(route {(exit)})\n! 2:7-8 syntax-error');
    check('route[A { exit; }', '(route A {(exit)})\n! 2:7-8 syntax-error');
    check('route A] { exit; }', '(route A {(exit)})\n! 2:7-8 syntax-error');
    check('route A { exit; }', '(route {(exit)})\n! 2:7-8 syntax-error');
  });

  it('refuses blocks that are empty or missing', () => {
    check('route[A] { }', '(route A {})\n! 2:10-13 empty-block');
    check('route[A] { # nothing\n}', '(route A {})\n! 2:10-21 empty-block');
    check('route[A] ;', '?\n;\n! 2:8-9 syntax-error');
    check('route[A]', '?\n! 2:8-9 syntax-error');
    check('route', '?\n! 2:5-6 syntax-error');
  });

  it('nests as deep as the text does', () => {
    check(
      'route { if ($a) { while ($b) { switch ($c) { case 1: if ($d) { exit; } } } } else { f(); } }',
      '(route {(if [$a] {(while [$b] {(switch [$c] (case 1 (if [$d] {(exit)})))})})(else {f()})})',
    );
  });

  it('hears brackets even in comments behind event_route', () => {
    check('event_route # a [comment]\n[a:b] { exit; }', '(event_route a {(exit)})\n! 2:25-26 syntax-error');
    check('event_route /* x:y */ [a:b] { exit; }', '(event_route {(exit)})\n! 2:16-19 syntax-error');
    check('event_route exit [a:b] { exit; }', '(event_route a:b {(exit)})\n! 2:13-17 stray-character');
  });
});
