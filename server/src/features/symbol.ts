import type { Define } from '../semantic/define.ts';
import type { FileReference } from '../semantic/file-parameters.ts';
import type { ResolvedFile } from '../semantic/program-host.ts';
import type { RouteDefinition, RouteList, RouteReference } from '../semantic/route-references.ts';
import type { SourceRange } from '../syntax/source-text.ts';

interface At {
  /** The place of the name in the file. */
  readonly range: SourceRange;
}

export interface ModuleAt extends At {
  readonly kind: 'module';
  readonly name: string;
}

export interface ModuleParameterAt extends At {
  readonly kind: 'moduleParameter';
  /** The first argument of the `modparam`, as it stands. */
  readonly module: string;
  readonly name: string;
  /** Whether the cursor is on the parameter's name or on its value. */
  readonly part: 'name' | 'value';
  /** The text of the value, where one can be known. */
  readonly value: string | undefined;
}

export interface SettingAt extends At {
  readonly kind: 'coreSetting';
  readonly name: string;
}

export interface SocketAttributeAt extends At {
  readonly kind: 'socketAttribute';
  readonly name: string;
}

/** A custom global parameter, where it is set or read. */
export interface CustomGlobalAt extends At {
  readonly kind: 'customGlobal';
  readonly group: string;
  readonly name: string;
}

export interface FunctionAt extends At {
  readonly kind: 'function';
  readonly name: string;
}

export interface RouteAt extends At {
  readonly kind: 'route';
  readonly list: RouteList;
  /** As Kamailio keeps it; see `RouteReference.name`. */
  readonly name: string;
  /** The block whose header the cursor is in. */
  readonly definition: RouteDefinition | undefined;
  readonly reference: RouteReference | undefined;
}

export interface PseudoVariableAt extends At {
  readonly kind: 'pseudoVariable';
  /** Without `$`. */
  readonly name: string;
  readonly inner: string | undefined;
}

export interface TransformationAt extends At {
  readonly kind: 'transformation';
  readonly class: string;
  readonly operation: string | undefined;
}

export interface DefineAt extends At {
  readonly kind: 'define';
  readonly name: string;
  /** What the name stands for here; `undefined` where it is not defined. */
  readonly define: Define | undefined;
  readonly role: 'definition' | 'use' | 'condition';
  /** Whether Kamailio reads this place. */
  readonly isActive: boolean;
  /** What stands here once the define is replaced. */
  readonly expansion: SymbolAt | undefined;
}

export interface DirectiveAt extends At {
  readonly kind: 'directive';
  /** The keyword without `#!`. */
  readonly name: string;
}

/** `loadmodule`, `modparam`, `flags` … */
export interface StatementAt extends At {
  readonly kind: 'statement';
  readonly name: string;
}

export interface ConditionKeywordAt extends At {
  readonly kind: 'conditionKeyword';
  readonly name: string;
}

export interface FlagAt extends At {
  readonly kind: 'flag';
  readonly name: string;
}

/** A hash table of the htable module. */
export interface HashTableAt extends At {
  readonly kind: 'hashTable';
  readonly name: string;
}

/** The path of an included file, or of one that a module parameter names. */
export interface FileAt extends At {
  readonly kind: 'file';
  readonly path: string;
  readonly resolved: ResolvedFile | undefined;
  readonly by: 'include' | 'import' | 'parameter';
  /** The module parameter that names it. */
  readonly reference: FileReference | undefined;
}

export type SymbolAt =
  | ModuleAt
  | ModuleParameterAt
  | SettingAt
  | SocketAttributeAt
  | CustomGlobalAt
  | FunctionAt
  | RouteAt
  | PseudoVariableAt
  | TransformationAt
  | DefineAt
  | DirectiveAt
  | StatementAt
  | ConditionKeywordAt
  | FlagAt
  | HashTableAt
  | FileAt;
