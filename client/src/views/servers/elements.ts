/** What the tree of servers consists of: keys, no data. The same thing is the same object as long as the view lives. */

/** Data of a server that has a branch of its own. */
export type SectionName = 'dispatcher' | 'dmq' | 'tables' | 'counters';

interface Base {
  /** Stable over refreshes, restarts of Kamailio and of the editor; unique in the tree. */
  readonly id: string;
  readonly parent: TreeElement | undefined;
}

interface OfServer extends Base {
  /** The name of the profile. */
  readonly server: string;
}

/** An entry of the settings that cannot be used. */
export interface ProblemElement extends Base {
  readonly kind: 'problem';
  readonly entry: string;
  readonly message: string;
}
export interface GroupElement extends Base {
  readonly kind: 'group';
  readonly group: string;
}
export interface ServerElement extends OfServer {
  readonly kind: 'server';
}
/** Version, time of start and of the last answer; the line that changes all the time, without children. */
export interface AboutElement extends OfServer {
  readonly kind: 'about';
}
export interface SectionElement extends OfServer {
  readonly kind: 'section';
  readonly section: SectionName;
}
export interface SetElement extends OfServer {
  readonly kind: 'set';
  readonly setId: number;
}
export interface DestinationElement extends OfServer {
  readonly kind: 'destination';
  readonly setId: number;
  readonly uri: string;
  /** A set may hold one URI several times: which of them it is, counted from 0. */
  readonly nth: number;
}
export interface NodeElement extends OfServer {
  readonly kind: 'node';
  /** As `host:port`. */
  readonly address: string;
}
export interface TableElement extends OfServer {
  readonly kind: 'table';
  readonly table: string;
}
export interface EntryElement extends OfServer {
  readonly kind: 'entry';
  readonly table: string;
  readonly key: string;
}
export interface CounterGroupElement extends OfServer {
  readonly kind: 'counter-group';
  readonly group: string;
}
export interface CounterElement extends OfServer {
  readonly kind: 'counter';
  readonly name: string;
}
/** Shows more children of its parent. */
export interface MoreElement extends OfServer {
  readonly kind: 'more';
}
/** A sentence instead of data, or beside it. */
export interface NoticeElement extends OfServer {
  readonly kind: 'notice';
  readonly topic: string;
}

export type TreeElement =
  | ProblemElement
  | GroupElement
  | ServerElement
  | AboutElement
  | SectionElement
  | SetElement
  | DestinationElement
  | NodeElement
  | TableElement
  | EntryElement
  | CounterGroupElement
  | CounterElement
  | MoreElement
  | NoticeElement;

/** An element without the parts that follow from where it stands. */
type Key = TreeElement extends infer E ? (E extends TreeElement ? Omit<E, 'id' | 'parent'> : never) : never;

/** Hands out the elements, each thing as one object: the editor knows its rows by the identity of these objects. */
export class ElementRegistry {
  readonly #known = new Map<string, TreeElement>();

  get(parent: TreeElement | undefined, key: Key): TreeElement {
    const id = `${parent?.id ?? ''}/${nameOf(key)}`;
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const made = { ...key, id, parent } as TreeElement;
    this.#known.set(id, made);
    return made;
  }

  find(id: string): TreeElement | undefined {
    return this.#known.get(id);
  }

  /** Forgets elements that are in the tree no more. */
  forget(ids: Iterable<string>): void {
    for (const id of ids) this.#known.delete(id);
  }
}

function nameOf(key: Key): string {
  switch (key.kind) {
    case 'problem':
      return join('problem', key.entry, key.message);
    case 'group':
      return join('group', key.group);
    case 'server':
      return join('server', key.server);
    case 'section':
      return key.section;
    case 'set':
      return join('set', String(key.setId));
    case 'destination':
      return join(key.uri, String(key.nth));
    case 'node':
      return key.address;
    case 'table':
      return encodeURIComponent(key.table);
    case 'entry':
      return join('entry', key.key);
    case 'counter-group':
      return join('group', key.group);
    case 'counter':
      return key.name;
    case 'notice':
      return join('notice', key.topic);
    case 'about':
    case 'more':
      return key.kind;
  }
}

function join(...words: readonly string[]): string {
  return words.map((word) => encodeURIComponent(word)).join(':');
}
