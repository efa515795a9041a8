import { suggest } from '../catalog/suggest.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { rangeInString } from '../semantic/string-place.ts';
import { findPseudoVariables } from '../syntax/pseudo-variable.ts';
import { decodeString } from '../syntax/string-literal.ts';
import type { Token } from '../syntax/token.ts';
import * as t from '../syntax/token-types.ts';
import type { Rule, RuleFinding } from './rule.ts';
import { callsOf } from './shared/calls-of.ts';
import { isMisspelling } from './shared/near-names.ts';
import { isPlaceholder, oneOf } from './shared/wording.ts';

const FUNCTIONS = ['rtpengine_offer', 'rtpengine_answer', 'rtpengine_manage', 'rtpengine_delete'];

/** Words without a value that the module (5.5 to 6.2) and the media relay (its control protocol, to 13) know. */
const FLAGS: readonly string[] = [
  ...['trust-address', 'SIP-source-address', 'force', 'fatal', 'to-tag', 'directional', 'force-answer', 'debug'],
  ...['internal', 'external', 'symmetric', 'asymmetric', 'unidirectional', 'strict-source', 'media-handover'],
  ...['port-latching', 'no-port-latching', 'reset', 'loop-protect', 'pad-crypto', 'all', 'inactive', 'WebRTC'],
  ...['symmetric-codecs', 'asymmetric-codecs', 'always-transcode', 'allow-transcoding', 'single-codec', 'reuse-codecs'],
  ...['static-codecs', 'full-rtcp-attribute', 'no-rtcp-attribute', 'generate-RTCP', 'mirror-RTCP', 'generate-mid'],
  ...['original-sendrecv', 'inject-DTMF', 'detect-DTMF', 'no-jitter-buffer', 'trickle-ICE', 'reject-ICE'],
  ...['record-call', 'discard-recording', 'start-recording', 'recording-announcement', 'early-media', 'strip-extmap'],
  ...['replace-origin', 'replace-session-connection', 'replace-sess-version', 'replace-session-name'],
  ...['replace-username', 'replace-zero-address', 'replace-force-increment-sdp-ver', 'replace-SDP-version'],
  ...['rtcp-mux-offer', 'rtcp-mux-require', 'rtcp-mux-demux', 'rtcp-mux-accept', 'rtcp-mux-reject'],
  ...['RTP', 'AVP', 'SRTP', 'AVPF', 'DTLS', 'RTP/AVP', 'RTP/AVPF', 'RTP/SAVP', 'RTP/SAVPF'],
  ...[
    'UDP/TLS/RTP/SAVP',
    'UDP/TLS/RTP/SAVPF',
    'SDES-off',
    'SDES-no',
    'SDES-unencrypted_srtp',
    'SDES-pad',
    'OSRTP-accept',
  ],
];
/** Words with a value behind `=`. */
const KEYS: readonly string[] = [
  ...['ICE', 'ICE-lite', 'DTLS', 'DTLS-reverse', 'DTLS-fingerprint', 'direction', 'media-address', 'address-family'],
  ...[
    'received-from',
    'transport-protocol',
    'record-call',
    'via-branch',
    'call-id',
    'from-tag',
    'to-tag',
    'repacketize',
  ],
  ...['TOS', 'delete-delay', 'ptime', 'ptime-reverse', 'label', 'from-label', 'to-label', 'set-label', 'metadata'],
  ...['xmlrpc-callback', 'output-destination', 'recording-file', 'recording-dir', 'recording-pattern', 'interface'],
  ...['audio-player', 'media-echo', 'delay-buffer', 'template', 'OSRTP', 'SDES', 'T38', 'rtcp-mux', 'replace'],
  ...['codec-strip', 'codec-offer', 'codec-mask', 'codec-set', 'codec-except', 'codec-accept', 'codec-consume'],
  ...['codec-transcode', 'transcode', 'endpoint-learning', 'drop-traffic', 'DTMF-security', 'sdp-attr', 'instance'],
];
/** Beginnings of words that go on with the name of a codec or the like. */
const OPEN = /^(?:codec-(?:strip|offer|mask|set|except|accept|consume|transcode)|transcode|SDES|T\.?38|sdp-attr)-/;
const ICE = ['remove', 'force', 'default', 'optional', 'force-relay', 'force_relay'];

export const rtpengineFlag: Rule = {
  code: 'rtpengine-flag',
  severity: 'warning',
  category: 'calls',
  summary: 'A word for the media relay is nearly one that it knows, and is none.',
  advice: 'Correct the word; words are parted by blanks.',
  documentation: {
    why:
      'The module hands the words on as they are, and the media relay passes over those it does not know. A misspelt ' +
      '`replace-origin` or `ICE=remove` changes nothing, and the call has one-way audio.',
    wrong: `loadmodule "rtpengine.so"
modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:2223")
request_route {
  rtpengine_manage("replace-orgin replace-session-connection");
}
`,
    right: `loadmodule "rtpengine.so"
modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:2223")
request_route {
  rtpengine_manage("replace-origin replace-session-connection");
}
`,
  },
  check(analysis, report) {
    for (const token of wordLists(analysis)) {
      const value = decodeString(token.image);
      if (isPlaceholder(value.text)) continue;
      for (const match of value.text.matchAll(/\S+/g)) {
        const [word] = match;
        const finding = word.includes('$') ? undefined : checkWord(word);
        if (!finding) continue;
        const { from, to, message, replacement } = finding;
        const range = rangeInString(token, value, match.index + from, match.index + to);
        const isWritten = range.source.text.slice(range.start, range.end) === word.slice(from, to);
        report({ range, message, ...(isWritten && replacement !== undefined ? { replacement } : {}) });
      }
    }
  },
};

/** The strings that hold such words: the first arguments of the functions, and what is assigned to variables in them. */
function wordLists(analysis: Analysis): readonly Token[] {
  const lists: Token[] = [];
  const variables = new Set<string>();
  for (const { node, item } of callsOf(analysis, 'rtpengine', FUNCTIONS)) {
    const [argument] = node.arguments;
    if (!argument) continue;
    for (const token of item.tokens.slice(argument.from, argument.to + 1)) {
      if (token.tokenType === t.PseudoVariable) variables.add(token.image);
      if (token.tokenType !== t.StringLiteral) continue;
      lists.push(token);
      const { text } = decodeString(token.image);
      for (const { start, end } of findPseudoVariables(text)) variables.add(text.slice(start, end));
    }
  }
  for (const { node, item } of analysis.program.symbols.assignments) {
    const target = item.tokens[node.target.from];
    if (!target || !variables.has(target.image) || !node.value) continue;
    const { from, to } = node.value;
    lists.push(...item.tokens.slice(from, to + 1).filter(({ tokenType }) => tokenType === t.StringLiteral));
  }
  return lists;
}

interface WordFault extends Pick<RuleFinding, 'message' | 'replacement'> {
  readonly from: number;
  readonly to: number;
}

function checkWord(word: string): WordFault | undefined {
  const parts = word.split(',').filter((part) => part !== '');
  if (parts.length > 1 && parts.every((part) => isKnown(part))) {
    const message = 'the words are parted by blanks: all of this is taken for one that nobody knows';
    return { from: 0, to: word.length, message, replacement: parts.join(' ') };
  }
  const equals = word.indexOf('=');
  const key = equals < 0 ? word : word.slice(0, equals);
  if (!isKnown(word) && !OPEN.test(key)) {
    const likely = suggest(key, equals < 0 ? FLAGS : KEYS);
    if (likely === undefined || likely.toLowerCase() === key.toLowerCase()) return undefined;
    // Other words may be known to a newer media relay.
    if (!isMisspelling(key, likely)) return undefined;
    const message = `the media relay knows no '${key}' and passes over it; did you mean '${likely}'?`;
    return { from: 0, to: key.length, message, replacement: likely };
  }
  const value = word.slice(equals + 1);
  if (key !== 'ICE' || equals < 0 || ICE.includes(value)) return undefined;
  const message = `'ICE' is ${oneOf(ICE.slice(0, 5).map((each) => `'${each}'`))}: the media relay passes over '${value}'`;
  return { from: equals + 1, to: word.length, message };
}

function isKnown(word: string): boolean {
  const equals = word.indexOf('=');
  if (equals >= 0) return KEYS.includes(word.slice(0, equals)) || OPEN.test(word);
  return FLAGS.includes(word) || KEYS.includes(word) || OPEN.test(word);
}
