/** A server that only counts who connects to it. */
import net from 'node:net';
import * as vscode from 'vscode';

export class CountingServer {
  readonly #server: net.Server;
  connections = 0;

  private constructor(server: net.Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.connections++;
      socket.destroy();
    });
  }

  static async open(): Promise<CountingServer> {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new CountingServer(server);
  }

  /** Names it to the extension in the user's settings, and does all that makes the extension connect. */
  async offer(): Promise<void> {
    const { port } = this.#server.address() as net.AddressInfo;
    await vscode.workspace
      .getConfiguration('kamailio')
      .update('servers', [{ name: 'counting', url: `tcp://127.0.0.1:${port}` }], vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('kamailio.servers.focus');
    // Where a command has something to say, it ends only when the user has read it.
    void vscode.commands.executeCommand('kamailio.live.connectAll');
    void vscode.commands.executeCommand('kamailio.live.refresh');
  }

  /** Connects once from here, and is counted like anybody. */
  async visit(): Promise<void> {
    const { port } = this.#server.address() as net.AddressInfo;
    const socket = net.connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('close', resolve));
  }

  async close(): Promise<void> {
    await vscode.workspace.getConfiguration('kamailio').update('servers', undefined, vscode.ConfigurationTarget.Global);
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
