import assert from 'node:assert/strict';
import { ATTRIBUTES as KNOWN_ATTRIBUTES } from '../../../server/src/dispatcher-list/facts.ts';
import { expandSnippet, readSnippets } from '../../support/snippet-text.ts';
import { assertScope, loadColour, scopesAt } from './grammar.ts';
import type { Colour } from './grammar.ts';

/** Source with the stretch in question between « and », and the scope it must carry; `!` for one it must not. */
type Case = readonly [marked: string, scope: string];

const COLUMNS: readonly Case[] = [
  ['«1» sip:a 0 0 duid=x', 'constant.numeric.set-id'],
  ['  «12»\tsip:a', 'constant.numeric.set-id'],
  ['«1»sip:a', 'constant.numeric.set-id'],
  ['1 «sip:a;transport=tcp» 0', 'meta.uri'],
  ['«sip:a» 0', 'meta.uri'],
  ['1 sip:a «8» 5', 'constant.numeric.decimal.flags'],
  ['1 sip:a «0x1F» 5', 'constant.numeric.hex.flags'],
  ['1 sip:a 0 «10» weight=5', 'constant.numeric.decimal.priority'],
  ['1 sip:a 0 «10»', 'constant.numeric.decimal.priority'],
  ['1 sip:a 0 10 «weight=5;duid=a»', 'meta.attributes'],
  // What is no number leaves the columns of numbers empty.
  ['1 sip:a «weight=5»', 'meta.attributes'],
  ['1 sip:a 8 «weight=5»', 'meta.attributes'],
  ['1 sip:a «8» weight=5', 'constant.numeric.decimal.flags'],
];

const URIS: readonly Case[] = [
  ['1 «sip»:a', 'keyword.other.scheme'],
  ['1 «sips»:a', 'keyword.other.scheme'],
  ['1 sip:«alice»@a', 'entity.name.user'],
  ['1 sip:+49«@»a', 'punctuation.separator.user'],
  ['1 sip:alice@«gw.example.com»:5060', 'string.unquoted.hostname'],
  ['1 sip:«gw-1»', 'string.unquoted.hostname'],
  ['1 sip:«192.0.2.1»:5060', 'constant.numeric.ip-address.v4'],
  ['1 sip:«[2001:db8::1]»:5060', 'constant.numeric.ip-address.v6'],
  ['1 sip:a:«5060»;lr', 'constant.numeric.port'],
  ['1 sip:a;«transport»=tls;«lr»', 'variable.parameter.uri'],
  ['1 sip:a;transport=«TLS» 0', 'constant.language.transport'],
  ['1 sip:a;maddr=«192.0.2.9»;lr', 'string.unquoted.uri-parameter'],
  ['1 sip:a?«Subject=x» 0', 'string.unquoted.uri-headers'],
];

const ATTRIBUTES: readonly Case[] = [
  ['1 sip:a 0 0 «weight»=5;«duid»=b;«ping_from»=sip:x', 'support.variable.attribute'],
  ['1 sip:a 0 0 «Weight»=5', 'support.variable.attribute'],
  ['1 sip:a 0 0 «strip»=2;duid=b;«weights»=4', 'variable.other.attribute'],
  ['1 sip:a 0 0 «primary»', 'variable.other.attribute'],
  ['1 sip:a 0 0 weight«=»5', 'keyword.operator.assignment'],
  ['1 sip:a 0 0 weight=5«;»duid=b', 'punctuation.separator.attribute'],
  ['1 sip:a 0 0 weight=«50»;duid=5x', 'constant.numeric.decimal.attribute-value'],
  ['1 sip:a 0 0 duid=«gw-1»;weight=5', 'string.unquoted.attribute-value'],
  ['1 sip:a 0 0 name=«"a;b"»;weight=5', 'string.quoted.double'],
  ['1 sip:a 0 0 socket=«udp»:192.0.2.1:5060', 'constant.language.transport'],
  ['1 sip:a 0 0 socket=udp:«192.0.2.1»:5060', 'constant.numeric.ip-address.v4'],
  ['1 sip:a 0 0 socket=udp:192.0.2.1:«5060»;weight=5', 'constant.numeric.port'],
  ['1 sip:a 0 0 ping_from=«sip»:sbc.example.com', 'keyword.other.scheme'],
  ['1 sip:a 0 0 duid=a «weight=5» «duid=b»', 'invalid.illegal'],
  ['1 sip:a 0 0 duid=a «{{ end }}»', '!invalid'],
];

const COMMENTS: readonly Case[] = [
  ['«# 1 sip:a 0 0»', 'comment.line'],
  ['  «#1 sip:a»', 'comment.line'],
  ['1 sip:a «# off»', 'comment.line'],
  ['1 sip:a«#off»', 'comment.line'],
  ['1 sip:a 0 «# off»', 'comment.line'],
  ['1 sip:a 0 0 «# off»', 'comment.line'],
  ['1 sip:a 0 0 duid=b «# off»', 'comment.line'],
  // In the last column the sign is a part of the text.
  ['1 sip:a 0 0 duid=«b#1»', '!comment'],
  ['# one\n«2» sip:a', 'constant.numeric.set-id'],
];

const TEMPLATES: readonly Case[] = [
  ['«{{range service "media"}}»1 sip:{{.Address}}', 'meta.embedded.template'],
  ['{{range service "media"}}«1» sip:{{.Address}}', 'constant.numeric.set-id'],
  ['1 sip:«{{ .Address }}»:5060', 'meta.embedded.template'],
  ['1 sip:{{ .Address }}:«5060» 8', 'constant.numeric.port'],
  ['1 sip:{{ .User }}«@»a', 'punctuation.separator.user'],
  ['1 sip:{{ .Address }}:{{ .Port }} «16» 0', 'constant.numeric.decimal.flags'],
  ['1 sip:a 16 {{ if .Tags }}«10»{{else}}«5»{{end}}', 'constant.numeric.decimal.priority'],
  ['1 sip:a {{ .Flags }} {{ .Priority }} «weight»=5', 'support.variable.attribute'],
  ['1 sip:a 0 0 socket=udp:{{ A }}:5066;«{{ .Node }}»', 'meta.embedded.template'],
  ['1 sip:a 0 0 weight=«{{ .W }}»;duid=x', 'meta.embedded.template'],
  ['1 sip:a 0 0 weight={{ .W }};«duid»=x', 'support.variable.attribute'],
  ['«{% for host in hosts %}»', 'meta.embedded.template'],
  ['1 sip:«<%= host %>» 0', 'meta.embedded.template'],
  ['1 sip:«${HOST:-${NAME}}»:5060 0', 'meta.embedded.template'],
  ['# {{ «range» . }}', 'keyword.control.template'],
  ['«{{/* 1 sip:a */}}»', 'comment.block'],
  ['«{# 1 sip:a\n1 #}»', 'comment.block'],
  ['1 sip:a 0 0 «{# off #}» weight=5', 'comment.block'],
  // Somebody is still typing.
  ['1 sip:{{ .Addr\n«2» sip:b', 'constant.numeric.set-id'],
  ['{{ range\n«2» sip:b', 'constant.numeric.set-id'],
];

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  columns: COLUMNS,
  'the destination': URIS,
  attributes: ATTRIBUTES,
  comments: COMMENTS,
  'parts of templates': TEMPLATES,
};

describe('TextMate grammar of destination lists', () => {
  let colour: Colour;
  before(async () => {
    colour = await loadColour('kamailio-dispatcher');
  });
  for (const [group, cases] of Object.entries(GROUPS)) {
    describe(group, () => {
      for (const [marked, scope] of cases) {
        it(`${scope}: ${marked.replaceAll('\n', '⏎')}`, () => assertScope(colour, marked, scope));
      }
    });
  }

  it('colours every attribute that the dispatcher knows as one', () => {
    for (const { name } of KNOWN_ATTRIBUTES) {
      assertScope(colour, `1 sip:a 0 0 «${name}»=1`, 'support.variable.attribute');
    }
  });

  it('leaves no word of the snippets without a colour', () => {
    for (const { name, body } of readSnippets('kamailio-dispatcher')) {
      for (const line of colour(expandSnippet(body)).lines) {
        for (const column of Array.from(line.text, (char, at) => (char.trim() === '' ? -1 : at))) {
          if (column >= 0) assert.notDeepEqual(scopesAt(line, column), [], `${name}: ${line.text}`);
        }
      }
    }
  });
});
