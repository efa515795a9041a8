import type { Directive } from '../syntax/directive.ts';
import type { SourceText } from '../syntax/source-text.ts';
import { Word } from '../syntax/token-types.ts';
import { evaluateExpression, isTrue } from './define-expression.ts';
import type { Define } from './define.ts';
import type { Conditional } from './preprocessor.ts';
import { segmentsOf, type Program } from './program.ts';

/** Switches that are on or off in a reading of a program, whatever its text says of them; all others are as it says. */
export type Assignment = ReadonlyMap<string, boolean>;

/** Names that Kamailio defines by itself. */
const PREDEFINED = /^(?:KAMAILIO_|MOD_|OS_NAME$)/;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/g;
/** A define that a pseudo-variable asks for. */
const DEFINE_VARIABLE = /\$defn?\((\w+)\)/g;
/** Lines without sense that make text none of Kamailio's: fewer are likely to be mistakes. */
const LEAST_PROSE = 3;
/** More switches than these in one expression are not tried out. */
const MOST_IN_EXPRESSION = 8;

/**
 * Which names are feature switches: conditions test them, and nothing else happens with them. A name that has a value
 * somewhere, stands in the text as a token, or is defined only where nobody else has defined it is none.
 */
class Switches {
  readonly #tested = new Set<string>();
  readonly #others = new Set<string>();
  readonly #guards = new Set<Directive>();
  /** Where sides begin that hold no configuration: conditions serve as comments, too. */
  readonly #prose = new Set<string>();
  readonly #texts = new Set<SourceText>();
  readonly #base: ReadonlySet<string>;

  constructor(base: Program) {
    this.#base = new Set(base.preprocessed.definitions.map(({ name }) => name));
    this.take(base);
  }

  /** Learns from another reading of the program, which may hold other files. */
  take({ preprocessed, inactive }: Program): void {
    for (const { region, items } of inactive) {
      const isProse = items.every(({ node: { kind } }) => kind === 'unknownItem' || kind === 'emptyItem');
      if (isProse && items.length >= LEAST_PROSE) this.#prose.add(`${region.source.uri} ${region.start}`);
    }
    for (const { open, branches, close } of preprocessed.conditionals) {
      for (const name of namesIn(open)) this.#tested.add(name);
      this.#takeGuard(open, (branches[0] ?? close)?.start);
      if ([open, ...branches].some((begin) => this.isProse(begin)))
        for (const name of namesIn(open)) this.#others.add(name);
    }
    for (const define of preprocessed.definitions) {
      const { name, value, origin } = define;
      // A switch that was forced in this reading has no directive, and that has to be no evidence.
      if (value !== undefined || (origin !== 'file' && origin !== 'given')) this.#others.add(name);
    }
    for (const { name, kind } of preprocessed.uses) if (kind === 'expansion') this.#others.add(name);
    for (const directive of preprocessed.directives) this.#takeDirective(directive);
    for (const { tokenType, image } of preprocessed.tokens) if (tokenType === Word) this.#others.add(image);
    for (const region of preprocessed.inactive) {
      for (const { tokens, directive } of segmentsOf(region)) {
        for (const { tokenType, image } of tokens) if (tokenType === Word) this.#others.add(image);
        if (directive) this.#takeDirective(directive);
      }
    }
    for (const source of preprocessed.files) {
      if (this.#texts.has(source)) continue;
      this.#texts.add(source);
      for (const [, name] of source.text.matchAll(DEFINE_VARIABLE)) if (name !== undefined) this.#others.add(name);
    }
  }

  has(name: string): boolean {
    return this.#tested.has(name) && !this.#others.has(name) && !PREDEFINED.test(name);
  }

  /** Whether what a directive begins is no configuration. */
  isProse({ source, next }: Directive): boolean {
    return this.#prose.has(`${source.uri} ${next}`);
  }

  /** Whether a switch is on in the program as it is. */
  isOn(name: string): boolean {
    return this.#base.has(name);
  }

  #takeDirective({ kind, argument, value }: Directive): void {
    switch (kind) {
      case 'define':
      case 'trydefine':
      case 'redefine':
        if (argument && value) this.#others.add(argument.text);
        for (const name of value?.text.match(NAME) ?? []) this.#others.add(name);
        break;
      case 'defexp':
      case 'defexps':
        if (argument) this.#others.add(argument.text);
        break;
      case 'defenv':
      case 'defenvs':
      case 'trydefenv':
      case 'trydefenvs':
        if (argument) this.#others.add(argument.text.replace(/=.*$/s, ''));
        break;
      default:
        break;
    }
  }

  /** `#!ifndef X … #!define X`: a file that is read once, or a value for those who have none. */
  #takeGuard(open: Directive, end: number | undefined): void {
    const { kind, argument, source, next } = open;
    if (kind !== 'ifndef' || !argument || this.#guards.has(open)) return;
    this.#guards.add(open);
    const definition = new RegExp(`^[ \\t]*[#!]!(?:try|re)?def(?:ine)?[ \\t]+${argument.text}\\b`, 'm');
    if (definition.test(source.text.slice(next, end))) this.#others.add(argument.text);
  }
}

/** A side of a condition. */
interface Side {
  readonly conditional: Conditional;
  readonly side: number;
}

interface Run {
  readonly forced: Assignment;
  readonly defines: ReadonlyMap<string, Define>;
}

/**
 * Plans which readings of a program show all sides of its conditions: each switch flipped alone, then one more for each
 * side that was not read so far. So there are at most as many as there are switches and sides of conditions.
 */
export class SidePlan {
  readonly #switches: Switches;
  readonly #sides = new Map<string, Side>();
  /** The runs that have read a side. */
  readonly #runs = new Map<string, Run[]>();
  readonly #base: Run;
  readonly #tried = new Set<string>();
  readonly #flipped = new Set<string>();

  constructor(base: Program) {
    this.#switches = new Switches(base);
    this.#base = { forced: new Map(), defines: base.preprocessed.defines };
    this.#takeSides(base, this.#base);
  }

  /** Takes a reading under an assignment into account. */
  take(program: Program, forced: Assignment): void {
    this.#switches.take(program);
    this.#takeSides(program, { forced, defines: program.preprocessed.defines });
  }

  /** The assignment to read the program with next; undefined when there is nothing left to be seen. */
  next(): Assignment | undefined {
    for (const { conditional } of this.#sides.values()) {
      if (!this.#isReadAsItIs(conditional)) continue;
      for (const name of namesIn(conditional.open)) {
        if (!this.#switches.has(name) || this.#flipped.has(name)) continue;
        this.#flipped.add(name);
        return new Map([[name, !this.#switches.isOn(name)]]);
      }
    }
    for (const [key, side] of this.#sides) {
      if (this.#runs.has(key) || this.#tried.has(key) || this.#isEmpty(side) || !this.#runsAround(side.conditional))
        continue;
      this.#tried.add(key);
      const forced = this.#solve(side);
      if (forced) return forced;
    }
    return undefined;
  }

  /** How many readings are still to come, as far as it is known now. */
  get outstanding(): number {
    const met = [...this.#sides.values()].filter(({ conditional }) => this.#isReadAsItIs(conditional));
    const names = new Set(met.flatMap(({ conditional }) => namesIn(conditional.open)));
    const flips = [...names].filter((name) => this.#switches.has(name) && !this.#flipped.has(name)).length;
    return flips + this.#unread().filter(([key]) => !this.#tried.has(key)).length;
  }

  /** The sides that no reading has shown; those inside them are not counted. */
  get leftOut(): number {
    return this.#unread().filter(([, { conditional }]) => this.#runsAround(conditional) !== undefined).length;
  }

  /** What an assignment changes, as people would say it: `with WITH_NAT, without WITH_MYSQL`. */
  describe(forced: Assignment): string {
    const all = [...forced];
    const changed = all.filter(([name, isOn]) => this.#switches.isOn(name) !== isOn);
    const named = changed.length > 0 ? changed : all;
    const list = (wanted: boolean): string[] => named.filter(([, isOn]) => isOn === wanted).map(([name]) => name);
    const parts = [
      { word: 'with', names: list(true) },
      { word: 'without', names: list(false) },
    ];
    return parts
      .filter(({ names }) => names.length > 0)
      .map(({ word, names }) => `${word} ${names.join(' and ')}`)
      .join(', ');
  }

  #takeSides({ preprocessed }: Program, run: Run): void {
    for (const conditional of preprocessed.conditionals) {
      for (let side = 0; side <= conditional.branches.length; side++) {
        const key = keyOf({ conditional, side });
        if (!this.#sides.has(key)) this.#sides.set(key, { conditional, side });
        if (!conditional.taken.includes(side)) continue;
        const runs = this.#runs.get(key) ?? [];
        runs.push(run);
        this.#runs.set(key, runs);
      }
    }
  }

  #unread(): [string, Side][] {
    return [...this.#sides].filter(([key, side]) => !this.#runs.has(key) && !this.#isEmpty(side));
  }

  #isEmpty(side: Side): boolean {
    const { open, branches } = side.conditional;
    return isBlank(side) || this.#switches.isProse(side.side === 0 ? open : branches[side.side - 1]!);
  }

  /** The runs in which a conditional was met; undefined where there was none. */
  #runsAround({ within }: Conditional): readonly Run[] | undefined {
    return within ? this.#runs.get(keyOf(within)) : [this.#base];
  }

  #isReadAsItIs(conditional: Conditional): boolean {
    return this.#runsAround(conditional)?.includes(this.#base) === true;
  }

  /** What a run that has read the text around a side needs beyond to read that side. */
  #solve({ conditional, side }: Side): Assignment | undefined {
    const wanted = side % 2 === 0;
    const fixed = needsOf(conditional.within);
    const runs = [...(this.#runsAround(conditional) ?? [])].sort((a, b) => a.forced.size - b.forced.size);
    for (const run of runs) {
      const changes = this.#changesFor(conditional.open, wanted, run);
      if (changes && [...changes].every(([name, isOn]) => (fixed.get(name) ?? isOn) === isOn)) {
        return new Map([...run.forced, ...changes]);
      }
    }
    return undefined;
  }

  #changesFor(open: Directive, wanted: boolean, run: Run): Assignment | undefined {
    const names = [...new Set(namesIn(open))].filter((name) => this.#switches.has(name));
    if (names.length === 0 || names.length > MOST_IN_EXPRESSION) return undefined;
    if (open.kind !== 'ifexp') return new Map([[names[0]!, (open.kind === 'ifdef') === wanted]]);
    const now = names.map((name) => run.defines.has(name));
    let best: Assignment | undefined;
    for (let flips = 1; flips < 2 ** names.length; flips++) {
      const changes = new Map<string, boolean>();
      for (const [index, name] of names.entries()) if ((flips >> index) % 2 === 1) changes.set(name, !now[index]!);
      if (best && best.size <= changes.size) continue;
      const { value, fault, isOpaque } = evaluateExpression(open.argument?.text ?? '', (name) => {
        const isOn = changes.get(name);
        if (isOn === undefined) return run.defines.get(name);
        return isOn ? switchOf(name) : undefined;
      });
      if (fault === undefined && !isOpaque && isTrue(value) === wanted) best = changes;
    }
    return best;
  }
}

function switchOf(name: string): Define {
  return { name, origin: 'given', value: undefined, isOpaque: false, range: undefined, directive: undefined };
}

/** The names that a condition tests. */
function namesIn({ kind, argument }: Directive): string[] {
  if (!argument) return [];
  if (kind !== 'ifexp') return [argument.text];
  const names: string[] = [];
  evaluateExpression(
    argument.text,
    () => undefined,
    (name) => names.push(name),
  );
  return names;
}

/** What the plain conditions around a place say of their names. */
function needsOf(within: Conditional['within']): Map<string, boolean> {
  const needs = new Map<string, boolean>();
  for (let outer = within; outer; outer = outer.conditional.within) {
    const { open } = outer.conditional;
    if (open.kind !== 'ifexp' && open.argument) {
      needs.set(open.argument.text, (open.kind === 'ifdef') === (outer.side % 2 === 0));
    }
  }
  return needs;
}

function keyOf({ conditional: { open }, side }: Side): string {
  return `${open.source.uri} ${open.start} ${side}`;
}

/** Whether a side holds nothing. */
function isBlank({ conditional: { open, branches, close }, side }: Side): boolean {
  const from = side === 0 ? open : branches[side - 1]!;
  const to = branches[side] ?? close;
  return to?.source === from.source && from.source.text.slice(from.next, to.start).trim() === '';
}
