/** A server that answers, over JSON-RPC, which Kamailio it is, and has no other command. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export class FakeServer {
  readonly #server: http.Server;

  private constructor(server: http.Server) {
    this.#server = server;
  }

  static async open(release: string): Promise<FakeServer> {
    const results: Readonly<Record<string, unknown>> = {
      'core.version': `kamailio ${release} (x86_64/linux)`,
      'core.uptime': { now: 'now', up_since: 'then', uptime: 60 },
    };
    const server = http.createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const { id, method } = JSON.parse(body) as { readonly id: unknown; readonly method: string };
        const answer = Object.hasOwn(results, method)
          ? { result: results[method] }
          : { error: { code: -32601, message: 'Method Not Found' } };
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/RPC`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
