import type { Analysis } from '../../semantic/analysis.ts';
import type { Finding, RelatedPlace } from '../../semantic/problem.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import type { Bus } from './bus.ts';
import type { Node, NodeRule } from './node-rule.ts';

const summaries = new WeakMap<Analysis, Map<NodeRule, unknown>>();

/** What a rule finds in the files of a node, held against the others of its bus. */
export function compareNodes(rule: NodeRule, analysis: Analysis, { name, others, isComplete }: Bus): Finding[] {
  const own = summaryOf(rule, analysis);
  if (own === undefined) return [];
  const found: Finding[] = [];
  const sides = others.flatMap((other): Node<unknown>[] => {
    const summary = summaryOf(rule, other.analysis);
    return summary === undefined ? [] : [{ name: other.name, summary }];
  });
  if (sides.length === 0) return [];
  rule.compare({ own: { name, summary: own }, others: sides, isComplete }, ({ related, ...finding }) => {
    const elsewhere = related?.filter((place) => !isSamePlace(place.range, finding.range)) ?? [];
    const places: { related?: readonly RelatedPlace[] } = elsewhere.length > 0 ? { related: elsewhere } : {};
    found.push({ severity: rule.severity, ...finding, ...places, code: rule.code });
  });
  return found;
}

function summaryOf(rule: NodeRule, analysis: Analysis): unknown {
  const ofAnalysis = summaries.get(analysis) ?? new Map<NodeRule, unknown>();
  summaries.set(analysis, ofAnalysis);
  if (!ofAnalysis.has(rule)) ofAnalysis.set(rule, rule.summarise(analysis));
  return ofAnalysis.get(rule);
}

/** In a file that both nodes include, the two places are one. */
function isSamePlace(a: SourceRange, b: SourceRange): boolean {
  return a.source.uri === b.source.uri && a.start === b.start && a.end === b.end;
}
