/** What the pointer on a note is told: all that the servers say of it, as Markdown. No editor. */
import type { LiveAnchor } from '../../../../server/src/lsp/messages.ts';
import { withScheme } from '../../live/actions.ts';
import { explainDestination, nameState } from '../../live/explain.ts';
import type { Destination, DestinationSet, DispatcherState } from '../../live/types.ts';
import { readPart, type ServerState } from '../reading.ts';
import { writeLatency, writeStaleness, writeTime } from '../servers/words.ts';
import { GLYPHS, noteForAnchor } from './live-note.ts';

/** More destinations of a set are counted, not listed. */
const LISTED_DESTINATIONS = 20;

/** Markdown about an anchor, one paragraph a server; undefined where no server knows anything. */
export function hoverForAnchor(anchor: LiveAnchor, servers: readonly ServerState[]): string | undefined {
  const paragraphs = servers.flatMap((server) => {
    const lines = describe(anchor, server);
    return lines.length === 0 ? [] : [`**${escape(server.profile.name)}** ${lines.join('\n')}`];
  });
  return paragraphs.length === 0 ? undefined : paragraphs.join('\n\n---\n\n');
}

function describe(anchor: LiveAnchor, server: ServerState): string[] {
  const part = anchor.kind === 'dmq-peer' ? 'dmq' : anchor.kind === 'table' ? 'tables' : 'dispatcher';
  const reading = readPart(server, part);
  if (reading.kind === 'failed') return [`does not tell: ${escape(reading.message)}`];
  if (reading.kind !== 'fresh' && reading.kind !== 'stale') return [];
  const time = reading.kind === 'fresh' ? `at ${writeTime(reading.at)}` : writeStaleness(reading.at);
  const details = detailsOf(anchor, server);
  return [`(${time})`, '', ...(details ?? [escape(noteForAnchor(anchor, [server])?.text ?? '')])];
}

function detailsOf(anchor: LiveAnchor, server: ServerState): string[] | undefined {
  if (anchor.kind !== 'destination' && anchor.kind !== 'set') return undefined;
  const reading = readPart(server, 'dispatcher');
  if (reading.kind !== 'fresh' && reading.kind !== 'stale') return undefined;
  const set = reading.value.sets.find(({ id }) => id === anchor.setId);
  if (anchor.kind === 'set') return set === undefined ? undefined : listSet(set);
  const destination = set?.destinations.find(({ uri }) => uri === withScheme(anchor.uri));
  return destination === undefined ? undefined : explain(destination, reading.value);
}

function explain(destination: Destination, state: DispatcherState): string[] {
  const sentences = explainDestination(destination, state.settings).map((sentence) => `- ${escape(sentence)}`);
  const { latency } = destination;
  if (latency === undefined) return sentences;
  const figures = [
    `average ${writeLatency(latency.average)}`,
    `deviation ${writeLatency(latency.deviation)}`,
    `estimate ${writeLatency(latency.estimate)}`,
    `maximum ${writeLatency(latency.maximum)}`,
    `timeouts ${latency.timeouts}`,
  ];
  return [...sentences, `- Answers to probes: ${figures.join(', ')}.`];
}

function listSet({ destinations }: DestinationSet): string[] {
  // Those in trouble first: they are what one looks for.
  const sorted = destinations.toSorted(
    (a, b) => Number(a.availability === 'active') - Number(b.availability === 'active'),
  );
  const lines = sorted
    .slice(0, LISTED_DESTINATIONS)
    .map(
      (destination) =>
        `- ${GLYPHS[destination.availability]} ${quote(destination.uri)} ${escape(nameState(destination))}`,
    );
  const left = sorted.length - lines.length;
  return left > 0 ? [...lines, `- and ${left} more`] : lines;
}

/** Text from a server or a person as Markdown shows it letter by letter. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&:@]/g, (sign) => `\\${sign}`).replace(/\s+/g, ' ');
}

function quote(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${fence === '``' ? ` ${text} ` : text}${fence}`;
}
