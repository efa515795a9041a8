/** How times, states and numbers of a running server are written in the tree. No editor, no clock. */
import { nameState } from '../../live/explain.ts';
import type { RpcErrorKind } from '../../rpc/rpc-error.ts';
import type { ConnectionState, Destination, Latency, ServerProfile } from '../../live/types.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A time of the day such as `12:03:04`, in the machine's own zone. */
export function writeTime(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** How long something lasts, in its two largest units and no finer than a minute: `3 d 4 h`, `12 min`, `under 1 min`. */
export function writeDuration(milliseconds: number): string {
  if (milliseconds < MINUTE) return 'under 1 min';
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return `${minutes} min`;
}

/** Seconds until something ends, as hash tables count them. */
export function writeSeconds(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : writeDuration(seconds * SECOND);
}

/** A number of milliseconds, no finer than it can be read: `0.8 ms`, `12 ms`, `1.2 s`. */
export function writeLatency(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return milliseconds >= 10 ? `${Math.round(milliseconds)} ms` : `${Number(milliseconds.toFixed(1))} ms`;
}

/** A number with its thousands apart: `100 000`. */
export function writeNumber(value: number): string {
  return Number.isInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f') : String(value);
}

/** `1 entry`, `2 entries`. */
export function count(number: number, one: string, many: string): string {
  return `${writeNumber(number)} ${number === 1 ? one : many}`;
}

/** What stands beside data that is not as new as it looks. */
export function writeStaleness(at: number): string {
  return `as of ${writeTime(at)}, not fresh`;
}

/** Why a server does not answer, in the few words that a row has room for; the error's message says it all. */
const REASONS: Readonly<Record<RpcErrorKind, string>> = {
  refused: 'nobody listens',
  'not-found': 'not found',
  'no-permission': 'no permission',
  'timed-out': 'no answer in time',
  cancelled: 'cancelled',
  unauthorised: 'password or token wanted',
  forbidden: 'forbidden',
  'wrong-path': 'wrong path',
  certificate: 'certificate not accepted',
  closed: 'connection broke',
  garbled: 'reply not understood',
  'too-large': 'reply too large',
  process: 'the way there failed',
  'unknown-command': 'command not known',
  fault: 'command failed',
};

/** How the conversation with a server stands, in a few words. */
export function nameConnection(connection: ConnectionState): string {
  switch (connection.kind) {
    case 'idle':
      return 'not connected';
    case 'connecting':
      return 'connecting …';
    case 'live':
      return 'live';
    case 'failing':
      return `failing: ${REASONS[connection.error.kind]}`;
  }
}

/** When it is tried again, for people who look at a server that fails. */
export function writeNextAttempt(connection: ConnectionState & { readonly kind: 'failing' }): string {
  return `failing since ${writeTime(connection.since)}, next attempt at ${writeTime(connection.nextAttempt)}`;
}

/** The way to a server in words, without the query of its address, in which a token can hide. */
export function writeWay({ endpoint: { url: whole, via } }: Pick<ServerProfile, 'endpoint'>): string {
  const url = /^https?:/.test(whole) ? whole.replace(/\?.*$/s, '') : whole;
  if (via === undefined) return url;
  if ('ssh' in via) return `${url} by ssh ${via.ssh}`;
  if ('docker' in via) return `${url} in the container ${via.docker}`;
  if ('kubectl' in via) return `${url} in the pod ${via.kubectl}`;
  return `${url} by ${via.command[0] ?? 'a command'}`;
}

/**
 * The answer time that tells most at a glance: the average once there is one. Undefined before the first answer, and
 * where the clock of the server was set back meanwhile: Kamailio then counts less than nothing.
 */
export function typicalLatency({ average, estimate, maximum }: Latency): number | undefined {
  if (maximum <= 0 && average <= 0 && estimate <= 0) return undefined;
  const typical = average > 0 ? average : estimate;
  return typical < 0 ? undefined : typical;
}

/** What stands beside a destination: state, answer time, load, weight, priority, name. */
export function describeDestination(destination: Destination): string {
  const { latency, load, priority, attributes } = destination;
  const typical = latency === undefined ? undefined : typicalLatency(latency);
  const weight = attributes.values.get('weight');
  const relativeWeight = attributes.values.get('rweight');
  const duid = attributes.values.get('duid');
  return [
    // That it is probed is the usual thing; a row is short.
    destination.probing === 'probed' ? destination.availability : nameState(destination),
    typical === undefined ? undefined : writeLatency(typical),
    load === undefined || load === 0 ? undefined : `load ${load}`,
    weight === undefined ? undefined : `weight ${weight}`,
    relativeWeight === undefined ? undefined : `rweight ${relativeWeight}`,
    priority === 0 ? undefined : `priority ${priority}`,
    duid,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}

/** How many destinations of a set take calls: `2 of 3 active`. */
export function summariseDestinations(destinations: readonly Destination[]): string {
  const active = destinations.filter(({ availability }) => availability === 'active').length;
  return `${writeNumber(active)} of ${writeNumber(destinations.length)} active`;
}
