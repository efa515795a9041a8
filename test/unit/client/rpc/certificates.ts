/** Certificates made for a test by the program openssl. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export function hasOpenssl(): boolean {
  return spawnSync('openssl', ['version']).status === 0;
}

export class CertificateMaker {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'kamailio-certificates-'));
  #count = 0;

  /** A certificate that is signed with its own key, and so an authority too. Days below zero: it has expired. */
  makeSelfSigned(name: string, days = 2): Certificate {
    return this.#make(name, days, undefined);
  }

  makeSigned(name: string, authority: Certificate): Certificate {
    return this.#make(name, 2, authority);
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #make(name: string, days: number, authority: Certificate | undefined): Certificate {
    this.#count += 1;
    const file = (kind: string): string => path.join(this.#folder, `${this.#count}-${kind}.pem`);
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    run(['req', '-new', ...curve, '-keyout', file('key'), '-out', file('request'), '-subj', `/CN=${name}`]);
    const kind = /^[\d.]+$/.test(name) ? 'IP' : 'DNS';
    const isAuthority = authority === undefined ? 'basicConstraints=critical,CA:TRUE\n' : '';
    writeFileSync(file('extensions'), `${isAuthority}subjectAltName=${kind}:${name}\n`);
    const signer = authority === undefined ? ['-signkey', file('key')] : this.#signWith(authority, file);
    const given = ['-in', file('request'), '-out', file('certificate'), '-extfile', file('extensions')];
    run(['x509', '-req', ...given, '-days', String(days), ...signer]);
    return { certificate: readFileSync(file('certificate'), 'utf8'), key: readFileSync(file('key'), 'utf8') };
  }

  #signWith(authority: Certificate, file: (kind: string) => string): string[] {
    writeFileSync(file('authority'), authority.certificate);
    writeFileSync(file('authority-key'), authority.key);
    return ['-CA', file('authority'), '-CAkey', file('authority-key'), '-set_serial', String(this.#count)];
  }
}

function run(args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args[0] ?? ''}: ${stderr}`);
}
