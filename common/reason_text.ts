import type { AnomalyReason } from './documents/anomaly_reason.ts';
import type { SeverityLabel } from './levels.ts';
import {
  countOf,
  formatCount,
  formatDistance,
  formatRate,
  formatRatio,
  formatShare,
  formatValue,
} from './format_quantity.ts';

/** The parts of a sentence. */
interface ReasonText {
  /** Where: a service. */
  readonly place?: string;
  /** What: usually a template. */
  readonly what: string;
  /** How much, and how much is usual. */
  readonly amount: string;
}

/** What there is to say of a reason; undefined where its code is not known here. */
function reasonTextOf(reason: AnomalyReason): ReasonText | undefined {
  const { code, service = reason.data_stream, template = '', level, numbers, times } = reason;
  const number = (name: string) => numbers[name] ?? 0;
  const time = (name: keyof typeof times) => times[name] ?? '';
  const place = service === undefined ? {} : { place: service };
  const what = `"${template}"`;
  // No number is a multiple of none: the ratio is one that an offset keeps finite.
  const usual = () =>
    number('typical') === 0 ? 'none' : `${formatRate(number('typical'))} (${formatRatio(number('ratio'))})`;
  const typically = () => `typically ${usual()} over ${number('baseline_minutes')} min before`;
  const when =
    times.to === undefined ? `since ${clockInUtc(time('from'))}` : spanInUtc(time('from'), time('to'));
  const settled = code.endsWith('_level') ? '; it lasted, and is the level from now on' : '';
  const seasonal = (seen: string): ReasonText => {
    const ratio = code.includes('_rise') ? `${formatRatio(number('ratio'))}, ` : '';
    const usual_now = `${formatRate(number('typical'))} at this time (${ratio}${chanceOf(number('decades'))} over ${countOf(number('window_minutes'), 'minute')})`;
    return { ...place, what, amount: `${seen} ${when}, typically ${usual_now}${settled}` };
  };
  const ofService = (said: ReasonText): ReasonText => ({ ...said, what: 'all its lines together' });
  const sessions = () => `in ${countOf(number('sessions'), 'session')} ${when}${insteadOf(reason)}${settled}`;
  const value = (name: string) => formatValue({ value: number(name), measure: reason.measure });
  const ofParameter = () => `${reason.parameter ?? ''} of ${what}`;
  switch (code) {
    case 'frequency_now':
      return {
        ...place,
        what,
        amount: `${formatRate(number('actual'))} in the last ${number('window_minutes')} min, ${typically()}`,
      };
    case 'frequency':
      return {
        ...place,
        what,
        amount: `${spanInUtc(time('from'), time('to'))}: up to ${formatRate(number('actual'))} over ${number('window_minutes')} min, ${typically()}`,
      };
    case 'new_template':
      return {
        ...place,
        what: `never seen before: ${level === undefined ? what : `${level} ${what}`}`,
        amount: `${countOf(number('lines'), 'line')} since ${clockInUtc(time('since'))}`,
      };
    case 'returned_template':
      return {
        ...place,
        what: `back after more than ${countOf(number('days'), 'day')}: ${level === undefined ? what : `${level} ${what}`}`,
        amount: `${countOf(number('lines'), 'line')} since ${clockInUtc(time('since'))}`,
      };
    case 'new_source':
      return {
        ...place,
        what: 'new source',
        amount: `${countOf(number('lines'), 'line')} of ${countOf(number('templates'), 'template')} since ${clockInUtc(time('since'))}`,
      };
    case 'seasonal_rise':
    case 'seasonal_rise_level':
      return seasonal(`up to ${formatRate(number('actual'))}`);
    case 'seasonal_drop':
    case 'seasonal_drop_level':
      return seasonal(`down to ${formatRate(number('actual'))}`);
    case 'seasonal_silence':
    case 'seasonal_silence_level':
      return seasonal('silent');
    case 'service_rise':
    case 'service_rise_level':
      return ofService(seasonal(`up to ${formatRate(number('actual'))}`));
    case 'service_drop':
    case 'service_drop_level':
      return ofService(seasonal(`down to ${formatRate(number('actual'))}`));
    case 'service_silence':
    case 'service_silence_level':
      return {
        ...place,
        what: 'has written nothing',
        amount: `${when}, usually ${linesOf(usualLines(number('typical')))} a minute${settled}`,
      };
    case 'error_share':
    case 'error_share_level':
      return {
        ...place,
        what: `${formatShare(number('actual'))} of its lines are errors`,
        amount: `${when}, typically ${formatShare(number('typical'))} (${countOf(number('errors'), 'error')}, ${chanceOf(number('decades'))})${settled}`,
      };
    case 'warning_share':
    case 'warning_share_level':
      return {
        ...place,
        what: `${formatShare(number('actual'))} of its lines are warnings (of an access log: status 4xx)`,
        amount: `${when}, typically ${formatShare(number('typical'))} (${countOf(number('warnings'), 'warning')}, ${chanceOf(number('decades'))})${settled}`,
      };
    case 'sequence_missing':
    case 'sequence_missing_level':
      return { ...place, what: `${what} is missing ${behind(reason)}`, amount: sessions() };
    case 'sequence_extra':
    case 'sequence_extra_level':
      return { ...place, what: `unexpected ${what} ${behind(reason)}`, amount: sessions() };
    case 'sequence_order':
    case 'sequence_order_level':
      return {
        ...place,
        what: `${template === '' ? 'ended' : `${what} out of order`} ${behind(reason)}`,
        amount: sessions(),
      };
    case 'semantic':
      return {
        ...place,
        what: `unlike anything seen before, and ${SOUNDS[reason.severity ?? 'error']}: ${what}`,
        amount: `distance ${formatDistance(number('actual'))} to the nearest known template, usually ${formatDistance(number('typical'))}, since ${clockInUtc(time('since'))}`,
      };
    case 'parameter_shift':
    case 'parameter_shift_level':
      return {
        ...place,
        what: ofParameter(),
        amount: `at ${value('actual')} ${when}, usually ${value('typical')} (${formatRatio(number('actual') / number('typical'))}, ${chanceOf(number('decades'))} over ${countOf(number('window_minutes'), 'minute')})${settled}`,
      };
    case 'parameter_outlier':
    case 'parameter_outlier_level':
      return {
        ...place,
        what: ofParameter(),
        amount: `at up to ${value('actual')} ${when}, 99 of 100 are at most ${value('typical')} (${chanceOf(number('decades'))})${settled}`,
      };
    case 'parameter_name':
    case 'parameter_name_level':
      return {
        ...place,
        what: ofParameter(),
        amount: `with a text never seen before in ${countOf(number('values'), 'line')} ${when}, where ${countOf(number('typical'), 'text was', 'texts were')} known (${chanceOf(number('decades'))})${settled}`,
      };
    default:
      return undefined;
  }
}

/** Behind which step of a session it is so. */
function behind({ steps }: AnomalyReason): string {
  const before = steps?.before ?? '';
  return before === '' ? 'at the beginning' : `after "${before}"`;
}

/** What usually comes there, where that is not what is missing. */
function insteadOf({ code, steps }: AnomalyReason): string {
  if (code.startsWith('sequence_missing') || steps?.expected === undefined) return '';
  return steps.expected === '' ? ', where sessions usually end' : `, usually "${steps.expected}"`;
}

const SOUNDS: Readonly<Record<SeverityLabel, string>> = {
  informational: 'harmless by its words',
  warning: 'a warning by its words',
  error: 'an error by its words',
  critical: 'critical by its words',
};

/** Whether a reason tells what came: how much of it is said beside it. */
export function isNews({ code }: Pick<AnomalyReason, 'code'>): boolean {
  return ['new_template', 'returned_template', 'new_source', 'semantic'].includes(code);
}

/** Lines of a minute that there usually are; where they are few, to one decimal. */
export function usualLines(rate: number): number {
  return rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate);
}

function linesOf(count: number): string {
  return Number.isInteger(count) ? countOf(count, 'line') : `${count} lines`;
}

/** Below this chance nobody tells one from another. */
const MOST_DECADES = 24;

/** A chance as a person says it. */
function chanceOf(decades: number): string {
  if (decades > MOST_DECADES) return `a chance below 1 in 10^${MOST_DECADES}`;
  const whole = Math.floor(decades);
  return `a chance of 1 in ${whole <= 6 ? formatCount(10 ** whole) : `10^${whole}`}`;
}

const clockOf = (time: string) => time.slice(11, 16);
const clockInUtc = (time: string) => `${clockOf(time)} UTC`;
const spanInUtc = (from: string, to: string) => `from ${clockOf(from)} to ${clockOf(to)} UTC`;

/**
 * A reason as one English sentence with times in UTC, as documents have it for rules and mails; undefined where its code is not
 * known here. The app says it in the language and the zone of its user.
 *
 * @example
 * // 'cart: "Failed to connect" from 14:06 to 14:08 UTC: up to 11.3/min over 10 min, typically 0.2/min (×38) over 60 min before.'
 */
export function reasonSentence(reason: AnomalyReason): string | undefined {
  const text = reasonTextOf(reason);
  if (!text) return undefined;
  const where = text.place === undefined ? '' : `${text.place}: `;
  const amount = isNews(reason) ? `(${text.amount})` : text.amount;
  return `${where}${text.what} ${amount}.`;
}
