import type { TemplateColumn, TemplateParameter } from '../../../../common/documents/template_document.ts';
import { measureOf, suffixOfSpelling, unitOfSpelling } from '../../../../common/units.ts';
import type { ValueForm } from './parameter_value.ts';
import { contextsOf, measureUnitOf, type SlotContext, unitBehind, wordOf } from './slot_context.ts';
import { namesWithin } from '../template/rebuild_message.ts';
import { columnText } from '../template/template.ts';

/**
 * Names and types the values of a template. Numbers with a unit of time or size around them are durations or sizes, and the
 * parameter says which unit; the value stays the number as the line has it.
 *
 * @param forms - Of the values of each slot, in order.
 * @example
 * describeParameters(['took', '\u0001ms'], ['integer']) // [{ name: 'duration_ms', type: 'duration', unit: 'ms' }]
 */
export function describeParameters(
  columns: readonly TemplateColumn[],
  forms: readonly ValueForm[],
): TemplateParameter[] {
  const contexts = contextsOf(columns, forms);
  return nameParameters(columns, contexts).map((name, slot) => {
    const unit = measureUnitOf(contexts[slot]!);
    return unit === undefined ? { name, type: forms[slot]! } : { name, type: measureOf(unit), unit };
  });
}

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
const BY_FORM: Readonly<Record<ValueForm, string>> = {
  integer: 'number', float: 'number', boolean: 'flag', ip: 'ip', uuid: 'id', path: 'path', url: 'url', time: 'time', string: 'value',
}; // prettier-ignore
/** What comes after a method is what it acts on; what comes after a protocol is its version. */
const HTTP_METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
const MAX_NAME_LENGTH = 40;

function snakeCase(text: string): string {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .toLowerCase();
  return name.slice(0, MAX_NAME_LENGTH).replace(/_+$/, '');
}

/** `user=`, `"id":` glued to the value, or `status:` in the column before. */
function nameFromKey({ left, before }: SlotContext): string | undefined {
  const glued = /([A-Za-z][\w.-]*)["']?\s*(?:[=:]|=>|:=)["'([{<]*$/.exec(left)?.[1];
  if (glued !== undefined) return snakeCase(glued);
  if (left.replace(/["'([{<]/g, '') !== '') return undefined;
  const key = /^[("'[{<]*([A-Za-z][\w.-]*)["']?[=:]$/.exec(before[0] ?? '')?.[1];
  return key === undefined ? undefined : snakeCase(key);
}

/** The last telling word before the slot: prepositions and articles are passed over. */
function nounBefore({ before }: SlotContext): string | undefined {
  for (const column of before) {
    const word = wordOf(column);
    if (word === undefined) return undefined;
    if (AFTER_PREPOSITION.get(word.toLowerCase()) === undefined) return word;
  }
  return undefined;
}

function nameFromUnit(context: SlotContext): string | undefined {
  const spelling = unitBehind(context);
  const suffix = spelling === undefined ? undefined : suffixOfSpelling(spelling);
  if (spelling === undefined || suffix === undefined) return undefined;
  const unit = unitOfSpelling(spelling);
  const key = nameFromKey(context);
  const noun = key ?? snakeCase(nounBefore(context) ?? '');
  const isDuration = unit && measureOf(unit) === 'duration' && (noun === '' || DURATION_VERBS.test(noun));
  const base = isDuration ? 'duration' : noun;
  return base === '' ? suffix : base.endsWith(`_${suffix}`) || base === suffix ? base : `${base}_${suffix}`;
}

function nameFromWords(context: SlotContext): string | undefined {
  const { before, after, form, left } = context;
  if (/HTTP\/$/.test(left)) return 'http_version';
  const glued = /([A-Za-z][A-Za-z]*)[-._#@[(]$/.exec(left)?.[1];
  if (glued !== undefined) return snakeCase(glued);
  const word = wordOf(before[0]);
  if (word !== undefined && HTTP_METHOD.test(word)) return form === 'url' ? 'url' : 'path';
  const plural = form === 'integer' ? wordOf(after?.replace(/[,.;:)]$/, '')) : undefined;
  const countsPlural = plural !== undefined && /^[a-z]{3,}s$/.test(plural) && !/(ss|us|is)$/.test(plural);
  if (word === undefined) return countsPlural ? plural : undefined;
  const preposition = AFTER_PREPOSITION.get(word.toLowerCase());
  if (preposition === undefined) return countsPlural && /^[A-Z]/.test(word) ? plural : snakeCase(word);
  if (countsPlural) return plural;
  if (preposition === 'limit' || preposition === 'value')
    return snakeCase(nounBefore(context) ?? '') || preposition;
  return form === 'ip' || form === 'path' || form === 'url' ? `${preposition}_${form}` : preposition;
}

function nameOf(context: SlotContext): string {
  const name = nameFromUnit(context) ?? nameFromKey(context) ?? nameFromWords(context) ?? '';
  return name === '' ? BY_FORM[context.form] : name;
}

/** `3/5`: the first counts towards the second. */
function namesOfFraction(context: SlotContext): [string, string] {
  const noun = snakeCase(nameFromKey(context) ?? nounBefore(context) ?? 'part');
  if (ATTEMPTS.test(noun))
    return noun.startsWith('attempt') ? ['attempt', 'attempt_max'] : ['retry_attempt', 'retry_max'];
  return [noun, `${noun}_total`];
}

/**
 * Names the values of a template from what stands around them; no two names are the same.
 *
 * @param contexts - Of all slots, in order.
 * @example
 * // `timeout after 30000ms, retry 3/5` → timeout_ms, retry_attempt, retry_max
 */
export function nameParameters(
  template: readonly TemplateColumn[],
  contexts: readonly SlotContext[],
): string[] {
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
    const isFraction = context.right === '/' && next?.left === '/' && context.form === 'integer';
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

/**
 * The slots that hold ids of the request, the request's own first: those that are named so, then those that were found to.
 *
 * @param learned - Names of parameters; what no slot is called any more says nothing.
 */
export function requestSlotsOf(
  names: readonly (string | null)[],
  learned: readonly string[] = [],
): readonly number[] {
  const slotsOf = (isWanted: (name: string) => boolean) =>
    names.flatMap((name, slot) => (name !== null && isWanted(name) ? [slot] : []));
  const isNamedSo = (name: string) => REQUEST_ID_NAMES.includes(name);
  if (learned.length === 0) return slotsOf(isNamedSo);
  return [...slotsOf(isNamedSo), ...slotsOf((name) => !isNamedSo(name) && learned.includes(name))];
}
