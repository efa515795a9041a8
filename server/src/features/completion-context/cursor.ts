import type { Analysis } from '../../semantic/analysis.ts';
import type { SourceText } from '../../syntax/source-text.ts';
import { compatibilityOf, readFileText } from '../file-text.ts';
import { readBlock, readRegion, type Block } from './block.ts';
import { readSite, siteStart, type Site } from './site.ts';
import { readSlot, type Slot } from './slot.ts';

export interface Cursor {
  readonly source: SourceText;
  readonly offset: number;
  readonly site: Site;
  readonly block: Block;
  readonly slot: Slot;
}

/** Finds out what the cursor stands in and what can be written there, from the text before it. */
export function readCursor(analysis: Analysis, source: SourceText, at: number): Cursor {
  const offset = Math.max(0, Math.min(at, source.text.length));
  const text = readFileText(source, compatibilityOf(analysis.program));
  const site = readSite(text, source, offset);
  if (site.kind === 'nothing' || site.kind === 'directiveKeyword' || site.kind === 'directive') {
    return { source, offset, site, block: { kind: 'top' }, slot: { kind: 'none' } };
  }
  const start = siteStart(site);
  const region = readRegion(text, start);
  const block = readBlock(analysis, source, region);
  return { source, offset, site, block, slot: readSlot(region.before, block, source, start) };
}
