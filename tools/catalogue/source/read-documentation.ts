/** What a module's documentation in a Kamailio source tree tells besides sentences: anchors and names of arguments. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Fields } from '../combine-versions.ts';

export interface ModuleDocumentation {
  /** The anchor of an item's section and, of a function, the names of its arguments. */
  describe(list: string, name: string): Fields;
  /** The anchor of an item: the one that is known, if this version's page has it, else that of the section about it. */
  anchorOf(name: string, known: string): string | undefined;
}

/** The letter between module and name in a section's id. */
const LETTERS: Readonly<Record<string, string>> = { parameters: 'p', functions: 'f', rpcCommands: 'r' };

export function readModuleDocumentation(folder: string): ModuleDocumentation {
  const module = path.basename(folder);
  let text: string | undefined;
  const read = (): string =>
    (text ??= globSync('doc/*.xml', { cwd: folder })
      .sort()
      .map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll(/<!--[^]*?-->/g, ''))
      .join('\n'));
  return {
    describe: (list, name) => {
      const anchor = anchorOf(read(), module, LETTERS[list], name);
      return {
        ...(anchor === undefined ? {} : { docAnchor: anchor }),
        ...(list === 'functions' ? argumentsOf(read(), name) : {}),
      };
    },
    anchorOf: (name, known) => (read().includes(`id="${known}"`) ? known : anchorOfSection(read(), name)),
  };
}

/** The id of the section whose title begins with a name. */
function anchorOfSection(text: string, name: string): string | undefined {
  for (const [, attributes = '', title = ''] of text.matchAll(/<section\b([^>]*)>\s*<title>([^]*?)<\/title>/g)) {
    const written = title.replaceAll(/<[^>]*>/g, '').trim();
    const isAbout = written.startsWith(name) && !/[\w.-]/.test(written[name.length] ?? '');
    const id = /\bid\s*=\s*"([^"]+)"/.exec(attributes)?.[1];
    if (isAbout && id !== undefined) return id;
  }
  return undefined;
}

function anchorOf(text: string, module: string, letter: string | undefined, name: string): string | undefined {
  if (letter === undefined) return undefined;
  const own = name.startsWith(`${module}.`) ? name.slice(module.length + 1) : name;
  return [`${module}.${letter}.${own}`, `${module}.rpc.${own}`, name].find((id) => text.includes(`id="${id}"`));
}

/** From a section's title, `name(first, second [, third])`. */
function argumentsOf(text: string, name: string): Fields {
  const title = new RegExp(`<function[^>]*>\\s*${name}\\s*\\(([^<]*)\\)`).exec(text.replaceAll(/\s+/g, ' '))?.[1];
  if (title === undefined) return {};
  const required = title.replace(/\[.*$/, '');
  const parameters = title
    .split(/[,[\]\s]+/)
    .filter((word) => /^\w+$/.test(word))
    .map((word) => (new RegExp(`\\b${word}\\b`).test(required) ? { name: word } : { name: word, optional: true }));
  return parameters.length === 0 ? {} : { parameters };
}
