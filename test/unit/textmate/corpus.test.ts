/** What holds of the grammar over real configurations, whatever they contain. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { needSharedFolder } from '../../support/needs.ts';
import { hasScope, loadColour, scopesAt } from './grammar.ts';
import type { ScopedLine } from './grammar.ts';
import { classifyLines } from './kamailio-text.ts';
import type { TextClass } from './kamailio-text.ts';

interface ManifestFile {
  readonly file: string;
  readonly kind: string;
  readonly verdict?: Verdict;
  readonly relaxed?: Verdict;
}

interface Verdict {
  readonly class: string;
  readonly allClasses?: readonly string[];
}

interface Configuration {
  readonly file: string;
  readonly text: string;
  readonly accepted: boolean;
  /** Kamailio had no complaint about the syntax; it may miss a module or refuse a value. */
  readonly wellFormed: boolean;
}

/** The scopes a character of each class has, and those it must not have. */
const WANTED: Readonly<Record<TextClass, (scopes: readonly string[]) => boolean>> = {
  code: (scopes) => !['string.quoted', 'string.regexp', 'comment'].some((scope) => hasScope(scopes, scope)),
  string: (scopes) => hasScope(scopes, 'string.quoted') || hasScope(scopes, 'string.regexp'),
  comment: (scopes) => hasScope(scopes, 'comment'),
  unknown: () => true,
};

describe('TextMate grammar over the corpus', () => {
  let configurations: readonly Configuration[] = [];
  before(function () {
    const corpus = needSharedFolder(this, 'corpus');
    const manifest = JSON.parse(readFileSync(path.join(corpus, 'manifest.json'), 'utf8')) as { files: ManifestFile[] };
    configurations = manifest.files
      .filter(({ kind }) => kind === 'script')
      .map(({ file, verdict, relaxed }) => ({
        file,
        text: readFileSync(path.join(corpus, file), 'utf8'),
        accepted: [verdict, relaxed].some((result) => result?.class === 'accepted'),
        wellFormed: [verdict, relaxed].some((result) => result !== undefined && !classesOf(result).includes('syntax')),
      }));
    assert.ok(configurations.some(({ accepted }) => accepted));
  });

  it('has nothing open at the end of a configuration that Kamailio accepts', async () => {
    const colour = await loadColour();
    const open = configurations.filter(({ accepted, text }) => accepted && !colour(text).endsAtTopLevel);
    assert.deepEqual(
      open.map(({ file }) => file),
      [],
    );
  });

  it('takes for strings and comments what Kamailio takes for them', async () => {
    const colour = await loadColour();
    const faults: string[] = [];
    for (const { file, text } of configurations.filter(({ wellFormed }) => wellFormed)) {
      const classes = classifyLines(text);
      for (const [index, line] of colour(text).lines.entries()) {
        const column = firstDifference(line, classes[index]!);
        if (column === undefined) continue;
        const scopes = scopesAt(line, column).join(' ');
        faults.push(`${file}:${index + 1}:${column + 1} is ${classes[index]![column]!}, not ${scopes}\n  ${line.text}`);
      }
    }
    assert.ok(faults.length === 0, `${faults.length} lines\n${faults.slice(0, 10).join('\n')}`);
  });

  it('finds every route header and modparam at a line start again, even in configurations that are broken', async () => {
    const colour = await loadColour();
    const faults: string[] = [];
    let seen = 0;
    for (const { file, text } of configurations) {
      for (const [index, line] of colour(text).lines.entries()) {
        if (!/^(?:route\[\w+\]\s*\{|request_route\s*\{|modparam\s*\(\s*"\w+"\s*,)/.test(line.text)) continue;
        const scopes = scopesAt(line, 0);
        if (hasScope(scopes, 'comment.block')) continue;
        seen += 1;
        if (!hasScope(scopes, 'storage.type.route') && !hasScope(scopes, 'keyword.other.module-parameter')) {
          faults.push(`${file}:${index + 1} is ${scopes.join(' ')}: ${line.text}`);
        }
      }
    }
    assert.ok(seen > 0);
    assert.ok(faults.length === 0, `${faults.length} lines\n${faults.slice(0, 10).join('\n')}`);
  });
});

function classesOf(verdict: Verdict): readonly string[] {
  return [verdict.class, ...(verdict.allClasses ?? [])];
}

/** The first column whose scopes do not fit its class; spaces have none worth comparing. */
function firstDifference(line: ScopedLine, classes: readonly TextClass[]): number | undefined {
  for (let column = 0; column < line.text.length; column++) {
    if (line.text[column]!.trim() === '') continue;
    if (!WANTED[classes[column]!](scopesAt(line, column))) return column;
  }
  return undefined;
}
