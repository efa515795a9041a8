/**
 * What an operator should know about the columns, flags and attributes of a list beyond the facts: what they do in
 * practice, and the traps. From `dispatch.c` and `dispatcher.c` of Kamailio 5.5 to 6.2.
 */
/** What to know about an attribute, by its name. */
export const ATTRIBUTE_ADVICE: Readonly<Record<string, string>> = {
  duid: 'Without it, algorithm 10 logs an error for each call and counts none, so that the destination always looks idle. A double one makes two destinations share one count. Keep it when the address changes: commands and tools can go on naming the destination by it.',
  weight:
    'Algorithm 9 looks at no weight at all unless the first destination in order has one. The shares are dealt to all destinations, also to those that are down: the calls of one that is down all go to the next in order. `rweight` spreads them instead.',
  rweight:
    'Only active destinations count: when one goes down, its share is spread over the others. What rounding leaves over goes to the last of them; a destination without an `rweight` gets nothing.',
  maxload:
    'Counted are calls of this Kamailio that have not ended: `ds_load_update()` has to see each BYE and CANCEL, and `ds_load_unset()` each call that fails, otherwise the destination seems full after a while. Without `ds_hash_size` nothing is counted.',
  latency:
    'Average and estimate start there, as if 10,000 pings had been measured: the average then moves very slowly, the estimate as usual. Only destinations with the probing flag are measured, and only with `ds_ping_latency_stats` 1.',
  cc: 'What counts is how far the estimated latency is above the average. From a `weight` it is taken off in milliseconds, and the rest becomes the `rweight` of algorithm 11; then all destinations of the set should have both. Algorithm 13 puts it in the place of the latency.',
  socket:
    'It holds for calls and for pings. Write the protocol too: without it Kamailio takes the first socket with this address, UDP before all others.',
  sockname:
    'It survives a change of address, as only the name in the `listen` line counts. An unknown name costs the destination: it is missing from memory, the log has an error, and with `ds_load_mode` 1 the whole list is refused.',
  ping_socket:
    'Calls still leave from `socket`, `sockname` or the default one. A socket that Kamailio does not listen on costs the destination.',
  ping_from: 'Some peers answer only to a From that they know. A value with `;` or `,` in it needs quotes around it.',
  obproxy:
    'Only pings go through it: behind a dead proxy a destination is marked down though calls would reach it, and the other way round.',
  ocmin: 'Keeps shedding a little even when the destination asks for nothing to be shed. Above `ocmax` it counts as 0.',
  ocmax: 'Keeps some traffic on a destination that asks for all of it to be shed.',
  ocrate:
    'It takes effect only once `ds_oc_set_attrs()` has said how long to shed, and that call brings its own rate: in the list it has hardly any meaning.',
};

/** What to know about a flag, by its bit. */
export const FLAG_ADVICE: Readonly<Record<number, string>> = {
  1: 'It comes back only by pings or by hand: without probing it stays out for good.',
  2: 'At the start this is of little use: it counts as active until the next ping decides.',
  4: 'The way to park a gateway: no ping brings it back, only `dispatcher.set_state` does, and after a reload it is parked again.',
  8: 'Sends nothing while `ds_ping_interval` is 0; who is pinged is then up to `ds_probing_mode`.',
  16: 'Requests still resolve the name. But `ds_is_from_list()` has no address to compare, so that requests from it look foreign.',
  32: 'For peers that never answer OPTIONS; it is then active until somebody marks it.',
};

/** How much an algorithm cares for the priority, for the algorithms that do more than walk in its order. */
const PRIORITY_BY_ALGORITHM: Readonly<Record<number, string>> = {
  8: 'the highest priority that is active gets everything, the lower ones only what fails',
  9: 'only `weight` decides; the priority says who stands in for one that is down',
  10: 'the fewest calls decide; of equals the one with the higher priority is taken',
  11: 'only `rweight` decides; the priority says who stands in for one that fails',
  12: 'all get the call at once, whatever their priority',
  13: 'the highest number left after taking off latency / priority wins; with priority 0 latency does not count at all',
  14: 'round robin while all of the set have the same priority above 0, else as algorithm 8',
  15: 'here the lowest number comes first; `weight` shares among those that have it',
};

/** What the priority means to an algorithm. */
export function describePriorityFor(algorithm: number): string {
  return PRIORITY_BY_ALGORITHM[algorithm] ?? 'it sets the order of failover, not who is chosen first';
}
