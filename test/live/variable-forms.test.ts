import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { CORE } from '../../server/src/catalog/catalog.ts';
import type {
  InnerForm,
  PseudoVariableEntry,
  TransformationOperation,
  TransformationParameter,
} from '../../server/src/catalog/types.ts';
import { parseVersion, type KamailioVersion } from '../../server/src/catalog/versions.ts';
import { checkProgram } from '../../server/src/rules/check.ts';
import { findFreePorts } from '../../tools/deployment/free-ports.ts';
import { KamailioProcess } from '../../tools/deployment/kamailio-process.ts';
import { needKamailio, skipUnless } from '../support/needs.ts';
import { openCatalog } from '../unit/catalog/repository.ts';
import { analyseFixture, readFixture } from '../unit/support/fixture.ts';
import { ConfigurationCheck } from './support/configuration-check.ts';

/** Modules that are not even loaded here; `exports.test.ts` says why. */
const NOT_LOADED: ReadonlySet<string> = new Set(['ims_ipsec_pcscf']);

/** What has to be declared before the variables are read. */
const DECLARED: Readonly<Record<string, string>> = {
  htable: 'modparam("htable", "htable", "x=>size=4;")',
};

/** For each kind, what is right and what is not, mostly by the functions that read them. */
const INNER: Readonly<Record<Exclude<InnerForm['kind'], 'name'>, readonly string[]>> = {
  key: ['x', 'x=', 'x=>', 'x>a', ' x => $var(k)'],
  flag: ['0', '31', '32', '-1', 'DECLARED', 'UNDECLARED'],
  number: ['0', '-5', '$var(i)', 'a', '1a'],
  variable: ['$ru', '$var(i)', '$(hdr(X)[0])', 'ru', 'x'],
  avp: [
    'x',
    's:x',
    'S:x',
    'i:5',
    'I:05',
    'f.x',
    'fr.x',
    'tu.x',
    '$var(n)',
    'i:x',
    'x:y',
    'a.b',
    'ab.c',
    'abc.d',
    's:',
    'g.',
  ],
  xavp: [
    ...['x', ' x', 'x[0]', 'x[-1]', 'x[*]', 'x[+]', 'x[$var(i)]', 'x=>y', 'x[1]=>y[2]', 'x=>y=>z', 'x y', 'x=>$var(i)'],
    ...['x=y', 'x=>', 'x[]', 'x[a]', 'x[1]=', 'x=>y[a]', 'x[1', 'x=>y[', 'x=>y[]', 'x[$var(a)]=>y[$var(b)]', 'x=> y'],
  ],
  colour: ['xx', 'Gb', 'Wp', 'x', 'xz', 'zx', 'xX', 'xxx'],
  path: ['a.b', 'a.b.c', 'a', 'a.', '.b'],
};

const INDEXES = ['0', '-1', '*', '+', '-', '$var(i)', 'a', '1a', '**', ' 1', '$(hdr(X)[0])'];

const NUMBERS = [
  '1',
  '-1',
  '+2',
  ' 3',
  '3 ',
  '- 4',
  '-',
  '-0',
  '$var(i)',
  ' $var(i)',
  '$var(i) ',
  'a',
  '1a',
  '',
  '$var(i)a',
  '1 1',
];
const TEXTS = [
  'a',
  'a b',
  '',
  '(',
  ')(',
  '$var(i)',
  '$var(a,b)',
  ' $var(i) ',
  '$var(i)a',
  'a$var(i)',
  '"',
  '\\',
  '{a}',
];
const PARAMETERS: Readonly<Record<NonNullable<TransformationParameter['kind']>, readonly string[]>> = {
  number: NUMBERS,
  amount: NUMBERS,
  text: TEXTS,
  textWithComma: [...TEXTS, ',', 'a,', 'a,b', ',,', 'ab,', '$var(i),', ', ', ',a'],
  character: [',', 'a', ';', ' ', '\\n', '\\\\', '\\q', 'ab', '', '$', '$var(i)', '; ', ';;', '1'],
  delimiter: [';', '&', ' ', '', ',', 'ab', '$var(i)', '; '],
  delimiterOrVariable: [';', ',', '', 'ab', '$var(i)', ' ', '; ', ',,'],
  subst: ['/a/b/', '/a{2}/b/g', '/a,b/c,d/', '$var(x)', '#a#b#', '', '/a/b', 'abc', '/a/b/x'],
};

/** Pseudo-variables in others, by module: some are read with the outer one, some are a part of its name. */
const NESTED: Readonly<Record<string, readonly string[]>> = {
  corex: ['$lsock(a $nosuch)'],
  dialog: ['$dlg_var($nosuch)'],
  htable: ['$sht(x=>a$nosuch)', '$shtitkey($nosuch)'],
  ipops: ['$dns(x=>addr[$nosuch])', '$srvquery(x=>port[$nosuch])'],
  pv: [
    ...[
      '$_s(a $nosuch b)',
      '$_s(a $ru b)',
      '$cnt($avp($nosuch))',
      '$hfl($nosuch)',
      '$msgbuf($nosuch)',
      '$avp($nosuch)',
    ],
    ...['$avp(x$nosuch)', '$var($nosuch)', '$xavu($nosuch)', '$stat($nosuch)', '$env($nosuch)', '$xavp($nosuch)'],
    ...['$xavp(a[$nosuch])', '$xavp(a=>b[$nosuch])', '$xavp(a=>$nosuch)', '$(hdr(X)[$nosuch])', '$hdr($nosuch)'],
    ...['$(ru{s.substr,$nosuch,1})', '$(ru{s.rm, $nosuch})', '$(ru{s.rm,a$nosuch})'],
  ],
  pv_headers: ['$x_hdr($nosuch)'],
  tmx: ['$T_req($nosuch)', '$T_rpl($(hdr(X){s.nosuch}))'],
};

/** Modules that start together without being told anything. */
const STARTED: readonly string[] = [
  ...[
    'ctl',
    'kex',
    'corex',
    'tm',
    'tmx',
    'sl',
    'rr',
    'pv',
    'usrloc',
    'registrar',
    'xlog',
    'dialog',
    'ipops',
    'textops',
  ],
  ...['sdpops', 'siputils', 'tcpops', 'xmlops'],
];

const WRONG_STRINGS: readonly string[] = [
  '$dlg(callids)',
  '$TV(z)',
  '$ulc(x=>adr)',
  '$T_req(ru)',
  '$Mf(40)',
  '$Mf(UNDECLARED)',
  '$C(zz)',
  '$xavp(x=y)',
  '$avp(a.b)',
  '$(hdr(X)[a])',
  '$(ru{s.substr,0})',
  '$(ru{s.substr,0,-1})',
  '$(ru{s.len,1})',
  '$(ru{uri.hosts})',
  '$(ru{param.value})',
  '$(ru{param.value,a,ab})',
];

/** Where the release that was looked at differs from the facts, which are those of the end of its branch. */
const EXPLAINED_FOR = '5.6.3';
const VAL = 'Release 5.6.5 brought the class.';
const EXPLAINED: Readonly<Record<string, string>> = {
  'siptrace: if ($(siptrace(direction)) == "1") { exit; } is refused, and we find nothing':
    'Release 5.6.3 compares one character too many.',
  'pv: if ($(ru{val.n0}) == "1") { exit; } is refused, and we find nothing': VAL,
  'pv: if ($(ru{val.ne}) == "1") { exit; } is refused, and we find nothing': VAL,
  'pv: if ($(ru{val.json}) == "1") { exit; } is refused, and we find nothing': VAL,
  'pv: if ($(ru{val.jsonqe}) == "1") { exit; } is refused, and we find nothing': VAL,
};

interface Line {
  readonly module: string;
  readonly line: string;
}

describe('what stands in pseudo-variables and transformations, against the installed Kamailio', function () {
  this.timeout(0);
  let version: KamailioVersion = '5.6';
  let release = '';
  let program = '';
  let check: ConfigurationCheck;
  let installed: readonly string[] = [];

  before(function () {
    program = needKamailio(this);
    const text = spawnSync(program, ['-v'], { encoding: 'utf8' }).stdout;
    const known = parseVersion(text);
    release = /\d+\.\d+\.\d+/.exec(text)?.[0] ?? '';
    skipUnless(this, known !== undefined, 'a Kamailio that the catalogue covers');
    version = known ?? version;
    check = new ConfigurationCheck(program);
    const catalog = openCatalog(version);
    const names = catalog.moduleNames().filter((name) => !NOT_LOADED.has(name));
    const refused = check.refusals([...names.map((name) => `loadmodule "${name}.so"`), 'request_route { exit; }']);
    installed = names.filter((_, index) => !refused.has(index + 1));
    skipUnless(this, installed.includes('pv'), 'modules of Kamailio');
  });

  function headOf(module: string): readonly string[] {
    const modules = module === CORE ? ['pv'] : [...new Set(['pv', module])];
    return [
      '#!KAMAILIO',
      ...modules.map((name) => `loadmodule "${name}.so"`),
      'flags DECLARED:7',
      DECLARED[module] ?? '',
    ];
  }

  function isRefusedByUs(lines: readonly string[], index: number): boolean {
    const text = lines.join('\n');
    const start = lines.slice(0, index).join('\n').length;
    const analysis = analyseFixture(readFixture(`${text}\n`), { version });
    return checkProgram(analysis).some(({ severity, range }) => severity === 'error' && range.start > start);
  }

  /** Asks both of every line; Kamailio is first asked of all that we find right, then of the rest one by one. */
  function compare(lines: readonly Line[]): void {
    const wrong: string[] = [];
    const byModule = new Map<string, string[]>();
    for (const { module, line } of lines) byModule.set(module, [...(byModule.get(module) ?? []), line]);
    let refusedOnes = 0;
    for (const [module, all] of byModule) {
      const head = headOf(module);
      const text = (some: readonly string[]): string[] => [...head, 'request_route {', ...some, 'exit;', '}'];
      const refused = new Set(all.filter((line) => isRefusedByUs(text([line]), head.length + 1)));
      let right = all.filter((line) => !refused.has(line));
      for (;;) {
        const [first] = check.refusals(text(right)).keys();
        if (first === undefined) break;
        const line = right[first - head.length - 2];
        assert.ok(line, `${module}: line ${first}`);
        wrong.push(`${module}: ${line} is refused, and we find nothing`);
        right = right.filter((other) => other !== line);
      }
      for (const line of refused) {
        refusedOnes++;
        if (check.refusals(text([line])).size === 0) wrong.push(`${module}: ${line} is accepted, and we find an error`);
      }
    }
    console.log(`      ${lines.length} lines, ${refusedOnes} of them wrong`);
    const why = (one: string): string | undefined => (release === EXPLAINED_FOR ? EXPLAINED[one] : undefined);
    for (const one of wrong) console.log(`      ${one}${why(one) === undefined ? '' : ` (${why(one)})`}`);
    assert.deepEqual(
      wrong.filter((one) => why(one) === undefined),
      [],
    );
  }

  function variables(): readonly { readonly module: string; readonly entry: PseudoVariableEntry }[] {
    const catalog = openCatalog(version);
    return [CORE, ...installed].flatMap((module) =>
      ((module === CORE ? catalog.core : catalog.module(module))?.pseudoVariables ?? [])
        .filter((entry) => catalog.has(entry))
        .map((entry) => ({ module, entry })),
    );
  }

  it('every inner name is taken or refused as the rules say', () => {
    compare(
      variables().flatMap(({ module, entry: { name, inner } }) =>
        inner === undefined
          ? []
          : innerTexts(inner).map((text) => ({ module, line: `if ($(${name}(${text})) == "1") { exit; }` })),
      ),
    );
  });

  it('every index is taken or refused as the rules say', () => {
    compare(
      variables().flatMap(({ module, entry: { name, innerName, inner, index } }) => {
        const [first = 'x'] = inner === undefined ? [] : innerTexts(inner);
        const whole = innerName ? `${name}(${first})` : name;
        return index ? INDEXES.map((text) => ({ module, line: `if ($(${whole}[${text}]) == "1") { exit; }` })) : [];
      }),
    );
  });

  it('the parameters of every transformation are taken or refused as the rules say', () => {
    const catalog = openCatalog(version);
    const seen = new Set<TransformationParameter['kind']>();
    compare(
      installed.flatMap((module) =>
        (catalog.module(module)?.transformations ?? []).flatMap((entry) =>
          entry.operations.flatMap((operation) =>
            parameterTexts(operation, seen).map((text) => ({
              module,
              line: `if ($(ru{${entry.name}.${operation.name}${text}}) == "1") { exit; }`,
            })),
          ),
        ),
      ),
    );
  });

  it('variables within others are read where the rules say', () => {
    compare(
      Object.entries(NESTED)
        .filter(([module]) => installed.includes(module))
        .flatMap(([module, texts]) => texts.map((text) => ({ module, line: `if (${text} == "1") { exit; }` }))),
    );
  });

  describe('in strings', () => {
    let folder = '';
    let port = 0;
    let node: KamailioProcess | undefined;

    before(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'kamailio-forms-'));
      [port = 0] = await findFreePorts(1);
    });

    afterEach(async () => {
      await node?.stop();
      node = undefined;
    });

    after(() => rmSync(folder, { recursive: true, force: true }));

    function configuration(statements: readonly string[]): string {
      const modules = STARTED.filter((name) => installed.includes(name));
      return [
        '#!KAMAILIO',
        `listen = udp:127.0.0.1:${port}`,
        'children = 1',
        'auto_aliases = no',
        ...modules.map((name) => `loadmodule "${name}.so"`),
        'flags DECLARED:7',
        'request_route {',
        ...statements,
        'exit;',
        '}',
        '',
      ].join('\n');
    }

    function start(statements: readonly string[]): KamailioProcess {
      const own = mkdtempSync(path.join(folder, 'start-'));
      const file = path.join(own, 'kamailio.cfg');
      writeFileSync(file, configuration(statements));
      node = new KamailioProcess(program, 'forms', file, own);
      return node;
    }

    it('all that the rules let through is taken when Kamailio starts', async () => {
      const catalog = openCatalog(version);
      const texts = variables()
        .filter(({ module }) => module === CORE || STARTED.includes(module))
        .flatMap(({ entry: { name, inner } }) =>
          inner === undefined ? [] : innerTexts(inner).map((text) => `$(${name}(${text}))`),
        );
      const seen = new Set<TransformationParameter['kind']>();
      const transformed = STARTED.flatMap((module) =>
        (catalog.module(module)?.transformations ?? [])
          .filter((entry) => entry.name !== 'val' || release !== EXPLAINED_FOR)
          .flatMap((entry) =>
            entry.operations.flatMap((operation) =>
              parameterTexts(operation, seen).map((text) => `$(ru{${entry.name}.${operation.name}${text}})`),
            ),
          ),
      );
      const statements = [...texts, ...transformed]
        .filter((text) => !/["\\]/.test(text))
        .map((text) => `xlog("${text}\\n");`);
      const wrong = linesWithFindings(configuration(statements));
      const right = statements.filter((statement) => !wrong.has(statement));
      console.log(`      ${right.length} of ${statements.length} strings are right`);
      assert.ok(right.length > 300 && wrong.size > 150);
      await start(right).waitUntilReady();
    });

    for (const text of WRONG_STRINGS) {
      it(`${text} in xlog() is refused when Kamailio starts`, async () => {
        const statement = `xlog("x ${text}\\n");`;
        assert.deepEqual([...linesWithFindings(configuration([statement]))], [statement]);
        await assert.rejects(start([statement]).waitUntilReady(), /did not start/);
      });
    }

    it('a function of another module refuses it too, and t_reply() leaves it in the text', async () => {
      const refused = 'append_hf("X: $TV(z)\\r\\n");';
      assert.deepEqual([...linesWithFindings(configuration([refused]))], [refused]);
      await assert.rejects(start([refused]).waitUntilReady(), /did not start/);
      const left = 't_reply("200", "x $TV(z)");';
      assert.deepEqual([...linesWithFindings(configuration([left]))], []);
      await start([left]).waitUntilReady();
    });

    /** The lines with an error of ours. */
    function linesWithFindings(text: string): ReadonlySet<string> {
      const findings = checkProgram(analyseFixture(readFixture(text), { version }));
      return new Set(
        findings
          .filter(({ severity }) => severity === 'error')
          .map(({ range }) => {
            const from = text.lastIndexOf('\n', range.start - 1) + 1;
            return text.slice(from, text.indexOf('\n', range.start));
          }),
      );
    }
  });
});

/** Names that are there, in some version at least, and some that are near them. */
function innerTexts({ kind, names = [] }: InnerForm): readonly string[] {
  if (kind === 'variable') return INNER[kind];
  const others = kind === 'name' ? ['$var(x)'] : INNER[kind];
  const written = names.flatMap(({ name, index }) => (index === true ? [`${name}[0]`, name] : [name]));
  const [first] = written;
  const near = first === undefined ? [] : [`${first}x`, ` ${first}`, first.toUpperCase(), 'x'.repeat(first.length)];
  const texts = [...new Set([...written, ...near])];
  return [...(kind === 'key' ? texts.map((text) => `x=>${text}`) : texts), ...others];
}

/** One parameter too few and one too much, and what is right and wrong for kinds that were not looked at before. */
function parameterTexts(
  { parameters = [] }: TransformationOperation,
  seen: Set<TransformationParameter['kind']>,
): readonly string[] {
  const right = parameters.map(({ kind }) => PARAMETERS[kind ?? 'text'][0] ?? '');
  const write = (some: readonly string[]): string => some.map((text) => `,${text}`).join('');
  const numbers = Array.from({ length: parameters.length + 2 }, (_, length) => write([...right, 'a'].slice(0, length)));
  const each = parameters.flatMap(({ kind }, index) => {
    if (kind === undefined || seen.has(kind)) return [];
    seen.add(kind);
    return PARAMETERS[kind].map((text) => write([...right.slice(0, index), text, ...right.slice(index + 1)]));
  });
  return [...new Set([...numbers, ...each])];
}
