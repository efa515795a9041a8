import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { CORE } from '../../server/src/catalog/catalog.ts';
import { isAllowedInContext, routeContextMask } from '../../server/src/catalog/route-context.ts';
import type { RouteBlockKind } from '../../server/src/catalog/route-context.ts';
import type { FunctionEntry, InnerForm, PseudoVariableEntry } from '../../server/src/catalog/types.ts';
import { parseVersion } from '../../server/src/catalog/versions.ts';
import { findFreePorts } from '../../tools/deployment/free-ports.ts';
import { KamailioProcess } from '../../tools/deployment/kamailio-process.ts';
import { needKamailio, skipUnless } from '../support/needs.ts';
import { openCatalog } from '../unit/catalog/repository.ts';
import { ConfigurationCheck } from './support/configuration-check.ts';

/** Where the release that was looked at, as Debian packs it, differs from the facts; each was looked into. */
const EXPLAINED_FOR = '5.6.3';
const RX_AAR = 'Release 5.6.5 took REQUEST_ROUTE out of its flags; the facts are those of the end of the branch.';
const EXPLAINED: Readonly<Record<string, string>> = {
  'module secsipid_proc: failed to load module':
    'The package was linked without the library of Go that the module is for.',
  "resid of geoip2 as string: Can't set module parameter":
    'Release 5.6.5 brought it; the facts are those of the end of the branch.',
  'Rx_AAR of ims_qos with 4 in request_route: accepted': RX_AAR,
  'Rx_AAR of ims_qos with 4 in route: accepted': RX_AAR,
  'Rx_AAR of ims_qos with 4 in event_route: accepted': RX_AAR,
};

/** Modules that are not even loaded here. */
const NOT_LOADED: Readonly<Record<string, string>> = {
  ims_ipsec_pcscf: 'Its end, after -c too, takes away every IPsec association of the machine.',
};

const BLOCKS: readonly (readonly [kind: RouteBlockKind, name?: string])[] = [
  ['request_route'],
  ['route', 'A'],
  ['branch_route', 'B'],
  ['failure_route', 'F'],
  ['onreply_route', 'N'],
  ['reply_route'],
  ['onsend_route'],
  ['event_route', 'x:y'],
];

/** More arguments than these the grammar refuses (`MAX_ACTIONS`, src/core/route_struct.h), and then knows no way on. */
const MOST_ARGUMENTS = 6;

/** What pseudo-variables need declared before they are read with these names. */
const DECLARED: Readonly<Record<string, string>> = {
  htable: 'modparam("htable", "htable", "x=>size=4;")',
  pv: 'modparam("pv", "shvset", "x=i:1")',
  sqlops: 'modparam("sqlops", "sqlcon", "x=>mysql://localhost/x")',
};

/** What goes into the parentheses of pseudo-variables whose facts tell its kind only, or nothing. */
const INNER_NAMES: Readonly<Record<string, string>> = {
  cnt: '$avp(x)',
  hep: 'version',
  sel: '@ruri',
  sipt: 'cpc',
  sqlrows: 'x',
  srvquery: 'x=>count',
  naptrquery: 'x=>count',
};

/** Something that each kind takes, where there are no names. */
const OF_KIND: Readonly<Record<InnerForm['kind'], string>> = {
  name: 'x',
  key: 'x=>a',
  flag: '1',
  number: '1',
  variable: '$ru',
  avp: 'x',
  xavp: 'x',
  colour: 'xx',
  path: 'core.children',
};

/** Where Debian's package keeps the tables that the modules with a database start with. */
const TABLES = '/usr/share/kamailio/dbtext/kamailio';

/** Modules that start together and are content with files that are there, and what they have to be told. */
const STARTED: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {
  db_text: {},
  ctl: {},
  kex: {},
  corex: {},
  tm: {},
  tmx: {},
  sl: {},
  rr: {},
  pv: {},
  usrloc: {},
  registrar: {},
  xhttp: {},
  app_jsdt: {},
  app_lua: {},
  auth_ephemeral: { secret: 'x' },
  auth_xkeys: {},
  benchmark: {},
  call_obj: { start: 1, end: 9 },
  cfg_rpc: {},
  cfgt: {},
  cfgutils: {},
  counters: {},
  db_berkeley: {},
  db_cluster: {},
  db_flatstore: {},
  debugger: {},
  dialog: {},
  dialplan: { db_url: TABLES },
  dispatcher: { db_url: TABLES },
  dmq: { server_address: 'sip:127.0.0.1:PORT', num_workers: 1 },
  domain: { db_url: TABLES },
  drouting: { db_url: TABLES },
  evrexec: {},
  htable: {},
  http_client: {},
  imc: { db_url: TABLES },
  ims_usrloc_pcscf: {},
  jsonrpcs: {},
  keepalive: {},
  matrix: { db_url: TABLES },
  mqueue: {},
  msrp: {},
  mtree: { db_url: TABLES, mtree: 'name=x;dbtable=mtree' },
  nathelper: {},
  pdb: { server: '127.0.0.1:1' },
  pdt: { db_url: TABLES },
  permissions: {},
  pike: {},
  pipelimit: {},
  presence: { db_url: TABLES },
  pua: { db_url: TABLES },
  pua_rpc: {},
  ratelimit: {},
  regex: {},
  rtpengine: {},
  rtpproxy: {},
  sca: { db_url: TABLES },
  sctp: {},
  secfilter: { db_url: TABLES },
  sipcapture: { db_url: TABLES },
  sipdump: {},
  siptrace: { db_url: TABLES, trace_to_database: 0, duplicate_uri: 'sip:127.0.0.1:9' },
  statsc: {},
  tls: {},
  tsilo: {},
  uac: { reg_db_url: TABLES, reg_contact_addr: '127.0.0.1:PORT' },
  uid_gflags: {},
  userblocklist: { db_url: TABLES },
  websocket: {},
  xcap_client: { db_url: TABLES },
  xhttp_prom: {},
};

/** Commands that Kamailio has only when it is built or set up otherwise than here. */
const NOT_THERE: Readonly<Record<string, string>> = {
  'core.sfmalloc': 'Needs the memory manager SF_MALLOC.',
  'dns.stats_get': 'Needs USE_DNS_CACHE_STATS.',
  'dns.set_server_state': 'Needs DNS_WATCHDOG_SUPPORT.',
  'dns.get_server_state': 'Needs DNS_WATCHDOG_SUPPORT.',
  'dst_blocklist.stats_get': 'Needs USE_DST_BLOCKLIST_STATS.',
  'tls.info': 'Needs enable_tls, which needs a certificate.',
  'tls.list': 'Needs enable_tls.',
  'tls.options': 'Needs enable_tls.',
  'tls.reload': 'Needs enable_tls.',
};

describe('what modules export, against the installed Kamailio', function () {
  this.timeout(0);
  let program = '';
  let release = '';
  let catalog = openCatalog('6.1');
  let check: ConfigurationCheck;
  let installed: readonly string[] = [];
  const used = new Set<string>();

  before(function () {
    program = needKamailio(this);
    const text = spawnSync(program, ['-v'], { encoding: 'utf8' }).stdout;
    const version = parseVersion(text);
    skipUnless(this, version !== undefined, 'a Kamailio that the catalogue covers');
    catalog = openCatalog(version ?? '6.1');
    release = /\d+\.\d+\.\d+/.exec(text)?.[0] ?? '';
    check = new ConfigurationCheck(program);
  });

  /** Prints what differs and fails where something of it is not explained. */
  function judge(found: readonly string[]): void {
    const why = (one: string): string | undefined => (release === EXPLAINED_FOR ? EXPLAINED[one] : undefined);
    for (const one of found) {
      const reason = why(one);
      console.log(`      ${one}${reason === undefined ? '' : ` (${reason})`}`);
      if (reason !== undefined) used.add(one);
    }
    assert.deepEqual(
      found.filter((one) => why(one) === undefined),
      [],
    );
  }

  it('every module of the version that is installed can be loaded', function () {
    const names = catalog.moduleNames().filter((name) => NOT_LOADED[name] === undefined);
    const refused = check.refusals([...names.map((name) => `loadmodule "${name}.so"`), 'request_route { exit; }']);
    const isMissing = (index: number): boolean =>
      refused.get(index + 1)?.log.some((line) => line.includes('could not find module')) === true;
    installed = names.filter((_, index) => !refused.has(index + 1));
    console.log(`      ${installed.length} of ${names.length} modules are installed`);
    skipUnless(this, installed.length > 0, 'modules of Kamailio');
    judge(
      names.flatMap((name, index) => {
        const refusal = refused.get(index + 1);
        return refusal === undefined || isMissing(index) ? [] : [`module ${name}: ${refusal.message}`];
      }),
    );
  });

  it('every parameter takes the types that the facts say', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const name of installed) {
      const module = catalog.module(name);
      const known = module?.exportName ?? name;
      const lines = [`loadmodule "${name}.so"`];
      const subjects = (module?.parameters ?? []).flatMap((entry) =>
        (['int', 'string'] as const).map((type) => ({ entry, type })),
      );
      lines.push(
        ...subjects.map(({ entry, type }) => `modparam("${known}", "${entry.name}", ${type === 'int' ? '1' : '"x"'})`),
        `modparam("${known}", "no_such_parameter", 1)`,
        'request_route { exit; }',
      );
      const refused = check.refusals(lines);
      assert.ok(refused.has(lines.length - 1), `${name}: what is no parameter is refused`);
      for (const [index, { entry, type }] of subjects.entries()) {
        count++;
        const refusal = refused.get(index + 2);
        const isUnknown = refusal?.log.some((line) => line.includes(`parameter <${entry.name}> of type`)) === true;
        const isExpected = catalog.has(entry) && entry.types.includes(type);
        const subject = `${entry.name} of ${name} as ${type}`;
        // Whether it was built in cannot be known.
        if (isUnknown && entry.condition !== undefined) continue;
        if (isUnknown === isExpected) wrong.push(`${subject}: ${isExpected ? refusal?.message : 'accepted'}`);
        // Only a function of the module refuses a value that has the right type.
        if (refusal && !isUnknown && !entry.viaFunction) wrong.push(`${subject}: its value is refused`);
      }
    }
    console.log(`      ${count} checks`);
    judge(wrong);
  });

  it('every function takes the numbers of arguments, in the route blocks, that the facts say', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const name of installed) {
      const lines = [`loadmodule "${name}.so"`];
      const subjects = new Map<number, { readonly text: string; readonly isExpected: boolean }>();
      for (const [kind, block] of BLOCKS) {
        lines.push(`${kind}${block === undefined ? '' : `[${block}]`} {`);
        for (const entry of catalog.module(name)?.functions ?? []) {
          // A keyword of the core hides it.
          if (catalog.core.reservedWords.has(entry.name)) continue;
          for (let number = 0; number <= mostArguments(entry); number++) {
            lines.push(`${entry.name}(${Array<string>(number).fill('"1"').join(', ')});`);
            const isExpected =
              catalog.has(entry) &&
              entry.signatures.some(
                ({ minArguments, maxArguments, routeMask }) =>
                  minArguments <= number &&
                  number <= (maxArguments ?? number) &&
                  isAllowedInContext(routeMask, routeContextMask(kind, block)),
              );
            subjects.set(lines.length, { text: `${entry.name} of ${name} with ${number} in ${kind}`, isExpected });
          }
        }
        lines.push('no_such_function();', '}');
        subjects.set(lines.length - 1, { text: `${name}: what is no function`, isExpected: false });
      }
      const refused = check.refusals(lines);
      for (const [line, { text, isExpected }] of subjects) {
        count++;
        const refusal = refused.get(line);
        if ((refusal === undefined) !== isExpected) wrong.push(`${text}: ${refusal?.message ?? 'accepted'}`);
      }
    }
    console.log(`      ${count} checks`);
    judge(wrong);
  });

  it('no function takes more arguments than the grammar', () => {
    for (const number of [MOST_ARGUMENTS, MOST_ARGUMENTS + 1]) {
      const call = `strftime_local(${Array<string>(number).fill('"1"').join(', ')});`;
      const messages = [...check.refusals(['request_route {', call, '}']).values()].map(({ message }) => message);
      assert.equal(messages.includes('Too many arguments'), number > MOST_ARGUMENTS, messages.join('\n'));
    }
  });

  it('every pseudo-variable takes inner names, indexes and values as the facts say', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const name of [CORE, ...installed]) {
      const entries = (name === CORE ? catalog.core : catalog.module(name))?.pseudoVariables ?? [];
      // Some take the name of another pseudo-variable as their inner name.
      const modules = name === CORE ? [] : [...new Set(['pv', name])];
      const head = [...modules.map((module) => `loadmodule "${module}.so"`), DECLARED[name] ?? ''];
      const judgeLines = (lines: readonly string[]): ReadonlyMap<number, unknown> =>
        check.refusals([...head, 'request_route {', ...lines, 'exit;', '}']);
      const lines = entries.flatMap((entry) =>
        formsOf(entry).map((form) => ({
          ...form,
          isExpected: form.isExpected && catalog.has(entry),
          isRead: form.isRead || !catalog.has(entry),
        })),
      );
      count += lines.length;
      // One wrong name hides all that follows: what is right can be shown together, what is wrong one by one.
      let right = lines.filter(({ isExpected }) => isExpected);
      for (;;) {
        const [first] = judgeLines(right.map(({ line }) => line)).keys();
        if (first === undefined) break;
        const refused = right[first - head.length - 2];
        assert.ok(refused, `${name}: line ${first}`);
        wrong.push(`${name}: ${refused.line} refused`);
        right = right.filter((other) => other !== refused);
      }
      for (const { line, isExpected, isRead } of lines) {
        if (!isExpected && isRead && judgeLines([line]).size === 0) wrong.push(`${name}: ${line} accepted`);
      }
      // Writing what can only be read hides nothing.
      const readOnly = lines.filter(({ isExpected, isRead }) => !isExpected && !isRead);
      if (readOnly.length === 0) continue;
      const refused = judgeLines(readOnly.map(({ line }) => line));
      for (const [index, { line }] of readOnly.entries()) {
        if (!refused.has(head.length + 2 + index)) wrong.push(`${name}: ${line} accepted`);
      }
    }
    console.log(`      ${count} checks`);
    judge(wrong);
  });

  describe('running', () => {
    let folder: string;
    let node: KamailioProcess | undefined;

    before(function () {
      skipUnless(this, existsSync(TABLES), `the tables of ${TABLES}`);
      folder = mkdtempSync(path.join(tmpdir(), 'kamailio-exports-'));
    });

    after(async () => {
      await node?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('has the RPC commands that the facts say, and no others', async () => {
      const [port = 0] = await findFreePorts(1);
      const names = Object.keys(STARTED).filter((name) => installed.includes(name));
      const value = (text: string | number): string =>
        typeof text === 'number'
          ? String(text)
          : `"${text.replace(TABLES, `text://${TABLES}`).replace('PORT', String(port))}"`;
      const file = path.join(folder, 'kamailio.cfg');
      writeFileSync(
        file,
        [
          `listen = udp:127.0.0.1:${port}`,
          'children = 1',
          'auto_aliases = no',
          ...names.map((name) => `loadmodule "${name}.so"`),
          ...names.flatMap((name) =>
            Object.entries(STARTED[name] ?? {}).map(([key, text]) => `modparam("${name}", "${key}", ${value(text)})`),
          ),
          'request_route { exit; }',
          'event_route[xhttp:request] { exit; }',
          '',
        ].join('\n'),
      );
      node = new KamailioProcess(program, 'exports', file, folder);
      await node.waitUntilReady();
      const listed = (await node.kamcmd('system.listMethods')).split(/\s+/).filter((word) => /^[a-zA-Z]/.test(word));
      const offered = new Set(listed);
      const known = new Map<string, string>();
      for (const name of [CORE, ...names]) {
        for (const entry of (name === CORE ? catalog.core : catalog.module(name))?.rpcCommands ?? []) {
          if (catalog.has(entry) && NOT_THERE[entry.name] === undefined) known.set(entry.name, name);
        }
      }
      console.log(`      ${offered.size} commands of ${names.length} modules`);
      judge([
        ...[...offered].filter((name) => !known.has(name)).map((name) => `RPC command ${name}: not in the facts`),
        ...[...known]
          .filter(([name]) => !offered.has(name))
          .map(([name, of]) => `RPC command ${name} of ${of}: missing`),
      ]);
    });
  });

  it('no explanation is left over', function () {
    if (release !== EXPLAINED_FOR) {
      console.log(`      left out: the explanations are for ${EXPLAINED_FOR}, this is ${release}`);
      this.skip();
    }
    assert.deepEqual(
      Object.keys(EXPLAINED).filter((one) => !used.has(one)),
      [],
    );
  });
});

/** One more than any of its forms takes, as far as the grammar goes. */
function mostArguments({ signatures }: FunctionEntry): number {
  const most = Math.max(...signatures.map(({ maxArguments }) => maxArguments ?? MOST_ARGUMENTS));
  return Math.min(most + 1, MOST_ARGUMENTS);
}

interface Form {
  readonly line: string;
  readonly isExpected: boolean;
  readonly isRead: boolean;
}

/** What a pseudo-variable surely takes in its parentheses. */
function innerOf({ name, inner }: PseudoVariableEntry): string {
  const known = INNER_NAMES[name];
  if (known !== undefined || !inner) return known ?? 'x';
  const [first] = inner.names ?? [];
  return first === undefined ? OF_KIND[inner.kind] : innerWith(inner, first.name);
}

function innerWith({ kind }: InnerForm, name: string): string {
  return kind === 'key' ? `x=>${name}` : name;
}

/** The ways of writing a pseudo-variable that the facts speak about. */
function formsOf(entry: PseudoVariableEntry): Form[] {
  const { name, innerName, index, writable } = entry;
  const inner = innerOf(entry);
  const whole = innerName ? `${name}(${inner})` : name;
  const read = (form: string, isExpected: boolean): Form => ({
    line: `if ($(${form}) == "1") { exit; }`,
    isExpected,
    isRead: true,
  });
  return [
    read(name, !innerName),
    read(`${name}(${inner})`, innerName),
    read(`${whole}[0]`, index),
    { line: `$(${whole}) = 1;`, isExpected: writable, isRead: false },
  ];
}
