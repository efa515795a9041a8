import type { StoredItem } from './stored.ts';
import type { CatalogSource } from './types.ts';

/** `texts/NAME.json`: Markdown by kind and name, written by hand. `module` explains the module as a whole. */
export interface ModuleTexts {
  readonly module?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly functions?: Readonly<Record<string, string>>;
  /** By function and the name of the argument; under `*` for all functions that have none of their own for that name. */
  readonly arguments?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly rpc?: Readonly<Record<string, string>>;
  readonly pseudoVariables?: Readonly<Record<string, string>>;
  readonly transformations?: Readonly<Record<string, string>>;
  readonly eventRoutes?: Readonly<Record<string, string>>;
  readonly statistics?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly statements?: Readonly<Record<string, string>>;
  readonly controls?: Readonly<Record<string, string>>;
  readonly directives?: Readonly<Record<string, string>>;
  readonly routeBlocks?: Readonly<Record<string, string>>;
  readonly operators?: Readonly<Record<string, string>>;
  readonly conditionKeywords?: Readonly<Record<string, string>>;
  readonly constants?: Readonly<Record<string, string>>;
  readonly socketAttributes?: Readonly<Record<string, string>>;
}

/** Each list of a facts file with the part of the texts that explains its items. */
const TEXTS_OF_LIST = {
  parameters: 'parameters',
  functions: 'functions',
  rpcCommands: 'rpc',
  pseudoVariables: 'pseudoVariables',
  transformations: 'transformations',
  eventRoutes: 'eventRoutes',
  statistics: 'statistics',
  settings: 'settings',
  statements: 'statements',
  controls: 'controls',
  directives: 'directives',
  routeBlocks: 'routeBlocks',
  operators: 'operators',
  conditionKeywords: 'conditionKeywords',
  constants: 'constants',
  socketAttributes: 'socketAttributes',
} as const;

type NamedItem = StoredItem & { readonly name: string };

export interface MergedFile {
  readonly file: Readonly<Record<string, unknown>>;
  /** Texts that no item took, as `kind name`: misspelt, or about something Kamailio does not have. */
  readonly orphans: readonly string[];
  /** Items without a text, as `kind name`. */
  readonly missing: readonly string[];
}

/**
 * The facts with the texts beside them, under `text`. A transformation's operation takes the text named
 * `class.operation`. Arguments may do without a text.
 */
export function mergeTexts(facts: Readonly<Record<string, unknown>>, texts: ModuleTexts | undefined): MergedFile {
  const merged: Record<string, unknown> = { ...facts };
  const orphans: string[] = [];
  const missing: string[] = [];
  if (texts?.module !== undefined) {
    merged.text = texts.module;
  }
  const functions = facts.functions as readonly NamedItem[] | undefined;
  const unusedArguments = new Set(
    Object.entries(texts?.arguments ?? {}).flatMap(([name, own]) => Object.keys(own).map((key) => `${name} ${key}`)),
  );
  const explained = functions?.map((item) => explainArguments(item, texts, unusedArguments));
  orphans.push(...[...unusedArguments].map((name) => `arguments ${name}`));
  for (const [list, kind] of Object.entries(TEXTS_OF_LIST)) {
    const ofKind = texts?.[kind] ?? {};
    const unused = new Set(Object.keys(ofKind));
    const take = (item: NamedItem, name: string): NamedItem => {
      unused.delete(name);
      const text = Object.hasOwn(ofKind, name) ? ofKind[name] : undefined;
      if (text === undefined) {
        missing.push(`${kind} ${name}`);
        return item;
      }
      return { ...item, text };
    };
    const items = (list === 'functions' ? explained : facts[list]) as readonly NamedItem[] | undefined;
    if (items !== undefined) {
      merged[list] = items.map((item) => {
        const operations = item.operations as readonly NamedItem[] | undefined;
        return operations === undefined
          ? take(item, item.name)
          : {
              ...take(item, item.name),
              operations: operations.map((operation) => take(operation, `${item.name}.${operation.name}`)),
            };
      });
    }
    orphans.push(...[...unused].map((name) => `${kind} ${name}`));
  }
  return { file: merged, orphans, missing };
}

/** Stands for every function of a module that says nothing of an argument itself. */
const ANY_FUNCTION = '*';

/** A function with the texts of its arguments, in every version's list of them. */
function explainArguments(item: NamedItem, texts: ModuleTexts | undefined, unused: Set<string>): NamedItem {
  const all = texts?.arguments;
  if (all === undefined) return item;
  const sources = [item.name, ANY_FUNCTION].filter((name) => Object.hasOwn(all, name));
  const explain = <Fields extends Readonly<Record<string, unknown>>>(fields: Fields): Fields => {
    const parameters = fields.parameters as readonly { readonly name: string }[] | undefined;
    if (parameters === undefined) return fields;
    const explained = parameters.map((parameter) => {
      const source = sources.find((name) => Object.hasOwn(all[name] ?? {}, parameter.name));
      const text = source === undefined ? undefined : all[source]?.[parameter.name];
      if (text === undefined) return parameter;
      unused.delete(`${source} ${parameter.name}`);
      return { ...parameter, text };
    });
    return { ...fields, parameters: explained };
  };
  const { history } = item;
  return { ...explain(item), ...(history === undefined ? {} : { history: history.map(explain) }) };
}

/** The catalogue straight from facts and texts, for tests and tools: no build is needed. */
export function overlayTexts(facts: CatalogSource, texts: CatalogSource): CatalogSource {
  return {
    read: (path) => {
      const fact = facts.read(path);
      const text = path === 'index.json' ? undefined : texts.read(path.replace(/^modules\//, ''));
      if (fact === undefined || text === undefined) return fact;
      return JSON.stringify(mergeTexts(JSON.parse(fact) as MergedFile['file'], JSON.parse(text) as ModuleTexts).file);
    },
  };
}
