/** What is wrong with an item's text. Token indexes are those of the item, both inclusive. */
export interface SyntaxProblem {
  readonly code: SyntaxCode;
  readonly message: string;
  readonly from: number;
  readonly to: number;
  /** `after`: something is missing behind the token `to`; `at`: the tokens themselves are wrong. */
  readonly place: 'at' | 'after';
}

export type SyntaxCode =
  | 'syntax-error'
  | 'missing-semicolon'
  | 'missing-brace'
  | 'extra-brace'
  | 'empty-block'
  | 'invalid-statement'
  | 'invalid-expression'
  | 'invalid-assignment'
  | 'invalid-case'
  | 'unknown-statement';
