import assert from 'node:assert/strict';
import { createFactsSource } from '../../../server/src/catalog/build-catalog.ts';
import { complete } from '../../../server/src/features/completion.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { Documents } from '../../../server/src/workspace/documents.ts';
import { readSettings } from '../../../server/src/workspace/settings.ts';
import { Workspace } from '../../../server/src/workspace/workspace.ts';
import { FACTS, TEXTS } from '../catalog/repository.ts';
import { MemoryFiles, uriOf } from '../support/memory-files.ts';

const CATALOG = createFactsSource(FACTS, TEXTS);
const ROOT = '/project/kamailio.cfg';
const FILE = '/project/modules/acme.json';

const ACME = {
  name: 'acme',
  since: '5.8',
  text: 'Prices calls. More is in the handbook.',
  page: 'https://acme.example/modules/acme',
  dependencies: [{ module: 'tm' }],
  parameters: [
    {
      name: 'tariff',
      types: ['string'],
      default: 'day',
      text: 'The tariff that a call begins with.',
      docAnchor: 'tariff',
    },
    { name: 'rounding', types: ['int'], since: '6.0', constraint: { kind: 'int', min: 1, max: 60, unit: 's' } },
  ],
  functions: [
    {
      name: 'acme_charge',
      text: 'Begins to charge the call.',
      signatures: [{ arguments: [1, 2], routes: ['REQUEST'], kinds: ['string+pv', 'int|pv'] }],
      parameters: [{ name: 'account' }, { name: 'limit', optional: true, text: 'The most that may be spent.' }],
    },
  ],
  pseudoVariables: [{ name: 'price', text: 'The price until now.' }],
  transformations: [{ name: 'money', operations: [{ name: 'round', minParameters: 1, maxParameters: 1 }] }],
  eventRoutes: [{ name: 'acme:broke', text: 'Runs when an account is empty.' }],
  rpcCommands: [{ name: 'acme.reload', text: 'Reads the tariffs again.' }],
};

const CONFIGURATION = [
  '#!KAMAILIO',
  'loadmodule "pv.so"',
  'loadmodule "acme.so"',
  'modparam("acme", "tariff", "night")',
  'request_route {',
  '\tacme_charge("$fU");',
  '\t$var(x) = $(price{money.round,2});',
  '}',
  'event_route[acme:broke] { exit; }',
  '',
];

interface Project {
  readonly workspace: Workspace;
  readonly files: MemoryFiles;
}

function open(
  modules: Readonly<Record<string, unknown>>,
  lines: readonly string[] = CONFIGURATION,
  settings: object = {},
): Project {
  const texts = Object.entries(modules).map(([path, module]): [string, string] => [
    path,
    typeof module === 'string' ? module : JSON.stringify(module),
  ]);
  const files = new MemoryFiles({ [ROOT]: lines.join('\n'), ...Object.fromEntries(texts) });
  const workspace = new Workspace(new Documents(files), CATALOG);
  workspace.setFolders([uriOf('/project')]);
  workspace.setDefaultSettings(readSettings({ catalogue: { extra: ['modules'] }, ...settings }));
  return { workspace, files };
}

function findings({ workspace }: Project): string[] {
  return workspace.findingsOf(uriOf(ROOT)).map(({ code, range }) => {
    const { source, start, end } = range;
    return `${source.lineAt(start) + 1} ${code} ${source.text.slice(start, end)}`;
  });
}

function problems({ workspace }: Project): string[] {
  return workspace.extraModuleProblems().map(({ uri, message, range }) => {
    const place = range ? `:${range.start.line + 1}:${range.start.character + 1}` : '';
    return `${uri.slice(uriOf('/project/').length)}${place} ${message}`;
  });
}

function hoverOn(project: Project, text: string): string {
  const reading = project.workspace.readingOf(uriOf(ROOT));
  assert.ok(reading);
  const { analysis, source } = reading;
  return hover(analysis, source, source.text.indexOf(text) + 1)?.markdown ?? '';
}

describe("a module of the user's own", () => {
  it('is known to findings as any other', () => {
    assert.deepEqual(findings(open({ [FILE]: ACME })), []);
    const faulty = [
      ...CONFIGURATION.slice(0, 3),
      'modparam("acme", "tarif", "night")',
      'modparam("acme", "tariff", 1)',
      'request_route {',
      '\tacme_charge();',
      '}',
      'failure_route[F] { acme_charge("$fU"); }',
      '',
    ];
    assert.deepEqual(
      findings(open({ [FILE]: ACME }, faulty)).filter((finding) => !finding.includes('unused')),
      [
        '4 unknown-module-parameter tarif',
        '5 module-parameter-type 1',
        '7 function-arity acme_charge',
        '9 function-not-allowed-in-route acme_charge',
      ],
    );
  });

  it('is unknown without the setting', () => {
    assert.ok(
      findings(open({ [FILE]: ACME }, CONFIGURATION, { catalogue: {} })).some((one) => one.includes('unknown-module')),
    );
  });

  it('is explained on hover, with a link to its own page', () => {
    const project = open({ [FILE]: ACME });
    const module = hoverOn(project, 'acme.so');
    assert.match(module, /Prices calls\./);
    assert.match(module, /\(https:\/\/acme\.example\/modules\/acme\)/);
    const parameter = hoverOn(project, 'tariff');
    assert.match(parameter, /The tariff that a call begins with\./);
    assert.match(parameter, /\*\*Default:\*\* `"day"`/);
    assert.match(parameter, /\(https:\/\/acme\.example\/modules\/acme#tariff\)/);
    for (const name of ['acme.so', 'tariff', 'acme_charge', 'price', 'money', 'acme:broke']) {
      assert.doesNotMatch(hoverOn(project, name), /kamailio\.org/, name);
    }
    assert.match(hoverOn(project, 'acme_charge'), /acme_charge\(account \[, limit\]\)|acme_charge\(account/);
    assert.match(hoverOn(project, 'price'), /The price until now\./);
    assert.match(hoverOn(project, 'acme:broke'), /Runs when an account is empty\./);
  });

  it('is proposed', () => {
    const project = open({ [FILE]: ACME }, [...CONFIGURATION.slice(0, 3), 'modparam("acme", "', '']);
    const reading = project.workspace.readingOf(uriOf(ROOT));
    assert.ok(reading);
    const { analysis, source } = reading;
    const labels = (at: number): string[] => complete(analysis, source, at).items.map(({ label }) => label);
    assert.deepEqual(labels(source.text.lastIndexOf('"') + 1), ['tariff', 'rounding']);
    assert.ok(labels(source.text.indexOf('acme.so')).includes('acme'));
  });

  it('has the versions that it says', () => {
    const version = { catalogue: { extra: ['modules'] }, version: '5.7' };
    assert.match(
      hoverOn(open({ [FILE]: ACME }, CONFIGURATION, version), 'tariff'),
      /\*\*New in 5\.8\*\*; you use 5\.7/,
    );
    const rounding = [...CONFIGURATION.slice(0, 3), 'modparam("acme", "rounding", 6)', 'request_route { exit; }', ''];
    assert.deepEqual(findings(open({ [FILE]: ACME }, rounding, { ...version, version: '5.8' })), [
      '4 unknown-module-parameter rounding',
    ]);
    assert.deepEqual(findings(open({ [FILE]: ACME }, rounding, { ...version, version: '6.0' })), []);
  });

  it("may replace one of Kamailio's", () => {
    const own = { name: 'tm', parameters: [{ name: 'own', types: ['int'] }] };
    const lines = ['#!KAMAILIO', 'loadmodule "tm.so"', 'modparam("tm", "own", 1)', 'modparam("tm", "fr_timer", 1)', ''];
    const project = open({ '/project/modules/tm.json': own }, [...lines, 'request_route { exit; }', '']);
    assert.deepEqual(findings(project), ['4 unknown-module-parameter fr_timer']);
  });

  it('may lie in any folder', () => {
    const settings = { catalogue: { extra: ['/opt/acme/descriptions'] } };
    assert.deepEqual(findings(open({ '/opt/acme/descriptions/a.json': ACME }, CONFIGURATION, settings)), []);
  });

  it('is read again when its file has changed', () => {
    const project = open({ [FILE]: { name: 'acme' } });
    assert.ok(findings(project).includes('4 unknown-module-parameter tariff'));
    project.files.write(FILE, JSON.stringify(ACME));
    project.workspace.extraModulesChanged();
    assert.deepEqual(findings(project), []);
    project.files.remove(FILE);
    project.workspace.extraModulesChanged();
    assert.ok(findings(project).some((finding) => finding.startsWith('3 unknown-module ')));
  });
});

describe("a faulty description of a module of the user's own", () => {
  const FAULTY = JSON.stringify(
    { ...ACME, parameters: [{ name: 'tariff', types: ['text'], defualt: 'day' }] },
    undefined,
    1,
  );

  it('is told with what is wrong at its place', () => {
    const lineOf = (text: string): number => FAULTY.slice(0, FAULTY.indexOf(text)).split('\n').length;
    const project = open({ [FILE]: FAULTY });
    findings(project);
    assert.deepEqual(problems(project), [
      `modules/acme.json:${lineOf('"text"\n')}:5 parameters[0].types[0] must be "int" or "string".`,
      `modules/acme.json:${lineOf('"defualt"')}:4 parameters[0].defualt is not known here; did you mean "default"?`,
    ]);
  });

  it('leaves the module known by its name, so that nothing is said of what it may have', () => {
    assert.deepEqual(findings(open({ [FILE]: FAULTY })), []);
    assert.deepEqual(findings(open({ [FILE]: '{ "name": "acme", ' })), []);
    assert.ok(findings(open({ '/project/modules/other.json': '{ "name": "acme", ' })).length > 0);
  });

  it('hides none of Kamailio’s modules where only its file’s name tells which it is', () => {
    const lines = ['#!KAMAILIO', 'loadmodule "tm.so"', 'modparam("tm", "fr_timr", 1)', 'request_route { exit; }', ''];
    assert.deepEqual(findings(open({ '/project/modules/tm.json': '{' }, lines)), [
      '3 unknown-module-parameter fr_timr',
    ]);
  });

  it('is told where the text is no JSON', () => {
    const project = open({ [FILE]: '\uFEFF{\n  "name": "acme",\n}\n' });
    findings(project);
    assert.deepEqual(problems(project), [
      'modules/acme.json:3:1 The file is no JSON: the name of a property in double quotes is expected here.',
    ]);
  });

  it('is told where two describe one module, and where a folder has none', () => {
    const twice = open({ [FILE]: ACME, '/project/modules/other.json': ACME });
    assert.deepEqual(findings(twice), []);
    assert.deepEqual(problems(twice), ['modules/other.json The module acme is described in another file too.']);
    const none = open({});
    findings(none);
    assert.deepEqual(problems(none), ['modules The folder holds no description of a module (*.json).']);
  });
});
