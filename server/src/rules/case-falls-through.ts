import type { Analysis } from '../semantic/analysis.ts';
import { controlFlow, entryPoints, type ControlFlow, type FlowNode } from '../semantic/control-flow.ts';
import { walkFlow } from '../semantic/flow-states.ts';
import { rangeOf } from '../semantic/program.ts';
import type { Statement } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { nodesOfKind } from './shared/route-nodes.ts';

export const caseFallsThrough: Rule = {
  code: 'case-falls-through',
  severity: 'information',
  category: 'expressions',
  summary: 'A case of a switch goes on into the next one.',
  advice: 'End the case with break, if the next one is not meant for it as well.',
  documentation: {
    why:
      'Without `break` the statements of the next case run, too, whatever its label. What the first case has set is often ' +
      'set once more there, and its own value never counts. Cases without statements share those of the next one; that ' +
      'is left alone.',
    wrong: `loadmodule "pv.so"
loadmodule "xlog.so"
request_route {
  switch ($rU) {
    case "112":
      $var(prio) = 1;
    default:
      $var(prio) = 0;
  }
  xlog("$var(prio)\\n");
  exit;
}
`,
    right: `loadmodule "pv.so"
loadmodule "xlog.so"
request_route {
  switch ($rU) {
    case "112":
      $var(prio) = 1;
      break;
    default:
      $var(prio) = 0;
  }
  xlog("$var(prio)\\n");
  exit;
}
`,
  },
  check(analysis, report) {
    const flow = controlFlow(analysis.program);
    const parts = [...flow.routes.values()];
    if (flow.hasUnknownTarget || parts.some(({ isPartial }) => isPartial)) return;
    let left: ReadonlySet<FlowNode> | undefined;
    for (const { node, item } of nodesOfKind(analysis, 'switch')) {
      const part = parts.find(
        ({ symbol }) => symbol.item === item && symbol.node.from <= node.from && symbol.node.to >= node.to,
      );
      if (!part) continue;
      for (const [index, { statements }] of node.cases.entries()) {
        const last = statements.at(-1);
        const next: Statement | undefined = node.cases.slice(index + 1).find((other) => other.statements.length > 0)
          ?.statements[0];
        const first = next && part.firstOf.get(next);
        if (!last || !first) continue;
        const ends = part.nodes.filter(
          (step) => step.node.from >= last.from && step.node.to <= last.to && step.edges.some(({ to }) => to === first),
        );
        if (ends.length === 0) continue;
        const ways = (left ??= stepsLeft(analysis, flow));
        if (!ends.some((step) => ways.has(step))) continue;
        report({
          range: rangeOf(item, last),
          message: `without 'break' this case goes on into the next one`,
          related: [{ range: rangeOf(item, next), message: 'this runs as well' }],
        });
      }
    }
  },
};

/** The steps that something comes after; the call of a block that ends the script is none. */
function stepsLeft({ program }: Analysis, flow: ControlFlow): ReadonlySet<FlowNode> {
  const left = new Set<FlowNode>();
  const entries = entryPoints(program).map((route) => ({ route, facts: 0 }));
  walkFlow(flow, entries, (step, _outcome, facts) => {
    left.add(step);
    return facts;
  });
  return left;
}
