/**
 * Measures reading, checking and start-up, with the real `kamailio -c` on the same files beside it where it is
 * installed. Figures are medians; they speak of this machine, the ratios of the program.
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkOtherSides } from '../../server/src/rules/all-sides.ts';
import { checkProgram } from '../../server/src/rules/check.ts';
import { analyse, type Analysis } from '../../server/src/semantic/analysis.ts';
import type { ProgramHost } from '../../server/src/semantic/program-host.ts';
import { ItemCache } from '../../server/src/syntax/item-reader.ts';
import { scanSegment } from '../../server/src/syntax/scanner.ts';
import { SourceText } from '../../server/src/syntax/source-text.ts';
import { projectPath } from '../../tools/project.ts';
import { openCatalog } from '../unit/catalog/repository.ts';
import { sampleOf } from './sample.ts';

const SIZES = { '26 KB': 26_000, '100 KB': 100_000, '1 MB': 1_000_000 };
const NO_INCLUDES: ProgramHost = { resolve: () => undefined };

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** The median of several runs, in milliseconds. */
function time(rounds: number, run: () => void): number {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    run();
    taken.push(performance.now() - start);
  }
  return median(taken);
}

function lex(source: SourceText): void {
  for (let at = 0; at < source.text.length;) {
    const { directive, end } = scanSegment(source, at, { compatibility: 'KAMAILIO' });
    at = directive ? directive.next : Math.max(end, at + 1);
  }
}

function measure(size: string, bytes: number, folder: string): string {
  const text = sampleOf(bytes);
  const catalog = openCatalog('5.6');
  const rounds = bytes > 500_000 ? 7 : 15;
  let number = 0;
  const fresh = (content = text): SourceText => new SourceText(`bench:${number++}`, content);
  const read = (source: SourceText, cache = new ItemCache()): Analysis =>
    analyse(source, NO_INCLUDES, catalog, { defines: [], cache });
  const fault = checkProgram(read(fresh())).find(({ severity }) => severity === 'error');
  if (fault) throw new Error(`the sample has an error: ${fault.message}`);
  const lexing = time(rounds, () => lex(fresh()));
  const reading = time(rounds, () => void read(fresh()));
  const cache = new ItemCache();
  read(fresh(), cache);
  const middle = text.indexOf('exit;', text.length >> 1);
  const keystroke = time(rounds, () => {
    void read(fresh(`${text.slice(0, middle)}xlog("${number}"); ${text.slice(middle)}`), cache);
  });
  const analysis = time(rounds, () => void checkProgram(read(fresh())));
  const kamailio = timeKamailio(text, folder);
  const withSpeed = (ms: number): string =>
    `${ms.toFixed(1)} ms, ${(Buffer.byteLength(text) / 1000 / ms).toFixed(1)} MB/s`;
  return [
    size.padEnd(7),
    withSpeed(lexing).padEnd(20),
    withSpeed(reading).padEnd(20),
    `${keystroke.toFixed(1)} ms`.padEnd(10),
    withSpeed(analysis).padEnd(20),
    (kamailio === undefined ? 'did not run' : `${kamailio.toFixed(1)} ms`).padEnd(12),
    kamailio === undefined ? '' : `${(analysis / kamailio).toFixed(2)} : 1`,
  ].join(' ');
}

/** Reading and checking the other sides of the conditions of 100 KB with so many switches. */
function measureSides(count: number): string {
  const catalog = openCatalog('5.6');
  const text =
    sampleOf(SIZES['100 KB']) +
    Array.from({ length: count }, (_, n) => `#!ifdef WITH_S${n}\nroute[S${n}] {\n\texit;\n}\n#!endif\n`).join('');
  const root = new SourceText('bench:sides', text);
  const cache = new ItemCache();
  const base = analyse(root, NO_INCLUDES, catalog, { defines: [], cache });
  const own = checkProgram(base);
  const start = performance.now();
  const steps = checkOtherSides(base, own, {
    read: (forced) => analyse(root, NO_INCLUDES, catalog, { defines: [], cache, forced }),
    check: (analysis) => checkProgram(analysis),
  });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const taken = performance.now() - start;
  const { runs } = step.value;
  return `${count} switches: ${runs} readings beyond the first, ${taken.toFixed(0)} ms, ${(taken / runs).toFixed(1)} ms each`;
}

/** Milliseconds that `kamailio -c` takes for the same text, with private memory enough for it; `undefined` without it. */
function timeKamailio(text: string, folder: string): number | undefined {
  const file = path.join(folder, 'kamailio.cfg');
  writeFileSync(file, text);
  const run = (): number | null => spawnSync('kamailio', ['-M', '512', '-c', '-f', file], { stdio: 'ignore' }).status;
  return run() === 0 ? time(5, () => void run()) : undefined;
}

/** Copies the built server with a catalogue that knows no module and explains nothing. */
function withoutCatalogue(target: string): string {
  cpSync(projectPath('server/dist'), target, { recursive: true });
  const catalog = path.join(target, 'catalog');
  rmSync(path.join(catalog, 'modules'), { recursive: true });
  const empty = (name: string, keep: (key: string, value: unknown) => unknown): void => {
    const whole = JSON.parse(readFileSync(path.join(catalog, name), 'utf8')) as unknown;
    writeFileSync(path.join(catalog, name), JSON.stringify(whole, keep));
  };
  empty('index.json', (key, value) => (key === '' ? value : Array.isArray(value) ? [] : {}));
  empty('core.json', (key, value) => (key === 'text' ? undefined : value));
  return path.join(target, 'kamailio-language-server.cjs');
}

/** Starts the bundled server over `--stdio` and asks for the findings of the 100 KB sample. */
async function startUp(script: string): Promise<{ ready: number; findings: number; memory: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, [script, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  let received = '';
  let look = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
    look();
  });
  const answered = (id: number): Promise<number> =>
    new Promise((resolve) => {
      look = () => {
        if (new RegExp(`"id":${id}[,}]`).test(received)) resolve(performance.now() - start);
      };
      look();
    });
  const capabilities = { textDocument: { diagnostic: {} } };
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities } });
  const ready = await answered(1);
  send({ method: 'initialized', params: {} });
  const uri = pathToFileURL(projectPath('kamailio-bench.cfg')).href;
  const textDocument = { uri, languageId: 'kamailio', version: 1, text: sampleOf(SIZES['100 KB']) };
  send({ method: 'textDocument/didOpen', params: { textDocument } });
  send({ id: 2, method: 'textDocument/diagnostic', params: { textDocument: { uri } } });
  const findings = await answered(2);
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
  child.kill();
  return { ready, findings, memory: Number(stdout) / 1024 };
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-bench-'));
try {
  console.log(
    'size    lexing               reading              keystroke  analysis             kamailio -c  analysis : kamailio -c',
  );
  for (const [size, bytes] of Object.entries(SIZES)) console.log(measure(size, bytes, folder));
  for (const count of [10, 20, 40]) console.log(measureSides(count));
  const servers = {
    'with the catalogue': projectPath('server/dist/kamailio-language-server.cjs'),
    'without a catalogue': withoutCatalogue(path.join(folder, 'server')),
  };
  const starts = Object.values(servers).map((): Awaited<ReturnType<typeof startUp>>[] => []);
  for (let round = 0; round < 9; round++) {
    for (const [index, script] of Object.values(servers).entries()) starts[index]!.push(await startUp(script));
  }
  for (const [index, name] of Object.keys(servers).entries()) {
    const of = (key: 'ready' | 'findings' | 'memory'): string =>
      median(starts[index]!.map((entry) => entry[key])).toFixed(0);
    console.log(
      `server ${name}: ready after ${of('ready')} ms, findings of 100 KB after ${of('findings')} ms, ${of('memory')} MB resident`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
