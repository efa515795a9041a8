import assert from 'node:assert/strict';
import fc from 'fast-check';
import { controlFlow, entryPoints, type FlowNode } from '../../../server/src/semantic/control-flow.ts';
import { walkFlow } from '../../../server/src/semantic/flow-states.ts';
import { analyseFixture, readFixture } from '../support/fixture.ts';

/** Calls of `mark()` turn a fact on; the letters say with which facts `here("…")` can be reached. */
const FACTS = ['a', 'b', 'c', 'd', 'e'];

function read(text: string) {
  const { program } = analyseFixture(readFixture(text));
  const flow = controlFlow(program);
  return { program, flow };
}

function argumentOf({ call }: FlowNode): string {
  const [argument] = call?.node.arguments ?? [];
  return argument && call ? (call.item.tokens[argument.from]?.image ?? '').replaceAll('"', '') : '';
}

/** What every `here(NAME)` can be reached with: the facts of each combination, joined; `-` for none. */
function reachedWith(text: string): Record<string, string[]> {
  const { program, flow } = read(text);
  const states = walkFlow(
    flow,
    entryPoints(program).map((route) => ({ route, facts: 0 })),
    (node, outcome, facts) => {
      const name = node.kind === 'call' ? node.call?.name : undefined;
      const bit = 1 << FACTS.indexOf(argumentOf(node));
      if (name === 'mark' && outcome !== false) return facts | bit;
      return name === 'stop' ? undefined : facts;
    },
  );
  const found: Record<string, string[]> = {};
  for (const { nodes } of flow.routes.values()) {
    for (const node of nodes) {
      if (node.kind !== 'call' || node.call?.name !== 'here') continue;
      const combinations: string[] = [];
      for (let facts = 0; facts < 32; facts++) {
        if (states.mayHold(node, (held) => held === facts)) {
          combinations.push(FACTS.filter((_, bit) => (facts & (1 << bit)) !== 0).join('') || '-');
        }
      }
      found[argumentOf(node)] = combinations;
    }
  }
  return found;
}

describe('the control flow', () => {
  it('goes from statement to statement', () => {
    assert.deepEqual(reachedWith('request_route {\n here("x"); mark("a"); here("y"); exit; here("z");\n}\n'), {
      x: ['-'],
      y: ['a'],
      z: [],
    });
  });

  it('keeps what hangs together', () => {
    const text = `request_route {
      if ($rU == "x" && mark("a")) { here("in"); } else { here("out"); }
      if (!mark("b")) here("failed");
      if (asked() || mark("c")) here("either");
      here("end");
    }`;
    assert.deepEqual(reachedWith(text), {
      in: ['a'],
      out: ['-'],
      failed: ['-', 'a'],
      either: ['-', 'a', 'b', 'ab', 'c', 'ac', 'bc', 'abc'],
      end: ['-', 'a', 'b', 'ab', 'c', 'ac', 'bc', 'abc'],
    });
  });

  it('follows route() with the facts of the caller and comes back with those of the block', () => {
    const text = `request_route {
      if (route(ASK)) here("yes"); else here("no");
      mark("b");
      route(SHARED);
      here("end");
    }
    route[ASK] {
      if ($rU == "x") { mark("a"); return 1; }
      return -1;
    }
    route[SHARED] { here("shared"); }
    route[OTHER] { here("never"); }`;
    assert.deepEqual(reachedWith(text), {
      yes: ['a'],
      no: ['-'],
      shared: ['b', 'ab'],
      end: ['b', 'ab'],
      never: [],
    });
  });

  it('does not come back from a block that ends the script', () => {
    const text = `request_route {
      if (is_method("OPTIONS")) { route(GONE); here("behind"); }
      route(ZERO);
      here("end");
    }
    route[GONE] { if ($rU == "x") { exit; } else { drop; } }
    route[ZERO] { if ($rU == "x") return 0; else return; }`;
    assert.deepEqual(reachedWith(text), { behind: [], end: ['-'] });
  });

  it('goes through loops and switches', () => {
    const text = `request_route {
      while ($var(i) < 3) { here("loop"); mark("a"); if ($var(i) == 2) break; mark("b"); }
      here("after");
      switch ($rU) {
        case "x": mark("c");
        case "y": here("fallen"); break;
        default: mark("d");
      }
      here("end");
      while (1) { if ($rU == "z") { break; } }
      here("broken");
      while (1) { if ($rU == "y") { exit; } }
      here("never");
    }`;
    assert.deepEqual(reachedWith(text), {
      loop: ['-', 'ab'],
      after: ['-', 'a', 'ab'],
      fallen: ['-', 'a', 'ab', 'c', 'ac', 'abc'],
      end: ['-', 'a', 'ab', 'c', 'ac', 'abc', 'd', 'ad', 'abd'],
      broken: ['-', 'a', 'ab', 'c', 'ac', 'abc', 'd', 'ad', 'abd'],
      never: [],
    });
  });

  it('goes on behind a loop that nothing leaves, which Kamailio gives up after a while', () => {
    assert.deepEqual(reachedWith('request_route { while (1) { asked(); } here("end"); }'), { end: ['-'] });
  });

  it('finds the default of a switch wherever it stands', () => {
    const text = `request_route {
      switch ($rU) {
        default: mark("d"); break;
        case "x": mark("a");
      }
      here("end");
      switch ($rU) { case "y": mark("b"); }
      here("open");
    }`;
    assert.deepEqual(reachedWith(text), { end: ['a', 'd'], open: ['a', 'ab', 'd', 'bd'] });
  });

  it('ends for blocks that call each other', () => {
    const text = `request_route { route(A); here("end"); }
    route[A] { mark("a"); route(B); }
    route[B] { if ($rU == "x") { route(A); here("back"); } mark("b"); }`;
    assert.deepEqual(reachedWith(text), { back: ['ab'], end: ['ab'] });
    assert.deepEqual(reachedWith('request_route { route(A); here("end"); }\nroute[A] { route(A); }\n'), { end: [] });
  });

  it('begins at the blocks that Kamailio runs by itself', () => {
    const { program } = read(`loadmodule "tm.so"
loadmodule "async.so"
request_route { async_route("LATER", "5"); }
route[LATER] { }
route[CALLED] { }
failure_route[F] { route(CALLED); }
event_route[tm:local-request] { }
`);
    assert.deepEqual(
      entryPoints(program).map(({ name, kind }) => name ?? kind),
      ['request_route', 'LATER', 'F', 'tm:local-request'],
    );
  });

  it('knows that a name from a variable can lead anywhere', () => {
    assert.equal(read('request_route { route("R$var(x)"); }').flow.hasUnknownTarget, true);
    assert.equal(read('request_route { route("R"); }\nroute[R] { }').flow.hasUnknownTarget, false);
  });

  it('finds the first step of a statement', () => {
    const { program, flow } = read('request_route { if (asked("x") && $rU == "y") { exit; } }');
    const [route] = program.symbols.routes;
    assert.ok(route);
    const [statement] = route.node.body?.statements ?? [];
    assert.ok(statement);
    const first = flow.routes.get(route)?.firstOf.get(statement);
    assert.deepEqual([first?.kind, first?.call?.name], ['call', 'asked']);
  });

  it('takes any text, however deep', () => {
    const deep = `request_route { ${'if (a()) { '.repeat(2000)}here("x");${' }'.repeat(2000)} }`;
    assert.equal([...read(deep).flow.routes.values()][0]?.isPartial, true);
    const long = `request_route { if (${Array.from({ length: 3000 }, () => 'a()').join(' && ')}) here("x"); }`;
    assert.doesNotThrow(() => reachedWith(long));
    const pieces = fc.constantFrom(
      ...[
        'route(A);',
        'route(B);',
        'if (a()) {',
        'if (a() || b()) {',
        '} else {',
        '}',
        'while (1) {',
        'break;',
        'return -1;',
      ],
      ...[
        'switch ($rU) {',
        'case "x":',
        'default:',
        'exit;',
        'return;',
        'drop;',
        '$var(x) = route(A);',
        'here("x");',
        'x (',
        '"',
      ],
    );
    const body = fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(body, body, body, (request, a, b) => {
        reachedWith(`request_route { ${request} }\nroute[A] { ${a} }\nroute[B] { ${b} }\n`);
      }),
      { numRuns: 300 },
    );
  });
});
