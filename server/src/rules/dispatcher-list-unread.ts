import type { Rule } from './rule.ts';
import { constantOf } from './shared/constant-text.ts';
import { DISPATCHER } from './shared/dispatcher.ts';
import { lastSetting, textOf } from './shared/module-settings.ts';

export const dispatcherListUnread: Rule = {
  code: 'dispatcher-list-unread',
  severity: 'warning',
  category: 'dispatcher',
  summary: 'A list of destinations is named that is never read: the destinations come from the database.',
  advice: 'Keep either list_file or db_url.',
  documentation: {
    why:
      'As soon as `db_url` is set, dispatcher loads its destinations from the table in the database, at the start and ' +
      'with every reload. What `list_file` names is not even opened, so edits of the list change nothing.',
    wrong: `loadmodule "db_mysql.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "/etc/kamailio/dispatcher.list")
modparam("dispatcher", "db_url", "mysql://kamailio@localhost/kamailio")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  forward();
}
`,
    right: `loadmodule "db_mysql.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "db_url", "mysql://kamailio@localhost/kamailio")
request_route {
  if (!ds_select_dst("1", "4")) exit;
  forward();
}
`,
  },
  check(analysis, report) {
    const list = lastSetting(analysis, DISPATCHER, 'list_file');
    const database = lastSetting(analysis, DISPATCHER, 'db_url');
    if (!list?.valueToken || !database?.valueToken) return;
    const place = constantOf(list.valueToken);
    const other = constantOf(database.valueToken);
    // An empty address stops the start, and a list that a template fills in may be empty.
    if (!place || !other || !textOf(list) || (textOf(database) ?? '') === '') return;
    report({
      range: place.range,
      message: "this list is never read: with 'db_url' the destinations come from the database",
      related: [{ range: other.range, message: 'the database' }],
    });
  },
};
