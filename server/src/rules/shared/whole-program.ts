import type { Analysis } from '../../semantic/analysis.ts';
import type { Program } from '../../semantic/program.ts';
import type { SourceText } from '../../syntax/source-text.ts';
import * as t from '../../syntax/token-types.ts';
import { DEFAULT_ROUTE_NAME } from '../../semantic/route-references.ts';
import type { RouteSymbol } from '../../semantic/symbols.ts';
import { factsOf } from './program-facts.ts';

type Inclusion = Analysis['program']['preprocessed']['inclusions'][number];
type Place = Pick<Inclusion['directive'], 'source' | 'start'>;

/** What Kamailio may read beside the program: under other defines, or from files that are not there now. */
interface Elsewhere {
  /** Whether all of it is at hand. */
  readonly isReachable: boolean;
  readonly texts: readonly string[];
}

const known = new WeakMap<Analysis, Elsewhere>();

/**
 * Whether something that the program does not have may be there all the same: in text that a condition skips, in a file
 * that is out of reach, in text that makes no sense, or in a script of another language. A rule that says "never" asks.
 */
export function mayStandElsewhere(analysis: Analysis, what: RegExp): boolean {
  let elsewhere = known.get(analysis);
  if (!elsewhere) {
    elsewhere = look(analysis);
    known.set(analysis, elsewhere);
  }
  return !elsewhere.isReachable || elsewhere.texts.some((text) => what.test(text));
}

/** Whether all that Kamailio may read beside the program is at hand: text that conditions skip, and what it includes. */
export function isAllAtHand(analysis: Analysis): boolean {
  return !mayStandElsewhere(analysis, /(?!)/);
}

/** Whether routing logic of another language is run, which may call any function and read any variable. */
export function hasForeignScript({ program }: Analysis): boolean {
  return (
    [...program.symbols.loaded.keys()].some((name) => name.startsWith('app_')) ||
    program.items.some(({ node }) => node.kind === 'cfgEngine')
  );
}

/**
 * Whether there is a main route block. What has none is a fragment, whatever modules it loads: the rest stands in files
 * that are not known.
 */
export function hasMainRoute({ program }: Analysis): boolean {
  return program.symbols.routes.some(isMainRoute);
}

/** Whether a block is the main one: `request_route`, or `route` without a name, as older configurations write it. */
export function isMainRoute({ kind, name }: RouteSymbol): boolean {
  return kind === 'request_route' || (kind === 'route' && (name === undefined || name === DEFAULT_ROUTE_NAME));
}

/**
 * Whether this is a configuration rather than a part of one: it has a main route block, or runs a script of another
 * language instead. Of a part nobody knows what the other files bring; a rule that says "missing" asks.
 */
export function isWhole(analysis: Analysis): boolean {
  return hasMainRoute(analysis) || hasForeignScript(analysis);
}

function look(analysis: Analysis): Elsewhere {
  const { program } = analysis;
  const facts = factsOf(analysis);
  const isReachable =
    !facts.isIncomplete &&
    !facts.hasUnnamedModule &&
    !program.findings.some(({ severity }) => severity === 'error') &&
    !program.symbols.calls.some(({ token }) => token.tokenType === t.Opaque) &&
    !program.preprocessed.inclusions.some((inclusion) => !inclusion.resolved && !isEarly(analysis, inclusion));
  const texts: string[] = [];
  const open = program.preprocessed.inactive.map(({ source, start, end }) => ({
    source,
    text: source.text.slice(start, end),
  }));
  const seen = new Set<SourceText>(program.files);
  for (let part = open.pop(); part; part = open.pop()) {
    texts.push(part.text);
    for (const [, path = ''] of part.text.matchAll(/^[ \t]*(?:#!|!!)?(?:include|import)_file\s+"([^"\n]*)"/gm)) {
      const resolved = analysis.host.resolve(path, part.source, program.root);
      if (!resolved) return { isReachable: false, texts };
      if (seen.has(resolved.source)) continue;
      seen.add(resolved.source);
      open.push({ source: resolved.source, text: resolved.source.text });
    }
  }
  return { isReachable, texts };
}

/**
 * Whether a file that is not there would be imported before anything is loaded: by custom such a file holds defines, and
 * both sides of the conditions are looked at anyway.
 */
function isEarly({ program }: Analysis, { directive, isImport }: Inclusion): boolean {
  const [first] = program.symbols.modules;
  if (!first || !isImport) return false;
  const loads = new Map(waysTo(program, first.token).map(({ source, start }) => [source, start]));
  const common = waysTo(program, directive).find(({ source }) => loads.has(source));
  return common !== undefined && common.start < loads.get(common.source)!;
}

/** A place, and those of the directives that include the file it stands in. */
function waysTo({ preprocessed }: Program, place: Place): Place[] {
  const ways: Place[] = [];
  for (let at: Place | undefined = place; at && !ways.some(({ source }) => source === at?.source);) {
    ways.push(at);
    const { source }: Place = at;
    at = preprocessed.inclusions.find(({ resolved }) => resolved?.source === source)?.directive;
  }
  return ways;
}
