import { FIRST_TOKEN_DECIDES } from './base-grammar.ts';
import { ExpressionGrammar } from './expression-grammar.ts';
import * as t from './token-types.ts';
import type * as tree from './tree.ts';

type CaseHead = Pick<tree.SwitchCase, 'label' | 'isDefault' | 'isRegex'>;

/** Statements of route blocks. Blocks arrive as single tokens, so depth costs no stack and a fault stays in its statement. */
export abstract class StatementGrammar extends ExpressionGrammar {
  readonly statement = this.RULE('statement', (): tree.Statement => {
    return this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.ifStatement) },
        { ALT: () => this.SUBRULE(this.whileStatement) },
        { ALT: () => this.SUBRULE(this.switchStatement) },
        { ALT: () => this.SUBRULE(this.leaveStatement) },
        { ALT: () => this.SUBRULE(this.emptyStatement) },
        { ALT: () => this.SUBRULE(this.simpleStatement) },
      ],
      ...FIRST_TOKEN_DECIDES,
    });
  });

  /** What an if, else or while governs: a block, or one statement. */
  readonly body = this.RULE('body', (): tree.Statement => {
    return this.OR({
      DEF: [{ ALT: () => this.SUBRULE(this.block) }, { ALT: () => this.SUBRULE(this.statement) }],
      ...FIRST_TOKEN_DECIDES,
    });
  });

  readonly block = this.RULE('block', (): tree.BlockStatement => {
    const token = this.CONSUME(t.Block);
    return this.ACTION(() => this.blockNode(token));
  });

  readonly emptyStatement = this.RULE('emptyStatement', (): tree.EmptyStatement => {
    const token = this.CONSUME(t.Semicolon);
    return { kind: 'emptyStatement', from: this.index(token), to: this.index(token) };
  });

  readonly ifStatement = this.RULE('ifStatement', (): tree.IfStatement => {
    const keyword = this.CONSUME(t.If);
    const clauses: { condition: tree.Expression | undefined; body: tree.Statement | undefined }[] = [];
    const condition = this.SUBRULE(this.expression);
    clauses.push({ condition, body: this.SUBRULE(this.body) });
    this.MANY({
      GATE: () => this.LA(2).tokenType === t.If,
      DEF: () => {
        this.CONSUME(t.Else);
        this.CONSUME2(t.If);
        const next = this.SUBRULE2(this.expression);
        clauses.push({ condition: next, body: this.SUBRULE2(this.body) });
      },
    });
    const otherwise = this.OPTION(() => {
      this.CONSUME2(t.Else);
      return this.SUBRULE3(this.body);
    });
    return this.ACTION(() => ({
      kind: 'if' as const,
      from: this.index(keyword),
      to: this.previous(),
      clauses,
      otherwise,
    }));
  });

  readonly whileStatement = this.RULE('whileStatement', (): tree.WhileStatement => {
    const keyword = this.CONSUME(t.While);
    const condition = this.SUBRULE(this.expression);
    const body = this.SUBRULE(this.body);
    return this.ACTION(() => ({
      kind: 'while' as const,
      from: this.index(keyword),
      to: this.previous(),
      condition,
      body,
    }));
  });

  readonly switchStatement = this.RULE('switchStatement', (): tree.SwitchStatement => {
    const keyword = this.CONSUME(t.Switch);
    const subject = this.SUBRULE(this.expression);
    const token = this.CONSUME(t.Block);
    return this.ACTION(() => {
      const node: tree.Mutable<tree.SwitchStatement> = {
        kind: 'switch',
        from: this.index(keyword),
        to: this.previous(),
        subject,
        cases: [],
        stray: [],
      };
      if (token.isInsertedInRecovery !== true) {
        this.putOff(token, true, (stray, cases) => {
          node.stray = stray;
          node.cases = cases;
        });
      }
      return node;
    });
  });

  readonly leaveStatement = this.RULE('leaveStatement', (): tree.LeaveStatement => {
    const keyword = this.CONSUME(t.LeaveKeyword);
    const value = this.OPTION(() =>
      this.OR([
        {
          GATE: () => this.LA(2).tokenType === t.RightParen,
          ALT: (): tree.Expression | undefined => {
            this.CONSUME(t.LeftParen);
            this.CONSUME(t.RightParen);
            return undefined;
          },
        },
        { ALT: () => this.SUBRULE(this.expression) },
      ]),
    );
    this.SUBRULE(this.semicolon);
    return this.ACTION(() => ({
      kind: 'leave' as const,
      from: this.index(keyword),
      to: this.previous(),
      keyword: this.index(keyword),
      value,
    }));
  });

  /** An assignment or a call; what else an expression can be is refused by the checks of the tree. */
  readonly simpleStatement = this.RULE('simpleStatement', (): tree.Statement => {
    const from = this.ACTION(() => this.upcoming());
    const expression = this.SUBRULE(this.expression);
    const assigned = this.OPTION(() => ({
      operator: this.OR([{ ALT: () => this.CONSUME(t.Assign) }, { ALT: () => this.CONSUME(t.AddAssign) }]),
      value: this.SUBRULE2(this.expression),
    }));
    this.SUBRULE(this.semicolon);
    return this.ACTION((): tree.Statement => {
      const span = { from, to: this.previous() };
      if (expression === undefined) return { kind: 'unknownStatement', ...span };
      if (assigned === undefined) return { kind: 'expressionStatement', ...span, expression };
      const operator = this.index(assigned.operator);
      return { kind: 'assignment', ...span, target: expression, operator, value: assigned.value };
    });
  });

  /** The end of a statement. A missing one is noted and costs no more, so that the statement before it stays whole. */
  readonly semicolon = this.RULE('semicolon', (): void => {
    const found = this.OPTION(() => this.CONSUME(t.Semicolon));
    this.ACTION(() => {
      if (found === undefined && this.previousToken?.tokenType !== t.Block) this.noteMissing("';'");
    });
  });

  /** `case …:` or `default:`; the statements behind it are chunks of their own. */
  readonly caseLabel = this.RULE('caseLabel', (): tree.SwitchCase => {
    const from = this.ACTION(() => this.upcoming());
    const head = this.OR([
      {
        ALT: (): CaseHead => {
          this.CONSUME(t.Case);
          const slash = this.OPTION(() => this.CONSUME(t.Slash));
          const label = this.SUBRULE(this.expression);
          return { label, isDefault: false, isRegex: slash !== undefined };
        },
      },
      {
        ALT: (): CaseHead => {
          this.CONSUME(t.Default);
          return { label: undefined, isDefault: true, isRegex: false };
        },
      },
    ]);
    const colon = this.OPTION2(() => this.CONSUME(t.Colon));
    this.ACTION(() => {
      if (colon === undefined) this.noteMissing("':'");
    });
    return this.ACTION(() => ({ kind: 'case' as const, from, to: this.previous(), ...head, statements: [] }));
  });
}
