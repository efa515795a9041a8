import { readPseudoVariable } from '../../syntax/pseudo-variable.ts';
import type { Token } from '../../syntax/token.ts';
import { walk, type AnyNode, type NodeBase } from '../../syntax/tree.ts';

/**
 * Functions that only look at the message or the transaction and answer: they change nothing, and asked twice they
 * answer the same. From the C files of the modules, 5.5 to the development version; none has a namesake that does more.
 */
export const ASKING_FUNCTIONS: ReadonlySet<string> = new Set([
  // core
  'isflagset',
  'isavpflagset',
  // textops
  'cmp_istr',
  'cmp_str',
  'ends_with',
  'has_body',
  'in_list',
  'in_list_prefix',
  'is_audio_on_hold',
  'is_method',
  'is_present_hf',
  'is_present_hf_pv',
  'is_present_hf_re',
  'is_present_hf_re_pv',
  'is_privacy',
  'search',
  'search_body',
  'starts_with',
  // siputils
  'cmp_aor',
  'cmp_uri',
  'has_totag',
  'is_alphanum',
  'is_alphanumex',
  'is_e164',
  'is_first_hop',
  'is_gruu',
  'is_http',
  'is_numeric',
  'is_reply',
  'is_request',
  'is_sip',
  'is_supported',
  'is_tel_number',
  'is_uri',
  'is_uri_user_e164',
  'is_user',
  // nathelper
  'is_rfc1918',
  'nat_uac_test',
  // tm, tmx
  't_any_replied',
  't_any_timeout',
  't_branch_replied',
  't_branch_timeout',
  't_check_status',
  't_is_branch_route',
  't_is_canceled',
  't_is_expired',
  't_is_failure_route',
  't_is_reply_route',
  't_is_request_route',
  't_is_set',
  // kex
  'is_myhost',
  'is_myself',
  'isbflagset',
  'isdsturiset',
  'issflagset',
  // ipops
  'compare_ips',
  'compare_pure_ips',
  'is_in_subnet',
  'is_ip',
  'is_ip_rfc1918',
  'is_ipv4',
  'is_ipv6',
  'is_ipv6_reference',
  'is_pure_ip',
  // sdpops
  'sdp_content',
  'sdp_with_active_media',
  'sdp_with_codecs_by_id',
  'sdp_with_codecs_by_name',
  'sdp_with_ice',
  'sdp_with_media',
  'sdp_with_transport',
  'sdp_with_transport_like',
  // rr, maxfwd, pv, regex
  'check_route_param',
  'is_direction',
  'is_maxfwd_lt',
  'is_int',
  'not_empty',
  'pcre_match',
  'pv_isset',
]);

/** Pseudo-variables that can have another value each time they are read, or change something when they are. */
const CHANGING =
  /^(?:RANDOM|rc|retcode|\?|TV|TS|TF|time|timef|utime|utimef|cnt|stat|shv|sht\w*|K|uac_req|mbu?|rand\w*|uuid|nsq\w*|rtp\w*|sql\w*|http_\w+)$/;

/**
 * Whether an expression changes nothing and, worked out again at once, gives the same.
 * @param others functions that may be called beside those that only answer
 */
export function isPure(root: AnyNode, tokens: readonly Token[], others: ReadonlySet<string> = new Set()): boolean {
  let isFound = true;
  walk(root, (node) => {
    switch (node.kind) {
      case 'call':
        isFound &&= isAmong(tokens[node.name]?.image ?? '', ASKING_FUNCTIONS, others);
        break;
      case 'assignmentExpression':
      case 'blockExpression':
      case 'opaque':
        isFound = false;
        break;
      case 'pseudoVariable': {
        const image = tokens[node.token]?.image ?? '';
        isFound &&= !isChanging(image) && !/\$\(?(?:sht|RANDOM|shv)/.test(image);
        break;
      }
    }
  });
  return isFound;
}

function isAmong(name: string, ...sets: readonly ReadonlySet<string>[]): boolean {
  return sets.some((set) => set.has(name));
}

function isChanging(image: string): boolean {
  return CHANGING.test(readPseudoVariable(image, 0, true).name.text);
}

/**
 * What an expression says, without blanks and comments: two with the same text ask the same. Defines count by their
 * names, as the values may be chosen elsewhere; not where the expression is only a part of what a define stands for.
 */
export function wordsOf({ from, to }: NodeBase, tokens: readonly Token[]): string {
  const outside = [tokens[from - 1], tokens[to + 1]];
  let text = '';
  for (const token of tokens.slice(from, to + 1)) {
    const { macro, source, start, end, image } = token;
    const isWhole = !outside.some((other) => other?.macro && other.source === source && other.start === start);
    text += `${macro && isWhole ? source.text.slice(start, end) : image} `;
  }
  return text;
}
