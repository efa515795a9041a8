import type { SourceRange } from '../syntax/source-text.ts';
import { Token } from '../syntax/token.ts';
import { offsetInValue, type Directive } from '../syntax/directive.ts';
import { scanSegment, type Compatibility, type Segment } from '../syntax/scanner.ts';
import { SourceText } from '../syntax/source-text.ts';

/** Where a define comes from. */
export type DefineOrigin = 'file' | 'given' | 'predefined' | 'environment' | 'module';

/** A name that the preprocessor knows, with what it stands for at one point of the program. */
export interface Define {
  readonly name: string;
  readonly origin: DefineOrigin;
  /** The text put in its place; `undefined` where it has none, and nothing is put there. */
  readonly value: string | undefined;
  /** Whether the value is known only where Kamailio runs: taken from the environment or computed from it. */
  readonly isOpaque: boolean;
  /** Place of the name in the directive that made it; `undefined` for what no file makes. */
  readonly range: SourceRange | undefined;
  readonly directive: Directive | undefined;
}

/** A place where a define is used or asked for. */
export interface DefineUse {
  readonly name: string;
  readonly range: SourceRange;
  readonly kind: 'expansion' | 'condition';
  /** What the name meant there; `undefined` where it was not defined. */
  readonly define: Define | undefined;
}

const scanned = new WeakMap<Define, Map<Compatibility, Segment>>();

/** The tokens of a define's value, with their places in that value. */
export function tokensOfDefine(define: Define, compatibility: Compatibility): Segment {
  const known = scanned.get(define) ?? new Map<Compatibility, Segment>();
  scanned.set(define, known);
  let segment = known.get(compatibility);
  if (!segment) {
    const source = new SourceText(`define:${define.name}`, define.value ?? '');
    segment = scanSegment(source, 0, { compatibility, withoutDirectives: true });
    known.set(compatibility, segment);
  }
  return segment;
}

/** A token of a define's value as it appears where the define is used. */
export function expandToken(token: Token, define: Define, use: Token): Token {
  const { directive } = define;
  const definition = directive?.value
    ? {
        source: directive.source,
        start: offsetInValue(directive.value, token.start),
        end: offsetInValue(directive.value, Math.max(token.start, token.end - 1)) + 1,
      }
    : define.range;
  return new Token(token.tokenType, token.image, use.source, use.start, use.end, { name: define.name, definition });
}
