import type { Analysis } from '../../semantic/analysis.ts';
import { factsOf } from '../shared/program-facts.ts';
import { allOf } from '../shared/wording.ts';
import { WHEN_COMPARED, twoNodes } from './examples.ts';
import type { NodeRule } from './node-rule.ts';
import { placedInteger, placedText, type Placed } from './placed.ts';

interface CommonSetting {
  readonly module: string;
  readonly parameter: string;
  /** The value that counts; undefined where the node has no part in it. */
  readonly read: (analysis: Analysis) => Placed<number | string> | undefined;
  /** Whether two different values make a difference. */
  readonly differs?: (own: number | string, other: number | string) => boolean;
  readonly effect: string;
}

/** What has to be the same on all nodes, and what happens where it is not. */
const SETTINGS: readonly CommonSetting[] = [
  {
    // `ki_dmq_handle_message_rc()` of dmq: the name is the user of the request URI, and finds the receiver.
    module: 'dmq',
    parameter: 'notification_channel',
    read: (analysis) => placedText(analysis, 'dmq', 'notification_channel', 'notification_peer'),
    effect: 'the nodes answer 404 to what the others say about nodes, and do not find each other',
  },
  {
    // `dlg_dmq_handle_msg()` of dialog: the number of the slot is sent and must come out the same.
    module: 'dialog',
    parameter: 'hash_size',
    read: (analysis) => {
      if (!isOn(analysis, 'dialog', 'enable_dmq')) return undefined;
      const size = placedInteger(analysis, 'dialog', 'hash_size', 4096);
      return size && { ...size, value: powerOfTwo(size.value) };
    },
    effect: 'dialogs of the other node are refused with an error wherever their slots differ',
  },
  {
    // `extract_aor()` of registrar: what a contact is filed under is sent as it is.
    module: 'usrloc',
    parameter: 'use_domain',
    read: (analysis) => {
      if (!isOn(analysis, 'dmq_usrloc', 'enable')) return undefined;
      const isUsed = placedInteger(analysis, 'usrloc', 'use_domain', 0);
      return isUsed && { ...isUsed, value: Number(isUsed.value !== 0) };
    },
    effect: 'contacts that one node replicates are filed under names that the other never looks up',
  },
  {
    // `usrloc_dmq_execute_action()` of dmq_usrloc: 1 and 2 send a field that only the same value reads.
    module: 'dmq_usrloc',
    parameter: 'replicate_socket_info',
    read: (analysis) =>
      isOn(analysis, 'dmq_usrloc', 'enable')
        ? placedInteger(analysis, 'dmq_usrloc', 'replicate_socket_info', 0)
        : undefined,
    differs: (own, other) => [own, other].some((value) => value === 1 || value === 2),
    effect: 'the socket that a contact was registered on gets lost, and each contact may log an error',
  },
];

export const nodeSettingDiffers: NodeRule<ReadonlyMap<CommonSetting, Placed<number | string>>> = {
  code: 'node-setting-differs',
  severity: 'warning',
  category: 'replication',
  summary: 'A setting that has to be the same on all nodes of a dmq bus differs on another one.',
  advice: 'Set the parameter to the same value in the configurations of all nodes.',
  documentation: {
    why:
      'Some settings are a part of what the nodes say to each other. With another `notification_channel` they never learn ' +
      'of one another. With another `hash_size` the dialog module refuses dialogs of the other node. With another ' +
      '`use_domain` the contacts that dmq_usrloc brings are never found, and with another `replicate_socket_info` they ' +
      'have no socket.' +
      WHEN_COMPARED,
    wrong: twoNodes(
      ['pv', 'rr', 'dialog'],
      'modparam("dialog", "enable_dmq", 1)\nmodparam("dialog", "hash_size", 1024)\n',
      'modparam("dialog", "enable_dmq", 1)\n',
      '  else dlg_manage();\n',
    ),
    right: twoNodes(
      ['pv', 'rr', 'dialog'],
      'modparam("dialog", "enable_dmq", 1)\nmodparam("dialog", "hash_size", 1024)\n',
      'modparam("dialog", "enable_dmq", 1)\nmodparam("dialog", "hash_size", 1024)\n',
      '  else dlg_manage();\n',
    ),
  },
  summarise(analysis) {
    return new Map(
      SETTINGS.flatMap((setting) => {
        const placed = setting.read(analysis);
        return placed ? [[setting, placed] as const] : [];
      }),
    );
  },
  compare({ own, others }, report) {
    for (const [setting, { value, range }] of own.summary) {
      const { module, parameter, effect, differs = () => true } = setting;
      const differing = others.flatMap(({ name, summary }) => {
        const theirs = summary.get(setting);
        return theirs && theirs.value !== value && differs(value, theirs.value) ? [{ name, ...theirs }] : [];
      });
      if (differing.length === 0) continue;
      const elsewhere = allOf(differing.map((other) => `${describe(other.value)} on ${other.name}`));
      report({
        range,
        message: `'${parameter}' of module '${module}' is ${describe(value)} here and ${elsewhere}: ${effect}`,
        related: differing.map((other) => ({ range: other.range, message: `what counts on ${other.name}` })),
      });
    }
  },
};

function isOn(analysis: Analysis, module: string, parameter: string): boolean {
  return factsOf(analysis).isLoaded(module) && (placedInteger(analysis, module, parameter, 0)?.value ?? 0) > 0;
}

function describe(value: number | string): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** The size that `mod_init()` of dialog makes of what is set. */
function powerOfTwo(size: number): number {
  return size < 1 ? 1 : 2 ** Math.floor(Math.log2(size));
}
