import type { KamailioVersion, Lifespan } from '../catalog/versions.ts';
import type { FindingCategory, FindingKind } from '../semantic/finding-kind.ts';
import type { Severity } from '../semantic/problem.ts';
import { inlineCode } from '../text/markdown.ts';

/** The order in which kinds of findings are listed, and what each group is called. */
const CATEGORIES: Readonly<Record<FindingCategory, string>> = {
  text: 'Text',
  preprocessor: 'Preprocessor',
  modules: 'Modules and their parameters',
  calls: 'Calls',
  routes: 'Routes',
  expressions: 'Expressions',
  settings: 'Core settings',
  dispatcher: 'Dispatcher',
  replication: 'Replication between nodes',
  operations: 'Operations and security',
  lists: 'Lists of destinations',
  suppression: 'Suppression',
};

const SEVERITY_MEANINGS: Readonly<Record<Severity, string>> = {
  error: 'Kamailio does not start, or refuses the file.',
  warning: 'Kamailio starts and does something else than what was most likely meant.',
  information: 'Worth knowing; nothing is wrong by itself.',
  hint: 'A matter of style, or something that can go.',
};

/** The kinds in the order of their groups, each with its group's name; within a group by code. */
export function groupKinds(kinds: readonly FindingKind[]): { name: string; kinds: FindingKind[] }[] {
  return Object.entries(CATEGORIES).flatMap(([category, name]) => {
    const own = kinds.filter((kind) => kind.category === category);
    return own.length === 0 ? [] : [{ name, kinds: own.sort((a, b) => (a.code < b.code ? -1 : 1)) }];
  });
}

/** The page of a kind of finding, as Markdown. */
export function describeKind(kind: FindingKind): string {
  const { code, severity, category, summary, advice, documentation, versions } = kind;
  const language = category === 'lists' ? 'kamailio-dispatcher' : 'kamailio';
  const parts = [
    `# ${code}`,
    escapePlain(summary),
    [
      `- Severity: **${severity}**. ${SEVERITY_MEANINGS[severity]}`,
      `- Group: ${CATEGORIES[category]}`,
      `- Kamailio: ${describeVersions(versions)}`,
    ].join('\n'),
  ];
  parts.push('## Why', documentation.why);
  parts.push('## Wrong', describeExample(documentation.wrong, language));
  parts.push('## Right', describeExample(documentation.right, language));
  parts.push('## What to do', escapePlain(advice), '## How to turn it off', describeSwitches(kind));
  return `${parts.map((part) => part.trim()).join('\n\n')}\n`;
}

function describeVersions(versions: Lifespan | undefined): string {
  const name = (version: KamailioVersion): string => (version === '6.2' ? 'the development version' : version);
  if (!versions || (versions.since === '5.5' && versions.until === null)) return 'all versions';
  if (versions.until === null) return `since ${name(versions.since)}`;
  return versions.since === '5.5' ? `up to ${versions.until}` : `${versions.since} to ${versions.until}`;
}

/**
 * A sentence of plain text as Markdown: what stands in single quotes, calls, assignments, variables and names with an
 * underscore become code, and signs of Kamailio's language make nothing else of it.
 */
function escapePlain(text: string): string {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    const code = match[1] ?? match[0];
    result += `${text.slice(end, match.index).replace(/[*<|]/g, '\\$&')}${inlineCode(code)}`;
    end = match.index + match[0].length;
  }
  return result + text.slice(end).replace(/[*<|]/g, '\\$&');
}

const CODE =
  /(?<![\w`])'([^'`]+)'(?!\w)|(?<![\w`'])(?:\$\w+(?:\([^\s)]*\))?|[A-Za-z]\w*(?:\([^\s)]*\)|=[\w.…]+)|[A-Za-z]+_\w+)(?![\w`'])/g;

/** One fenced block a file; several have their names above. */
function describeExample(text: string, language: string): string {
  const fence = (body: string, kind: string): string => `\`\`\`${kind}\n${body.replace(/\r/g, '').trimEnd()}\n\`\`\``;
  if (!text.startsWith('--- ')) return fence(text, language);
  const [, ...parts] = text.split(/^--- (.+)\n/m);
  const blocks: string[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const name = parts[index] ?? '';
    blocks.push(
      `\`${name}\`:`,
      fence(parts[index + 1] ?? '', name.endsWith('.list') ? 'kamailio-dispatcher' : 'kamailio'),
    );
  }
  return blocks.join('\n\n');
}

function describeSwitches({ code, severity }: FindingKind): string {
  const other = severity === 'hint' ? 'information' : 'hint';
  return `In one line, with a comment in it or above it; what follows \`--\` is for people:

\`\`\`kamailio
# kamailio-lint-disable-next-line ${code} -- the reason
\`\`\`

From a line to the end of the file, or to \`kamailio-lint-enable\`:

\`\`\`kamailio
# kamailio-lint-disable ${code}
\`\`\`

Everywhere, in the settings; \`"${other}"\` or another severity reports it with that one instead:

\`\`\`json
{ "kamailio.diagnostics.severity": { "${code}": "off" } }
\`\`\`

On the command line: \`kamailio-lint --severity ${code}=off\`.`;
}

/** The list of all kinds, as Markdown, with links to their pages. */
export function describeIndex(kinds: readonly FindingKind[]): string {
  const parts = [
    '# Findings',
    `What the editor and \`kamailio-lint\` report, ${kinds.length} kinds of findings. \`kamailio-lint --rules\` lists them,
\`kamailio-lint --explain CODE\` prints a page.`,
    (['error', 'warning', 'information', 'hint'] as const)
      .map((severity) => `- **${severity}**: ${SEVERITY_MEANINGS[severity]}`)
      .join('\n'),
    `A rule stays silent where it cannot know: a value from the environment, a file out of reach, a template's placeholder.
One finding may be less severe than its kind, where Kamailio minds it less.`,
  ];
  for (const group of groupKinds(kinds)) {
    const lines = group.kinds.map(
      ({ code, severity, summary }) => `- [${code}](${code}.md) (${severity}): ${escapePlain(summary)}`,
    );
    parts.push(`## ${group.name}`, lines.join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

/** One line a kind, for a terminal. */
export function listKinds(kinds: readonly FindingKind[]): string {
  const width = Math.max(...kinds.map(({ code }) => code.length));
  return groupKinds(kinds)
    .map(({ name, kinds: own }) => {
      const lines = own.map((kind) => `  ${kind.code.padEnd(width)}  ${kind.severity.padEnd(11)}  ${kind.summary}`);
      return `${name}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}
