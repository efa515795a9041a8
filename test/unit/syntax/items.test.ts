import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readText } from '../support/read-text.ts';

/** The tree of top-level text, an item a line, and what the reader finds, with places (the text begins in line 2). */
function check(text: string, expected: string): void {
  const { tree, findings } = readText(`#!KAMAILIO\n${text}\n`);
  assert.equal([tree, ...findings.map((finding) => `! ${finding.replace('kamailio.cfg ', '')}`)].join('\n'), expected);
}

describe('reading top-level statements', () => {
  it('reads core settings with every kind of value', () => {
    check('children=4', '(set children 4)');
    check('debug = -2', '(set debug -2)');
    check('fork=yes log_stderror=off', '(set fork yes)\n(set log_stderror off)');
    check('log_facility=LOG_LOCAL0 log_name="sip"', '(set log_facility LOG_LOCAL0)\n(set log_name "sip")');
    check(`log_prefix="{$ci} " server_header='a'`, `(set log_prefix "{$ci} ")\n(set server_header 'a')`);
    check(
      'children=0x10 tos=IPTOS_LOWDELAY user=root',
      '(set children 0x10)\n(set tos IPTOS_LOWDELAY)\n(set user root)',
    );
    check(
      'tcp_source_ipv4=127.0.0.1 tcp_source_ipv6=::1',
      '(set tcp_source_ipv4 127.0.0.1)\n(set tcp_source_ipv6 ::1)',
    );
    check('tcp_source_ipv6=[2001:db8::1]', '(set tcp_source_ipv6 2001:db8::1)');
    check('udp_mtu_try_proto=tcp udp_mtu_try_proto=*', '(set udp_mtu_try_proto tcp)\n(set udp_mtu_try_proto *)');
    check('children\n=\n4\n;', '(set children 4)\n;');
    check(
      'kemi.reply_route_callback="" kemi.onsend_route_callback="x"',
      '(global kemi.reply_route_callback "")\n(global kemi.onsend_route_callback "x")',
    );
    check('coreparam[name]=1 coreparam["name"]="a"', '(set coreparam 1)\n(set coreparam "a")');
    check('an_unknown_setting=1', '(set an_unknown_setting 1)');
  });

  it('reads modules and their paths', () => {
    check('loadmodule "pv.so"', '(loadmodule "pv.so")');
    check(
      `loadmodule "/usr/lib/kamailio/modules/pv" loadmodule 'tm.so';`,
      `(loadmodule "/usr/lib/kamailio/modules/pv")\n(loadmodule 'tm.so')\n;`,
    );
    check('loadmodulex "pv.so" loadmodulex("tm.so", "g")', '(loadmodulex "pv.so")\n(loadmodulex "tm.so" "g")');
    check('loadmodule("pv.so") loadmodule("tm.so", "g")', '(loadmodule "pv.so")\n(loadmodule "tm.so" "g")');
    check('loadpath "/a:/b" loadpath="/a" mpath = "/b/"', '(loadpath "/a:/b")\n(loadpath "/a")\n(loadpath "/b/")');
    check('cfgengine "native" cfgengine = "lua"', '(cfgengine "native")\n(cfgengine "lua")');
  });

  it('reads module parameters', () => {
    check('modparam("tm", "fr_timer", 30000)', '(modparam "tm" "fr_timer" 30000)');
    check(
      `modparam("tm", "fr_timer", -1) modparam('usrloc|registrar', 'x', "a" "b");`,
      `(modparam "tm" "fr_timer" -1)\n(modparam 'usrloc|registrar' 'x' "a" "b")\n;`,
    );
    check(
      'modparamx("htable", "htable", "$def(X)") modparamx("tm", "fr_timer", $def(X))',
      '(modparamx "htable" "htable" "$def(X)")\n(modparamx "tm" "fr_timer" $def(X))',
    );
  });

  it('refuses module parameters that Kamailio refuses, where the fault is', () => {
    check('modparam("tm", "fr_timer", 1+1)', '?\n! 2:28-29 syntax-error');
    check('modparam("tm", "fr_timer" 1)', '(modparam "tm" "fr_timer" 1)\n! 2:25-26 syntax-error');
    check('modparam("tm" "fr_timer", 1)', '?\n! 2:10-25 syntax-error');
    check('modparam("tm", "fr_timer", fr)', '(modparam "tm" "fr_timer" fr)\n! 2:28-30 syntax-error');
    check('modparam("tm", fr_timer, 1)', '?\n! 2:16-24 syntax-error');
    check('modparam("tm", "fr_timer", $x)', '(modparam "tm" "fr_timer" $x)\n! 2:28-30 syntax-error');
    check('modparam("tm", "fr_timer", 1', '?\n! 2:28-29 syntax-error');
    check('modparam "tm", "fr_timer", 1', '?\n! 2:10-14 syntax-error');
    check('modparam()', '?\n! 2:10-11 syntax-error');
  });

  it('reads custom globals', () => {
    check('pstn.gw_ip = "10.0.0.1" desc "PSTN address"', '(global pstn.gw_ip "10.0.0.1" "PSTN address")');
    check(`a.b = 1 description "x" a.c = "y" descr 'z';`, `(global a.b 1 "x")\n(global a.c "y" 'z')\n;`);
    check('a[1].b = 2 a.b = yes', '(global a[1].b 2)\n(global a.b yes)');
    check('default.a = 1 a.default = "b"', '(global default.a 1)\n(global a.default "b")');
    check('a . b = 1', '(global a.b 1)');
    check('a.b = -1', '(global a.b -1)\n! 2:7-9 syntax-error');
    check('a.b = c', '(global a.b c)\n! 2:7-8 syntax-error');
    check('a.5 = 1', '?\n! 2:3-4 syntax-error');
  });

  it('reads flags', () => {
    check('flags FLAG_A, FLAG_B:2, "FLAG_C", "FLAG_D":4', '(flags FLAG_A FLAG_B:2 "FLAG_C" "FLAG_D":4)');
    check('bool a:3', '(bool a:3)');
    check('avpflags a, "b"', '(avpflags a "b")');
    check('avpflags a:1', '(avpflags a:1)\n! 2:12-13 syntax-error');
    check('flags a,', '?\n! 2:8-9 syntax-error');
    check('flags 1', '?\n! 2:7-8 syntax-error');
  });

  it('reads substitutions', () => {
    check('#!subst "/a/b/"', '(#!subst "/a/b/")');
    check(
      `!!subst "!a!b!gi" #!substdef "/X/4/" #!substdefs '/Y/z/'`,
      `(!!subst "!a!b!gi")\n(#!substdef "/X/4/")\n(#!substdefs '/Y/z/')`,
    );
    check('#!subst /a/b/', '?\n! 2:9-10 syntax-error');
  });

  it('reads over empty statements and recovers between statements', () => {
    check(';;', ';\n;');
    check('children=4;; port=5060', '(set children 4)\n;\n;\n(set port 5060)');
    check('children=4 ) port=5060', '(set children 4)\n?\n(set port 5060)\n! 2:12-13 unknown-statement');
    check('foo bar children=4', '?\n(set children 4)\n! 2:1-4 unknown-statement');
    check('exit; children=4', '?\n;\n(set children 4)\n! 2:1-5 unknown-statement');
    check('$x = 1\nchildren=4', '?\n(set children 4)\n! 2:1-3 syntax-error');
    check('children= \nport=5060', '(set children _)\n(set port 5060)\n! 2:9-10 syntax-error');
    check('if (1) { exit; }\nchildren=4', '?\n(set children 4)\n! 2:1-3 unknown-statement');
    check('{ } children=4', '?\n(set children 4)\n! 2:1-2 unknown-statement');
  });
});
