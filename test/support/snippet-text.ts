/** Reading the snippets of the extension and inserting them as an editor does that accepts every default. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const SNIPPETS = path.resolve(import.meta.dirname, '../../snippets');

/** Where a snippet belongs; the name of each one begins with it. `List` is a list of destinations. */
const PLACES = ['File', 'Top level', 'Request route', 'Failure route', 'List'] as const;
export type Place = (typeof PLACES)[number];

export interface Snippet {
  name: string;
  place: Place | undefined;
  prefixes: string[];
  description: string;
  body: string;
}

export function readSnippets(language: 'kamailio' | 'kamailio-dispatcher' = 'kamailio'): Snippet[] {
  const text = readFileSync(path.join(SNIPPETS, `${language}.code-snippets`), 'utf8');
  const file = JSON.parse(text) as Record<string, { prefix: string | string[]; description: string; body: string[] }>;
  return Object.entries(file).map(([name, { prefix, description, body }]) => ({
    name,
    place: PLACES.find((place) => name.startsWith(`${place}: `)),
    prefixes: typeof prefix === 'string' ? [prefix] : prefix,
    description,
    body: body.join('\n'),
  }));
}

/**
 * The text of a snippet with every placeholder at its default and every choice at its first item.
 * @throws Error on what VS Code would take for a variable, and on a tab stop that nothing gives a value to.
 */
export function expandSnippet(body: string): string {
  const defaults = new Map<string, string>();
  // A tab stop may stand before the place that gives its default, so the defaults are collected first.
  new SnippetReader(body, defaults).read();
  const reader = new SnippetReader(body, defaults);
  const text = reader.read();
  if (reader.unset.size > 0) throw new Error(`tab stops without a default: ${[...reader.unset].join(', ')}`);
  return text;
}

class SnippetReader {
  /** Numbers of the tab stops that were met without a default; 0 is the place of the cursor and needs none. */
  readonly unset = new Set<string>();
  #body: string;
  #defaults: Map<string, string>;
  #at = 0;

  constructor(body: string, defaults: Map<string, string>) {
    this.#body = body;
    this.#defaults = defaults;
  }

  /** Reads up to the end, or inside a placeholder up to its closing brace. */
  read(inside = false): string {
    let text = '';
    while (this.#at < this.#body.length) {
      if (inside && this.#body[this.#at] === '}') break;
      const escaped = this.#take(/\\([\\$}])/y);
      const stop = escaped === undefined ? this.#take(/\$(\d+)/y) : undefined;
      if (escaped !== undefined) text += escaped[1] ?? '';
      else if (stop !== undefined) text += this.#valueOf(stop[1] ?? '');
      else text += this.#placeholder() ?? this.#character();
    }
    return text;
  }

  #placeholder(): string | undefined {
    const choice = this.#take(/\$\{(\d+)\|([^|]+)\|\}/y);
    if (choice !== undefined) return this.#setDefault(choice[1] ?? '', choice[2]?.split(',')[0] ?? '');
    const open = this.#take(/\$\{(\d+):/y);
    if (open === undefined) return undefined;
    const value = this.read(true);
    if (this.#take(/\}/y) === undefined) throw new Error(`placeholder ${open[1] ?? ''} is not closed`);
    return this.#setDefault(open[1] ?? '', value);
  }

  #character(): string {
    const character = this.#body.charAt(this.#at);
    if (character === '$') throw new Error(`unescaped: ${this.#body.slice(this.#at, this.#at + 20)}`);
    this.#at += 1;
    return character;
  }

  #setDefault(stop: string, value: string): string {
    this.#defaults.set(stop, value);
    return value;
  }

  #valueOf(stop: string): string {
    if (stop === '0') return '';
    const value = this.#defaults.get(stop);
    if (value === undefined) this.unset.add(stop);
    return value ?? '';
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#body);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }
}
