import type { Catalog } from '../catalog/catalog.ts';
import type { FunctionEntry, Owned } from '../catalog/types.ts';
import type { Analysis } from '../semantic/analysis.ts';
import { paragraphs } from '../text/markdown.ts';
import { describeValues, explainsValues } from './catalog-markdown/constraints.ts';
import {
  coreFunctionForms,
  describeArgumentKind,
  functionForms,
  type FormParameter,
  type FunctionForm,
} from './function-forms.ts';
import { preferLoaded } from './symbol-at.ts';

/** A way of calling a function, with the module that has it; `undefined` for one of the core. */
export interface CalledForm {
  readonly module: string | undefined;
  readonly form: FunctionForm;
  /** What the function does. */
  readonly text: string | undefined;
}

/**
 * The ways of calling what a name means: a function of the core, of the loaded modules, or of any where none of them is
 * loaded.
 * @param given the number of arguments that are written; without it, whatever their number
 */
export function calledForms(analysis: Analysis, name: string, given?: number): readonly CalledForm[] {
  const { catalog } = analysis;
  const core = catalog.coreFunction(name);
  const forms = core
    ? coreFunctionForms(core.entry, name).map((form) => ({ module: undefined, form, text: core.entry.text }))
    : preferLoaded(analysis, preferCurrent(catalog, catalog.functionsNamed(name))).flatMap(({ module, entry }) =>
        functionForms(entry).map((form) => ({ module, form, text: entry.text })),
      );
  return given === undefined
    ? forms
    : forms.filter(({ form }) => form.minArguments <= given && given <= form.maxArguments);
}

/** Those that this version has, or all where it has none. */
function preferCurrent(catalog: Catalog, functions: readonly Owned<FunctionEntry>[]): readonly Owned<FunctionEntry>[] {
  const current = functions.filter(({ entry }) => catalog.has(entry));
  return current.length > 0 ? current : functions;
}

/** What is known of an argument, counted from 0, of each of those forms that has it. */
export function argumentsAt(forms: readonly CalledForm[], argument: number): readonly FormParameter[] {
  return forms.flatMap(({ form }) => form.parameters[argument] ?? []);
}

/** What an argument says, what its numbers mean, and how Kamailio reads it; as Markdown. */
export function describeArgument({ kind, known }: FormParameter): string | undefined {
  const reading = kind === undefined ? undefined : describeArgumentKind(kind);
  const isTold = known?.constraint !== undefined && explainsValues(known.text, known.constraint);
  const values = known?.constraint && !isTold ? describeValues(known.constraint, known.text) : undefined;
  if (known?.text === undefined && values === undefined) return reading;
  const text = paragraphs([known?.text, values, reading === undefined ? undefined : `*${reading}*`]);
  return text === '' ? undefined : text;
}
