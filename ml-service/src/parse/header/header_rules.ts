import { LEVEL_SPELLINGS } from '../../../../common/level_spelling.ts';
import type { TokenRule } from '../automaton/automaton.ts';
import { ZONE_MINUTES } from '../../settings/zone_names.ts';
import type { HeaderField } from '../../settings/line_format.ts';
import { MONTH_NAMES } from './timestamp.ts';

/**
 * How the value is cut out of a header's token: `inner` of brackets, the value of a `key`, a `process` without its id,
 * a `pair` of level and service such as `WARNING:name:` and `W/name( 12):`, the class in the `location`
 * `[thread:Class@12]`, the `head` of `[logger:12]`, the first `id` of 16 hexadecimal digits or more, or the `last` of names parted by `/` or `|`. A `time` may
 * stand in brackets.
 */
export type Cut =
  'whole' | 'inner' | 'key' | 'process' | 'pair' | 'location' | 'head' | 'id' | 'last' | 'time';

/** A kind of token at the head of a line. */
export interface HeaderRule extends TokenRule {
  readonly cut: Cut;
  /** Marks a time and says how it is written, see timestamp.ts. */
  readonly order?: string;
  /** A name besides, for layouts that mean this spelling of it alone. */
  readonly also?: string;
  /** What the token fills in wherever a layout takes it, because its text says so. */
  readonly field?: HeaderField;
}

const anyCase = (words: readonly string[]) =>
  words.map((word) => word.replace(/[a-z]/g, (c) => `[${c.toUpperCase()}${c}]`)).join('|');
const upper = (words: readonly string[]) => words.map((word) => word.toUpperCase()).join('|');
const lowerOrCapital = (words: readonly string[]) =>
  words.map((word) => `[${word.charAt(0).toUpperCase()}${word.charAt(0)}]${word.slice(1)}`).join('|');

/** Bare words in capitals that are levels: `NOTE` or `LOG` would be too common. */
const BARE_LEVELS = [
  'trace', 'debug', 'info', 'notice', 'warn', 'warning', 'error', 'severe', 'critical', 'fatal', 'dbg', 'inf', 'wrn', 'ftl', 'vrb', 'dbug', 'eror',
]; // prettier-ignore
/** Such words that begin messages, too (`ALERT exited abnormally`): only behind a time, or with more of a header. */
const RARE_LEVELS = [
  'verbose',
  'finest',
  'finer',
  'fine',
  'config',
  'err',
  'failure',
  'crit',
  'alert',
  'emerg',
  'emergency',
  'panic',
  'dpanic',
  'information',
  // Of java.util.logging in other languages
  'schwerwiegend', 'warnung', 'fein', 'grave', 'avertissement', 'infos', 'advertencia', 'avvertenza', 'aviso', 'erreur',
  // Of other software in other languages
  'fehler', 'errore', 'fout', 'hinweis', 'panik', 'kritisch',
]; // prettier-ignore
/** What stands before a colon as a level. Not `alert`, `config`, `failure`, `fine`: so messages begin. */
const COLON_LEVELS = ['trace', 'debug', 'info', 'notice', 'warn', 'warning', 'error', 'err', 'fatal', 'critical', 'crit', 'severe', 'fail', 'trce', 'dbug']; // prettier-ignore
/** The same in capitals alone: databases that speak another language. */
const CAPITAL_COLON_LEVELS = ['LOG', 'DEBUG\\d', 'PANIC', 'EMERG', 'ALERT', 'FEHLER', 'WARNUNG', 'HINWEIS', 'PANIK', 'ERREUR', 'ADVERTENCIA', 'ERRO', 'ERRORE', 'AVISO', 'AVVERTENZA']; // prettier-ignore
/** Inside brackets any spelling is a level. */
const ANY_LEVEL = Object.keys(LEVEL_SPELLINGS).filter((word) => /^[a-z]{2,}$/.test(word));

const MONTH = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
/** The same in other languages, as the C library abbreviates them. */
const LOCAL_MONTH = `(${Object.keys(MONTH_NAMES)
  .filter((name) => /^[a-z]/.test(name))
  .map(
    (name) =>
      `[${name.charAt(0).toUpperCase()}${name.charAt(0)}]${name.slice(1).replace(/[^a-z]/g, '[^\\s!-~]+')}`,
  )
  .join('|')})[a-z]{0,2}\\.?`;
/** A month in any language, where a day and a year beside it say that it is one. */
const ANY_MONTH = '[A-Za-z\\w]{3,9}\\.?';
const WEEKDAY = '([A-Z][a-z]{2},? )?';
const CLOCK = '\\d{1,2}:\\d{2}:\\d{2}';
const FRACTION = '([.,:]\\d+)?';
const HALF = '( ?[AaPp]\\.?[Mm]\\.?)?';
const ZONE_NAMES = Object.keys(ZONE_MINUTES).join('|');
const OFFSET = '[+-]\\d{2}:?\\d{2}';
const ZONE = `( ?(${ZONE_NAMES}|${OFFSET})|[+-]\\d{2})?( UTC)?`;
const DATE = '\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}';
const REGION = '(\\[[A-Za-z_]+(/[A-Za-z_]+)*\\])?';

const IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const PROCESS = '[A-Za-z_/][A-Za-z0-9_./@-]*( [A-Z][A-Za-z]*)*';
const HEX = '[0-9a-fA-F]';
const UUID = `${HEX}{8}(-${HEX}{4}){3}-${HEX}{12}`;
const QUOTED = '"([^"\\\\\\n]|\\\\.)*"';
const key = (names: string, value: string) => `(${names})(=|: ?)"?(${value})"?`;

/**
 * Among equally long tokens the earlier rule wins. Blanks part tokens, no token begins with one. No rule tells one digit from
 * another, but for the 1 at the head of ten digits or more: see known_headers.ts.
 */
export const HEADER_RULES: readonly HeaderRule[] = [
  // ---- times ----
  // As rsyslog writes it, so surely that the host comes next: Debian's files.
  { name: 'time', also: 'rsyslog_time', cut: 'time', order: 'YMDhmsf', pattern: `\\d{4}-\\d{2}-\\d{2}T${CLOCK}\\.\\d{6}[+-]\\d{2}:\\d{2}` },
  // java.util.logging: the clock of twelve hours, the class next
  { name: 'time', also: 'jul_time', cut: 'time', order: 'bDYhmsp', pattern: `${MONTH} \\d{1,2}, \\d{4},? ${CLOCK} [AP]M` },
  { name: 'time', cut: 'time', order: 'YMDhmsfp', pattern: `${WEEKDAY}${DATE}([T _-]|, ?)( ?)\\d{1,2}:\\d{2}(:\\d{2}${FRACTION})?${HALF}${ZONE}${REGION}|\\d{4}-\\d{2}-\\d{2}-\\d{2}\\.\\d{2}\\.\\d{2}(\\.\\d+)?|\\d{8}[T-]\\d{1,2}:?\\d{1,2}:?\\d{1,2}([.,:]\\d+)?Z?|\\d{8} ${CLOCK}${FRACTION}` },
  { name: 'digits_time', cut: 'time', order: 'YMDhms', pattern: '\\d{14}' },
  { name: 'time', cut: 'time', order: 'YJhmsf', pattern: `\\d{4}-\\d{3}T${CLOCK}([.,]\\d+)?Z?` },
  { name: 'date', cut: 'whole', pattern: DATE },
  { name: 'short_time', cut: 'time', order: 'yMDhmsf', pattern: `\\d{2}/\\d{2}/\\d{2} ${CLOCK}${FRACTION}` },
  { name: 'time', cut: 'time', order: 'yMDhmsf', pattern: `\\d{6}  ?${CLOCK}` },
  { name: 'time', cut: 'time', order: 'yMDhms', pattern: '\\d{6} \\d{6}' },
  { name: 'us_time', cut: 'time', order: 'MDyhmsfp', pattern: `(\\d/\\d{1,2}|\\d{2}/\\d)/\\d{2},? ${CLOCK}${FRACTION}${HALF}${ZONE}|\\d{2}/\\d{2}/\\d{2} ${CLOCK}[.,:]\\d+ (${ZONE_NAMES})` },
  { name: 'access_time', cut: 'whole', order: 'DbYhmsf', pattern: `\\[\\d{1,2}/${MONTH}/\\d{4}:${CLOCK}( ${OFFSET})?\\]` },
  { name: 'time', cut: 'time', order: 'DbYhmsfr', pattern: `\\d{1,2}-${MONTH}-\\d{4} ${CLOCK} [A-Z][A-Za-z]+(/[A-Z][A-Za-z_]+){1,2}` },
  { name: 'time', cut: 'time', order: 'DbYhmsf', pattern: `${WEEKDAY}\\d{1,2}(\\. ?|[-/ ]| de )${ANY_MONTH}([-/ ]| de )\\d{4}(:|,? (um )?)${CLOCK}${FRACTION}${ZONE}` },
  { name: 'time', cut: 'time', order: 'Dbhmsf', pattern: `\\d{1,2} ${MONTH} ${CLOCK}${FRACTION}` },
  { name: 'time', cut: 'time', order: 'YbDhmsf', pattern: `\\d{4}[-/ ]${MONTH}[-/ ] ?\\d{1,2} ${CLOCK}${FRACTION}` },
  { name: 'time', cut: 'time', order: 'MDYhmsfp', pattern: `\\d{1,2}/\\d{1,2}/\\d{4},? ${CLOCK}${FRACTION}${HALF}${ZONE}` },
  { name: 'time', cut: 'time', order: 'DMYhmsf', pattern: `\\d{1,2}[.-]\\d{1,2}[.-]\\d{4},? ${CLOCK}${FRACTION}|\\d{1,2}/\\d{1,2}/\\d{4} -- ${CLOCK}` },
  { name: 'time', cut: 'time', order: 'bDYhmsfp', pattern: `${WEEKDAY}[A-Za-z\\w]{3,9}\\.?  ?\\d{1,2},? \\d{4},? ${CLOCK}${FRACTION}${HALF}${ZONE}` },
  { name: 'syslog_time', cut: 'time', order: 'bDhmsf', pattern: `(${MONTH}|${LOCAL_MONTH})  ?\\d{1,2} ${CLOCK}${FRACTION}` },
  { name: 'time', cut: 'time', order: 'bDhmsfzY', pattern: `${WEEKDAY}${MONTH}  ?\\d{1,2} ${CLOCK}${FRACTION}( [A-Z]+)? \\d{4}` },
  { name: 'time', cut: 'time', order: 'MDhmsf', pattern: `\\d{2}[-./]\\d{2} ${CLOCK}${FRACTION}` },
  { name: 'clock', cut: 'time', order: 'hmsfp', pattern: `\\d{2}:\\d{2}:\\d{2}${FRACTION}${HALF}|\\d{1,2}:\\d{2}(:\\d{2})? ?[AP]M` },
  { name: 'epoch', cut: 'time', order: 'E', pattern: '1\\d{9}' },
  { name: 'epoch_time', cut: 'time', order: 'E', pattern: '1\\d{9}\\.\\d+|1\\d{12}(\\d{3}){0,2}' },
  // A time and a level in one.
  { name: 'klog', cut: 'whole', order: 'MDhmsf', pattern: `[IWEF]\\d{4} ${CLOCK}\\.\\d+` },
  { name: 'klog', cut: 'whole', order: 'yMDhmsf', pattern: `[IWEF]\\d{6} ${CLOCK}\\.\\d+` },
  { name: 'klog', cut: 'whole', order: 'YMDhmsf', pattern: `[IWEF]\\d{8} ${CLOCK}\\.\\d+` },
  // ---- levels ----
  { name: 'level', cut: 'whole', pattern: `(${upper(BARE_LEVELS)})(  +)?` },
  // Telegraf
  { name: 'level', cut: 'whole', pattern: '[DIWE]!' },
  { name: 'level_rare', cut: 'whole', pattern: `(${upper(RARE_LEVELS)})(  +)?` },
  { name: 'level_word', cut: 'whole', pattern: 'trace|debug|info|notice|warn|warning|error|fatal|critical' },
  { name: 'level_colon', cut: 'whole', pattern: `(${anyCase(COLON_LEVELS)}|${CAPITAL_COLON_LEVELS.join('|')}):` },
  { name: 'level_padded', cut: 'whole', pattern: `(${lowerOrCapital([...BARE_LEVELS, ...RARE_LEVELS])})(\\t|  )[ \\t]*` },
  { name: 'level_command', cut: 'whole', pattern: '##\\[(error|warning|notice|debug)\\]|::(error|warning|notice|debug)[^:\\n]*::' },
  // Cisco: facility, severity as syslog counts it, mnemonic
  { name: 'level_number', cut: 'whole', pattern: '%[A-Z0-9_]+(-[A-Z0-9_]+)?-\\d-[A-Z0-9_]+:' },
  // CEF and LEEF, and the severity of CEF in its column
  { name: 'cef', cut: 'whole', pattern: 'CEF: ?\\d+\\|' },
  { name: 'leef', cut: 'whole', pattern: 'LEEF: ?\\d+(\\.\\d+)?\\|' },
  { name: 'level_cell', cut: 'whole', pattern: '(\\d{1,2}|Low|Medium|High|Very-High|Unknown)\\|' },
  { name: 'level_channel', cut: 'whole', pattern: `[A-Za-z0-9_-]+\\.(${upper(['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'])}):` },
  { name: 'level_letter', cut: 'whole', pattern: '[VDIWEF]' },
  { name: 'level_elapsed', cut: 'whole', pattern: '(TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)\\[\\d+\\]' },
  // Asterisk: with the thread
  { name: 'level_process', cut: 'whole', pattern: '(VERBOSE|DEBUG|DTMF|NOTICE|WARNING|ERROR)\\[\\d+\\]:?' },
  { name: 'level_sign', cut: 'whole', pattern: '[.*#]' },
  { name: 'level_pair', cut: 'pair', pattern: '(DEBUG|INFO|WARNING|ERROR|CRITICAL):[A-Za-z_][A-Za-z0-9_.-]*:|[VDIWEF]/[A-Za-z0-9_.-]+ *\\( *\\d+\\):' },
  { name: 'level_key', cut: 'key', field: 'level', pattern: key('level|lvl|severity|loglevel|levelname|at', anyCase([...COLON_LEVELS, 'panic', 'dpanic', 'information', 'alert', 'emerg', 'emergency', 'verbose'])) },
  // Also any level in brackets, see read_header.ts.
  { name: 'level_bracket', cut: 'whole', pattern: '\\[[a-z_0-9]*:(emerg|alert|crit|error|warn|notice|info|debug|trace\\d)\\]' },
  { name: 'level_loose', cut: 'whole', pattern: anyCase(ANY_LEVEL) },
  // ---- other keys ----
  { name: 'time_key', cut: 'whole', order: 'YMDhmsf', field: 'timestamp', pattern: key('time|ts|timestamp|t|at', `\\d{4}-\\d{2}-\\d{2}[T ]${CLOCK}([.,]\\d+)?(Z|[+-]\\d{2}:?\\d{2})?`) },
  { name: 'time_key', cut: 'whole', order: 'E', field: 'timestamp', pattern: '(time|ts|timestamp|t)=1\\d{9}(\\d*|\\.\\d+)' },
  // Fortinet: of the device's own zone, and the same since the epoch
  { name: 'day_and_time', cut: 'whole', order: 'YMDhmsf', pattern: `date=${DATE} time=${CLOCK}` },
  { name: 'eventtime_key', cut: 'whole', order: 'E', field: 'timestamp', pattern: 'eventtime=1\\d{9}(\\d{3}){0,3}' },
  { name: 'service_key', cut: 'key', field: 'service', pattern: key('service|app|svc|component|logger', '[A-Za-z0-9_./-]+') },
  { name: 'request_key', cut: 'key', field: 'request_id', pattern: key('[Rr]equest[-_]?[Ii][Dd]|req[-_]?[Ii][Dd]|[Cc]orrelation[-_]?[Ii][Dd]|X-Request-I[Dd]|x-request-id|rid', '[A-Za-z0-9_.:-]+') },
  { name: 'trace_key', cut: 'key', field: 'trace_id', pattern: key('[Tt]race[-_.]?[Ii][Dd]', '[A-Za-z0-9_-]+') },
  // W3C Trace Context
  { name: 'trace_key', cut: 'id', field: 'trace_id', pattern: key('traceparent', '[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}') },
  { name: 'span_key', cut: 'key', field: 'span_id', pattern: key('[Ss]pan[-_.]?[Ii][Dd]', '[A-Za-z0-9_-]+') },
  { name: 'source_key', cut: 'key', pattern: '(caller|source|file|src)="?[A-Za-z0-9_./-]+:\\d+"?' },
  { name: 'pair', cut: 'key', pattern: `[A-Za-z_@][A-Za-z0-9_.@-]*=(${QUOTED}|[^\\s"]*)` },
  // ---- brackets ----
  {
    name: 'request',
    cut: 'inner',
    pattern: `\\[(None )?([Xx]-|dd\\.)?([Rr]eq|[Rr]equest|[Rr]id|[Tt]race|[Cc]orrelation|[Cc]orr|[Tt]xn?)([-_]?[Ii][Dd])?[-_:= ][^\\[\\]\\n]*\\]|\\[${UUID}\\]|\\[[0-9a-f]{16}([0-9a-f]{16})?\\]|\\[-\\]|\\([Rr]eq(uest)?[-_:=][^()\\s]*\\)`,
  },
  // Sleuth's [app,trace,span], Boot's [trace-span]
  { name: 'correlation', cut: 'id', pattern: `\\[([A-Za-z0-9_.-]*, ?)?[0-9a-f]{16}([0-9a-f]{16})?([,-] ?[0-9a-f]{16})?(,[a-z]*)?\\]` },
  { name: 'uuid', cut: 'whole', pattern: UUID },
  { name: 'pod_bracket', cut: 'last', pattern: '\\[pod/[A-Za-z0-9.-]+/[A-Za-z0-9.-]+\\]' },
  { name: 'pid_colon', cut: 'whole', pattern: '\\[\\d+\\]:' },
  { name: 'uptime', cut: 'whole', pattern: '\\[ *\\d+\\.\\d{3}\\d*s?\\]' },
  { name: 'number_bracket', cut: 'inner', pattern: '\\[\\d+(-\\d+)?\\]' },
  { name: 'process_bracket', cut: 'whole', pattern: '\\[(pid|PID|tid)[: ] ?\\d+[^\\[\\]\\n]*\\]' },
  { name: 'code_bracket', cut: 'inner', pattern: '\\[[A-Z]+-\\d+\\]' },
  { name: 'logger_bracket', cut: 'inner', pattern: '\\[[A-Za-z]+(\\.[A-Za-z0-9_$-]+)+ *\\]' },
  // Django: with the line of the source
  { name: 'logger_bracket', cut: 'head', pattern: '\\[[A-Za-z_]+(\\.[A-Za-z0-9_$-]+)+:\\d+\\]' },
  { name: 'structured_data', cut: 'whole', pattern: `\\[[A-Za-z0-9@._-]+( [A-Za-z0-9._@-]+=${QUOTED})+\\]` },
  { name: 'location_bracket', cut: 'location', pattern: '\\[[^\\[\\]\\n]*(\\[[^\\[\\]\\n]*\\][^\\[\\]\\n]*)*:[A-Za-z0-9_$.]+@\\d+\\]' },
  // Of a field that is not set
  { name: 'empty_bracket', cut: 'inner', pattern: '\\[ *\\]' },
  { name: 'bracket', cut: 'inner', pattern: '\\[[^\\[\\]\\n]*(\\[[^\\[\\]\\n]*\\][^\\[\\]\\n]*)*\\]' },
  { name: 'braces', cut: 'whole', pattern: '\\{[^{}"\\n]*\\}' },
  { name: 'object', cut: 'whole', pattern: '\\{ ?"' },
  { name: 'parens', cut: 'inner', pattern: '\\([^()\\n]*\\)' },
  // ---- syslog ----
  { name: 'priority', cut: 'whole', pattern: '<\\d{1,3}>' },
  { name: 'priority_version', cut: 'whole', pattern: '<\\d{1,3}>\\d ' },
  { name: 'process', cut: 'process', pattern: `${PROCESS}(\\([A-Za-z0-9_-]+\\))?\\[\\d+(:\\d+)?\\]( \\([^()\\n]*\\))?:?|${PROCESS}\\[[a-z]+(\\.\\d+)?\\]:` },
  // ---- names, from the more to the less certain ----
  { name: 'source_line', cut: 'process', pattern: `[A-Za-z0-9_./@-]+\\.(go|py|java|js|ts|rs|c|cc|cpp|cs|rb|php):\\d+:?|[A-Za-z0-9_.-]+:\\d+\\]|${IDENTIFIER}(\\.${IDENTIFIER})*:[A-Za-z0-9_<>]+:\\d+` },
  // Rust's tracing: within which span
  { name: 'span', cut: 'whole', pattern: `${IDENTIFIER}\\{[^{}\\n]*\\}:` },
  // The class of an exception begins a message, it is no logger.
  { name: 'exception', cut: 'whole', pattern: `(${IDENTIFIER}[.\\\\])*[A-Z][A-Za-z0-9]*(Error|Exception):` },
  { name: 'logger_colon', cut: 'process', pattern: `${IDENTIFIER}(([.$#/-]+|::)[A-Za-z0-9_]+)+:|[A-Za-z][a-z0-9]+[A-Z][A-Za-z0-9]*:` },
  { name: 'logger', cut: 'whole', pattern: `${IDENTIFIER}(([.$#]|\\.\\[)+[A-Za-z0-9_]+\\]?){2,}|[a-z]+(\\.[a-z])*(\\.[A-Z](\\.\\[)+)[a-zA-Z]+\\](#\\d+)?|${IDENTIFIER}(::${IDENTIFIER})+` },
  // One dot alone may as well be a file, a host or an abbreviation.
  { name: 'module', cut: 'whole', pattern: '[A-Za-z_][A-Za-z0-9_-]*\\.[A-Za-z0-9_]+|[A-Za-z0-9_-]+\\.[A-Za-z][A-Za-z0-9_]*' },
  // The kernel has no process.
  { name: 'component_colon', also: 'kernel', cut: 'process', pattern: 'kernel:' },
  { name: 'component_colon', cut: 'process', pattern: '[a-z][a-z0-9_-]*:' },
  { name: 'name_colon', cut: 'process', pattern: '[A-Za-z_][A-Za-z0-9_.-]*(\\([A-Za-z0-9_-]+\\)| \\d+(\\.\\d+)+)?:' },
  { name: 'user', cut: 'whole', pattern: '([A-Za-z0-9_.-]+|\\[[a-z]+\\])@([A-Za-z0-9_.-]+|\\[[a-z]+\\])' },
  // How a proxy answered, and with which status: Squid
  { name: 'result', cut: 'last', pattern: '(TCP|UDP|NONE)_[A-Z_]+/\\d{3}' },
  { name: 'kid', cut: 'whole', pattern: 'kid\\d+\\|' },
  // PHP: with the level of its error
  { name: 'php_level', cut: 'whole', pattern: 'PHP (Warning|Notice|Deprecated|Parse error):' },
  { name: 'php_fatal', cut: 'whole', pattern: 'PHP (Fatal|Recoverable fatal)' },
  // Ruby's Logger, for a severity it has no name for
  { name: 'level_none', cut: 'whole', pattern: 'ANY' },
  { name: 'stream', cut: 'whole', pattern: 'std(out|err) [FP]' },
  // A call such as `init()` is text of the message, not a logger.
  { name: 'call', cut: 'whole', pattern: `${IDENTIFIER}([.$#/-]+[A-Za-z0-9_]+)*\\(` },
  { name: 'capitals', cut: 'whole', pattern: '[A-Z][A-Z0-9_]+' },
  { name: 'name', cut: 'whole', pattern: '[A-Za-z_][A-Za-z0-9_-]*' },
  { name: 'capitals_padded', cut: 'whole', pattern: '[A-Z][A-Z0-9_]+  +' },
  { name: 'name_padded', cut: 'whole', pattern: '[A-Za-z_][A-Za-z0-9_-]*   +' },
  { name: 'numbered_name', cut: 'last', pattern: '\\d{1,3}\\|[A-Za-z0-9_.-]+' },
  // ---- numbers and signs ----
  { name: 'ip', cut: 'whole', pattern: `\\d{1,3}(\\.\\d{1,3}){3}|${HEX}*:${HEX}*:[0-9a-fA-F:.]*` },
  { name: 'number', cut: 'whole', pattern: '\\d+(#\\d+:)?' },
  { name: 'process_role', cut: 'whole', pattern: '\\d+:([A-Z]|signal-handler)' },
  { name: 'erlang_pid', cut: 'whole', pattern: '<\\d+\\.\\d+\\.\\d+>' },
  { name: 'message_code', cut: 'inner', pattern: '<[A-Z]+-\\d+>' },
  { name: 'angle', cut: 'inner', pattern: '<[^<>\\n]*(<[^<>\\n]*>[^<>\\n]*)?>' },
  { name: 'star_number', cut: 'whole', pattern: '\\*\\d+' },
  { name: 'connection', cut: 'whole', pattern: ':[^\\s\\[\\]:]*(:([^\\s\\[\\]:]|\\[[a-z]+\\])*)+:\\[\\d+\\]:' },
  { name: 'dash', cut: 'whole', pattern: '-+' },
  { name: 'separator', cut: 'whole', pattern: '[:,]' },
  { name: 'hashes', cut: 'whole', pattern: '##+' },
  { name: 'pipe', cut: 'whole', pattern: '\\|' },
  // Around a time and what else stands in its bracket, see read_header.ts.
  { name: 'open', cut: 'whole', pattern: '\\[' },
  { name: 'close', cut: 'whole', pattern: '\\]|[/#][A-Za-z0-9_.:-]*\\]' },
]; // prettier-ignore
