import type { NodeRule } from './node-rule.ts';
import { nodeAddressDiffers } from './node-address-differs.ts';
import { nodeAddressUnknown } from './node-address-unknown.ts';
import { nodeReplicationOff } from './node-replication-off.ts';
import { nodeSettingDiffers } from './node-setting-differs.ts';
import { nodeTableDiffers } from './node-table-differs.ts';
import { nodeTableMissing } from './node-table-missing.ts';
import { nodeTableOneWay } from './node-table-one-way.ts';

/** What is found by holding the nodes of a bus side by side. */
export const nodeRules: readonly NodeRule[] = [
  nodeAddressDiffers,
  nodeAddressUnknown,
  nodeReplicationOff,
  nodeSettingDiffers,
  nodeTableDiffers,
  nodeTableMissing,
  nodeTableOneWay,
];
