/**
 * Whether an address holds a name in capitals where a script puts the real host or port, such as `sip:MY_IP:SIP_PORT`.
 * No port is a word, and hardly a host is called so.
 */
export function hasStandIn(address: string): boolean {
  const [place = ''] = address.split(/[;?]/, 1);
  return /(?:^|[@:.])[A-Z][A-Z\d]*(?:_[A-Z\d]+)+(?=$|[.:])/.test(place) || /:[A-Z][A-Z\d_]+$/.test(place);
}
