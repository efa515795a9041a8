/** Reads the setting `kamailio.servers`, which people write by hand: what is wrong in it is told and never thrown. */
import type { ServerProfile, TlsFiles } from '../live/types.ts';
import type { Via } from '../rpc/types.ts';

/** Something in the setting that cannot be used. */
export interface ProfileProblem {
  /** Which entry, for people: its name, or its number counted from 1. */
  readonly entry: string;
  /** A sentence that says what is wrong and how it should be. */
  readonly message: string;
}

export interface ReadProfiles {
  readonly profiles: readonly ServerProfile[];
  readonly problems: readonly ProfileProblem[];
}

/** What paths of the setting are relative to. */
export interface PathContext {
  /** The first folder of the workspace. */
  readonly folder: string | undefined;
  readonly home: string;
}

/** Seconds between two questions when the profile names no interval. */
export const DEFAULT_INTERVAL = 5;
const SHORTEST_INTERVAL = 1;
const LONGEST_INTERVAL = 3600;

const MEMBERS = new Set([
  'name',
  'group',
  'url',
  'via',
  'authentication',
  'tls',
  'access',
  'listFile',
  'configuration',
  'interval',
]);

/** Names under which people write down what belongs into the secret store. */
const SECRET_NAME = /^(?:pass(?:word|wd|phrase)?|pwd|token|secret|credentials?|bearer|api[-_]?key|access[-_]?token)$/i;

type Authentication = ServerProfile['authentication'];
type Entry = Readonly<Record<string, unknown>>;

/** Reads the whole setting. An entry with a fault that would change where or how it connects is left out. */
export function readProfiles(setting: unknown, paths: PathContext): ReadProfiles {
  if (setting === undefined || setting === null) return { profiles: [], problems: [] };
  if (!Array.isArray(setting)) {
    return {
      profiles: [],
      problems: [{ entry: 'kamailio.servers', message: 'The setting must be a list of servers.' }],
    };
  }
  const profiles: ServerProfile[] = [];
  const problems: ProfileProblem[] = [];
  for (const [index, value] of (setting as readonly unknown[]).entries()) {
    const reader = new EntryReader(value, index + 1, paths);
    const profile = reader.read();
    problems.push(...reader.problems);
    if (profile === undefined) continue;
    if (profiles.some(({ name }) => name === profile.name)) {
      problems.push({ entry: profile.name, message: 'Two servers have this name; only the first one is used.' });
    } else {
      profiles.push(profile);
    }
  }
  return { profiles, problems };
}

/** Says what is wrong with the address of a server, or nothing. */
export function explainUrlProblem(url: string): string | undefined {
  const unix = /^unix:(.*)$/.exec(url);
  if (unix !== null) {
    return /^(\/|~\/)/.test(unix[1] ?? '') ? undefined : 'Behind "unix:" stands the whole path of the socket file.';
  }
  if (/^(unixs?|unixd|fifo|udp):/.test(url)) {
    return 'Only stream sockets can be asked: write "unix:" and the path, "tcp://", "http://" or "https://".';
  }
  if (!/^(tcp|https?):\/\//.test(url)) {
    return 'Write "unix:" and a path, "tcp://host:port", "http://host:port/RPC" or "https://host:port/RPC".';
  }
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return 'This is no address: "tcp://host:port" or "http://host:port/RPC" is expected.';
  }
  if (parsed.hostname === '') return 'The host is missing.';
  if (parsed.username !== '' || parsed.password !== '') {
    return 'A user or password has no place in the address: name the user in "authentication"; the password is asked for.';
  }
  if ([...parsed.searchParams.keys()].some((name) => SECRET_NAME.test(name))) {
    return 'A password or token has no place in the address: say how it is sent in "authentication"; it is asked for.';
  }
  if (parsed.protocol === 'tcp:' && parsed.port === '')
    return 'The port of the ctl module is missing, for example 2046.';
  return undefined;
}

/** Makes a path of the settings absolute: `~`, and relative to the workspace folder. */
export function resolvePath(path: string, { folder, home }: PathContext): string {
  if (path === '~' || path.startsWith('~/')) return home + path.slice(1);
  const isAbsolute = /^([/\\]|[A-Za-z]:[/\\])/.test(path);
  if (isAbsolute || folder === undefined) return path;
  return `${folder.replace(/[/\\]$/, '')}/${path.replace(/^\.\//, '')}`;
}

class EntryReader {
  readonly problems: ProfileProblem[] = [];
  readonly #value: unknown;
  readonly #paths: PathContext;
  #label: string;
  #usable = true;

  constructor(value: unknown, number: number, paths: PathContext) {
    this.#value = value;
    this.#label = `Server ${number}`;
    this.#paths = paths;
  }

  read(): ServerProfile | undefined {
    if (!isEntry(this.#value)) {
      this.#refuse('A server is described by an object with at least "name" and "url".');
      return undefined;
    }
    const entry = this.#value;
    const name = this.#text(entry, 'name')?.trim();
    if (name === undefined || name === '') this.#refuse('The name is missing: "name" tells the servers apart.');
    else this.#label = name;
    for (const member of Object.keys(entry)) {
      if (MEMBERS.has(member)) continue;
      if (SECRET_NAME.test(member)) {
        this.#refuse(`"${member}" must not stand in the settings: it is asked for and kept in the secret store.`);
      } else {
        this.#tell(`"${member}" is not known and has no effect.`);
      }
    }
    const url = this.#readUrl(entry);
    const authentication = this.#readAuthentication(entry, url);
    const profile: ServerProfile = {
      name: name ?? '',
      group: this.#group(entry),
      endpoint: { url: url ?? '', via: this.#readVia(entry) },
      tls: this.#readTls(entry),
      authentication,
      access: this.#readAccess(entry),
      listFile: this.#path(entry, 'listFile'),
      configuration: this.#path(entry, 'configuration'),
      interval: this.#readInterval(entry),
    };
    return this.#usable ? profile : undefined;
  }

  #readUrl(entry: Entry): string | undefined {
    const url = this.#text(entry, 'url')?.trim();
    if (url === undefined || url === '') {
      this.#refuse('The address is missing: "url" says where the server is reached.');
      return undefined;
    }
    const problem = explainUrlProblem(url);
    if (problem !== undefined) this.#refuse(`The address cannot be used. ${problem}`);
    return url.startsWith('unix:~/') ? `unix:${resolvePath(url.slice('unix:'.length), this.#paths)}` : url;
  }

  #readAuthentication(entry: Entry, url: string | undefined): Authentication {
    const value = entry.authentication;
    if (value === undefined) return { kind: 'none' };
    if (!isEntry(value)) {
      this.#refuse('"authentication" is an object such as { "kind": "basic", "user": "operator" }.');
      return { kind: 'none' };
    }
    if (Object.keys(value).some((member) => SECRET_NAME.test(member))) {
      this.#refuse('A password or token must not stand in the settings: it is asked for and kept in the secret store.');
    }
    const { kind } = value;
    if (kind !== 'none' && kind !== 'basic' && kind !== 'bearer') {
      this.#refuse('"authentication.kind" is "none", "basic" or "bearer".');
      return { kind: 'none' };
    }
    if (kind !== 'none' && url !== undefined && !/^https?:/.test(url)) {
      this.#tell('Only HTTP knows passwords and tokens; "authentication" has no effect here.');
      return { kind: 'none' };
    }
    if (kind !== 'basic') return { kind };
    const user = this.#text(value, 'user', 'authentication.user');
    if (user === undefined || user === '') this.#refuse('"authentication.user" is missing.');
    else if (user.includes(':')) this.#refuse('The user name of basic authentication cannot hold a colon.');
    return { kind, user: user ?? '' };
  }

  #readVia(entry: Entry): Via | undefined {
    const value = entry.via;
    if (value === undefined) return undefined;
    const via = isEntry(value) ? this.#viaOf(value) : undefined;
    if (via === undefined) {
      this.#refuse('"via" is { "ssh": host }, { "docker": container }, { "kubectl": pod } or { "command": [words] }.');
    }
    return via;
  }

  #viaOf(value: Entry): Via | undefined {
    const { ssh, options, docker, kubectl, namespace, container, command } = value;
    // A leading hyphen would be read as an option by the program that is started.
    const isName = (name: unknown): name is string => typeof name === 'string' && /^[^-\s]\S*$/.test(name);
    const isOptional = (name: unknown): name is string | undefined => name === undefined || isName(name);
    if (isName(ssh) && (options === undefined || isTextList(options))) return { ssh, options };
    if (isName(docker)) return { docker };
    if (isName(kubectl) && isOptional(namespace) && isOptional(container)) return { kubectl, namespace, container };
    if (isTextList(command) && command.length > 0) return { command };
    return undefined;
  }

  #readTls(entry: Entry): TlsFiles | undefined {
    const value = entry.tls;
    if (value === undefined) return undefined;
    if (!isEntry(value)) {
      this.#refuse('"tls" is an object with paths of PEM files: "ca", "certificate", "key".');
      return undefined;
    }
    if (Object.keys(value).some((member) => SECRET_NAME.test(member))) {
      this.#refuse(
        'The passphrase of a key must not stand in the settings: it is asked for and kept in the secret store.',
      );
    }
    if (Object.values(value).some((file) => typeof file === 'string' && file.includes('-----BEGIN'))) {
      this.#refuse('"tls" holds the paths of PEM files, not what stands in them.');
      return undefined;
    }
    const files: TlsFiles = {
      ca: this.#path(value, 'ca', 'tls.ca'),
      certificate: this.#path(value, 'certificate', 'tls.certificate'),
      key: this.#path(value, 'key', 'tls.key'),
      serverName: this.#text(value, 'serverName', 'tls.serverName'),
    };
    if ((files.certificate === undefined) !== (files.key === undefined)) {
      this.#refuse('"tls.certificate" and "tls.key" belong together: one of them is missing.');
    }
    return files;
  }

  #readAccess(entry: Entry): 'read' | 'write' {
    const { access } = entry;
    if (access === 'write') return 'write';
    if (access !== undefined && access !== 'read') {
      this.#tell('"access" is "read" or "write"; the server is used for reading only.');
    }
    return 'read';
  }

  #readInterval(entry: Entry): number {
    const { interval } = entry;
    if (interval === undefined) return DEFAULT_INTERVAL;
    if (typeof interval === 'number' && interval >= SHORTEST_INTERVAL && interval <= LONGEST_INTERVAL) return interval;
    this.#tell(
      `"interval" is a number of seconds from ${SHORTEST_INTERVAL} to ${LONGEST_INTERVAL}; ` +
        `${DEFAULT_INTERVAL} are used.`,
    );
    return DEFAULT_INTERVAL;
  }

  #group(entry: Entry): string | undefined {
    const group = this.#text(entry, 'group')?.trim();
    return group === '' ? undefined : group;
  }

  #path(entry: Entry, member: string, label = member): string | undefined {
    const path = this.#text(entry, member, label)?.trim();
    return path === undefined || path === '' ? undefined : resolvePath(path, this.#paths);
  }

  #text(entry: Entry, member: string, label = member): string | undefined {
    const value = entry[member];
    if (value === undefined) return undefined;
    if (typeof value === 'string') return value;
    this.#refuse(`"${label}" must be a text.`);
    return undefined;
  }

  #tell(message: string): void {
    this.problems.push({ entry: this.#label, message });
  }

  /** Tells a problem that makes the entry useless. */
  #refuse(message: string): void {
    this.#usable = false;
    this.#tell(message);
  }
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
