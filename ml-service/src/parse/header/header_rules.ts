import { LEVEL_SPELLINGS } from '../../../../common/levels.ts';
import type { TokenRule } from '../automaton/automaton.ts';

/** How the value is cut out of a header's token. */
export type Cut = 'whole' | 'inner' | 'key' | 'process';

/** A kind of token at the head of a line. `order` marks a time, see timestamp.ts. */
export interface HeaderRule extends TokenRule {
  readonly cut: Cut;
  readonly order?: string;
}

const MONTH = '[A-Z][a-z]{2}';
const CLOCK = '\\d{1,2}:\\d{2}:\\d{2}';
const FRACTION = '([.,:]\\d{1,9})?';
const ZONE = '( ?(Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?';
const bracketed = (pattern: string) => `\\[(${pattern})\\]|${pattern}`;
const anyCase = (word: string) => word.replace(/[a-z]/g, (c) => `[${c.toUpperCase()}${c}]`);
const words = Object.keys(LEVEL_SPELLINGS).filter((word) => word.length > 1);
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const LEVEL_WORDS = words.map(anyCase).join('|');
const IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const key = (names: string, value: string) => `(${names})(=|: ?)"?(${value})"?`;

/** Among equally long tokens the earlier rule wins. */
export const HEADER_RULES: readonly HeaderRule[] = [
  { name: 'blank', cut: 'whole', pattern: '\\s+' },
  {
    name: 'time',
    cut: 'whole',
    order: 'YMDhmsf',
    pattern: bracketed(`\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}[T _-]( ?)${CLOCK}${FRACTION}${ZONE}`),
  },
  { name: 'time', cut: 'whole', order: 'YMDhmsf', pattern: '\\d{4}-\\d{2}-\\d{2}-\\d{2}\\.\\d{2}\\.\\d{2}(\\.\\d+)?|\\d{8}[T-]\\d{2}:?\\d{2}:?\\d{2}([.,:]\\d+)?Z?' },
  { name: 'date', cut: 'whole', pattern: '\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}' },
  { name: 'time', cut: 'whole', order: 'yMDhmsf', pattern: bracketed(`\\d{2}/\\d{2}/\\d{2} ${CLOCK}${FRACTION}`) },
  { name: 'time', cut: 'whole', order: 'yMDhms', pattern: '\\d{6} \\d{6}' },
  { name: 'time', cut: 'whole', order: 'DbYhmsf', pattern: bracketed(`\\d{1,2}[-/ ]${MONTH}[-/ ]\\d{4}[: ]${CLOCK}${FRACTION}${ZONE}`) },
  { name: 'syslog_time', cut: 'whole', order: 'bDhmsf', pattern: `${MONTH}  ?\\d{1,2} ${CLOCK}${FRACTION}` },
  { name: 'time', cut: 'whole', order: 'bDhmsfY', pattern: bracketed(`(${MONTH},? )?${MONTH}  ?\\d{1,2} ${CLOCK}${FRACTION} \\d{4}`) },
  { name: 'time', cut: 'whole', order: 'MDhmsf', pattern: bracketed(`\\d{2}[-./]\\d{2} ${CLOCK}${FRACTION}`) },
  { name: 'clock', cut: 'whole', order: 'hmsf', pattern: bracketed(`\\d{2}:\\d{2}:\\d{2}${FRACTION}`) },
  { name: 'epoch', cut: 'whole', order: 'E', pattern: bracketed('1\\d{9}(\\.\\d{1,9})?|1\\d{12}') },
  { name: 'klog', cut: 'whole', order: 'MDhmsf', pattern: `[IWEF]\\d{4} ${CLOCK}\\.\\d+` },
  { name: 'klog_source', cut: 'whole', pattern: '[A-Za-z0-9_.-]+:\\d+\\]' },
  { name: 'level', cut: 'whole', pattern: words.map((word) => word.toUpperCase()).join('|') },
  { name: 'level_bracket', cut: 'whole', pattern: `\\[ ?([a-z_0-9]+:)?(${LEVEL_WORDS}) *\\]|<(${LEVEL_WORDS})>|\\((${LEVEL_WORDS})\\)` },
  { name: 'level_mark', cut: 'whole', pattern: `(${words.map(capital).join('|')})(\\s\\s+|:)|(${LEVEL_WORDS}):` },
  { name: 'level_letter', cut: 'whole', pattern: '[VDIWEF]' },
  { name: 'level_key', cut: 'key', pattern: key('level|lvl|severity|loglevel', LEVEL_WORDS) },
  { name: 'time_key', cut: 'whole', order: 'YMDhmsf', pattern: key('time|ts|timestamp|t|at', `\\d{4}-\\d{2}-\\d{2}[T ]${CLOCK}${FRACTION}${ZONE}`) },
  { name: 'service_key', cut: 'key', pattern: key('service|app|svc|component|logger', '[A-Za-z0-9_./-]+') },
  { name: 'request_key', cut: 'key', pattern: key('[Rr]equest[-_]?[Ii][Dd]|req[-_]?[Ii][Dd]|[Cc]orrelation[-_]?[Ii][Dd]|X-Request-I[Dd]|x-request-id|rid', '[A-Za-z0-9_.:-]+') },
  { name: 'trace_key', cut: 'key', pattern: key('[Tt]race[-_.]?[Ii][Dd]', '[A-Za-z0-9_-]+') },
  { name: 'span_key', cut: 'key', pattern: key('[Ss]pan[-_.]?[Ii][Dd]', '[A-Za-z0-9_-]+') },
  {
    name: 'request',
    cut: 'inner',
    pattern:
      '\\[([Rr]eq|[Rr]equest|[Rr]id|[Tt]race|[Cc]orrelation|[Cc]orr|[Tt]xn?)([-_]?[Ii][Dd])?[-_:= ][^\\[\\]]*\\]|\\[[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\]|\\[[0-9a-f]{32}\\]|\\[[0-9a-f]{16}\\]|\\[-\\]',
  },
  { name: 'bracket', cut: 'inner', pattern: '\\[[^\\[\\]]*(\\[[^\\[\\]]*\\][^\\[\\]]*)*\\]' },
  { name: 'priority', cut: 'whole', pattern: '<\\d{1,3}>' },
  { name: 'priority_version', cut: 'whole', pattern: '<\\d{1,3}>1 ' },
  { name: 'process', cut: 'process', pattern: '[A-Za-z_][A-Za-z0-9_./-]*(\\([A-Za-z0-9_-]+\\))?\\[\\d+\\]:?' },
  { name: 'logger_colon', cut: 'process', pattern: `${IDENTIFIER}([.$#/-]+[A-Za-z0-9_]+)+:|[A-Za-z]+[a-z0-9]+[A-Z][A-Za-z0-9]*:` },
  { name: 'logger', cut: 'whole', pattern: `${IDENTIFIER}(([.$#]|\\.\\[)+[A-Za-z0-9_]+\\]?){2,}|[a-z]+(\\.[a-z])*(\\.[A-Z](\\.\\[)+)[a-zA-Z]+\\](#\\d+)?` },
  // One dot alone may as well be a file, a host or an abbreviation.
  { name: 'module', cut: 'whole', pattern: `${IDENTIFIER}\\.[A-Za-z0-9_]+` },
  { name: 'name_colon', cut: 'process', pattern: '[A-Za-z_][A-Za-z0-9_.-]*(\\([A-Za-z0-9_-]+\\))?:' },
  { name: 'ip', cut: 'whole', pattern: '\\d{1,3}(\\.\\d{1,3}){3}' },
  { name: 'number', cut: 'whole', pattern: '\\d+(#\\d+:)?' },
  // A call such as `init()` is text of the message, not a logger.
  { name: 'call', cut: 'whole', pattern: `${IDENTIFIER}([.$#/-]+[A-Za-z0-9_]+)*\\(` },
  { name: 'name', cut: 'whole', pattern: '[A-Za-z_][A-Za-z0-9_-]*' },
  { name: 'dash', cut: 'whole', pattern: '-+' },
  { name: 'separator', cut: 'whole', pattern: '[|:,]' },
]; // prettier-ignore
