/** Where the editor finds the pages of the kinds of findings, for the links that the language server makes. */
export const RULE_SCHEME = 'kamailio-rules';

/** The command that the language server puts into quick fixes. */
export const SEVERITY_COMMAND = 'kamailio.rules.setSeverity';
