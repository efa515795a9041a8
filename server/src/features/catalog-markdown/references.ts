/** Links to the official page of the version in use, or to that of a module of the user's own. */
import { CORE, type Catalog } from '../../catalog/catalog.ts';
import { cookbookLink, moduleLink } from '../../catalog/links.ts';
import type { NamedEntry } from '../../catalog/types.ts';
import { link } from '../../text/markdown.ts';

/** The page of something that a module exports, in the version in use. */
export function moduleReference(catalog: Catalog, module: string, { name, docAnchor }: NamedEntry): string | undefined {
  const page = catalog.module(module)?.page;
  if (page !== undefined) return ownReference(page, `${module}, ${name}`, docAnchor);
  return link(`kamailio.org: ${module}, ${name}`, moduleLink(module, catalog.version, docAnchor));
}

/** The page of a module that is no part of Kamailio, if it has one. */
export function ownReference(page: string | null, label: string, anchor?: string): string | undefined {
  return page === null ? undefined : link(label, anchor === undefined ? page : `${page.replace(/#.*/, '')}#${anchor}`);
}

/** The core's cookbook, at the entry. */
export function coreReference(catalog: Catalog, { name, docAnchor }: NamedEntry): string {
  return link(`kamailio.org: ${name}`, cookbookLink('core', catalog.version, docAnchor));
}

/** Pseudo-variables and transformations have their own cookbooks; some are explained on their module's page only. */
export function cookbookReference(
  catalog: Catalog,
  module: string,
  cookbook: 'pseudovariables' | 'transformations',
  label: string,
  { docAnchor, wikiAnchor }: { readonly docAnchor?: string; readonly wikiAnchor?: string },
): string | undefined {
  const page = catalog.module(module)?.page;
  if (page !== undefined) return ownReference(page, `${module}, ${label}`, docAnchor);
  const isOnModulePage = wikiAnchor === undefined && docAnchor !== undefined && module !== CORE;
  const target = isOnModulePage
    ? moduleLink(module, catalog.version, docAnchor)
    : cookbookLink(cookbook, catalog.version, wikiAnchor);
  return link(`kamailio.org: ${label}`, target);
}
