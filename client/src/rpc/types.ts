/** What callers of Kamailio's RPC see, whatever carries it: BINRPC over `ctl`, JSON-RPC over `xhttp` and `jsonrpcs`. */

/** A value in a reply. Doubles and integers are both numbers; BINRPC's null strings are `null`. */
export type RpcValue = number | string | boolean | null | readonly RpcValue[] | RpcStruct;

/** A structure in a reply. A member that BINRPC sends more than once holds an array of all its values, in their order. */
export interface RpcStruct {
  readonly [member: string]: RpcValue;
}

/** A parameter of a call. Kamailio tells integers, doubles and strings apart; a plain number must be an integer. */
export type RpcParam = number | string | { readonly double: number };

export interface RpcCallOptions {
  /** Ends the call; the promise is rejected with an `RpcError` of the kind `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the call fails with `timed-out`; the client's own deadline without it. */
  readonly deadline?: number | undefined;
}

/** A way to call one Kamailio. It opens what it needs when it is needed, and opens it again when it was lost. */
export interface RpcClient {
  /** Where the calls go, as it may be shown to people: never with a password or token. */
  readonly address: string;
  /**
   * Calls a command. Several values in a reply come as an array; no value at all as `null`.
   * Every failure is an `RpcError`; nothing else is thrown.
   */
  call(method: string, params?: readonly RpcParam[], options?: RpcCallOptions): Promise<RpcValue>;
  /** A text about a reply, which may quote it, without the passwords and tokens that this client sends. */
  withoutSecrets(text: string): string;
  /** Ends all calls and connections. */
  dispose(): void;
}

/** Where and how one Kamailio is reached. */
export interface Endpoint {
  /**
   * `unix:/run/kamailio/kamailio_ctl` and `tcp://127.0.0.1:2046` speak BINRPC, `http://127.0.0.1:8060/RPC` and
   * `https://…` speak JSON-RPC. Credentials have no place in it.
   */
  readonly url: string;
  /** The way to a host that cannot be reached directly; the address of `url` is then as seen from there. */
  readonly via?: Via | undefined;
  readonly tls?: TlsOptions | undefined;
  readonly credentials?: Credentials | undefined;
}

/** A child process whose standard input and output carry the bytes to and from the endpoint. */
export type Via =
  | { readonly ssh: string; readonly options?: readonly string[] | undefined }
  | { readonly docker: string }
  | { readonly kubectl: string; readonly namespace?: string | undefined; readonly container?: string | undefined }
  /** Any command; `{host}`, `{port}` and `{path}` in its words are replaced by those of the endpoint. */
  | { readonly command: readonly string[] };

export interface TlsOptions {
  /** Certificates of the authorities that are trusted, in PEM form, instead of the machine's own. */
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
  /** The name that the certificate must bear, if it is not the host's. */
  readonly serverName?: string | undefined;
}

export type Credentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };
