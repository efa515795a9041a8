import { DEVELOPMENT_VERSION } from './versions.ts';
import type { KamailioVersion } from './versions.ts';

/** The official page of a module, at an anchor if one is given. */
export function moduleLink(module: string, version: KamailioVersion, anchor?: string): string {
  const release = version === DEVELOPMENT_VERSION ? 'devel' : `${version}.x`;
  return `https://www.kamailio.org/docs/modules/${release}/modules/${module}.html${fragment(anchor)}`;
}

/** The page of the wiki that describes a part of the core. */
export type Cookbook = 'core' | 'pseudovariables' | 'transformations' | 'selects';

/** A cookbook of the official wiki, at an anchor if one is given. */
export function cookbookLink(cookbook: Cookbook, version: KamailioVersion, anchor?: string): string {
  const release = version === DEVELOPMENT_VERSION ? 'devel' : `${version}.x`;
  return `https://www.kamailio.org/wikidocs/cookbooks/${release}/${cookbook}/${fragment(anchor)}`;
}

function fragment(anchor: string | undefined): string {
  return anchor === undefined ? '' : `#${anchor}`;
}
