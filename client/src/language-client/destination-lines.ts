/**
 * Whether a text whose name says nothing is a list of destinations for the dispatcher module: most of its lines must
 * be such lines. One line that looks like it proves nothing: configurations, templates and notes quote them.
 */

/** Stands for a part of a template: it may be a column, a piece of one, or nothing at all. */
const HOLE = '\u{FFFC}';

/**
 * Go's templates, Jinja and ERB, over several lines too, and variables of a shell. No part holds the beginning of
 * another one, so that a text full of unclosed ones is read in one go.
 */
const TEMPLATE_PART =
  /\{\{(?:(?!\{\{|\}\}).)*\}\}|\{%(?:(?!\{%|%\}).)*%\}|\{#(?:(?!\{#|#\}).)*#\}|<%(?:(?!<%|%>).)*%>|\$\{[^{}\n]*\}/gs;

/** Set, destination, and what may follow: flags, priority, attributes. */
const DESTINATION = new RegExp(
  String.raw`^[\d${HOLE}]+\s+(?:sips?:[^\s#]+|${HOLE}[^\s#]*)` +
    String.raw`(?<columns>(?:\s+(?:0x[\da-f]+|[\d${HOLE}]+)){0,2}(?:\s+[\w${HOLE}][^\s=]*(?:=\S*|${HOLE}\S*))?)\s*(?:#.*)?$`,
  'i',
);
const SIP_URI = /\bsips?:/i;

/** A line without columns behind the destination is a weak sign; there must be at least so many. */
const ENOUGH_BARE_LINES = 2;

/** At most one other line for so many destinations: somebody is writing one, or has made a mistake. */
const DESTINATIONS_FOR_ONE_MISTAKE = 4;

/** Judges the text, or the first lines of it, of a file whose name leaves its language open. */
export function looksLikeDestinationList(text: string): boolean {
  const lines = text.replace(TEMPLATE_PART, HOLE).split(/\r?\n/);
  let destinations = 0;
  let complete = 0;
  let others = 0;
  for (const line of lines.map((one) => one.trim())) {
    // A hole alone is a loop or condition of the template.
    if (line.replaceAll(HOLE, '') === '' || line.startsWith('#')) continue;
    const columns = DESTINATION.exec(withoutLeadingHole(line))?.groups?.columns;
    if (columns === undefined || !SIP_URI.test(line)) {
      others += 1;
      continue;
    }
    destinations += 1;
    if (columns !== '') complete += 1;
  }
  if (complete === 0 && destinations < ENOUGH_BARE_LINES) return false;
  return destinations > 0 && others * DESTINATIONS_FOR_ONE_MISTAKE <= destinations;
}

/** `{{range …}}1 sip:…` begins with the set; `{{.Set}} sip:…` with a part that is the set. */
function withoutLeadingHole(line: string): string {
  return line.replace(new RegExp(`^${HOLE}+(?=\\s*\\d+\\s)`), '').trimStart();
}
