import type { Analysis } from '../semantic/analysis.ts';
import type { Finding } from '../semantic/problem.ts';
import type { Program } from '../semantic/program.ts';
import { unusedSuppression } from '../semantic/suppressions.ts';
import { SidePlan, type Assignment } from '../semantic/switches.ts';
import type { SourceRange } from '../syntax/source-text.ts';
import { dialogNotCreated } from './dialog-not-created.ts';
import { dispatcherLoadNotReleased } from './dispatcher-load-not-released.ts';
import { flagNeverSet } from './flag-never-set.ts';
import { lateDefine } from './late-define.ts';
import { misspeltDefine } from './misspelt-define.ts';
import { unusedDefine } from './unused-define.ts';
import { unusedModule } from './unused-module.ts';
import { unusedRoute } from './unused-route.ts';

/** What there is to find on the sides of the conditions that a program as it is does not take. */
export interface OtherSides {
  /** The findings of the program as it is, without the unused suppressions that are of use on another side. */
  readonly own: readonly Finding[];
  /** What was found beyond; each message ends with the switches under which it holds. */
  readonly others: readonly Finding[];
  /** How often the program was read and checked beyond the first time. */
  readonly runs: number;
  /** How many sides could not be reached: no switches decide about them, or they contradict what is around. */
  readonly leftOut: number;
}

/** How far a check of all sides has come. */
export interface SidesProgress {
  readonly runs: number;
  /** An estimate of the runs that are still to come. */
  readonly outstanding: number;
}

/** How the program is read and checked, under some switches or as it is. */
export interface SidesReader {
  read(forced: Assignment): Analysis;
  check(analysis: Analysis): readonly Finding[];
}

/**
 * What speaks of something that the whole program lacks, a call of a block, say. Where a flipped switch takes the call
 * away, that is true and of no use to anybody: so it is reported only in text that is not read otherwise.
 */
const WHOLE_PROGRAM: ReadonlySet<string> = new Set(
  [unusedRoute, unusedModule, unusedDefine, flagNeverSet, dialogNotCreated, dispatcherLoadNotReleased].map(
    ({ code }) => code,
  ),
);

/** What a look at another side cannot know: a name defined for it is near to others, and comments are for all sides. */
const NOT_OF_A_SIDE: ReadonlySet<string> = new Set(
  [misspeltDefine, lateDefine, unusedSuppression].map(({ code }) => code),
);

interface Found {
  readonly finding: Finding;
  readonly forced: Assignment;
}

/** Checks a program with its switches on and off, a run a step, so that the caller may stop or say how far it has come. */
export function* checkOtherSides(
  base: Analysis,
  own: readonly Finding[],
  reader: SidesReader,
): Generator<SidesProgress, OtherSides> {
  const plan = new SidePlan(base.program);
  const known = new Set(own.map(placeOf));
  const found = new Map<string, Found>();
  const unused = new Map(
    own.filter(({ code }) => code === unusedSuppression.code).map((each) => [placeOf(each), each]),
  );
  let runs = 0;
  for (let forced = plan.next(); forced; forced = plan.next()) {
    const analysis = reader.read(forced);
    const findings = reader.check(analysis);
    plan.take(analysis.program, forced);
    const here = new Set(findings.map(placeOf));
    for (const [key, { range }] of unused) {
      if (!here.has(key) && isRead(analysis.program, range)) unused.delete(key);
    }
    const fresh = findings.filter((finding) => !NOT_OF_A_SIDE.has(finding.code) && !known.has(placeOf(finding)));
    for (const finding of mostTelling(fresh, analysis, base)) {
      const key = `${placeOf(finding)} ${finding.message}`;
      const before = found.get(key);
      if (!before || before.forced.size > forced.size) found.set(key, { finding, forced });
    }
    runs++;
    yield { runs, outstanding: plan.outstanding };
  }
  return {
    own: own.filter((finding) => finding.code !== unusedSuppression.code || unused.has(placeOf(finding))),
    others: [...found.values()].map(({ finding, forced }) => withSwitches(finding, plan.describe(forced))),
    runs,
    leftOut: plan.leftOut,
  };
}

/** Where a side makes the preprocessor itself fail, all else is its echo. */
function mostTelling(findings: readonly Finding[], analysis: Analysis, base: Analysis): readonly Finding[] {
  const { preprocessed } = analysis.program;
  const failures = new Set(preprocessed.findings.filter(({ severity }) => severity === 'error').map(placeOf));
  const fatal = findings.filter((finding) => finding.severity === 'error' && failures.has(placeOf(finding)));
  if (fatal.length > 0) return fatal;
  return findings.filter(
    ({ code, severity, range }) => severity === 'error' || !WHOLE_PROGRAM.has(code) || !isRead(base.program, range),
  );
}

function isRead({ preprocessed }: Program, { source, start }: SourceRange): boolean {
  if (!preprocessed.files.some(({ uri }) => uri === source.uri)) return false;
  return !preprocessed.inactive.some(
    (region) => region.source.uri === source.uri && region.start <= start && start < region.end,
  );
}

function placeOf({ range: { source, start, end }, code }: Finding): string {
  return `${source.uri} ${start} ${end} ${code}`;
}

function withSwitches({ fix, ...finding }: Finding, switches: string): Finding {
  const message = `${finding.message} (${switches})`;
  return { ...finding, message, ...(fix ? { fix: { ...fix, isSafe: false } } : {}) };
}
