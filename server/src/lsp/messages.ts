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
}

/** The names of the custom messages and the type of what each carries. */
export interface CustomNotifications {
  readonly 'kamailio/includedFiles': IncludedFilesParams;
  readonly 'kamailio/inactiveRegions': InactiveRegionsParams;
  readonly 'kamailio/status': StatusParams;
}

/** What the editor tells the server at the start, beside the protocol's own. */
export interface InitializationOptions {
  /** The editor's command that asks for proposals; run after a proposal that another one naturally follows. */
  readonly suggestCommand?: string;
}
