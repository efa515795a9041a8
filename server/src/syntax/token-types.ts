import { createToken, type TokenType } from 'chevrotain';

/**
 * The grammar's vocabulary. Only words that shape the structure are kinds of their own; the names of core settings and
 * core functions are data in the catalogue, so a setting of a newer Kamailio is a finding and never a syntax error.
 * The scanner makes the tokens, so the patterns are never used.
 */
const NEVER = /(?!)/;
const all: TokenType[] = [];

function define(name: string, categories: TokenType[] = [], label?: string): TokenType {
  const type = createToken({ name, pattern: NEVER, categories, ...(label === undefined ? {} : { label }) });
  all.push(type);
  return type;
}

/** Any word, reserved or not: what `ID` would be, had the lexer no keywords. */
export const AnyWord = define('AnyWord', [], 'a name');
/** A word that can stand where a value is expected, as a name or before the parentheses of a call. */
export const Callable = define('Callable', [AnyWord], 'a function');

export const Word = define('Word', [Callable], 'a name');
/** A word that begins with a digit (`NUM_ID` of the lexer), legal in host and interface names only. */
export const NumWord = define('NumWord', [], 'a name');
export const NumberLiteral = define('NumberLiteral', [], 'a number');
/** `yes`, `no`, `on`, `off` … and the address families: numbers to Kamailio. */
export const NumberWord = define('NumberWord', [NumberLiteral], 'a number');
export const StringLiteral = define('StringLiteral', [], 'a string');
/** A value known only where the configuration runs: from the environment or a template. Fits wherever a value does. */
export const Opaque = define('Opaque', [NumberLiteral, StringLiteral, Callable], 'a value');
export const PseudoVariable = define('PseudoVariable', [], 'a pseudo-variable');
/** `%name`, `%f.name`, or `$f.name` without `#!KAMAILIO`: the old form of AVPs. */
export const Attribute = define('Attribute', [], 'an attribute');
export const Select = define('Select', [], 'a select');
export const IPv4 = define('IPv4', [], 'an address');
export const IPv6 = define('IPv6', [], 'an address');

export const RouteKeyword = define('RouteKeyword', [], 'a route block');
export const Route = define('Route', [RouteKeyword, Callable], "'route'");
export const RequestRoute = define('RequestRoute', [RouteKeyword, AnyWord]);
export const FailureRoute = define('FailureRoute', [RouteKeyword, AnyWord]);
export const ReplyRoute = define('ReplyRoute', [RouteKeyword, AnyWord]);
export const OnreplyRoute = define('OnreplyRoute', [RouteKeyword, AnyWord]);
export const BranchRoute = define('BranchRoute', [RouteKeyword, AnyWord]);
export const OnsendRoute = define('OnsendRoute', [RouteKeyword, AnyWord]);
export const EventRoute = define('EventRoute', [RouteKeyword, AnyWord]);
/** `module:event`, only between the brackets of an event route. */
export const EventName = define('EventName', [], "an event's name");

export const If = define('If', [AnyWord], "'if'");
export const Else = define('Else', [AnyWord], "'else'");
export const Switch = define('Switch', [AnyWord], "'switch'");
export const Case = define('Case', [AnyWord], "'case'");
export const Default = define('Default', [AnyWord], "'default'");
export const While = define('While', [AnyWord], "'while'");
export const LeaveKeyword = define('LeaveKeyword', [AnyWord], "'exit', 'return', 'drop' or 'break'");

export const LoadModule = define('LoadModule', [AnyWord], "'loadmodule'");
export const LoadPath = define('LoadPath', [AnyWord], "'loadpath'");
export const ModParam = define('ModParam', [AnyWord], "'modparam'");
export const CfgEngine = define('CfgEngine', [AnyWord], "'cfgengine'");
export const FlagsDeclaration = define('FlagsDeclaration', [AnyWord], "'flags'");
export const AvpFlagsDeclaration = define('AvpFlagsDeclaration', [AnyWord], "'avpflags'");
export const Description = define('Description', [Callable], "'desc'");
export const SubstDirective = define('SubstDirective', [], "'#!subst'");

export const Protocol = define('Protocol', [AnyWord], 'a transport protocol');
/** `method`, `uri`, `src_ip` …: operands of comparisons that are not pseudo-variables. */
export const MessageOperand = define('MessageOperand', [AnyWord], 'a message operand');
export const Myself = define('Myself', [AnyWord], "'myself'");
export const BuiltinOperator = define('BuiltinOperator', [AnyWord], 'a built-in operator');
export const Defined = define('Defined', [AnyWord], "'defined'");
export const Cast = define('Cast', [], 'a cast');

/** An infix operator; `-` and `/` have kinds of their own because they also join host names and masks. */
export const BinaryOperator = define('BinaryOperator', [], 'an operator');
export const WordOperator = define('WordOperator', [BinaryOperator, AnyWord], 'an operator');
export const Minus = define('Minus', [BinaryOperator], "'-'");
export const Slash = define('Slash', [BinaryOperator], "'/'");
export const Star = define('Star', [BinaryOperator], "'*'");
export const Not = define('Not', [], "'!'");
export const NotWord = define('NotWord', [Not, AnyWord], "'not'");
export const BinaryNot = define('BinaryNot', [], "'~'");
export const Assign = define('Assign', [], "'='");
/** `+=` is lexed by Kamailio, but no statement of its grammar takes it. */
export const AddAssign = define('AddAssign', [], "'+='");

export const Comma = define('Comma', [], "','");
export const Semicolon = define('Semicolon', [], "';'");
export const Colon = define('Colon', [], "':'");
export const Dot = define('Dot', [], "'.'");
export const LeftParen = define('LeftParen', [], "'('");
export const RightParen = define('RightParen', [], "')'");
export const LeftBracket = define('LeftBracket', [], "'['");
export const RightBracket = define('RightBracket', [], "']'");
export const LeftBrace = define('LeftBrace', [], "'{'");
export const RightBrace = define('RightBrace', [], "'}'");
/** A pair of braces with what stands between, made by the token tree; the grammar never sees a single brace. */
export const Block = define('Block', [], 'a block');

export const tokenVocabulary: TokenType[] = all;

const words = new Map<string, TokenType>();
function assignWords(type: TokenType, list: string): void {
  for (const word of list.split(' ')) words.set(word, type);
}
assignWords(Route, 'route');
assignWords(RequestRoute, 'request_route');
assignWords(FailureRoute, 'failure_route');
assignWords(ReplyRoute, 'reply_route');
assignWords(OnreplyRoute, 'onreply_route');
assignWords(BranchRoute, 'branch_route');
assignWords(OnsendRoute, 'onsend_route');
assignWords(EventRoute, 'event_route');
assignWords(If, 'if');
assignWords(Else, 'else');
assignWords(Switch, 'switch');
assignWords(Case, 'case');
assignWords(Default, 'default');
assignWords(While, 'while');
assignWords(LeaveKeyword, 'exit return drop break');
assignWords(LoadModule, 'loadmodule loadmodulex');
assignWords(LoadPath, 'loadpath mpath');
assignWords(ModParam, 'modparam modparamx');
assignWords(CfgEngine, 'cfgengine');
assignWords(FlagsDeclaration, 'flags bool');
assignWords(AvpFlagsDeclaration, 'avpflags');
assignWords(Description, 'description descr desc');
assignWords(Protocol, 'udp UDP tcp TCP tls TLS sctp SCTP ws WS wss WSS');
assignWords(
  MessageOperand,
  'method uri status from_uri to_uri src_ip src_port dst_ip dst_port snd_ip snd_port snd_proto to_proto snd_af to_af ' +
    'to_ip to_port proto af msg:len',
);
assignWords(Myself, 'myself');
assignWords(BuiltinOperator, 'strlen strempty selval');
assignWords(Defined, 'defined');
assignWords(WordOperator, 'and or mod eq ieq ne ine');
assignWords(NotWord, 'not');
assignWords(NumberWord, 'yes true on enable no false off disable inet INET ipv4 IPv4 IPV4 inet6 INET6 ipv6 IPv6 IPV6');

/** The kind of a word by the lexer's keyword table; a plain `Word` when it shapes no structure. */
export function wordType(image: string): TokenType {
  return words.get(image) ?? Word;
}
