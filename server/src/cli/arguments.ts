import { SEVERITIES, type Severity, type SeveritySettings } from '../semantic/problem.ts';
import { KAMAILIO_VERSIONS, NEWEST_STABLE, parseVersion, type KamailioVersion } from '../catalog/versions.ts';

export const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** What the command line asks for. */
export interface LintOptions {
  readonly format: Format;
  readonly version: KamailioVersion | 'auto';
  readonly defines: readonly string[];
  /** Deployed folders and the folders that stand for them. */
  readonly mappings: Readonly<Record<string, string>>;
  /** `undefined`: any number of warnings counts as findings only. */
  readonly maxWarnings: number | undefined;
  /** By code. */
  readonly severities: SeveritySettings;
  /** Folders with descriptions of modules that are no part of Kamailio. */
  readonly extraModules: readonly string[];
  /** Says which version each file was read for. */
  readonly verbose: boolean;
  /** Makes the fixes that are sure, and reports what is left. */
  readonly fix: boolean;
  /** Checks the sides of conditions that are not in force, too. */
  readonly allDefines: boolean;
  readonly files: readonly string[];
}

export type Command =
  | { readonly kind: 'lint'; readonly options: LintOptions }
  | { readonly kind: 'help' | 'version' | 'rules' }
  /** Prints the page of a kind of finding. */
  | { readonly kind: 'explain'; readonly code: string }
  | { readonly kind: 'fault'; readonly message: string };

export const USAGE = `Usage: kamailio-lint [OPTION]... FILE...

Checks Kamailio configurations and the dispatcher's lists of destinations. A FILE is a root: what it includes is read
with it, and the list that its list_file names; findings there are reported under their own path. A FILE may also be
such a list, when its name is that of one (dispatcher*.list). FILEs whose nodes replicate to each other over dmq are
compared: give the configurations of one site together.

  --format FORMAT            ${FORMATS.join(', ')} (default: text)
  --kamailio-version VERSION ${KAMAILIO_VERSIONS.join(', ')} or auto (default): what a comment
                             '# kamailio-version: VERSION' near the top of FILE says, else ${NEWEST_STABLE}
  -A NAME[=VALUE]            defines a name as kamailio -A does; may be repeated
  --all-defines              checks the other sides of the conditions, too: each feature switch on and off, and what it
                             takes to get at the sides inside; says under which switches a finding holds
  --map FROM=TO              looks up files below the deployed folder FROM in the folder TO; may be repeated
  --severity CODE=LEVEL      reports the findings CODE as LEVEL: off, ${SEVERITIES.toReversed().join(', ')}; may be repeated
  --disable CODE             the same as --severity CODE=off
  --catalogue FOLDER         knows the modules that the *.json files of the folder describe; may be repeated
  --fix                      mends what can be mended without doubt, in the files, and reports what is left
  --max-warnings N           at most N warnings (and no error) still end with 0
  --verbose                  says which version each FILE was read for
  --rules                    lists the kinds of findings
  --explain CODE             says what a kind of finding means, with an example
  --help, --version

Comments in the files suppress findings too: '# kamailio-lint-disable-line CODE', '# kamailio-lint-disable-next-line
CODE', and '# kamailio-lint-disable CODE' up to the end of the file or to '# kamailio-lint-enable CODE'.

Ends with 0 when there is no error and no warning (or no more than N of them), 1 when there is, 2 when a file could not
be read or written, or the command line is wrong. Hints and information never count; --severity decides what is which.
`;

/** Reads the arguments behind the program's name. */
export function readArguments(args: readonly string[]): Command {
  let format: Format = 'text';
  let version: KamailioVersion | 'auto' = 'auto';
  let verbose = false;
  let fix = false;
  let allDefines = false;
  const extraModules: string[] = [];
  let maxWarnings: number | undefined;
  const defines: string[] = [];
  const mappings: Record<string, string> = {};
  const severities = new Map<string, Severity | 'off'>();
  const files: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (argument === '--') {
      files.push(...args.slice(index + 1));
      break;
    }
    if (!argument.startsWith('-') || argument === '-') {
      files.push(argument);
      continue;
    }
    if (argument === '--help' || argument === '-h') return { kind: 'help' };
    if (argument === '--version') return { kind: 'version' };
    if (argument === '--rules') return { kind: 'rules' };
    if (argument === '--verbose') {
      verbose = true;
      continue;
    }
    if (argument === '--fix') {
      fix = true;
      continue;
    }
    if (argument === '--all-defines') {
      allDefines = true;
      continue;
    }
    const { name, inline } = splitOption(argument);
    if (!OPTIONS.has(name)) return { kind: 'fault', message: `unknown option '${name}'` };
    const value = inline ?? args[++index];
    if (value === undefined) return { kind: 'fault', message: `'${name}' needs a value` };
    switch (name) {
      case '--format': {
        const known = FORMATS.find((entry) => entry === value);
        if (!known) return { kind: 'fault', message: `unknown format '${value}': ${FORMATS.join(', ')} are known` };
        format = known;
        break;
      }
      case '--kamailio-version': {
        const known = value === 'auto' ? value : parseVersion(value);
        if (!known) {
          const versions = KAMAILIO_VERSIONS.join(', ');
          return { kind: 'fault', message: `unknown version '${value}': ${versions} and auto are known` };
        }
        version = known;
        break;
      }
      case '--explain':
        return { kind: 'explain', code: value };
      case '--catalogue':
        extraModules.push(value);
        break;
      case '-A':
        if (!/^[A-Za-z_][A-Za-z0-9_]*(?:=|$)/.test(value))
          return { kind: 'fault', message: `'${value}' is no NAME or NAME=VALUE` };
        defines.push(value);
        break;
      case '--map': {
        const [from, to] = [value.slice(0, value.indexOf('=')), value.slice(value.indexOf('=') + 1)];
        if (!value.includes('=') || from === '' || to === '')
          return { kind: 'fault', message: `'${value}' is no FROM=TO` };
        mappings[from] = to;
        break;
      }
      case '--disable':
        severities.set(value, 'off');
        break;
      case '--severity': {
        const [code = '', level] = value.split('=', 2);
        const known = level === 'off' ? level : SEVERITIES.find((entry) => entry === level);
        if (code === '' || known === undefined) {
          const levels = ['off', ...SEVERITIES.toReversed()].join(', ');
          return { kind: 'fault', message: `'${value}' is no CODE=LEVEL, with one of the levels ${levels}` };
        }
        severities.set(code, known);
        break;
      }
      default:
        if (!/^\d+$/.test(value)) return { kind: 'fault', message: `'${value}' is no number of warnings` };
        maxWarnings = Number(value);
    }
  }
  if (files.length === 0) return { kind: 'fault', message: 'no file to check' };
  return {
    kind: 'lint',
    options: {
      format,
      version,
      defines,
      mappings,
      maxWarnings,
      severities,
      extraModules,
      verbose,
      fix,
      allDefines,
      files,
    },
  };
}

const OPTIONS = new Set([
  '--format',
  '--kamailio-version',
  '-A',
  '--map',
  '--disable',
  '--severity',
  '--explain',
  '--catalogue',
  '--max-warnings',
]);

/** Splits `--name=value` and `-AVALUE`. */
function splitOption(argument: string): { name: string; inline: string | undefined } {
  if (argument.startsWith('-A')) return { name: '-A', inline: argument.length > 2 ? argument.slice(2) : undefined };
  const equals = argument.indexOf('=');
  if (equals < 0) return { name: argument, inline: undefined };
  return { name: argument.slice(0, equals), inline: argument.slice(equals + 1) };
}
