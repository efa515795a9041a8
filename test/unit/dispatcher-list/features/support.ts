import type { KamailioVersion } from '../../../../server/src/catalog/versions.ts';
import type { ListReading } from '../../../../server/src/dispatcher-list/list-reading.ts';
import { readDispatcherList } from '../../../../server/src/dispatcher-list/read-list.ts';
import { SourceText } from '../../../../server/src/syntax/source-text.ts';
import { analyseFixture, CURSOR, readFixture } from '../../support/fixture.ts';

export interface ReadingOptions {
  readonly version?: KamailioVersion;
  /** Texts of the configurations that load the list. */
  readonly configurations?: readonly string[];
}

/** Reads a list's text; for Kamailio 5.6 and without a configuration unless said otherwise. */
export function readingOf(text: string, options: ReadingOptions = {}): ListReading {
  const version = options.version ?? '5.6';
  const list = readDispatcherList(new SourceText('file:///project/dispatcher.list', text));
  const configurations = (options.configurations ?? []).map((configuration) =>
    analyseFixture(readFixture(configuration), { version }),
  );
  return { list, version, configurations };
}

/** Reads a text with the mark of the cursor in it. */
export function atCursor(text: string, options: ReadingOptions = {}): { reading: ListReading; offset: number } {
  const offset = text.indexOf(CURSOR);
  if (offset < 0) throw new Error('the text has no cursor');
  return { reading: readingOf(text.replace(CURSOR, ''), options), offset };
}
