/** What the core brings, as Markdown: functions, settings, statements, directives, route blocks and words of conditions. */
import type { Catalog } from '../../catalog/catalog.ts';
import { cookbookLink } from '../../catalog/links.ts';
import type {
  CoreDirective,
  CoreFunction,
  CoreKeyword,
  CoreRouteBlock,
  CoreSetting,
  CoreStatement,
  SocketAttribute,
  Spelled,
} from '../../catalog/types.ts';
import { describeLifespan } from '../../text/lifespan.ts';
import { bulletList, codeBlock, enumerate, inlineCode, link, paragraphs } from '../../text/markdown.ts';
import { coreFunctionForms } from '../function-forms.ts';
import { explainsValues, describeValues, describeRange } from './constraints.ts';
import { describeArguments } from './modules.ts';
import { coreReference } from './references.ts';

export function describeCoreFunction(catalog: Catalog, { entry, spelling }: Spelled<CoreFunction>): string {
  const forms = coreFunctionForms(entry, spelling.name);
  const head = [...(entry.bare ? [spelling.name] : []), ...forms.map(({ label }) => label)];
  return paragraphs([
    codeBlock(head.join('\n')),
    entry.text,
    bulletList([
      'Function of the core',
      describeArguments(forms),
      describeAliases(entry, spelling.name),
      entry.onsend ? undefined : 'Not in `onsend_route`',
      describeLifespan(catalog.version, entry),
      spelling === entry ? undefined : describeLifespan(catalog.version, spelling),
    ]),
    coreReference(catalog, entry),
  ]);
}

const VALUE_WORDS: Readonly<Record<string, string>> = {
  number: 'number',
  signedNumber: 'number',
  string: '"string"',
  identifier: 'name',
  host: 'host',
  hostList: '[proto:]host[:port] …',
  listenList: '[proto:]host[:port] [advertise host[:port]] [name "name"]',
  protocol: 'protocol',
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
  socketBlock: '{ bind = …; … }',
  tlsMethod: 'sslv23 | sslv2 | sslv3 | tlsv1',
};

export function describeSetting(catalog: Catalog, { entry, spelling }: Spelled<CoreSetting>): string {
  const { boolean: isSwitch, min, max, words } = entry;
  const values = isSwitch ? ['yes | no'] : [...new Set(entry.values.map((kind) => VALUE_WORDS[kind] ?? kind))];
  return paragraphs([
    codeBlock(`${spelling.name} = ${values.join(' | ')}`),
    entry.text,
    bulletList([
      'Core setting',
      min === undefined && max === undefined
        ? undefined
        : describeRange({ kind: 'int', ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }),
      entry.constraint === undefined || explainsValues(entry.text, entry.constraint)
        ? undefined
        : describeValues(entry.constraint, entry.text),
      words === undefined ? undefined : `**Values:** ${enumerate(words.map(inlineCode), 'or')}`,
      entry.beforeModules ? 'Has to stand before the first `modparam` and route block' : undefined,
      describeAliases(entry, spelling.name),
      describeLifespan(catalog.version, entry),
      spelling.name === entry.name ? undefined : describeLifespan(catalog.version, spelling),
    ]),
    coreReference(catalog, entry),
  ]);
}

export function describeStatement(catalog: Catalog, { entry, spelling }: Spelled<CoreStatement>): string {
  return paragraphs([
    codeBlock(entry.forms.map((form) => `${spelling.name}${writeForm(form)}`).join('\n')),
    entry.text,
    bulletList([describeAliases(entry, spelling.name), describeLifespan(catalog.version, entry)]),
    coreReference(catalog, entry),
  ]);
}

/** A form of the grammar with the blanks that people write: `(<string>, <int>)`. */
function writeForm(form: string): string {
  const tight = form.replace(/\( /g, '(').replace(/ ([,)])/g, '$1');
  return tight.startsWith('(') ? tight : ` ${tight}`;
}

/** @param written the directive as it stands in the file, with its `#!` */
export function describeDirective(
  catalog: Catalog,
  { entry, spelling }: Spelled<CoreDirective>,
  written: string,
): string {
  return paragraphs([
    codeBlock(written),
    entry.text,
    bulletList([
      entry.firstLine ? 'Only as the first line of a file' : undefined,
      entry.bareAllowed ? 'Also read without `#!`' : undefined,
      describeAliases(entry, spelling.name),
      describeLifespan(catalog.version, entry),
      spelling.name === entry.name ? undefined : describeLifespan(catalog.version, spelling),
    ]),
    coreReference(catalog, entry),
  ]);
}

export function describeRouteKind(catalog: Catalog, entry: CoreRouteBlock): string {
  const forms = [...(entry.unnamed ? [`${entry.name} { … }`] : []), ...(entry.named ? [`${entry.name}[…] { … }`] : [])];
  return paragraphs([
    codeBlock(forms.join('\n')),
    entry.text,
    bulletList([describeLifespan(catalog.version, entry)]),
    coreReference(catalog, entry),
  ]);
}

export function describeConditionKeyword(catalog: Catalog, entry: CoreKeyword): string {
  return paragraphs([
    codeBlock(entry.name),
    entry.text,
    bulletList([
      'Word for a part of the message, to be compared in a condition',
      entry.onsendOnly ? 'Only in `onsend_route`' : undefined,
      describeLifespan(catalog.version, entry),
    ]),
    coreReference(catalog, entry),
  ]);
}

export function describeSocketAttribute(catalog: Catalog, entry: SocketAttribute): string {
  return paragraphs([
    codeBlock(entry.forms.map((form) => `${entry.name}${writeForm(form)}`).join('\n')),
    entry.text,
    bulletList(['Attribute of a `socket` block', describeLifespan(catalog.version, entry)]),
    link(`kamailio.org: socket`, cookbookLink('core', catalog.version, entry.docAnchor ?? 'socket')),
  ]);
}

function describeAliases(
  { name, aliases }: { readonly name: string; readonly aliases: readonly { readonly name: string }[] },
  written: string,
): string | undefined {
  const others = [name, ...aliases.map((alias) => alias.name)].filter((spelling) => spelling !== written);
  return others.length === 0 ? undefined : `**Also written:** ${enumerate(others.map(inlineCode))}`;
}
