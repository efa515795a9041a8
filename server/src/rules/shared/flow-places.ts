import type { ControlFlow, FlowNode } from '../../semantic/control-flow.ts';
import type { Program } from '../../semantic/program.ts';
import { rangeOf, rangeOfTokens } from '../../semantic/program.ts';
import type { RouteSymbol } from '../../semantic/symbols.ts';
import type { SourceRange, SourceText } from '../../syntax/source-text.ts';
import { describeRoute } from './call-targets.ts';

/** The place of a step: of a call its name, of anything else the whole of it. */
export function rangeOfStep({ node, call, flow }: FlowNode): SourceRange {
  const { item } = flow.symbol;
  return call ? rangeOfTokens(item.tokens, call.node.name, call.node.name) : rangeOf(item, node);
}

/** How a block is spoken of: `route[NAME]`. */
export function nameRoute({ kind, name }: RouteSymbol): string {
  return describeRoute(kind, name);
}

/** Whether a step is a call of one of some functions. */
export function isCallOf({ kind, call }: FlowNode, names: ReadonlySet<string>): boolean {
  return kind === 'call' && call !== undefined && names.has(call.name);
}

const offsets = new WeakMap<Program, ReadonlyMap<SourceText, readonly number[]>>();

/**
 * Whether a preprocessor condition begins, changes sides or ends inside a stretch of a file: what is written there then
 * holds for one side of it only.
 */
export function hasConditionInside(program: Program, { source, start, end }: SourceRange): boolean {
  let found = offsets.get(program);
  if (!found) {
    const bySource = new Map<SourceText, number[]>();
    for (const { open, branches, close } of program.preprocessed.conditionals) {
      for (const directive of [open, ...branches, ...(close ? [close] : [])]) {
        const list = bySource.get(directive.source) ?? [];
        list.push(directive.start);
        bySource.set(directive.source, list);
      }
    }
    offsets.set(program, (found = bySource));
  }
  return (found.get(source) ?? []).some((offset) => offset > start && offset < end);
}

/** The steps of all blocks; none where a block makes no sense or anything may run anywhere, so that nothing can be said. */
export function settledSteps(flow: ControlFlow): readonly FlowNode[] {
  const parts = [...flow.routes.values()];
  return flow.hasUnknownTarget || parts.some(({ isPartial }) => isPartial) ? [] : parts.flatMap(({ nodes }) => nodes);
}
