/** The module that a `loadmodule` path names: the file's name without its folder and `.so`. */
export function moduleName(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return file.endsWith('.so') ? file.slice(0, -3) : file;
}
