import { commands, type Disposable, type OutputChannel } from 'vscode';

/** `kamailio.server.showLog`: shows what the language server and its client have reported. */
export function registerShowLog(log: OutputChannel): Disposable {
  return commands.registerCommand('kamailio.server.showLog', () => {
    log.show(true);
  });
}
