import { scanSegment, type Compatibility } from '../../../server/src/syntax/scanner.ts';
import { SourceText } from '../../../server/src/syntax/source-text.ts';

/** The tokens of a text up to its first directive, as `Kind image`, joined by ` | `; faults follow as `! fault from-to`. */
export function scanTokens(text: string, compatibility: Compatibility = 'KAMAILIO'): string {
  const { tokens, problems } = scanSegment(new SourceText('file:///scan.cfg', text), 0, { compatibility });
  return [
    ...tokens.map((token) => `${token.tokenType.name} ${token.image}`),
    ...problems.map(({ fault, start, end }) => `! ${fault} ${start}-${end}`),
  ].join(' | ');
}
