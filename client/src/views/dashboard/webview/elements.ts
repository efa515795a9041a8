/** The parts of the page that the script fills. */

/** An element that the page has from the start. */
export function element<K extends keyof HTMLElementTagNameMap>(id: string, name: K): HTMLElementTagNameMap[K] {
  const found = document.getElementById(id);
  if (found?.localName !== name) throw new Error(`The page has no ${name} "${id}".`);
  return found as HTMLElementTagNameMap[K];
}

/** A new element with a text and a class. */
export function create<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text = '',
  className = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (text !== '') made.textContent = text;
  if (className !== '') made.className = className;
  return made;
}
