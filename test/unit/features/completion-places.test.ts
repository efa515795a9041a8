import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, it } from 'mocha';
import { COMPLETION_TRIGGERS, complete, resolveCompletion } from '../../../server/src/features/completion.ts';
import type { CompletionItem } from '../../../server/src/features/completion-items/item.ts';
import { analyse, type Analysis } from '../../../server/src/semantic/analysis.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';
import { createFileResolver } from '../../../server/src/workspace/file-resolver.ts';
import { openCatalog } from '../catalog/repository.ts';
import { accept, head, offer } from './completion-support.ts';

describe('completion in fragments and under conditions', () => {
  it('takes a fragment for what the file around its include makes of it', () => {
    const text = `--- kamailio.cfg
loadmodule "tm.so"
failure_route[F] {
  include_file "inner.cfg"
}
route[RELAY] { exit; }
--- inner.cfg
t_on_‸
`;
    assert.ok(offer(text).labels.includes('t_on_failure'));
    assert.match(offer(text.replace('t_on_', 'mf_pro')).items[0]?.detail ?? '', /maxfwd/);
    const outer = text.replace('  include_file', '  exit;\n}\ninclude_file').replace('cfg"\n}', 'cfg"');
    assert.ok(!offer(outer).labels.includes('t_on_failure'));
    assert.ok(offer(outer.replace('t_on_', 'load')).labels.includes('loadmodule'));
  });

  it('knows what the other files load, set and define', () => {
    const text = `--- kamailio.cfg
include_file "modules.cfg"
include_file "routes.cfg"
--- modules.cfg
loadmodule "tm.so"
#!define FLT_X 3
--- routes.cfg
request_route {
  $var(seen) = 1;
  t_on_failure("‸");
}
failure_route[AGAIN] { exit; }
`;
    assert.deepEqual(offer(text).labels, ['AGAIN']);
    assert.equal(head(text.replace('t_on_failure("‸")', 'setflag(‸)'), 1)[0], 'FLT_X');
  });

  it('works in text that a condition takes away, with what that text loads', () => {
    const text = `loadmodule "tm.so"
#!ifdef WITH_NAT
loadmodule "nathelper.so"
modparam("nathelper", "‸")
#!endif
`;
    assert.ok(offer(text).labels.includes('natping_interval'));
    const route = `#!ifdef WITH_NAT
loadmodule "nathelper.so"
#!endif
request_route {
#!ifdef WITH_NAT
  fix_nated_r‸
#!else
  if ($rU == "1") {
#!endif
  exit;
}
`;
    assert.equal(offer(route).items[0]?.detail, 'nathelper, loaded under a condition');
    assert.ok(accept(route, 'fix_nated_register').includes('  fix_nated_register()‸\n#!else'));
  });

  it('reads one side of a condition at a time', () => {
    const text = (at: string): string => `route[A] {
#!ifdef X
  if ($rU == "1") {
#!else
  if ($rU == "2") {
#!endif
    exit;
  }
}
${at}
`;
    assert.ok(offer(text('load‸')).labels.includes('loadmodule'));
    assert.ok(!offer(text('xlo‸')).labels.includes('xlog'));
  });

  it('works at the end of a file and with CRLF', () => {
    assert.ok(offer('route {\n  ex‸').labels.includes('exit'));
    assert.ok(offer('loadmodule "tm.so"\r\nmodparam("tm", "fr_‸")\r\n').labels.includes('fr_timer'));
    assert.equal(accept('loadmodule "t‸\r\ndebug=2\r\n', 'tm'), 'loadmodule "tm.so"‸\r\ndebug=2\r\n');
    assert.ok(offer('debug=2\r\n#!ifdef ‸\r\n#!endif\r\n', { defines: ['GIVEN'] }).labels.includes('GIVEN'));
    assert.ok(offer('#!KAMAILIO\r\nloadmodule "pv.so"\r\nroute {\r\n  $var(x) = $r‸\r\n}\r\n').labels.includes('$rU'));
    assert.ok(offer('debug=2\r\n‸\r\n').labels.includes('loadmodule'));
  });

  it('is not led astray by a string that is not closed', () => {
    const text = 'loadmodule "tm.so"\nroute {\n  t_on_failure("D‸);\n  xlog("x");\n}\nfailure_route[DST] { exit; }\n';
    assert.deepEqual(offer(text).labels, ['DST']);
    assert.ok(offer(text.replace('D‸);', 'D);').replace('  xlog(', '  xl‸og(')).labels.includes('xlog'));
  });

  it('knows a string that runs over several lines', () => {
    assert.deepEqual(offer('loadmodule "xlog"\nroute {\n  xlog("one\n  t_‸\n  three");\n}\n').labels, []);
  });
});

describe('documentation of completion items', () => {
  it('is there for every kind of item that the catalogue describes', () => {
    const texts = [
      ['loadmodule "‸"', 'dispatcher'],
      ['loadmodule "dispatcher"\nmodparam("dispatcher", "‸")', 'list_file'],
      ['loadmodule "dispatcher"\nroute { ‸ }', 'ds_select_dst'],
      ['loadmodule "pv"\nroute { $v‸ }', '$var'],
      ['loadmodule "pv"\nroute { xlog("$(ru{‸})"); }', 'uri'],
      ['loadmodule "pv"\nroute { xlog("$(ru{s.‸})"); }', 'len'],
      ['‸', 'children'],
      ['‸', 'modparam'],
      ['‸', 'request_route'],
      ['debug=1\n#!‸', '#!ifdef'],
      ['event_route[‸]', 'dispatcher:dst-down'],
      ['route { if (‸) ; }', 'src_ip'],
      ['route { ‸ }', 'setflag'],
      ['route { route(‸); }\nroute[A] { exit; }', 'A'],
      ['#!define A 5\nchildren=‸', 'A'],
    ] as const;
    for (const [text, label] of texts) {
      const { analysis, items } = offer(text);
      const item = items.find((entry) => entry.label === label);
      assert.ok(item, `${label} in ${text}`);
      const key = item.documentationKey;
      assert.ok(key !== undefined && (resolveCompletion(analysis, key)?.length ?? 0) > 5, `${label}: ${key ?? ''}`);
    }
  });

  it('is nothing for a key that is none', () => {
    const { analysis } = offer('‸');
    for (const key of ['', 'function', 'function tm', 'parameter nowhere x', 'route main X', 'x y z']) {
      assert.equal(resolveCompletion(analysis, key), undefined);
    }
  });
});

const EXAMPLES = path.resolve(import.meta.dirname, '../../../examples');

function analyseExample(name: string): Analysis {
  const read = new Map<string, SourceText | undefined>();
  const open = (uri: string): SourceText | undefined => {
    if (!read.has(uri)) read.set(uri, openFile(uri));
    return read.get(uri);
  };
  const root = open(pathToFileURL(path.join(EXAMPLES, name, 'kamailio.cfg')).href);
  assert.ok(root);
  return analyse(root, createFileResolver(open, []), openCatalog('5.6'), { defines: [] });
}

function openFile(uri: string): SourceText | undefined {
  try {
    return new SourceText(uri, readFileSync(fileURLToPath(uri), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Asks at an offset and checks that each edit stays at the cursor, on its line. */
function checkOffset(
  analysis: Analysis,
  source: SourceText,
  offset: number,
  trigger?: string,
): readonly CompletionItem[] {
  const { items } = complete(analysis, source, offset, trigger);
  const lineStart = source.lineStart(source.lineAt(offset));
  const lineEnd = source.lineStart(source.lineAt(offset) + 1);
  const misplaced = items.find(
    ({ range, replaceEnd }) =>
      range.source !== source ||
      range.start > offset ||
      range.end !== offset ||
      replaceEnd < offset ||
      range.start < lineStart ||
      replaceEnd > lineEnd,
  );
  assert.equal(misplaced, undefined, `at ${offset}`);
  return items;
}

describe('completion everywhere', () => {
  for (const name of ['sbc', 'router-a']) {
    it(`answers at every place of the files of examples/${name}`, () => {
      const analysis = analyseExample(name);
      assert.ok(analysis.program.files.length > 5);
      let offers = 0;
      for (const source of analysis.program.files) {
        for (let offset = 0; offset <= source.text.length; offset++) {
          if (checkOffset(analysis, source, offset).length > 0) offers++;
        }
      }
      assert.ok(offers > 1000);
    });
  }

  it('offers again every word that a configuration is made of', () => {
    const analysis = analyseExample('sbc');
    const missing: string[] = [];
    let asked = 0;
    for (const source of analysis.program.files) {
      for (const { token } of analysis.program.tokensOf(source)) {
        if (token.macro || !/^(?:if|exit|loadmodule|modparam|[a-z]+_[a-z_]+)$/.test(token.image)) continue;
        asked++;
        const items = checkOffset(analysis, source, token.end);
        if (!items.some((item) => item.label === token.image || item.label.startsWith(`${token.image}[`))) {
          missing.push(`${source.uri.slice(-20)} ${source.lineAt(token.start) + 1} ${token.image}`);
        }
      }
    }
    assert.ok(asked > 60);
    assert.deepEqual(missing, []);
  });

  const MEDIUM = `#!KAMAILIO
#!define FLT_ACC 1
#!ifdef WITH_X
loadmodule "nathelper.so"
#!else
loadmodule "rr.so"
#!endif
loadmodule "tm.so" /* é💥 */
modparam("tm|rr", "fr_timer", 5)
listen=udp:127.0.0.1:5060 advertise "x":5060
group.name = 5 desc "text"
flags A:1, B:2;
socket = { bind = udp:10.0.0.1:5060; name = "s"; }
request_route {
  switch ($rm) { case "INVITE": case /"^B": break; default: exit; }
  if (($(ru{uri.host}{s.substr,0,$var(n)}) =~ "^a\\"b") && !is_method("ACK|BYE")) {
    $sht(calls=>$ci::x) = (int)$var(x) + 5;
    t_on_failure("AGAIN"); # comment "with $signs
    while ($var(i) < 3) $var(i) = $var(i) + 1;
  } else if (method == INVITE or src_ip == 10.0.0.0/8) route(RELAY);
  xlog("L_INFO", "to $(hdr(From)[0]{nameaddr.uri}) \${not}");
  return ($rU != $null);
}
event_route[htable:mod-init] { exit; }
failure_route[AGAIN] { drop(); }
`;

  const catalog = openCatalog('6.1');
  function analyseText(text: string): { analysis: Analysis; source: SourceText } {
    const source = new SourceText('file:///project/kamailio.cfg', text);
    return {
      analysis: analyse(
        source,
        createFileResolver(() => undefined, []),
        catalog,
        { defines: [] },
      ),
      source,
    };
  }

  it('answers at the end of every beginning of a configuration', () => {
    for (let length = 0; length <= MEDIUM.length; length++) {
      const { analysis, source } = analyseText(MEDIUM.slice(0, length));
      checkOffset(analysis, source, length);
      checkOffset(analysis, source, length, MEDIUM[length - 1]);
    }
  });

  it('answers behind every character that editors ask after, wherever it is typed', () => {
    for (let at = 0; at <= MEDIUM.length; at += 11) {
      for (const trigger of COMPLETION_TRIGGERS) {
        const { analysis, source } = analyseText(MEDIUM.slice(0, at) + trigger + MEDIUM.slice(at));
        checkOffset(analysis, source, at + 1, trigger);
      }
    }
  });

  it('answers outside of the text and for a file that is no part of the program', () => {
    const { analysis, source } = analyseText(MEDIUM);
    for (const offset of [-5, MEDIUM.length + 100]) assert.ok(Array.isArray(complete(analysis, source, offset).items));
    const stranger = new SourceText('file:///project/other.cfg', 'loadm');
    assert.ok(complete(analysis, stranger, 5).items.some((item) => item.label === 'loadmodule'));
  });

  it('reads no module that is neither loaded nor called', () => {
    const catalog = openCatalog('5.6');
    const asked: string[] = [];
    const spied = new Proxy(catalog, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (key === 'module') return (name: string) => (asked.push(name), target.module(name));
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const source = new SourceText('file:///k.cfg', 'loadmodule "tm.so"\nroute {\n  \n  xlog("$");\n}\n');
    const analysis = analyse(
      source,
      createFileResolver(() => undefined, []),
      spied,
      { defines: [] },
    );
    for (let offset = 0; offset <= source.text.length; offset++) complete(analysis, source, offset);
    assert.deepEqual([...new Set(asked)].sort(), ['pv', 'tm', 'xlog']);
  });
});
