import type { Analysis } from '../../semantic/analysis.ts';
import type { FindingKind } from '../../semantic/finding-kind.ts';
import type { RuleFinding } from '../rule.ts';

/** A node of a dmq bus, as a rule looks at it. */
export interface Node<Summary> {
  /** What messages call it: the address that it takes part under, `sip:192.0.2.1:5060`. */
  readonly name: string;
  readonly summary: Summary;
}

/** A node among the others of its bus that are known. */
export interface Nodes<Summary> {
  readonly own: Node<Summary>;
  readonly others: readonly Node<Summary>[];
  /** Whether each address that one of them asks for others is that of one of them. */
  readonly isComplete: boolean;
}

/**
 * One kind of finding that shows only where the configurations of several nodes are held side by side. Only what
 * `summarise` takes from a configuration is compared, so an edit of one node costs nothing for the others. As with any
 * rule, what cannot be known is no part of a summary, and nothing is said of it.
 */
export interface NodeRule<Summary = unknown> extends FindingKind {
  /** What is compared of a configuration; undefined where it has no part in it. Asked once for each analysis. */
  summarise(analysis: Analysis): Summary | undefined;
  /** Reports what is wrong in the node's own files; the places in those of the others are related ones. */
  compare(nodes: Nodes<Summary>, report: (finding: RuleFinding) => void): void;
}
