import { compareVersions, existsIn } from '../../catalog/versions.ts';
import { nameVersion } from '../../text/lifespan.ts';
import { numberOf, readInt } from '../entry-values.ts';
import { FLAGS, STATE_LETTERS } from '../facts.ts';
import type { ListEntry } from '../list.ts';
import { isAddress } from '../sockets.ts';
import type { ListCheck } from './list-check.ts';
import { misplacedColumn } from './shared/entries.ts';

/** For names that are not to be looked up when the list is loaded. */
const NO_DNS = 16;
const DISABLED = 4;

export const flags: ListCheck = {
  code: 'list-flags',
  severity: 'warning',
  category: 'lists',
  summary: 'The flags are no number, or hold bits that mean nothing in this version or for this destination.',
  advice: 'Write the sum of the bits: 0 active, 1 inactive, 4 disabled, 8 probing, 16 no DNS, since 6.0 32 no ping.',
  documentation: {
    why: `The third column is a sum of bits. At a letter Kamailio stops, takes 0, and reads the rest as attributes. Bits that this
version does not know mean nothing. The bit 16 is for names that are not to be looked up; for an address it only keeps Kamailio
from knowing the destination as a sender.`,
    wrong: `1 sip:192.0.2.10:5060 AP
`,
    right: `1 sip:192.0.2.10:5060 9
`,
  },
  check({ list, version, configurations }, report) {
    const asksSenders = configurations.some(({ program }) =>
      program.symbols.calls.some(({ name }) => name === 'ds_is_from_list'),
    );
    for (const entry of list.entries) {
      const { flags: piece, attributeText } = entry;
      const column = misplacedColumn(entry, version);
      if (column === 'set-id') continue;
      if (column === 'flags') {
        const at = piece ?? attributeText;
        if (!at) continue;
        if (/^0x[\da-f]+$/i.test(at.text)) {
          const value = String(readInt(at.text.toLowerCase()));
          const isEarly = piece !== undefined;
          const reason = isEarly
            ? `hexadecimal flags came with 6.1; Kamailio ${version} reads 0 here and takes the rest for attributes`
            : `the x of hexadecimal flags has to be small; Kamailio reads 0 here`;
          report({ at, message: reason, replacement: value });
          continue;
        }
        const value = valueOfLetters(at.text);
        report({
          at,
          message: `flags are a number: Kamailio reads 0 and takes '${at.text}' for the attributes`,
          ...(value === undefined ? {} : { replacement: String(value) }),
        });
        continue;
      }
      const value = numberOf(piece);
      if (!piece || value === undefined) continue;
      if (!piece.text.startsWith('0x') && value !== Number(piece.text)) {
        report({ at: piece, message: `these flags are too big: Kamailio makes ${value} of them` });
        continue;
      }
      const late = FLAGS.find((flag) => (value & flag.bit) !== 0 && !existsIn(flag, version));
      if (late && compareVersions(version, late.since) < 0) {
        const since = nameVersion(late.since);
        const message = `the bit ${late.bit} (${late.label}) came with ${since} and means nothing in Kamailio ${version}`;
        report({ at: piece, message });
      }
      if ((value & NO_DNS) !== 0 && isIpAddress(entry)) {
        const message =
          'the bit 16 keeps Kamailio from taking note of the address, so that ds_is_from_list() never finds it';
        const isSwapped = (value & DISABLED) !== 0 && numberOf(entry.priority) === 0;
        if (isSwapped) report({ at: piece, message: `${message}; are flags and priority the wrong way round?` });
        else if (asksSenders) report({ at: piece, message });
      }
      const unknown = FLAGS.reduce((bits, { bit }) => bits & ~bit, value);
      if (unknown !== 0) report({ at: piece, message: `no flag has the bits ${bitsOf(unknown)}; they mean nothing` });
    }
  },
};

/** Whether the host of a destination is an address, for which there is nothing to look up. */
function isIpAddress({ destination }: ListEntry): boolean {
  if (!destination || 'fault' in destination) return false;
  return isAddress(destination.uri.host);
}

/** The number for a state as `dispatcher.list` shows it: `AP` is 8. */
function valueOfLetters(text: string): number | undefined {
  const letters = text.toUpperCase();
  const first = STATE_LETTERS.first.find(({ letter }) => letters.startsWith(letter));
  const second = STATE_LETTERS.second.find(({ letter }) => letters[1] === letter);
  if (!first || !/^[AITD][PXN]?$/.test(letters)) return undefined;
  return first.bit | (second?.bit ?? 0);
}

function bitsOf(value: number): string {
  const bits = Array.from({ length: 32 }, (_, index) => 2 ** index).filter((bit) => (value & bit) !== 0);
  return bits.join(', ');
}
