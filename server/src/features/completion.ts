import type { Analysis } from '../semantic/analysis.ts';
import type { SourceText } from '../syntax/source-text.ts';
import { readCursor, type Cursor } from './completion-context/cursor.ts';
import type { Slot } from './completion-context/slot.ts';
import { completeArgument } from './completion-items/arguments.ts';
import { completeDirectiveArgument, completeDirectiveKeyword } from './completion-items/directives.ts';
import { documentationOf } from './completion-items/documentation.ts';
import { completeCaseLabel, completeOperand, completeOperator } from './completion-items/expressions.ts';
import { NO_COMPLETION, type CompletionResult } from './completion-items/item.ts';
import { completeModuleParameter, completeModulePath } from './completion-items/modules.ts';
import { completeVariable } from './completion-items/pseudo-variables.ts';
import type { Completion, KnownSet } from './completion-items/request.ts';
import { completeBrackets } from './completion-items/routes.ts';
import { completeStatement } from './completion-items/statements.ts';
import { completeItem } from './completion-items/top-level.ts';
import { completeSettingValue, completeSocketAttribute, completeSocketValue } from './completion-items/values.ts';
import { namesOf } from './completion-names.ts';
import { findVariablePlace, type VariablePlace } from './completion-variable.ts';

/** Characters after which an editor asks by itself; `complete` answers only where one of them calls for it. */
export const COMPLETION_TRIGGERS: readonly string[] = [
  '$',
  '{',
  '.',
  '(',
  ',',
  '"',
  "'",
  '!',
  '[',
  '=',
  '>',
  '|',
  ';',
  ' ',
];

/**
 * What can be written at an offset of a file of the program, in text that Kamailio reads and in text that a condition
 * keeps from it. The text before the cursor decides, so half-typed text is no obstacle. Never throws.
 * @param trigger the character that made the editor ask; `undefined` where the user did, or goes on with a word
 * @param sets gives the dispatcher sets to propose
 */
export function complete(
  analysis: Analysis,
  source: SourceText,
  offset: number,
  trigger?: string,
  sets: () => readonly KnownSet[] = () => [],
): CompletionResult {
  const { catalog, program } = analysis;
  const cursor = readCursor(analysis, source, offset);
  if (cursor.site.kind === 'nothing') return NO_COMPLETION;
  const place = variablePlace(cursor);
  if (trigger !== undefined && !callsFor(trigger, cursor, place !== undefined)) return NO_COMPLETION;
  const completion: Completion = { analysis, catalog, names: namesOf(program), cursor, sets };
  if (place) return completeVariable(completion, place) ?? NO_COMPLETION;
  const { site, slot } = cursor;
  switch (site.kind) {
    case 'directiveKeyword':
      return completeDirectiveKeyword(completion, site.start, site.end);
    case 'directive':
      return completeDirectiveArgument(completion, site.directive);
    case 'brackets':
      return completeBrackets(completion, site.routeKind, site.start, site.end);
    case 'string':
      return completeString(completion, slot);
    case 'code':
      return completeCode(completion, slot);
    default:
      return NO_COMPLETION;
  }
}

/** The part of a pseudo-variable that is typed, in code, in a string or in the value of a define. */
function variablePlace({ site, source, offset }: Cursor): VariablePlace | undefined {
  switch (site.kind) {
    case 'variable':
      return findVariablePlace(source.text, site.token.start, offset);
    case 'string':
      return findVariablePlace(source.text, site.literal.start, offset);
    case 'directive': {
      const { value } = site.directive;
      if (!value || offset < value.start || site.directive.kind.startsWith('defexp')) return undefined;
      const line = source.lineStart(source.lineAt(offset));
      return findVariablePlace(source.text, Math.max(line, value.start), offset);
    }
    default:
      return undefined;
  }
}

/** Whether a typed character opens a place that has items of its own: after all others the user goes on undisturbed. */
function callsFor(trigger: string, { site, slot }: Cursor, isInVariable: boolean): boolean {
  const isInString = site.kind === 'string';
  switch (trigger) {
    case '$':
    case '{':
    case '.':
      return isInVariable;
    case '!':
      return site.kind === 'directiveKeyword';
    case '[':
      return site.kind === 'brackets';
    case '"':
    case "'":
      return isInString && slot.kind !== 'none';
    case '(':
      return isInVariable || (slot.kind !== 'statement' && slot.kind !== 'none');
    case ',':
      return !isInVariable && !isInString && (slot.kind === 'moduleParameter' || slot.kind === 'argument');
    case '>':
      return isInVariable || (isInString && slot.kind === 'moduleParameter');
    case '=':
      return !isInVariable && !isInString && (slot.kind === 'settingValue' || slot.kind === 'socketValue');
    case '|':
    case ';':
      return isInString && !isInVariable && slot.kind !== 'operand';
    case ' ':
      return (
        site.kind === 'directive' ||
        (site.kind === 'code' &&
          (slot.kind === 'modulePath' || (slot.kind === 'operand' && slot.compared !== undefined)))
      );
    default:
      return true;
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
      return completeStatement(completion, slot.mayBeElse);
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
