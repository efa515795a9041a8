import { URI } from 'vscode-uri';

/** One spelling for each file: clients write the same address in several ways. */
export function normaliseUri(uri: string): string {
  return URI.parse(uri).toString();
}
