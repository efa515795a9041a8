import type { RouteBlockKind, RouteType } from './route-context.ts';
import type { KamailioVersion, Lifespan } from './versions.ts';

/** Where the catalogue's files come from. Paths are relative with `/`: `index.json`, `core.json`, `modules/tm.json`. */
export interface CatalogSource {
  /** The file's text, or nothing when there is no such file. */
  read(path: string): string | undefined;
}

/** What every described thing has. */
export interface NamedEntry extends Lifespan {
  readonly name: string;
  /** Explanation in Markdown, in the project's own words; not every item has one. */
  readonly text?: string;
  /** The anchor in the official page, without `#`; nothing where the page has none. */
  readonly docAnchor?: string;
}

/** A kind of value `modparam` accepts. Kamailio refuses the other kind; it never converts. */
export type ParameterType = 'int' | 'string';

/** One value of an enumeration, or one bit of a bit mask. */
export interface ConstraintValue {
  readonly value: number;
  readonly meaning?: string;
}

/** What is known from the C source about a parameter's value beyond its type. */
export interface ParameterConstraint {
  /**
   * `enum`: one of `values`; `bitmask`: a sum of `values`; `int`: a number within `min` and `max`; the others say how a
   * string is read: a pseudo-variable, an AVP or XAVP name, a SIP URI, a socket, `key=value` pairs …
   */
  readonly kind:
    | 'enum'
    | 'bitmask'
    | 'int'
    | 'paramlist'
    | 'xavp'
    | 'avp'
    | 'pv'
    | 'pvformat'
    | 'socket'
    | 'socketname'
    | 'sipuri'
    | 'token'
    | 'flag'
    | 'definition';
  readonly values?: readonly ConstraintValue[];
  readonly min?: number;
  readonly max?: number;
  /** `s`, `ms`, `us` … */
  readonly unit?: string;
  /** A value outside `min` and `max` that is legal all the same. */
  readonly or?: number;
  /** What Kamailio does with a value outside the range: uses this number instead, or what the words say. */
  readonly outOfRange?: number | string;
  /** The values that switch the feature off, such as `<=0`. */
  readonly disabledWhen?: string;
  readonly note?: string;
  readonly separator?: string;
  readonly form?: string;
  readonly keys?: readonly ConstraintKey[];
  readonly unknownKey?: string;
  readonly maxLength?: number;
  readonly emptyRefused?: boolean;
  readonly required?: boolean;
  readonly repeatable?: boolean;
  readonly mustBeLocal?: boolean;
  readonly writable?: boolean;
  /** The fields of the XAVP that the module writes. */
  readonly fields?: readonly string[];
  /** The parameter this constraint hangs on, such as `db_mode != 0`. */
  readonly when?: string;
}

/** A key of a `key=value` list inside a parameter's value. */
export interface ConstraintKey extends Lifespan {
  readonly name: string;
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly default?: string | number | null;
  readonly note?: string;
}

export interface ParameterEntry extends NamedEntry {
  readonly types: readonly ParameterType[];
  /** Handled by a function of the module: it may be given several times and may judge the value itself. */
  readonly viaFunction: boolean;
  /** `null` means: not set. Nothing means: not known. */
  readonly default?: string | number | null;
  readonly constraint?: ParameterConstraint;
  /** The compile-time condition under which the module has it. */
  readonly condition?: string;
}

/**
 * How a function reads an argument: `string` as it stands, `string+pv` a string with pseudo-variables in it, `string|pv`
 * either a plain string or one pseudo-variable, `int|pv` a number or one pseudo-variable, `pv` one pseudo-variable; the
 * others are special forms.
 */
export type ArgumentKind =
  | 'string'
  | 'string+pv'
  | 'string|pv'
  | 'int'
  | 'int|pv'
  | 'pv'
  | 'avp'
  | 'regex'
  | 'subst'
  | 'host'
  | 'hostport'
  | 'proto'
  | 'header'
  | 'methods'
  | 'route'
  | 'table'
  | 'htable=>key'
  | 'profile'
  | 'counter'
  | 'timer'
  | 'loglevel'
  | 'logfacility'
  | 'dbconnection'
  | 'dbresult';

/** One line of a module's export table: a number of arguments with the routes it may be called from. */
export interface FunctionSignature {
  readonly minArguments: number;
  /** `null`: no limit but the grammar's. */
  readonly maxArguments: number | null;
  readonly routes: readonly RouteType[];
  /** `routes` as a number; see `route-context.ts`. */
  readonly routeMask: number;
  /** One an argument; `null` where it is not known how the argument is read. */
  readonly argumentKinds: readonly (ArgumentKind | null)[];
  /** The compile-time condition under which the module has it. */
  readonly condition?: string;
}

export interface FunctionParameter {
  readonly name: string;
  readonly optional: boolean;
  /** What the argument says, in Markdown; not every argument has one. */
  readonly text?: string;
  /** `enum` or `bitmask`, where the argument is a number that stands for something else. */
  readonly constraint?: ParameterConstraint;
}

export interface FunctionEntry extends NamedEntry {
  readonly signatures: readonly FunctionSignature[];
  /** Where versions differ: the signatures from a version on, up to the next one of the list; oldest first. */
  readonly signatureHistory?: readonly {
    readonly from: KamailioVersion;
    readonly signatures: readonly FunctionSignature[];
  }[];
  /** Names from the official page; nothing where it has none. Fewer than arguments when the page is vague. */
  readonly parameters?: readonly FunctionParameter[];
}

/** A name that a pseudo-variable takes in its parentheses; one that ends in `:` stands for all that begin so. */
export interface InnerName extends Lifespan {
  readonly name: string;
  /** Kamailio refuses it without an index: `port[0]`. */
  readonly index?: boolean;
}

/** What a pseudo-variable takes in its parentheses; Kamailio refuses anything else. */
export interface InnerForm {
  /**
   * - `name`: one of `names`
   * - `key`: `something=>key`, one of `names` where there are some
   * - `flag`: a number from 0 to 31, or a name that `flags` declares
   * - `number`: a number, or one pseudo-variable
   * - `variable`: one pseudo-variable, one of `names` where there are some
   * - `avp`: a name, `s:name`, `i:number`, or one pseudo-variable; a dot only behind a class such as `f`
   * - `xavp`: `name` or `name=>field`, each with an index or without
   * - `colour`: a letter for the foreground and one for the background
   * - `path`: `group.name`
   */
  readonly kind: 'name' | 'key' | 'flag' | 'number' | 'variable' | 'avp' | 'xavp' | 'colour' | 'path';
  readonly names?: readonly InnerName[];
  /** Upper and lower case are the same. */
  readonly anyCase?: boolean;
  /** What begins with one of the names is as good. */
  readonly isPrefix?: boolean;
  /** Blanks before the name are dropped. */
  readonly blanks?: boolean;
  /** Other names that Kamailio does not refuse, by their lengths; it takes them for one of those that there are. */
  readonly taken?: 'all' | readonly number[];
}

export interface PseudoVariableEntry extends NamedEntry {
  /** `$name(inner)`: Kamailio refuses it where there is none, and refuses its absence where there is one. */
  readonly innerName: boolean;
  /** Nothing where any name is taken, or it is not known. */
  readonly inner?: InnerForm;
  /** `$(name[index])` is accepted. */
  readonly index: boolean;
  readonly writable: boolean;
  /** The anchor in the pseudo-variables cookbook. */
  readonly wikiAnchor?: string;
}

/** A parameter of a transformation; Kamailio refuses what is of another kind. */
export interface TransformationParameter extends FunctionParameter {
  /**
   * - `number`, `amount`: a number, the latter not below 0, or one pseudo-variable
   * - `text`: a text without a comma, or one pseudo-variable
   * - `textWithComma`: the same, or a text that ends in a comma or is one
   * - `character`: one character, a comma too, or `\\`, `\n`, `\r`, `\t`
   * - `delimiter`: one character but a comma
   * - `delimiterOrVariable`: one character, a comma too, or one pseudo-variable
   * - `subst`: all the rest, `/expression/replacement/flags`, or one pseudo-variable
   */
  readonly kind?:
    'number' | 'amount' | 'text' | 'textWithComma' | 'character' | 'delimiter' | 'delimiterOrVariable' | 'subst';
}

export interface TransformationOperation extends NamedEntry {
  /**
   * The numbers of parameters; nothing when not known. A parameter may be a comma itself, `{s.select,0,,}`, and that of
   * `{re.subst,…}` reaches to the end: there are not always as many parameters as commas.
   */
  readonly minParameters?: number;
  readonly maxParameters?: number;
  readonly parameters?: readonly TransformationParameter[];
  /** The anchor in the transformations cookbook. */
  readonly wikiAnchor?: string;
}

/** A transformation class, such as `s` in `{s.len}`, with its operations. `name` is the class. */
export interface TransformationEntry extends NamedEntry {
  readonly operations: readonly TransformationOperation[];
}

export interface EventRouteEntry extends NamedEntry {
  /** `htable:expired:<table>`: the part in angle brackets is the user's. */
  readonly template: boolean;
}

export interface RpcCommandEntry extends NamedEntry {
  /** Kamailio's scan formats, one a call of the scanner: `S` string, `d` int, `f` float, `*` optional from here … */
  readonly scan?: readonly string[];
  readonly reply?: unknown;
  /** Gives several replies. */
  readonly array: boolean;
}

export type StatisticEntry = NamedEntry;

export interface DependencyEntry extends Lifespan {
  /** A module, or `db_*` for any database module. */
  readonly module: string;
  readonly optional: boolean;
}

export type RemovedKind = 'parameter' | 'function' | 'pseudoVariable' | 'rpcCommand' | 'setting' | 'module';

/** Something that was gone before the oldest version of the catalogue. */
export interface RemovedItem {
  readonly kind: RemovedKind;
  readonly name: string;
  /** The version that no longer has it, 5.5 or older. */
  readonly removedIn: string;
}

/** What the core has as well as a module. */
export interface SharedEntry {
  readonly pseudoVariables: readonly PseudoVariableEntry[];
  readonly eventRoutes: readonly EventRouteEntry[];
  readonly rpcCommands: readonly RpcCommandEntry[];
  readonly statistics: readonly StatisticEntry[];
  readonly removed: readonly RemovedItem[];
}

/**
 * A module as one version sees it. The lists hold items of every version of the catalogue, each with its lifespan and
 * with the values of the asked version (or of the nearest version that has it).
 */
export interface ModuleEntry extends Lifespan, SharedEntry {
  readonly name: string;
  readonly text?: string;
  readonly parameters: readonly ParameterEntry[];
  readonly functions: readonly FunctionEntry[];
  readonly transformations: readonly TransformationEntry[];
  readonly dependencies: readonly DependencyEntry[];
  /** Modules whose C interface the code asks for at start-up, required or not. */
  readonly binds: readonly string[];
  /** The name `modparam` and the export tables use where it differs from the file's. */
  readonly exportName?: string;
  /** Of a module that is no part of Kamailio, the address of its documentation, or `null` for none. */
  readonly page?: string | null;
}

/**
 * What the grammar accepts behind `name =`:
 *
 * - `number`: an unsigned number, or `yes`, `on`, `true`, `enable`, `no`, `off`, `false`, `disable`
 * - `signedNumber`: the same with an optional minus
 * - `string`, `identifier`
 * - `host`: an IP address, a string, a host or interface name
 * - `hostList`: `[proto:]host[:port]`, one or several, separated by space; a host may be a list in parentheses
 * - `listenList`: a `hostList` that `advertise`, `name` and `virtual` may follow
 * - `protocol`: `udp`, `tcp`, `tls`, `sctp` or `*`
 * - `ipv4`, `ipv6`: an address
 * - `socketBlock`: `{ bind = …; … }`
 * - `tlsMethod`: `sslv23`, `sslv2`, `sslv3` or `tlsv1`
 */
export type SettingValueKind =
  | 'number'
  | 'signedNumber'
  | 'string'
  | 'identifier'
  | 'host'
  | 'hostList'
  | 'listenList'
  | 'protocol'
  | 'ipv4'
  | 'ipv6'
  | 'socketBlock'
  | 'tlsMethod';

export interface Alias extends Lifespan {
  readonly name: string;
}

/** A core setting: `name = value` outside of routes. */
export interface CoreSetting extends NamedEntry {
  readonly aliases: readonly Alias[];
  /** What the grammar accepts; it refuses everything else. */
  readonly values: readonly SettingValueKind[];
  /** Meant as a switch, though the grammar takes any number. */
  readonly boolean: boolean;
  readonly min?: number;
  readonly max?: number;
  /** `enum` or `bitmask`, where the value is a number that stands for something else. */
  readonly constraint?: ParameterConstraint;
  /** The only words Kamailio accepts as the value, in upper or lower case. */
  readonly words?: readonly string[];
  /** Has an effect only before the first `modparam` or route block; Kamailio refuses it later. */
  readonly beforeModules: boolean;
}

/** How a core function reads an argument. */
export type CoreArgumentKind =
  | 'string'
  /** Written without a sign. */
  | 'int'
  | 'signed'
  | 'host'
  | 'ip'
  | 'uri:host'
  | 'uri:port'
  | 'flag'
  | 'expression'
  | 'id'
  | 'proto'
  | 'socket'
  | 'avp';

/** A function that the grammar itself knows. */
export interface CoreFunction extends NamedEntry {
  readonly aliases: readonly Alias[];
  /** The numbers of arguments in parentheses. */
  readonly arities: readonly number[];
  /** The accepted rows of argument kinds. */
  readonly argumentKinds: readonly (readonly CoreArgumentKind[])[];
  /** Accepted without parentheses: `exit;`. */
  readonly bare: boolean;
  /** `drop`, `exit`, `return` and `break` end the route or block; the rest are plain functions. */
  readonly group: 'function' | 'return';
  /** Accepted in an `onsend_route`. */
  readonly onsend: boolean;
}

/** A top-level statement that is no setting: `loadmodule`, `modparam`, `flags` … */
export interface CoreStatement extends NamedEntry {
  readonly aliases: readonly Alias[];
  readonly forms: readonly string[];
}

/** A preprocessor directive, named without its `#!`. */
export interface CoreDirective extends NamedEntry {
  readonly aliases: readonly Alias[];
  /** Also read without `#!`, `!!`. */
  readonly bareAllowed: boolean;
  /** Only as the file's first line: `#!KAMAILIO`. */
  readonly firstLine: boolean;
}

export interface CoreRouteBlock extends NamedEntry {
  readonly name: RouteBlockKind;
  /** `kind[NAME]` */
  readonly named: boolean;
  /** `kind` without a name */
  readonly unnamed: boolean;
}

/** `if`, `switch`, `while`. */
export type CoreControl = NamedEntry;

export interface CoreOperator extends NamedEntry {
  readonly kind: string;
}

/** A word that can be compared in a condition: `src_ip`, `method`, `uri` … */
export interface CoreKeyword extends NamedEntry {
  /** Only in an `onsend_route`. */
  readonly onsendOnly: boolean;
}

export interface CoreConstant extends NamedEntry {
  /** The token it is: `UDP`, `INET6` … */
  readonly token?: string;
  /** For `yes`, `no` and their kin. */
  readonly value?: number;
}

export interface SocketAttribute extends NamedEntry {
  readonly forms: readonly string[];
}

/** What Kamailio knows without any module. */
export interface CoreEntry extends SharedEntry {
  readonly settings: readonly CoreSetting[];
  readonly functions: readonly CoreFunction[];
  readonly controls: readonly CoreControl[];
  readonly statements: readonly CoreStatement[];
  readonly directives: readonly CoreDirective[];
  readonly routeBlocks: readonly CoreRouteBlock[];
  readonly operators: readonly CoreOperator[];
  readonly conditionKeywords: readonly CoreKeyword[];
  readonly constants: readonly CoreConstant[];
  readonly booleans: readonly CoreConstant[];
  readonly socketAttributes: readonly SocketAttribute[];
  /** Words that the lexer of this version returns as a keyword outside of strings, so that they are no identifiers. */
  readonly reservedWords: ReadonlySet<string>;
}

/** An item of a module together with the module's name; `core` for the core's own. */
export interface Owned<Entry> {
  readonly module: string;
  readonly entry: Entry;
}

/** Something found by one of its spellings. */
export interface Spelled<Entry> {
  readonly entry: Entry;
  /** The spelling that was asked for, with the versions that have it. */
  readonly spelling: Alias;
}
