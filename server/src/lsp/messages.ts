/**
 * The custom messages between the language server and the editor: notifications of the server that the
 * protocol has no place for. This is the only file of the server that the client reads, and only for its types.
 */

/** Lines of a document, counted from 0, both ends included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** `kamailio/includedFiles`: every file that some known configuration includes, as file URIs. Replaces the last list. */
export interface IncludedFilesParams {
  readonly uris: readonly string[];
}

/** `kamailio/listFiles`: every file that some known configuration names as the dispatcher's `list_file`, as file URIs. */
export interface ListFilesParams {
  readonly uris: readonly string[];
}

/** `kamailio/inactiveRegions`: the lines of one document that Kamailio skips because of a preprocessor condition. */
export interface InactiveRegionsParams {
  readonly uri: string;
  /** The document version that the lines belong to; the editor drops the message when it already has a newer one. */
  readonly version: number;
  readonly ranges: readonly LineRange[];
}

/** `kamailio/status`: what the server works with, for the editor's status item. */
export interface StatusParams {
  readonly uri: string;
  /** The Kamailio version whose catalogue is in use for the document, for example `6.1`. */
  readonly kamailioVersion: string;
  readonly versionSource: VersionSource;
}

/** Where the version of a document comes from. `release` is what was told, for example `5.6.3`. */
export type VersionSource =
  | { readonly kind: 'setting' | 'comment' | 'default' }
  | { readonly kind: 'live'; readonly server: string; readonly release: string }
  | { readonly kind: 'installed'; readonly program: string; readonly release: string };

/** `kamailio/catalogueProblems`: all that is wrong in the folders of `kamailio.catalogue.extra`. Replaces the last list. */
export interface CatalogueProblemsParams {
  readonly problems: readonly {
    /** A file, or the folder itself. */
    readonly uri: string;
    readonly message: string;
    readonly range?: DocumentRange;
  }[];
}

/** `kamailio/knownVersions`, sent by the editor: which Kamailio it has met. Replaces what it said before. */
export interface KnownVersionsParams {
  /** Servers that are connected and have told their release; the files that their profiles name, as file URIs. */
  readonly live: readonly {
    readonly server: string;
    readonly release: string;
    readonly configuration: string | undefined;
    readonly listFile: string | undefined;
  }[];
  /** The program on this machine. */
  readonly installed: { readonly program: string; readonly release: string } | undefined;
}

/** `kamailio/otherSidesProgress`: how far `kamailio/checkOtherSides` has come with a document. */
export interface OtherSidesProgressParams {
  readonly uri: string;
  /** How often a configuration was read. */
  readonly runs: number;
  /** An estimate of how often it is still to be read. */
  readonly outstanding: number;
}

/** The names of the custom messages and the type of what each carries. */
export interface CustomNotifications {
  readonly 'kamailio/includedFiles': IncludedFilesParams;
  readonly 'kamailio/listFiles': ListFilesParams;
  readonly 'kamailio/inactiveRegions': InactiveRegionsParams;
  readonly 'kamailio/status': StatusParams;
  readonly 'kamailio/catalogueProblems': CatalogueProblemsParams;
  readonly 'kamailio/otherSidesProgress': OtherSidesProgressParams;
}

/** The same for what the editor tells. */
export interface EditorNotifications {
  readonly 'kamailio/knownVersions': KnownVersionsParams;
}

/** What the editor tells the server at the start, beside the protocol's own. */
export interface InitializationOptions {
  /** The editor's command that asks for proposals; run after a proposal that another one naturally follows. */
  readonly suggestCommand?: string;
  /** The address of the page of a kind of finding, with `{code}` in the place of its code. */
  readonly rulePages?: string;
  /** The editor's command that changes `kamailio.diagnostics.severity`; it takes code, severity and document. */
  readonly severityCommand?: string;
}

/** A part of a document as the protocol counts it: lines and UTF-16 code units from 0, the end excluded. */
export interface DocumentRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface DocumentLocation {
  readonly uri: string;
  readonly range: DocumentRange;
}

/** A destination as a list file describes it. */
export interface ListedDestination {
  readonly location: DocumentLocation;
  /** -1 where a template writes it. */
  readonly setId: number;
  /** As Kamailio holds it, with a scheme; empty where a template writes some of it. */
  readonly uri: string;
  readonly flags: number;
  readonly priority: number;
  /** The text of the last column. */
  readonly attributes: string;
  /** Whether a template writes some of it, or decides whether it is there at all. */
  readonly isTemplate: boolean;
}

/** What `kamailio/describeServer` learns from a configuration about the ways to the Kamailio that runs it. */
export interface ServerDescription {
  /** For a profile's name: the folder or file. */
  readonly name: string;
  /** As `Endpoint.url` of the client, the best first. */
  readonly endpoints: readonly { readonly url: string; readonly explanation: string }[];
  /** Why there is none, or what stands in the way, as sentences. */
  readonly notes: readonly string[];
  /** The list file, as a file URI, if it was found. */
  readonly listFile: string | undefined;
  /** The root file of the configuration. */
  readonly configuration: string;
}

/** Something in a document that the running server knows more about. */
export type LiveAnchor = { readonly range: DocumentRange } & (
  | { readonly kind: 'destination'; readonly setId: number; readonly uri: string }
  /** A use of a set: `ds_select_dst("1", …)`. */
  | { readonly kind: 'set'; readonly setId: number }
  /** The value of dmq's `notification_address`. */
  | { readonly kind: 'dmq-peer'; readonly uri: string }
  /** The definition of a hash table. */
  | { readonly kind: 'table'; readonly name: string }
);

/** How a destination can be written for another tool. */
export type DestinationForm = 'list' | 'kamcmd' | 'kamctl' | 'sql';

/** A module of a version, to be chosen from a list. */
export interface ListedModule {
  readonly name: string;
  /** A line of plain text; empty where the module has no text. */
  readonly summary: string;
}

/** A kind of finding, to be chosen from a list. */
export interface ListedRule {
  readonly code: string;
  readonly severity: string;
  /** What its group is called. */
  readonly group: string;
  /** A line of plain text. */
  readonly summary: string;
}

/** A configuration as Kamailio would be started on it. */
export interface StartedConfiguration {
  /** The root file, as `kamailio -f` takes it. */
  readonly root: string;
  /** The root and every file that it includes, in the order of reading. */
  readonly files: readonly string[];
  /** `NAME` or `NAME=VALUE`, as for `kamailio -A`. */
  readonly defines: readonly string[];
  /** The version that it is read for, for example `6.1`, and where that comes from. */
  readonly kamailioVersion: string;
  readonly versionSource: VersionSource;
  /** What Kamailio obeys; a line that a condition leaves out is none. */
  readonly inclusions: readonly {
    /** The path as written. */
    readonly path: string;
    /** The file that the line stands in. */
    readonly from: string;
    /** The file that was found; undefined where there is none. */
    readonly file: string | undefined;
    /** Whether it lies where Kamailio looks, on this machine. */
    readonly isDirect: boolean;
  }[];
}

/** What was found on a side of a condition that is not in force. */
export interface SideFinding {
  readonly range: DocumentRange;
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** Ends with the switches under which it holds. */
  readonly message: string;
  /** The address of the page about findings of this kind. */
  readonly page: string | undefined;
}

/** What `kamailio/checkOtherSides` found. */
export interface OtherSidesAnswer {
  readonly files: readonly { readonly uri: string; readonly findings: readonly SideFinding[] }[];
  /** How often the configurations were read beyond the first time. */
  readonly runs: number;
  /** How many sides of conditions no switch leads to. */
  readonly leftOut: number;
}

/** The names of the custom requests, what each asks with and what it answers. */
export interface CustomRequests {
  /** The destinations of a list file, open or not. */
  readonly 'kamailio/listedDestinations': {
    readonly params: { readonly uri: string };
    readonly result: { readonly destinations: readonly ListedDestination[] };
  };
  /** What the configuration that a document belongs to says about reaching its server; null for no configuration. */
  readonly 'kamailio/describeServer': {
    readonly params: { readonly uri: string };
    readonly result: ServerDescription | null;
  };
  /** The configurations that a document belongs to, the foremost first; none for a list or a fragment of unknown roots. */
  readonly 'kamailio/startedConfigurations': {
    readonly params: { readonly uri: string };
    readonly result: { readonly configurations: readonly StartedConfiguration[] };
  };
  /** Checks the configurations that a document belongs to with their feature switches on and off; tells how far it is. */
  readonly 'kamailio/checkOtherSides': {
    readonly params: { readonly uri: string };
    readonly result: OtherSidesAnswer;
  };
  readonly 'kamailio/liveAnchors': {
    readonly params: { readonly uri: string };
    readonly result: { readonly anchors: readonly LiveAnchor[] };
  };
  /** Where a set is used and where its lines stand, over the known configurations; a URI leaves its line only. */
  readonly 'kamailio/findSet': {
    readonly params: { readonly setId: number; readonly uri?: string; readonly configuration?: string };
    readonly result: { readonly calls: readonly DocumentLocation[]; readonly lines: readonly DocumentLocation[] };
  };
  /** The destinations of some lines of a list file, written for another tool. */
  readonly 'kamailio/formatDestinations': {
    readonly params: { readonly uri: string; readonly range: DocumentRange; readonly form: DestinationForm };
    readonly result: { readonly text: string; readonly count: number };
  };
  /** SQL inserts, a `kamctl dispatcher dump` or kamcmd commands turned into lines of a list file. */
  readonly 'kamailio/importDestinations': {
    readonly params: { readonly text: string };
    readonly result: { readonly lines: string; readonly count: number; readonly problems: readonly string[] };
  };
  /**
   * The modules of a version, in alphabetical order, the core first under `core`. The document says which version, unless
   * that is given, and which modules of the user's own are known.
   */
  readonly 'kamailio/modules': {
    readonly params: { readonly uri: string | undefined; readonly version?: string };
    readonly result: { readonly version: string; readonly modules: readonly ListedModule[] };
  };
  /** All about a module of a version, as Markdown; null where no version has it. */
  readonly 'kamailio/modulePage': {
    readonly params: { readonly module: string; readonly uri: string | undefined; readonly version?: string };
    readonly result: { readonly markdown: string } | null;
  };
  /** Every kind of finding, in the order of their groups. */
  readonly 'kamailio/rules': {
    readonly params: Record<string, never>;
    readonly result: { readonly rules: readonly ListedRule[] };
  };
  /** The edits that make a list file hold these destinations: lines changed, added and removed; all else stays. */
  readonly 'kamailio/editList': {
    readonly params: {
      readonly uri: string;
      readonly changes: readonly ListChange[];
    };
    readonly result: { readonly edits: readonly { readonly range: DocumentRange; readonly newText: string }[] };
  };
}

/** A destination to be put into a list file, or to be taken out of it. */
export interface ListChange {
  readonly kind: 'put' | 'remove';
  readonly setId: number;
  readonly uri: string;
  readonly flags?: number;
  readonly priority?: number;
  readonly attributes?: string;
}
