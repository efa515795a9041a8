import { existsIn } from '../../catalog/versions.ts';
import { numberOf } from '../entry-values.ts';
import { FLAGS } from '../facts.ts';
import type { ListReading } from '../list-reading.ts';
import type { Span } from '../list.ts';
import { hoverInList } from './hover.ts';

/** What the flags of a destination mean, to be written behind their number. */
export interface ListHint {
  readonly offset: number;
  readonly label: string;
  /** The whole explanation, as Markdown. */
  readonly tooltip: () => string | undefined;
}

/** The hints between two offsets of a list. 0, an active destination, needs none. */
export function hintsInList(reading: ListReading, range: Span): readonly ListHint[] {
  const { list, version } = reading;
  const hints: ListHint[] = [];
  for (const { flags } of list.entries) {
    const number = numberOf(flags);
    if (!flags || number === undefined || flags.end < range.start || flags.end > range.end) continue;
    const labels = FLAGS.filter((flag) => existsIn(flag, version) && (number & flag.bit) !== 0).map(
      ({ label }) => label,
    );
    if (labels.length === 0) continue;
    const tooltip = (): string | undefined => hoverInList(reading, flags.start)?.markdown;
    hints.push({ offset: flags.end, label: labels.join(' + '), tooltip });
  }
  return hints;
}
