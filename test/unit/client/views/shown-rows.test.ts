import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { childrenOf } from '../../../../client/src/views/servers/children.ts';
import { ElementRegistry, type TreeElement } from '../../../../client/src/views/servers/elements.ts';
import { faceOf } from '../../../../client/src/views/servers/faces.ts';
import { ShownRows } from '../../../../client/src/views/servers/shown-rows.ts';
import { findWatchedParts } from '../../../../client/src/views/servers/watched-parts.ts';
import { destination, dispatcher, FakeServer, FakeWorld } from './support.ts';

/** Stands for the editor: takes the children of what is open, and a face of each row. */
class FakeEditor {
  readonly registry = new ElementRegistry();
  readonly rows = new ShownRows(this.registry);
  readonly world: FakeWorld;

  constructor(world: FakeWorld) {
    this.world = world;
    this.draw(undefined);
  }

  draw(element: TreeElement | undefined): void {
    if (element !== undefined) this.rows.noteFace(element, faceOf(element, this.world));
    const children = childrenOf(element, this.world, this.registry);
    this.rows.noteChildren(element, children);
    for (const child of children) this.draw(child);
  }

  /** The ends of the ids of the rows that are drawn anew. */
  changed(server?: string): string[] | undefined {
    return this.rows.findChanged(this.world, server)?.map(({ id }) => decodeURIComponent(id.split('/').at(-1) ?? ''));
  }
}

function sbc(...letters: readonly string[]): FakeServer {
  const list = letters.map((one, index) => destination(`sip:10.0.0.${index + 1}`, one));
  return new FakeServer('sbc', { parts: { dispatcher: dispatcher([1, ...list], [2, destination('sip:10.0.0.9')]) } });
}

describe('what of the tree is drawn anew', () => {
  it('nothing when nothing has changed', () => {
    const editor = new FakeEditor(new FakeWorld(sbc('AP', 'AP')));
    assert.deepEqual(editor.changed(), []);
    editor.world.servers = [sbc('AP', 'AP')];
    assert.deepEqual(editor.changed(), [], 'the same data in new objects');
  });

  it('one destination when only it looks different', () => {
    const editor = new FakeEditor(new FakeWorld(sbc('AP', 'AP')));
    editor.world.servers = [sbc('AP', 'AX')];
    assert.deepEqual(editor.changed(), ['sip:10.0.0.2:0']);
  });

  it('the topmost row that changed, and nothing below it', () => {
    const editor = new FakeEditor(new FakeWorld(sbc('AP', 'AP')));
    editor.world.servers = [sbc('AP', 'IP')];
    // The number of destinations that are not active stands beside the server.
    assert.deepEqual(editor.changed(), ['server:sbc']);
  });

  it('a set whose destinations are others', () => {
    const first = sbc('AP', 'AP');
    first.stale = ['dispatcher'];
    const editor = new FakeEditor(new FakeWorld(first));
    const second = new FakeServer('sbc', {
      parts: {
        dispatcher: dispatcher(
          [1, destination('sip:10.0.0.1'), destination('sip:10.0.0.7')],
          [2, destination('sip:10.0.0.9')],
        ),
      },
      stale: ['dispatcher'],
    });
    editor.world.servers = [second];
    assert.deepEqual(editor.changed(), ['set:1']);
  });

  it('everything when there are other servers', () => {
    const editor = new FakeEditor(new FakeWorld(sbc('AP')));
    editor.world.servers = [sbc('AP'), new FakeServer('other')];
    assert.equal(editor.changed(), undefined);
  });

  it('only rows of the server that is asked about', () => {
    const other = new FakeServer('other', { connection: { kind: 'idle' } });
    const editor = new FakeEditor(new FakeWorld(sbc('AP', 'AP'), other));
    editor.world.servers = [sbc('AP', 'AX'), new FakeServer('other')];
    assert.deepEqual(editor.changed('sbc'), ['sip:10.0.0.2:0']);
  });

  it('rows that are gone are forgotten', () => {
    const many = Array.from({ length: 90 }, () => 'AP');
    const editor = new FakeEditor(new FakeWorld(sbc(...many)));
    const before = editor.rows.size;
    editor.world.servers = [sbc('AP')];
    editor.draw(undefined);
    assert.equal(editor.rows.size, before - 89);
  });
});

describe('what is asked of the servers', () => {
  function open(...labels: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
    const editor = new FakeEditor(new FakeWorld(sbc('AP'), new FakeServer('other')));
    const expanded = new Set<TreeElement>();
    const visit = (element: TreeElement | undefined): void => {
      for (const child of childrenOf(element, editor.world, editor.registry)) {
        if (labels.some((label) => child.id.endsWith(label))) expanded.add(child);
        visit(child);
      }
    };
    visit(undefined);
    return findWatchedParts(['sbc', 'other'], expanded);
  }

  it('of a closed server only who it is', () => {
    assert.deepEqual([...(open().get('sbc') ?? [])], ['identity']);
  });

  it('a branch when it and its server are open', () => {
    assert.deepEqual([...(open('server:sbc', 'server:sbc/dispatcher').get('sbc') ?? [])], ['identity', 'dispatcher']);
    assert.deepEqual([...(open('server:sbc', 'server:sbc/dispatcher').get('other') ?? [])], ['identity']);
  });

  it('nothing of an open branch below a closed server', () => {
    assert.deepEqual([...(open('server:sbc/dispatcher').get('sbc') ?? [])], ['identity']);
  });
});
