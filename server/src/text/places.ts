import type { SourceRange, SourceText } from '../syntax/source-text.ts';
import { link } from './markdown.ts';

/** A file's path as people say it: relative to the folder of the root where it is below that, else to what both share. */
export function displayPath(source: SourceText, root: SourceText): string {
  const path = decode(source.uri).split('/');
  const base = decode(root.uri).split('/').slice(0, -1);
  let shared = 0;
  while (shared < base.length && shared < path.length - 1 && path[shared] === base[shared]) shared++;
  const up = base.length - shared;
  return [...Array.from({ length: up }, () => '..'), ...path.slice(shared)].join('/');
}

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** A link to a place: the file, and its line counted from 1. */
export function placeLink({ source, start }: SourceRange, root: SourceText): string {
  const line = source.lineAt(start) + 1;
  return link(`${displayPath(source, root)}:${line}`, `${source.uri}#L${line}`);
}

/** A link to a whole file. */
export function fileLink(source: SourceText, root: SourceText): string {
  return link(displayPath(source, root), source.uri);
}
