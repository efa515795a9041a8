import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import { poll } from '../../../tools/deployment/poll.ts';
import { EditorHome } from '../../../tools/editor-host/server.ts';
import { LivePair } from '../../live/support/live-pair.ts';
import { LiveSbc } from '../../live/support/live-sbc.ts';
import { needKamailio } from '../../support/needs.ts';
import { OpenedEditor } from './open-editor.ts';

describe('a running Kamailio in the editor, by keyboard', () => {
  const home = new EditorHome();
  let sbc: LiveSbc;
  let pair: LivePair;
  let folder: string;
  let editor: OpenedEditor;
  let page: Page;

  before(async function () {
    const kamailio = needKamailio(this);
    [sbc, pair] = await Promise.all([LiveSbc.open(kamailio), LivePair.open(kamailio)]);
    folder = path.dirname(sbc.listFile);
    mkdirSync(path.join(folder, '.vscode'));
    writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      JSON.stringify({
        'kamailio.servers': [
          {
            name: 'sbc',
            url: sbc.node.url('http'),
            access: 'write',
            listFile: 'dispatcher.list',
            configuration: 'sbc/kamailio.cfg',
            interval: 1,
          },
          { name: 'node', url: pair.left.url('unix'), access: 'write', interval: 1 },
        ],
      }),
    );
    editor = await OpenedEditor.open({ home, folder, file: sbc.listFile, name: 'live' });
    await editor.browser.grantPermissions(['clipboard-read', 'clipboard-write']);
    page = editor.page;
  });

  after(async () => {
    await (editor as OpenedEditor | undefined)?.close();
    await (sbc as LiveSbc | undefined)?.close();
    await (pair as LivePair | undefined)?.close();
    home.remove();
  });

  const run = (title: string, category = 'Kamailio: '): Promise<void> => editor.run(`${category}${title}`);

  /** Picks the proposal that holds a text, where the editor asks under this title. */
  async function pick(title: string, text: string): Promise<void> {
    await page.locator('.quick-input-title', { hasText: title }).waitFor();
    await page.locator('.quick-input-widget input').fill(text);
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).waitFor();
    await page.keyboard.press('Enter');
  }

  /** Waits until so many lines have a note behind them, which is drawn but no part of the text, with these words. */
  async function seeNotes(words: string, lines: number): Promise<void> {
    await page.waitForFunction(
      `[...document.querySelectorAll('.view-line')].filter((line) => [...line.querySelectorAll('span')].some((span) =>
        getComputedStyle(span, '::after').content.includes(${JSON.stringify(words)}))).length === ${lines}`,
    );
  }

  /** Writes an answer where the editor asks for one under this title. */
  async function answer(title: string, text: string): Promise<void> {
    await page.locator('.quick-input-title', { hasText: title }).waitFor();
    await page.locator('.quick-input-widget input').fill(text);
    await page.keyboard.press('Enter');
  }

  /** Says yes to the question before something that takes calls away or deletes data. */
  async function confirm(): Promise<void> {
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Goes to a row of the view of servers with the arrow keys. */
  async function goTo(text: string | RegExp): Promise<void> {
    await row(text).waitFor();
    await run('Focus on Servers View');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await page.keyboard.press('Home');
    const focused = page.locator('.pane-body .monaco-list:focus-within .monaco-list-row.focused');
    await poll(`the row ${String(text)}`, async () => {
      if ((await focused.filter({ hasText: text }).count()) > 0) return true;
      const before = await focused.getAttribute('data-index');
      await page.keyboard.press('ArrowDown');
      // At the last row the key changes nothing: the row may have come above it meanwhile.
      if ((await focused.getAttribute('data-index')) === before) await page.keyboard.press('Home');
      return undefined;
    });
  }

  /** Opens a row of the view of servers; a redraw of the tree may swallow a key. */
  async function expand(text: string | RegExp): Promise<void> {
    const open = page.locator('.pane-body .monaco-list-row[aria-expanded="true"]', { hasText: text });
    await poll(`the row ${String(text)} to be open`, async () => {
      if ((await open.count()) > 0) return true;
      await goTo(text);
      await page.keyboard.press('ArrowRight');
      return undefined;
    });
  }

  /** Chooses in the context menu of a row, through its submenus. */
  async function chooseInMenu(text: string | RegExp, ...labels: string[]): Promise<void> {
    await goTo(text);
    await page.keyboard.press('Shift+F10');
    for (const [depth, label] of labels.entries()) {
      await page.locator('.monaco-menu .action-menu-item', { hasText: label }).first().waitFor();
      await poll(`the entry ${label} of the menu`, async () => {
        const focused = page.locator('.monaco-menu .action-item.focused > .action-menu-item', { hasText: label });
        if ((await focused.count()) > 0) return true;
        await page.keyboard.press('ArrowDown');
        return undefined;
      });
      if (depth === 0) await editor.screenshot('menu');
      await page.keyboard.press(depth === labels.length - 1 ? 'Enter' : 'ArrowRight');
    }
  }

  /** Reads what a notification says that holds these words, and takes it away. */
  async function readNotification(words: string | RegExp): Promise<string> {
    const message = page.locator('.notification-list-item-message', { hasText: words }).first();
    const text = (await message.textContent()) ?? '';
    await run('Notifications: Clear All Notifications', '');
    await message.waitFor({ state: 'hidden' });
    return text;
  }

  /** Waits until the clipboard holds these words. */
  async function seeCopied(words: string): Promise<void> {
    await poll(`${words} in the clipboard`, async () => {
      const text = await page.evaluate<string>('navigator.clipboard.readText()');
      return text.includes(words) || undefined;
    });
  }

  /** Waits until this line of a file in the editor is selected. */
  async function seeLine(file: string, words: string): Promise<void> {
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((one) => one.includes(words)) + 1;
    assert.ok(line > 0);
    await page.locator('.tab.active', { hasText: path.basename(file) }).waitFor();
    await page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${line},.*selected`) }).waitFor();
  }

  /** Waits until what kamcmd prints fits. */
  async function seeByKamcmd(pattern: RegExp, ...command: string[]): Promise<void> {
    await poll(`${command.join(' ')} to print ${String(pattern)}`, async () =>
      pattern.test(await sbc.node.kamcmd(...command)) ? true : undefined,
    );
  }

  /** A row of the view of servers. */
  function row(text: string | RegExp): Locator {
    return page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  }

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await editor.screenshot('failed');
  });

  /** Whether the letters that Kamailio itself shows for a destination begin so; undefined for "no", as for `poll`. */
  async function startsWith(name: Parameters<LiveSbc['uri']>[0], letters: string): Promise<true | undefined> {
    const listing = await sbc.node.kamcmd('dispatcher.list');
    const at = listing.indexOf(sbc.uri(name));
    return /FLAGS: (\w*)/.exec(listing.slice(at))?.[1]?.startsWith(letters) === true || undefined;
  }

  it('is connected to by a command, and shows its version and its sets', async () => {
    await run('Connect to Server');
    await pick('Which server', 'sbc');
    await expand(/5\.\d/);
    await expand('Dispatcher');
    await expand(/[Ss]et 1/);
    await row('media-1').waitFor();
    await editor.screenshot('servers');
  });

  it('shows the state of each destination beside its line of the list', async () => {
    await seeNotes(' active, probed', 3);
    await seeNotes(' disabled', 1);
    await editor.screenshot('list');
  });

  it('disables a destination after saying how many stay active', async () => {
    await run('Set Destination Disabled');
    await pick('Which set', 'set 1');
    await pick('Which destination', 'media-1');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    assert.match((await dialog.textContent()) ?? '', /2 of (?:the )?3|2 .*stay active|leaves 2/i);
    await editor.screenshot('question');
    await page.keyboard.press('Enter');
    await poll('the destination to be disabled', () => startsWith('media-1', 'D'));
    await seeNotes(' disabled', 2);
    await editor.screenshot('disabled');
  });

  it('reloads the list, which brings the destination back', async () => {
    await run('Reload Destinations');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await page.keyboard.press('Enter');
    await poll('the destination to be active', () => startsWith('media-1', 'A'));
  });

  it('sets every state of a destination that the palette offers', async () => {
    const choose = async (title: string): Promise<void> => {
      await run(title);
      await pick('Which set', 'Set 1');
      await pick('Which destination', 'media-3');
    };
    await choose('Set Destination Inactive');
    await confirm();
    await poll('the destination to be inactive', () => startsWith('media-3', 'I'));
    await choose('Set Destination Trying');
    await poll('the destination to be tried', () => startsWith('media-3', 'T'));
    await choose('Set Destination Active');
    await poll('the destination to be active', () => startsWith('media-3', 'A'));
    await run('Set State of a Destination');
    await pick('Which set', 'Set 1');
    await pick('Which destination', 'media-3');
    await pick('Which state', 'Trying');
    await poll('the destination to be tried', () => startsWith('media-3', 'T'));
  });

  it('sets a state from the context menu of a destination', async () => {
    await chooseInMenu('media-3', 'Set State', 'Set Destination Active');
    await poll('the destination to be active', () => startsWith('media-3', 'A'));
  });

  it('switches the probing of a destination on and off', async () => {
    await run('Switch Destination Probing On');
    await pick('Which set', 'Set 1');
    await pick('Which destination', 'media-3');
    await poll('the destination to be probed', () => startsWith('media-3', 'AP'));
    await chooseInMenu('media-3', 'Set State', 'Switch Destination Probing Off');
    await poll('the destination to be left alone', () => startsWith('media-3', 'AX'));
  });

  it('adds a destination and removes it', async () => {
    await run('Add Destination');
    await answer('Set of the new destination', '2');
    await answer('(1/4)', 'sip:127.0.0.1:9');
    await pick('(2/4)', 'flags 0');
    await answer('(3/4)', '5');
    await answer('(4/4)', 'duid=added');
    await seeByKamcmd(/duid=added/, 'dispatcher.list');
    await run('Remove Destination');
    await pick('Which set', 'Set 2');
    await pick('Which destination', 'sip:127.0.0.1:9');
    await confirm();
    await seeByKamcmd(/^(?![^]*duid=added)/, 'dispatcher.list');
  });

  it('switches the pinging of all destinations off and on', async () => {
    await run('Switch Pinging of All Destinations Off');
    await seeByKamcmd(/OldPingState: 0/, 'dispatcher.ping_active');
    await run('Switch Pinging of All Destinations On');
    await seeByKamcmd(/OldPingState: 1/, 'dispatcher.ping_active');
  });

  it('says where a call would go', async () => {
    const callId = 'a84b4c76e66710@client.example.com';
    await run('Where Would This Call-ID Go?');
    await pick('Which set', 'Set 1');
    await answer('Where would this call go?', callId);
    const slot = Number(/slot: (\d+)/.exec(await sbc.node.kamcmd('dispatcher.hash', '3', callId))?.[1]);
    const set = (await sbc.node.kamcmd('dispatcher.list')).split('SET:').find((text) => /ID: 1\b/.test(text)) ?? '';
    const uri = [...set.matchAll(/URI: (\S+)/g)][slot]?.[1] ?? '';
    assert.match(uri, /^sip:127/);
    assert.match(await readNotification('It would go'), new RegExp(`go to ${uri}\\.`));
  });

  it('opens the line of a destination and the calls that use its set', async () => {
    await run('Open Destination in the List File');
    await pick('Which set', 'Set 1');
    await pick('Which destination', 'media-2');
    await seeLine(sbc.listFile, 'duid=media-2');
    await chooseInMenu(/[Ss]et 1/, 'Open Calls of the Destination Set');
    await seeLine(path.join(folder, 'sbc/kamailio.cfg'), 'ds_select_dst("1"');
  });

  it('copies a destination', async () => {
    await run('Copy Destination URI');
    await pick('Which set', 'Set 2');
    await pick('Which destination', 'carrier-2');
    await seeCopied(sbc.uri('carrier-2'));
    await chooseInMenu('media-2', 'Copy Destination As');
    await pick('Copy ', 'kamcmd command');
    await seeCopied(`dispatcher.add 1 ${sbc.uri('media-2')}`);
  });

  it('sets, shows and deletes an entry of a hash table', async () => {
    await run('Set Hash Table Entry');
    await pick('Which hash table', 'plain');
    await answer('Set an entry of plain', 'colour');
    await answer('plain: colour', 'blue');
    await seeByKamcmd(/blue/, 'htable.get', 'plain', 'colour');
    await run('Get Hash Table Entry');
    await pick('Which hash table', 'plain');
    await pick('Which entry', 'colour');
    assert.match(await readNotification('plain on sbc'), /colour = blue/);
    await run('Delete Hash Table Entry');
    await pick('Which hash table', 'plain');
    await pick('Which entry', 'colour');
    await confirm();
    await seeByKamcmd(/^(?![^]*colour)/, 'htable.dump', 'plain');
  });

  it('filters the entries of a hash table, and flushes it', async () => {
    await sbc.node.kamcmd('htable.sets', 'plain', 'first', 'one');
    await sbc.node.kamcmd('htable.sets', 'plain', 'second', 'two');
    await expand('Hash tables');
    await expand('plain');
    await row('second').waitFor();
    await chooseInMenu('plain', 'Filter Hash Table');
    await answer('Filter plain', 'irs');
    await row('second').waitFor({ state: 'hidden' });
    await row('first').waitFor();
    await editor.screenshot('filtered');
    await run('Flush Hash Table');
    await pick('Which hash table', 'plain');
    await confirm();
    await seeByKamcmd(/^(?![^]*first)/, 'htable.dump', 'plain');
    await row('first').waitFor({ state: 'hidden' });
  });

  it('reloads a hash table from its database', async () => {
    sbc.writeTable({ greeting: 'good morning' });
    await run('Reload Hash Table from the Database');
    await pick('Which hash table', 'stored');
    await confirm();
    await seeByKamcmd(/good morning/, 'htable.get', 'stored', 'greeting');
  });

  it('removes a node of DMQ', async () => {
    const peer = pair.right.sipUri.replace('sip:', '');
    await poll('the nodes to know each other', async () =>
      (await pair.left.kamcmd('dmq.list_nodes')).includes(`port: ${pair.right.sipPort}`) ? true : undefined,
    );
    // The other server, which has no DMQ, is folded.
    const folded = page.locator('.pane-body .monaco-list-row[aria-expanded="false"]', { hasText: 'sbc' });
    await poll('the server to be folded', async () => {
      if ((await folded.count()) > 0) return true;
      await goTo('sbc');
      await page.keyboard.press('ArrowLeft');
      return undefined;
    });
    await run('Connect to Server');
    await expand(/node.*live/);
    await expand('DMQ');
    await chooseInMenu(peer, 'Remove DMQ Node');
    await page.locator('.monaco-dialog-box').waitFor();
    // A node that is heard of again is there again.
    pair.right.pause();
    await confirm();
    await page.locator('.statusbar-item', { hasText: `Remove the DMQ node sip:${peer}` }).waitFor();
    assert.doesNotMatch(await pair.left.kamcmd('dmq.list_nodes'), new RegExp(`port: ${pair.right.sipPort}`));
    pair.right.resume();
    await run('Disconnect from Server');
    await pick('Which server', 'node');
    await row(/node.*not connected/).waitFor();
    await expand('sbc');
  });

  it('compares the list with the memory side by side', async () => {
    await sbc.node.kamcmd('dispatcher.add', '2', 'sip:127.0.0.1:9');
    await run('Compare List File with Memory');
    await pick('Whose memory', 'sbc');
    const diff = page.locator('.monaco-diff-editor');
    await diff.waitFor();
    await diff.getByText('sip:127.0.0.1:9', { exact: false }).first().waitFor();
    await editor.screenshot('drift');
  });

  it('draws what has happened in the dashboard', async () => {
    await run('Open Dashboard');
    await pick('Whose dashboard', 'sbc');
    const content = page.frameLocator('iframe.webview').frameLocator('iframe');
    await content.locator('canvas').first().waitFor();
    await content.getByText('disabled', { exact: false }).first().waitFor();
    await editor.screenshot('dashboard');
  });

  it('shows a destination that falls silent as inactive', async () => {
    sbc.endpoint('media-2').optionsStatus = undefined;
    await row(/media-2.*inactive|inactive.*media-2/).waitFor();
    await editor.screenshot('inactive');
  });

  it('says why a server that is gone cannot be asked, and never shows the old as fresh', async () => {
    await sbc.node.kill();
    await row(/refused|not fresh|closed/).waitFor();
    await editor.screenshot('gone');
    await sbc.start();
    await row(/5\.\d/).waitFor();
  });
});
