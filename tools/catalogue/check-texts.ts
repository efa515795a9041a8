/**
 * Says what the catalogue's texts lack.
 *
 *     node tools/catalogue/check-texts.ts [--list] [--documentation DIRECTORY] [MODULE…]
 *
 * Without `--list` it counts the items without a text and names the texts with faults; with it, it prints every item
 * without a text and what the facts know of it. `--documentation` names a Kamailio source tree: runs of eight words
 * that a text shares with the documentation there are faults.
 */
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mergeTexts, type MergedFile, type ModuleTexts } from '../../server/src/catalog/merge-texts.ts';
import { faultsOf, findDuplicates, placeTexts, proseOf, runsOf, type PlacedText } from './text-quality.ts';

const CATALOG = path.join(import.meta.dirname, '../../server/catalog');
const LONGEST_SHARED_RUN = 8;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean' }, documentation: { type: 'string' } },
});

const all = ['core', ...readdirSync(path.join(CATALOG, 'facts/modules')).map((file) => path.basename(file, '.json'))];
const chosen = positionals.length > 0 ? positionals : all;
const texts: PlacedText[] = [];
let missingItems = 0;
let faults = 0;

for (const module of chosen) {
  const facts = readJson(`facts/${module === 'core' ? 'core' : `modules/${module}`}.json`) as MergedFile['file'];
  const stored = existsSync(path.join(CATALOG, `texts/${module}.json`))
    ? (readJson(`texts/${module}.json`) as ModuleTexts)
    : {};
  const { missing, orphans } = mergeTexts(facts, stored);
  const lacking = module === 'core' || stored.module !== undefined ? missing : [`module ${module}`, ...missing];
  missingItems += lacking.length;
  if (options.list) for (const item of lacking) console.log(`${module}: ${item}${describe(facts, item)}`);
  for (const orphan of orphans) report(`${module}: ${orphan} explains nothing that Kamailio has`);
  texts.push(...placeTexts(`${module}.json`, stored as Readonly<Record<string, unknown>>));
}

for (const placed of texts)
  for (const fault of faultsOf(placed)) report(`${placed.file}: ${placed.kind} ${placed.name} ${fault}`);
for (const places of findDuplicates(texts))
  report(`the same text: ${places.map(({ file, kind, name }) => `${file} ${kind} ${name}`).join(', ')}`);
if (options.documentation !== undefined) reportSharedRuns(options.documentation);

console.log(`${texts.length} texts, ${missingItems} items without one, ${faults} faults`);
process.exitCode = faults > 0 ? 1 : 0;

function report(fault: string): void {
  faults++;
  console.log(fault);
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(path.join(CATALOG, name), 'utf8'));
}

/** What the facts know of an item named `kind name`. */
function describe(facts: MergedFile['file'], item: string): string {
  const kind = item.slice(0, item.indexOf(' '));
  const name = item.slice(item.indexOf(' ') + 1);
  const list = kind === 'rpc' ? 'rpcCommands' : kind;
  const items = (facts[list] ?? []) as readonly Readonly<Record<string, unknown>>[];
  const own = items.find((entry) => entry.name === name);
  if (!own) return '';
  return ` ${JSON.stringify(own, (key, value: unknown) => (key === 'name' && value === name ? undefined : key === 'operations' || key === 'docAnchor' ? undefined : value))}`;
}

function reportSharedRuns(source: string): void {
  const wanted = new Map<string, PlacedText>();
  for (const placed of texts)
    for (const run of runsOf(proseOf(placed.text), LONGEST_SHARED_RUN)) wanted.set(run, placed);
  const reported = new Set<string>();
  for (const file of globSync(['src/modules/*/README', 'src/modules/*/doc/*.xml', 'doc/**/*'], { cwd: source })) {
    const whole = path.join(source, file);
    let text: string;
    try {
      text = readFileSync(whole, 'utf8').replace(/<[^>]*>/g, ' ');
    } catch {
      continue;
    }
    for (const run of runsOf(text, LONGEST_SHARED_RUN)) {
      const placed = wanted.get(run);
      if (!placed || reported.has(run)) continue;
      reported.add(run);
      report(`${placed.file}: ${placed.kind} ${placed.name} shares "${run}" with ${file}`);
    }
  }
}
