/**
 * What an element of a compiled layout takes: a token of one of its rules; one blank-delimited column; the literal text of
 * a user's format; any text up to such a literal; the end of a line that another one follows. `message` and `again` take nothing: there the message begins, `again`
 * with a header of its own perhaps.
 */
export type ElementKind = 'token' | 'column' | 'literal' | 'text' | 'line_end' | 'message' | 'again';

/** One element of a compiled layout. */
export interface LayoutElement {
  readonly kind: ElementKind;
  /** Indices of the token rules that it takes. */
  readonly rules: readonly number[];
  /** Indices into `HEADER_FIELDS` of what it fills in; empty: what its rules say. */
  readonly fields: readonly number[];
  readonly optional: boolean;
  readonly repeated: boolean;
  /** What a literal is, or what a text ends before; a blank stands for one or more. */
  readonly text: string;
}

const TIME = 'time/short_time/us_time/digits_time/clock/syslog_time/epoch_time=timestamp';
const ANY_TIME = 'time/short_time/us_time/digits_time/clock/syslog_time/epoch_time/epoch=timestamp';
const NAME = 'name/name_padded/capitals/level_loose/level_word';
const LEVEL = 'level/level_rare/level_bracket/level_padded=level';
const BRACKET =
  'bracket/number_bracket/pid_colon/code_bracket/logger_bracket/location_bracket/empty_bracket/process_bracket/erlang_pid/uptime/braces';
const IDS = 'trace_key? span_key?';
const ID = 'request/correlation/uuid=request_id?';
/** What may stand between time and level, and between level and logger. */
const BEHIND_TIME = `separator/dash/pipe? number? number? ${ID} ${BRACKET}+? ${ID}`;
const BEHIND_LEVEL = `dash? separator/pipe? ${ID} ${BRACKET}? number? dash? ${ID} ${BRACKET}+? ${ID} dash?`;
const TIME_AHEAD = 'time/clock/syslog_time/epoch_time/klog/level_key/time_key/open/priority/object';
/** Behind five columns. */
const CEF_LEVEL = '~| ~| ~| ~| ~| level_cell/numbered_name=level';
/** What a line of keys and values may hold anywhere. */
const KEYS = 'level_key/time_key/service_key/request_key/trace_key/span_key/source_key/pair';

/**
 * Layouts of headers, tried in order; the first that fits wins. An element is the name of one or more token rules
 * (`a/b`). `=field` keeps its value (`=a+b` in both fields), `?` makes it optional, `+` repeats it, `+?` both. `*` passes
 * over one blank-delimited column, `~text` over all up to that text and the text, `$` over the end of the line. Blanks lie between elements as they please.
 *
 * What follows the last element is the message. `message` says that it begins earlier: what is named behind it is only
 * looked at. `...` does the same and says that another header may follow, as behind what a container runtime adds.
 *
 * The order goes from the specific to the general, so that a word is a service only where what follows proves it.
 */
export const DEFAULT_LAYOUTS: readonly string[] = [
  // ---- wrappers around lines that have headers of their own ----
  // CRI, the container runtimes of Kubernetes
  'time=timestamp stream ...',
  // kubectl logs --timestamps; docker compose logs
  `time=timestamp ... ${TIME_AHEAD}`,
  `${NAME}/module=service pipe ... ${TIME_AHEAD}/level/level_bracket`,
  // PM2; kubectl logs --prefix; stern
  'numbered_name=service pipe ...',
  'pod_bracket=service ...',
  `${NAME}/module name/capitals=service ... time/klog/object`,
  // a line that syslog carries
  'priority=level? syslog_time/time=timestamp * dash? process/name_colon/component_colon/logger_colon=service ... klog/time/object/time_key/level_key/day_and_time',
  'number? priority_version=level time/dash=timestamp * *=service * * structured_data/dash structured_data+? ... time_key/level_key/day_and_time',
  'priority=level? syslog_time=timestamp * ... time_key/level_key/day_and_time',
  'priority=level ... time_key/level_key/day_and_time',
  // an id ahead of all
  'request/correlation=request_id ... time/clock/level/level_rare/level_bracket',
  // CEF: vendor, product, version, class, name, severity, keys; LEEF
  `priority? syslog_time/time=timestamp * message cef ${CEF_LEVEL}`,
  `message cef ${CEF_LEVEL} ~rt= time/epoch_time/epoch=timestamp`,
  `message cef ${CEF_LEVEL}`,
  'message leef ~devTime= time/epoch_time/epoch=timestamp ~sev= number=level',
  'message leef ~sev= number=level ~devTime= time/epoch_time/epoch=timestamp',
  'message leef ~devTime= time/epoch_time/epoch=timestamp',
  'message leef ~sev= number=level',

  // ---- syslog ----
  // RFC 5424
  // … octets counted ahead (RFC 6587); some leave out the priority
  'number? priority_version=level time/dash=timestamp * *=service * * structured_data/bracket/dash structured_data+?',
  'number? priority_version=level time/dash=timestamp * *=service * dash',
  `time=timestamp ${NAME}/module/logger/ip ${NAME}/module=service number/dash dash/${NAME}/number structured_data/dash structured_data+?`,
  // network devices: facility, severity and mnemonic
  'priority=level? number? separator? level_sign? syslog_time/time=timestamp * separator? message level_number=level',
  'priority=level? number? separator? level_sign? syslog_time/time=timestamp separator? message level_number=level',
  'priority=level? separator? message level_number=level',
  'priority=level? syslog_time/time=timestamp * number separator ... level_sign/syslog_time',
  // the level ahead of the process: VMware
  `${TIME} level_word/level_loose=level process=service structured_data?`,
  // HAProxy: the status stands behind its timers
  'priority=level? syslog_time/time=timestamp * process=service message * time/bracket * * * number=http_status number * * *',
  // Dovecot and the like: what of the program it was, then the level
  `priority? rsyslog_time/syslog_time=timestamp * component_colon/name_colon=service message * level_colon=level`,
  // RFC 3164, and syslog files without the priority; journald's short-iso
  'priority=level? syslog_time=timestamp * dash? process/name_colon/component_colon/logger_colon=service message level_colon=level?',
  `priority=level? syslog_time=timestamp * ${LEVEL} process=service`,
  `rsyslog_time=timestamp ${NAME}/module/logger/ip component_colon/name_colon/logger_colon=service message level_colon=level?`,
  `priority=level? syslog_time/time=timestamp process=service message level_colon=level? ${KEYS}+?`,
  `priority=level? time/uptime=timestamp ${NAME}/module/logger/ip process=service message level_colon=level?`,
  `priority=level? time=timestamp ${NAME}/module/logger/ip kernel=service`,
  'priority=level? time=timestamp module/logger/ip name_colon/component_colon=service message level_colon=level?',

  // ---- klog and glog, logcat ----
  'klog=timestamp+level number/epoch/epoch_time source_line',
  `time=timestamp number number level_letter=level name_colon/component_colon/logger_colon/level_colon=service`,
  `time=timestamp number number level_letter=level ${NAME}/module/logger=service separator`,
  'time=timestamp? separator? level_pair=level+service',

  // Squid: what it did, and the status
  'epoch_time/epoch=timestamp message number * result=http_status',

  // auditd
  'message pair ~msg=audit( epoch_time/epoch=timestamp',

  // ---- logfmt ----
  `day_and_time message ${KEYS}+? eventtime_key ${KEYS}+?`,
  `day_and_time=timestamp message ${KEYS}+`,
  `time_key message pair ${KEYS}+`,
  `time_key/level_key time_key/level_key/request_key/trace_key/span_key/source_key+? message pair ${KEYS}+`,
  'time_key/level_key time_key/level_key/service_key/request_key/trace_key/span_key/source_key+?',
  `message pair/service_key/source_key ${KEYS}+`,
  'source_key time_key/level_key time_key/level_key/service_key/request_key/trace_key/span_key/source_key+?',

  // ---- access logs: common, combined, with the virtual host in front; uWSGI ----
  'ip/name/module/logger/capitals * * access_time=timestamp',
  '* ip * * access_time=timestamp',
  'process_bracket ip * * * * * * time=timestamp',
  // S3; ALB
  '* * access_time=timestamp ip',
  'message name/module time=timestamp * ip * ip * * * * number=http_status',
  'message name/module time=timestamp * ip',
  'time=timestamp message * ip * ip * * * * number=http_status number number number',

  // VPC flow
  'message number number name ip ip number number number number number epoch=timestamp epoch capitals',
  // Palo Alto
  'message number separator time=timestamp separator',

  // ---- consoles of clusters: label, epoch, date, node, time, … ----
  `dash/capitals/name epoch date * time=timestamp * ${NAME} ${NAME}=service level/level_rare/${NAME}=level`,
  'dash/capitals/name epoch date * syslog_time=timestamp * process/name_colon/component_colon/logger_colon=service',
  'dash/capitals/name epoch date * syslog_time=timestamp *',
  // rows of a table of events: number, node, component, state, epoch, flag
  'number * *=service * epoch=timestamp dash? number',

  // ---- a time, then more ----
  `time=timestamp level=level number dash ${BRACKET}+? logger/module/${NAME}=service separator request=request_id?`,
  'time=timestamp php_level=level',
  'time=timestamp php_fatal=level level_colon',
  // two lines a record: java.util.logging, Samba
  'jul_time=timestamp logger/module/name=service name/call message level_colon/level/level_rare/name_colon=level',
  `${TIME} logger=service * $ message level_colon/level/level_rare=level?`,
  `${TIME} logger=service name/call message level_colon=level`,
  'open time=timestamp separator number ~] source_line parens',
  // WebLogic
  'hashes time=timestamp level_bracket/angle=level angle=service angle/epoch_time/time+ message_code',
  // WebSphere: thread, component, type of event
  `us_time=timestamp * ${NAME}/logger=service level_letter/name/name_padded=level`,
  `${TIME} ${NAME}/module=service pid_colon ${LEVEL}`,
  `${TIME} level_word/level_loose=level ${NAME}=service number_bracket`,
  `${TIME} ${LEVEL} logger_bracket=service parens`,
  // Solr: collection, shard, replica and core ahead of the logger
  `${TIME} ${LEVEL} parens empty_bracket/bracket logger=service`,
  `${TIME} ${LEVEL} parens logger_bracket/bracket=service`,
  // ZooKeeper
  `${TIME} bracket dash ${LEVEL} location_bracket=service dash`,
  // ClickHouse: thread, query
  `${TIME} number_bracket/bracket braces level_bracket=level name_colon/component_colon/logger_colon=service`,
  // Puppet
  `${TIME} ${NAME}/module=service level_bracket=level separator`,
  `${TIME} message * level_bracket=level separator`,
  // OpenStack: process, level, module, request
  `${TIME} number level=level module/logger=service request/empty_bracket=request_id`,
  // Suricata
  `${TIME} dash level_bracket=level dash`,
  // NATS: the process comes first
  `number_bracket ${TIME} ${LEVEL} number_bracket?`,
  // Asterisk
  `${TIME} level_process=level bracket/code_bracket? separator? source_line?`,
  // Unbound
  'epoch/epoch_time=timestamp process=service level_colon=level?',
  // MongoDB, of no component
  `${TIME} level_letter=level dash ${BRACKET}`,
  // log4js
  `${TIME} level_bracket=level ${NAME}/module/logger=service dash`,
  // what pino-pretty makes of the process
  `${TIME} level=level parens separator`,
  // .NET on one line
  `${TIME} level_colon=level process=service`,
  `${TIME} ${LEVEL} bracket=service request/request_key=request_id`,
  `${TIME} level_command=level`,
  'level_command=level',
  `${TIME} request_key/trace_key/span_key/service_key/pair+ level_colon/${LEVEL}`,
  `short_time=timestamp level/level_rare=level name_colon/component_colon/logger_colon=service`,
  `${TIME} name_colon/component_colon=service level_colon=level`,
  `${TIME} level_letter=level pipe name_colon/component_colon=service`,
  `${TIME} uuid=request_id ${LEVEL}?`,
  `${LEVEL} ${TIME} uuid=request_id`,
  `level/level_rare/level_bracket=level ${BRACKET}+ time=timestamp source_line/logger/module/name=service dash`,
  `${TIME} dash logger/module/${NAME}=service dash ${LEVEL} dash`,
  `${TIME} dash ${LEVEL} location_bracket=service dash`,
  `${TIME} dash ${LEVEL} ${BRACKET}+ dash`,
  `${TIME} pipe ${LEVEL} pipe source_line/logger/module/${NAME}=service dash/pipe`,
  // ActiveMQ: the logger and the thread come last
  `${TIME} pipe ${LEVEL} pipe message ~| logger=service pipe`,
  `${TIME} pipe ${NAME}/module/logger=service pipe number pipe`,
  `${TIME} pipe ${NAME}/module/logger/number/bracket pipe ${LEVEL} pipe ${NAME}/module/logger/source_line=service pipe`,
  `${TIME} level_bracket=level logger_colon=service`,
  `${TIME} level_bracket=level logger_bracket=service ${BRACKET}?`,
  `${TIME} ${LEVEL} logger_bracket=service`,
  `${TIME} number_bracket level_bracket=level bracket bracket?`,
  `${TIME} number? level_bracket=level code_bracket bracket?`,
  `${TIME} level_bracket=level process_bracket`,
  `${TIME} level_bracket=level separator? number? star_number? erlang_pid?`,
  `${TIME} number_bracket/pid_colon/connection/pair? number_bracket? user/pair? level_colon=level`,
  `${TIME} level_channel=level`,
  `${TIME} level_letter=level ${NAME}/capitals_padded=service ${BRACKET}?`,
  `process_role/number_bracket time=timestamp level_sign/dash=level`,
  `process_role epoch=timestamp`,
  `${TIME} separator? level_padded=level capitals_padded=service`,
  `${TIME} module=service star_number? dash`,
  `bracket number dash time=timestamp level/${NAME}=level bracket=service`,
  // the time shares its bracket
  `level_letter separator open time=timestamp close level=level dash separator ${ID}`,
  'name separator open time=timestamp close level_none dash separator',
  'name separator open time=timestamp close level_none dash name_colon/component_colon/logger_colon=service',
  'level_letter separator open time=timestamp close level=level dash name_colon/component_colon/logger_colon=service',
  `level_letter separator open time=timestamp close level=level dash ${NAME}/module/logger=service? separator`,
  `open ${TIME} separator? level/level_rare/level_loose/level_word/level_padded=level logger/module=service? close`,
  `open ${TIME} close ${LEVEL}`,

  // ---- ISO time, level, service, [request] ----
  `${ANY_TIME} separator/dash? number? number? ${LEVEL} dash? separator? number? ${NAME}/logger/name_colon/component_colon/logger_colon=service request/correlation/uuid=request_id trace_key? separator/dash?`,
  `${ANY_TIME} ${LEVEL} message span+ logger_colon/component_colon/name_colon=service`,
  // … thread, logger and ids in other orders
  `${ANY_TIME} ${BEHIND_TIME} ${LEVEL} ${BEHIND_LEVEL} logger_colon=service ${IDS}`,
  `${ANY_TIME} ${BEHIND_TIME} ${LEVEL} ${BEHIND_LEVEL} logger=service ${IDS} empty_bracket? separator/dash? request/correlation=request_id?`,
  `${ANY_TIME} ${BEHIND_TIME} ${LEVEL} ${BEHIND_LEVEL} ${NAME}/module=service ${BRACKET}? dash request/correlation=request_id?`,
  `${ANY_TIME} ${BEHIND_TIME} ${LEVEL} ${BEHIND_LEVEL} name_padded=service separator`,
  `${ANY_TIME} ${BEHIND_TIME} ${LEVEL} component_colon=service`,
  `${ANY_TIME} ${BEHIND_TIME} level_colon=level source_line?`,
  `${ANY_TIME} ${BEHIND_TIME} ${LEVEL} dash? separator/pipe? number? erlang_pid? ${ID} ${IDS} source_line? dash?`,
  `${TIME} number_bracket user?`,
  `${TIME} connection`,
  `${TIME} name_padded=service`,
  `${TIME} separator? request=request_id? logger_colon/process=service message level_colon=level?`,
  `${TIME} separator? uptime? request=request_id? message level_word=level?`,
  `time=timestamp kid/pipe message level_colon=level?`,
  'uptime level_bracket=level bracket?',
  'priority=level? uptime',
  'priority=level syslog_time/time=timestamp',
  'access_time=timestamp',
  'request=request_id',
  // Mosquitto
  'epoch=timestamp separator message level_colon=level?',
  'message epoch=timestamp',

  // ---- a file name or the like before the time ----
  // … the prefix of Go's log, which says where in the source
  'component_colon/name_colon=service time=timestamp source_line',
  '* time=timestamp number? level=level logger/module=service request=request_id?',

  // ---- the level first ----
  'level_elapsed=level',
  `level/level_rare=level time=timestamp ${NAME}/module=service number number`,
  // Mule: thread, processor and event
  `level/level_rare=level time=timestamp ${BRACKET}+ logger/logger_colon=service separator?`,
  'level/level_rare/level_bracket=level time/clock=timestamp request=request_id? logger_colon/process=service?',
  `level/level_rare/level_bracket=level ${BRACKET}+ logger/logger_colon=service dash? request=request_id? ${IDS}`,
  `level/level_rare/level_bracket=level logger/logger_colon=service request=request_id? ${IDS}`,
  'level_colon=level process=service',
  `level/level_bracket=level ${NAME}/name_colon/component_colon=service request=request_id`,
  // A message may open with capitals, too: ERROR IN …
  'message level=level capitals',
  'message level_rare=level',
  'level/level_bracket=level separator? dash? request=request_id?',
  'message level_colon=level',
]; // prettier-ignore
