/**
 * Whether the first argument of a `modparam` means a module of some name: Kamailio takes it as a regular expression over
 * the names that modules call themselves by, in any case (`set_mod_param_regex()` in `src/core/modparam.c`).
 */
export function meansModule(expression: string, exportName: string): boolean {
  if (expression === exportName) return true;
  try {
    return new RegExp(`^(?:${expression})$`, 'i').test(exportName);
  } catch {
    // Half-typed, or no expression at all: it means no module.
    return false;
  }
}
