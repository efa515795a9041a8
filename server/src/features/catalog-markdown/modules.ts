/**
 * What the catalogue knows of modules and what they export, as Markdown for people: for hover and for the documentation
 * of proposals. Every text begins with the thing as one would write it, then come the explanation, the facts and the
 * official page of the version in use.
 */
import { CORE, type Catalog } from '../../catalog/catalog.ts';
import { cookbookLink, moduleLink } from '../../catalog/links.ts';
import { isAllowedInContext, routeContextMask } from '../../catalog/route-context.ts';
import type {
  EventRouteEntry,
  FunctionEntry,
  FunctionSignature,
  ModuleEntry,
  Owned,
  ParameterEntry,
} from '../../catalog/types.ts';
import { compareVersions, type Lifespan } from '../../catalog/versions.ts';
import { describeLifespan, nameVersion } from '../../text/lifespan.ts';
import { bulletList, codeBlock, enumerate, inlineCode, link, paragraphs } from '../../text/markdown.ts';
import { describeArgumentKind, functionForms, type FunctionForm } from '../function-forms.ts';
import { describeConstraint } from './constraints.ts';
import { moduleReference, ownReference } from './references.ts';

export function describeModule(catalog: Catalog, module: ModuleEntry): string {
  const count = (items: readonly Lifespan[], noun: string): string | undefined => {
    const number = items.filter((item) => catalog.has(item)).length;
    return number === 0 ? undefined : `${number} ${noun}${number === 1 ? '' : 's'}`;
  };
  const dependencies = module.dependencies.filter((dependency) => catalog.has(dependency));
  const needed = dependencies.filter(({ optional }) => !optional).map((entry) => inlineCode(entry.module));
  const exported = [
    count(module.parameters, 'parameter'),
    count(module.functions, 'function'),
    count(module.pseudoVariables, 'pseudo-variable'),
    count(module.eventRoutes, 'event route'),
    count(module.rpcCommands, 'RPC command'),
  ].filter((part) => part !== undefined);
  return paragraphs([
    codeBlock(`loadmodule "${module.name}.so"`),
    module.text,
    bulletList([
      describeLifespan(catalog.version, module),
      needed.length === 0 ? undefined : `**Needs:** ${enumerate(needed)}`,
      exported.length === 0 ? undefined : `**Has:** ${enumerate(exported)}`,
    ]),
    module.page === undefined
      ? link(`kamailio.org: ${module.name}`, moduleLink(module.name, catalog.version))
      : ownReference(module.page, module.name),
  ]);
}

export function describeParameter(catalog: Catalog, module: string, entry: ParameterEntry): string {
  const { types, constraint, viaFunction } = entry;
  const isRepeatable = constraint?.repeatable === true || (viaFunction && constraint?.repeatable !== false);
  const name = catalog.module(module)?.exportName ?? module;
  return paragraphs([
    codeBlock(`modparam("${name}", "${entry.name}", ${types.join(' | ')})`),
    entry.text,
    bulletList([
      describeDefault(entry),
      ...(constraint === undefined ? [] : describeConstraint(catalog, constraint, entry.text)),
      isRepeatable ? 'May be given several times' : undefined,
      describeLifespan(catalog.version, entry),
      describeCondition(entry.condition),
    ]),
    moduleReference(catalog, module, entry),
  ]);
}

function describeDefault({ default: value, types }: ParameterEntry): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return '**Default:** not set';
  return `**Default:** ${inlineCode(typeof value === 'string' && types.includes('string') ? `"${value}"` : String(value))}`;
}

function describeCondition(condition: string | undefined): string | undefined {
  return condition === undefined ? undefined : `Only if Kamailio is built with ${inlineCode(condition)}`;
}

const BLOCKS = [
  { words: '`request_route`', mask: routeContextMask('request_route') },
  { words: '`route[…]`', mask: routeContextMask('route') },
  { words: '`branch_route`', mask: routeContextMask('branch_route') },
  { words: '`failure_route`', mask: routeContextMask('failure_route') },
  { words: '`onreply_route[…]`', mask: routeContextMask('onreply_route', 'NAME') },
  { words: '`reply_route`', mask: routeContextMask('reply_route') },
  { words: '`onsend_route`', mask: routeContextMask('onsend_route') },
  { words: '`event_route`', mask: routeContextMask('event_route') },
];

/** The blocks in which Kamailio accepts a call at start-up. */
export function describeRoutes(mask: number): string {
  const allowed = BLOCKS.filter((block) => isAllowedInContext(mask, block.mask));
  if (allowed.length === BLOCKS.length) return 'every route block';
  if (allowed.length === 0) return 'no route block';
  return enumerate(allowed.map((block) => block.words));
}

export function describeFunction(catalog: Catalog, { module, entry }: Owned<FunctionEntry>): string {
  const forms = functionForms(entry);
  const places = forms.map((form) => (form.signature ? describeRoutes(form.signature.routeMask) : ''));
  const isSame = new Set(places).size < 2;
  const conditions = forms.map(({ signature }) => signature?.condition);
  return paragraphs([
    codeBlock(forms.map(({ label }) => label).join('\n')),
    entry.text,
    bulletList([
      describeArguments(forms),
      ...(isSame
        ? [places[0] === undefined ? undefined : `**Allowed in:** ${places[0]}`]
        : forms.map((form, index) => `**Allowed in**, as ${inlineCode(form.label)}: ${places[index] ?? ''}`)),
      describeLifespan(catalog.version, entry),
      ...describeOtherForms(catalog, entry),
      describeCondition(conditions.find((condition) => condition !== undefined)),
    ]),
    moduleReference(catalog, module, entry),
  ]);
}

/** The ways of calling a function that other versions have and this one has not. */
function describeOtherForms({ version }: Catalog, entry: FunctionEntry): string[] {
  const numberOf = ({ minArguments, maxArguments }: FunctionSignature): string => `${minArguments} ${maxArguments}`;
  const told = new Set(entry.signatures.map(numberOf));
  const { signatureHistory = [] } = entry;
  return signatureHistory.flatMap(({ from, signatures }, index) => {
    const next = signatureHistory[index + 1]?.from;
    const isOlder = next !== undefined && compareVersions(next, version) <= 0;
    if (!isOlder && compareVersions(from, version) <= 0) return [];
    const others = signatures.filter((signature) => !told.has(numberOf(signature)));
    for (const signature of others) told.add(numberOf(signature));
    if (others.length === 0) return [];
    const labels = functionForms({ ...entry, signatures: others }).map(({ label }) => inlineCode(label));
    const when = isOlder ? `before ${nameVersion(next)}` : `since ${nameVersion(from)}`;
    return [`${enumerate(labels)} ${when} only; you use ${nameVersion(version)}`];
  });
}

/** How each argument is read, of the longest form. */
export function describeArguments(forms: readonly FunctionForm[]): string | undefined {
  const longest = forms.at(-1);
  const known = longest?.parameters.filter(({ kind }) => kind !== undefined) ?? [];
  if (known.length === 0) return undefined;
  const lines = known.map(
    ({ name, kind, start }) =>
      `  - ${inlineCode(name === '' ? String(start) : name)}: ${describeArgumentKind(kind ?? '')}`,
  );
  return `**Arguments:**\n${lines.join('\n')}`;
}

/** @param name the event as the configuration writes it, where that is more than the catalogue's `htable:expired:<table>` */
export function describeEventRoute(
  catalog: Catalog,
  { module, entry }: Owned<EventRouteEntry>,
  name: string = entry.name,
): string {
  return paragraphs([
    codeBlock(`event_route[${name}]`),
    entry.text,
    bulletList([
      module === CORE ? 'Event of the core' : `Event of the module ${inlineCode(module)}`,
      describeLifespan(catalog.version, entry),
    ]),
    module === CORE
      ? link(`kamailio.org: ${entry.name}`, cookbookLink('core', catalog.version, entry.docAnchor))
      : moduleReference(catalog, module, entry),
  ]);
}
