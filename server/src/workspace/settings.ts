import { parseVersion, type KamailioVersion } from '../catalog/versions.ts';
import { SEVERITIES, type Severity, type SeveritySettings } from '../semantic/problem.ts';

const INLAY_HINTS = ['flags', 'modes', 'durations', 'arguments'] as const;

/** The user's settings for one resource, checked. */
export interface Settings {
  /** `auto`: what is known about the Kamailio that will read the file decides. */
  readonly version: KamailioVersion | 'auto';
  /** Root files that fragments are read through, as paths relative to the workspace folder. */
  readonly roots: readonly string[];
  /** Deployed folders and the folders that stand for them, relative to the workspace folder or absolute. */
  readonly pathMappings: Readonly<Record<string, string>>;
  /** `NAME` or `NAME=VALUE`, as for `kamailio -A`. */
  readonly defines: readonly string[];
  /** By code; a code of `diagnostics.disabled` is off. */
  readonly severities: SeveritySettings;
  /** Folders with descriptions of modules that are no part of Kamailio, relative to the workspace folder or absolute. */
  readonly extraModules: readonly string[];
  /** A source tree of Kamailio or its installed documentation, relative to the workspace folder or absolute. */
  readonly officialTexts: string | undefined;
  /** The kinds of inlay hints to show. */
  readonly inlayHints: readonly (typeof INLAY_HINTS)[number][];
}

/** Reads the `kamailio` section of a client's settings. What has the wrong form counts as not set. */
export function readSettings(section: unknown): Settings {
  const settings = isRecord(section) ? section : {};
  const diagnostics = isRecord(settings.diagnostics) ? settings.diagnostics : {};
  const version = typeof settings.version === 'string' ? parseVersion(settings.version) : undefined;
  const catalogue = isRecord(settings.catalogue) ? settings.catalogue : {};
  const mappings = isRecord(settings.pathMappings) ? settings.pathMappings : {};
  return {
    version: version ?? 'auto',
    roots: strings(settings.roots),
    pathMappings: Object.fromEntries(
      Object.entries(mappings).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
    defines: strings(settings.defines).filter((text) => /^[A-Za-z_][A-Za-z0-9_]*(?:=|$)/.test(text)),
    severities: readSeverities(diagnostics),
    extraModules: strings(catalogue.extra).filter((path) => path.trim() !== ''),
    officialTexts:
      typeof catalogue.source === 'string' && catalogue.source.trim() !== '' ? catalogue.source.trim() : undefined,
    inlayHints: readInlayHints(settings.inlayHints),
  };
}

/** All kinds but the names of arguments, unless told otherwise. */
function readInlayHints(section: unknown): Settings['inlayHints'] {
  const settings = isRecord(section) ? section : {};
  if (settings.enabled === false) return [];
  return INLAY_HINTS.filter((kind) => (kind === 'arguments' ? settings[kind] === true : settings[kind] !== false));
}

function readSeverities({ severity, disabled }: Record<string, unknown>): SeveritySettings {
  const chosen = new Map<string, Severity | 'off'>();
  for (const [code, level] of Object.entries(isRecord(severity) ? severity : {})) {
    const known = level === 'off' ? level : SEVERITIES.find((entry) => entry === level);
    if (known !== undefined) chosen.set(code, known);
  }
  for (const code of strings(disabled)) chosen.set(code, 'off');
  return chosen;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
