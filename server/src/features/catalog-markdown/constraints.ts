/** What values are let through, in words. */
import type { Catalog } from '../../catalog/catalog.ts';
import type { ConstraintKey, ParameterConstraint } from '../../catalog/types.ts';
import { describeLifespan } from '../../text/lifespan.ts';
import { enumerate, inlineCode } from '../../text/markdown.ts';

const UNITS: Readonly<Record<string, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  tick: 'ticks of 1/16 second',
  min: 'minutes',
  h: 'hours',
};

/** @param text what explains the parameter: what it tells is not told again */
export function describeConstraint(
  catalog: Catalog,
  constraint: ParameterConstraint,
  text: string | undefined,
): string[] {
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

export function describeRange({ kind, min, max, unit, or }: ParameterConstraint, text = ''): string | undefined {
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
