import assert from 'node:assert/strict';
import { hover } from '../../../server/src/features/hover.ts';
import type { FixtureOptions } from '../support/fixture.ts';
import { atCursor, textOf } from './support.ts';

interface Shown {
  readonly on: string;
  readonly markdown: string;
}

function shown(text: string, options?: FixtureOptions): Shown | undefined {
  const { analysis, source, offset } = atCursor(text, options);
  const found = hover(analysis, source, offset);
  return found && { on: textOf(found.range), markdown: found.markdown };
}

/** Asserts what the hover is about, and that it holds each of the lines or pieces. */
function assertShown(text: string, on: string, pieces: readonly (string | RegExp)[], options?: FixtureOptions): string {
  const found = shown(text, options);
  assert.ok(found, `nothing is shown for ${text}`);
  assert.equal(found.on, on);
  for (const piece of pieces) {
    if (typeof piece === 'string') assert.ok(found.markdown.includes(piece), `'${piece}' is not in\n${found.markdown}`);
    else assert.match(found.markdown, piece);
  }
  return found.markdown;
}

describe('hover', () => {
  describe('over modules and their parameters', () => {
    it('explains a module with its text, what it has and its page', () => {
      assertShown('loadmodule "/usr/lib/kamailio/modules/dis‸patcher.so"', '/usr/lib/kamailio/modules/dispatcher.so', [
        '```kamailio\nloadmodule "dispatcher.so"\n```',
        'Spreads requests over sets of SIP destinations',
        /\*\*Has:\*\* \d+ parameters/,
        '(https://www.kamailio.org/docs/modules/5.6.x/modules/dispatcher.html)',
      ]);
    });

    it('explains a parameter with its default, range and anchor', () => {
      assertShown('modparam("tm", "default‸_code", 500)', 'default_code', [
        'modparam("tm", "default_code", int)',
        '**Default:** `500`',
        '`400` to `699`',
        'modules/5.6.x/modules/tm.html#tm.p.default_code',
      ]);
    });

    it('says what a number stands for', () => {
      assertShown('modparam("dispatcher", "flags", 3‸)', '3', [/^`3`: hash the user part only \+ keep alternatives/]);
      assertShown('modparam("dispatcher", "ds_probing_mode", ‸1)', '1', [/^`1`: ping all/]);
    });

    it('names the module under the cursor where several are set at once', () => {
      assertShown('modparam("tm|usr‸loc", "x", 1)', 'usrloc', ['loadmodule "usrloc.so"']);
    });

    it('says what the version in use lacks, and since when there is something', () => {
      const text = 'modparam("dispatcher", "ds_dns‸_ttl", 1)';
      assertShown(text, 'ds_dns_ttl', ['**New in 5.6**; you use 5.5'], { version: '5.5' });
      assertShown(text, 'ds_dns_ttl', ['**Versions:** since 5.6'], { version: '6.1' });
      const gone = 'modparam("app_java", "class‸_name", "x")';
      assertShown(gone, 'class_name', ['**Versions:** removed in 6.1'], { version: '6.0' });
      assertShown(gone, 'class_name', ['**Removed in 6.1**; you use 6.1'], { version: '6.1' });
    });

    it('links to the pages of the version in use', () => {
      assertShown('loadmodule "t‸m"', 'tm', ['/docs/modules/6.1.x/modules/tm.html'], { version: '6.1' });
      assertShown('loadmodule "t‸m"', 'tm', ['/docs/modules/devel/modules/tm.html'], { version: '6.2' });
    });

    it('says nothing over a module that no version knows', () => {
      assert.equal(shown('loadmodule "nosuch‸module.so"'), undefined);
      assert.equal(shown('modparam("tm", "no_such_par‸ameter", 1)'), undefined);
    });
  });

  describe('over functions', () => {
    it('shows all forms, the arguments and where each form is allowed', () => {
      assertShown('request_route { ds_se‸lect("1", "4"); }', 'ds_select', [
        '```kamailio\nds_select(set, alg)\nds_select(set, alg, limit)\n```',
        '`alg`: a number, or one pseudo-variable',
        '**Allowed in**, as `ds_select(set, alg)`: every route block',
        '**Allowed in**, as `ds_select(set, alg, limit)`: `request_route`',
      ]);
    });

    it('names the arguments of short forms rightly', () => {
      assertShown('request_route { x‸log("hi"); }', 'xlog', [
        'xlog(format)\nxlog(level, format)\nxlog(facility, level, format)',
      ]);
    });

    it('prefers the function of the module that is loaded', () => {
      const call = 'request_route { sa‸ve("location"); }';
      const markdown = assertShown(`loadmodule "registrar.so"\n${call}`, 'save', ['kamailio.org: registrar, save']);
      assert.doesNotMatch(markdown, /ims_registrar_scscf/);
      assertShown(call, 'save', ['kamailio.org: registrar, save', /ims\\_registrar\\_scscf, save/]);
    });

    it('says that the module is not loaded', () => {
      assertShown('loadmodule "tm.so"\nrequest_route { ds_next‸_dst(); }', 'ds_next_dst', [
        'The module `dispatcher` is not loaded in this configuration.',
      ]);
    });

    it('knows the functions of the core, also without parentheses', () => {
      assertShown('request_route { ex‸it; }', 'exit', ['```kamailio\nexit\nexit()', '/cookbooks/5.6.x/core/#exit']);
      assertShown('request_route { force_rp‸ort(); }', 'force_rport', ['Function of the core']);
    });
  });

  describe('over pseudo-variables', () => {
    it('explains one in code', () => {
      assertShown('request_route { $‸du = "sip:a"; }', '$du', ['Can be read and written', 'pseudovariables/#du']);
      assertShown('request_route { $dlg_va‸r(router) = 1; }', '$dlg_var(router)', ['module `dialog`']);
    });

    it('finds its place in a string, behind escapes and characters of several bytes', () => {
      assertShown('request_route { xlog("é😀\\n\\"$r‸U\\" called"); }', '$rU', ['```kamailio\n$rU\n```']);
      assertShown("request_route { xlog('a $f‸u b'); }", '$fu', ['$fu']);
    });

    it('does not take the end of a sentence for a part of the name', () => {
      assertShown('request_route { xlog("from $s‸i."); }', '$si', ['$si']);
    });

    it('explains transformations and what is inside them', () => {
      const text = (cursor: string): string =>
        `request_route { $var(x) = $(ru{s.sub‸str,$var(i),1}{uri.user}); }`
          .replace('‸', '')
          .replace(cursor, `${cursor}‸`);
      assertShown(text('{s.sub'), 's.substr', ['```kamailio\n{s.substr,offset,length}\n```', 'Takes 2 parameters']);
      assertShown(text('$var(i'), '$var(i)', ['$var(name)']);
      assertShown(text('{uri.us'), 'uri.user', ['{uri.user}']);
      assertShown(text('$(r'), '$(ru', ['$ru']);
    });

    it('tells what goes into the parentheses, and what parameters are', () => {
      assertShown('request_route { $var(x) = $T‸V(s); }', '$TV(s)', ['**Names:** `s`, `u`, `sn`, `un`, `Sn`']);
      assertShown('request_route { $var(x) = $ulc‸(c=>aor); }', '$ulc(c=>aor)', ['**Names** behind `=>`: `aor`']);
      assertShown('request_route { $var(x) = $T_re‸q($ru); }', '$T_req($ru)', ['as in `$T_req($ru)`']);
      assertShown('request_route { $var(x) = $(ru{s.sub‸str,0,1}); }', 's.substr', [
        '`length`: a number not below 0, or a pseudo-variable',
      ]);
    });

    it('finds those between others', () => {
      assertShown('request_route { xlog("$sht(ban=>$s‸i)"); }', '$si', ['$si']);
    });
  });

  describe('over the core', () => {
    it('explains settings by name and by alias', () => {
      assertShown('log_fac‸ility=LOG_LOCAL0', 'log_facility', ['Core setting', '`LOG_LOCAL0`', 'core/#log_facility']);
    });

    it('explains statements, directives and words of conditions', () => {
      assertShown('modpa‸ram("tm", "fr_timer", 1)', 'modparam', ['modparam(<string>, <string>, <int>)']);
      assertShown('#!tryd‸ef A 1\n', '#!trydef', ['#!trydef', '**Also written:** `trydefine`']);
      assertShown('request_route { if (src_‸ip == 10.0.0.1) exit; }', 'src_ip', ['part of the message']);
    });

    it('explains custom globals where they are set and read', () => {
      const set = 'pstn.gw_ip = "192.0.2.1" desc "gateway"\n';
      const pieces = ['pstn.gw_ip = "192.0.2.1" desc "gateway"', '`$sel(cfg_get.pstn.gw_ip)`', 'kamailio.cfg:1'];
      assertShown(set.replace('gw', '‸gw'), 'pstn.gw_ip', pieces);
      assertShown(`${set}request_route { $du = $sel(cfg_get.pstn.‸gw_ip); }`, 'cfg_get.pstn.gw_ip', pieces);
      assertShown(`${set}request_route { $du = @cfg_get.ps‸tn.gw_ip; }`, '@cfg_get.pstn.gw_ip', pieces);
    });

    it('explains flags', () => {
      assertShown('flags FLT_ACC:1;\nrequest_route { setflag(FLT‸_ACC); }', 'FLT_ACC', [
        'flags FLT_ACC:1',
        'kamailio.cfg:1',
      ]);
    });
  });

  describe('over route blocks', () => {
    const FILE = [
      'request_route {',
      '  route(RELAY);',
      '  t_on_failure("FAILED");',
      '  t_on_failure("FAILED");',
      '}',
      '',
      '# not about it',
      '',
      '##########',
      '# Sends it *on*',
      '# by <tm>.',
      '##########',
      'route[RELAY] { exit; }',
      '/* Tries the',
      ' * next one. */',
      'failure_route[FAILED] { route(RELAY); }',
      '',
    ].join('\n');

    it('shows kind, place, the comment above it and who names it', () => {
      const markdown = assertShown(FILE.replace('route(RELAY);\n', 'route(REL‸AY);\n'), 'RELAY', [
        '```kamailio\nroute[RELAY]\n```',
        'Runs where `route()` calls it.',
        'Sends it \\*on\\*  \nby \\<tm\\>.',
        '**Defined:** [kamailio.cfg:13](file:///project/kamailio.cfg#L13)',
        '**Named by:** `route()` twice',
      ]);
      assert.doesNotMatch(markdown, /not about it/);
    });

    it('shows the same over the header, and tells the kinds apart', () => {
      assertShown(FILE.replace('failure_route[F', 'failure_route[F‸'), 'FAILED', [
        'failure_route[FAILED]',
        'Tries the  \nnext one.',
        '`t_on_failure()` twice',
        '/cookbooks/5.6.x/core/#failure_route',
      ]);
      assertShown(FILE.replace('request_route', 'req‸uest_route'), 'request_route', [
        'Runs for every request that comes in.',
      ]);
    });

    it('says that a block does not exist', () => {
      assertShown('request_route { route(GO‸NE); }', 'GONE', ['**Not defined** in this configuration']);
    });

    it('knows the blocks of both sides of a condition', () => {
      const text = '#!ifdef A\nroute[X] { exit; }\n#!else\nroute[X] { drop; }\n#!endif\nrequest_route { route(‸X); }';
      assertShown(text, 'X', [
        /kamailio\.cfg:4\]\(\S+\) and \[kamailio\.cfg:2\]\(\S+\) \(switched off by a condition\)/,
      ]);
    });

    it('explains events from the catalogue', () => {
      assertShown('event_route[htable:exp‸ired:calls] { exit; }', 'htable:expired:calls', [
        'event_route[htable:expired:calls]',
        'Runs in the timer process for each expired item',
        'Event of the module `htable`',
      ]);
    });

    it('works in text that a condition switches off and in half-typed calls', () => {
      const block = '\nroute[RELAY] { exit; }';
      assertShown(`#!ifdef NEVER\nrequest_route { route(RE‸LAY); }\n#!endif${block}`, 'RELAY', [
        'route[RELAY]',
        'kamailio.cfg:4',
      ]);
      assertShown(`request_route { t_on_failure("FAI‸L"\n}\nfailure_route[FAIL] { exit; }`, 'FAIL', [
        'failure_route[FAIL]',
      ]);
    });
  });

  describe('over defines', () => {
    it('shows value, origin and use', () => {
      assertShown('#!define DS_SET 1\nrequest_route { ds_select_dst(DS_‸SET, "4"); }', 'DS_SET', [
        '```kamailio\n#!define DS_SET 1\n```',
        '**Defined:** [kamailio.cfg:1]',
        'Used once',
      ]);
    });

    it('shows the comment above the definition', () => {
      const text = '# The set of\n# all routers.\n#!define DS_SET 1\n#!ifdef DS_S‸ET\n#!endif\n';
      assertShown(text, 'DS_SET', ['The set of  \nall routers.']);
    });

    it('shows what the value of an expression came to', () => {
      assertShown('#!defexp SECONDS‸ 3 * 60\n', 'SECONDS', ['#!defexp SECONDS 3 * 60', '**Value:** `180`']);
    });

    it('shows also what it stands for', () => {
      const text = '#!define FAIL "F1"\nrequest_route { t_on_failure(FA‸IL); }\nfailure_route[F1] { exit; }';
      assertShown(text, 'FAIL', ['#!define FAIL "F1"', 'failure_route[F1]', '`t_on_failure()` once']);
    });

    it('tells where a name comes from that no file defines', () => {
      assertShown('#!ifdef WITH‸_X\n#!endif\n', 'WITH_X', ['Given from outside'], { defines: ['WITH_X'] });
      assertShown('#!ifdef KAMAILIO‸_5\n#!endif\n', 'KAMAILIO_5', ['Predefined by Kamailio 5.6']);
      assertShown('loadmodule "tm.so"\n#!ifdef MOD‸_tm\n#!endif\n', 'MOD_tm', ['`loadmodule`']);
      assertShown('#!ifdef NEV‸ER\n#!endif\n', 'NEVER', ['**Not defined** here']);
      assertShown('#!defenv HO‸ST=HOSTNAME\n', 'HOST', ['Known only where Kamailio runs']);
    });

    it('finds the names of expressions and of $def()', () => {
      assertShown('#!define A 1\n#!ifexp A == 1 && NO‸PE\n#!endif\n', 'NOPE', ['**Not defined** here']);
      assertShown('#!define A 7\nrequest_route { xlog("$def(‸A)"); }', 'A', ['#!define A 7']);
    });

    it('looks into the value', () => {
      assertShown('#!define GO route(RE‸LAY)\nroute[RELAY] { exit; }', 'RELAY', ['route[RELAY]']);
    });
  });

  describe('over paths', () => {
    it('says which included file was taken, and how', () => {
      const rest = '\n--- sub.cfg\ndebug=3\n--- etc/mine.cfg\nfork=no\n';
      assertShown(`--- kamailio.cfg\ninclude_file "su‸b.cfg"${rest}`, '"sub.cfg"', [
        '[sub.cfg](file:///project/sub.cfg)',
        'Found where Kamailio looks for it',
      ]);
      assertShown(`--- kamailio.cfg\n#!include_file "/etc/kamailio/su‸b.cfg"${rest}`, '"/etc/kamailio/sub.cfg"', [
        '(file:///project/sub.cfg)',
        'by the end of its path',
      ]);
      assertShown(
        `--- kamailio.cfg\ninclude_file "/etc/kamailio/mi‸ne.cfg"${rest}`,
        '"/etc/kamailio/mine.cfg"',
        ['(file:///project/etc/mine.cfg)', 'pathMappings'],
        { mappings: [{ deployed: '/etc/kamailio', folder: 'file:///project/etc' }] },
      );
    });

    it('says that a file is missing', () => {
      assertShown('include_file "go‸ne.cfg"\n', '"gone.cfg"', ["'gone.cfg' cannot be found"]);
      assertShown('import_file "go‸ne.cfg"\n', '"gone.cfg"', ['goes on without it']);
    });

    it('explains the file of a module parameter and the parameter', () => {
      const text =
        '--- kamailio.cfg\nmodparam("dispatcher", "list_file", "/etc/kamailio/disp‸atcher.list")\n--- dispatcher.list\n1 sip:a\n';
      assertShown(text, '/etc/kamailio/dispatcher.list', [
        '(file:///project/dispatcher.list)',
        'modparam("dispatcher", "list_file", string)',
      ]);
    });
  });

  it('reads strings that stand side by side as one', () => {
    assertShown('request_route { xlog("a " # one\n  "b $‸ru"); }', '$ru', ['$ru']);
    assertShown('#!define TEXT "a "\nrequest_route { xlog(TEXT "b $f‸u"); }', '$fu', ['$fu']);
  });

  it('shows the definition of a hash table', () => {
    const table = 'modparam("htable", "htable", "ban=>size=8;autoexpire=300;")\n';
    assertShown(`${table}request_route { $sht(b‸an=>$si) = 1; }`, 'ban', [
      'ban=>size=8;autoexpire=300;',
      'kamailio.cfg:1',
    ]);
    assertShown(`${table}request_route { sht_rm("ba‸n", "x"); }`, 'ban', ['Hash table'], { version: '6.1' });
  });

  it('says nothing over comments, numbers, punctuation and plain text', () => {
    for (const text of [
      '# modparam tm fr_‸timer\n',
      '/* route(RE‸LAY) */\nroute[RELAY] { exit; }',
      'request_route { $var(x) = 1‸2; }',
      'request_route { xlog("L_INFO", "plain te‸xt"); }',
      'request_route ‸ { exit; }',
    ]) {
      assert.equal(shown(text), undefined, text);
    }
  });
});
