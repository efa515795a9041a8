import type { Owned, PseudoVariableEntry } from '../../catalog/types.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import { factsOf } from './program-facts.ts';

/** What the core and the loaded modules have by the name of a pseudo-variable, each in the version in use. */
export function loadedVariables(analysis: Analysis, name: string): readonly Owned<PseudoVariableEntry>[] {
  const { catalog } = analysis;
  const facts = factsOf(analysis);
  return catalog
    .pseudoVariablesNamed(name)
    .filter(({ module, entry }) => catalog.has(entry) && (module === 'core' || facts.isLoaded(module)));
}
