import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Program } from '../../server/src/semantic/program.ts';
import { LeftBrace, RightBrace } from '../../server/src/syntax/token-types.ts';
import { needSharedFolder } from '../support/needs.ts';
import { analyseFile, DiskSources, readManifest, readOptions, verdictOf } from './support/corpus.ts';

/** How many opening and closing braces of a file are taken away, one at a time. */
const TRIES = 6;

describe('a missing brace', () => {
  it('leaves all other route blocks in the tree, and is reported', function () {
    this.timeout(120_000);
    const corpus = needSharedFolder(this, 'corpus');
    const roots = readManifest(corpus).filter((file) => file.role === 'root' && verdictOf(file).class === 'accepted');
    const faults: string[] = [];
    let tried = 0;
    for (const root of roots) {
      const file = path.join(corpus, root.file);
      const text = readFileSync(file, 'utf8');
      const options = readOptions(corpus, root);
      const { program } = analyseFile(file, options);
      const routes = routeNames(program);
      for (const brace of someBraces(program)) {
        const mutated = text.slice(0, brace.offset) + text.slice(brace.offset + 1);
        const { program: read } = analyseFile(file, { ...options, text: mutated, sources: new DiskSources() });
        tried++;
        const left = new Set(routeNames(read));
        const lost = routes.filter((name) => name !== brace.route && !left.has(name));
        const line = program.root.lineAt(brace.offset) + 1;
        if (lost.length > 0) faults.push(`${root.file}:${line} loses ${lost.join(', ')}`);
        if (!read.findings.some((finding) => finding.severity === 'error'))
          faults.push(`${root.file}:${line} is silent`);
      }
    }
    console.log(`      ${tried} braces taken out of ${roots.length} configurations`);
    assert.ok(tried > 0);
    assert.deepEqual(faults, []);
  });
});

function routeNames({ symbols }: Program): string[] {
  return symbols.routes.map(({ kind, name }) => (name === undefined ? kind : `${kind}[${name}]`));
}

/** Braces spread over the root file, each with the route block it stands in. */
function someBraces(program: Program): { offset: number; route: string }[] {
  const found: { offset: number; route: string; isOpening: boolean }[] = [];
  program.symbols.routes.forEach(({ item, node }, index) => {
    const route = routeNames(program)[index]!;
    for (let at = node.from; at <= node.to; at++) {
      const token = item.tokens[at]!;
      if (token.source !== program.root || token.macro) continue;
      const isOpening = token.tokenType === LeftBrace;
      if (isOpening || token.tokenType === RightBrace) found.push({ offset: token.start, route, isOpening });
    }
  });
  const spread = (list: typeof found): typeof found =>
    list.filter((_, index) => index % Math.max(1, Math.floor(list.length / TRIES)) === 0).slice(0, TRIES);
  return [...spread(found.filter((brace) => brace.isOpening)), ...spread(found.filter((brace) => !brace.isOpening))];
}
