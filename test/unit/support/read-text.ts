import type { Program } from '../../../server/src/semantic/program.ts';
import { analyseFixture, describeFinding, readFixture, type FixtureOptions } from './fixture.ts';
import { printBody, printItems } from './print-tree.ts';

/** What the reader makes of a fixture: the rules have no say. */
export interface Reading {
  readonly program: Program;
  /** The tree, one item a line. */
  readonly tree: string;
  /** All findings of the reader, as fixtures write them, in the order of the text. */
  readonly findings: readonly string[];
}

export function readText(text: string, options: FixtureOptions = {}): Reading {
  const { program } = analyseFixture(readFixture(text), options);
  const findings = program.findings.map(describeFinding).sort();
  return { program, tree: printItems(program.items), findings };
}

/** Prints what a route block with these statements holds; findings follow, each on a line of its own. */
export function readStatements(statements: string, options: FixtureOptions = {}): string {
  const { program } = analyseFixture(readFixture(`#!KAMAILIO\nroute {\n${statements}\n}\n`), options);
  const body = program.items.map(printBody).join(' ');
  return [body, ...program.findings.map(({ code }) => `! ${code}`)].join('\n');
}
