import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accept, head, offer } from './completion-support.ts';

const LOADED = 'loadmodule "tm.so"\nloadmodule "rr.so"\nloadmodule "htable.so"\n';
const inRoute = (statements: string, kind = 'request_route'): string => `${LOADED}${kind} {\n  ${statements}\n}\n`;

describe('completion of statements', () => {
  it('offers keywords, then functions of loaded modules, then the others', () => {
    const { labels, items } = offer(inRoute('‸'));
    const place = (label: string): number => {
      assert.ok(labels.includes(label), label);
      return labels.indexOf(label);
    };
    assert.ok(place('if') < place('t_relay'));
    assert.ok(place('t_relay') < place('dlg_manage'));
    assert.ok(place('setflag') < place('dlg_manage'));
    assert.equal(items[place('t_relay')]?.detail, 'tm');
    assert.match(items[place('dlg_manage')]?.detail ?? '', /dialog: module not loaded/);
    assert.ok(!labels.includes('loadmodule') && !labels.includes('debug') && !labels.includes('bind_htable'));
  });

  it('writes a call with its parentheses, once', () => {
    assert.equal(accept(inRoute('t_on_fa‸'), 't_on_failure'), inRoute('t_on_failure(‸)'));
    assert.equal(accept(inRoute('t_check_tr‸'), 't_check_trans'), inRoute('t_check_trans()‸'));
    assert.equal(accept(inRoute('t_on_fa‸("X");'), 't_on_failure'), inRoute('t_on_failure‸("X");'));
    assert.equal(accept(inRoute('t_on_fa‸il("X");'), 't_on_failure'), inRoute('t_on_failure‸("X");'));
    assert.equal(accept(inRoute('ex‸;'), 'exit'), inRoute('exit‸;'));
  });

  it('puts last what this kind of route block may not call', () => {
    const { items } = offer(inRoute('loose‸ ', 'failure_route[F]'));
    assert.match(items.find((item) => item.label === 'loose_route')?.detail ?? '', /not allowed in failure_route/);
    assert.ok(!offer(inRoute('loose_rou‸ ')).items[0]?.detail?.includes('not allowed'));
    const onsend = offer(inRoute('forwar‸', 'onsend_route')).items.find((item) => item.label === 'forward');
    assert.equal(onsend?.detail, 'not allowed in onsend_route');
  });

  it('has the functions of the version only, of loaded modules and of others', () => {
    for (const name of ['t_exists', 'pos_append', 'sdp_iterator_start']) {
      assert.ok(!offer(inRoute('‸'), { version: '5.5' }).labels.includes(name), name);
      assert.ok(offer(inRoute('‸'), { version: '6.1' }).labels.includes(name), name);
    }
  });

  it('writes control statements with their blocks', () => {
    assert.equal(accept(inRoute('if‸'), 'if'), inRoute('if (‸) {\n\t\n}'));
    assert.equal(accept(inRoute('whi‸ ($var(i) > 0) {'), 'while'), inRoute('while‸ ($var(i) > 0) {'));
  });

  it('offers else behind an if only', () => {
    assert.ok(offer(inRoute('if (is_myself("$ru")) {\n    exit;\n  } ‸')).labels.includes('else'));
    assert.ok(offer(inRoute('if (is_myself("$ru")) exit;\n  ‸')).labels.includes('else if'));
    assert.ok(offer(inRoute('if $rU == "1" {\n    exit;\n  } ‸')).labels.includes('else'));
    assert.ok(!offer(inRoute('exit;\n  ‸')).labels.includes('else'));
    assert.ok(!offer(inRoute('while (1) { exit; }\n  ‸')).labels.includes('else'));
    assert.ok(!offer(inRoute('‸')).labels.includes('else'));
    assert.equal(
      accept(inRoute('if ($rU == "1") exit; else i‸'), 'if'),
      inRoute('if ($rU == "1") exit; else if (‸) {\n\t\n}'),
    );
  });

  it('offers case and default in a switch, break where there is something to break', () => {
    const inSwitch = offer(inRoute('switch ($rm) {\n    ‸\n  }')).labels;
    assert.ok(inSwitch.includes('case') && inSwitch.includes('default') && inSwitch.includes('break'));
    const behindLabel = offer(inRoute('switch ($rm) {\n    case "INVITE":\n      ‸\n  }')).labels;
    assert.ok(behindLabel.includes('break') && behindLabel.includes('t_relay'));
    const outside = offer(inRoute('‸')).labels;
    assert.ok(outside.indexOf('break') > outside.indexOf('dlg_manage'));
    assert.ok(!offer(inRoute('‸')).labels.includes('case'));
    assert.equal(head(inRoute('switch ($rm) {\n    case ‸\n  }'), 1)[0], 'INVITE');
  });

  it('offers the calls of route blocks that are there or called already', () => {
    const text = `${inRoute('route(GONE);\n  rou‸')}route[RELAY] { exit; }\n`;
    const { labels } = offer(text);
    assert.deepEqual(
      labels.filter((label) => label.startsWith('route(')),
      ['route(GONE)', 'route(RELAY)'],
    );
    assert.ok(accept(text, 'route(RELAY)').includes('route(RELAY)‸'));
  });

  it('offers nothing behind a statement that is not ended, on its line', () => {
    assert.deepEqual(offer(inRoute('exit ‸')).labels, []);
    assert.deepEqual(offer(inRoute('t_relay() t_re‸')).labels, []);
    assert.ok(offer(inRoute('t_relay()\n  t_re‸')).labels.includes('t_relay'));
  });

  it('leaves the user alone after characters that begin nothing', () => {
    assert.deepEqual(offer(inRoute('if ($rU == "1") {‸'), {}, '{').labels, []);
    assert.deepEqual(offer(inRoute('exit;‸'), {}, ';').labels, []);
    assert.deepEqual(offer(inRoute('t_relay(‸'), {}, '.').labels, []);
    assert.deepEqual(offer(inRoute('xlog("a ‸'), {}, ' ').labels, []);
    assert.ok(offer(inRoute('t_on_failure("‸'), {}, '"').labels.length === 0);
    assert.ok(offer(inRoute('$‸'), {}, '$').labels.includes('$ru'));
    assert.ok(offer('#!ifdef ‸', { defines: ['X'] }, ' ').labels.includes('X'));
    assert.ok(offer(inRoute('if ($rm == ‸'), {}, ' ').labels.includes('INVITE'));
  });
});

describe('completion of arguments', () => {
  it('offers flags that are declared or that a define numbers', () => {
    const flags = '#!define FLT_ACC 1\n#!define FLB_NAT 2\n#!define PORT 5060\nflags MINE:7;\n';
    assert.deepEqual(head(flags + inRoute('setflag(‸);'), 2), ['FLT_ACC', 'MINE']);
    assert.equal(accept(flags + inRoute('setflag(M‸);'), 'MINE'), flags + inRoute('setflag(MINE‸);'));
    assert.equal(head(`${flags}loadmodule "kex.so"\n${inRoute('setbflag(‸);')}`, 1)[0], 'FLB_NAT');
  });

  it('offers methods, and not again what is listed', () => {
    const text = `loadmodule "textops.so"\n${inRoute('if (is_method("INVITE|‸")) {')}`;
    const { labels } = offer(text);
    assert.equal(labels[0], 'ACK');
    assert.equal(labels.at(-1), 'INVITE');
    assert.ok(accept(text, 'BYE').includes('is_method("INVITE|BYE‸")'));
    assert.ok(
      accept(`loadmodule "textops.so"\n${inRoute('if (is_method(‸)) {')}`, 'BYE').includes('is_method("BYE"‸)'),
    );
  });

  it('offers header fields, profiles, tables and log levels where a function takes them', () => {
    assert.ok(offer(`loadmodule "textops"\n${inRoute('remove_hf("Rec‸");')}`).labels.includes('Record-Route'));
    const profiles = 'loadmodule "dialog"\nmodparam("dialog", "profiles_with_value", "caller ; trunk/s")\n';
    assert.deepEqual(offer(profiles + inRoute('set_dlg_profile("‸");')).labels, ['caller', 'trunk']);
    const tables = 'modparam("htable", "htable", "calls=>size=8;")\n';
    assert.ok(accept(tables + inRoute('sht_lock("‸");'), 'calls').includes('sht_lock("calls=>‸");'));
    assert.ok(accept(tables + inRoute('sht_rm("‸", "x");'), 'calls').includes('sht_rm("calls‸", "x");'));
    assert.ok(offer(`loadmodule "xlog"\n${inRoute('xlog("L_‸", "x");')}`).labels.includes('L_ERR'));
  });

  it('offers nothing in a string that is anyone’s', () => {
    assert.deepEqual(offer(`loadmodule "xlog"\n${inRoute('xlog("L_ERR", "t_‸");')}`).labels, []);
  });
});
