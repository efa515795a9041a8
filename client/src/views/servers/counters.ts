/** Names and values of Kamailio's counters for people. */
import type { Counter } from '../../live/types.ts';
import { writeNumber } from './words.ts';

/** What the groups of `stats.fetchn`, and those that stand for `tm.stats`, `dlg.stats_active` and `core.shmmem`, count. */
const GROUPS: Readonly<Record<string, string>> = {
  core: 'Requests and replies (core)',
  dialog: 'Dialogs (dialog)',
  dialogs: 'Dialogs by state (dlg.stats_active)',
  registrar: 'Registrations (registrar)',
  shm: 'Shared memory (core.shmmem)',
  shmem: 'Shared memory (shmem)',
  sl: 'Stateless replies (sl)',
  tm: 'Transactions (tm)',
  tmx: 'Transactions (tmx)',
  usrloc: 'Locations (usrloc)',
};

/** Groups whose values are bytes, but for those that count pieces. */
const MEMORY_GROUPS = new Set(['shm', 'shmem']);

/** Which values of a group are shown beside it while it is collapsed. */
const SUMMARIES: Readonly<Record<string, readonly string[]>> = {
  core: ['rcv_requests', 'rcv_replies'],
  dialog: ['active_dialogs', 'early_dialogs'],
  dialogs: ['starting', 'connecting', 'answering', 'ongoing'],
  registrar: ['accepted_regs', 'rejected_regs'],
  shm: ['used', 'free'],
  shmem: ['real_used_size', 'free_size'],
  sl: ['sent_replies'],
  tm: ['current', 'waiting', 'total'],
  tmx: ['active_transactions', 'inuse_transactions'],
  usrloc: ['registered_users'],
};

export function groupOf({ name }: Pick<Counter, 'name'>): string {
  const dot = name.indexOf('.');
  return dot < 0 ? '' : name.slice(0, dot);
}

/** Kamailio's own name inside its group. */
export function nameCounter(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

export function nameCounterGroup(group: string): string {
  return GROUPS[group] ?? (group === '' ? 'Others' : group);
}

export function writeCounter(counter: Counter): string {
  const isBytes = MEMORY_GROUPS.has(groupOf(counter)) && !counter.name.endsWith('fragments');
  return isBytes ? writeBytes(counter.value) : writeNumber(counter.value);
}

/** The most telling values of a group. */
export function summariseCounters(group: string, counters: readonly Counter[]): string {
  return (SUMMARIES[group] ?? [])
    .map((name) => counters.find((counter) => counter.name === `${group}.${name}`))
    .filter((counter) => counter !== undefined)
    .map((counter) => `${nameCounter(counter.name)} ${writeCounter(counter)}`)
    .join(' · ');
}

/** Bytes as people read them: `512 B`, `3.4 MB`. */
export function writeBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}
