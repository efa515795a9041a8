import {
  commands,
  Disposable,
  languages,
  LanguageStatusSeverity,
  MarkdownString,
  Range,
  ThemeColor,
  window,
  workspace,
  type DecorationOptions,
  type TextEditor,
} from 'vscode';
import type { LiveAnchor } from '../../../../server/src/lsp/messages.ts';
import type { ServerConnection } from '../../language-client/server-connection.ts';
import type { LiveServer } from '../../live/live-server.ts';
import type { LiveServers } from '../../live/live-servers.ts';
import type { PartName } from '../../live/types.ts';
import { nameConnection } from '../servers/words.ts';
import { AnchoredDocuments } from './anchored-documents.ts';
import { chooseServers } from './choose-servers.ts';
import { hoverForAnchor } from './live-hover.ts';
import { noteForLine, type Tone } from './live-note.ts';

const SETTING = 'kamailio.live.inText';
/** Whether the title of the active editor offers the switch. */
const CONTEXT_KEY = 'kamailio.live.inTextOffered';
const SELECTOR = [{ language: 'kamailio' }, { language: 'kamailio-dispatcher' }];

/** How many lines above and below the visible ones are drawn too, so that scrolling shows no empty lines. */
const MARGIN_LINES = 60;
/** What comes in a row is drawn once; in milliseconds. */
const DRAW_DELAY_MS = 50;
/** How often it is looked whether what is shown has become old, in milliseconds. */
const AGE_CHECK_MS = 5000;

const COLORS: Readonly<Record<Tone, ThemeColor>> = {
  calm: new ThemeColor('editorCodeLens.foreground'),
  stale: new ThemeColor('disabledForeground'),
  warning: new ThemeColor('editorWarning.foreground'),
  error: new ThemeColor('editorError.foreground'),
};

const PARTS: Readonly<Record<LiveAnchor['kind'], PartName>> = {
  destination: 'dispatcher',
  set: 'dispatcher',
  'dmq-peer': 'dmq',
  table: 'tables',
};

/** Writes what running servers say behind the lines of the configurations and list files in view. */
export class InText implements Disposable {
  readonly #live: LiveServers;
  readonly #wake: (server: LiveServer) => void;
  readonly #documents: AnchoredDocuments;
  readonly #decoration = window.createTextEditorDecorationType({ after: { margin: '0 0 0 3ch' } });
  readonly #status = languages.createLanguageStatusItem('kamailio.live', []);
  readonly #watches = new Map<LiveServer, { readonly parts: string; readonly end: () => void }>();
  readonly #disposable: Disposable;
  #drawTimer: NodeJS.Timeout | undefined;

  /** `wake` is told which servers somebody looks at. */
  constructor(live: LiveServers, language: ServerConnection, wake: (server: LiveServer) => void) {
    this.#live = live;
    this.#wake = wake;
    this.#documents = new AnchoredDocuments(language);
    this.#status.name = 'Kamailio live';
    const ageCheck = setInterval(() => {
      if (this.#watches.size > 0) this.#drawSoon();
    }, AGE_CHECK_MS);
    this.#disposable = Disposable.from(
      this.#documents,
      this.#decoration,
      this.#status,
      new Disposable(() => clearInterval(ageCheck)),
      new Disposable(live.onDidChange(() => this.#drawSoon())),
      this.#documents.onDidChange(() => this.#drawSoon()),
      window.onDidChangeTextEditorVisibleRanges(() => this.#drawSoon()),
      window.onDidChangeVisibleTextEditors(() => this.#drawSoon()),
      window.onDidChangeActiveTextEditor(() => this.#drawSoon()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SETTING)) this.#drawSoon();
      }),
    );
    this.#drawSoon();
  }

  dispose(): void {
    clearTimeout(this.#drawTimer);
    for (const { end } of this.#watches.values()) end();
    this.#watches.clear();
    this.#disposable.dispose();
  }

  #drawSoon(): void {
    this.#drawTimer ??= setTimeout(() => {
      this.#drawTimer = undefined;
      this.#draw();
    }, DRAW_DELAY_MS);
  }

  #draw(): void {
    const isOn = isSwitchedOn();
    // Without a server there is nothing that the anchors would be good for.
    this.#documents.isEnabled = isOn && this.#live.servers.length > 0;
    const wanted = new Map<LiveServer, Set<PartName>>();
    for (const editor of window.visibleTextEditors) {
      const document = isOn ? this.#documents.get(editor.document) : undefined;
      const servers = document === undefined ? [] : chooseServers(document.context, this.#live.servers);
      for (const { kind } of document?.anchors ?? []) {
        for (const server of servers) wanted.set(server, (wanted.get(server) ?? new Set()).add(PARTS[kind]));
      }
      // What is new cannot be placed in a text that the anchors are not from, and what is old must not stay.
      const isInStep = document?.version === editor.document.version;
      editor.setDecorations(this.#decoration, isInStep ? decorate(editor, document.anchors, servers) : []);
    }
    this.#watch(wanted);
    this.#showStatus(isOn);
  }

  #watch(wanted: ReadonlyMap<LiveServer, ReadonlySet<PartName>>): void {
    for (const [server, watch] of this.#watches) {
      if (partsKey(wanted.get(server)) === watch.parts) continue;
      watch.end();
      this.#watches.delete(server);
    }
    for (const [server, parts] of wanted) {
      if (this.#watches.has(server)) continue;
      this.#watches.set(server, { parts: partsKey(parts), end: server.watch([...parts]) });
      this.#wake(server);
    }
  }

  #showStatus(isOn: boolean): void {
    const active = window.activeTextEditor?.document;
    const document = active === undefined ? undefined : this.#documents.get(active);
    const servers = document === undefined ? [] : chooseServers(document.context, this.#live.servers);
    const isTalking = servers.some(({ connection }) => connection.kind !== 'idle');
    const isOffered = isOn ? isTalking : this.#live.servers.some(({ connection }) => connection.kind !== 'idle');
    void commands.executeCommand('setContext', CONTEXT_KEY, isOffered);
    this.#status.selector = isOffered ? SELECTOR : [];
    this.#status.text = isOn ? servers.map(({ profile }) => profile.name).join(', ') : 'Live state is not shown';
    this.#status.detail = servers.map(({ connection }) => nameConnection(connection)).join(', ');
    const isFailing = servers.some(({ connection }) => connection.kind === 'failing');
    this.#status.severity = isFailing ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    this.#status.command = { command: 'kamailio.live.toggleInText', title: isOn ? 'Hide in Text' : 'Show in Text' };
  }
}

/** The command that switches the notes off and on, where the setting is kept. */
export function registerToggleInText(): Disposable {
  return commands.registerCommand('kamailio.live.toggleInText', async () => {
    const inspected = workspace.getConfiguration().inspect<boolean>(SETTING);
    const isInWorkspace = inspected?.workspaceValue !== undefined;
    await workspace.getConfiguration().update(SETTING, !isSwitchedOn(), !isInWorkspace);
  });
}

function isSwitchedOn(): boolean {
  return workspace.getConfiguration().get(SETTING, true);
}

function partsKey(parts: ReadonlySet<PartName> | undefined): string {
  return parts === undefined ? '' : [...parts].sort().join(' ');
}

function decorate(
  editor: TextEditor,
  anchors: readonly LiveAnchor[],
  servers: readonly LiveServer[],
): DecorationOptions[] {
  const byLine = new Map<number, LiveAnchor[]>();
  for (const anchor of anchors) {
    const { line } = anchor.range.end;
    if (!isNearView(editor, line)) continue;
    const others = byLine.get(line);
    if (others === undefined) byLine.set(line, [anchor]);
    else others.push(anchor);
  }
  return [...byLine].flatMap(([line, ofLine]) => {
    const note = noteForLine(ofLine, servers);
    if (note === undefined) return [];
    const { end } = editor.document.lineAt(line).range;
    const hovers = ofLine.map((anchor) => hoverForAnchor(anchor, servers)).filter((text) => text !== undefined);
    return [
      {
        range: new Range(end, end),
        hoverMessage: new MarkdownString(hovers.join('\n\n---\n\n')),
        renderOptions: { after: { contentText: note.text, color: COLORS[note.tone] } },
      },
    ];
  });
}

function isNearView(editor: TextEditor, line: number): boolean {
  return editor.visibleRanges.some(
    ({ start, end }) => line >= start.line - MARGIN_LINES && line <= end.line + MARGIN_LINES,
  );
}
