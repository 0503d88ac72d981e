import { APART_UNITS, GLUED_UNITS } from '../../../../common/units.ts';
import type { TokenRule } from '../automaton/automaton.ts';

/** What a token is, as far as its shape tells. */
export type MaskKind =
  /** A masked value. */
  | 'value' | 'number' | 'boolean' | 'ip' | 'uuid' | 'path' | 'url' | 'time'
  /** A number with its unit glued to it: the number is the value, the unit stays. */
  | 'quantity'
  /** A word with a number glued to it: the number is the value, the word stays. */
  | 'numbered'
  /** Text that stays: a word, or a unit such as `KB`. */
  | 'word' | 'unit'
  | 'blank'; // prettier-ignore

/** A token of a message: a value to be masked, or text that stays. */
export interface Mask extends TokenRule {
  readonly kind: MaskKind;
}

const MONTH = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const WEEKDAY = '(Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const CLOCK = '\\d{1,2}:\\d{2}:\\d{2}([.,]\\d+)?';
const ZONE = '( ?(Z|[+-]\\d{2}:?\\d{2}))?';
const HEX = '[0-9a-fA-F]';
/** Seven or eight hexadecimal digits, of which one is a number, within. */
const HEX_WORDS = [7, 8]
  .flatMap((length) =>
    Array.from({ length: length - 1 }, (_, at) => `[a-f]{${at + 1}}\\d[a-f]{${length - at - 2}}`),
  )
  .join('|');
const IPV4 = '\\d{1,3}(\\.\\d{1,3}){3}';
/** A word of a list, quoted or not; constants in capitals name events rather than things. */
const ITEM = `["']?[A-Z]?[a-z_][a-zA-Z_]*([._-][a-zA-Z_]+)*["']?`;
const ITEMS = `${ITEM}(, ?${ITEM})+`;
const HOST_LABEL = '[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?';
/** Endings by which a dotted name is a host and not a class: the common top-level domains and private suffixes. */
const HOST_END =
  '(com|net|org|edu|gov|info|biz|io|dev|cloud|local|localdomain|internal|lan|svc|cn|hk|tw|jp|kr|in|ru|de|fr|uk|nl|it|es|pl|br|mx|ca|au|eu|us)';

/**
 * The masks, one configuration for all logs. Rules are tried together and the longest match wins; of equally long ones
 * the first. Every run of letters and digits is matched by `id` or `word`, which keeps scanning linear. No rule tells one
 * digit from another: columns that differ in digits alone are then known without a walk through the automaton.
 */
export const DEFAULT_MASKS: readonly Mask[] = [
  // A marker of a masked value is a control character: those of the input are masked, so text never holds one.
  { name: 'control', kind: 'value', pattern: '[\\x00-\\x08\\x0e-\\x1f\\x7f]+' },
  { name: 'blank', kind: 'blank', pattern: '\\s+' },
  { name: 'uuid', kind: 'uuid', pattern: `${HEX}{8}(-${HEX}{4}){3}-${HEX}{12}` },
  { name: 'ipv4', kind: 'ip', pattern: IPV4 },
  // An address as it is printed: a name and a slash before it, a port or a prefix length behind it.
  {
    name: 'endpoint',
    kind: 'ip',
    pattern: `([a-zA-Z0-9._-]*/)?${IPV4}(:\\d{1,5})?(/\\d{1,5})?`,
  },
  {
    name: 'ipv6',
    kind: 'ip',
    left: 'boundary',
    pattern: `(${HEX}{1,4}(:${HEX}{1,4}){7}|(${HEX}{1,4}:){1,7}(:${HEX}{1,4}){1,6}|::${HEX}{1,4}(:${HEX}{1,4}){0,6})(/\\d{1,3})?|(${HEX}{1,4}:){1,7}:/\\d{1,3}`,
  },
  // MAC addresses, world-wide names, addresses on a bus.
  {
    name: 'hex_groups',
    kind: 'value',
    left: 'boundary',
    pattern: `${HEX}{2}([:-]${HEX}{2}){5,}|${HEX}{1,8}(:${HEX}{1,8}){2,}(\\.\\d+)?`,
  },
  // A number and an address behind its comma, as in CSV: else the comma would be one of thousands, or of a fraction.
  {
    name: 'number_and_address',
    kind: 'value',
    left: 'boundary',
    pattern: `\\d{1,3}(,\\d{3})+(\\.\\d{1,3}){3}|(\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}[T ])?\\d{1,2}:\\d{2}:\\d{2},${IPV4}`,
  },
  // Words in brackets and commas: how many they are says nothing.
  { name: 'list', kind: 'value', pattern: `\\[${ITEMS}\\]|\\{${ITEMS}\\}` },
  // What a browser calls itself: as many words as it likes, and of one kind with the one word of a script.
  { name: 'user_agent', kind: 'value', pattern: '"(Mozilla|Opera)/\\d[^"\\n]*"' },
  {
    name: 'date_time',
    kind: 'time',
    left: 'boundary',
    pattern: `\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}([T :]${CLOCK}${ZONE})?|\\d{1,2}[-/]${MONTH}[-/]\\d{4}(:${CLOCK}( [+-]\\d{4})?)?|(${WEEKDAY},? )?${MONTH}  ?\\d{1,2} ${CLOCK}( [A-Z]{3,4})?( \\d{4})?|${WEEKDAY}, \\d{1,2} ${MONTH} \\d{4} ${CLOCK}( GMT)?`,
  },
  { name: 'clock', kind: 'time', left: 'boundary', pattern: `${CLOCK}|\\d{1,2}:\\d{2}` },
  { name: 'number', kind: 'number', left: 'boundary', pattern: '[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?|[+-]?\\d{1,3}(,\\d{3})+(\\.\\d+)?' },
  // So many days are none, so many bytes are written in larger units, and `cbeeb1df` is no name with a digit in it.
  { name: 'digest', kind: 'value', left: 'boundary', pattern: `\\d{6,}d|\\d{7,}b|${HEX_WORDS}` },
  { name: 'quantity', kind: 'quantity', left: 'boundary', pattern: `[+-]?\\d+(\\.\\d+)?(${GLUED_UNITS.join('|')})` },
  { name: 'url', kind: 'url', left: 'boundary', pattern: '[a-zA-Z][a-zA-Z0-9+.-]*://[^\\s"\'<>]*[a-zA-Z0-9/_=&%#-]' },
  { name: 'email', kind: 'value', pattern: `[a-zA-Z0-9]+([._-]+[a-zA-Z0-9]+)*@${HOST_LABEL}(\\.${HOST_LABEL})+` },
  { name: 'host', kind: 'value', pattern: `(${HOST_LABEL}\\.)+${HOST_END}(:\\d{1,5})?` },
  {
    name: 'path',
    kind: 'path',
    left: 'boundary',
    pattern:
      '~?(/[a-zA-Z0-9._%@+~*-]*[a-zA-Z0-9_%+~*-])+/?(\\?[a-zA-Z0-9._%@+~=&;-]*)?|[a-zA-Z]:\\\\[^\\s:?"<>|]*[^\\s:?"<>|.,;)]|\\\\\\\\[^\\s:"\'<>|]*[^\\s:"\'<>|.,;)]',
  },
  { name: 'boolean', kind: 'boolean', left: 'boundary', pattern: 'true|false|True|False|TRUE|FALSE|null|NULL' },
  { name: 'unit', kind: 'unit', left: 'boundary', pattern: APART_UNITS.join('|') },
  // What is called or holds what is called is no value, whatever digits its name holds: `jk2_init()`, `Brcm43xx::up`.
  { name: 'call', kind: 'word', pattern: '[a-zA-Z_][a-zA-Z0-9_.$]*(\\(|(::[a-zA-Z_~][a-zA-Z0-9_]*)+)' },
  // The message's own name on network devices: `%LINEPROTO-5-UPDOWN`.
  { name: 'mnemonic', kind: 'word', pattern: '%[A-Z][A-Z0-9_]*(-[A-Z0-9_]+)*-\\d-[A-Z0-9_]+' },
  // One digit within a name is rather part of it: `ssh2`, `ipv4`, `Log4jLogger`. Where it varies, it becomes a value.
  { name: 'name', kind: 'word', pattern: '[a-zA-Z_]*[a-zA-Z]\\d(_?[a-zA-Z]+)*|[A-Z]{2,}\\d-[a-z]+' },
  { name: 'numbered', kind: 'numbered', left: 'boundary', pattern: '[a-zA-Z]{2,}\\.\\d+' },
  { name: 'id', kind: 'value', pattern: '[a-zA-Z_]*([-.][a-zA-Z_]+)*[-.]?\\d+(([-_~+]{1,2}|\\.)?[a-zA-Z0-9]+)*' },
  { name: 'id_port', kind: 'value', left: 'boundary', pattern: '[a-zA-Z][a-zA-Z0-9.-]*\\d[a-zA-Z0-9.-]*:\\d{2,5}' },
  { name: 'word', kind: 'word', pattern: '[a-zA-Z_]+([-_.]?[a-zA-Z_]+)*' },
  { name: 'other', kind: 'word', pattern: '[^\\x00-\\x7f]+' },
]; // prettier-ignore
