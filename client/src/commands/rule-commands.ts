/** The commands that the language server puts into links and quick fixes. */
export const RULE_COMMAND = 'kamailio.rules.show';
export const SEVERITY_COMMAND = 'kamailio.rules.setSeverity';
