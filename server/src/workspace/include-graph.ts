import type { ProgramHost } from '../semantic/program-host.ts';
import { readIncludeName } from '../semantic/include-name.ts';
import type { SourceText } from '../syntax/source-text.ts';

const INCLUDE = /(?:^|[\s;{}])(?:#!|!!)?(?:include_file|import_file)[ \t]*("[^\s"]*")/g;
const FIRST_LINE = /^(?:\uFEFF)?(?:#!|\/\/!)(?:KAMAILIO|OPENSER|SER|MAXCOMPAT|ALL)[ \t\r]*(?:\n|$)/;
const KAMAILIO_NAME = /(?:^|\/)kamailio[^/]*\.cfg$/i;

/** Whether a file shows by its name or first line that it is a configuration, whatever includes it. */
export function looksLikeConfiguration(source: SourceText): boolean {
  return KAMAILIO_NAME.test(decodeURIComponent(source.uri)) || FIRST_LINE.test(source.text.slice(0, 80));
}

/**
 * Which files include which, over all files that were looked at. Conditions and defines do not count here: a file that
 * is included under some condition belongs to the root that names it.
 */
export class IncludeGraph {
  readonly #targets = new Map<string, ReadonlySet<string>>();
  readonly #read: (uri: string) => SourceText | undefined;
  readonly #resolver: (root: SourceText) => ProgramHost;
  readonly #scanned = new Map<string, SourceText>();
  /** Files whose includes were looked up since files have last come or gone. */
  readonly #current = new Set<string>();

  constructor(read: (uri: string) => SourceText | undefined, resolver: (root: SourceText) => ProgramHost) {
    this.#read = read;
    this.#resolver = resolver;
  }

  /** Looks at a file and at all that it includes, as far as they have changed. */
  scan(uri: string): void {
    const open = [uri];
    const seen = new Set(open);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const target of this.#targetsOf(next)) {
        if (seen.has(target)) continue;
        seen.add(target);
        open.push(target);
      }
    }
  }

  /** Forgets what was looked at, so that the next look finds files that have come or gone. */
  forget(): void {
    this.#current.clear();
  }

  #targetsOf(uri: string): ReadonlySet<string> {
    const source = this.#read(uri);
    if (!source) {
      this.#targets.delete(uri);
      this.#scanned.delete(uri);
      return new Set();
    }
    const known = this.#targets.get(source.uri);
    if (known && this.#scanned.get(source.uri) === source && this.#current.has(source.uri)) return known;
    const targets = new Set<string>();
    const host = this.#resolver(source);
    for (const match of source.text.matchAll(INCLUDE)) {
      const name = readIncludeName(match[1] ?? '');
      const resolved = 'path' in name ? host.resolve(name.path, source, source) : undefined;
      if (resolved && resolved.source.uri !== source.uri) targets.add(resolved.source.uri);
    }
    this.#scanned.set(source.uri, source);
    this.#current.add(source.uri);
    this.#targets.set(source.uri, targets);
    return targets;
  }

  /** The files at the top of the chains that include a file, in the order of their addresses; without the file itself. */
  rootsOf(uri: string): string[] {
    const parents = new Map<string, string[]>();
    for (const [parent, targets] of this.#targets) {
      for (const target of targets) parents.set(target, [...(parents.get(target) ?? []), parent]);
    }
    const roots = new Set<string>();
    const seen = new Set([uri]);
    const open = [uri];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const above = (parents.get(next) ?? []).filter((parent) => parent !== next);
      if (above.length === 0 && next !== uri) roots.add(next);
      for (const parent of above) {
        if (seen.has(parent)) continue;
        seen.add(parent);
        open.push(parent);
      }
    }
    return [...roots].sort();
  }

  /** The files that nothing includes and that, themselves or by what they include, hold some text. Sorted. */
  rootsWith(text: string): string[] {
    const roots = new Set<string>();
    for (const [uri, source] of this.#scanned) {
      if (!source.text.includes(text)) continue;
      const above = this.rootsOf(uri);
      for (const root of above.length > 0 ? above : [uri]) roots.add(root);
    }
    return [...roots].sort();
  }

  /** Every file that a configuration, or a file it includes, includes. */
  includedFiles(): string[] {
    const found = new Set<string>();
    const open: string[] = [];
    for (const [uri] of this.#targets) {
      const source = this.#scanned.get(uri);
      if (source && looksLikeConfiguration(source)) open.push(uri);
    }
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const target of this.#targets.get(next) ?? []) {
        if (found.has(target)) continue;
        found.add(target);
        open.push(target);
      }
    }
    return [...found].sort();
  }
}
