import assert from 'node:assert/strict';
import { findDefinition } from '../../../server/src/features/definition.ts';
import { describeServer } from '../../../server/src/features/describe-server.ts';
import { findDocumentLinks } from '../../../server/src/features/document-links.ts';
import { listDocumentSymbols, type DocumentSymbol } from '../../../server/src/features/document-symbols.ts';
import { listFoldingRanges } from '../../../server/src/features/folding-ranges.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { anchorsOfProgram } from '../../../server/src/features/live-anchors.ts';
import { findReferences } from '../../../server/src/features/references.ts';
import { setInProgram } from '../../../server/src/features/set-places.ts';
import { renameSet } from '../../../server/src/features/set-rename.ts';
import { signatureHelp } from '../../../server/src/features/signature-help.ts';
import type { Analysis } from '../../../server/src/semantic/analysis.ts';
import type { SourceRange, SourceText } from '../../../server/src/syntax/source-text.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';
import { readExamples } from './support.ts';

/** Texts that are hard to read: half-typed, out of balance, with other line ends and characters. */
const HARD: readonly string[] = [
  '',
  '"',
  'modparam("tm", "fr_',
  'modparam("tm|usrloc", , 5\nmodparam(',
  'request_route { t_on_failure("FA\n  route(X\n}\nroute[X] { exit; }',
  'request_route { if (ds_select((1 + 2, "a,b)", $(ru{s.substr,$var(x),-1}) }',
  'request_route { xlog("é€😀 $ru. $(hdr(Via)[1]{param.value,ttl}{s.int}) \\" $sht(a=>$si::$rU) $def(X) $sel(cfg_get.a.b)"); }',
  'request_route { $var(a) = @cfg_get.my.glob + $(avp(s:x)[$var(i)]{uri.host}; $x( $( $ }',
  '#!define A B\n#!define B A\n#!define MANY route(R); route(R);\nA\nrequest_route { MANY A exit; }\nroute[R] { drop; }',
  '#!define LONG one \\\n  two \\\n  $var(x)\n#!ifdef\n#!ifexp A && (B || KAMAILIO_VERSION >= 5006000)\n#!else\n#!endif\n#!endif',
  '#!ifdef NEVER\nthis is { no kamailio ] "at all\n#!define IN 1\ninclude_file "x.cfg"\nmodparam("tm", "fr_timer", IN)\nroute(\n#!else\nroute[A] {\n#!endif\n exit;\n',
  'request_route {\r\n  /* a\r\n b */ if (src_ip == 10.0.0.0/8) {\r\n    exit;\r\n  } else {\r\n    drop;\r\n  }\r\n}\r\n',
  'my.glob = 5 desc "x"\ngroup[1].name = "y"\nkemi.onsend_route_callback = "z"\nlisten = (eth0, eth1):5060 advertise a.b:5 name "n"\nflags A:1, B\navpflags c;',
  'loadmodule\nloadmodule "\nloadmodule (\nloadmodulex "tm.so"\nmpath "/x"\ncfgengine "lua"\nroute[] { }\nevent_route[ {',
  '#!subst "/X/Y/"\n#!substdef "!HOST!example.com!g"\nrequest_route { t_on_failure("X"); xlog("HOST X $ru"); }\nfailure_route[Y] { exit; }',
  '--- a.cfg\ninclude_file "b.cfg"\ninclude_file "b.cfg"\nrequest_route {\n include_file "c.cfg"\n}\n--- b.cfg\n#!trydef N 1\nroute[N] { route(N); }\n--- c.cfg\nroute(N);\nexit;\n',
  '#!define S "1"\n#!subst "/TWO/2/"\nrequest_route { ds_select_dst(S, "4"); ds_select_routes("1=4;$var(x)=0;;=", 2); ds_select("TWO" "1", (-1)); ds_is_active("1',
  'listen = tcp:(\nlisten = tls:[::1]:x advertise\nloadmodule "ctl.so"\nmodparam("ctl", "binrpc", "tcp:[")\nmodparam("dmq", "notification_address", "")\nmodparam("htable", "htable", "=>")\nloadmodule "xhttp.so"\nloadmodule "jsonrpcs.so"\nmodparam("jsonrpcs", "transport", 1)\nevent_route[xhttp:request] { if ($hu =~ "^(") route(A); else if () { } switch ( { case : }\nroute[A] { route(A); if (1) jsonrpc_dispatch(); }',
  'socket = { bind = udp:1.2.3.4:5060 name = "x" }\n{{ template }}\nlisten = {{ ip }}\n',
];

function assertInside({ source, start, end }: SourceRange, what: string): void {
  assert.ok(0 <= start && start <= end && end <= source.text.length, `${what}: ${start}-${end} of ${source.uri}`);
}

function assertOffset(analysis: Analysis, source: SourceText, offset: number): void {
  const where = `${source.uri} at ${offset}`;
  const shown = hover(analysis, source, offset);
  if (shown) {
    assertInside(shown.range, where);
    assert.equal(shown.range.source, source, where);
    assert.ok(shown.range.start <= offset && offset <= shown.range.end, `${where}: hover is elsewhere`);
    assert.notEqual(shown.markdown.trim(), '', where);
    // The texts themselves may speak of something undefined.
    assert.doesNotMatch(shown.markdown, /(?:: |\(|`)undefined|\[object|NaN/, where);
  }
  const definition = findDefinition(analysis, source, offset);
  for (const { range, selection } of definition?.targets ?? []) {
    assertInside(range, where);
    assert.ok(range.start <= selection.start && selection.end <= range.end, `${where}: selection outside`);
  }
  const set = setInProgram(analysis.program, source, offset);
  if (set) {
    assert.ok(set.range.start <= offset && offset <= set.range.end, `${where}: the set is elsewhere`);
    const renamed = renameSet({ configurations: [analysis], lists: [] }, set, '7000');
    for (const { range } of 'edits' in renamed ? renamed.edits : []) {
      assert.match(range.source.text.slice(range.start, range.end), /^[+-]?\w+$/, `${where}: no number is changed`);
    }
  }
  const help = signatureHelp(analysis, source, offset);
  if (help) {
    assert.ok(help.activeSignature < help.signatures.length, where);
    for (const { label, parameters } of help.signatures) {
      for (const { start, end } of parameters) assert.ok(start < end && end <= label.length, `${where}: ${label}`);
    }
  }
}

function assertOutline(symbols: readonly DocumentSymbol[], source: SourceText, outer: SourceRange | undefined): void {
  for (const { name, range, selection, children } of symbols) {
    assert.notEqual(name.trim(), '', `${source.uri}: an entry without a name`);
    assertInside(range, name);
    assert.equal(range.source, source, name);
    assert.equal(selection.source, source, name);
    assert.ok(range.start <= selection.start && selection.end <= range.end, `${name}: selection outside`);
    if (outer) assert.ok(outer.start <= range.start && range.end <= outer.end, `${name}: outside of its parent`);
    assertOutline(children, source, range);
  }
}

function assertFile(analysis: Analysis, source: SourceText): void {
  assertOutline(listDocumentSymbols(analysis, source), source, undefined);
  const folds = listFoldingRanges(analysis, source);
  for (const { startLine, endLine } of folds) {
    assert.ok(0 <= startLine && startLine < endLine && endLine < source.lineCount, `${source.uri}: ${startLine}`);
  }
  assert.equal(new Set(folds.map(({ startLine }) => startLine)).size, folds.length);
  for (const { range } of findDocumentLinks(analysis, source)) assertInside(range, 'link');
  for (const { range, kind } of anchorsOfProgram(analysis.program, source)) assertInside(range, kind);
  const { endpoints, notes } = describeServer(analysis);
  for (const { url } of endpoints) assert.ok(URL.canParse(url), url);
  assert.ok(endpoints.length + notes.length > 0);
}

function assertAll(analysis: Analysis, step = 1): void {
  for (const source of analysis.program.files) {
    assertFile(analysis, source);
    for (let offset = 0; offset <= source.text.length; offset += step) assertOffset(analysis, source, offset);
  }
}

describe('features at every place', () => {
  it('answer soundly all over the examples', () => {
    for (const analysis of readExamples()) assertAll(analysis);
  });

  it('answer soundly with the line ends of Windows', () => {
    for (const analysis of readExamples((text) => text.replaceAll('\n', '\r\n'))) assertAll(analysis, 3);
  });

  it('answer soundly over text that is hard to read', () => {
    for (const text of HARD) assertAll(analyseFixture(readFixture(text)));
  });

  it('answer soundly while a file is typed', () => {
    const whole = HARD[6]! + HARD[8]! + HARD[11]! + HARD[12]!;
    for (let end = 0; end < whole.length; end += 3) {
      const fixture = readFixture(whole.slice(0, end));
      const analysis = analyseFixture(fixture);
      assertFile(analysis, fixture.root);
      for (let offset = Math.max(0, end - 12); offset <= end; offset++) assertOffset(analysis, fixture.root, offset);
    }
  });

  it('find references that exist and are named once', () => {
    for (const analysis of readExamples()) {
      for (const source of analysis.program.files) {
        for (let offset = 0; offset <= source.text.length; offset += 7) {
          const found = findReferences(analysis, source, offset, { includeDeclaration: true });
          for (const range of found) assertInside(range, 'reference');
          const keys = new Set(found.map((range) => `${range.source.uri} ${range.start}`));
          assert.equal(keys.size, found.length, `${source.uri} at ${offset}`);
        }
      }
    }
  });
});
