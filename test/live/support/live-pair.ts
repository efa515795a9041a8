/** Two nodes that replicate a hash table over dmq. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LiveNode, loadModule } from './live-node.ts';

/** The replicated table. */
export const SHARED_TABLE = 'shared';
/** A table that each node has for itself. */
export const OWN_TABLE = 'own';

/** Seconds between two pings of dmq; the module takes no less. */
const PING_INTERVAL = 5;

/** What each of them has in its configuration beyond what both have. */
export interface OwnLines {
  readonly left: readonly string[];
  readonly right: readonly string[];
}

export class LivePair {
  readonly left: LiveNode;
  readonly right: LiveNode;
  readonly #folder: string;
  readonly #own: OwnLines;

  private constructor(folder: string, left: LiveNode, right: LiveNode, own: OwnLines) {
    this.#folder = folder;
    this.left = left;
    this.right = right;
    this.#own = own;
  }

  static async open(kamailio: string, own: OwnLines = { left: [], right: [] }): Promise<LivePair> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-pair-'));
    const left = await LiveNode.prepare(kamailio, 'left', folder);
    const right = await LiveNode.prepare(kamailio, 'right', folder);
    const pair = new LivePair(folder, left, right, own);
    await Promise.all([pair.start(left), pair.start(right)]);
    return pair;
  }

  /** Starts a node, or starts it anew. */
  start(node: LiveNode): Promise<void> {
    const isLeft = node === this.left;
    const peer = isLeft ? this.right : this.left;
    return node.start([
      ...['dmq', 'htable'].map(loadModule),
      `modparam("dmq", "server_address", "${node.sipUri}")`,
      `modparam("dmq", "notification_address", "${peer.sipUri}")`,
      `modparam("dmq", "ping_interval", ${PING_INTERVAL})`,
      'modparam("dmq", "num_workers", 1)',
      'modparam("htable", "enable_dmq", 1)',
      'modparam("htable", "dmq_init_sync", 1)',
      `modparam("htable", "htable", "${SHARED_TABLE}=>size=6;dmqreplicate=1;")`,
      `modparam("htable", "htable", "${OWN_TABLE}=>size=4;")`,
      ...(isLeft ? this.#own.left : this.#own.right),
      'request_route {',
      '\tif(is_method("KDMQ")) dmq_handle_message();',
      '}',
    ]);
  }

  async close(): Promise<void> {
    await Promise.all([this.left.stop(), this.right.stop()]);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
