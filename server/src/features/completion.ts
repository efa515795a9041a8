import type { Analysis } from '../semantic/analysis.ts';
import type { SourceText } from '../syntax/source-text.ts';
import { readCursor, type Slot } from './completion-context.ts';
import { completeArgument } from './completion-items/arguments.ts';
import { completeDirectiveArgument, completeDirectiveKeyword } from './completion-items/directives.ts';
import { documentationOf } from './completion-items/documentation.ts';
import { completeCaseLabel, completeOperand, completeOperator } from './completion-items/expressions.ts';
import { NO_COMPLETION, type CompletionResult } from './completion-items/item.ts';
import { completeModuleParameter, completeModulePath } from './completion-items/modules.ts';
import { completeVariable } from './completion-items/pseudo-variables.ts';
import type { Completion } from './completion-items/request.ts';
import { completeBrackets } from './completion-items/routes.ts';
import { completeStatement } from './completion-items/statements.ts';
import { completeItem } from './completion-items/top-level.ts';
import { completeSettingValue, completeSocketAttribute, completeSocketValue } from './completion-items/values.ts';
import { namesOf } from './completion-names.ts';
import { findVariablePlace } from './completion-variable.ts';

/**
 * What can be written at an offset of a file of the program, in text that Kamailio reads and in text that a condition
 * keeps from it. The text before the cursor decides, so half-typed text is no obstacle. Never throws.
 */
export function complete(analysis: Analysis, source: SourceText, offset: number): CompletionResult {
  const { catalog, program } = analysis;
  const cursor = readCursor(analysis, source, offset);
  const { site, slot } = cursor;
  if (site.kind === 'nothing') return NO_COMPLETION;
  const completion: Completion = { analysis, catalog, names: namesOf(program), cursor };
  switch (site.kind) {
    case 'directiveKeyword':
      return completeDirectiveKeyword(completion, site.start, site.end);
    case 'directive':
      return completeDirectiveArgument(completion, site.directive);
    case 'brackets':
      return completeBrackets(completion, site.routeKind, site.start, site.end);
    case 'variable': {
      const place = findVariablePlace(source.text, site.token.start, cursor.offset);
      return (place && completeVariable(completion, place)) ?? NO_COMPLETION;
    }
    case 'string': {
      const place = findVariablePlace(source.text, site.literal.start, cursor.offset);
      return place ? (completeVariable(completion, place) ?? NO_COMPLETION) : completeString(completion, slot);
    }
    case 'code':
      return completeCode(completion, slot);
  }
}

/** The documentation of an item, by its `documentationKey`, as Markdown; nothing where there is none. */
export function resolveCompletion(analysis: Analysis, key: string): string | undefined {
  return documentationOf(analysis, key);
}

function completeCode(completion: Completion, slot: Slot): CompletionResult {
  switch (slot.kind) {
    case 'none':
      return NO_COMPLETION;
    case 'item':
      return completeItem(completion);
    case 'statement':
      return completeStatement(completion, slot.afterElse);
    case 'operator':
      return completeOperator(completion, slot.isAssignable);
    case 'socketAttribute':
      return completeSocketAttribute(completion);
    default:
      return completeString(completion, slot);
  }
}

/** What a string may hold, by where it stands; in a place where any text goes, nothing. */
function completeString(completion: Completion, slot: Slot): CompletionResult {
  switch (slot.kind) {
    case 'modulePath':
      return completeModulePath(completion);
    case 'moduleParameter':
      return completeModuleParameter(completion, slot.argument, slot.module, slot.parameter);
    case 'settingValue':
      return completeSettingValue(completion, slot.setting, slot.part);
    case 'socketValue':
      return completeSocketValue(completion, slot.attribute);
    case 'argument':
      return completeArgument(completion, slot.function, slot.argument);
    case 'operand':
      return completeOperand(completion, slot.compared, slot.assigned);
    case 'caseLabel':
      return completeCaseLabel(completion, slot.subject);
    default:
      return NO_COMPLETION;
  }
}
