import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { KAMAILIO_VERSIONS } from '../../../server/src/catalog/versions.ts';
import type { Fields } from '../../../tools/catalogue/combine-versions.ts';
import { correctCookbookAnchors } from '../../../tools/catalogue/cookbook-anchors.ts';
import { convertCoreLanguage, type Grammar, type Pages } from '../../../tools/catalogue/core-language.ts';
import { addNumberMeanings } from '../../../tools/catalogue/number-meanings.ts';
import {
  combineLanguages,
  readCoreLanguage,
  splitLanguages,
} from '../../../tools/catalogue/source/read-core-language.ts';
import { FACTS } from './repository.ts';

// In the form of Kamailio's cfg.lex and cfg.y.
const LEX = `
%x COMMENT
STOP	"stop"|"halt"
LEVEL	"level"
NOISE	"noise"
%%
<INITIAL>{STOP}	{ count(); yylval.strval=yytext; return STOP; }
<INITIAL>{LEVEL}	{ count(); yylval.strval=yytext; return LEVEL; }
<COMMENT>{NOISE}	{ count(); return NOISE; }
%%
`;
const YACC = `
%%
assign_stm:
	LEVEL EQUAL intno { level=$3; }
	| LEVEL EQUAL error { yyerror("number expected"); }
	;
module_stm:
	LOADMODULE STRING { load($2); }
	;
socket_lattr:
	BIND EQUAL listen_id { bind($3); }
	;
cmd:
	STOP LPAREN RPAREN { $$=0; }
	| STOP LPAREN NUMBER RPAREN { $$=0; }
	;
ret_cmd:
	DROP { $$=0; }
	;
%%
`;

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(FACTS, file), 'utf8'));

describe('the core language', () => {
  const grammar = read('../grammar.json') as Grammar;

  it("is read from Kamailio's lexer and grammar", () => {
    const { words, settings, functions, modules, socket } = readCoreLanguage(LEX, YACC);
    assert.deepEqual(words, [
      { name: 'stop', token: 'STOP' },
      { name: 'halt', token: 'STOP' },
      { name: 'level', token: 'LEVEL' },
    ]);
    assert.deepEqual(settings, [{ name: 'LEVEL', values: ['intno'] }]);
    assert.deepEqual(functions, [
      { name: 'STOP', forms: ['LPAREN RPAREN', 'LPAREN NUMBER RPAREN'] },
      { name: 'DROP', forms: [''] },
    ]);
    assert.deepEqual(modules, [{ name: 'LOADMODULE', forms: ['STRING'] }]);
    assert.deepEqual(socket, [{ name: 'BIND', forms: ['EQUAL listen_id'] }]);
  });

  it('is kept for all versions in one file', () => {
    const languages = splitLanguages(grammar);
    assert.deepEqual([...languages.keys()], [...KAMAILIO_VERSIONS]);
    assert.ok(!languages.get('5.6')?.words.some(({ name }) => name === 'return_mode'));
    assert.ok(languages.get('5.7')?.words.some(({ name }) => name === 'return_mode'));
    assert.deepEqual(combineLanguages(languages), grammar);
  });

  it('is what the facts of the core say', () => {
    const core = read('core.json') as Fields & Pages;
    const { statements, ...lists } = convertCoreLanguage(grammar, core);
    const names = new Set((statements as readonly { readonly name: string }[]).map(({ name }) => name));
    const others = core.statements.filter(({ name }) => !names.has(name));
    const renewed = { ...core, ...lists, statements: [...(statements as readonly object[]), ...others] };
    assert.deepEqual(correctCookbookAnchors(addNumberMeanings(renewed)), core);
  });
});
