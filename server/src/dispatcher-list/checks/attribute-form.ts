import { findAttribute } from '../facts.ts';
import type { AttributeFault } from '../list.ts';
import type { ListCheck } from './list-check.ts';
import { severityOfDropping } from './shared/configurations.ts';
import { misplacedColumn } from './shared/entries.ts';

const DROPPED: Readonly<Record<Exclude<AttributeFault['kind'], 'comma'>, string>> = {
  'no-value': "there is no value behind '='",
  'open-quote': 'the quote is not closed; a blank ends the attributes even between quotes',
  'behind-quote': "only ';' may follow a closing quote",
  'empty-end': "only one ';' may stand at the end",
};

/** Another attribute within a value, behind a sign that parts nothing. */
const NEXT = /[|&:+/](\w+)=/g;

export const attributeForm: ListCheck = {
  code: 'list-attribute-form',
  severity: 'warning',
  category: 'lists',
  summary: 'The attributes are no name=value pairs with ; between them.',
  advice: 'Write name=value;name=value without blanks.',
  documentation: {
    why: `The last column is read as parameters: \`name=value\`, parted by semicolons. At a comma Kamailio stops reading and keeps
what it has; a quote without its end makes it drop the destination.`,
    wrong: `1 sip:192.0.2.10:5060 0 0 duid=a,weight=50
`,
    right: `1 sip:192.0.2.10:5060 0 0 duid=a;weight=50
`,
  },
  check(reading, report) {
    for (const entry of reading.list.entries) {
      if (misplacedColumn(entry, reading.version)) continue;
      const { attributeFault: fault } = entry;
      if (fault?.kind === 'comma') {
        const text = reading.list.source.text.slice(fault.start, fault.end);
        report({ at: fault, message: `';' parts attributes: Kamailio ends them here and does not read '${text}'` });
      } else if (fault) {
        const message = `Kamailio cannot read these attributes and passes the line over: ${DROPPED[fault.kind]}`;
        report({ at: fault, message, severity: severityOfDropping(reading) });
      }
      for (const attribute of entry.attributes) {
        const { name, value } = attribute;
        if (name.isTemplate) continue;
        if (name.text === '') report({ at: attribute, message: 'an attribute needs a name' });
        else if (value === undefined && findAttribute(name.text)) {
          report({ at: attribute, message: `'${name.text}' needs a value: ${name.text}=…` });
        } else if (value && findAttribute(name.text)) {
          const next = [...value.text.matchAll(NEXT)].find(([, known = '']) => findAttribute(known));
          if (!next) continue;
          const start = value.start + next.index;
          const message = `';' parts attributes: Kamailio takes '${value.text}' for the value of '${name.text}'`;
          report({ at: { start, end: start + 1 }, message, replacement: ';' });
        }
      }
    }
  },
};
