import { EmbeddedActionsParser, EOF, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain';
import type { Token } from './token.ts';
import * as t from './token-types.ts';
import type * as tree from './tree.ts';

/** A token as the parser sees it: a block counts as one, and each knows its place among the item's tokens. */
export interface ParserToken extends IToken {
  readonly tokenTypeIdx: number;
  /** Index of the (first) token in the item. */
  readonly index: number;
  /** Index of the last token: behind a block's closing brace. */
  readonly last: number;
  readonly token: Token;
  /** What stands between the braces, for a block only. */
  readonly inner: readonly ParserToken[] | undefined;
}

/** A block the grammar has met but not entered; `ItemReader` reads it and fills in the statements. */
export interface PendingBlock {
  readonly token: ParserToken;
  readonly isSwitch: boolean;
  accept(inner: readonly tree.Statement[], cases: readonly tree.SwitchCase[]): void;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Names of settings and functions whose values are socket addresses rather than plain values. */
const ADDRESS_SETTINGS = new Set(['listen', 'alias', 'domain', 'advertised_address', 'bind', 'advertise', 'ADVERTISE']);
const ADDRESS_FUNCTIONS = new Set(['force_send_socket', 'set_advertised_address']);

/** Binding strength of the infix operators, weakest first, as declared in cfg.y. All of them group to the left. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  or: 1,
  '&&': 2,
  and: 2,
  '|': 3,
  '&': 4,
  '^': 5,
  '<<': 6,
  '>>': 7,
  '==': 8,
  '!=': 8,
  '=~': 8,
  eq: 8,
  ne: 8,
  ieq: 8,
  ine: 8,
  '<': 9,
  '>': 9,
  '<=': 9,
  '>=': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  mod: 11,
};

function describe(token: IToken): string {
  if (token.tokenType === EOF) return 'the end of the statement';
  const image = token.image.length > 40 ? `${token.image.slice(0, 37)}…` : token.image;
  return `'${image}'`;
}

function label(type: TokenType): string {
  return type.LABEL ?? type.name;
}

const messages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => `expected ${label(expected)} but found ${describe(actual)}`,
  buildNotAllInputParsedMessage: ({ firstRedundant }) => `unexpected ${describe(firstRedundant)}`,
  buildNoViableAltMessage: ({ actual }) => `unexpected ${describe(actual[0]!)}`,
  buildEarlyExitMessage: ({ actual }) => `unexpected ${describe(actual[0]!)}`,
};

/** The strength of `==` and its kin; the operators of order bind more strongly. */
const COMPARISON = 8;

/**
 * The grammar of Kamailio's configuration language, one rule a construct. Blocks arrive as single tokens, so the depth
 * of a configuration costs no stack, and a fault in one statement stays in it.
 */
class KamailioGrammar extends EmbeddedActionsParser {
  /** Blocks met while the last rule ran, in the order of the text. */
  pending: PendingBlock[] = [];

  constructor() {
    super(t.tokenVocabulary, { recoveryEnabled: true, maxLookahead: 3, errorMessageProvider: messages });
    this.performSelfAnalysis();
  }

  #index(token: IToken): number {
    return (token as ParserToken).index;
  }

  #last(token: IToken): number {
    return (token as ParserToken).last;
  }

  /** Index of the token read last. */
  #previous(): number {
    const token = this.LA(0) as ParserToken;
    return token?.last ?? 0;
  }

  /** Index of the token to come. */
  #upcoming(): number {
    const next = this.LA(1) as ParserToken;
    return next?.index ?? this.#previous() + 1;
  }

  #optionalIndex(token: IToken | undefined): number | undefined {
    if (token === undefined || token.isInsertedInRecovery === true) return undefined;
    return this.#index(token);
  }

  #block(token: IToken): tree.BlockStatement {
    const node: Mutable<tree.BlockStatement> = {
      kind: 'block',
      from: this.#index(token),
      to: this.#last(token),
      statements: [],
    };
    if (token.isInsertedInRecovery === true) return node;
    this.pending.push({
      token: token as ParserToken,
      isSwitch: false,
      accept: (statements) => {
        node.statements = statements;
      },
    });
    return node;
  }

  // Top-level items

  readonly item = this.RULE('item', (): tree.ItemNode => {
    return this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.routeBlock) },
        { ALT: () => this.SUBRULE(this.loadModule) },
        { ALT: () => this.SUBRULE(this.moduleParameter) },
        { ALT: () => this.SUBRULE(this.loadPath) },
        { ALT: () => this.SUBRULE(this.configEngine) },
        { ALT: () => this.SUBRULE(this.flagDeclarations) },
        { ALT: () => this.SUBRULE(this.subst) },
        { ALT: () => this.SUBRULE(this.customGlobal) },
        { ALT: () => this.SUBRULE(this.coreSetting) },
        { ALT: () => this.SUBRULE(this.emptyItem) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  readonly emptyItem = this.RULE('emptyItem', (): tree.EmptyItem => {
    const token = this.CONSUME(t.Semicolon);
    return { kind: 'emptyItem', from: this.#index(token), to: this.#index(token) };
  });

  readonly routeBlock = this.RULE('routeBlock', (): tree.RouteBlock => {
    const keyword = this.CONSUME(t.RouteKeyword);
    let name: IToken | undefined;
    this.OPTION(() => {
      this.CONSUME(t.LeftBracket);
      name = this.OR([
        { ALT: () => this.CONSUME(t.NumberLiteral) },
        { ALT: () => this.CONSUME(t.AnyWord) },
        { ALT: () => this.CONSUME(t.StringLiteral) },
        { ALT: () => this.CONSUME(t.EventName) },
      ]);
      this.CONSUME(t.RightBracket);
    });
    const block = this.CONSUME(t.Block);
    return this.ACTION(() => ({
      kind: 'routeBlock' as const,
      routeKind: keyword.image as tree.RouteKind,
      from: this.#index(keyword),
      to: this.#previous(),
      name: this.#optionalIndex(name),
      body: block.isInsertedInRecovery === true ? undefined : this.#block(block),
    }));
  });

  readonly loadModule = this.RULE('loadModule', (): tree.LoadModule => {
    const keyword = this.CONSUME(t.LoadModule);
    let path: IToken | undefined;
    let options: IToken | undefined;
    this.OR([
      { ALT: () => (path = this.CONSUME(t.StringLiteral)) },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          path = this.CONSUME2(t.StringLiteral);
          this.OPTION(() => {
            this.CONSUME(t.Comma);
            options = this.CONSUME3(t.StringLiteral);
          });
          this.CONSUME(t.RightParen);
        },
      },
    ]);
    return this.ACTION(() => ({
      kind: 'loadModule' as const,
      from: this.#index(keyword),
      to: this.#previous(),
      keyword: this.#index(keyword),
      path: this.#optionalIndex(path),
      options: this.#optionalIndex(options),
    }));
  });

  readonly loadPath = this.RULE('loadPath', (): tree.LoadPath => {
    const keyword = this.CONSUME(t.LoadPath);
    this.OPTION(() => this.CONSUME(t.Assign));
    const path = this.CONSUME(t.StringLiteral);
    return this.ACTION(() => ({
      kind: 'loadPath' as const,
      from: this.#index(keyword),
      to: this.#previous(),
      path: this.#optionalIndex(path),
    }));
  });

  readonly configEngine = this.RULE('configEngine', (): tree.ConfigEngine => {
    const keyword = this.CONSUME(t.CfgEngine);
    this.OPTION(() => this.CONSUME(t.Assign));
    const engine = this.CONSUME(t.StringLiteral);
    return this.ACTION(() => ({
      kind: 'cfgEngine' as const,
      from: this.#index(keyword),
      to: this.#previous(),
      engine: this.#optionalIndex(engine),
    }));
  });

  readonly moduleParameter = this.RULE('moduleParameter', (): tree.ModuleParameter => {
    const keyword = this.CONSUME(t.ModParam);
    this.CONSUME(t.LeftParen);
    const module = this.CONSUME(t.StringLiteral);
    this.CONSUME(t.Comma);
    const parameter = this.CONSUME2(t.StringLiteral);
    this.CONSUME2(t.Comma);
    const value = this.SUBRULE(this.literalValue);
    this.CONSUME(t.RightParen);
    return this.ACTION(() => ({
      kind: 'moduleParameter' as const,
      from: this.#index(keyword),
      to: this.#previous(),
      keyword: this.#index(keyword),
      module: this.#optionalIndex(module),
      parameter: this.#optionalIndex(parameter),
      value,
    }));
  });

  readonly flagDeclarations = this.RULE('flagDeclarations', (): tree.FlagDeclarations => {
    const keyword = this.OR([
      { ALT: () => this.CONSUME(t.FlagsDeclaration) },
      { ALT: () => this.CONSUME(t.AvpFlagsDeclaration) },
    ]);
    const flags: { name: number; number: number | undefined }[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: t.Comma,
      DEF: () => {
        const name = this.OR2([{ ALT: () => this.CONSUME(t.StringLiteral) }, { ALT: () => this.CONSUME(t.AnyWord) }]);
        let number: IToken | undefined;
        this.OPTION(() => {
          this.CONSUME(t.Colon);
          number = this.CONSUME(t.NumberLiteral);
        });
        this.ACTION(() => flags.push({ name: this.#index(name), number: this.#optionalIndex(number) }));
      },
    });
    return this.ACTION(() => ({
      kind: 'flagDeclarations' as const,
      from: this.#index(keyword),
      to: this.#previous(),
      keyword: this.#index(keyword),
      flags,
    }));
  });

  readonly subst = this.RULE('subst', (): tree.SubstStatement => {
    const keyword = this.CONSUME(t.SubstDirective);
    const expression = this.CONSUME(t.StringLiteral);
    return this.ACTION(() => ({
      kind: 'subst' as const,
      from: this.#index(keyword),
      to: this.#previous(),
      keyword: this.#index(keyword),
      expression: this.#optionalIndex(expression),
    }));
  });

  readonly customGlobal = this.RULE('customGlobal', (): tree.CustomGlobal => {
    const group = this.CONSUME(t.AnyWord);
    let index: IToken | undefined;
    this.OPTION(() => {
      this.CONSUME(t.LeftBracket);
      index = this.CONSUME(t.NumberLiteral);
      this.CONSUME(t.RightBracket);
    });
    this.CONSUME(t.Dot);
    const name = this.CONSUME2(t.AnyWord);
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.literalValue);
    let description: IToken | undefined;
    this.OPTION2(() => {
      this.CONSUME(t.Description);
      description = this.CONSUME(t.StringLiteral);
    });
    return this.ACTION(() => ({
      kind: 'customGlobal' as const,
      from: this.#index(group),
      to: this.#previous(),
      group: this.#index(group),
      index: this.#optionalIndex(index),
      name: this.#index(name),
      value,
      description: this.#optionalIndex(description),
    }));
  });

  readonly coreSetting = this.RULE('coreSetting', (): tree.CoreSetting => {
    const name = this.CONSUME(t.AnyWord);
    this.OPTION(() => {
      this.CONSUME(t.LeftBracket);
      this.OR([{ ALT: () => this.CONSUME2(t.AnyWord) }, { ALT: () => this.CONSUME(t.StringLiteral) }]);
      this.CONSUME(t.RightBracket);
    });
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.settingValue, { ARGS: [name] });
    return this.ACTION(() => ({
      kind: 'coreSetting' as const,
      from: this.#index(name),
      to: this.#previous(),
      name: this.#index(name),
      value,
    }));
  });

  readonly settingValue = this.RULE('settingValue', (name?: IToken): tree.SettingValue => {
    const isAddress = name !== undefined && ADDRESS_SETTINGS.has(name.image);
    return this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.socketBlock) },
        { GATE: () => isAddress, ALT: () => this.SUBRULE(this.socketValue) },
        { ALT: () => this.SUBRULE(this.literalValue) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  readonly literalValue = this.RULE('literalValue', (): tree.LiteralValue => {
    const from = this.ACTION(() => this.#upcoming());
    let negative = false;
    this.OPTION(() => {
      this.CONSUME(t.Minus);
      negative = true;
    });
    const token = this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.NumberLiteral) },
        { ALT: () => this.CONSUME(t.StringLiteral) },
        { ALT: () => this.CONSUME(t.AnyWord) },
        { ALT: () => this.CONSUME(t.NumWord) },
        { ALT: () => this.CONSUME(t.IPv4) },
        { ALT: () => this.CONSUME(t.IPv6) },
        { ALT: () => this.CONSUME(t.Star) },
        { ALT: () => this.CONSUME(t.PseudoVariable) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    return this.ACTION(() => ({
      kind: 'literalValue' as const,
      from,
      to: this.#previous(),
      negative,
      token: this.#index(token),
    }));
  });

  readonly socketBlock = this.RULE('socketBlock', (): tree.SocketBlockValue => {
    const token = this.CONSUME(t.Block);
    return this.ACTION(() => {
      const node: Mutable<tree.SocketBlockValue> = {
        kind: 'socketBlockValue',
        from: this.#index(token),
        to: this.#last(token),
        attributes: [],
      };
      this.socketBlocks.push({ token: token as ParserToken, node });
      return node;
    });
  });

  /** Socket blocks met while the last rule ran. */
  socketBlocks: { token: ParserToken; node: Mutable<tree.SocketBlockValue> }[] = [];

  readonly socketAttribute = this.RULE('socketAttribute', (): tree.SocketAttribute => {
    const name = this.CONSUME(t.AnyWord);
    this.CONSUME(t.Assign);
    const value = this.SUBRULE(this.settingValue, { ARGS: [name] });
    return this.ACTION(() => ({
      kind: 'socketAttribute' as const,
      from: this.#index(name),
      to: this.#previous(),
      name: this.#index(name),
      value,
    }));
  });

  readonly socketValue = this.RULE('socketValue', (): tree.SocketValue => {
    const from = this.ACTION(() => this.#upcoming());
    const addresses: tree.AddressValue[] = [];
    let advertise: tree.AddressValue | undefined;
    let name: IToken | undefined;
    const isSuffix = (): boolean =>
      /^(?:advertise|ADVERTISE|name|NAME|virtual|agname|AGNAME|vrf|VRF)$/.test(this.LA(1).image);
    addresses.push(this.SUBRULE(this.address));
    this.MANY({ GATE: () => !isSuffix(), DEF: () => addresses.push(this.SUBRULE2(this.address)) });
    this.MANY2(() => {
      const word = this.CONSUME(t.Word);
      this.OR({
        DEF: [
          {
            GATE: () => /^name$/i.test(word.image) || /^(?:agname|vrf)$/i.test(word.image),
            ALT: () => {
              const text = this.CONSUME(t.StringLiteral);
              if (/^name$/i.test(word.image)) name = text;
            },
          },
          { GATE: () => /^advertise$/i.test(word.image), ALT: () => (advertise = this.SUBRULE3(this.address)) },
          { ALT: () => undefined },
        ],
        IGNORE_AMBIGUITIES: true,
      });
    });
    return this.ACTION(() => ({
      kind: 'socketValue' as const,
      from,
      to: this.#previous(),
      addresses: addresses.filter((address) => address !== undefined),
      advertise,
      name: this.#optionalIndex(name),
    }));
  });

  readonly address = this.RULE('address', (): tree.AddressValue => {
    const from = this.ACTION(() => this.#upcoming());
    let protocol: IToken | undefined;
    let port: IToken | undefined;
    let lastPort: IToken | undefined;
    const hosts: tree.NodeBase[] = [];
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Colon && !(this.LA(3).image === '*' || this.LA(1).image === ':'),
      DEF: () => {
        protocol = this.OR([{ ALT: () => this.CONSUME(t.Protocol) }, { ALT: () => this.CONSUME(t.Star) }]);
        this.CONSUME(t.Colon);
      },
    });
    this.OR2([
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => hosts.push(this.SUBRULE(this.host)) });
          this.CONSUME(t.RightParen);
        },
      },
      { ALT: () => hosts.push(this.SUBRULE2(this.host)) },
    ]);
    this.OPTION2(() => {
      this.CONSUME2(t.Colon);
      port = this.OR3([{ ALT: () => this.CONSUME(t.NumberLiteral) }, { ALT: () => this.CONSUME2(t.Star) }]);
      this.OPTION3(() => {
        this.CONSUME(t.Minus);
        lastPort = this.CONSUME2(t.NumberLiteral);
      });
    });
    return this.ACTION(() => ({
      kind: 'addressValue' as const,
      from,
      to: this.#previous(),
      protocol: this.#optionalIndex(protocol),
      hosts: hosts.filter((host) => host !== undefined),
      port: this.#optionalIndex(port),
      lastPort: this.#optionalIndex(lastPort),
    }));
  });

  readonly host = this.RULE('host', (): tree.NodeBase => {
    const from = this.ACTION(() => this.#upcoming());
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.IPv4) },
        { ALT: () => this.CONSUME(t.IPv6) },
        { ALT: () => this.CONSUME(t.StringLiteral) },
        {
          ALT: () => {
            this.CONSUME(t.LeftBracket);
            this.CONSUME2(t.IPv6);
            this.CONSUME(t.RightBracket);
          },
        },
        {
          ALT: () => {
            this.SUBRULE(this.hostPart);
            this.MANY(() => {
              this.OR2([{ ALT: () => this.CONSUME(t.Dot) }, { ALT: () => this.CONSUME(t.Minus) }]);
              this.SUBRULE2(this.hostPart);
            });
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    return this.ACTION(() => ({ from, to: this.#previous() }));
  });

  readonly hostPart = this.RULE('hostPart', (): void => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Word) },
        { ALT: () => this.CONSUME(t.NumWord) },
        { ALT: () => this.CONSUME(t.NumberLiteral) },
        { ALT: () => this.CONSUME(t.AnyWord) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  // Statements

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
      IGNORE_AMBIGUITIES: true,
    });
  });

  /** What an if, else or while governs: a block, or one statement. */
  readonly body = this.RULE('body', (): tree.Statement => {
    return this.OR({
      DEF: [{ ALT: () => this.SUBRULE(this.block) }, { ALT: () => this.SUBRULE(this.statement) }],
      IGNORE_AMBIGUITIES: true,
    });
  });

  readonly block = this.RULE('block', (): tree.BlockStatement => {
    const token = this.CONSUME(t.Block);
    return this.ACTION(() => this.#block(token));
  });

  readonly emptyStatement = this.RULE('emptyStatement', (): tree.EmptyStatement => {
    const token = this.CONSUME(t.Semicolon);
    return { kind: 'emptyStatement', from: this.#index(token), to: this.#index(token) };
  });

  readonly ifStatement = this.RULE('ifStatement', (): tree.IfStatement => {
    const keyword = this.CONSUME(t.If);
    const clauses: { condition: tree.Expression | undefined; body: tree.Statement | undefined }[] = [];
    let otherwise: tree.Statement | undefined;
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
    this.OPTION(() => {
      this.CONSUME2(t.Else);
      otherwise = this.SUBRULE3(this.body);
    });
    return this.ACTION(() => ({
      kind: 'if' as const,
      from: this.#index(keyword),
      to: this.#previous(),
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
      from: this.#index(keyword),
      to: this.#previous(),
      condition,
      body,
    }));
  });

  readonly switchStatement = this.RULE('switchStatement', (): tree.SwitchStatement => {
    const keyword = this.CONSUME(t.Switch);
    const subject = this.SUBRULE(this.expression);
    const token = this.CONSUME(t.Block);
    return this.ACTION(() => {
      const node: Mutable<tree.SwitchStatement> = {
        kind: 'switch',
        from: this.#index(keyword),
        to: this.#previous(),
        subject,
        cases: [],
        stray: [],
      };
      if (token.isInsertedInRecovery !== true) {
        this.pending.push({
          token: token as ParserToken,
          isSwitch: true,
          accept: (stray, cases) => {
            node.stray = stray;
            node.cases = cases;
          },
        });
      }
      return node;
    });
  });

  readonly leaveStatement = this.RULE('leaveStatement', (): tree.LeaveStatement => {
    const keyword = this.CONSUME(t.LeaveKeyword);
    let value: tree.Expression | undefined;
    this.OPTION(() => {
      this.OR([
        {
          GATE: () => this.LA(2).tokenType === t.RightParen,
          ALT: () => {
            this.CONSUME(t.LeftParen);
            this.CONSUME(t.RightParen);
          },
        },
        { ALT: () => (value = this.SUBRULE(this.expression)) },
      ]);
    });
    this.SUBRULE(this.semicolon);
    return this.ACTION(() => ({
      kind: 'leave' as const,
      from: this.#index(keyword),
      to: this.#previous(),
      keyword: this.#index(keyword),
      value,
    }));
  });

  /** An assignment or a call; what else an expression can be is refused by the checks of the tree. */
  readonly simpleStatement = this.RULE('simpleStatement', (): tree.Statement => {
    const from = this.ACTION(() => this.#upcoming());
    const expression = this.SUBRULE(this.expression);
    let operator: IToken | undefined;
    let value: tree.Expression | undefined;
    this.OPTION(() => {
      operator = this.OR([{ ALT: () => this.CONSUME(t.Assign) }, { ALT: () => this.CONSUME(t.AddAssign) }]);
      value = this.SUBRULE2(this.expression);
    });
    this.SUBRULE(this.semicolon);
    return this.ACTION((): tree.Statement => {
      const span = { from, to: this.#previous() };
      if (expression === undefined) return { kind: 'unknownStatement', ...span };
      if (operator !== undefined) {
        return { kind: 'assignment', ...span, target: expression, operator: this.#index(operator), value };
      }
      return { kind: 'expressionStatement', ...span, expression };
    });
  });

  /** The end of a statement. A missing one is noted and costs no more, so that the statement before it stays whole. */
  readonly semicolon = this.RULE('semicolon', (): void => {
    let found = false;
    this.OPTION(() => {
      this.CONSUME(t.Semicolon);
      found = true;
    });
    this.ACTION(() => {
      if (!found && this.#previousType() !== t.Block) this.missingSemicolons.push(this.#previous());
    });
  });

  /** Indexes of tokens that a semicolon should follow, noted while the last rule ran. */
  missingSemicolons: number[] = [];

  #previousType(): TokenType | undefined {
    return (this.LA(0) as ParserToken | undefined)?.tokenType;
  }

  /** `case …:` or `default:`; the statements behind it are chunks of their own. */
  readonly caseLabel = this.RULE('caseLabel', (): tree.SwitchCase => {
    const from = this.ACTION(() => this.#upcoming());
    let label: tree.Expression | undefined;
    let isDefault = false;
    let isRegex = false;
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Case);
          this.OPTION(() => {
            this.CONSUME(t.Slash);
            isRegex = true;
          });
          label = this.SUBRULE(this.expression);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Default);
          isDefault = true;
        },
      },
    ]);
    this.CONSUME(t.Colon);
    return this.ACTION(() => ({
      kind: 'case' as const,
      from,
      to: this.#previous(),
      label,
      isDefault,
      isRegex,
      statements: [],
    }));
  });

  // Expressions

  readonly expression = this.RULE('expression', (): tree.Expression => {
    const operands: (tree.Expression | undefined)[] = [this.SUBRULE(this.unary)];
    const operators: IToken[] = [];
    this.MANY(() => {
      operators.push(this.CONSUME(t.BinaryOperator));
      operands.push(this.SUBRULE2(this.unary));
    });
    return this.ACTION(() => this.#climb(operands, operators));
  });

  /** Groups a flat list of operands by the strength of the operators between them. */
  #climb(operands: readonly (tree.Expression | undefined)[], operators: readonly IToken[]): tree.Expression {
    const output: (tree.Expression | undefined)[] = [operands[0]];
    const waiting: IToken[] = [];
    const reduce = (): void => {
      const right = output.pop();
      const left = output.pop();
      const operator = waiting.pop()!;
      if (left === undefined) {
        output.push(right);
        return;
      }
      const index = this.#index(operator);
      const to = right?.to ?? index;
      output.push({ kind: 'binary', from: left.from, to, operator: index, left, right });
    };
    const strength = (operator: IToken): number => PRECEDENCE[operator.image] ?? 0;
    operators.forEach((operator, index) => {
      while (waiting.length > 0 && strength(waiting.at(-1)!) >= strength(operator)) reduce();
      waiting.push(operator);
      output.push(operands[index + 1]);
    });
    while (waiting.length > 0) reduce();
    return output[0]!;
  }

  readonly unary = this.RULE('unary', (): tree.Expression => {
    return this.OR({
      DEF: [
        {
          ALT: () => {
            const operator = this.OR2([
              { ALT: () => this.CONSUME(t.Not) },
              { ALT: () => this.CONSUME(t.BinaryNot) },
              { ALT: () => this.CONSUME(t.Minus) },
              { ALT: () => this.CONSUME(t.Cast) },
              { ALT: () => this.CONSUME(t.Defined) },
            ]);
            const operand = this.SUBRULE(this.unary);
            return this.ACTION(() => ({
              kind: 'unary' as const,
              from: this.#index(operator),
              to: this.#previous(),
              operator: this.#index(operator),
              operand,
            }));
          },
        },
        { ALT: () => this.SUBRULE(this.primary) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  readonly primary = this.RULE('primary', (): tree.Expression => {
    return this.OR({
      DEF: [
        { ALT: () => this.#literal('opaque', this.CONSUME(t.Opaque)) },
        { ALT: () => this.#literal('number', this.CONSUME(t.NumberLiteral)) },
        { ALT: () => this.#literal('string', this.CONSUME(t.StringLiteral)) },
        { ALT: () => this.#variable('pseudoVariable', this.CONSUME(t.PseudoVariable)) },
        { ALT: () => this.SUBRULE(this.attribute) },
        { ALT: () => this.#variable('select', this.CONSUME(t.Select)) },
        { ALT: () => this.SUBRULE(this.network) },
        { ALT: () => this.SUBRULE(this.builtin) },
        { GATE: () => this.LA(2).tokenType === t.LeftParen, ALT: () => this.SUBRULE(this.call) },
        { ALT: () => this.SUBRULE(this.operandComparison) },
        { ALT: () => this.#operand('protocol', this.CONSUME(t.Protocol)) },
        { ALT: () => this.SUBRULE(this.name) },
        { ALT: () => this.SUBRULE(this.parenthesised) },
        {
          ALT: () => {
            const token = this.CONSUME(t.Block);
            return this.ACTION(() => ({
              kind: 'blockExpression' as const,
              from: this.#index(token),
              to: this.#last(token),
              block: this.#block(token),
            }));
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  /**
   * `src_ip == 10.0.0.1`: to Kamailio one element, so that `!uri == myself` means `!(uri == myself)`. What stands on the
   * right takes only operators that bind more strongly than the comparison.
   */
  readonly operandComparison = this.RULE('operandComparison', (): tree.Expression => {
    const operand = this.OR([{ ALT: () => this.CONSUME(t.MessageOperand) }, { ALT: () => this.CONSUME(t.Myself) }]);
    let operator: IToken | undefined;
    const operands: (tree.Expression | undefined)[] = [];
    const operators: IToken[] = [];
    this.OPTION({
      GATE: () => (PRECEDENCE[this.LA(1).image] ?? 0) >= COMPARISON,
      DEF: () => {
        operator = this.CONSUME(t.BinaryOperator);
        operands.push(this.SUBRULE(this.unary));
        this.MANY({
          GATE: () => (PRECEDENCE[this.LA(1).image] ?? 0) > (PRECEDENCE[operator?.image ?? ''] ?? 0),
          DEF: () => {
            operators.push(this.CONSUME2(t.BinaryOperator));
            operands.push(this.SUBRULE2(this.unary));
          },
        });
      },
    });
    return this.ACTION((): tree.Expression => {
      const left = this.#operand(operand.tokenType === t.Myself ? 'myself' : 'messageOperand', operand);
      if (operator === undefined) return left;
      const right = this.#climb(operands, operators);
      return { kind: 'binary', from: left.from, to: this.#previous(), operator: this.#index(operator), left, right };
    });
  });

  #literal(kind: tree.LiteralExpression['kind'], token: IToken): tree.LiteralExpression {
    return { kind, from: this.#index(token), to: this.#index(token), token: this.#index(token) };
  }

  #variable(kind: tree.VariableExpression['kind'], token: IToken): tree.VariableExpression {
    return { kind, from: this.#index(token), to: this.#index(token), token: this.#index(token) };
  }

  #operand(kind: tree.OperandExpression['kind'], token: IToken): tree.OperandExpression {
    return { kind, from: this.#index(token), to: this.#index(token), token: this.#index(token) };
  }

  readonly attribute = this.RULE('attribute', (): tree.VariableExpression => {
    const token = this.CONSUME(t.Attribute);
    this.OPTION(() => {
      this.CONSUME(t.LeftBracket);
      this.OPTION2(() => this.CONSUME(t.Minus));
      this.OPTION3(() => this.CONSUME(t.NumberLiteral));
      this.CONSUME(t.RightBracket);
    });
    return this.ACTION(() => ({
      kind: 'attribute' as const,
      from: this.#index(token),
      to: this.#previous(),
      token: this.#index(token),
    }));
  });

  readonly network = this.RULE('network', (): tree.NetworkExpression => {
    let address: IToken | undefined;
    let mask: IToken | undefined;
    const from = this.ACTION(() => this.#upcoming());
    this.OR([
      { ALT: () => (address = this.CONSUME(t.IPv4)) },
      { ALT: () => (address = this.CONSUME(t.IPv6)) },
      {
        ALT: () => {
          this.CONSUME(t.LeftBracket);
          address = this.CONSUME2(t.IPv6);
          this.CONSUME(t.RightBracket);
        },
      },
    ]);
    this.OPTION(() => {
      this.CONSUME(t.Slash);
      mask = this.OR2([
        { ALT: () => this.CONSUME2(t.IPv4) },
        { ALT: () => this.CONSUME3(t.IPv6) },
        { ALT: () => this.CONSUME(t.NumberLiteral) },
      ]);
    });
    return this.ACTION(() => ({
      kind: 'network' as const,
      from,
      to: this.#previous(),
      address: this.#index(address!),
      mask: this.#optionalIndex(mask),
    }));
  });

  readonly builtin = this.RULE('builtin', (): tree.BuiltinExpression => {
    const operator = this.CONSUME(t.BuiltinOperator);
    const list: tree.Expression[] = [];
    this.CONSUME(t.LeftParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => list.push(this.SUBRULE(this.expression)) });
    this.CONSUME(t.RightParen);
    return this.ACTION(() => ({
      kind: 'builtin' as const,
      from: this.#index(operator),
      to: this.#previous(),
      operator: this.#index(operator),
      arguments: list.filter((argument) => argument !== undefined),
    }));
  });

  readonly call = this.RULE('call', (): tree.CallExpression => {
    const name = this.CONSUME(t.Callable);
    const takesAddress = ADDRESS_FUNCTIONS.has(name.image);
    const list: tree.Argument[] = [];
    const open = this.CONSUME(t.LeftParen);
    this.MANY_SEP({
      SEP: t.Comma,
      DEF: () => {
        this.OR({
          DEF: [
            { GATE: () => takesAddress, ALT: () => list.push(this.SUBRULE(this.address)) },
            { ALT: () => list.push(this.SUBRULE(this.expression)) },
          ],
          IGNORE_AMBIGUITIES: true,
        });
      },
    });
    const close = this.CONSUME(t.RightParen);
    return this.ACTION(() => ({
      kind: 'call' as const,
      from: this.#index(name),
      to: this.#previous(),
      name: this.#index(name),
      open: this.#optionalIndex(open),
      close: this.#optionalIndex(close),
      arguments: list.filter((argument) => argument !== undefined),
    }));
  });

  readonly name = this.RULE('name', (): tree.NameExpression => {
    const token = this.CONSUME(t.Callable);
    this.MANY({
      GATE: () => this.LA(2).tokenType === t.Word || this.LA(2).tokenType === t.NumWord,
      DEF: () => {
        this.OR([{ ALT: () => this.CONSUME(t.Dot) }, { ALT: () => this.CONSUME(t.Minus) }]);
        this.OR2([{ ALT: () => this.CONSUME(t.Word) }, { ALT: () => this.CONSUME(t.NumWord) }]);
      },
    });
    return this.ACTION(() => ({
      kind: 'name' as const,
      from: this.#index(token),
      to: this.#previous(),
      token: this.#index(token),
    }));
  });

  readonly parenthesised = this.RULE('parenthesised', (): tree.Expression => {
    const open = this.CONSUME(t.LeftParen);
    const expression = this.SUBRULE(this.expression);
    let operator: IToken | undefined;
    let value: tree.Expression | undefined;
    this.OPTION(() => {
      operator = this.OR([{ ALT: () => this.CONSUME(t.Assign) }, { ALT: () => this.CONSUME(t.AddAssign) }]);
      value = this.SUBRULE2(this.expression);
    });
    this.CONSUME(t.RightParen);
    return this.ACTION((): tree.Expression => {
      const span = { from: this.#index(open), to: this.#previous() };
      if (operator !== undefined && expression !== undefined) {
        return { kind: 'assignmentExpression', ...span, target: expression, operator: this.#index(operator), value };
      }
      return { kind: 'parenthesised', ...span, expression };
    });
  });

  /** Reads one chunk with a rule; gives the node and what the parser says is wrong. */
  read<T>(rule: (this: KamailioGrammar) => T, tokens: readonly ParserToken[]): GrammarResult<T> {
    this.input = [...tokens];
    this.pending = [];
    this.socketBlocks = [];
    this.missingSemicolons = [];
    const node = rule.call(this) as T | undefined;
    const errors = this.errors
      .filter((error) => error.name !== 'NotAllInputParsedException')
      .map((error) => ({
        message: error.message,
        token: error.token as ParserToken,
        previous: (error as { previousToken?: IToken }).previousToken as ParserToken | undefined,
        lacksCloser: error.name === 'MismatchedTokenException' && / '[)\],]' /.test(error.message),
      }));
    const consumed = this.LA(0) as ParserToken | undefined;
    return {
      node,
      errors,
      last: consumed?.last ?? -1,
      pending: this.pending,
      socketBlocks: this.socketBlocks,
      missingSemicolons: this.missingSemicolons,
    };
  }
}

export interface GrammarError {
  readonly message: string;
  readonly token: ParserToken;
  readonly previous: ParserToken | undefined;
  /** Whether a closing token or a comma is missing, which belongs behind the token before. */
  readonly lacksCloser: boolean;
}

export interface GrammarResult<T> {
  readonly node: T | undefined;
  readonly errors: readonly GrammarError[];
  /** Index of the last token read. */
  readonly last: number;
  readonly pending: readonly PendingBlock[];
  readonly socketBlocks: readonly { token: ParserToken; node: Mutable<tree.SocketBlockValue> }[];
  readonly missingSemicolons: readonly number[];
}

export type Grammar = KamailioGrammar;

let shared: KamailioGrammar | undefined;

/** The one parser: it holds no state between two reads, and its self-analysis is worth doing once only. */
export function grammar(): KamailioGrammar {
  shared ??= new KamailioGrammar();
  return shared;
}

/** Makes a parser token; `last` differs from `index` for blocks only. */
export function parserToken(
  token: Token,
  type: TokenType,
  index: number,
  last = index,
  inner?: readonly ParserToken[],
): ParserToken {
  return {
    token,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx!,
    image: inner ? '{' : token.image,
    startOffset: token.start,
    index,
    last,
    inner,
  };
}
