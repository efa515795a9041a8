import type { CoreFunction, FunctionEntry, FunctionParameter, FunctionSignature } from '../catalog/types.ts';

/** One way of calling a function, written out, with the place of each parameter in what is written. */
export interface FunctionForm {
  readonly label: string;
  readonly parameters: readonly FormParameter[];
  readonly minArguments: number;
  readonly maxArguments: number;
  /** The export table's line behind it; nothing for a function of the core. */
  readonly signature: FunctionSignature | undefined;
}

export interface FormParameter {
  readonly name: string;
  /** Offsets in the form's label. */
  readonly start: number;
  readonly end: number;
  readonly isOptional: boolean;
  /** How Kamailio reads the argument, in the catalogue's words; `undefined` where that is not known. */
  readonly kind: string | undefined;
  /** What the catalogue knows of it beyond that. */
  readonly known: FunctionParameter | undefined;
}

/** Arguments beyond which a form without a limit is not written out: the most that Kamailio's grammar takes. */
const MOST_ARGUMENTS = 6;

/** The ways of calling a module's function, one for each line of its export table. */
export function functionForms(entry: FunctionEntry): FunctionForm[] {
  const forms = entry.signatures.map((signature) => {
    const { minArguments, maxArguments, argumentKinds } = signature;
    const most = maxArguments ?? MOST_ARGUMENTS;
    const known = parametersOfSignature(entry, signature);
    const parts = Array.from({ length: most }, (_, index) => ({
      name: known[index]?.name ?? defaultName(argumentKinds[index], index),
      kind: argumentKinds[index] ?? undefined,
      known: known[index],
    }));
    return writeForm(entry.name, parts, minArguments, signature);
  });
  return forms.sort((a, b) => a.maxArguments - b.maxArguments);
}

/**
 * What is known of a signature's arguments. The catalogue knows those of the longest form; a shorter form lacks the last
 * ones, or the first ones where its kinds say so, as in `xlog([[facility, ]level, ]format)`.
 */
function parametersOfSignature(
  { parameters = [], signatures }: FunctionEntry,
  signature: FunctionSignature,
): readonly FunctionParameter[] {
  const longest = signatures.reduce((a, b) => (b.argumentKinds.length > a.argumentKinds.length ? b : a)).argumentKinds;
  const kinds = signature.argumentKinds;
  const missing = longest.length - kinds.length;
  if (missing <= 0 || parameters.length !== longest.length || kinds.length === 0) return parameters;
  const fits = (offset: number): boolean => kinds.every((kind, index) => kind === longest[index + offset]);
  return !fits(0) && fits(missing) ? parameters.slice(missing) : parameters;
}

/** The ways of calling a function of the core: one for each number of arguments that its rows of argument kinds have. */
export function coreFunctionForms(entry: CoreFunction, name: string): FunctionForm[] {
  const forms = entry.arities.map((arity) => {
    const rows = entry.argumentKinds.filter((row) => row.length === arity);
    const kinds = Array.from({ length: arity }, (_, index) => {
      const found = [...new Set(rows.map((row) => row[index]).filter((kind) => kind !== undefined))];
      return found.length === 0 ? undefined : found.join('|');
    });
    const parts = kinds.map((kind, index) => ({
      name: defaultName(tellingKind(kind), index),
      kind,
      known: undefined,
    }));
    return writeForm(name, parts, arity, undefined);
  });
  return forms.sort((a, b) => a.maxArguments - b.maxArguments);
}

function defaultName(kind: string | null | undefined, index: number): string {
  return kind?.match(/[A-Za-z]+/)?.[0] ?? `argument${index + 1}`;
}

/** Of the kinds that an argument may have the one that says most: `flag` rather than `int`, `port` for `uri:port`. */
function tellingKind(kinds: string | undefined): string | undefined {
  const list = kinds?.split('|').map((kind) => kind.slice(kind.indexOf(':') + 1));
  if (list?.includes('id') === true) return 'name';
  return list?.find((kind) => kind !== 'int' && kind !== 'string') ?? list?.[0];
}

function writeForm(
  name: string,
  parts: readonly Pick<FormParameter, 'name' | 'kind' | 'known'>[],
  required: number,
  signature: FunctionSignature | undefined,
): FunctionForm {
  let label = `${name}(`;
  const parameters: FormParameter[] = [];
  for (const [index, part] of parts.entries()) {
    const isOptional = index >= required;
    if (index > 0) label += ', ';
    if (isOptional) label += '[';
    const start = label.length;
    label += part.name;
    parameters.push({ ...part, start, end: label.length, isOptional });
    if (isOptional) label += ']';
  }
  return { label: `${label})`, parameters, minArguments: required, maxArguments: parts.length, signature };
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  string: 'a string, taken as it stands',
  'string+pv': 'a string; pseudo-variables in it are replaced',
  'string|pv': 'a string, or one pseudo-variable',
  int: 'a number',
  signed: 'a number',
  'int|pv': 'a number, or one pseudo-variable',
  pv: 'one pseudo-variable',
  avp: 'an AVP',
  regex: 'a regular expression',
  subst: 'a substitution, `/expression/replacement/flags`',
  host: 'a host',
  hostport: 'a host with a port, `host:port`',
  proto: 'a transport protocol',
  header: "a header's name",
  methods: 'SIP methods',
  route: "a route block's name",
  table: 'a location table',
  'htable=>key': 'a hash table and a key in it, `table=>key`',
  profile: "a dialog profile's name",
  counter: "a counter's name",
  timer: "a timer's name",
  loglevel: 'a log level',
  logfacility: 'a log facility',
  dbconnection: "a database connection's name",
  dbresult: "a query result's name",
  ip: 'an IP address',
  'uri:host': '`uri:host`',
  'uri:port': '`uri:port`',
  flag: "a flag's number or name",
  expression: 'an expression',
  id: 'a name',
  socket: 'a socket, `[proto:]host[:port]`',
};

/** How Kamailio reads an argument of a kind, in words; in Markdown. Several kinds of a core function are joined by `|`. */
export function describeArgumentKind(kind: string): string {
  const words = KIND_WORDS[kind];
  if (words !== undefined) return words;
  return kind
    .split('|')
    .map((part) => KIND_WORDS[part] ?? part)
    .map((part) => (part === KIND_WORDS.string ? 'a string' : part))
    .join(' or ');
}
