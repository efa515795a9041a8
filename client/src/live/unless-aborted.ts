import { RpcError } from '../rpc/rpc-error.ts';

/** Waits for a result, but not longer than until the signal; fails with an `RpcError` of the kind `cancelled` then. */
export function unlessAborted<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return result;
  return new Promise<T>((resolve, reject) => {
    const cancel = () => reject(new RpcError('cancelled', 'The question was called off.'));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    void result.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}
