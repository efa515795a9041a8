import type { Analysis } from '../../semantic/analysis.ts';
import type { SourceRange } from '../../syntax/source-text.ts';
import type { RuleFinding } from '../rule.ts';
import { constantOf } from '../shared/constant-text.ts';
import { lastSetting, settingsOf, textOf } from '../shared/module-settings.ts';
import { readAddress, type Address } from './bus.ts';

/** An address that a node asks for others, with its place. */
interface Contact {
  readonly text: string;
  readonly address: Address;
  readonly range: SourceRange;
}

/** The addresses of a node's configuration, with their places. */
export interface PlacedAddresses {
  readonly address: Address;
  /** Where the `server_address` stands. */
  readonly range: SourceRange;
  readonly contacts: readonly Contact[];
}

/** Undefined where the node's own address is not known; contacts that are not known are not among them. */
export function placedAddresses(analysis: Analysis): PlacedAddresses | undefined {
  const setting = lastSetting(analysis, 'dmq', 'server_address');
  const own = setting && textOf(setting);
  const constant = constantOf(setting?.valueToken);
  const address = own === undefined ? undefined : readAddress(own);
  if (!address || !constant) return undefined;
  const contacts = settingsOf(analysis, 'dmq', 'notification_address').flatMap((one): Contact[] => {
    const text = textOf(one);
    const place = constantOf(one.valueToken);
    const contact = text === undefined ? undefined : readAddress(text);
    return text !== undefined && place && contact ? [{ text, address: contact, range: place.range }] : [];
  });
  return { address, range: constant.range, contacts };
}

/** Proposes another address in the place of one, where that stands in the text just so. */
export function proposeAddress({ text, range }: Contact, address: string): Pick<RuleFinding, 'replacement'> {
  return range.end - range.start === text.length ? { replacement: address } : {};
}
