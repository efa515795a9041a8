import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { looksLikeDestinationList } from '../../../client/src/language-client/destination-lines.ts';
import { needSharedFolder } from '../../support/needs.ts';
import { projectPath } from '../../../tools/project.ts';

const LISTS: Readonly<Record<string, string>> = {
  'lines with all columns': '# media\n1 sip:192.0.2.1:5060 0 0 weight=60\n1 sip:192.0.2.2:5060 0 0 weight=40\n',
  'bare lines': '1 sip:192.0.2.1\n2 sips:gw.example.com;transport=tls\n',
  'one line with flags': '1 sip:192.0.2.1 0\n',
  'flags in hexadecimal': '1 sip:192.0.2.1 0x08 5 duid=a\r\n',
  'attributes at the place of the flags': '1 sip:192.0.2.1 weight=5\n',
  'a comment behind the columns': '1 sip:192.0.2.1 0 # off\n',
  'a loop of consul-template': '{{range service "media"}}\n1 sip:{{.Address}}:{{.Port}} 0 0 duid={{.ID}}\n{{end}}\n',
  'a loop that begins in the line of the destination':
    '{{range $i, $s := service "router"}}1 sip:{{.Address}}:{{.Port}} 16 {{ if .Tags | contains "a" }}10{{else}}5{{end}}\n{{end}}\n',
  'a set from the template': '{{range ls "sets"}}\n{{.Key}} sip:{{.Value}} 0 0\n{{end}}\n',
  Jinja:
    '{# gateways #}\n{% for gw in gateways %}\n{{ gw.set }} sip:{{ gw.host }}:5060 0 {{ gw.priority }} weight={{ gw.weight }}\n{% endfor %}\n',
  ERB: '<% @hosts.each do |host| -%>\n1 sip:<%= host %>:5060 0 0 duid=<%= host %>\n<% end -%>\n',
  'variables of a shell': '1 sip:${MEDIA_1}:5060 0 0 weight=50\n1 sip:${MEDIA_2}:5060 0 0 weight=50\n',
  'a template part of several lines':
    '{{- $port := 5060\n-}}\n{{/* all\n the media servers */}}\n1 sip:192.0.2.1:{{ $port }} 0 0\n',
  'a whole destination from the template': '1 sip:192.0.2.1 0 0\n1 {{ .Uri }} 0 0 # sip:\n',
  'a line that is being written': '1 sip:a 0 0\n1 sip:b 0 0\n1 sip:c 0 0\n1 sip:d 0 0\n1 s',
};

const OTHERS: Readonly<Record<string, string>> = {
  nothing: '',
  'comments only': '# 1 sip:192.0.2.1 0 0\n# 2 sip:192.0.2.2 0 0\n',
  'a single bare line': '1 sip:alice@example.com\n',
  'a template of a configuration that quotes lines':
    '#!KAMAILIO\n# 1 sip:192.0.2.1:5060 0 0\n# 2 sip:192.0.2.2:5060 0 0\nlisten=udp:{{ .Ip }}:5060\nloadmodule "dispatcher.so"\n',
  'a Go template that holds such lines in a part of it':
    '{{/*\n1 sip:192.0.2.1 0 0\n2 sip:192.0.2.2 0 0\n*/}}\nhosts: {{ .Hosts }}\n',
  'the template of another table': '{{range service "db"}}\n{{.Address}} {{.Port}}\n{{end}}\n',
  nginx: 'upstream kamailio {\n{{range service "kamailio"}}\n  server {{.Address}}:{{.Port}};\n{{end}}\n}\n',
  haproxy: 'backend sip\n  mode tcp\n{{range service "sip"}}\n  server {{.Node}} {{.Address}}:5060 check\n{{end}}\n',
  HTML: '<ol>\n  <li>1 sip:alice@example.com</li>\n  <li>2 sip:bob@example.com</li>\n</ol>\n',
  'a script that writes a list':
    '#!/bin/sh\ncat > dispatcher.list <<END\n1 sip:$A:5060 0 0\n1 sip:$B:5060 0 0\nEND\nkamcmd dispatcher.reload\n',
  'the flow of a call': '1 sip:alice@a.example INVITE sip:bob@b.example\n2 sip:bob@b.example 180 Ringing\n',
  'notes with some lines of a list':
    'The sets of the SBC:\n\n1 sip:192.0.2.1:5060 0 0 weight=60\n1 sip:192.0.2.2:5060 0 0 weight=40\n\nReload after a change.\n',
  'what kamcmd prints':
    '{\n\tNRSETS: 1\n\tRECORDS: {\n\t\tSET: {\n\t\t\tID: 1\n\t\t\tURI: sip:192.0.2.1:5060\n\t\t}\n\t}\n}\n',
  SQL: "insert into dispatcher (setid, destination) values (1, 'sip:192.0.2.1:5060');\n",
  'a permissions table': '1 192.0.2.1/32 5060\n1 192.0.2.2/32 5060\n',
};

describe('a destination list among other files', () => {
  for (const [name, text] of Object.entries(LISTS)) {
    it(`is known by its lines: ${name}`, () => assert.equal(looksLikeDestinationList(text), true));
  }
  for (const [name, text] of Object.entries(OTHERS)) {
    it(`is not taken for one: ${name}`, () => assert.equal(looksLikeDestinationList(text), false));
  }

  it('is known in the examples, and nothing else there', () => {
    const files = globSync('examples/**/*.{cfg,list,md}', { cwd: projectPath() });
    const found = files.filter((file) => looksLikeDestinationList(readFileSync(projectPath(file), 'utf8')));
    assert.deepEqual(found.sort(), files.filter((file) => file.endsWith('.list')).sort());
    assert.ok(found.length > 0);
  });

  it('is read in one go however long or broken its template parts are', () => {
    const text = `${'{{'.repeat(20_000)}\n${'${'.repeat(20_000)}\n${'1 '.repeat(20_000)}`;
    assert.equal(looksLikeDestinationList(text), false);
  });

  it('is found among real configurations and templates', function () {
    const corpus = path.join(needSharedFolder(this, 'corpus'), 'files');
    const found = globSync('**/*', { cwd: corpus, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => looksLikeDestinationList(readFileSync(file, 'utf8')))
      .map((file) => path.relative(corpus, file));
    assert.deepEqual(
      found.filter((file) => !/dispatcher|\.list\b/.test(path.basename(file))),
      [],
    );
    assert.ok(found.some((file) => file.endsWith('.tpl')));
  });
});
