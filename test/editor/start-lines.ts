/** What may stand behind `#!` and `//!` in the first line of a configuration (src/core/cfg.lex). */
export const START_LINES = ['KAMAILIO', 'OPENSER', 'SER', 'MAXCOMPAT', 'ALL'];
