import { listChecks } from '../dispatcher-list/checks/registry.ts';
import { nodeRules } from '../rules/nodes/registry.ts';
import { rules } from '../rules/registry.ts';
import type { FindingKind } from '../semantic/finding-kind.ts';
import { readingKinds } from '../semantic/reading-kinds.ts';
import { unusedSuppression } from '../semantic/suppressions.ts';

/** Every kind of finding, of configurations and of lists of destinations. */
export const findingKinds: readonly FindingKind[] = [
  ...readingKinds,
  ...rules,
  ...nodeRules,
  ...listChecks,
  unusedSuppression,
];
