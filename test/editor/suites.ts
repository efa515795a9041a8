/** The suites that run inside an extension host: each has a folder of tests here and opens a workspace of its own. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectPath } from '../../tools/project.ts';
import { START_LINES } from './start-lines.ts';

export interface HostSuite {
  readonly name: string;
  /** Whether the workspace is trusted. */
  readonly trusted: boolean;
  /** Fills the empty folder that is opened. */
  readonly fill: (folder: string) => void;
}

/** Copies the example deployment, without what a Kamailio that runs on it leaves there. */
export function copyExamples(folder: string): void {
  cpSync(projectPath('examples'), folder, { recursive: true, filter: (file) => path.basename(file) !== 'run' });
}

export const HOST_SUITES: readonly HostSuite[] = [
  {
    name: 'plain',
    trusted: true,
    // No file name here may wake the extension: what is tested is what does.
    fill: (folder) => {
      writeFileSync(path.join(folder, 'notes.txt'), '#!/bin/sh\n');
      writeFileSync(path.join(folder, 'other.cfg'), '[section]\nkey = value\n');
      writeFileSync(path.join(folder, 'longer.cfg'), '#!KAMAILIOS\n');
      writeFileSync(path.join(folder, 'media.tpl'), '{{range service "media"}}\n1 sip:{{.Address}} 0 0\n{{end}}\n');
      writeFileSync(path.join(folder, 'page.tpl'), '# 1 sip:192.0.2.1 0 0\n<html>{{ .Title }}</html>\n');
      writeFileSync(path.join(folder, 'gateways'), '1 sip:192.0.2.1 0 0\n');
      for (const name of START_LINES) {
        for (const extension of ['', '.cfg']) {
          writeFileSync(path.join(folder, `hash-${name}${extension}`), `#!${name}\nrequest_route { exit; }\n`);
          writeFileSync(path.join(folder, `slashes-${name}${extension}`), `//!${name}  \nrequest_route { exit; }\n`);
        }
      }
    },
  },
  {
    name: 'examples',
    trusted: true,
    fill: (folder) => {
      copyExamples(folder);
    },
  },
  {
    name: 'restricted',
    trusted: false,
    fill: (folder) => {
      mkdirSync(path.join(folder, 'routes'));
      writeFileSync(
        path.join(folder, 'kamailio.cfg'),
        '#!KAMAILIO\ninclude_file "routes/main.inc"\nloadmodule "dispatcher.so"\n' +
          'modparam("dispatcher", "list_file", "gateways.txt")\nrequest_route { route(MAIN); }\n',
      );
      // Nothing in the list itself tells what it is.
      writeFileSync(path.join(folder, 'gateways.txt'), '# none yet\n');
      writeFileSync(path.join(folder, 'routes/main.inc'), 'route[MAIN] { exit; }\n');
    },
  },
];
