/** How much of what real configurations name is explained on hover, in words and not only in facts. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { hover } from '../../server/src/features/hover.ts';
import type { Analysis } from '../../server/src/semantic/analysis.ts';
import { isVerbatim, rangeInString, valueRange } from '../../server/src/semantic/string-place.ts';
import { findPseudoVariables, readPseudoVariable } from '../../server/src/syntax/pseudo-variable.ts';
import type { SourceRange } from '../../server/src/syntax/source-text.ts';
import { decodeString } from '../../server/src/syntax/string-literal.ts';
import * as t from '../../server/src/syntax/token-types.ts';
import { needSharedFolder } from '../support/needs.ts';
import { analyseFile, readManifest, readOptions, verdictOf } from './support/corpus.ts';
import { printTable } from './support/table.ts';

/** A name that stands in a configuration, and where. */
interface Named {
  readonly kind: 'modparam name' | 'function call' | 'pseudo-variable' | 'core setting';
  readonly name: string;
  readonly range: SourceRange;
}

interface Count {
  places: number;
  explained: number;
  /** Names without an explanation, with how often they occur and the first place. */
  readonly missing: Map<string, { count: number; readonly first: string }>;
}

/** The least share of places, of each kind, whose hover explains something. */
const WANTED = 0.99;

/** What hovers show without anybody having written it: code, lists of facts, links, and what is not loaded. */
const NO_PROSE = /^(?:`{3,}[^]*?`{3,}|-{3,}|(?: *- .*(?:\n|$))+|\[.*\]\(.*\)|The module `.*` is not loaded.*)$/;

function namesIn({ program }: Analysis): Named[] {
  const { symbols, preprocessed } = program;
  const named: Named[] = [];
  for (const { parameterToken, parameter } of symbols.parameters) {
    if (isVerbatim(parameterToken)) {
      named.push({ kind: 'modparam name', name: parameter, range: valueRange(parameterToken) });
    }
  }
  for (const { token, name } of symbols.calls) {
    if (isVerbatim(token)) named.push({ kind: 'function call', name, range: token });
  }
  for (const { name } of symbols.settings) {
    if (isVerbatim(name)) named.push({ kind: 'core setting', name: name.image, range: name });
  }
  for (const token of preprocessed.tokens) {
    if (!isVerbatim(token)) continue;
    const { source, start } = token;
    if (token.tokenType === t.PseudoVariable) {
      const { name } = readPseudoVariable(token.image, 0, false);
      const range = { source, start: start + name.start, end: start + name.end };
      named.push({ kind: 'pseudo-variable', name: name.text, range });
    } else if (token.tokenType === t.StringLiteral && token.image.includes('$')) {
      const value = decodeString(token.image);
      for (const { name, fault } of findPseudoVariables(value.text)) {
        if (fault || name.text === '') continue;
        const range = rangeInString(token, value, name.start, name.end);
        named.push({ kind: 'pseudo-variable', name: name.text, range });
      }
    }
  }
  return named;
}

/** Whether a hover holds a sentence beyond the facts. */
function isExplained(analysis: Analysis, { source, start }: SourceRange): boolean {
  const markdown = hover(analysis, source, start + 1)?.markdown ?? hover(analysis, source, start)?.markdown ?? '';
  const blocks = markdown.replace(/^(`{3,})[^]*?^\1$/gm, '').split(/\n{2,}/);
  return blocks.some((block) => block.trim() !== '' && !NO_PROSE.test(block.trim()));
}

describe('hover on what real configurations name', () => {
  it('explains nearly all of it in words', function () {
    this.timeout(300_000);
    const corpus = needSharedFolder(this, 'corpus');
    const roots = readManifest(corpus).filter((file) => file.role === 'root' && verdictOf(file).class === 'accepted');
    assert.ok(roots.length > 0);
    const counts = new Map<Named['kind'], Count>();
    for (const root of roots) {
      const analysis = analyseFile(path.join(corpus, root.file), readOptions(corpus, root));
      for (const named of namesIn(analysis)) {
        const count: Count = counts.get(named.kind) ?? { places: 0, explained: 0, missing: new Map() };
        counts.set(named.kind, count);
        count.places++;
        if (isExplained(analysis, named.range)) count.explained++;
        else {
          const { source, start } = named.range;
          const first = `${path.basename(root.file)}, ${path.basename(source.uri)}:${source.lineAt(start) + 1}`;
          const known = count.missing.get(named.name);
          if (known) known.count++;
          else count.missing.set(named.name, { count: 1, first });
        }
      }
    }
    const rows = [...counts].map(([kind, { places, explained }]) => [
      kind,
      places,
      explained,
      `${((100 * explained) / places).toFixed(2)} %`,
    ]);
    printTable([[`${roots.length} roots`, 'places', 'explained', 'share'], ...rows]);
    for (const [kind, { missing }] of counts) {
      for (const [name, { count, first }] of missing) console.log(`      ${kind} ${name}: ${count} without, ${first}`);
    }
    assert.equal(counts.size, 4);
    const short = [...counts].filter(([, { places, explained }]) => explained < WANTED * places).map(([kind]) => kind);
    assert.deepEqual(short, []);
  });
});
