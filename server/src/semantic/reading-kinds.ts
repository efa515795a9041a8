import type { FindingKind } from './finding-kind.ts';

/** What the reading of a configuration finds by itself, before any rule looks at it. */
export const readingKinds: readonly FindingKind[] = [
  // The text: cfg.lex and cfg.y
  {
    code: 'empty-configuration',
    severity: 'error',
    category: 'text',
    summary: 'A configuration without any statement, which Kamailio refuses.',
    advice: 'Write at least one route block, or start Kamailio with another file.',
    documentation: {
      why: 'The grammar wants one statement at least. A file of comments only is most often the wrong file.',
      wrong: `# The real configuration is elsewhere.
`,
      right: `# Nothing is relayed.
request_route {
    exit;
}
`,
    },
  },
  {
    code: 'unterminated-string',
    severity: 'error',
    category: 'text',
    summary: 'A quote is opened and never closed.',
    advice: 'Close the string where it ends.',
    documentation: {
      why: `Strings may run over several lines, so Kamailio reads on to the next quote, wherever it is: what was text
becomes code from there on, and its message names a line far below. The quote is looked for here where the rest makes
sense again.`,
      wrong: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    xlog("L_INFO", "a request from $si\\n);
    exit;
}
`,
      right: `loadmodule "pv.so"
loadmodule "xlog.so"

request_route {
    xlog("L_INFO", "a request from $si\\n");
    exit;
}
`,
    },
  },
  {
    code: 'unterminated-comment',
    severity: 'error',
    category: 'text',
    summary: "A comment is opened with '/*' and never closed.",
    advice: "Write '*/' where the comment ends; each '/*' inside it needs one of its own.",
    documentation: {
      why: `Comments of this form nest: a second \`/*\` inside one wants a second \`*/\`. Without it the rest of the file is
comment: Kamailio logs it and goes on with what stands before. Behind a whole route block that may even start (a warning
then), without everything that was to follow.`,
      wrong: `request_route {
    /* Switched off for now:
    /* drop(); */
    exit;
}
`,
      right: `request_route {
    /* Switched off for now:
    drop(); */
    exit;
}
`,
    },
  },
  {
    code: 'unterminated-pseudo-variable',
    severity: 'error',
    category: 'text',
    summary: "A pseudo-variable's parenthesis is not closed on its line.",
    advice: "Write the missing ')'.",
    documentation: {
      why: 'The lexer reads a pseudo-variable up to the parenthesis that closes it, and not beyond the end of the line.',
      wrong: `request_route {
    $var(code = 404;
    exit;
}
`,
      right: `loadmodule "pv.so"

request_route {
    $var(code) = 404;
    exit;
}
`,
    },
  },
  {
    code: 'stray-character',
    severity: 'warning',
    category: 'text',
    summary: 'A character that means nothing to Kamailio, and that it reads over.',
    advice: 'Remove it, or write what was meant.',
    documentation: {
      why: `What no rule of the lexer takes is skipped without a word. That hides slips: typographic quotes pasted from a
page, a backslash in code, a question mark.`,
      wrong: `request_route {
    ? exit;
}
`,
      right: `request_route {
    exit;
}
`,
    },
  },
  {
    code: 'syntax-error',
    severity: 'error',
    category: 'text',
    summary: 'The text is no Kamailio configuration at this place.',
    advice: 'Write what the message expects.',
    documentation: {
      why: 'Kamailio stops at the first such place. Here reading goes on behind it, so that all of them are shown at once.',
      wrong: `loadmodule "tm.so"
modparam("tm" "fr_timer", 5000)

request_route {
    exit;
}
`,
      right: `loadmodule "tm.so"
modparam("tm", "fr_timer", 5000)

request_route {
    exit;
}
`,
    },
  },
  {
    code: 'missing-semicolon',
    severity: 'error',
    category: 'text',
    summary: 'A statement is not ended by a semicolon.',
    advice: "Write ';' behind the statement.",
    documentation: {
      why: 'Kamailio notices it only at what follows, and names that line, which is a line or more too far down.',
      wrong: `loadmodule "pv.so"

request_route {
    $var(i) = 1
    exit;
}
`,
      right: `loadmodule "pv.so"

request_route {
    $var(i) = 1;
    exit;
}
`,
    },
  },
  {
    code: 'missing-brace',
    severity: 'error',
    category: 'text',
    summary: "A block is not opened with '{', or not closed with '}'.",
    advice: 'Write the missing brace.',
    documentation: {
      why: `Kamailio reports a missing brace where the next route block begins, or at the end of the file. Where it belongs
is told here by the indentation of what stands around it.`,
      wrong: `loadmodule "pv.so"

request_route {
    if ($si == "192.0.2.1") {
        drop;
    route(NEXT);
}

route[NEXT] {
    exit;
}
`,
      right: `loadmodule "pv.so"

request_route {
    if ($si == "192.0.2.1") {
        drop;
    }
    route(NEXT);
}

route[NEXT] {
    exit;
}
`,
    },
  },
  {
    code: 'extra-brace',
    severity: 'error',
    category: 'text',
    summary: "A '}' closes no block.",
    advice: "Remove it, or write the '{' that it belongs to.",
    documentation: {
      why: 'The route block has ended before; what follows stands outside of any block, where only settings may stand.',
      wrong: `loadmodule "pv.so"

request_route {
    if ($si == "192.0.2.1") {
        drop;
    }
    }
    exit;
}
`,
      right: `loadmodule "pv.so"

request_route {
    if ($si == "192.0.2.1") {
        drop;
    }
    exit;
}
`,
    },
  },
  {
    code: 'empty-block',
    severity: 'error',
    category: 'text',
    summary: 'A block without a statement, which Kamailio refuses.',
    advice: "Write a statement, or ';' alone.",
    documentation: {
      why: `The grammar wants one statement in each block. Blocks become empty when their only line is made a comment, or
when a define takes it away.`,
      wrong: `loadmodule "pv.so"

request_route {
    if ($si == "192.0.2.1") {
        # drop;
    }
    exit;
}
`,
      right: `loadmodule "pv.so"

request_route {
    if ($si == "192.0.2.1") {
        ; # drop;
    }
    exit;
}
`,
    },
  },
  {
    code: 'invalid-statement',
    severity: 'error',
    category: 'text',
    summary: 'Something stands in the place of a statement that is none.',
    advice: 'Write an assignment, a call, or a statement such as if, switch or exit.',
    documentation: {
      why: `A statement is an assignment, a call of a function, or one of the words of the language. A comparison, a value
or a block on its own is none; \`break\` takes neither value nor parentheses.`,
      wrong: `loadmodule "pv.so"

request_route {
    $var(code) == 404;
    exit;
}
`,
      right: `loadmodule "pv.so"

request_route {
    $var(code) = 404;
    exit;
}
`,
    },
  },
  {
    code: 'invalid-expression',
    severity: 'error',
    category: 'text',
    summary: 'An expression that Kamailio does not take, such as uri or src_ip without a comparison.',
    advice: 'Compare the word as it wants, or use a pseudo-variable.',
    documentation: {
      why: `\`uri\`, \`method\`, \`src_ip\` and their kin are no values: the grammar knows them only on the left of a
comparison, each with some operators. Pseudo-variables such as \`$ru\` and \`$si\` can stand anywhere.`,
      wrong: `request_route {
    if (src_ip > 192.0.2.1) drop;
    exit;
}
`,
      right: `request_route {
    if (src_ip == 192.0.2.0/24) drop;
    exit;
}
`,
    },
  },
  {
    code: 'invalid-assignment',
    severity: 'error',
    category: 'text',
    summary: 'An assignment of a form that Kamailio does not have.',
    advice: 'Assign to a pseudo-variable with =, as in $var(x) = $var(x) + 1.',
    documentation: {
      why: 'Only pseudo-variables are assigned to, and only with `=`. The lexer knows `+=`, the grammar has no use for it.',
      wrong: `loadmodule "pv.so"

request_route {
    $var(tries) += 1;
    exit;
}
`,
      right: `loadmodule "pv.so"

request_route {
    $var(tries) = $var(tries) + 1;
    exit;
}
`,
    },
  },
  {
    code: 'invalid-case',
    severity: 'error',
    category: 'text',
    summary: 'A label of a switch that Kamailio refuses, or a statement before the first label.',
    advice: 'Write constants of one type as labels, each once, and every statement behind a label.',
    documentation: {
      why: `A switch is turned into a table before anything runs: its labels must be known then, be numbers or strings
throughout, and there is one \`default\`.`,
      wrong: `loadmodule "pv.so"

request_route {
    switch ($rp) {
        case 5060:
            exit;
        case "5061":
            drop;
    }
}
`,
      right: `loadmodule "pv.so"

request_route {
    switch ($rp) {
        case 5060:
            exit;
        case 5061:
            drop;
    }
}
`,
    },
  },
  {
    code: 'unknown-statement',
    severity: 'error',
    category: 'text',
    summary: 'Something stands outside the route blocks that is neither a setting nor a block.',
    advice: 'Move it into a route block, or write it as a setting: name = value.',
    documentation: {
      why: `At the top level there are settings, \`loadmodule\`, \`modparam\`, flags and route blocks. A statement there is
often what a brace too many has put outside of its block.`,
      wrong: `loadmodule "pv.so"

request_route {
    exit;
}
if ($si == "192.0.2.1") drop;
`,
      right: `loadmodule "pv.so"

request_route {
    if ($si == "192.0.2.1") drop;
    exit;
}
`,
    },
  },

  // The preprocessor
  {
    code: 'unbalanced-conditional',
    severity: 'error',
    category: 'preprocessor',
    summary: "An '#!ifdef' is never closed, or an '#!endif' closes none.",
    advice: "Give each '#!ifdef', '#!ifndef' and '#!ifexp' one '#!endif', with a line end behind it.",
    documentation: {
      why: `Kamailio only counts: with as many too many as too few it starts, and takes text in or leaves it out that nobody
wanted so (a warning then). Otherwise it refuses the configuration without saying where. An \`#!endif\` that is the last
text of the file, without a line end, is not seen.`,
      wrong: `#!ifdef WITH_NAT
loadmodule "nathelper.so"

request_route {
    exit;
}
`,
      right: `#!ifdef WITH_NAT
loadmodule "nathelper.so"
#!endif

request_route {
    exit;
}
`,
    },
  },
  {
    code: 'unknown-directive',
    severity: 'warning',
    category: 'preprocessor',
    summary:
      "A line that begins with '#!' or '!!' and is no directive of this version: Kamailio takes it for a comment.",
    advice: 'Correct the word, or use a directive that this version has.',
    documentation: {
      why: `\`#!\` begins with the sign of a comment, so what the lexer does not know is one. For a condition (\`#!ifexp\`
exists since 5.7) it is an error, because its \`#!endif\` is then left over.`,
      wrong: `#!defexp LIMIT 2 * 50

request_route {
    exit;
}
`,
      right: `#!define LIMIT 100

request_route {
    exit;
}
`,
    },
  },
  {
    code: 'invalid-directive',
    severity: 'error',
    category: 'preprocessor',
    summary: 'A directive has no name behind it, one that cannot be a name, or an expression that fails.',
    advice: 'Write a name of letters, digits and underscores, and a value as the directive takes it.',
    documentation: {
      why: 'Names of defines are what the lexer takes for a word. Some slips are read over, which is then a warning.',
      wrong: `#!define WITH-NAT

request_route {
    exit;
}
`,
      right: `#!define WITH_NAT

request_route {
    exit;
}
`,
    },
  },
  {
    code: 'duplicate-define',
    severity: 'error',
    category: 'preprocessor',
    summary: 'A name is defined a second time, which Kamailio refuses.',
    advice: "Use '#!redefine' to change the value, or '#!trydef' to keep the first one.",
    documentation: {
      why: `That holds for names that \`-A\` or an included file has defined, too: a define that is a default belongs into
\`#!trydef\`.`,
      wrong: `#!define LISTEN_PORT 5060
#!define LISTEN_PORT 5070

request_route {
    exit;
}
`,
      right: `#!define LISTEN_PORT 5060
#!redefine LISTEN_PORT 5070

request_route {
    exit;
}
`,
    },
  },
  {
    code: 'undefined-define',
    severity: 'error',
    category: 'preprocessor',
    summary: "A name is undefined with '#!undef' that is not defined.",
    advice: "Remove the line, or use '#!tryundef'.",
    documentation: {
      why: '`#!undef` of an unknown name ends the reading with an error; `#!tryundef` does not mind. Both are of the development version.',
      wrong: `#!undef WITH_NAT

request_route {
    exit;
}
`,
      right: `#!tryundef WITH_NAT

request_route {
    exit;
}
`,
      version: '6.2',
    },
    versions: { since: '6.2', until: null },
  },
  {
    code: 'define-recursion',
    severity: 'error',
    category: 'preprocessor',
    summary: "A define's value leads back to its own name, or defines multiply each other without end.",
    advice: 'Give the define a value that does not use its own name.',
    documentation: {
      why: 'Names are replaced again in what they were replaced by. A circle never ends, and Kamailio never starts.',
      wrong: `#!define GATEWAY BACKUP
#!define BACKUP GATEWAY

loadmodule "pv.so"

request_route {
    $var(gw) = GATEWAY;
}
`,
      right: `#!define GATEWAY BACKUP
#!define BACKUP "192.0.2.9"

loadmodule "pv.so"

request_route {
    $var(gw) = GATEWAY;
}
`,
    },
  },
  {
    code: 'invalid-subst',
    severity: 'error',
    category: 'preprocessor',
    summary: 'A #!subst or #!substdef expression is malformed.',
    advice: 'Write it as "!what!by!flags": one sign three times, and the flags g or i.',
    documentation: {
      why: `The first character parts the expression and must come again behind both halves. In \`#!substdef\` the first
half is also the name that is defined.`,
      wrong: `#!substdef "!MY_IP!192.0.2.1"

request_route {
    exit;
}
`,
      right: `#!substdef "!MY_IP!192.0.2.1!g"

request_route {
    exit;
}
`,
    },
  },
  {
    code: 'crlf-continuation',
    severity: 'error',
    category: 'preprocessor',
    summary: 'A define goes on in the next line, and Windows line ends keep Kamailio from seeing it.',
    advice: 'Save the file with line ends of Unix (LF).',
    documentation: {
      why: `The backslash continues a line only where the line feed follows it at once. With a carriage return in between
the value ends there, and the next line is read as configuration.`,
      wrong: '#!define HELLO "hello" \\\r\n  "world"\r\n\r\nrequest_route {\r\n    exit;\r\n}\r\n',
      right: '#!define HELLO "hello" \\\n  "world"\n\nrequest_route {\n    exit;\n}\n',
    },
  },
  {
    code: 'missing-include',
    severity: 'error',
    category: 'preprocessor',
    summary: 'A file that is included is not there.',
    advice:
      "Correct the path, use 'import_file' for a file that may be missing, or say with kamailio.pathMappings where it is.",
    documentation: {
      why: `Kamailio refuses to start. A relative path is looked up beside the file that includes. Where the configuration
is kept apart from the place it is deployed to, the setting \`kamailio.pathMappings\` (\`--map\`) tells what stands for
the deployed folder. Rules that could be wrong without the file stay silent.`,
      wrong: `--- kamailio.cfg
include_file "routes.cfg"

request_route {
    exit;
}
--- route.cfg
route[NEXT] {
    exit;
}
`,
      right: `--- kamailio.cfg
include_file "routes.cfg"

request_route {
    route(NEXT);
    exit;
}
--- routes.cfg
route[NEXT] {
    exit;
}
`,
    },
  },
  {
    code: 'missing-import',
    severity: 'hint',
    category: 'preprocessor',
    summary: 'A file that is imported is not there; Kamailio goes on without it.',
    advice: 'Correct the path, unless the file is meant to be there on some machines only.',
    documentation: {
      why: 'That is what `import_file` is for: local settings that some hosts have and others do not.',
      wrong: `import_file "local.cfg"

request_route {
    exit;
}
`,
      right: `--- kamailio.cfg
import_file "local.cfg"

request_route {
    exit;
}
--- local.cfg
debug = 2
`,
    },
  },
  {
    code: 'invalid-include',
    severity: 'error',
    category: 'preprocessor',
    summary: 'The name behind include_file or import_file is no quoted file name, or too long.',
    advice: 'Write the name in quotes, of at most 127 characters.',
    documentation: {
      why: 'The lexer reads one string behind the word, into a buffer of 128 bytes.',
      wrong: `include_file routes.cfg

request_route {
    exit;
}
`,
      right: `--- kamailio.cfg
include_file "routes.cfg"

request_route {
    exit;
}
--- routes.cfg
debug = 2
`,
    },
  },
  {
    code: 'include-cycle',
    severity: 'error',
    category: 'preprocessor',
    summary: 'A file includes itself, itself or through others, and nothing ends that.',
    advice: 'Remove one of the includes, or put a condition around what is to be read once.',
    documentation: {
      why: 'Kamailio opens files up to a depth of 10 and then gives up.',
      wrong: `--- kamailio.cfg
include_file "routes.cfg"

request_route {
    exit;
}
--- routes.cfg
include_file "kamailio.cfg"
`,
      right: `--- kamailio.cfg
include_file "routes.cfg"

request_route {
    exit;
}
--- routes.cfg
debug = 2
`,
    },
  },
  {
    code: 'include-depth',
    severity: 'error',
    category: 'preprocessor',
    summary: 'Files include each other more than 10 deep.',
    advice: 'Include the files from one that stands further up.',
    documentation: {
      why: '`MAX_INCLUDE_DEPTH` in cfg.lex is 10, in all versions.',
      wrong: [
        '--- kamailio.cfg\ninclude_file "a.cfg"\nrequest_route {\n    exit;\n}\n',
        ...'abcdefghijk'
          .split('')
          .map((name, index) => `--- ${name}.cfg\ninclude_file "${'bcdefghijkl'[index] ?? ''}.cfg"\n`),
        '--- l.cfg\ndebug = 2\n',
      ].join(''),
      right: `--- kamailio.cfg
include_file "a.cfg"
include_file "b.cfg"

request_route {
    exit;
}
--- a.cfg
debug = 2
--- b.cfg
log_stderror = yes
`,
    },
  },
];
