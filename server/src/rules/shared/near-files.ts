import { suggest } from '../../catalog/suggest.ts';
import type { Analysis } from '../../semantic/analysis.ts';
import { resolveFile, type FileReference } from '../../semantic/file-parameters.ts';
import type { ResolvedFile } from '../../semantic/program-host.ts';

/** A file that stands where a missing one is looked for, and whose name is much the same. */
export interface NearFile {
  /** The path as it should be written. */
  readonly path: string;
  readonly file: ResolvedFile;
}

/** What such files end in, by their kind; people mix these up. A key is no certificate, so those stand apart. */
const ENDINGS = [
  ['.list', '.lst', '.cfg', '.conf', '.txt', '.ini', ''],
  ['.pem', '.crt', '.cer', '.cert'],
];

/** What only a configuration of Kamailio has. */
const CONFIGURATION = /^\s*(?:#!|!!|loadmodule\b|modparam\b|(?:request_|failure_|onreply_|branch_|event_)?route\b)/m;

/** The names that the modules' own examples use. */
const CUSTOMARY = [
  'dispatcher.list',
  'dispatchers.list',
  'address.list',
  'permissions.allow',
  'permissions.deny',
  'tls.cfg',
  'carrierroute.conf',
  'httpclient.cfg',
];

/** A file beside the missing one whose name differs in its end, its case, a hyphen, a plural or a slip. */
export function findNearFile(analysis: Analysis, reference: FileReference): NearFile | undefined {
  const { path } = reference;
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  const name = path.slice(slash);
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const ending = name.slice(stem.length);
  const endings = ENDINGS.find((kind) => kind.includes(ending.toLowerCase())) ?? [ending];
  const stems = [stem, stem.toLowerCase(), stem.replaceAll('-', '_'), stem.replaceAll('_', '-')];
  stems.push(stem.endsWith('s') ? stem.slice(0, -1) : `${stem}s`);
  const candidates = new Set(stems.flatMap((each) => [ending, ...endings].map((end) => each + end)));
  for (const customary of CUSTOMARY) if (suggest(name, [customary]) !== undefined) candidates.add(customary);
  candidates.delete(name);
  for (const candidate of candidates) {
    const file = resolveFile({ ...reference, path: folder + candidate }, analysis.host, analysis.program.root);
    if (file && !CONFIGURATION.test(file.source.text)) return { path: folder + candidate, file };
  }
  return undefined;
}

/** How the place of a path is known: its folder, or one above, is the one that the configuration stands in. */
export interface KnownPlace {
  /** That folder, with a slash at its end. */
  readonly folder: string;
  /** `direct`: the configuration itself stands at its deployed place; `mapped`: the settings say where that is. */
  readonly by: 'direct' | 'mapped';
}

/** Where a path lies within the deployed folder of the configuration; nothing where it does not, or nobody knows. */
export function knownPlace({ host, program }: Analysis, path: string): KnownPlace | undefined {
  const { root } = program;
  const name = decodeURIComponent(root.uri.slice(root.uri.lastIndexOf('/') + 1));
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const folder = path.slice(0, slash + 1);
    const found = host.resolve(folder + name, root, root);
    if (found?.source === root && found.found !== 'tail') return { folder, by: found.found };
  }
  return undefined;
}
