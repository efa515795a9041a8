/** Where a function takes the code of a reply. */
export interface CodeArgument {
  readonly module: string;
  /** Place of the code among the arguments. */
  readonly index: number;
  readonly highest: number;
}

/** Functions that take a reply code: a number, read when Kamailio starts (`fixup_var_int_1`, `fixup_igp`). */
export const CODE_ARGUMENTS: ReadonlyMap<string, CodeArgument> = new Map(
  Object.entries({
    sl_send_reply: { module: 'sl', index: 0, highest: 699 },
    sl_reply: { module: 'sl', index: 0, highest: 699 },
    send_reply: { module: 'sl', index: 0, highest: 699 },
    send_reply_mode: { module: 'sl', index: 0, highest: 699 },
    t_reply: { module: 'tm', index: 0, highest: 699 },
    t_send_reply: { module: 'tm', index: 0, highest: 699 },
    t_grep_status: { module: 'tm', index: 0, highest: 699 },
    t_reply_callid: { module: 'tmx', index: 2, highest: 699 },
    change_reply_status: { module: 'textopsx', index: 0, highest: 699 },
    change_reply_status_code: { module: 'textopsx', index: 0, highest: 699 },
    xhttp_reply: { module: 'xhttp', index: 0, highest: 599 },
  }),
);
