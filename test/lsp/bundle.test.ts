import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type {
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  MarkupContent,
  SignatureHelp,
} from 'vscode-languageserver/node.js';
import { projectPath } from '../../tools/project.ts';
import { startBundle, type TestClient } from './support/client.ts';

const EXAMPLES = projectPath('examples');
const FILES = ['sbc/kamailio.cfg', 'sbc/calls.cfg', 'common/destinations.cfg', 'router/replication.cfg'];

const uriOf = (file: string): string => pathToFileURL(`${EXAMPLES}/${file}`).href;
const textOf = (file: string): string => readFileSync(`${EXAMPLES}/${file}`, 'utf8');

describe('the bundled server over --stdio, on the examples', () => {
  let client: TestClient;

  before(async () => {
    client = startBundle(projectPath('server/dist/kamailio-language-server.cjs')).client;
    const settings = { version: '5.6', pathMappings: { '/etc/kamailio': '.' } };
    await client.initialise({ folders: [pathToFileURL(EXAMPLES).href], settings });
    // Until this is told, the roots of the fragments are still being looked for.
    await client.message('kamailio/includedFiles');
    for (const file of FILES) await client.open(uriOf(file), textOf(file));
  });

  after(async () => {
    await client.stop();
    assert.deepEqual(client.log, [], 'the server logged no fault');
  });

  /** A request's position: behind the first occurrence of a text. */
  function behind(file: string, text: string): { textDocument: { uri: string }; position: object } {
    const lines = textOf(file)
      .slice(0, textOf(file).indexOf(text) + text.length)
      .split('\n');
    assert.ok(textOf(file).includes(text), `${file} holds ${text}`);
    return {
      textDocument: { uri: uriOf(file) },
      position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    };
  }

  it('has nothing against them', async () => {
    for (const file of FILES) assert.deepEqual(await client.diagnostics(uriOf(file)), [], file);
  });

  it('explains a function in a fragment through the root that includes it', async () => {
    const answer = await client.request<Hover | null>('textDocument/hover', behind('sbc/calls.cfg', 'ds_select'));
    const { value } = answer?.contents as MarkupContent;
    assert.match(value, /ds_select_dst\(set, alg/);
    assert.match(value, /docs\/modules\/5\.6\.x\/modules\/dispatcher\.html#dispatcher\.f\.ds_select_dst/);
  });

  it('leads from a call to the route block in another file', async () => {
    const params = behind('sbc/kamailio.cfg', 'route(TO_ROUT');
    const [target] = (await client.request<Location[] | null>('textDocument/definition', params)) ?? [];
    assert.equal(target?.uri, uriOf('sbc/calls.cfg'));
    const references = await client.request<Location[]>('textDocument/references', {
      ...params,
      context: { includeDeclaration: true },
    });
    const uris = new Set(references.map(({ uri }) => uri));
    assert.ok(uris.has(uriOf('sbc/calls.cfg')) && uris.has(uriOf('sbc/kamailio.cfg')), [...uris].join(' '));
  });

  it('proposes what the place asks for, with its documentation on demand', async () => {
    const { position } = behind('common/destinations.cfg', 'modparam("dispatcher", "') as {
      position: { line: number; character: number };
    };
    const items = await client.completions(uriOf('common/destinations.cfg'), position.line, position.character);
    const item = items.find(({ label }) => label === 'ds_ping_interval');
    assert.ok(item, items.map(({ label }) => label).join(' '));
    const resolved = await client.request<typeof item>('completionItem/resolve', item);
    assert.match((resolved.documentation as MarkupContent).value, /seconds?/i);
  });

  it('tells which argument is being written', async () => {
    const params = behind('sbc/calls.cfg', 'ds_select_dst(DS_ROUTERS, ');
    const help = await client.request<SignatureHelp | null>('textDocument/signatureHelp', params);
    assert.equal(help?.activeParameter, 1);
    assert.match(help.signatures[0]?.label ?? '', /^ds_select_dst\(/);
  });

  it('outlines, folds and links', async () => {
    const textDocument = { uri: uriOf('sbc/kamailio.cfg') };
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument });
    assert.ok(
      symbols.some(({ name }) => name === 'request_route'),
      symbols.map(({ name }) => name).join(', '),
    );
    // A group that spans lines would have its first entry pinned over the text while it scrolls.
    for (const { name, range } of symbols.filter(({ children }) => (children ?? []).length > 0)) {
      assert.equal(range.start.line, range.end.line, name);
    }
    const folds = await client.request<FoldingRange[]>('textDocument/foldingRange', { textDocument });
    const route = textOf('sbc/kamailio.cfg')
      .split('\n')
      .findIndex((line) => line.startsWith('request_route'));
    assert.ok(folds.some(({ startLine }) => startLine === route));
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', { textDocument });
    assert.ok(links.some(({ target }) => target === uriOf('common/modules.cfg')));
    const lists = await client.request<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri: uriOf('common/destinations.cfg') },
    });
    assert.ok(
      lists.some(({ target }) => target?.endsWith('dispatcher.list')),
      JSON.stringify(lists),
    );
  });

  it('answers every request at any place of text that is being torn apart', async () => {
    const uri = uriOf('sbc/scratch.cfg');
    let text = textOf('sbc/kamailio.cfg');
    await client.open(uri, text);
    let state = 20_261_121;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state % below;
    };
    const snippets = [
      '{',
      '}',
      '"',
      '(',
      ')',
      '$(',
      '\n#!ifdef A\n',
      '\n#!endif\n',
      'route[',
      "'",
      '/*',
      '\u{1F600}',
      '#!',
      ',',
    ];
    const place = (offset: number): { line: number; character: number } => {
      const before = text.slice(0, offset).split('\n');
      return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    };
    for (let round = 0; round < 60; round++) {
      const start = random(text.length);
      const end = Math.min(text.length, start + random(12));
      const inserted = snippets[random(snippets.length)] ?? '';
      await client.edit(uri, { start: place(start), end: place(end) }, inserted);
      text = text.slice(0, start) + inserted + text.slice(end);
      const position = place(random(text.length));
      const textDocument = { uri };
      await Promise.all([
        client.diagnostics(uri),
        client.request('textDocument/hover', { textDocument, position }),
        client.request('textDocument/completion', { textDocument, position }),
        client.request('textDocument/signatureHelp', { textDocument, position }),
        client.request('textDocument/definition', { textDocument, position }),
        client.request('textDocument/references', { textDocument, position, context: { includeDeclaration: true } }),
        client.request('textDocument/documentSymbol', { textDocument }),
        client.request('textDocument/foldingRange', { textDocument }),
        client.request('textDocument/documentLink', { textDocument }),
        client.request('textDocument/codeAction', {
          textDocument,
          range: { start: position, end: position },
          context: { diagnostics: [] },
        }),
      ]);
    }
    assert.deepEqual(client.log, []);
  });
});
