import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readStatements } from '../support/read-text.ts';

/** The tree of a route block's statements, and the codes of what the reader finds. */
function check(statements: string, expected: string): void {
  assert.equal(readStatements(statements), expected);
}

describe('reading statements', () => {
  it('reads conditions with and without blocks and parentheses', () => {
    check('if ($x) exit;', '(if [$x] (exit))');
    check('if ($x) { exit; }', '(if [$x] {(exit)})');
    check('if $x == 1 exit;', '(if (== $x 1) (exit))');
    check('if $x { exit; }', '(if $x {(exit)})');
    check('if ($x) ;', '(if [$x] ;)');
    check('if ($x) exit; else drop;', '(if [$x] (exit))(else (drop))');
    check('if ($x) { exit; } else { drop; }', '(if [$x] {(exit)})(else {(drop)})');
    check('if ($x) { exit; } else { drop; };', '(if [$x] {(exit)})(else {(drop)}) ;');
    check(
      'if ($a) exit; else if ($b) drop; else if ($c) { return; } else break;',
      '(if [$a] (exit))(elif [$b] (drop))(elif [$c] {(return)})(else (break))',
    );
    check('if ($a) if ($b) exit; else drop;', '(if [$a] (if [$b] (exit))(else (drop)))');
    check('if ($a) while ($b) { f(); } else drop;', '(if [$a] (while [$b] {f()}))(else (drop))');
    check(
      'if ($a) { if ($b) { f(); } else { g(); } } else { h(); }',
      '(if [$a] {(if [$b] {f()})(else {g()})})(else {h()})',
    );
    check('if ($a) switch ($b) { case 1: exit; } else drop;', '(if [$a] (switch [$b] (case 1 (exit))))(else (drop))');
  });

  it('reads loops', () => {
    check('while ($x) { f(); break; }', '(while [$x] {f() (break)})');
    check('while $x < 5 $x = $x + 1;', '(while (< $x 5) (= $x (+ $x 1)))');
    check('while (1) ;', '(while [1] ;)');
  });

  it('reads switches with labels of every kind', () => {
    check(
      'switch ($x) { case 1: exit; case 2: f(); g(); break; default: drop; }',
      '(switch [$x] (case 1 (exit)) (case 2 f() g() (break)) (default (drop)))',
    );
    check('switch $x { case 0x10: exit; }', '(switch $x (case 0x10 (exit)))');
    check(
      `switch ($x) { case "a": exit; case 'b': drop; case /"^c.*": f(); }`,
      `(switch [$x] (case "a" (exit)) (case 'b' (drop)) (case /"^c.*" f()))`,
    );
    check(
      'switch ($x) { case 1: case 2: f(); break; case 3: default: ; }',
      '(switch [$x] (case 1) (case 2 f() (break)) (case 3) (default ;))',
    );
    check(
      'switch ($x) { case -1: f(); case (1 + 2): g(); } switch ($x) { case "a" + "b": h(); case (str)1: ; }',
      '(switch [$x] (case (- 1) f()) (case [(+ 1 2)] g())) (switch [$x] (case (+ "a" "b") h()) (case ((str) 1) ;))',
    );
    check(
      'switch ($x) { case 1: if ($y) { f(); } else { switch ($z) { case 2: g(); } } h(); }',
      '(switch [$x] (case 1 (if [$y] {f()})(else {(switch [$z] (case 2 g()))}) h()))',
    );
    check('switch ($x) { }', '(switch [$x])');
    check('switch ($x) { case 1: }', '(switch [$x] (case 1))');
  });

  it('refuses switches that Kamailio refuses', () => {
    check('switch ($x) { case $y: exit; }', '(switch [$x] (case $y (exit)))\n! invalid-case');
    check('switch ($x) { f(); case 1: exit; }', '(switch [$x] f() (case 1 (exit)))\n! invalid-case');
    check(
      'switch ($x) { default: exit; default: drop; }',
      '(switch [$x] (default (exit)) (default (drop)))\n! invalid-case',
    );
    check(
      'switch ($x) { case 1: exit; case "a": drop; }',
      '(switch [$x] (case 1 (exit)) (case "a" (drop)))\n! invalid-case',
    );
    check(
      'switch ($x) { case /"a": exit; case 1: drop; }',
      '(switch [$x] (case /"a" (exit)) (case 1 (drop)))\n! invalid-case',
    );
    check(
      'switch ($x) { case "a" + 1: exit; case 1 + "a": drop; }',
      '(switch [$x] (case (+ "a" 1) (exit)) (case (+ 1 "a") (drop)))\n! invalid-case',
    );
    check('switch ($x) { case 1: { exit; } }', '(switch [$x] (case 1 {(exit)}))\n! invalid-statement');
    check('switch ($x) { case 1 exit; }', '(switch [$x] (case 1 (exit)))\n! syntax-error');
    check('switch ($x) { case : exit; }', '(switch [$x] (case _ (exit)))\n! syntax-error');
  });

  it('reads the ways to leave a block', () => {
    check('exit; drop; return; break;', '(exit) (drop) (return) (break)');
    check('exit(); drop(); return();', '(exit) (drop) (return)');
    check('exit(1); drop 2; return -1;', '(exit [1]) (drop 2) (return (- 1))');
    check('return $x == 1 && f();', '(return (&& (== $x 1) f()))');
    check('return ($x = 5);', '(return (= $x 5))');
    check('break();', '(break)\n! invalid-statement');
    check('break 1;', '(break 1)\n! invalid-statement');
  });

  it('reads assignments to every kind of variable', () => {
    check('$var(x) = 1;', '(= $var(x) 1)');
    check('$avp(s:x) = "a";', '(= $avp(s:x) "a")');
    check('$(avp(x)[*]) = $null;', '(= $(avp(x)[*]) $null)');
    check('$xavp(a=>b) = $sht(c=>d);', '(= $xavp(a=>b) $sht(c=>d))');
    check('$ru = "sip:" + $rU + "@" + $rd;', '(= $ru (+ (+ (+ "sip:" $rU) "@") $rd))');
    check('%a = 1; %f.b = 2; %c[] = 3;', '(= %a 1) (= %f.b 2) (= %c[] 3)');
  });

  it('refuses assignments that Kamailio refuses', () => {
    check('$x += 1;', '(+= $x 1)\n! invalid-assignment');
    check('%a[1] = 1;', '(= %a[1] 1)\n! invalid-assignment');
    check('@from.uri = "a";', '(= @from.uri "a")\n! invalid-assignment');
    check('"a" = 1;', '(= "a" 1)\n! invalid-assignment');
    check('f() = 1;', '(= f() 1)\n! invalid-assignment');
    check('x = 1;', '(= x 1)\n! invalid-assignment');
    check('$x = $y = 1;', '(= $x $y) ?\n! missing-semicolon');
    check('$x == 1;', '(== $x 1)\n! invalid-statement');
    check('$x =! 1;', '(= $x (! 1))');
  });

  it('reads calls, also of functions that need no parentheses', () => {
    check('f(); f ( ) ; force_rport; force_rport();', 'f() f() force_rport force_rport()');
    check(
      'forward(); forward(uri:host, uri:port); forward(10.0.0.1, 5060); forward([::1]); forward(a.example.com, 5060);',
      'forward() forward(uri:host, uri:port) forward(10.0.0.1, 5060) forward([::1]) forward(a.example.com, 5060)',
    );
    check(
      'force_send_socket(udp:10.0.0.1:5060); force_send_socket([::1]:5060); force_send_socket(tcp:eth0:*);',
      'force_send_socket(udp:10.0.0.1:5060) force_send_socket([::1]:5060) force_send_socket(tcp:eth0:*)',
    );
    check(
      'set_advertised_address(10.0.0.1); set_advertised_address(a.example.com);',
      'set_advertised_address(10.0.0.1) set_advertised_address(a.example.com)',
    );
    check('udp_mtu_try_proto(tcp); udp_mtu_try_proto(*);', 'udp_mtu_try_proto(<tcp>) udp_mtu_try_proto(<*>)');
    check(
      'route(A); route("B"); route($x); route("C_" + $x); route(1);',
      'route(A) route("B") route($x) route((+ "C_" $x)) route(1)',
    );
    check('setflag(FLAG); isflagset(5); setavpflag($x, flag);', 'setflag(FLAG) isflagset(5) setavpflag($x, flag)');
  });

  it('reads empty statements and refuses empty blocks', () => {
    check(';', ';');
    check(';;;', '; ; ;');
    check('if ($x) { ; }', '(if [$x] {;})');
    check('if ($x) { }', '(if [$x] {})\n! empty-block');
    check('while ($x) { # nothing\n}', '(while [$x] {})\n! empty-block');
  });

  it('refuses statements that are values, and blocks that nothing governs', () => {
    check('1;', '1\n! invalid-statement');
    check('"a";', '"a"\n! invalid-statement');
    check('$x;', '$x\n! invalid-statement');
    check('$x + 1;', '(+ $x 1)\n! invalid-statement');
    check('{ exit; }', '{(exit)}\n! invalid-statement');
    check('f(); { g(); } h();', 'f() {g()} h()\n! invalid-statement');
    check('else exit;', '(exit)\n! syntax-error');
    check('if ($x) exit; else drop; else return;', '(if [$x] (exit))(else (drop)) (return)\n! syntax-error');
  });

  it('puts a missing semicolon where the statement ends', () => {
    check('f()', 'f()\n! missing-semicolon');
    check('f() g();', 'f() g()\n! missing-semicolon');
    check('$x = 1\nf();', '(= $x 1) f()\n! missing-semicolon');
    check('exit\n\n# later\ndrop;', '(exit) (drop)\n! missing-semicolon');
    check('if ($x) exit else drop;', '(if [$x] (exit))(else (drop))\n! missing-semicolon');
    check('return 1 2;', '(return 1) 2\n! missing-semicolon\n! invalid-statement');
  });

  it('keeps blocks whose statement makes no sense', () => {
    check('if ($x == 1)) { f(); } g();', '? {f()} g()\n! syntax-error');
    check('fi ($x) { f(); } g();', 'fi($x) {f()} g()\n! missing-semicolon');
    check('while ) { f(); } g();', '(while _ {f()}) g()\n! syntax-error');
  });

  it('asks for a semicolon behind a block that is a value', () => {
    check('$x = { f(); }', '(= $x {f()})\n! missing-semicolon');
    check('exit { f(); } g();', '(exit {f()}) g()\n! missing-semicolon');
    check('$x = { f(); }; g();', '(= $x {f()}) ; g()');
  });
});
