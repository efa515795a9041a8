import type { SourceText } from '../syntax/source-text.ts';
import { findTemplates, type TemplatePart } from './find-templates.ts';
import type { AttributeFault, DispatcherList, ListAttribute, ListEntry, Piece, Span } from './list.ts';
import { parseDestination } from './parse-uri.ts';

/** What `fgets()` takes at once: the buffer has 1024 bytes, the last of them for the end of the string. */
export const MAX_LINE_BYTES = 1023;

export interface ReadListOptions {
  /** Whether flags may be written as `0x…`, which Kamailio reads since 6.1. */
  readonly hexFlags?: boolean;
}

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const BLANK = 32;
const HASH = 35;

/**
 * Reads any text as `ds_load_list()` of the dispatcher module does (dispatch.c, the same from 5.5 to 6.2 but for
 * hexadecimal flags). Lines that hold nothing but parts of a template are no entries.
 */
export function readDispatcherList(source: SourceText, options: ReadListOptions = {}): DispatcherList {
  const { text } = source;
  const templates = findTemplates(text);
  const reader = new ListReader(source, templates, options.hexFlags ?? true);
  const cuts: number[] = [];
  let nextTemplate = 0;
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const firstTemplate = nextTemplate;
    // A line goes on behind a template part that holds line breaks.
    for (; nextTemplate < templates.length && templates[nextTemplate]!.start < end; nextTemplate++) {
      const templateEnd = templates[nextTemplate]!.end;
      if (templateEnd <= end) continue;
      end = text.indexOf('\n', templateEnd);
      if (end < 0) end = text.length;
    }
    if (nextTemplate === firstTemplate) {
      // How long a line becomes that a template writes is not known here.
      for (let cut = cutOf(text, start, end); cut < end; cut = cutOf(text, start, end)) {
        reader.readLine(start, cut, firstTemplate);
        cuts.push(cut);
        start = cut;
      }
    }
    reader.readLine(start, end, firstTemplate);
    start = end + 1;
  }
  return { source, entries: reader.entries, comments: reader.comments, templates, cuts };
}

/** Where a line that starts somewhere is cut because it is too long, or its end. */
function cutOf(text: string, start: number, end: number): number {
  if ((end - start) * 3 <= MAX_LINE_BYTES) return end;
  let bytes = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    // Half of a surrogate pair stands for two of four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
    if (bytes > MAX_LINE_BYTES) return at;
  }
  return end;
}

/** A stretch of text without blanks, a template part counted as one sign. */
interface Word extends Span {
  readonly hasTemplate: boolean;
  /** Whether it holds nothing but template parts, and whether these only steer. */
  readonly isOnlyTemplate: boolean;
  readonly isOnlyControl: boolean;
}

class ListReader {
  readonly entries: ListEntry[] = [];
  readonly comments: Span[] = [];
  readonly #source: SourceText;
  readonly #text: string;
  readonly #templates: readonly TemplatePart[];
  readonly #hexFlags: boolean;
  /** The place in the text, the end of what may be read, and the template part at or behind the place. */
  #at = 0;
  #end = 0;
  #template = 0;
  /** Whether a condition within the line makes unsure which columns follow. */
  #isUnsure = false;

  constructor(source: SourceText, templates: readonly TemplatePart[], hexFlags: boolean) {
    this.#source = source;
    this.#text = source.text;
    this.#templates = templates;
    this.#hexFlags = hexFlags;
  }

  readLine(start: number, lineEnd: number, firstTemplate: number): void {
    const nul = this.#text.slice(start, lineEnd).indexOf('\0');
    const end = nul < 0 ? lineEnd : start + nul;
    this.#at = start;
    this.#end = this.#trimEnd(start, end);
    this.#template = firstTemplate;
    this.#isUnsure = false;
    if (this.#isOnlyTemplates()) return;
    this.#skipLeadingControl();
    if (this.#at >= this.#end) return;
    if (this.#isComment()) {
      this.comments.push({ start: this.#at, end: this.#end });
      return;
    }
    this.entries.push(this.#readEntry());
  }

  #readEntry(): ListEntry {
    const start = this.#at;
    const setId = this.#readNumber() ?? this.#piece(this.#at, this.#at, false);
    const uri = this.#readUri();
    const flags = uri && this.#readNumber(this.#hexFlags);
    const priority = uri && this.#readNumber();
    const attributeText = uri && this.#readText();
    const { attributes, fault } = attributeText
      ? this.#readAttributes(attributeText)
      : { attributes: [], fault: undefined };
    const { rest, comment } = this.#readRest();
    return {
      start,
      end: this.#end,
      line: this.#source.lineAt(start),
      setId,
      uri,
      destination: uri && !uri.isTemplate ? parseDestination(uri.text) : undefined,
      flags,
      priority,
      attributeText,
      attributes,
      attributeFault: fault,
      rest,
      comment,
    };
  }

  /** A column of digits; nothing is taken where there are none. A word with a template part is taken whole. */
  #readNumber(hex = false): Piece | undefined {
    if (!this.#moveToColumn()) return undefined;
    const word = this.#wordAt(this.#at, true);
    if (word.hasTemplate) return this.#take(word.end, true);
    const text = this.#text;
    let at = this.#at;
    if (hex && text.startsWith('0x', at)) {
      at += 2;
      while (at < word.end && isHexDigit(text.charCodeAt(at))) at++;
    } else {
      while (at < word.end && isDigit(text.charCodeAt(at))) at++;
    }
    return at > this.#at ? this.#take(at, false) : undefined;
  }

  #readUri(): Piece | undefined {
    if (!this.#moveToColumn()) return undefined;
    const word = this.#wordAt(this.#at, true);
    return this.#take(word.end, word.hasTemplate);
  }

  /** The last column: a comment sign within it is a part of it. */
  #readText(): Piece | undefined {
    if (!this.#moveToColumn()) return undefined;
    const word = this.#wordAt(this.#at, false);
    return this.#take(word.end, word.hasTemplate);
  }

  /** What Kamailio leaves unread: for people often a comment. */
  #readRest(): { rest: Piece | undefined; comment: Span | undefined } {
    this.#skipBlanks();
    const start = this.#at;
    if (start >= this.#end) return { rest: undefined, comment: undefined };
    while (this.#at < this.#end && !this.#isComment()) {
      this.#at = this.#wordAt(this.#at, false).end;
      this.#skipBlanks();
    }
    const comment = this.#at < this.#end ? { start: this.#at, end: this.#end } : undefined;
    const restEnd = this.#trimEnd(start, this.#at);
    return {
      rest: restEnd > start ? this.#piece(start, restEnd, this.#hasTemplate(start, restEnd)) : undefined,
      comment,
    };
  }

  /** As `parse_params()` in core/parser/parse_param.c, going on behind a fault. */
  #readAttributes(whole: Piece): { attributes: ListAttribute[]; fault: AttributeFault | undefined } {
    const attributes: ListAttribute[] = [];
    let fault: AttributeFault | undefined;
    const setFault = (kind: AttributeFault['kind'], start: number, end: number): void => {
      if (!whole.isTemplate) fault ??= { kind, start, end };
    };
    const text = this.#text;
    // One `;` at the end is dropped before the attributes are read (`ds_set_attrs()`).
    const end = text[whole.end - 1] === ';' ? whole.end - 1 : whole.end;
    let template = this.#templateBehind(whole.start);
    const scan = (from: number, isEnd: (char: string) => boolean): number => {
      let at = from;
      if (!whole.isTemplate) {
        while (at < end && !isEnd(text[at]!)) at++;
        return at;
      }
      while (at < end) {
        while (template < this.#templates.length && this.#templates[template]!.end <= at) template++;
        const part = this.#templates[template];
        if (part && part.start <= at && at < part.end) at = part.end;
        else if (isEnd(text[at]!)) break;
        else at++;
      }
      return Math.min(at, end);
    };
    const piece = (from: number, to: number): Piece =>
      this.#piece(from, to, this.#isUnsure || (whole.isTemplate && this.#hasTemplate(from, to)));
    let at = whole.start;
    while (at < end) {
      const start = at;
      at = scan(at, isEndOfName);
      const name = piece(start, at);
      let value: Piece | undefined;
      if (at < end && text[at] === '=') {
        at++;
        const quote = text[at];
        if (at < end && (quote === '"' || quote === "'")) {
          const closing = scan(at + 1, (char) => char === quote);
          value = piece(at + 1, closing);
          if (closing >= end) setFault('open-quote', at, end);
          at = Math.min(closing + 1, end);
        } else {
          const valueEnd = scan(at, isEndOfValue);
          value = piece(at, valueEnd);
          if (valueEnd === at && at < end) setFault('no-value', start, at);
          at = valueEnd;
        }
      }
      if (at > start) attributes.push({ start, end: at, name, value });
      if (at >= end) break;
      const sign = text[at]!;
      if (sign !== ';') {
        if (sign === ',' || sign === '>') setFault('comma', at, end);
        else setFault('behind-quote', at, scan(at, isSemicolon));
        at = sign === ',' ? at : scan(at, isSemicolon);
        if (at >= end) break;
      }
      at++;
      if (at >= end && sign === ';') setFault('empty-end', at - 1, whole.end);
    }
    return { attributes, fault };
  }

  /** Goes to the next column; tells whether there is one. */
  #moveToColumn(): boolean {
    this.#skipBlanks();
    while (this.#at < this.#end && this.#templateAt(this.#at)) {
      const word = this.#wordAt(this.#at, false);
      if (!word.isOnlyControl) break;
      this.#isUnsure = true;
      this.#at = word.end;
      this.#skipBlanks();
    }
    return this.#at < this.#end && !this.#isComment();
  }

  #isOnlyTemplates(): boolean {
    const start = this.#at;
    this.#skipBlanks();
    if (!this.#templateAt(this.#at)) return false;
    let found = false;
    for (;;) {
      this.#skipBlanks();
      if (this.#at >= this.#end || this.#isComment()) break;
      const word = this.#wordAt(this.#at, true);
      if (!word.isOnlyTemplate) {
        this.#at = start;
        return false;
      }
      found = true;
      this.#at = word.end;
    }
    if (found && this.#at < this.#end) this.comments.push({ start: this.#at, end: this.#end });
    if (!found) this.#at = start;
    return found;
  }

  /** Conditions and loops before the first column do not belong to it: `{{ range … }}1 sip:…`. */
  #skipLeadingControl(): void {
    for (;;) {
      this.#skipBlanks();
      if (this.#at >= this.#end || !this.#templateAt(this.#at)) return;
      const word = this.#wordAt(this.#at, true);
      if (word.isOnlyControl) {
        this.#at = word.end;
        continue;
      }
      let at = this.#at;
      for (let part = this.#templateAt(at); part?.isControl; part = this.#templateAt(at)) at = part.end;
      if (!this.#hasTemplate(at, word.end)) this.#at = at;
      return;
    }
  }

  #take(end: number, isTemplate: boolean): Piece {
    const taken = this.#piece(this.#at, end, isTemplate || this.#isUnsure);
    this.#at = end;
    return taken;
  }

  #piece(start: number, end: number, isTemplate: boolean): Piece {
    return { start, end, text: this.#text.slice(start, end), isTemplate };
  }

  /** The word at a place; a comment sign may end it. */
  #wordAt(start: number, endsAtComment: boolean): Word {
    const text = this.#text;
    let at = start;
    // Nearly every word has no template part.
    const firstPart = this.#templateAt(at) ?? this.#templates[this.#template];
    const plainEnd = Math.min(this.#end, firstPart?.start ?? this.#end);
    for (; at < plainEnd; at++) {
      const code = text.charCodeAt(at);
      if (isBlank(code) || (endsAtComment && code === HASH)) break;
    }
    if (at < plainEnd || (at === this.#end && at > start)) {
      return { start, end: at, hasTemplate: false, isOnlyTemplate: false, isOnlyControl: false };
    }
    at = start;
    let hasTemplate = false;
    let isOnlyTemplate = true;
    let isOnlyControl = true;
    /** Where the control parts begin that the word ends with. */
    let textEnd = start;
    let templatesInText = 0;
    let trailing = 0;
    while (at < this.#end) {
      const part = this.#templateAt(at);
      if (part) {
        hasTemplate = true;
        isOnlyControl &&= part.isControl;
        trailing++;
        if (!part.isControl) {
          templatesInText += trailing;
          trailing = 0;
        }
        at = Math.min(part.end, this.#end);
        if (!part.isControl) textEnd = at;
        continue;
      }
      const code = text.charCodeAt(at);
      if (isBlank(code) || (endsAtComment && code === HASH)) break;
      isOnlyTemplate = isOnlyControl = false;
      templatesInText += trailing;
      trailing = 0;
      at++;
      textEnd = at;
    }
    // The end of a condition or loop behind the last column does not belong to it: `1 sip:…{{ end }}`.
    if (trailing > 0 && !isOnlyTemplate && templatesInText === 0 && at >= this.#end) {
      return { start, end: textEnd, hasTemplate: false, isOnlyTemplate: false, isOnlyControl: false };
    }
    return { start, end: at, hasTemplate, isOnlyTemplate, isOnlyControl };
  }

  /** The template part that begins at or covers a place. */
  #templateAt(at: number): TemplatePart | undefined {
    const templates = this.#templates;
    while (this.#template > 0 && templates[this.#template - 1]!.end > at) this.#template--;
    while (this.#template < templates.length && templates[this.#template]!.end <= at) this.#template++;
    const part = templates[this.#template];
    return part && part.start <= at ? part : undefined;
  }

  #hasTemplate(start: number, end: number): boolean {
    const part = this.#templates[this.#templateBehind(start)];
    return part !== undefined && part.start < end;
  }

  /** The index of the first template part that ends behind a place. */
  #templateBehind(at: number): number {
    let low = 0;
    let high = this.#templates.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#templates[middle]!.end > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #isComment(): boolean {
    return this.#text.charCodeAt(this.#at) === HASH;
  }

  #skipBlanks(): void {
    while (this.#at < this.#end && isBlank(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  #trimEnd(start: number, end: number): number {
    let at = end;
    while (at > start && isBlank(this.#text.charCodeAt(at - 1))) at--;
    return at;
  }
}

function isBlank(code: number): boolean {
  return code === BLANK || code === TAB || code === RETURN || code === NEWLINE;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

function isEndOfName(char: string): boolean {
  return char === '=' || char === ';' || char === ',';
}

function isEndOfValue(char: string): boolean {
  return char === ';' || char === ',';
}

function isSemicolon(char: string): boolean {
  return char === ';';
}
