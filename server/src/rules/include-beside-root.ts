import type { Rule } from './rule.ts';

export const includeBesideRoot: Rule = {
  code: 'include-beside-root',
  severity: 'warning',
  category: 'preprocessor',
  summary: 'The file that an included file names stands beside the main file, where Kamailio does not look.',
  advice: 'Write the path from the folder of the file that the line stands in, or an absolute one.',
  documentation: {
    why:
      'Kamailio looks for a relative path in the folder it was started from, which is `/` for a service, and then beside the ' +
      'file with the include line. It does not look beside the main file. Such a configuration starts from a shell in the ' +
      'right folder, and nowhere else.',
    wrong: `--- kamailio.cfg
include_file "routes/in.cfg"
--- routes/in.cfg
include_file "routes/out.cfg"
request_route {
  route(OUT);
}
--- routes/out.cfg
route[OUT] {
  exit;
}
`,
    right: `--- kamailio.cfg
include_file "routes/in.cfg"
--- routes/in.cfg
include_file "out.cfg"
request_route {
  route(OUT);
}
--- routes/out.cfg
route[OUT] {
  exit;
}
`,
  },
  check(analysis, report) {
    for (const { directive, path, pathRange, resolved } of analysis.program.preprocessed.inclusions) {
      if (path === undefined || !pathRange || resolved?.found !== 'direct' || /^(?:[/\\]|[A-Za-z]:)/.test(path))
        continue;
      const beside = pathOf(path.split('/').map(encodeURIComponent).join('/'), directive.source.uri);
      const actual = pathOf(resolved.source.uri, undefined);
      if (beside === undefined || beside === actual) continue;
      report({
        range: pathRange,
        message: `Kamailio looks for '${path}' beside this file, not beside the main file, where it stands`,
      });
    }
  },
};

/** The path of a URI without regard to how it is written; `undefined` where there are no folders. */
function pathOf(uri: string, base: string | undefined): string | undefined {
  return URL.canParse(uri, base) ? decodeURIComponent(new URL(uri, base).pathname).toLowerCase() : undefined;
}
