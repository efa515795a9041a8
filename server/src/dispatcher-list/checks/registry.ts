import { addressFamily } from './address-family.ts';
import { attributeForm } from './attribute-form.ts';
import { attributeValue } from './attribute-value.ts';
import { duid } from './duid.ts';
import { duplicateAttribute } from './duplicate-attribute.ts';
import { duplicateDestination } from './duplicate-destination.ts';
import { flags } from './flags.ts';
import type { ListCheck } from './list-check.ts';
import { longLine } from './long-line.ts';
import { missingScheme } from './missing-scheme.ts';
import { missingUri } from './missing-uri.ts';
import { nothingActive } from './nothing-active.ts';
import { priority } from './priority.ts';
import { separator } from './separator.ts';
import { setId } from './set-id.ts';
import { socket } from './socket.ts';
import { transport } from './transport.ts';
import { unknownAttribute } from './unknown-attribute.ts';
import { unreadText } from './unread-text.ts';
import { unusedSet } from './unused-set.ts';
import { uri } from './uri.ts';
import { weights } from './weights.ts';

/** Every check of lists of destinations. */
export const listChecks: readonly ListCheck[] = [
  addressFamily,
  attributeForm,
  attributeValue,
  duid,
  duplicateAttribute,
  duplicateDestination,
  flags,
  longLine,
  missingScheme,
  missingUri,
  nothingActive,
  priority,
  separator,
  setId,
  socket,
  transport,
  unknownAttribute,
  unreadText,
  unusedSet,
  uri,
  weights,
];
