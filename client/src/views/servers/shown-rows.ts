/** What the editor shows of the tree at present, so that only rows that changed are drawn anew. */
import { childrenOf } from './children.ts';
import type { ElementRegistry, TreeElement } from './elements.ts';
import { faceOf } from './faces.ts';
import type { World } from './world.ts';

export class ShownRows {
  readonly #registry: ElementRegistry;
  readonly #faces = new Map<string, string>();
  /** The children that were handed out, by the id of their parent; '' is the top. */
  readonly #children = new Map<string, readonly TreeElement[]>();

  constructor(registry: ElementRegistry) {
    this.#registry = registry;
  }

  /** Remembers what was handed out; the answer are the elements that are in the tree no more. */
  noteChildren(parent: TreeElement | undefined, children: readonly TreeElement[]): readonly TreeElement[] {
    const id = parent?.id ?? '';
    const before = this.#children.get(id) ?? [];
    this.#children.set(id, children);
    const kept = new Set(children);
    return this.#forget(before.filter((child) => !kept.has(child)));
  }

  noteFace(element: TreeElement, face: unknown): void {
    this.#faces.set(element.id, JSON.stringify(face));
  }

  /** How many rows are remembered. */
  get size(): number {
    return this.#faces.size;
  }

  /**
   * The rows whose look or children are not as they were handed out, none of them below another one; undefined stands
   * for the whole tree. With a server's name only its rows, and those of its group, are looked at.
   */
  findChanged(world: World, server?: string): readonly TreeElement[] | undefined {
    const top = this.#children.get('');
    if (top === undefined) return [];
    if (!haveSameItems(top, childrenOf(undefined, world, this.#registry))) return undefined;
    const changed: TreeElement[] = [];
    const look = (element: TreeElement): void => {
      if (server !== undefined && 'server' in element && element.server !== server) return;
      const children = this.#children.get(element.id);
      const isChanged =
        this.#faces.get(element.id) !== JSON.stringify(faceOf(element, world)) ||
        (children !== undefined && !haveSameItems(children, childrenOf(element, world, this.#registry)));
      if (isChanged) changed.push(element);
      else children?.forEach(look);
    };
    top.forEach(look);
    return changed;
  }

  #forget(elements: readonly TreeElement[]): TreeElement[] {
    const forgotten = elements.flatMap((element) => {
      const below = this.#forget(this.#children.get(element.id) ?? []);
      this.#children.delete(element.id);
      this.#faces.delete(element.id);
      return [element, ...below];
    });
    this.#registry.forget(elements.map(({ id }) => id));
    return forgotten;
  }
}

function haveSameItems(some: readonly TreeElement[], others: readonly TreeElement[]): boolean {
  return some.length === others.length && some.every((element, index) => element === others[index]);
}
