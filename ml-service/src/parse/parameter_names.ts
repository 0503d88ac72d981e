import type { ParameterType, TemplateColumn } from '../../../common/documents/template_document.ts';
import { MARK } from './masked_line.ts';
import { namesWithin } from './rebuild_message.ts';
import { columnText } from './template.ts';

/** Units and the suffix that a name gets from them. */
const UNIT_SUFFIX = new Map(Object.entries({
  ns: 'ns', nanoseconds: 'ns', us: 'us', microseconds: 'us', ms: 'ms', msec: 'ms', millis: 'ms', milliseconds: 'ms',
  s: 's', sec: 's', secs: 's', second: 's', seconds: 's', m: 'min', min: 'min', mins: 'min', minute: 'min', minutes: 'min',
  h: 'h', hr: 'h', hrs: 'h', hour: 'h', hours: 'h', d: 'days', day: 'days', days: 'days',
  B: 'bytes', bytes: 'bytes', byte: 'bytes', kB: 'kb', KB: 'kb', kb: 'kb', KiB: 'kib', MB: 'mb', mb: 'mb', MiB: 'mib',
  GB: 'gb', gb: 'gb', GiB: 'gib', TB: 'tb', TiB: 'tib', Hz: 'hz', MHz: 'mhz', GHz: 'ghz', '%': 'percent', percent: 'percent',
})); // prettier-ignore
const TIME_SUFFIXES = new Set(['ns', 'us', 'ms', 's', 'min', 'h', 'days']);

/** What a value is called after a preposition when nothing else names it. */
const AFTER_PREPOSITION = new Map(Object.entries({
  to: 'target', into: 'target', onto: 'target', towards: 'target', from: 'source', by: 'actor', via: 'channel',
  through: 'channel', at: 'location', on: 'location', in: 'location', within: 'limit', for: 'subject', of: 'subject',
  as: 'alias', with: 'value', after: 'limit', before: 'limit', than: 'limit', until: 'limit', is: 'value', are: 'value',
  was: 'value', were: 'value', be: 'value', has: 'value', had: 'value', and: 'value', or: 'value', the: 'value', a: 'value',
  an: 'value', not: 'value', this: 'value', that: 'value', all: 'value', no: 'value', its: 'value', got: 'value',
})); // prettier-ignore
/** Verbs before a time: the value is how long something took. */
const DURATION_VERBS =
  /^(took|takes|taken|elapsed|completed|finished|done|waited|waiting|slept|sleeping|lasted)$/;
const ATTEMPTS = /^(retry|retries|retrying|attempt|attempts|try)$/;
const BY_TYPE: Readonly<Record<ParameterType, string>> = {
  integer: 'number', float: 'number', boolean: 'flag', ip: 'ip', uuid: 'id', path: 'path', url: 'url', time: 'time', string: 'value',
}; // prettier-ignore
/** What comes after a method is what it acts on; what comes after a protocol is its version. */
const HTTP_METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
/** Characters around a slot that are looked at: names stand close by, and patterns are quadratic in what they see. */
const MAX_CONTEXT = 64;
const MAX_NAME_LENGTH = 40;

/** The surroundings of one slot. */
interface Context {
  /** Text glued to the slot's left and right within its column. */
  readonly left: string;
  readonly right: string;
  /** Columns before and after, undefined at the ends or where a value stands. */
  readonly before: readonly (string | undefined)[];
  readonly after: string | undefined;
  readonly type: ParameterType;
}

function snakeCase(text: string): string {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .toLowerCase();
  return name.slice(0, MAX_NAME_LENGTH).replace(/_+$/, '');
}

const wordOf = (column: string | undefined) =>
  /^[("'[{<]*([A-Za-z][\w.-]*?)[)"'\]}>]*$/.exec(column ?? '')?.[1];

/** `user=`, `"id":` glued to the value, or `status:` in the column before. */
function nameFromKey({ left, before }: Context): string | undefined {
  const glued = /([A-Za-z][\w.-]*)["']?\s*(?:[=:]|=>|:=)["'([{<]*$/.exec(left)?.[1];
  if (glued !== undefined) return snakeCase(glued);
  if (left.replace(/["'([{<]/g, '') !== '') return undefined;
  const key = /^[("'[{<]*([A-Za-z][\w.-]*)["']?[=:]$/.exec(before[0] ?? '')?.[1];
  return key === undefined ? undefined : snakeCase(key);
}

/** The last telling word before the slot: prepositions and articles are passed over. */
function nounBefore({ before }: Context): string | undefined {
  for (const column of before) {
    const word = wordOf(column);
    if (word === undefined) return undefined;
    if (AFTER_PREPOSITION.get(word.toLowerCase()) === undefined) return word;
  }
  return undefined;
}

function nameFromUnit(context: Context): string | undefined {
  const glued = /^([A-Za-zµ%]+)/.exec(context.right)?.[1];
  const unit = glued ?? (context.right === '' ? wordOf(context.after?.replace(/[,.;:]$/, '')) : undefined);
  const suffix = unit === undefined ? undefined : UNIT_SUFFIX.get(unit);
  if (suffix === undefined) return undefined;
  const key = nameFromKey(context);
  const noun = key ?? snakeCase(nounBefore(context) ?? '');
  const isDuration = TIME_SUFFIXES.has(suffix) && (noun === '' || DURATION_VERBS.test(noun));
  const base = isDuration ? 'duration' : noun;
  return base === '' ? suffix : base.endsWith(`_${suffix}`) || base === suffix ? base : `${base}_${suffix}`;
}

function nameFromWords(context: Context): string | undefined {
  const { before, after, type, left } = context;
  if (/HTTP\/$/.test(left)) return 'http_version';
  const glued = /([A-Za-z][A-Za-z]*)[-._#@[(]$/.exec(left)?.[1];
  if (glued !== undefined) return snakeCase(glued);
  const word = wordOf(before[0]);
  if (word !== undefined && HTTP_METHOD.test(word)) return type === 'url' ? 'url' : 'path';
  const plural = type === 'integer' ? wordOf(after?.replace(/[,.;:)]$/, '')) : undefined;
  const countsPlural = plural !== undefined && /^[a-z]{3,}s$/.test(plural) && !/(ss|us|is)$/.test(plural);
  if (word === undefined) return countsPlural ? plural : undefined;
  const preposition = AFTER_PREPOSITION.get(word.toLowerCase());
  if (preposition === undefined) return countsPlural && /^[A-Z]/.test(word) ? plural : snakeCase(word);
  if (countsPlural) return plural;
  if (preposition === 'limit' || preposition === 'value')
    return snakeCase(nounBefore(context) ?? '') || preposition;
  return type === 'ip' || type === 'path' || type === 'url' ? `${preposition}_${type}` : preposition;
}

function nameOf(context: Context): string {
  const name = nameFromUnit(context) ?? nameFromKey(context) ?? nameFromWords(context) ?? '';
  return name === '' ? BY_TYPE[context.type] : name;
}

/** `3/5`: the first counts towards the second. */
function namesOfFraction(context: Context): [string, string] {
  const noun = snakeCase(nameFromKey(context) ?? nounBefore(context) ?? 'part');
  if (ATTEMPTS.test(noun))
    return noun.startsWith('attempt') ? ['attempt', 'attempt_max'] : ['retry_attempt', 'retry_max'];
  return [noun, `${noun}_total`];
}

function contextsOf(template: readonly TemplateColumn[], types: readonly ParameterType[]): Context[] {
  // A run is a column of several words.
  const texts = template.map(columnText).flatMap((text) => text.split(/\s+/));
  const plain = (index: number) => {
    const text = texts[index];
    return text === undefined || text.length > MAX_CONTEXT || text.includes(MARK) ? undefined : text;
  };
  const contexts: Context[] = [];
  texts.forEach((text, index) => {
    const parts = text.split(MARK);
    for (let slot = 0; slot + 1 < parts.length; slot += 1) {
      const isFirst = slot === 0;
      contexts.push({
        left: parts[slot]!.slice(-MAX_CONTEXT),
        right: parts[slot + 1]!.slice(0, MAX_CONTEXT),
        before: isFirst ? [plain(index - 1), plain(index - 2), plain(index - 3)] : [],
        after: slot + 2 === parts.length ? plain(index + 1) : undefined,
        type: types[contexts.length]!,
      });
    }
  });
  return contexts;
}

/**
 * Names the values of a template from what stands around them; no two names are the same.
 *
 * @param types - The type of each slot, in order.
 * @example
 * // `timeout after 30000ms, retry 3/5` → timeout_ms, retry_attempt, retry_max
 */
export function nameParameters(
  template: readonly TemplateColumn[],
  types: readonly ParameterType[],
): string[] {
  const contexts = contextsOf(template, types);
  // What a line itself writes as `<user>` would not be told from a parameter of that name.
  const taken = new Set(template.flatMap((column) => namesWithin(columnText(column))));
  const lastNumbers = new Map<string, number>();
  const unique = (name: string): string => {
    let candidate = name;
    for (let number = lastNumbers.get(name) ?? 1; taken.has(candidate);) {
      number += 1;
      lastNumbers.set(name, number);
      candidate = `${name}_${number}`;
    }
    taken.add(candidate);
    return candidate;
  };
  const names: string[] = [];
  for (let index = 0; index < contexts.length; index += 1) {
    const context = contexts[index]!;
    const next = contexts[index + 1];
    const isFraction = context.right === '/' && next?.left === '/' && context.type === 'integer';
    if (isFraction) {
      const [first, second] = namesOfFraction(context);
      names.push(unique(first), unique(second));
      index += 1;
    } else {
      names.push(unique(nameOf(context)));
    }
  }
  return names;
}

/** Parameter names that hold the id of a request when the header and the shipper name none. */
export const REQUEST_ID_NAMES: readonly string[] = [
  'request_id', 'req_id', 'requestid', 'reqid', 'x_request_id', 'correlation_id', 'correlationid', 'trace_id', 'traceid',
]; // prettier-ignore

/** The slot that holds the request id, or -1. */
export function requestSlotOf(names: readonly (string | null)[]): number {
  return names.findIndex((name) => name !== null && REQUEST_ID_NAMES.includes(name));
}
