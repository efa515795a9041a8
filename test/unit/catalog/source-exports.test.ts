import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { readC } from '../../../tools/catalogue/source/c-tokens.ts';
import { readModuleDocumentation } from '../../../tools/catalogue/source/read-documentation.ts';
import { listModules, readModules, readTreeVersion } from '../../../tools/catalogue/source/read-exports.ts';
import { readInnerNames } from '../../../tools/catalogue/source/read-inner-names.ts';

const MODULE = `
#include "defs.h"
/* { "commented", INT_PARAM, &no } */
static int limit = -5;
static char *file = NULL;
str greeting = str_init("hello " WORLD);
static int bare;

static param_export_t params[] = {
	{"limit", PARAM_INT, &limit},
	{"file", PARAM_STRING, &file},
	{"greeting", PARAM_STR, &greeting},
	{"bare", PARAM_INT, &bare},
#if 0
	{"gone", PARAM_INT, &bare},
#else
	{"rule", PARAM_STRING | PARAM_USE_FUNC, (void *)add_rule},
#endif
	SHARED_PARAMS
	{0, 0, 0}
};

static cmd_export_t cmds[] = {
	{"act", (cmd_function)w_act0, 0, 0, 0, REQUEST_ROUTE | FAILURE_ROUTE},
	{"act", (cmd_function)w_act1, 1, fixup_spve_null, 0, ANY_ROUTE},
	{"many", (cmd_function)w_many, VAR_PARAM_NO, 0, 0, EVENT_ROUTE},
	{"bind_api", (cmd_function)bind, 0, 0, 0, 0},
	{0, 0, 0, 0, 0, 0}
};

static pv_export_t pvs[] = {
	{ {"thing", (sizeof("thing") - 1)}, PVT_OTHER, pv_get, pv_set, pv_parse, 0, 0, 0 },
	{ STR_STATIC_INIT("flat"), PVT_OTHER, pv_get, 0, 0, 0, 0, 0 },
	{ {0, 0}, 0, 0, 0, 0, 0, 0, 0 }
};

static const char *list_doc[2] = { "Prints.", 0 };
rpc_export_t cmds_rpc[] = { {"sample.list", rpc_list, list_doc, RET_ARRAY}, {0, 0, 0, 0} };
stat_export_t stats[] = { {"seen", 0, &seen}, {0, 0, 0} };
static int init(void)
{
	counter_register(&refused, "sample", "refused", 0, 0, pick(0, 1), "How many", 0);
	if(register_stat(NAME, "asked", &asked, 0) != 0) return -1;
	return register_stat(NAME, name, &other, 0);
}

struct module_exports exports = { "sample", DEFAULT_DLFLAGS, cmds, params, 0, pvs, 0, 0, 0, 0 };
`;

describe('what a source tree tells of its modules', () => {
  const tree = mkdtempSync(path.join(os.tmpdir(), 'kamailio-tree-'));

  before(() => {
    const write = (name: string, text: string): void => {
      mkdirSync(path.dirname(path.join(tree, name)), { recursive: true });
      writeFileSync(path.join(tree, name), text);
    };
    write('src/Makefile.defs', 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 4\n');
    write('src/modules/sample/Makefile', '');
    write('src/modules/sample/sample.c', MODULE);
    write(
      'src/modules/sample/defs.h',
      '#define WORLD "world"\n#define SHARED_PARAMS {"url", PARAM_STRING, &file}, \\\n\t{"column", PARAM_STR, &c.name},\n',
    );
    write(
      'src/modules/sample/doc/sample_admin.xml',
      '<section id="sample.f.act"><title><function moreinfo="none">act([what, how])</function></title></section>' +
        '<section id="sample.p.lmit">\n<title><varname>limit</varname> (int)</title></section>' +
        '<!-- <section id="sample.p.file"><title>file</title></section> -->',
    );
    write('src/modules/borrowed/Makefile', '');
  });
  after(() => {
    rmSync(tree, { recursive: true });
  });

  it('begins with its version and the modules it has', () => {
    assert.equal(readTreeVersion(tree), '6.1');
    assert.deepEqual(listModules(tree).sort(), ['borrowed', 'sample']);
  });

  it('comes from the export tables, macros replaced and dead code left out', () => {
    const [module, ...others] = readModules(tree);
    assert.deepEqual(others, []);
    assert.deepEqual(module?.parameters, [
      { name: 'limit', types: ['int'], viaFunction: false, default: -5 },
      { name: 'file', types: ['string'], viaFunction: false, default: null },
      { name: 'greeting', types: ['string'], viaFunction: false, default: 'hello world' },
      { name: 'bare', types: ['int'], viaFunction: false, default: 0 },
      { name: 'rule', types: ['string'], viaFunction: true },
      { name: 'url', types: ['string'], viaFunction: false, default: null },
      { name: 'column', types: ['string'], viaFunction: false },
    ]);
    assert.deepEqual(module.functions, [
      {
        name: 'act',
        signatures: [
          { arguments: 0, routes: ['REQUEST', 'FAILURE'] },
          { arguments: 1, routes: ['ANY'] },
        ],
      },
      { name: 'many', signatures: [{ arguments: null, routes: ['REQUEST', 'EVENT'] }] },
    ]);
    assert.deepEqual(module.pseudoVariables, [
      { name: 'thing', writable: true, innerName: true },
      { name: 'flat', writable: false, innerName: false },
    ]);
    assert.deepEqual(module.rpcCommands, [{ name: 'sample.list' }]);
    assert.deepEqual(module.statistics, [{ name: 'seen' }, { name: 'refused' }, { name: 'asked' }]);
  });

  it('is completed by the documentation: anchors and names of arguments', () => {
    const documentation = readModuleDocumentation(path.join(tree, 'src/modules/sample'));
    assert.deepEqual(documentation.describe('functions', 'act'), {
      docAnchor: 'sample.f.act',
      parameters: [
        { name: 'what', optional: true },
        { name: 'how', optional: true },
      ],
    });
    assert.deepEqual(documentation.describe('parameters', 'limit'), {});
    assert.equal(documentation.anchorOf('act', 'sample.f.act'), 'sample.f.act');
    assert.equal(documentation.anchorOf('limit', 'sample.p.limit'), 'sample.p.lmit');
    assert.equal(documentation.anchorOf('file', 'sample.p.file'), undefined);
  });
});

describe('the names that a function of a module reads', () => {
  const parser = (cases: string): string => `
int pv_parse_it(pv_spec_p sp, str *in);
int pv_parse_it(pv_spec_p sp, str *in)
{
	if(in->len <= 0)
		return -1;
	switch(in->len) {
		${cases}
		default:
			goto error;
	}
	return 0;
error:
	return -1;
}`;

  it('are those that are compared, and with their length', () => {
    const text = parser(`
      case 1:
        if(*in->s == 'q' || *in->s == 'Q') n = 1; else goto error;
        break;
      case 3:
        if(strncmp(in->s, "uri", 3) == 0) { n = 2; }
        else if(strncasecmp(in->s, "dir", 3) == 0) n = 3;
        else goto error;
        break;
      case 5:
        if(strncmp(in->s, "flags", 6) == 0) n = 4; else goto error;
        break;`);
    assert.deepEqual(readInnerNames(readC(text), 'pv_parse_it'), ['q', 'Q', 'uri', 'dir']);
  });

  it('are not known where something else is asked', () => {
    const text = parser('case 5: if((n = fix_hex_int(in)) > 0) break; goto error;');
    assert.equal(readInnerNames(readC(text), 'pv_parse_it'), undefined);
    assert.equal(readInnerNames(readC('int pv_parse_it(str *in) { return parse(in); }'), 'pv_parse_it'), undefined);
  });
});
