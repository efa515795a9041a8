import type { Fields } from './combine-versions.ts';
import { addInnerForms } from './inner-names.ts';
import { addNumberMeanings } from './number-meanings.ts';
import { addTransformationParameters } from './transformation-parameters.ts';

/** A module's file with what people have read in Kamailio's sources and no table tells. */
export function addHandMadeFacts(file: Fields): Fields {
  return addTransformationParameters(addInnerForms(addNumberMeanings(file)));
}
