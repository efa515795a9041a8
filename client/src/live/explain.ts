/** The states of destinations in words, after `dispatch.c` of the dispatcher module (Kamailio 5.5 to 6.2). */
import type { Availability, Destination, DispatcherSettings, Probing } from './types.ts';

/** Whether calls are sent to a destination in this state (`ds_skip_dst()`): also while it is only suspected. */
export function takesCalls({ availability }: Pick<Destination, 'availability'>): boolean {
  return availability === 'active' || availability === 'trying';
}

/** A destination's state in a few words, for example `active, probed`. */
export function nameState({ availability, probing }: Pick<Destination, 'availability' | 'probing'>): string {
  return `${availability}, ${PROBING_NAMES[probing]}`;
}

const PROBING_NAMES: Readonly<Record<Probing, string>> = {
  probed: 'probed',
  'not-probed': 'not probed',
  never: 'never probed',
};

/** Letters such as `IP` in a few words; the letters themselves when they are none that Kamailio writes. */
export function nameLetters(letters: string): string {
  const availability = AVAILABILITIES[letters.charAt(0)];
  const probing = PROBINGS[letters.charAt(1)];
  return availability === undefined || probing === undefined ? letters : nameState({ availability, probing });
}

const AVAILABILITIES: Readonly<Record<string, Availability>> = {
  A: 'active',
  I: 'inactive',
  D: 'disabled',
  T: 'trying',
};
const PROBINGS: Readonly<Record<string, Probing>> = { P: 'probed', X: 'not-probed', N: 'never' };

/**
 * Sentences: what the letters mean, whether it is probed, which threshold applies and what is missing until the state
 * changes. What the settings leave open is said so.
 */
export function explainDestination(destination: Destination, settings: DispatcherSettings): readonly string[] {
  const isProbed = decideProbing(destination, settings);
  const sentences = [AVAILABILITY_SENTENCES[destination.availability], explainProbing(destination, settings)];
  const threshold = explainThreshold(destination, settings, isProbed);
  if (threshold !== undefined) sentences.push(threshold);
  return sentences;
}

const AVAILABILITY_SENTENCES: Readonly<Record<Availability, string>> = {
  active: 'Active (A): calls are sent to it.',
  trying: 'Trying (T): a probe or the script reported a failure; calls are still sent to it.',
  inactive:
    'Inactive (I): no calls are sent to it, because of failures, the script, a command or the flags of its line.',
  disabled: 'Disabled (D): a command or the flags of its line took it out; no calls and no probes are sent to it.',
};

/** Whether the server sends it OPTIONS; undefined when the settings leave it open (ds_ping_set, ds_ping_result_helper). */
function decideProbing(
  { availability, probing }: Destination,
  { pingInterval, probingMode, pinging }: DispatcherSettings,
): boolean | undefined {
  if (availability === 'disabled' || probing === 'never' || pingInterval === 0 || pinging === false) return false;
  if (probingMode === undefined) {
    // Every mode probes what is inactive and marked; none but mode 1 probes what is not marked.
    return probing === 'probed' && availability === 'inactive' ? true : undefined;
  }
  if (probingMode === 1) return true;
  return probing === 'probed' && (probingMode !== 2 || availability === 'inactive');
}

function explainProbing(destination: Destination, settings: DispatcherSettings): string {
  const { availability, probing } = destination;
  const { pingInterval, probingMode, pinging } = settings;
  const letter = PROBING_LETTERS[probing];
  if (availability === 'disabled') {
    return `${letter}: whatever the mark says, only a command or a reload makes it take calls again.`;
  }
  if (probing === 'never')
    return `${letter}: its flags forbid probes, so only the script or a command changes its state.`;
  if (pingInterval === 0) return `${letter}: ds_ping_interval is 0, so nothing is probed at all.`;
  if (pinging === false)
    return `${letter}: pinging is switched off on this server, so nothing is probed until it is switched on.`;
  const every = pingInterval === undefined ? '' : ` every ${pingInterval} s`;
  switch (probingMode) {
    case 0:
      return probing === 'probed'
        ? `${letter}: it is probed${every}. With ds_probing_mode 0 the mark goes with the first failure, or when it is active after an answer.`
        : `${letter}: it is not probed. With ds_probing_mode 0 only marked destinations are.`;
    case 1:
      return probing === 'probed'
        ? `${letter}: it is probed${every}, as all destinations are with ds_probing_mode 1.`
        : `${letter}: not marked yet, but with ds_probing_mode 1 it is probed${every} all the same, and marked by the first result.`;
    case 2:
      if (probing !== 'probed')
        return `${letter}: it is not probed. With ds_probing_mode 2 only inactive, marked destinations are.`;
      return availability === 'inactive'
        ? `${letter}: it is probed${every} until it is active again (ds_probing_mode 2).`
        : `${letter}: marked, but with ds_probing_mode 2 it is probed only while it is inactive.`;
    case 3:
      return probing === 'probed'
        ? `${letter}: it is probed${every}, as all marked destinations are with ds_probing_mode 3.`
        : `${letter}: it is not probed. With ds_probing_mode 3 only destinations that are marked in the list or by a command are.`;
    default:
      if (probing !== 'probed') return `${letter}: it is not probed, unless ds_probing_mode is 1.`;
      return availability === 'inactive'
        ? `${letter}: it is probed${every}.`
        : `${letter}: it is probed${every}, unless ds_probing_mode is 2, which leaves out what takes calls.`;
  }
}

const PROBING_LETTERS: Readonly<Record<Probing, string>> = {
  probed: 'Probed (P)',
  'not-probed': 'Not marked for probing (X)',
  never: 'Never probed (N)',
};

/**
 * A failure counts towards `ds_probing_threshold` while it takes calls, an answer towards `ds_inactive_threshold` while
 * it is inactive; the opposite starts the count again (ds_update_state).
 */
function explainThreshold(
  { availability, probingCount }: Destination,
  { probingThreshold, inactiveThreshold }: DispatcherSettings,
  isProbed: boolean | undefined,
): string | undefined {
  switch (availability) {
    case 'disabled':
      return undefined;
    case 'active':
      if (isProbed === false) return 'It stays active until the script or a command says otherwise.';
      return probingThreshold === undefined
        ? 'As many failures in a row as ds_probing_threshold says make it inactive.'
        : `${count(probingThreshold, 'failure')} in a row ${probingThreshold === 1 ? 'makes' : 'make'} it inactive (ds_probing_threshold).`;
    case 'trying': {
      const back = 'One success makes it active.';
      if (isProbed === false) return `${back} As it is not probed, only the script or a command can report one.`;
      return `${describeProgress(probingCount, probingThreshold, 'failure', 'inactive', 'ds_probing_threshold')} ${back}`;
    }
    case 'inactive':
      if (isProbed === false)
        return 'As it is not probed, only the script, a command or a reload makes it active again.';
      return `${describeProgress(probingCount, inactiveThreshold, 'answer', 'active', 'ds_inactive_threshold')} A failure starts the count again.`;
  }
}

function describeProgress(
  reached: number | undefined,
  threshold: number | undefined,
  what: 'failure' | 'answer',
  then: Availability,
  setting: string,
): string {
  if (threshold === undefined) {
    const sofar = reached === undefined ? '' : ` ${count(reached, what)} so far.`;
    return `As many ${what}s in a row as ${setting} says make it ${then}.${sofar}`;
  }
  if (reached === undefined || reached >= threshold) {
    return `${count(threshold, what)} in a row ${threshold === 1 ? 'makes' : 'make'} it ${then} (${setting}).`;
  }
  const missing = threshold - reached;
  return `${reached} of ${count(threshold, what)} in a row so far (${setting}): ${missing} more ${missing === 1 ? 'makes' : 'make'} it ${then}.`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
