/** Child processes whose standard input and output lead to an endpoint that cannot be reached directly. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Duplex, type Readable, type Writable } from 'node:stream';
import type { Buffer } from 'node:buffer';
import type { EndpointTarget } from './endpoint-url.ts';
import { codeOf, oneLine } from './explain-error.ts';
import { RpcError } from './rpc-error.ts';
import type { Via } from './types.ts';

/** What the child is given to end by itself when its input ends, and after it was asked to. Milliseconds. */
const GRACE = { afterEnd: 250, afterTerm: 2000 };

/** How much of what the child writes to its standard error is kept. */
const LONGEST_COMPLAINT = 4096;

/** A command line that leads to an endpoint, or why there is none. */
export type CommandLine =
  | { readonly words: readonly string[]; readonly problem?: undefined }
  | { readonly words?: undefined; readonly problem: string };

/** Makes the command line that leads to an endpoint. No word of it is ever read by a local shell. */
export function buildCommandLine(via: Via, target: EndpointTarget): CommandLine {
  if ('ssh' in via) {
    if (!isName(via.ssh)) return { problem: 'The host for ssh must be a name that does not begin with a dash.' };
    // Without a terminal nobody can answer a question; with BatchMode ssh fails instead of waiting for the answer.
    const base = ['ssh', '-T', '-e', 'none', '-o', 'BatchMode=yes', ...(via.options ?? [])];
    if (target.kind === 'unix') {
      // sshd gives the words to the shell of the user there, joined by blanks.
      return { words: [...base, '--', via.ssh, connectorFor(target).map(quoteForShell).join(' ')] };
    }
    const host = target.host.includes(':') ? `[${target.host}]` : target.host;
    return { words: [...base, '-W', `${host}:${target.port}`, '--', via.ssh] };
  }
  if ('docker' in via) {
    if (!isName(via.docker)) return { problem: 'The container must be a name that does not begin with a dash.' };
    return { words: ['docker', 'exec', '-i', via.docker, ...connectorFor(target)] };
  }
  if ('kubectl' in via) {
    const { kubectl, namespace, container } = via;
    if (![kubectl, namespace ?? 'x', container ?? 'x'].every(isName)) {
      return { problem: 'Pod, namespace and container must be names that do not begin with a dash.' };
    }
    const where = namespace === undefined ? [] : ['-n', namespace];
    const inside = container === undefined ? [] : ['-c', container];
    return { words: ['kubectl', 'exec', '-i', ...where, kubectl, ...inside, '--', ...connectorFor(target)] };
  }
  if (via.command.length === 0 || via.command[0] === '') return { problem: 'The command of `via` is empty.' };
  const values: Record<string, string> =
    target.kind === 'unix'
      ? { host: '', port: '', path: target.path }
      : { host: target.host, port: String(target.port), path: '' };
  return {
    words: via.command.map((word) => word.replace(/\{(host|port|path)\}/g, (_, name: string) => values[name]!)),
  };
}

function isName(text: string): boolean {
  return text !== '' && !text.startsWith('-') && !/[\s\0]/.test(text);
}

function quoteForShell(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * A command for the other side, where nobody knows what is installed: it takes the first program that is there and can
 * join its standard input and output to a socket.
 */
function connectorFor(target: EndpointTarget): readonly string[] {
  if (target.kind === 'unix') return ['sh', '-c', UNIX_CONNECTOR, 'sh', target.path];
  return ['sh', '-c', TCP_CONNECTOR, 'sh', target.host, String(target.port)];
}

/** Joins standard input and output to the connected socket `s`. */
const PYTHON_JOIN = [
  'import os,sys,socket,select',
  '%CONNECT%',
  'w=[0,s]',
  'while s in w:',
  ' for f in select.select(w,[],[])[0]:',
  '  if f==0:',
  '   b=os.read(0,65536)',
  '   if b: s.sendall(b)',
  '   else: s.shutdown(1);w.remove(0)',
  '  else:',
  '   b=s.recv(65536)',
  '   if not b: sys.exit(0)',
  '   while b: b=b[os.write(1,b):]',
].join('\n');

const PERL_JOIN = [
  'use IO::Select;use IO::Socket;%CONNECT% or die "connect: $!\\n";my $t=IO::Select->new(\\*STDIN,$s);my $b;',
  'while(1){for my $f ($t->can_read){if($f==$s){sysread($s,$b,65536) or exit 0;my $o=0;',
  'while($o<length $b){my $n=syswrite(STDOUT,$b,length($b)-$o,$o);defined $n or exit 1;$o+=$n}}',
  'elsif(sysread(STDIN,$b,65536)){my $o=0;while($o<length $b){my $n=syswrite($s,$b,length($b)-$o,$o);defined $n or exit 1;$o+=$n}}',
  'else{$t->remove(\\*STDIN);shutdown($s,1)}}}',
].join('');

function connector(steps: { socat: string; nc: string; python: string; perl: string }): string {
  const has = (program: string): string => `command -v ${program} >/dev/null 2>&1`;
  return [
    steps.socat,
    steps.nc,
    `if ${has('python3')}; then exec python3 -c ${quoteForShell(PYTHON_JOIN.replace('%CONNECT%', steps.python))} "$@"; fi`,
    `if ${has('perl')}; then exec perl -e ${quoteForShell(PERL_JOIN.replace('%CONNECT%', steps.perl))} "$@"; fi`,
    'echo "none of socat, nc, python3 and perl is installed there" >&2; exit 127',
  ].join('\n');
}

const UNIX_CONNECTOR = connector({
  // socat would read these characters of a path as its own.
  socat: `case $1 in *[,:!\\'\\"\\\\]*) ;; *) if command -v socat >/dev/null 2>&1; then exec socat - "UNIX-CONNECT:$1"; fi ;; esac`,
  nc: `if command -v nc >/dev/null 2>&1 && nc -h 2>&1 | grep -q -e '-[A-Za-z0-9]*U'; then exec nc -U "$1"; fi`,
  python: 's=socket.socket(socket.AF_UNIX);s.connect(sys.argv[1])',
  perl: 'my $s=do{require IO::Socket::UNIX;IO::Socket::UNIX->new(Peer=>$ARGV[0])}',
});

const TCP_CONNECTOR = connector({
  socat: `if command -v socat >/dev/null 2>&1; then case $1 in *:*) exec socat - "TCP:[$1]:$2" ;; *) exec socat - "TCP:$1:$2" ;; esac; fi`,
  nc: `if command -v nc >/dev/null 2>&1; then exec nc "$1" "$2"; fi`,
  python: 's=socket.create_connection((sys.argv[1],int(sys.argv[2])))',
  perl: 'my $s=do{require IO::Socket::IP;IO::Socket::IP->new(PeerHost=>$ARGV[0],PeerPort=>$ARGV[1])}',
});

/**
 * Starts a child and gives its standard input and output as one stream. The child is told to end when the stream is
 * destroyed: by the end of its input, then by SIGTERM, then by SIGKILL.
 * @throws RpcError of the kind `process` when it cannot be started.
 */
export function openProcess(words: readonly string[], signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const [program = '', ...args] = words;
    const stream = new ProcessStream(program, args);
    const giveUp = (): void => {
      stream.destroy();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    const settle = (): void => signal.removeEventListener('abort', giveUp);
    stream.started.then(
      () => {
        settle();
        resolve(stream);
      },
      (error: unknown) => {
        settle();
        stream.destroy();
        reject(error instanceof Error ? error : new Error('not started'));
      },
    );
  });
}

class ProcessStream extends Duplex {
  /** Rejected with the `RpcError` when there is no such program. */
  readonly started: Promise<void>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #complaint = '';
  #hasEnded = false;

  constructor(program: string, args: readonly string[]) {
    super({ allowHalfOpen: true });
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own, so that what a command starts in turn ends with it.
      detached: process.platform !== 'win32',
    });
    this.#child = child;
    this.started = new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => {
        this.#hasEnded = true;
        reject(explainStart(program, error));
      });
    });
    // Writing to a child that has ended says EPIPE; why it has ended comes with its `close`.
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString('utf8')).slice(-LONGEST_COMPLAINT);
    });
    child.on('close', (code, signal) => {
      this.#hasEnded = true;
      if (this.destroyed) return;
      if (code === 0) this.push(null);
      else this.destroy(new RpcError('process', explainEnd(program, code, signal, this.#complaint)));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // Without the error: it would hide why the child has ended.
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#end();
    done(error);
  }

  #end(): void {
    const child = this.#child;
    child.stdin.destroy();
    child.stdout.destroy();
    child.stderr.destroy();
    if (this.#hasEnded || child.pid === undefined) return;
    const term = setTimeout(() => this.#kill('SIGTERM'), GRACE.afterEnd);
    const kill = setTimeout(() => this.#kill('SIGKILL'), GRACE.afterEnd + GRACE.afterTerm);
    child.once('exit', () => {
      clearTimeout(term);
      clearTimeout(kill);
    });
  }

  #kill(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // It has ended in between.
    }
  }

  // What node:http wants to set on the sockets that it keeps; a child has nothing of it.

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

function explainStart(program: string, error: Error): RpcError {
  const code = codeOf(error);
  const why =
    code === 'ENOENT' ? 'there is no such program' : code === 'EACCES' ? 'it may not be executed' : (code ?? 'unknown');
  return new RpcError('process', `${program} cannot be started: ${why}.`, { cause: error });
}

function explainEnd(program: string, code: number | null, signal: string | null, complaint: string): string {
  const end = code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with status ${code}`;
  // Programs say the reason last; ssh prints banners before.
  const lines = complaint.split(/\r?\n/).filter((line) => line.trim() !== '');
  const last = lines.at(-1);
  return last === undefined ? `${program} ${end}.` : `${program} ${end}: ${oneLine(last, 300)}`;
}
