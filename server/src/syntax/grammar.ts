import { present } from './address-grammar.ts';
import { FIRST_TOKEN_DECIDES, type GrammarResult } from './base-grammar.ts';
import type { ParserToken } from './parser-token.ts';
import { StatementGrammar } from './statement-grammar.ts';
import * as t from './token-types.ts';
import type * as tree from './tree.ts';

/** Names of settings whose values are socket addresses rather than plain values. */
const ADDRESS_SETTINGS: ReadonlySet<string> = new Set([
  'listen',
  'alias',
  'domain',
  'advertised_address',
  'bind',
  'advertise',
  'ADVERTISE',
]);

/** Words behind the addresses of `listen`, each with what follows it. */
const SOCKET_SUFFIXES: Readonly<Record<string, 'address' | 'string' | 'nothing'>> = {
  advertise: 'address',
  ADVERTISE: 'address',
  name: 'string',
  NAME: 'string',
  agname: 'string',
  AGNAME: 'string',
  vrf: 'string',
  VRF: 'string',
  virtual: 'nothing',
};

/** The grammar of Kamailio's configuration language, one rule a construct, from top-level items down (cfg.y). */
export class KamailioGrammar extends StatementGrammar {
  constructor(validates = false) {
    super(validates);
    this.performSelfAnalysis();
  }

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
        { ALT: () => this.SUBRULE(this.emptyItem) },
        { GATE: () => this.#isCustomGlobal(), ALT: () => this.SUBRULE(this.customGlobal) },
        { ALT: () => this.SUBRULE(this.coreSetting) },
      ],
      ...FIRST_TOKEN_DECIDES,
    });
  });

  /** Whether `group.name` or `group[1].name` comes. */
  #isCustomGlobal(): boolean {
    const next = this.LA(2).tokenType;
    return next === t.Dot || (next === t.LeftBracket && this.LA(5).tokenType === t.Dot);
  }

  readonly emptyItem = this.RULE('emptyItem', (): tree.EmptyItem => {
    const token = this.CONSUME(t.Semicolon);
    return { kind: 'emptyItem', from: this.index(token), to: this.index(token) };
  });

  readonly routeBlock = this.RULE('routeBlock', (): tree.RouteBlock => {
    const keyword = this.CONSUME(t.RouteKeyword);
    const name = this.OPTION(() => {
      this.CONSUME(t.LeftBracket);
      const word = this.OR([
        { ALT: () => this.CONSUME(t.NumberLiteral) },
        { ALT: () => this.CONSUME(t.AnyWord) },
        { ALT: () => this.CONSUME(t.StringLiteral) },
        { ALT: () => this.CONSUME(t.EventName) },
      ]);
      this.CONSUME(t.RightBracket);
      return word;
    });
    const block = this.CONSUME(t.Block);
    return this.ACTION(() => ({
      kind: 'routeBlock' as const,
      routeKind: keyword.image as tree.RouteKind,
      from: this.index(keyword),
      to: this.previous(),
      name: this.optionalIndex(name),
      body: block.isInsertedInRecovery === true ? undefined : this.blockNode(block),
    }));
  });

  readonly loadModule = this.RULE('loadModule', (): tree.LoadModule => {
    const keyword = this.CONSUME(t.LoadModule);
    const load = this.OR([
      { ALT: () => ({ path: this.CONSUME(t.StringLiteral), options: undefined }) },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          const path = this.CONSUME2(t.StringLiteral);
          const options = this.OPTION(() => {
            this.CONSUME(t.Comma);
            return this.CONSUME3(t.StringLiteral);
          });
          this.CONSUME(t.RightParen);
          return { path, options };
        },
      },
    ]);
    return this.ACTION(() => ({
      kind: 'loadModule' as const,
      from: this.index(keyword),
      to: this.previous(),
      keyword: this.index(keyword),
      path: this.optionalIndex(load.path),
      options: this.optionalIndex(load.options),
    }));
  });

  readonly loadPath = this.RULE('loadPath', (): tree.LoadPath => {
    const keyword = this.CONSUME(t.LoadPath);
    this.OPTION(() => this.CONSUME(t.Assign));
    const path = this.CONSUME(t.StringLiteral);
    return this.ACTION(() => ({
      kind: 'loadPath' as const,
      from: this.index(keyword),
      to: this.previous(),
      path: this.optionalIndex(path),
    }));
  });

  readonly configEngine = this.RULE('configEngine', (): tree.ConfigEngine => {
    const keyword = this.CONSUME(t.CfgEngine);
    this.OPTION(() => this.CONSUME(t.Assign));
    const engine = this.CONSUME(t.StringLiteral);
    return this.ACTION(() => ({
      kind: 'cfgEngine' as const,
      from: this.index(keyword),
      to: this.previous(),
      engine: this.optionalIndex(engine),
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
      from: this.index(keyword),
      to: this.previous(),
      keyword: this.index(keyword),
      module: this.optionalIndex(module),
      parameter: this.optionalIndex(parameter),
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
        const number = this.OPTION(() => {
          this.CONSUME(t.Colon);
          return this.CONSUME(t.NumberLiteral);
        });
        this.ACTION(() => flags.push({ name: this.index(name), number: this.optionalIndex(number) }));
      },
    });
    return this.ACTION(() => ({
      kind: 'flagDeclarations' as const,
      from: this.index(keyword),
      to: this.previous(),
      keyword: this.index(keyword),
      flags,
    }));
  });

  readonly subst = this.RULE('subst', (): tree.SubstStatement => {
    const keyword = this.CONSUME(t.SubstDirective);
    const expression = this.CONSUME(t.StringLiteral);
    return this.ACTION(() => ({
      kind: 'subst' as const,
      from: this.index(keyword),
      to: this.previous(),
      keyword: this.index(keyword),
      expression: this.optionalIndex(expression),
    }));
  });

  readonly customGlobal = this.RULE('customGlobal', (): tree.CustomGlobal => {
    const group = this.CONSUME(t.AnyWord);
    const index = this.OPTION(() => {
      this.CONSUME(t.LeftBracket);
      const number = this.CONSUME(t.NumberLiteral);
      this.CONSUME(t.RightBracket);
      return number;
    });
    const dot = this.CONSUME(t.Dot);
    const name = this.CONSUME2(t.AnyWord);
    this.CONSUME(t.Assign);
    const value = this.OPTION2(() => this.SUBRULE(this.literalValue));
    this.ACTION(() => {
      if (value === undefined) this.noteMissing('a value');
    });
    const description = this.OPTION3(() => {
      this.CONSUME(t.Description);
      return this.CONSUME(t.StringLiteral);
    });
    return this.ACTION(() => ({
      kind: 'customGlobal' as const,
      from: this.index(group),
      to: this.previous(),
      group: this.index(group),
      index: this.optionalIndex(index),
      name: this.optionalIndex(name) ?? this.index(dot),
      value,
      description: this.optionalIndex(description),
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
    const value = this.OPTION2(() => this.SUBRULE(this.settingValue, { ARGS: [name.image] }));
    this.ACTION(() => {
      if (value === undefined) this.noteMissing('a value');
    });
    return this.ACTION(() => ({
      kind: 'coreSetting' as const,
      from: this.index(name),
      to: this.previous(),
      name: this.index(name),
      value,
    }));
  });

  readonly settingValue = this.RULE('settingValue', (name?: string): tree.SettingValue => {
    return this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.socketBlock) },
        { GATE: () => name !== undefined && ADDRESS_SETTINGS.has(name), ALT: () => this.SUBRULE(this.socketValue) },
        { ALT: () => this.SUBRULE(this.literalValue) },
      ],
      ...FIRST_TOKEN_DECIDES,
    });
  });

  readonly literalValue = this.RULE('literalValue', (): tree.LiteralValue => {
    const from = this.ACTION(() => this.upcoming());
    const minus = this.OPTION(() => this.CONSUME(t.Minus));
    const token = this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.NumberLiteral) },
        { ALT: () => this.CONSUME(t.StringLiteral) },
        { ALT: () => this.CONSUME(t.AnyWord) },
        { ALT: () => this.CONSUME(t.NumWord) },
        { ALT: () => this.CONSUME(t.IPv4) },
        { ALT: () => this.SUBRULE(this.ipv6) },
        { ALT: () => this.CONSUME(t.Star) },
        { ALT: () => this.CONSUME(t.PseudoVariable) },
      ],
      ...FIRST_TOKEN_DECIDES,
    });
    return this.ACTION(() => ({
      kind: 'literalValue' as const,
      from,
      to: this.previous(),
      negative: minus !== undefined,
      token: this.optionalIndex(token) ?? from,
    }));
  });

  readonly socketBlock = this.RULE('socketBlock', (): tree.SocketBlockValue => {
    const token = this.CONSUME(t.Block);
    return this.ACTION(() => {
      const node: tree.Mutable<tree.SocketBlockValue> = {
        kind: 'socketBlockValue',
        from: this.index(token),
        to: this.last(token),
        attributes: [],
      };
      this.putOffSocketBlock(token, (attributes) => (node.attributes = attributes));
      return node;
    });
  });

  readonly socketAttribute = this.RULE('socketAttribute', (): tree.SocketAttribute => {
    const from = this.ACTION(() => this.upcoming());
    const name = this.CONSUME(t.AnyWord);
    this.CONSUME(t.Assign);
    const value = this.OPTION(() => this.SUBRULE(this.settingValue, { ARGS: [name.image] }));
    this.ACTION(() => {
      if (value === undefined) this.noteMissing('a value');
    });
    return this.ACTION(() => ({
      kind: 'socketAttribute' as const,
      from,
      to: this.previous(),
      name: this.optionalIndex(name) ?? from,
      value,
    }));
  });

  readonly socketValue = this.RULE('socketValue', (): tree.SocketValue => {
    const from = this.ACTION(() => this.upcoming());
    const addresses: tree.AddressValue[] = [];
    const suffixes = {
      words: [] as number[],
      advertise: undefined as tree.AddressValue | undefined,
      name: undefined as number | undefined,
    };
    addresses.push(this.SUBRULE(this.address));
    this.MANY({
      GATE: () => SOCKET_SUFFIXES[this.LA(1).image] === undefined,
      DEF: () => addresses.push(this.SUBRULE2(this.address)),
    });
    this.MANY2(() => {
      const word = this.CONSUME(t.Word);
      const follows = SOCKET_SUFFIXES[word.image];
      this.ACTION(() => suffixes.words.push(this.index(word)));
      this.OR({
        DEF: [
          {
            GATE: () => follows === 'string',
            ALT: () => {
              const text = this.CONSUME(t.StringLiteral);
              if (word.image.toLowerCase() === 'name') this.ACTION(() => (suffixes.name = this.optionalIndex(text)));
            },
          },
          { GATE: () => follows === 'address', ALT: () => (suffixes.advertise = this.SUBRULE3(this.address)) },
          {
            ALT: () => {
              this.ACTION(() => {
                if (follows !== 'nothing') this.noteMissing('a value');
              });
            },
          },
        ],
        ...FIRST_TOKEN_DECIDES,
      });
    });
    return this.ACTION(() => ({
      kind: 'socketValue' as const,
      from,
      to: this.previous(),
      addresses: present(addresses),
      advertise: suffixes.advertise,
      name: suffixes.name,
      suffixes: suffixes.words,
    }));
  });

  readItem(tokens: ParserToken[]): GrammarResult<tree.ItemNode> {
    return this.readChunk(this.item, tokens);
  }

  readStatement(tokens: ParserToken[]): GrammarResult<tree.Statement> {
    return this.readChunk(this.statement, tokens);
  }

  readCaseLabel(tokens: ParserToken[]): GrammarResult<tree.SwitchCase> {
    return this.readChunk(this.caseLabel, tokens);
  }

  readSocketAttribute(tokens: ParserToken[]): GrammarResult<tree.SocketAttribute> {
    return this.readChunk(this.socketAttribute, tokens);
  }
}

let shared: KamailioGrammar | undefined;

/** The one parser: it holds no state between two reads, and its self-analysis is worth doing once only. */
export function grammar(): KamailioGrammar {
  shared ??= new KamailioGrammar();
  return shared;
}
