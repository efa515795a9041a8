/** Pseudo-variables and transformations as Markdown, in the order of the texts of modules. */
import { CORE, type Catalog } from '../../catalog/catalog.ts';
import type {
  Owned,
  PseudoVariableEntry,
  TransformationEntry,
  TransformationOperation,
  TransformationParameter,
} from '../../catalog/types.ts';
import { describeLifespan } from '../../text/lifespan.ts';
import { bulletList, codeBlock, enumerate, inlineCode, paragraphs } from '../../text/markdown.ts';
import { cookbookReference } from './references.ts';

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
