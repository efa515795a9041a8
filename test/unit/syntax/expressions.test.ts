import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readStatements } from '../support/read-text.ts';

/** The tree of a route block's statements, and the codes of what the reader finds. */
function check(statements: string, expected: string): void {
  assert.equal(readStatements(statements), expected);
}

describe('reading expressions', () => {
  it('binds operators as strongly as cfg.y declares', () => {
    check('$x = 1 | 2 & 3 ^ 4 << 5 >> 6;', '(= $x (| 1 (& 2 (^ 3 (<< 4 (>> 5 6))))))');
    check('$x = 1 >> 2 << 3;', '(= $x (<< (>> 1 2) 3))');
    check('$x = $a || $b && $c;', '(= $x (|| $a (&& $b $c)))');
    check('$x = $a and $b or $c;', '(= $x (or (and $a $b) $c))');
    check('$x = $a && $b | $c & $d;', '(= $x (&& $a (| $b (& $c $d))))');
    check('$x = $a == $b < $c + $d * $e;', '(= $x (== $a (< $b (+ $c (* $d $e)))))');
    check('$x = $a * $b + $c < $d == $e;', '(= $x (== (< (+ (* $a $b) $c) $d) $e))');
    check('$x = $a + $b == $c && $d != $e || $f =~ "g";', '(= $x (|| (&& (== (+ $a $b) $c) (!= $d $e)) (=~ $f "g")))');
    check('$x = 1 - 2 - 3;', '(= $x (- (- 1 2) 3))');
    check('$x = 8 / 4 / 2;', '(= $x (/ (/ 8 4) 2))');
    check('$x = 1 mod 2 * 3;', '(= $x (* (mod 1 2) 3))');
    check('$x = $a eq $b ne $c;', '(= $x (ne (eq $a $b) $c))');
    check('$x = $a ieq 1 and $b ine 2;', '(= $x (and (ieq $a 1) (ine $b 2)))');
    check('$x = "a" + 1 + $b;', '(= $x (+ (+ "a" 1) $b))');
  });

  it('binds prefixes more strongly than anything infix', () => {
    check('$x = - $y + 1;', '(= $x (+ (- $y) 1))');
    check('$x = -1 - -2;', '(= $x (- (- 1) (- 2)))');
    check('$x = 1 -1;', '(= $x (- 1 1))');
    check('$x = !$y == 1;', '(= $x (== (! $y) 1))');
    check('$x = not $y or $z;', '(= $x (or (not $y) $z))');
    check('$x = !!$y;', '(= $x (! (! $y)))');
    check('$x = ~1 & ~ ~2;', '(= $x (& (~ 1) (~ (~ 2))))');
    check('$x = (int)$y + 1;', '(= $x (+ ((int) $y) 1))');
    check('$x = (str)$y + "a" + (int)"5";', '(= $x (+ (+ ((str) $y) "a") ((int) "5")))');
    check('$x = defined $y == 1;', '(= $x (== (defined $y) 1))');
    check('$x = !defined $y && defined @to.tag;', '(= $x (&& (! (defined $y)) (defined @to.tag)))');
    check('$x = -(int)!$y * 2;', '(= $x (* (- ((int) (! $y))) 2))');
  });

  it('takes a comparison of a message operand as one element', () => {
    check('if (!uri == myself) exit;', '(if [(! (== <uri> <myself>))] (exit))');
    check(
      'if (uri == myself && !method == "ACK") exit;',
      '(if [(&& (== <uri> <myself>) (! (== <method> "ACK")))] (exit))',
    );
    check('if (1 + src_port == 5) exit;', '(if [(+ 1 (== <src_port> 5))] (exit))');
    check('if (src_port == 5060 + 1) exit;', '(if [(== <src_port> (+ 5060 1))] (exit))');
    check('if (src_port == 5 == 1) exit;', '(if [(== (== <src_port> 5) 1)] (exit))');
    check('if (src_port > 5 + 5 && af == INET6) exit;', '(if [(&& (> <src_port> (+ 5 5)) (== <af> INET6))] (exit))');
    check('if (src_port < 1 == 2) exit;', '(if [(== (< <src_port> 1) 2)] (exit))');
    check(
      'if (method == INVITE || method =~ "ACK|BYE") exit;',
      '(if [(|| (== <method> INVITE) (=~ <method> "ACK|BYE"))] (exit))',
    );
    check(
      'if (status == "200" or from_uri != myself) exit;',
      '(if [(or (== <status> "200") (!= <from_uri> <myself>))] (exit))',
    );
    check(
      'if (uri eq "sip:a" and to_uri ne "sip:b") exit;',
      '(if [(and (eq <uri> "sip:a") (ne <to_uri> "sip:b"))] (exit))',
    );
    check(
      'if (proto == udp || proto == * || snd_proto != WSS) exit;',
      '(if [(|| (|| (== <proto> <udp>) (== <proto> <*>)) (!= <snd_proto> <WSS>))] (exit))',
    );
    check('if (msg:len > 100 && msg:len <= 2000) exit;', '(if [(&& (> <msg:len> 100) (<= <msg:len> 2000))] (exit))');
    check(
      'if (myself == uri || myself != src_ip) exit;',
      '(if [(|| (== <myself> <uri>) (!= <myself> <src_ip>))] (exit))',
    );
  });

  it('compares addresses, networks and hosts', () => {
    check('if (src_ip == 10.0.0.1) exit;', '(if [(== <src_ip> 10.0.0.1)] (exit))');
    check(
      'if (src_ip == 10.0.0.0/8 || dst_ip == 10.0.0.0/255.0.0.0) exit;',
      '(if [(|| (== <src_ip> 10.0.0.0/8) (== <dst_ip> 10.0.0.0/255.0.0.0))] (exit))',
    );
    check(
      'if (src_ip == ::1 || src_ip == [::1] || src_ip == fe80::1/64 || src_ip == [2001:db8::]/32) exit;',
      '(if [(|| (|| (|| (== <src_ip> ::1) (== <src_ip> [::1])) (== <src_ip> fe80::1/64)) (== <src_ip> [2001:db8::]/32))] (exit))',
    );
    check(
      'if (src_ip == 1:2:3:4:5:6:7:8 || src_ip != 2001:DB8::ff00:42:8329) exit;',
      '(if [(|| (== <src_ip> 1:2:3:4:5:6:7:8) (!= <src_ip> 2001:DB8::ff00:42:8329))] (exit))',
    );
    check(
      'if (src_ip == "10.0.0.1" || src_ip =~ "10[.]" || src_ip == $si) exit;',
      '(if [(|| (|| (== <src_ip> "10.0.0.1") (=~ <src_ip> "10[.]")) (== <src_ip> $si))] (exit))',
    );
    check(
      'if (src_ip == sip-a.example.com || dst_ip == gw) exit;',
      '(if [(|| (== <src_ip> sip-a.example.com) (== <dst_ip> gw))] (exit))',
    );
    check('if (src_ip == 10.0.0.0/33) exit;', '(if [(== <src_ip> 10.0.0.0/33)] (exit))\n! syntax-error');
    check('if (src_ip == 10.0.0.256) exit;', '(if [(== <src_ip> 10.0.0.256)] (exit))\n! syntax-error');
    check('if (src_ip == ::1/129) exit;', '(if [(== <src_ip> ::1/129)] (exit))\n! syntax-error');
    check('if (src_ip == 5) exit;', '(if [(== <src_ip> 5)] (exit))\n! invalid-expression');
  });

  it('refuses a message operand where it is compared with nothing, or with what it cannot be', () => {
    check('if (src_ip) exit;', '(if [<src_ip>] (exit))\n! invalid-expression');
    check('if ($si == src_ip) exit;', '(if [(== $si <src_ip>)] (exit))\n! invalid-expression');
    check('if (src_ip > 10.0.0.1) exit;', '(if [(> <src_ip> 10.0.0.1)] (exit))\n! invalid-expression');
    check('if (method < "x") exit;', '(if [(< <method> "x")] (exit))\n! invalid-expression');
    check('if (method == udp) exit;', '(if [(== <method> <udp>)] (exit))\n! invalid-expression');
    check('if (src_port =~ "5") exit;', '(if [(=~ <src_port> "5")] (exit))\n! invalid-expression');
    check('if (src_port ieq 5) exit;', '(if [(ieq <src_port> 5)] (exit))\n! invalid-expression');
    check('if (proto > udp) exit;', '(if [(> <proto> <udp>)] (exit))\n! invalid-expression');
    check('if (myself) exit;', '(if [<myself>] (exit))\n! invalid-expression');
    check('if ($ru == myself) exit;', '(if [(== $ru <myself>)] (exit))\n! invalid-expression');
    check('if (myself == $ru) exit;', '(if [(== <myself> $ru)] (exit))\n! invalid-expression');
    check('if (myself =~ uri) exit;', '(if [(=~ <myself> <uri>)] (exit))\n! invalid-expression');
    check('$x = udp;', '(= $x <udp>)\n! invalid-expression');
    check('$x = 10.0.0.1;', '(= $x 10.0.0.1)\n! invalid-expression');
    check('$x = a.example.com;', '(= $x a.example.com)\n! invalid-expression');
  });

  it('reads literals', () => {
    check('$x = 0 + 10 + 0x1F + 0Xf + 017 + 101b;', '(= $x (+ (+ (+ (+ (+ 0 10) 0x1F) _) 017) 101b))\n! syntax-error');
    check(
      '$x = yes + no + on + off + true + false + enable + disable;',
      '(= $x (+ (+ (+ (+ (+ (+ (+ yes no) on) off) true) false) enable) disable))',
    );
    check('$x = inet + INET6 + ipv4 + IPv6;', '(= $x (+ (+ (+ inet INET6) ipv4) IPv6))');
    check('$x = "a" "b"\n  "c";', '(= $x "a" "b"\n  "c")');
    check(`$x = 'a' + 'it''s';`, `(= $x (+ 'a' 'it')) 's'\n! missing-semicolon\n! invalid-statement`);
    check('$x = "";', '(= $x "")');
    check('$x = 08;', '(= $x _)\n! syntax-error');
    check('$x = 1a;', '(= $x _)\n! syntax-error');
  });

  it('reads pseudo-variables, selects and attributes', () => {
    check(
      '$x = $var(a) + $avp(i:5) + $(ru{s.len}) + $hdr(X-Y) + $xavp(a[0]=>b);',
      '(= $x (+ (+ (+ (+ $var(a) $avp(i:5)) $(ru{s.len})) $hdr(X-Y)) $xavp(a[0]=>b)))',
    );
    check(
      '$x = $(var(a)[-1]{s.substr,0,$var(n)}) + $sht(t=>$si::$sp);',
      '(= $x (+ $(var(a)[-1]{s.substr,0,$var(n)}) $sht(t=>$si::$sp)))',
    );
    check('$x = $rc + $retcode + $?;', '(= $x (+ (+ $rc $retcode) $?))');
    check(
      '$x = @from.uri + @hf_value["X-Y"] + @via[-1].host + @cfg_get.core.debug;',
      '(= $x (+ (+ (+ @from.uri @hf_value["X-Y"]) @via[-1].host) @cfg_get.core.debug))',
    );
    check("$x = @hf_value.diversion[0].param['reason'] + 1;", "(= $x (+ @hf_value.diversion[0].param['reason'] 1))");
    check('$x = @via[ 1 ].host;', '(= $x @via[ 1 ].host)');
    check('$x = %a + %f.b + %tu.c[1] + %g.d[-1] + %e[];', '(= $x (+ (+ (+ (+ %a %f.b) %tu.c[1]) %g.d[-1]) %e[]))');
    check('%a[-] = 1;', '(= %a[-] 1)\n! syntax-error');
  });

  it('reads built-in operators and calls', () => {
    check('$x = strlen($ru) + strlen("a" + $b);', '(= $x (+ strlen($ru) strlen((+ "a" $b))))');
    check('if (strempty($ru) || !strempty("")) exit;', '(if [(|| strempty($ru) (! strempty("")))] (exit))');
    check('$x = selval($a == 1, "b", 5 + 6);', '(= $x selval((== $a 1), "b", (+ 5 6)))');
    check('$x = selval($a, "b");', '(= $x selval($a, "b"))\n! invalid-expression');
    check('$x = strlen($a, $b);', '(= $x strlen($a, $b))\n! invalid-expression');
    check('$x = strlen $a;', '(= $x strlen($a))\n! syntax-error');
    check('f();', 'f()');
    check(
      'f(1, -2, "a", $b, g(), !$c, $d + 1, h("i", $j));',
      'f(1, (- 2), "a", $b, g(), (! $c), (+ $d 1), h("i", $j))',
    );
    check('f(1,);', 'f(1)\n! syntax-error');
    check('f(,1);', 'f(1)');
    check('f(,);', 'f()\n! syntax-error');
    check('f(1 2);', 'f(1)\n! syntax-error');
    check('$x = f("a") == 1 && !g();', '(= $x (&& (== f("a") 1) (! g())))');
  });

  it(`folds nothing of a call's arguments away`, () => {
    check('xlog("L_INFO", "a" + "b" "c");', 'xlog("L_INFO", (+ "a" "b" "c"))');
    check('f($x == 1, ($y), -1);', 'f((== $x 1), [$y], (- 1))');
  });

  it('reads assignments and blocks inside expressions', () => {
    check('if (($x = 1) == 2) exit;', '(if [(== (= $x 1) 2)] (exit))');
    check('$x = ($y = 1);', '(= $x (= $y 1))');
    check('if ({ exit; }) exit;', '(if [{(exit)}] (exit))');
    check('$x = { f(); $y = 1; };', '(= $x {f() (= $y 1)}) ;');
    check('$x = {};', '(= $x {}) ;\n! empty-block');
  });

  it('keeps what it can of half an expression', () => {
    check('$x = ;', '(= $x _)\n! syntax-error');
    check('$x = 1 + ;', '(= $x _)\n! syntax-error');
    check('$x = * 2;', '(= $x 2)\n! syntax-error');
    check('if () exit;', '(if _ (exit))\n! syntax-error');
    check('if ($x == ) exit;', '(if _ (exit))\n! syntax-error');
    check('if (($x == 1) exit;', '(if [[(== $x 1)]] (exit))\n! syntax-error');
    check('if ($x == 1)) exit;', '?\n! syntax-error');
    check('if (== 1) exit;', '(if [1] (exit))\n! syntax-error');
    check('$x = $y[1];', '(= $x $y) ?\n! missing-semicolon');
    check('$x = f(;', '(= $x f())\n! syntax-error');
  });
});
