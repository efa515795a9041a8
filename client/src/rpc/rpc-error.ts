/** Why a call failed. */
export type RpcErrorKind =
  /** Nobody listens there, or the socket file is left over from a Kamailio that has ended. */
  | 'refused'
  /** There is no socket file, or no such host. */
  | 'not-found'
  /** The socket exists, but this user must not use it. */
  | 'no-permission'
  | 'timed-out'
  | 'cancelled'
  /** HTTP 401: the password or token is missing or wrong. */
  | 'unauthorised'
  /** HTTP 403. */
  | 'forbidden'
  /** HTTP answers, but not as `jsonrpcs` does: mostly a wrong path. */
  | 'wrong-path'
  | 'certificate'
  /** The connection ended or broke in mid-reply. */
  | 'closed'
  /** What came is no reply that this protocol knows. */
  | 'garbled'
  /** The reply is larger than the client takes. */
  | 'too-large'
  /** The process that should lead to the host failed. */
  | 'process'
  /** Kamailio does not know the command: the module that offers it is not loaded. */
  | 'unknown-command'
  /** Kamailio ran the command and answered with a fault; `code` and the message are Kamailio's. */
  | 'fault';

/** A failed call. The message is a plain sentence for people and never holds a password or token. */
export class RpcError extends Error {
  readonly kind: RpcErrorKind;
  /** The code of Kamailio's fault, or the HTTP status. */
  readonly code: number | undefined;

  constructor(kind: RpcErrorKind, message: string, options: { readonly code?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'RpcError';
    this.kind = kind;
    this.code = options.code;
  }
}
