/** Whether a text holds a placeholder of a template, to be filled in before Kamailio reads the file. */
export function hasPlaceholder(text: string): boolean {
  return /\{\{|\{%|<%|\$\{|%%[A-Za-z_]+%%|@[A-Z_]{3,}@|__[A-Z][A-Z\d]*(?:_[A-Z\d]+)*__/.test(text);
}
