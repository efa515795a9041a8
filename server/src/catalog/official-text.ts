/** Reads what Kamailio's own documentation says: the READMEs of its modules, and the DocBook they are made from. */

/** A section of a module's documentation. */
export interface OfficialSection {
  /** Its anchor; a README has none. */
  readonly id: string | undefined;
  readonly title: string;
  /** The title of the chapter that it stands in. */
  readonly chapter: string;
  /** Counted from 0. */
  readonly line: number;
  /** Its prose without examples; entries of lists begin with `- `. */
  readonly paragraphs: readonly string[];
}

/** Something that a module's documentation has a section about. */
export interface DocumentedItem {
  readonly module: string;
  readonly kind:
    'module' | 'parameter' | 'function' | 'pseudoVariable' | 'transformation' | 'eventRoute' | 'rpcCommand';
  readonly name: string;
  readonly anchor: string | undefined;
}

const HEADING = /^(\d+(?:\.\d+)*)\.\s+(\S.*)$/;

/** The sections of a README as Kamailio's build writes it: numbered headings, prose indented by three blanks. */
export function readReadme(text: string): OfficialSection[] {
  const lines = text.split(/\r?\n/);
  const sections: OfficialSection[] = [];
  let chapter = '';
  for (let index = 0; index < lines.length; index++) {
    const heading = HEADING.exec(lines[index] ?? '');
    if (!heading) continue;
    const start = index;
    let title = heading[2] ?? '';
    // A long heading is broken.
    while (/^\S/.test(lines[index + 1] ?? '') && !HEADING.test(lines[index + 1] ?? ''))
      title += ` ${lines[++index]?.trim() ?? ''}`;
    if (!heading[1]?.includes('.')) chapter = title;
    let end = index + 1;
    while (end < lines.length && !HEADING.test(lines[end] ?? '')) end++;
    const paragraphs = readProse(lines.slice(index + 1, end));
    sections.push({ id: undefined, title: title.trim(), chapter, line: start, paragraphs });
    index = end - 1;
  }
  return sections;
}

function readProse(lines: readonly string[]): string[] {
  const paragraphs: string[] = [];
  let open = false;
  let isExample = false;
  for (const line of lines) {
    const text = line.trim();
    // What is not indented is an example's; prose goes on behind an empty line, indented by three or as a list.
    if (text === '') open = false;
    else if (!line.startsWith('   ')) isExample = true;
    else if (/^Examples?(?: \d|:?$)/.test(text)) isExample = true;
    else {
      if (!open && /^ {3}\S|^ {5,}\* /.test(line)) isExample = false;
      if (isExample) continue;
      const entry = /^\* (.*)$/.exec(text);
      if (entry) paragraphs.push(`- ${entry[1] ?? ''}`);
      else if (open && paragraphs.length > 0) paragraphs.push(`${paragraphs.pop() ?? ''} ${text}`);
      else paragraphs.push(text);
      open = true;
    }
  }
  return paragraphs;
}

/** The sections of a DocBook file of a module. */
export function readDocBook(text: string): OfficialSection[] {
  const source = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
  const sections: OfficialSection[] = [];
  const open: string[] = [];
  const marks = [...source.matchAll(/<section\b([^>]*)>|<\/section>/g)];
  for (const [place, mark] of marks.entries()) {
    if (mark[0].startsWith('</')) {
      open.pop();
      continue;
    }
    const content = source.slice(mark.index + mark[0].length, marks[place + 1]?.index ?? source.length);
    const title = /<title>([\s\S]*?)<\/title>/.exec(content);
    const name = title ? plainText(title[1] ?? '') : '';
    sections.push({
      id: /\bid\s*=\s*"([^"]*)"/.exec(mark[1] ?? '')?.[1],
      title: name,
      chapter: open[0] ?? name,
      line: source.slice(0, mark.index).split('\n').length - 1,
      paragraphs: readParagraphs(content.slice(title ? title.index + title[0].length : 0)),
    });
    open.push(name);
  }
  return sections;
}

function readParagraphs(content: string): string[] {
  const prose = content.replace(/<(example|programlisting|table)\b[\s\S]*?<\/\1>/g, '');
  const paragraphs: string[] = [];
  let isEntry = false;
  for (const piece of prose.split(/(<\/?(?:para|listitem)\b[^>]*>)/)) {
    if (piece.startsWith('<listitem')) isEntry = true;
    else if (/^<\/?(?:para|listitem)\b/.test(piece)) continue;
    else {
      const text = plainText(piece);
      if (text === '') continue;
      paragraphs.push(isEntry ? `- ${text}` : text);
      isEntry = false;
    }
  }
  return paragraphs;
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  kamailio: 'Kamailio',
  sip: 'SIP',
};

function plainText(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replace(/&([a-z0-9]+);/gi, (entity, name: string) => ENTITIES[name.toLowerCase()] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}

const CHAPTERS: Readonly<Record<DocumentedItem['kind'], RegExp>> = {
  module: /overview/i,
  parameter: /parameter/i,
  function: /function/i,
  pseudoVariable: /variable/i,
  transformation: /transformation/i,
  eventRoute: /event/i,
  rpcCommand: /rpc/i,
};

/** The section about an item: that with its anchor, else one with its name in the title, of a fitting chapter first. */
export function findSection(
  sections: readonly OfficialSection[],
  { kind, name, anchor }: DocumentedItem,
): OfficialSection | undefined {
  const anchored = anchor === undefined ? undefined : sections.find(({ id }) => id === anchor);
  if (anchored) return anchored;
  const named = sections.filter(({ title }) => isTitleOf(title.replace(/["'`“”]/g, ''), kind, name));
  return named.find(({ chapter }) => CHAPTERS[kind].test(chapter)) ?? named[0];
}

function isTitleOf(title: string, kind: DocumentedItem['kind'], name: string): boolean {
  switch (kind) {
    case 'module':
      return /^overview$/i.test(title);
    case 'parameter':
      return title === name || title.startsWith(`${name} (`) || title.startsWith(`${name}(`);
    case 'function':
      return title === name || title.startsWith(`${name}(`) || title.startsWith(`${name} (`);
    case 'rpcCommand':
      return title === name || title.startsWith(`${name} `);
    case 'pseudoVariable':
      return title.startsWith(`$${name}`) && !/^[\w.]/.test(title.slice(name.length + 1));
    case 'transformation':
      return title === name || title.includes(`{${name}`);
    case 'eventRoute':
      return title === name || title.includes(`[${name}]`);
  }
}
