import type { DocumentedItem, OfficialSection } from '../catalog/official-text.ts';
import { CORE } from '../catalog/catalog.ts';
import type { NamedEntry } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import type { SourceText } from '../syntax/source-text.ts';
import { escapeMarkdown, inlineCode, link, paragraphs } from '../text/markdown.ts';
import { parametersOf } from './hover.ts';
import { preferLoaded, symbolAt } from './symbol-at.ts';

/** Characters of Kamailio's own text that are shown. */
const LONGEST_EXCERPT = 600;

/** What at an offset a module's official documentation may have a section about. */
export function documentedAt(analysis: Analysis, source: SourceText, offset: number): DocumentedItem | undefined {
  const symbol = symbolAt(analysis, source, offset);
  const { catalog } = analysis;
  switch (symbol?.kind) {
    case 'module':
      return (
        catalog.module(symbol.name) && { module: symbol.name, kind: 'module', name: symbol.name, anchor: undefined }
      );
    case 'moduleParameter':
      return itemOf('parameter', parametersOf(analysis, symbol.module, symbol.name)[0]);
    case 'function':
      return itemOf('function', preferLoaded(analysis, catalog.functionsNamed(symbol.name))[0]);
    case 'pseudoVariable':
      return itemOf('pseudoVariable', preferLoaded(analysis, catalog.pseudoVariablesNamed(symbol.name))[0]);
    case 'transformation':
      return itemOf('transformation', catalog.transformation(symbol.class));
    case 'route':
      return symbol.list === 'event' ? itemOf('eventRoute', catalog.eventRoutesNamed(symbol.name)[0]) : undefined;
    default:
      return undefined;
  }
}

function itemOf(
  kind: DocumentedItem['kind'],
  owned: { readonly module: string; readonly entry: NamedEntry } | undefined,
): DocumentedItem | undefined {
  // The core is described in the wiki, not in the sources.
  if (owned === undefined || owned.module === CORE) return undefined;
  return { module: owned.module, kind, name: owned.entry.name, anchor: owned.entry.docAnchor };
}

/** The beginning of an official section, with the file that it is from; whole paragraphs, up to a bounded length. */
export function describeOfficial({
  section,
  uri,
}: {
  readonly section: OfficialSection;
  readonly uri: string;
}): string {
  const shown: string[] = [];
  let length = 0;
  for (const text of section.paragraphs) {
    if (length > 0 && length + text.length > LONGEST_EXCERPT) break;
    shown.push(text);
    length += text.length;
  }
  const cut = shown.map((text) => (text.length <= LONGEST_EXCERPT ? text : `${cutAtWord(text)} …`));
  const isWhole = shown.length === section.paragraphs.length;
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  const folder = decodeURIComponent(uri.split('/').at(-2) ?? '');
  const label = `${folder}/${name}`;
  // What is packed no editor shows.
  const place = uri.endsWith('.gz') ? inlineCode(label) : link(label, `${uri}#L${section.line + 1}`);
  return paragraphs([`**Kamailio's own text** (${place}):`, quote(isWhole ? cut : [...cut, '…'])]);
}

function cutAtWord(text: string): string {
  return text.slice(0, LONGEST_EXCERPT).replace(/\s+\S*$/, '');
}

function quote(texts: readonly string[]): string {
  return texts
    .map((text) => (text.startsWith('- ') ? `> - ${escapeMarkdown(text.slice(2))}` : `> ${escapeMarkdown(text)}`))
    .join('\n>\n');
}
