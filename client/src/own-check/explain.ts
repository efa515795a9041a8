/** Kamailio's messages in a sentence that says what to do, where they do not say it themselves. */
import type { CheckMessage } from './messages.ts';

interface Explanation {
  /** Matched against each of the details and the text, the last said first. */
  readonly pattern: RegExp;
  readonly explain: (groups: readonly string[]) => string;
}

/** Modules and addresses that this machine lacks: nothing is wrong with the configuration. */
const MACHINE_EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /^could not find module <(.*?)> in <(.*?)>/,
    explain: ([name, folder]) =>
      `The module ${name} is not installed on this machine, or not below ${folder}; what needs it is not checked here.`,
  },
  {
    pattern: /^could not open module <(.*?)>: (.*)/,
    explain: ([file, reason]) =>
      `The module is there, but the system cannot load it, mostly because a library is missing (${fileName(file)}: ${reason}); what needs it is not checked here.`,
  },
  {
    pattern: /^module version mismatch for (\S+?);/,
    explain: ([file]) => `The installed module ${fileName(file)} belongs to another version of Kamailio.`,
  },
  {
    pattern: /^could not resolve (\S+)/,
    explain: ([name]) => `${name} is no address, interface or host name that this machine knows.`,
  },
  {
    pattern: /^unable to resolve advertised name (\S+)/,
    explain: ([name]) => `${name}, to be advertised, is no host name that this machine can resolve.`,
  },
];

const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /^attempting to load the same module twice \((.*?)\)/,
    explain: ([file]) => `${fileName(file)} is loaded already; the second loadmodule makes Kamailio stop.`,
  },
  {
    pattern: /failed to find command (\S+) \(params (\d+)\)/,
    explain: ([name, count]) =>
      `No module that is loaded has a function ${name} with ${countOf(count)}: its module is missing, or the name or the number of arguments is wrong.`,
  },
  {
    pattern: /^misused command (\S+)/,
    explain: ([name]) => `${name}() may not be called in this kind of route block.`,
  },
  {
    pattern: /^parameter <(.*?)> of type <\d+:(\w+)> not found in module <(.*?)>/,
    explain: ([parameter, type, module]) =>
      `The module ${module} has no parameter ${parameter} that takes ${type === 'int' ? 'an integer' : 'a string'}.`,
  },
  {
    pattern: /^No module matching <(.*?)> found/,
    explain: ([module]) => `${module} is not loaded, or only further down: loadmodule has to stand above modparam.`,
  },
  {
    pattern: /^error searching pvar "(.*?)"/,
    explain: ([name]) => `$${name} is no pseudo-variable of the core or of a module that is loaded above this line.`,
  },
  {
    pattern: /unknown transformation: \W*(\w+)/,
    explain: ([name]) => `There is no transformation of that class called ${name}.`,
  },
  {
    pattern: /^cannot open included file: "?([^"(]+?)"?(?: \(.*)?$/,
    explain: ([path]) => `Kamailio cannot open ${path}: it is not there, or may not be read.`,
  },
  {
    pattern: /(\d+) more #!if\[n\]def as #!endif/,
    explain: ([count]) =>
      count === '1'
        ? 'An #!ifdef or #!ifndef has no #!endif; #!endif needs an end of line behind it.'
        : `${count} times #!ifdef or #!ifndef has no #!endif; #!endif needs an end of line behind it.`,
  },
  {
    pattern: /more #!endif as #!if\[n\]def|preprocessor directive 'endif'/,
    explain: () => 'An #!endif closes nothing: its #!ifdef is missing.',
  },
  { pattern: /preprocessor directive 'else'/, explain: () => 'An #!else stands outside of any #!ifdef.' },
  {
    pattern: /message flag (\d+) too high; MAX=(\d+)/,
    explain: ([flag, most]) => `Flags go from 0 to ${most}; there is no flag ${flag}.`,
  },
  {
    pattern: /^flag not declared/,
    explain: () => 'A flag with a name has to be declared with flags … before it is used.',
  },
  {
    pattern: /^(?:missing separator|bad subst expression|separator \[.*?\] not found)/,
    explain: () => 'A substitution is written !what!by what!, with the same sign three times.',
  },
  { pattern: /^already defined: (\S+)/, explain: ([name]) => `${name} is defined a second time; use #!redefine.` },
  {
    pattern: /^read only pvar in assignment left side/,
    explain: () => 'This pseudo-variable can be read only; nothing can be assigned to it.',
  },
  {
    pattern: /^unknown config variable/,
    explain: () => 'The core has no such setting, or the line before it is not finished.',
  },
  {
    pattern: /^duplicate route/,
    explain: () => 'A route block of this kind and name exists already.',
  },
  {
    pattern: /^syntax error/,
    explain: () =>
      'Kamailio cannot read on from here. Mostly a semicolon, bracket, brace or quote is missing just before.',
  },
];

/** The sentence for a message; undefined where its own words are as good. */
export function explainMessage(message: CheckMessage): string | undefined {
  return find(MACHINE_EXPLANATIONS, message) ?? find(EXPLANATIONS, message) ?? explainByModule(message);
}

/** Whether a message tells of this machine and not of the configuration. */
export function isOfThisMachine(message: CheckMessage): boolean {
  return find(MACHINE_EXPLANATIONS, message) !== undefined;
}

function find(explanations: readonly Explanation[], { text, details }: CheckMessage): string | undefined {
  // What was said first is the reason of the rest.
  for (const said of [...details, text]) {
    for (const { pattern, explain } of explanations) {
      const found = pattern.exec(said);
      if (found !== null) return explain(found.slice(1));
    }
  }
  return undefined;
}

/** A module says itself what it does not like about a value. */
function explainByModule({ text, details }: CheckMessage): string | undefined {
  const [reason] = details;
  return text === "Can't set module parameter" && reason !== undefined
    ? `The module refuses this value: ${reason}`
    : undefined;
}

function fileName(path: string | undefined): string {
  return (path ?? '').slice((path ?? '').lastIndexOf('/') + 1);
}

function countOf(count: string | undefined): string {
  if (count === '0') return 'no argument';
  return count === '1' ? 'one argument' : `${count} arguments`;
}
