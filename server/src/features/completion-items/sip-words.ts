/** Header fields that scripts ask for, the most common first. */
export const HEADER_FIELDS: readonly string[] = (
  'From To Call-ID CSeq Via Contact Max-Forwards Route Record-Route Content-Type Content-Length User-Agent Expires Allow ' +
  'Supported Require Proxy-Require Authorization Proxy-Authorization WWW-Authenticate Proxy-Authenticate ' +
  'P-Asserted-Identity P-Preferred-Identity Remote-Party-ID Privacy Identity Diversion History-Info Referred-By Refer-To ' +
  'Replaces Reason Retry-After Server Subject Event Subscription-State Session-Expires Min-SE Path Service-Route ' +
  'P-Charging-Vector P-Access-Network-Info Accept Accept-Encoding Accept-Language Accept-Contact Reject-Contact ' +
  'Request-Disposition Allow-Events Alert-Info Call-Info Organization Priority RAck RSeq Timestamp Unsupported Warning ' +
  'Date MIME-Version Content-Disposition Content-Encoding Content-Language In-Reply-To Error-Info Security-Client ' +
  'Security-Verify SIP-ETag SIP-If-Match'
).split(' ');

/** Request methods, the most common first; `KDMQ` is the one of dmq. */
export const METHODS: readonly string[] =
  'INVITE ACK BYE CANCEL OPTIONS REGISTER SUBSCRIBE NOTIFY PUBLISH MESSAGE INFO REFER UPDATE PRACK KDMQ'.split(' ');
