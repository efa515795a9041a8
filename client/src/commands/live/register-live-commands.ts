import { Disposable } from 'vscode';
import { registerAddServer } from './add-server.ts';
import { registerChangeDestinations } from './change-destinations.ts';
import { registerConnect } from './connect.ts';
import { registerConnectToDescribed } from './connect-to-described.ts';
import { registerCopyDestination } from './copy-destination.ts';
import type { LiveContext } from './live-context.ts';
import { registerOpenPlaces } from './open-places.ts';
import { registerRemoveNode } from './remove-node.ts';
import { registerSetState } from './set-state.ts';
import { registerTableEntries } from './table-entries.ts';
import { registerWhereWouldItGo } from './where-would-it-go.ts';

/** All commands on running servers that the tree of servers offers. */
export function registerLiveCommands(context: LiveContext): Disposable {
  return Disposable.from(
    registerAddServer(context),
    registerChangeDestinations(context),
    registerConnect(context),
    registerConnectToDescribed(context),
    registerCopyDestination(context),
    registerOpenPlaces(context),
    registerRemoveNode(context),
    registerSetState(context),
    registerTableEntries(context),
    registerWhereWouldItGo(context),
  );
}
