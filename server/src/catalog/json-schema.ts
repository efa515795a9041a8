/**
 * Checks data against a JSON Schema (2020-12), as far as the catalogue's own schema goes: `$ref` within the file, `type`,
 * `enum`, `properties`, `required`, `additionalProperties`, `items`, `prefixItems`, `minItems`, `maxItems`, `pattern`,
 * `minLength`, `minimum`, `anyOf`. Any other keyword but an annotation is a fault of the schema.
 */

export type Schema = boolean | Readonly<Record<string, unknown>>;

/** Something in the data that the schema does not allow. */
export interface SchemaProblem {
  /** Where, as people would write it: `parameters[2].types`; empty for the whole. */
  readonly path: string;
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
  checker.check(schema, value, '');
  return checker.problems;
}

class Checker {
  readonly problems: SchemaProblem[] = [];
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  check(schema: Schema, value: unknown, path: string): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    if (typeof schema === 'boolean') {
      if (!schema) this.#report(path, 'is not known here');
      return;
    }
    for (const [keyword, expected] of Object.entries(schema)) {
      if (!ANNOTATIONS.has(keyword)) this.#checkKeyword(keyword, expected, schema, value, path);
    }
  }

  #checkKeyword(keyword: string, expected: unknown, schema: Schema & object, value: unknown, path: string): void {
    switch (keyword) {
      case '$ref':
        this.check(this.#resolve(expected as string), value, path);
        return;
      case 'type': {
        const types = [expected].flat() as readonly string[];
        if (!types.some((type) => isOfType(value, type)))
          this.#report(path, `must be ${types.map(nameType).join(' or ')}`);
        return;
      }
      case 'enum': {
        const allowed = expected as readonly unknown[];
        if (!allowed.includes(value))
          this.#report(path, `must be ${allowed.map((one) => JSON.stringify(one)).join(', ')}`);
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
            if (index < value.length) this.check(item, value[index], `${path}[${index}]`);
        }
        return;
      case 'items':
        if (Array.isArray(value)) {
          const first = Array.isArray(schema.prefixItems) ? schema.prefixItems.length : 0;
          for (const [index, item] of value.entries())
            if (index >= first) this.check(expected as Schema, item, `${path}[${index}]`);
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
            if (Object.hasOwn(value, name)) this.check(property, value[name], join(path, name));
        }
        return;
      case 'additionalProperties':
        if (isObject(value)) {
          const known = isObject(schema.properties) ? schema.properties : {};
          for (const [name, property] of Object.entries(value))
            if (!Object.hasOwn(known, name)) this.check(expected as Schema, property, join(path, name));
        }
        return;
      default:
        throw new Error(`the schema has the keyword ${keyword}, which is not understood`);
    }
  }

  /** One of several forms. Where none fits, the problems of the one that is meant, by the value's type, are told. */
  #checkAny(forms: readonly Schema[], value: unknown, path: string): void {
    const problemsOf = forms.map((form) => checkWithin(this.#root, form, value));
    if (problemsOf.some((problems) => problems.length === 0)) return;
    const types = forms.map((form) => this.#typesOf(form));
    const meant = types.findIndex((own) => own.some((type) => isOfType(value, type)));
    if (meant < 0 && types.every((own) => own.length > 0)) {
      this.#report(path, `must be ${[...new Set(types.flat())].map(nameType).join(' or ')}`);
      return;
    }
    for (const problem of problemsOf[Math.max(meant, 0)] ?? [])
      this.#report(joinPaths(path, problem.path), problem.message);
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

  #report(path: string, message: string): void {
    this.problems.push({ path, message });
  }
}

function checkWithin(root: Schema, schema: Schema, value: unknown): SchemaProblem[] {
  const checker = new Checker(root);
  checker.check(schema, value, '');
  return checker.problems;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function joinPaths(path: string, rest: string): string {
  return rest === '' || path === '' || rest.startsWith('[') ? path + rest : `${path}.${rest}`;
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
