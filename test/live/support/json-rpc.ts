/** JSON-RPC over HTTP, as xhttp and jsonrpcs of Kamailio serve it. */

/**
 * Calls a command of the Kamailio that listens on this port of the loopback address.
 * @throws Error when it answers with a fault, or not with 200.
 */
export async function callJsonRpc(port: number, method: string, params: unknown[] = []): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/RPC`, {
    method: 'POST',
    // Kamailio leaves the body of an HTTP request alone unless its type is one that it knows.
    headers: { 'Content-Type': 'application/json', Connection: 'close' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  if (!response.ok) throw new Error(`${method}: HTTP status ${response.status}`);
  const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result;
}

interface DispatcherList {
  RECORDS: { SET: { ID: number; TARGETS: { DEST: { URI: string; FLAGS: string } }[] } }[];
}

/** `dispatcher.list` as a map from the destination's URI to its state letters, for one set. */
export async function listDestinations(port: number, set: number): Promise<Map<string, string>> {
  const list = (await callJsonRpc(port, 'dispatcher.list')) as DispatcherList;
  const targets = list.RECORDS.filter(({ SET }) => SET.ID === set).flatMap(({ SET }) => SET.TARGETS);
  return new Map(targets.map(({ DEST }) => [DEST.URI, DEST.FLAGS]));
}
