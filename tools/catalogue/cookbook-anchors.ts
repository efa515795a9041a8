/**
 * Sections of the wiki's cookbooks (`docs/cookbooks` of the repository kamailio-wiki) that not every version's page has,
 * or not under the same heading. The importers write them over what they find.
 */
import type { KamailioVersion } from '../../server/src/catalog/versions.ts';
import { compareVersions } from '../../server/src/catalog/versions.ts';
import type { StoredItem } from '../../server/src/catalog/stored.ts';
import { changePerVersion, type Fields } from './combine-versions.ts';

/** By the first version that has it so: an anchor, or `null` where the page says nothing of it. */
type Anchors = Readonly<Partial<Record<KamailioVersion, string | null>>>;

/** By owner, list and name; an operation of a transformation by `class.operation`. */
const COOKBOOK_ANCHORS: Readonly<Record<string, Anchors>> = {
  'core directives redefine': { '5.5': null, '6.2': 'redefine' },
  'core directives trydefine': { '5.5': null, '6.2': 'trydef' },
  'core pseudoVariables envn': { '5.5': null, '6.1': 'envnname-environment-variables-as-number' },
  'core settings msg_recv_max_size': { '5.5': null, '5.8': 'msg_recv_max_size' },
  'core settings msg_time': { '5.5': null, '5.8': 'msg_time', '6.1': null },
  'core settings tcp_accept_protocols': { '5.5': null, '6.2': 'tcp_accept_protocols' },
  'core settings tcp_check_timer': { '5.5': null, '5.8': 'tcp_check_timer' },
  'core settings tcp_msg_data_timeout': { '5.5': null, '5.8': 'tcp_msg_data_timeout' },
  'core settings tcp_msg_read_timeout': { '5.5': null, '5.8': 'tcp_msg_read_timeout' },
  'core settings tls_threads_mode': { '5.5': null, '5.8': 'tls_threads_mode' },
  'corex pseudoVariables lsock': { '5.5': null, '5.6': 'lsockexpr', '6.0': 'lsockexpr-listen-socket-attributes' },
  'evapi pseudoVariables evapi': { '5.5': null, '5.8': 'evapisrcaddr' },
  'evrexec pseudoVariables evr': { '5.5': null, '5.6': 'evrkey' },
  'geoip2 pseudoVariables gip2': { '5.5': null, '5.6': 'gip2pvckey' },
  'nghttp2 pseudoVariables nghttp2': { '5.5': null, '6.1': 'nghttp2name' },
  'phonenum pseudoVariables phn': { '5.5': 'phnridkey-phonenum-variables', '5.6': null },
  'pv pseudoVariables K': { '5.5': null, '5.6': 'kkey-kamailio-constants' },
  'pv pseudoVariables ai': {
    '5.5': 'ai-uri-inp-asserted-identity-header',
    '5.6': 'ai-uri-in-p-asserted-identity-header',
  },
  'pv pseudoVariables rsi': { '5.5': 'rsi-sip-reply-code-int', '5.6': null },
  'pv transformations s.charat': { '5.5': null, '6.2': 'scharatpos' },
};

/** The facts of a module, or of the core, with the anchors that the cookbooks of each version have. */
export function correctCookbookAnchors(file: Fields): Fields {
  const owner = String(file.name);
  const corrected: Record<string, unknown> = { ...file };
  for (const list of ['directives', 'settings', 'pseudoVariables'] as const) {
    const items = file[list] as readonly StoredItem[] | undefined;
    const field = list === 'pseudoVariables' ? 'wikiAnchor' : 'docAnchor';
    if (items) corrected[list] = items.map((item) => correct(item, `${owner} ${list} ${nameOf(item)}`, field));
  }
  const transformations = file.transformations as readonly StoredItem[] | undefined;
  if (transformations) {
    corrected.transformations = transformations.map((item) => ({
      ...item,
      operations: (item.operations as readonly StoredItem[]).map((operation) =>
        correct(operation, `${owner} transformations ${nameOf(item)}.${nameOf(operation)}`, 'wikiAnchor'),
      ),
    }));
  }
  return corrected;
}

function nameOf(item: StoredItem): string {
  return String(item.name);
}

function correct(item: StoredItem, key: string, field: 'docAnchor' | 'wikiAnchor'): StoredItem {
  const anchors = Object.hasOwn(COOKBOOK_ANCHORS, key) ? COOKBOOK_ANCHORS[key] : undefined;
  if (!anchors) return item;
  return changePerVersion(item, (fields, version) => {
    const from = (Object.keys(anchors) as KamailioVersion[]).findLast((start) => compareVersions(start, version) <= 0);
    const { [field]: _field, ...others } = fields;
    const anchor = from === undefined ? null : anchors[from];
    return typeof anchor === 'string' ? { ...others, [field]: anchor } : others;
  });
}
