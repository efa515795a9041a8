/**
 * Checks data against a JSON Schema (2020-12), as far as the catalogue's own schema goes: `$ref` within the file, `type`,
 * `enum`, `properties`, `required`, `additionalProperties`, `items`, `prefixItems`, `minItems`, `maxItems`, `pattern`,
 * `minLength`, `minimum`, `anyOf`. Any other keyword but an annotation is a fault of the schema.
 */
import { suggest } from './suggest.ts';
import type { JsonPath } from './json-places.ts';

export type Schema = boolean | Readonly<Record<string, unknown>>;

/** Something in the data that the schema does not allow. */
export interface SchemaProblem {
  readonly path: JsonPath;
  /** What is wrong, as the end of a sentence that begins with the path. */
  readonly message: string;
}

/** More problems than these only repeat each other. */
const MOST_PROBLEMS = 20;

const ANNOTATIONS = new Set([
  '$schema',
  '$id',
  '$defs',
  '$comment',
  'title',
  'description',
  'markdownDescription',
  'default',
  'examples',
]);

/** What is wrong with a value; nothing where it is as the schema says. */
export function checkSchema(schema: Schema, value: unknown): SchemaProblem[] {
  const checker = new Checker(schema);
  checker.check(schema, value, []);
  return checker.problems;
}

class Checker {
  readonly problems: SchemaProblem[] = [];
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  check(schema: Schema, value: unknown, path: JsonPath): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    if (typeof schema === 'boolean') {
      if (!schema) this.#report(path, 'must not be here');
      return;
    }
    for (const [keyword, expected] of Object.entries(schema)) {
      if (!ANNOTATIONS.has(keyword)) this.#checkKeyword(keyword, expected, schema, value, path);
    }
  }

  #checkKeyword(keyword: string, expected: unknown, schema: Schema & object, value: unknown, path: JsonPath): void {
    switch (keyword) {
      case '$ref':
        this.check(this.#resolve(expected as string), value, path);
        return;
      case 'type': {
        const types = [expected].flat() as readonly string[];
        if (!types.some((type) => isOfType(value, type)))
          this.#report(path, `must be ${enumerate(types.map(nameType))}`);
        return;
      }
      case 'enum': {
        const allowed = expected as readonly unknown[];
        if (!allowed.includes(value))
          this.#report(path, `must be ${enumerate(allowed.map((one) => JSON.stringify(one)))}`);
        return;
      }
      case 'anyOf':
        this.#checkAny(expected as readonly Schema[], value, path);
        return;
      case 'pattern':
        if (typeof value === 'string' && !new RegExp(expected as string, 'u').test(value))
          this.#report(path, `must match ${expected as string}`);
        return;
      case 'minLength':
        if (typeof value === 'string' && value.length < (expected as number)) this.#report(path, 'must not be empty');
        return;
      case 'minimum':
        if (typeof value === 'number' && value < (expected as number))
          this.#report(path, `must be at least ${String(expected)}`);
        return;
      case 'minItems':
        if (Array.isArray(value) && value.length < (expected as number))
          this.#report(path, `must have at least ${String(expected)} entries`);
        return;
      case 'maxItems':
        if (Array.isArray(value) && value.length > (expected as number))
          this.#report(path, `must have at most ${String(expected)} entries`);
        return;
      case 'prefixItems':
        if (Array.isArray(value)) {
          for (const [index, item] of (expected as readonly Schema[]).entries())
            if (index < value.length) this.check(item, value[index], [...path, index]);
        }
        return;
      case 'items':
        if (Array.isArray(value)) {
          const first = Array.isArray(schema.prefixItems) ? schema.prefixItems.length : 0;
          for (const [index, item] of value.entries())
            if (index >= first) this.check(expected as Schema, item, [...path, index]);
        }
        return;
      case 'required':
        if (isObject(value)) {
          for (const name of expected as readonly string[])
            if (!Object.hasOwn(value, name)) this.#report(path, `lacks ${JSON.stringify(name)}`);
        }
        return;
      case 'properties':
        if (isObject(value)) {
          for (const [name, property] of Object.entries(expected as Readonly<Record<string, Schema>>))
            if (Object.hasOwn(value, name)) this.check(property, value[name], [...path, name]);
        }
        return;
      case 'additionalProperties':
        if (isObject(value)) {
          const known = isObject(schema.properties) ? schema.properties : {};
          for (const [name, property] of Object.entries(value))
            if (!Object.hasOwn(known, name)) this.#checkOther(expected as Schema, known, name, property, path);
        }
        return;
      default:
        throw new Error(`the schema has the keyword ${keyword}, which is not understood`);
    }
  }

  /** A property that the schema does not name. */
  #checkOther(schema: Schema, known: object, name: string, value: unknown, path: JsonPath): void {
    if (schema !== false) {
      this.check(schema, value, [...path, name]);
      return;
    }
    const meant = suggest(name, Object.keys(known));
    this.#report([...path, name], `is not known here${meant === undefined ? '' : `; did you mean "${meant}"?`}`);
  }

  /** One of several forms. Where none fits, the problems of the one that is meant, by the value's type, are told. */
  #checkAny(forms: readonly Schema[], value: unknown, path: JsonPath): void {
    const problemsOf = forms.map((form) => checkWithin(this.#root, form, value));
    if (problemsOf.some((problems) => problems.length === 0)) return;
    const types = forms.map((form) => this.#typesOf(form));
    const meant = types.findIndex((own) => own.some((type) => isOfType(value, type)));
    if (meant < 0 && types.every((own) => own.length > 0)) {
      this.#report(path, `must be ${enumerate([...new Set(types.flat())].map(nameType))}`);
      return;
    }
    for (const problem of problemsOf[Math.max(meant, 0)] ?? [])
      this.#report([...path, ...problem.path], problem.message);
  }

  /** The types that a schema allows; none where it does not say. */
  #typesOf(schema: Schema): readonly string[] {
    if (typeof schema === 'boolean') return [];
    if (typeof schema.$ref === 'string') return this.#typesOf(this.#resolve(schema.$ref));
    return [schema.type].flat().filter((type) => typeof type === 'string');
  }

  #resolve(reference: string): Schema {
    let found: unknown = this.#root;
    for (const part of reference.replace(/^#\/?/, '').split('/')) {
      if (part !== '') found = isObject(found) ? found[part] : undefined;
    }
    if (typeof found !== 'boolean' && !isObject(found)) throw new Error(`the schema has no ${reference}`);
    return found;
  }

  #report(path: JsonPath, message: string): void {
    this.problems.push({ path, message });
  }
}

function checkWithin(root: Schema, schema: Schema, value: unknown): SchemaProblem[] {
  const checker = new Checker(root);
  checker.check(schema, value, []);
  return checker.problems;
}

/** `a`, `a or b`, `a, b or c`. */
function enumerate(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

function nameType(type: string): string {
  return TYPE_NAMES[type] ?? type;
}
