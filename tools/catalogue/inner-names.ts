/**
 * What pseudo-variables take between their parentheses, by hand from the functions that read it (`parse_name` of the
 * export tables; 5.5 to the development version). The importers write it over what they find, so a regeneration keeps
 * it. What is not listed takes any name.
 */
import type { StoredItem } from '../../server/src/catalog/stored.ts';
import type { InnerForm } from '../../server/src/catalog/types.ts';
import { compareVersions, KAMAILIO_VERSIONS, type KamailioVersion } from '../../server/src/catalog/versions.ts';
import { changePerVersion, type Fields } from './combine-versions.ts';

/** Names by the first version that has them, separated by blanks; `[]` behind one that wants an index there. */
type Names = Readonly<Partial<Record<KamailioVersion, string>>>;

type Form = Omit<InnerForm, 'names'> & { readonly names?: Names };

function names(written: Names | string, rest?: Omit<Form, 'kind' | 'names'>): Form {
  return { kind: 'name', names: typeof written === 'string' ? { '5.5': written } : written, ...rest };
}

/** `something=>name` */
function keys(written: Names | string, rest?: Omit<Form, 'kind' | 'names'>): Form {
  return { ...names(written, rest), kind: 'key' };
}

const BRANCH = names('uri dst_uri path q send_socket flags count ruid location_ua otcpid instance Q');
const SENT = names('ip port proto sproto af buf len');
const TIME = names('sec min hour mday mon year wday yday isdst');
const RECEIVED = names({
  '5.5': 'buf len proto sproto srcip srcport rcvip rcvport af',
  '5.8': 'safe bufat hexat evtype',
});
const VIA = names({
  '5.6': 'host port proto protoid branch rport received i',
  '5.8': 'params oc ocval ocalgo ocvalidity ocseq oc-val oc-algo oc-validity oc-seq',
});
const TRANSACTION = names(
  'id_index id_label id_index_n id_label_n reply_type reply_code reply_reason branch_index ruid uri flags',
);
const CERTIFICATE_LINES = names('m_issuer_line p_issuer_line m_subject_line p_subject_line');
const ALTERNATIVE_NAMES = names('DNS URI EMAIL IP', { taken: 'all' });
const ADDRESS_RECORDS = keys('addr type ipv4 ipv6 count');
const DIALOG =
  'ref h_id h_entry state callid from_uri to_uri from_tag to_tag from_cseq to_cseq from_rs to_rs from_contact ' +
  'to_contact from_bindaddr to_bindaddr toroute lifetime start_ts dflags sflags';
const CONTACT =
  'aor domain aorhash addr path received expires callid q cseq flags cflags user_agent socket modified methods count';
const FLAG: Form = { kind: 'flag' };
const VARIABLE: Form = { kind: 'variable' };
const TABLE_ENTRY: Form = { kind: 'key' };
const XAVP: Form = { kind: 'xavp' };
const LENGTHS_BUT_5_TO_7 = [1, 2, 3, 4, ...Array.from({ length: 57 }, (_, index) => index + 8)];

/** By `module.pseudo-variable`. */
export const INNER_FORMS: Readonly<Record<string, Form>> = {
  'async.async': names('data gname', { taken: [4, 5] }),
  'cnxcc.cnxcc': names('active total dropped', { taken: LENGTHS_BUT_5_TO_7 }),
  'corex.atkv': names('type key val gname', { taken: [3, 4, 5] }),
  'corex.cfg': names('line name file route'),
  // `flags` is in the list, but one character too many of it is compared.
  'dialog.dlg_ctx': names('on set dir timeout timeout_bye timeout_route timeout_route_id'),
  'dialog.dlg': names(DIALOG),
  'dispatcher.dsg': names({
    '5.8': 'count active inactive pactive pinactive',
    '6.0': 'octime_sec octime_usec ocrate ocseq',
  }),
  'dispatcher.dsv': names({ '5.5': 'code reason flags', '6.0': 'uri setid group' }),
  'evapi.evapi': names('conidx msg srcaddr srcport'),
  'evrexec.evr': names({ '5.5': 'data', '5.6': 'srcip srcport srcportno' }),
  'geoip.gip': keys('cc tz zip lat lon dma ips ipe city area regc regn metro contc'),
  'geoip2.gip2': keys('cc tz zip lat lon city regc regn metro nmask contc'),
  'htable.sht': TABLE_ENTRY,
  'htable.shtcn': TABLE_ENTRY,
  'htable.shtcv': TABLE_ENTRY,
  'htable.shtdec': TABLE_ENTRY,
  'htable.shtex': TABLE_ENTRY,
  'htable.shtinc': TABLE_ENTRY,
  'htable.shtrecord': names('key value'),
  'http_async_client.http_req': names({
    '5.5':
      'all hdr body method timeout suspend username password authmethod keepalive ka-idle ka-interval tls_client_cert ' +
      'tls_client_key tls_ca_path follow_redirect',
    '6.2': 'http_version',
  }),
  'http_async_client.http_time': names('total lookup connect appconnect pretransfer redirect starttransfer'),
  // Of `flags` and of `from_bindaddr`, both in the lists, too many characters are compared.
  'ims_dialog.dlg_ctx': names('on set dir timeout timeout_bye timeout_route'),
  'ims_dialog.dlg': names(DIALOG.replace('from_bindaddr ', '')),
  'ims_registrar_scscf.ulc': keys({ '5.5': CONTACT, '5.8': 'impi' }),
  'ipops.HN': names('n f d i'),
  'ipops.dns': ADDRESS_RECORDS,
  'ipops.naptrquery': keys('count order[] pref[] flags[] services[] regex[] replace[]', { blanks: true }),
  'ipops.ptrquery': ADDRESS_RECORDS,
  'ipops.srvquery': keys('count port[] priority[] target[] weight[]', { blanks: true }),
  'jsonrpcs.jsonrpl': names('code text body'),
  'jwt.jwt': names('val status'),
  'jwt3.jwt3': names('val status'),
  'lwsc.lwsc': names('rdata status'),
  'microhttpd.mhttpd': names('url data size srcip method version h:', { anyCase: true }),
  'mqtt.mqtt': names('topic msg qos'),
  'msrp.msrp': names(
    'buf buflen hdrs body bodylen code reason method transid sessid msgid conid prevhop nexthop prevhops nexthops ' +
      'firsthop lasthop crthop srcaddr srcsock',
  ),
  'ndb_mongodb.mongodb': keys('value type info size', { isPrefix: true, blanks: true }),
  'ndb_redis.redis': keys('value type info size', { blanks: true }),
  'ndb_redis.redisd': names('rpl_str rpl_arr rpl_int rpl_nil rpl_sts rpl_err'),
  'nghttp2.nghttp2': names('path pathfull data size srcip method version h:', { anyCase: true }),
  'phonenum.phn': keys({ '5.5': 'number normalized ltype ndesc error cctel valid ccname', '6.0': 'natnum' }),
  'posops.pos': names('idx ret len'),
  'presence.notify_reply': VARIABLE,
  'presence.subs': names(
    'uri pres_uri event event_id callid from_tag to_tag from_user from_domain to_user to_domain watcher_username ' +
      'watcher_domain contact local_contact record_route expires status reason version local_cseq remote_cseq sockinfo ' +
      'user_agent flags',
  ),
  'ptimer.ptimer': names('name type interval nworkers worker pid ntasks tasks nslices slice'),
  'pv.Bf': FLAG,
  'pv.K': names({ '5.5': 'IPv4 IPv6 UDP TCP TLS SCTP WS WSS', '5.6': 'INET INET6', '6.0': 'IP4 IP6' }),
  'pv.Mf': FLAG,
  'pv.Sf': FLAG,
  'pv.TV': names({ '5.5': 's u sn un Sn Fn', '5.7': 'Sm' }),
  'pv.af': names('id name'),
  'pv.avp': { kind: 'avp' },
  'pv.branch': BRANCH,
  'pv.ccp': { kind: 'path' },
  'pv.cnt': { kind: 'variable', names: { '5.5': 'avp', '5.6': 'xavp' } },
  'pv.expires': names('min max'),
  'pv.ksr': names('ver verval'),
  'pv.msg': names({ '5.5': 'len buf body body_len hdrs hdrs_len hdrc fline fpart', '5.6': 'lpart' }),
  'pv.msgbuf': { kind: 'number' },
  'pv.nh': names({ '5.5': 'u U d p P', '5.6': 'i' }),
  'pv.rcv': RECEIVED,
  'pv.recv': RECEIVED,
  'pv.rpl': names('duri dhost dport dproto dprotoid cntvia cntrr'),
  'pv.sbranch': BRANCH,
  'pv.snd': SENT,
  'pv.sndfrom': SENT,
  'pv.sndto': SENT,
  'pv.time': TIME,
  'pv.utime': TIME,
  'pv.version': names('num full hash'),
  'pv.via0': VIA,
  'pv.via1': VIA,
  'pv.viaZ': VIA,
  'pv.xavi': XAVP,
  'pv.xavp': XAVP,
  'registrar.ulc': keys(`${CONTACT} ruid regid instance conid server_id`, { taken: [9] }),
  'rr.rdir': names('id name'),
  'sdpops.sdp': names({
    '5.5': 'body sess_version',
    '5.8': 'c:ip o:ip',
    '6.0': 'raw c:af m0:raw m0:rtp:port m0:rtcp:port m0:b:AS m0:b:RR m0:b:RS',
  }),
  'secsipid.secsipid': names('val ret'),
  'sipdump.sipdump': names({
    '5.5': 'tag buf len af proto sproto src_ip src_port dst_ip dst_port',
    '6.2': 'call_id',
  }),
  'siptrace.siptrace': names(
    'src_addr src_proto src_hostip src_host src_port dst_addr dst_proto dst_hostip dst_host dst_port direction',
  ),
  'siputils.pcv': names({ '5.5': 'all value genaddr orig term', '5.8': 'status' }),
  'sl.ltt': names('x s t'),
  'smsops.rpdata': names({
    '5.5': 'all type reference originator destination',
    '5.6': 'origen_flags destination_flags',
  }),
  'smsops.tpdu': names(
    'all type flags reference origen origen_flags destination destination_flags protocol coding validity payload mp_id ' +
      'mp_parts mp_part_num',
  ),
  'sqlops.dbr': keys('rows cols colname[]'),
  'ss7ops.isup': names(
    'method opc dpc cic called_inn called_ton called_npi called_num calling_ni calling_restrict calling_screened ' +
      'calling_ton calling_npi calling_num calling_category cause_standard cause_location cause_itu_class cause_itu_num ' +
      'event_num hop_counter nature_of_conn_sat nature_of_conn_con_check nature_of_conn_echo_device ' +
      'fwd_call_international fwd_call_interworking fwd_call_end_to_end_method fwd_call_end_to_end_information ' +
      'fwd_call_isup fwd_call_isup_preference fwd_call_sccp_method fwd_call_isdn transmission_medium ' +
      'user_info_coding_standard user_info_transfer_cap user_info_transfer_mode user_info_transfer_rate ' +
      'user_info_layer1_ident user_info_layer1_protocol 1',
  ),
  'tcpops.tcp': names({ '5.5': 'c_si c_sp conid', '5.8': 'ac_si ac_sp aconid' }),
  'tls.tls': CERTIFICATE_LINES,
  'tls.tls_my_san_count': ALTERNATIVE_NAMES,
  'tls.tls_peer_san_count': ALTERNATIVE_NAMES,
  'tls_wolfssl.tls': CERTIFICATE_LINES,
  'tmx.T': TRANSACTION,
  'tmx.T_branch': TRANSACTION,
  'tmx.T_inv': VARIABLE,
  'tmx.T_req': VARIABLE,
  'tmx.T_rpl': VARIABLE,
  'topoh.th': names('ecallid'),
  'uac.uac_req': names({
    '5.5': 'method ruri furi turi ouri hdrs body sock callid auser apasswd evroute evtype evcode evparam all',
    '5.6': 'flags',
    '6.0': 'cseqno',
    '6.1': 'ftag ttag fr_timeout fr_inv_timeout',
  }),
  'xcap_server.xcapuri': keys('data uri root auid type tree xuid file node target domain uri_adoc'),
  'xlog.C': { kind: 'colour' },
  'xmlops.xml': keys('doc xpath:', { isPrefix: true }),
};

/** A module's file with the forms of its pseudo-variables' inner names. */
export function addInnerForms(file: Fields): Fields {
  const variables = file.pseudoVariables as readonly StoredItem[] | undefined;
  if (variables === undefined) return file;
  return {
    ...file,
    pseudoVariables: variables.map((item) =>
      changePerVersion(item, (fields) => {
        const form = INNER_FORMS[`${String(file.name)}.${String(fields.name)}`];
        return form === undefined ? fields : { ...fields, inner: storedForm(form) };
      }),
    ),
  };
}

function storedForm({ names: written, ...form }: Form): Fields {
  if (written === undefined) return form;
  return {
    ...form,
    names: Object.entries(written).flatMap(([since, list]) =>
      list.split(' ').map((name) => ({
        name: name.replace('[]', ''),
        ...(name.endsWith('[]') ? { index: true } : {}),
        ...(since === KAMAILIO_VERSIONS[0] ? {} : { since }),
      })),
    ),
  };
}

/** The names that a pseudo-variable, `module.name`, takes in a version; undefined where it takes others, too. */
export function namesOfForm(variable: string, version: KamailioVersion): readonly string[] | undefined {
  const written = INNER_FORMS[variable]?.names;
  return (
    written &&
    Object.entries(written).flatMap(([since, list]) =>
      compareVersions(since as KamailioVersion, version) <= 0 ? list.split(' ') : [],
    )
  );
}
