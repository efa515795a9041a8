/**
 * What the catalogue knows, as Markdown for people: for hover and for the documentation of proposals. Every text begins
 * with the thing as one would write it, then come the explanation, the facts and the official page of the version in
 * use.
 */
import type { Catalog } from '../catalog/catalog.ts';
import { CORE } from '../catalog/catalog.ts';
import { cookbookLink, moduleLink } from '../catalog/links.ts';
import { isAllowedInContext, routeContextMask } from '../catalog/route-context.ts';
import type {
  ConstraintKey,
  CoreDirective,
  CoreFunction,
  CoreKeyword,
  CoreRouteBlock,
  CoreSetting,
  CoreStatement,
  EventRouteEntry,
  FunctionEntry,
  FunctionSignature,
  ModuleEntry,
  NamedEntry,
  Owned,
  ParameterConstraint,
  ParameterEntry,
  PseudoVariableEntry,
  SocketAttribute,
  Spelled,
  TransformationEntry,
  TransformationOperation,
  TransformationParameter,
} from '../catalog/types.ts';
import { coreFunctionForms, describeArgumentKind, functionForms, type FunctionForm } from './function-forms.ts';
import { compareVersions, type Lifespan } from '../catalog/versions.ts';
import { describeLifespan, nameVersion } from '../text/lifespan.ts';
import { bulletList, codeBlock, enumerate, inlineCode, link, paragraphs } from '../text/markdown.ts';

function describeCondition(condition: string | undefined): string | undefined {
  return condition === undefined ? undefined : `Only if Kamailio is built with ${inlineCode(condition)}`;
}

// Links

function moduleReference(catalog: Catalog, module: string, { name, docAnchor }: NamedEntry): string | undefined {
  const page = catalog.module(module)?.page;
  if (page !== undefined) return ownReference(page, `${module}, ${name}`, docAnchor);
  return link(`kamailio.org: ${module}, ${name}`, moduleLink(module, catalog.version, docAnchor));
}

/** The page of a module that is no part of Kamailio, if it has one. */
function ownReference(page: string | null, label: string, anchor?: string): string | undefined {
  return page === null ? undefined : link(label, anchor === undefined ? page : `${page.replace(/#.*/, '')}#${anchor}`);
}

function coreReference(catalog: Catalog, { name, docAnchor }: NamedEntry): string {
  return link(`kamailio.org: ${name}`, cookbookLink('core', catalog.version, docAnchor));
}

/** Pseudo-variables and transformations have their own cookbooks; some are explained on their module's page only. */
function cookbookReference(
  catalog: Catalog,
  module: string,
  cookbook: 'pseudovariables' | 'transformations',
  label: string,
  { docAnchor, wikiAnchor }: { readonly docAnchor?: string; readonly wikiAnchor?: string },
): string | undefined {
  const page = catalog.module(module)?.page;
  if (page !== undefined) return ownReference(page, `${module}, ${label}`, docAnchor);
  const isOnModulePage = wikiAnchor === undefined && docAnchor !== undefined && module !== CORE;
  const target = isOnModulePage
    ? moduleLink(module, catalog.version, docAnchor)
    : cookbookLink(cookbook, catalog.version, wikiAnchor);
  return link(`kamailio.org: ${label}`, target);
}

// Modules and their parameters

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

const UNITS: Readonly<Record<string, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  tick: 'ticks of 1/16 second',
  min: 'minutes',
  h: 'hours',
};

/** @param text what explains the parameter: what it tells is not told again */
function describeConstraint(catalog: Catalog, constraint: ParameterConstraint, text: string | undefined): string[] {
  const isExplained = text !== undefined;
  const facts: (string | undefined)[] = [
    explainsValues(text, constraint) ? undefined : describeValues(constraint, text),
  ];
  const { outOfRange, disabledWhen, separator, keys, fields, maxLength, when } = constraint;
  if (outOfRange !== undefined) {
    facts.push(
      typeof outOfRange === 'number'
        ? `Outside of that, ${inlineCode(String(outOfRange))} is used`
        : `Outside of that: ${outOfRange}`,
    );
  }
  if (disabledWhen !== undefined) facts.push(`Switched off by ${inlineCode(disabledWhen)}`);
  if (keys !== undefined) {
    const joined = separator === undefined ? '' : `, separated by ${inlineCode(separator)}`;
    const isShort = isExplained && keys.every((key) => catalog.has(key));
    facts.push(
      isShort
        ? `**Keys**${joined}: ${enumerate(keys.map(({ name }) => inlineCode(name)))}`
        : `**Keys**${joined}:\n${keys.map((key) => `  - ${describeKey(catalog, key)}`).join('\n')}`,
    );
  }
  if (fields !== undefined) facts.push(`The module writes the fields ${enumerate(fields.map(inlineCode))}`);
  if (maxLength !== undefined) facts.push(`At most ${maxLength} characters`);
  if (constraint.emptyRefused === true) facts.push('An empty value is refused');
  if (constraint.required === true) facts.push('Has to be set');
  if (constraint.mustBeLocal === true) facts.push('Has to be one that this Kamailio listens on');
  if (constraint.writable === true) facts.push('Has to be one that can be written');
  if (when !== undefined) facts.push(`Of effect only when ${inlineCode(when)}`);
  if (constraint.note !== undefined) facts.push(`Note: ${constraint.note}`);
  return facts.filter((fact) => fact !== undefined);
}

/** Whether a text names every number of an enumeration or a sum of bits. */
export function explainsValues(text: string | undefined, { values = [] }: ParameterConstraint): boolean {
  const numbers = new Set(text?.match(/-?\d+/g));
  return values.length > 0 && values.every(({ value }) => numbers.has(String(value)));
}

/**
 * What values a constraint lets through, and what they mean.
 * @param text what explains the item: a unit that it names is not named again
 */
export function describeValues(constraint: ParameterConstraint, text?: string): string | undefined {
  const { kind, values, form } = constraint;
  const example = form === undefined ? '' : `, ${inlineCode(form)}`;
  switch (kind) {
    case 'enum':
    case 'bitmask': {
      const isPlain = values?.every(({ meaning }) => meaning === undefined) === true;
      const head = kind === 'enum' ? '**Values:**' : '**Sum of:**';
      if (values === undefined) return undefined;
      if (isPlain)
        return `${head} ${enumerate(
          values.map(({ value }) => inlineCode(String(value))),
          'or',
        )}`;
      const lines = values.map(
        ({ value, meaning }) => `  - ${inlineCode(String(value))}${meaning === undefined ? '' : `: ${meaning}`}`,
      );
      return `${head}\n${lines.join('\n')}`;
    }
    case 'int':
    case 'flag':
      return describeRange(constraint, text);
    case 'pv':
      return '**Value:** one pseudo-variable';
    case 'pvformat':
      return '**Value:** a string with pseudo-variables';
    case 'avp':
      return '**Value:** an AVP, such as `$avp(name)`';
    case 'xavp':
      return '**Value:** the name of an XAVP, without `$xavp`';
    case 'socket':
      return `**Value:** a socket${example}`;
    case 'socketname':
      return '**Value:** the name of a socket, as its `listen` gives it';
    case 'sipuri':
      return `**Value:** a SIP URI${example}`;
    case 'token':
      return '**Value:** one word';
    case 'paramlist':
      return `**Value:** a list of ${inlineCode(form ?? 'key=value')}`;
    case 'definition':
      return form === undefined ? undefined : `**Value:** ${inlineCode(form)}`;
  }
}

function describeRange({ kind, min, max, unit, or }: ParameterConstraint, text = ''): string | undefined {
  const bounds =
    min !== undefined && max !== undefined
      ? `${inlineCode(String(min))} to ${inlineCode(String(max))}`
      : min !== undefined
        ? `at least ${inlineCode(String(min))}`
        : max !== undefined
          ? `at most ${inlineCode(String(max))}`
          : undefined;
  const exception = or === undefined ? '' : `, or ${inlineCode(String(or))}`;
  const unitName = unit === undefined ? undefined : (UNITS[unit] ?? unit);
  if (bounds === undefined) {
    const isTold = unitName === undefined || text.toLowerCase().includes(unitName);
    return isTold ? undefined : `**Unit:** ${unitName}`;
  }
  const noun = kind === 'flag' ? 'a flag, ' : '';
  return `**Value:** ${noun}${bounds}${exception}${unitName === undefined ? '' : ` (${unitName})`}`;
}

function describeKey(catalog: Catalog, key: ConstraintKey): string {
  const { name, type, min, max, note } = key;
  const range =
    min !== undefined && max !== undefined
      ? `${min} to ${max}`
      : min !== undefined
        ? `at least ${min}`
        : max !== undefined
          ? `at most ${max}`
          : undefined;
  const isSet = key.default !== undefined && key.default !== null && key.default !== '';
  const details = [
    type,
    range,
    isSet ? `default ${inlineCode(String(key.default))}` : undefined,
    note,
    describeLifespan(catalog.version, key)?.replaceAll('**', ''),
  ].filter((detail) => detail !== undefined);
  return `${inlineCode(name)}: ${details.join('; ')}`;
}

// Functions

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

function describeArguments(forms: readonly FunctionForm[]): string | undefined {
  const longest = forms.at(-1);
  const known = longest?.parameters.filter(({ kind }) => kind !== undefined) ?? [];
  if (known.length === 0) return undefined;
  const lines = known.map(
    ({ name, kind, start }) =>
      `  - ${inlineCode(name === '' ? String(start) : name)}: ${describeArgumentKind(kind ?? '')}`,
  );
  return `**Arguments:**\n${lines.join('\n')}`;
}

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

function describeAliases(
  { name, aliases }: { readonly name: string; readonly aliases: readonly { readonly name: string }[] },
  written: string,
): string | undefined {
  const others = [name, ...aliases.map((alias) => alias.name)].filter((spelling) => spelling !== written);
  return others.length === 0 ? undefined : `**Also written:** ${enumerate(others.map(inlineCode))}`;
}

// Pseudo-variables and transformations

export function describePseudoVariable(catalog: Catalog, { module, entry }: Owned<PseudoVariableEntry>): string {
  const plain = `${entry.name}${entry.innerName ? '(name)' : ''}`;
  const head = [`$${plain}`, ...(entry.index ? [`$(${plain}[index])`] : [])];
  return paragraphs([
    codeBlock(head.join('\n')),
    entry.text,
    bulletList([
      module === CORE ? 'Pseudo-variable of the core' : `Pseudo-variable of the module ${inlineCode(module)}`,
      entry.writable ? 'Can be read and written' : 'Can only be read',
      describeInner(catalog, entry),
      describeLifespan(catalog.version, entry),
    ]),
    cookbookReference(catalog, module, 'pseudovariables', `$${plain}`, entry),
  ]);
}

/** What is taken between the parentheses. */
function describeInner(catalog: Catalog, { name: variable, inner }: PseudoVariableEntry): string | undefined {
  if (!inner) return undefined;
  const names = inner.names?.filter((name) => catalog.has(name)).map(({ name }) => inlineCode(name)) ?? [];
  switch (inner.kind) {
    case 'name':
      return `**Names:** ${enumerate(names)}`;
    case 'key':
      return names.length === 0 ? undefined : `**Names** behind ${inlineCode('=>')}: ${enumerate(names)}`;
    case 'flag':
      return `Takes the number of a flag, or a name that ${inlineCode('flags')} declares`;
    case 'number':
      return 'Takes a number or a pseudo-variable';
    case 'variable':
      return `Takes a pseudo-variable, as in ${inlineCode(`$${variable}(${variable === 'cnt' ? '$avp(x)' : '$ru'})`)}`;
    case 'colour':
      return 'Takes two letters, for the text and for what is behind it';
    case 'path':
      return `Takes ${inlineCode('group.name')}`;
    case 'avp':
    case 'xavp':
      return undefined;
  }
}

export function describeTransformation(
  catalog: Catalog,
  { module, entry }: Owned<TransformationEntry>,
  operation: TransformationOperation | undefined,
): string {
  if (operation === undefined) {
    const operations = entry.operations.filter((item) => catalog.has(item)).map(({ name }) => inlineCode(name));
    return paragraphs([
      codeBlock(`{${entry.name}.…}`),
      entry.text,
      bulletList([
        describeTransformationOwner(module),
        operations.length === 0 ? undefined : `**Operations:** ${enumerate(operations)}`,
        describeLifespan(catalog.version, entry),
      ]),
      cookbookReference(catalog, module, 'transformations', `{${entry.name}.…}`, {}),
    ]);
  }
  const name = `${entry.name}.${operation.name}`;
  return paragraphs([
    codeBlock(`{${name}${writeParameters(operation)}}`),
    operation.text ?? entry.text,
    bulletList([
      describeTransformationOwner(module),
      describeParameterCount(operation),
      ...describeParameterKinds(operation),
      describeLifespan(catalog.version, operation),
    ]),
    cookbookReference(catalog, module, 'transformations', `{${name}}`, operation),
  ]);
}

function describeTransformationOwner(module: string): string {
  return module === CORE ? 'Transformation of the core' : `Transformation of the module ${inlineCode(module)}`;
}

function writeParameters({ parameters, minParameters = 0, maxParameters }: TransformationOperation): string {
  const names =
    parameters?.map(({ name, optional }, index) => (optional || index >= minParameters ? `[${name}]` : name)) ??
    Array.from({ length: maxParameters ?? minParameters }, (_, index) =>
      index >= minParameters ? `[parameter${index + 1}]` : `parameter${index + 1}`,
    );
  return names.map((name) => `,${name}`).join('');
}

function describeParameterCount({ minParameters, maxParameters }: TransformationOperation): string | undefined {
  if (maxParameters === undefined) return undefined;
  if (maxParameters === 0) return 'Takes no parameter';
  const least = minParameters ?? 0;
  const number = least === maxParameters ? `${maxParameters}` : `${least} to ${maxParameters}`;
  return `Takes ${number} parameter${maxParameters === 1 ? '' : 's'}`;
}

const PARAMETER_KINDS: Readonly<Record<NonNullable<TransformationParameter['kind']>, string>> = {
  number: 'a number or a pseudo-variable',
  amount: 'a number not below 0, or a pseudo-variable',
  text: 'a text without a comma, or a pseudo-variable',
  textWithComma: 'a text with a comma only at its end, or a pseudo-variable',
  character: 'one character',
  delimiter: 'one character, no comma',
  delimiterOrVariable: 'one character, or a pseudo-variable',
  subst: `${inlineCode('/expression/replacement/flags')}, or a pseudo-variable`,
};

function describeParameterKinds({ parameters = [] }: TransformationOperation): readonly string[] {
  return parameters.flatMap(({ name, kind }) =>
    kind === undefined ? [] : [`${inlineCode(name)}: ${PARAMETER_KINDS[kind]}`],
  );
}

// The core

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
