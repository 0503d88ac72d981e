import type { TokenRule } from './automaton/automaton.ts';

/** What a masked value is, as far as its shape tells. */
export type MaskKind =
  'value' | 'number' | 'quantity' | 'ip' | 'uuid' | 'path' | 'url' | 'time' | 'literal' | 'blank';

/** A token of a message: a value to be masked, or text that stays. */
export interface Mask extends TokenRule {
  readonly kind: MaskKind;
}

/** Units that stay in the template behind a masked number: `30000ms` is a number and the text `ms`. */
export const UNITS = [
  'ns', 'us', 'µs', 'ms', 's', 'sec', 'secs', 'second', 'seconds', 'm', 'min', 'mins', 'h', 'hr', 'hrs', 'd',
  'B', 'b', 'kB', 'KB', 'kb', 'K', 'k', 'MB', 'mb', 'M', 'GB', 'gb', 'G', 'TB', 'KiB', 'MiB', 'GiB', 'TiB', 'Hz', 'MHz', 'GHz', 'x',
]; // prettier-ignore

const MONTH = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const WEEKDAY = '(Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const CLOCK = '\\d{1,2}:\\d{2}:\\d{2}([.,]\\d+)?';
const ZONE = '( ?(Z|[+-]\\d{2}:?\\d{2}))?';
const HOST_LABEL = '[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?';
/** Endings by which a dotted name is a host and not a class: the common top-level domains and private suffixes. */
const HOST_END =
  '(com|net|org|edu|gov|info|biz|io|dev|cloud|local|localdomain|internal|lan|svc|cn|hk|tw|jp|kr|in|ru|de|fr|uk|nl|it|es|pl|br|mx|ca|au|eu|us)';

/**
 * The masks, one configuration for all logs. Rules are tried together and the longest match wins; of equally long ones
 * the first. Every run of letters and digits is matched by `id`, `word` or `other`, which keeps scanning linear.
 */
export const DEFAULT_MASKS: readonly Mask[] = [
  // A marker of a masked value is a control character: those of the input are masked, so text never holds one.
  { name: 'control', kind: 'value', pattern: '[\\x00-\\x08\\x0e-\\x1f\\x7f]+' },
  { name: 'blank', kind: 'blank', pattern: '\\s+' },
  { name: 'uuid', kind: 'uuid', pattern: '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}' },
  { name: 'mac', kind: 'value', left: 'boundary', pattern: '[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}' },
  { name: 'ipv4', kind: 'ip', pattern: '\\d{1,3}(\\.\\d{1,3}){3}' },
  {
    name: 'ipv6',
    kind: 'ip',
    left: 'boundary',
    pattern:
      '[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){7}|([0-9a-fA-F]{1,4}:){1,7}(:[0-9a-fA-F]{1,4}){1,6}|::[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,6}',
  },
  {
    name: 'date_time',
    kind: 'time',
    left: 'boundary',
    pattern: `\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}([T ]${CLOCK}${ZONE})?|\\d{1,2}[-/]${MONTH}[-/]\\d{4}(:${CLOCK}( [+-]\\d{4})?)?|(${WEEKDAY},? )?${MONTH}  ?\\d{1,2} ${CLOCK}( [A-Z]{3,4})?( \\d{4})?|${WEEKDAY}, \\d{1,2} ${MONTH} \\d{4} ${CLOCK}( GMT)?`,
  },
  { name: 'clock', kind: 'time', left: 'boundary', pattern: CLOCK },
  { name: 'number', kind: 'number', left: 'boundary', pattern: '[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?|[+-]?\\d{1,3}(,\\d{3})+(\\.\\d+)?' },
  { name: 'quantity', kind: 'quantity', left: 'boundary', pattern: `[+-]?\\d+(\\.\\d+)?(${UNITS.filter((unit) => /^\w+$/.test(unit)).join('|')})` },
  { name: 'url', kind: 'url', left: 'boundary', pattern: '[a-zA-Z][a-zA-Z0-9+.-]*://[^\\s"\'<>]*[a-zA-Z0-9/_=&%#-]' },
  { name: 'email', kind: 'value', pattern: `[a-zA-Z0-9]+([._-]+[a-zA-Z0-9]+)*@${HOST_LABEL}(\\.${HOST_LABEL})+` },
  { name: 'host', kind: 'value', pattern: `(${HOST_LABEL}\\.)+${HOST_END}` },
  {
    name: 'path',
    kind: 'path',
    left: 'boundary',
    pattern: '~?(/[a-zA-Z0-9._%@+~-]*[a-zA-Z0-9_%+~-])+/?(\\?[a-zA-Z0-9._%@+~=&;-]*)?|[a-zA-Z]:\\\\[^\\s:*?"<>|]*[^\\s:*?"<>|.,;)]',
  },
  { name: 'id', kind: 'value', pattern: '[a-zA-Z_]*([-_.]*[a-zA-Z_]+)*[-_.]*\\d+([-_.~+]*[a-zA-Z0-9]+)*' },
  { name: 'word', kind: 'literal', pattern: '[a-zA-Z_]+([-_.]+[a-zA-Z_]+)*' },
  { name: 'other', kind: 'literal', pattern: '[^\\x00-\\x7f]+' },
]; // prettier-ignore
