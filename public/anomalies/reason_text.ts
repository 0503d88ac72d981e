import type { AnomalyReason } from '../../common/documents/anomaly_reason.ts';
import { isNews, usualLines } from '../../common/reason_text.ts';
import { translate } from '../kibana/i18n.ts';
import {
  formatCount,
  formatDistance,
  formatRate,
  formatRatio,
  formatShare,
  formatValue,
} from '../quantities/format_quantity.ts';
import { soundsText } from './expected_severity.ts';
import type { TimeFormat } from '../time/format_time.ts';

/** The parts of a sentence. What others say beside it can be left out. */
export interface ReasonText {
  /** Where: a service. */
  readonly place?: string;
  /** What: usually a template. */
  readonly what: string;
  /** How much, and how much is usual. */
  readonly amount: string;
}

/**
 * What there is to say of a reason, in the user's language; undefined where its code is not known here. In English and in UTC it
 * is what the document says.
 *
 * @example
 * // { what: '"Failed to connect"', amount: 'from 14:06 to 14:08: up to 11.3/min over 10 min, typically 0.2/min (×38) over 60 min before' }
 */
export function reasonTextOf(
  reason: AnomalyReason,
  format: Pick<TimeFormat, 'clock'>,
): ReasonText | undefined {
  const { code, service = reason.data_stream, template = '', level, numbers, times } = reason;
  const number = (name: string) => numbers[name] ?? 0;
  const clock = (name: keyof typeof times) => format.clock(times[name] ?? '');
  const span = () =>
    translate('logAi.reasons.span', {
      defaultMessage: 'from {from} to {to}',
      values: { from: clock('from'), to: clock('to') },
    });
  const linesSince = () =>
    translate('logAi.reasons.newTemplateAmount', {
      defaultMessage: '{count, plural, one {# line} other {# lines}} since {time}',
      values: { count: number('lines'), time: clock('since') },
    });
  const when = () =>
    times.to === undefined
      ? translate('logAi.reasons.since', { defaultMessage: 'since {time}', values: { time: clock('from') } })
      : span();
  const actual = formatRate(number('actual'));
  const minutes = number('window_minutes');
  const place = service === undefined ? {} : { place: service };
  const what = translate('logAi.reasons.template', { defaultMessage: '"{template}"', values: { template } });
  const value = (name: string) => formatValue({ value: number(name), measure: reason.measure });
  const ofParameter = () =>
    translate('logAi.reasons.parameter', {
      defaultMessage: '{parameter} of {what}',
      values: { parameter: reason.parameter ?? '', what },
    });
  switch (code) {
    case 'frequency_now':
      return {
        ...place,
        what,
        amount: translate('logAi.reasons.frequencyNow', {
          defaultMessage: '{actual} in the last {minutes} min, typically {usual} over {baseline} min before',
          values: { actual, minutes, usual: usualOf(reason), baseline: number('baseline_minutes') },
        }),
      };
    case 'frequency':
      return {
        ...place,
        what,
        amount: translate('logAi.reasons.frequency', {
          defaultMessage:
            '{span}: up to {actual} over {minutes} min, typically {usual} over {baseline} min before',
          values: {
            span: span(),
            actual,
            minutes,
            usual: usualOf(reason),
            baseline: number('baseline_minutes'),
          },
        }),
      };
    case 'new_template':
      return {
        ...place,
        what: translate('logAi.reasons.newTemplate', {
          defaultMessage: 'never seen before: {what}',
          values: { what: level === undefined ? what : `${level} ${what}` },
        }),
        amount: linesSince(),
      };
    case 'returned_template':
      return {
        ...place,
        what: translate('logAi.reasons.returnedTemplate', {
          defaultMessage: 'back after more than {days, plural, one {# day} other {# days}}: {what}',
          values: { days: number('days'), what: level === undefined ? what : `${level} ${what}` },
        }),
        amount: linesSince(),
      };
    case 'new_source':
      return {
        ...place,
        what: translate('logAi.reasons.newSource', { defaultMessage: 'new source' }),
        amount: translate('logAi.reasons.newSourceAmount', {
          defaultMessage:
            '{count, plural, one {# line} other {# lines}} of {templates, plural, one {# template} other {# templates}} since {time}',
          values: { count: number('lines'), templates: number('templates'), time: clock('since') },
        }),
      };
    case 'seasonal_rise':
    case 'seasonal_rise_level':
    case 'seasonal_drop':
    case 'seasonal_drop_level':
    case 'seasonal_silence':
    case 'seasonal_silence_level':
      return {
        ...place,
        what,
        amount: seasonalAmount(reason, when()),
      };
    case 'service_rise':
    case 'service_rise_level':
    case 'service_drop':
    case 'service_drop_level':
      return {
        ...place,
        what: translate('logAi.reasons.service', { defaultMessage: 'all its lines together' }),
        amount: seasonalAmount(reason, when()),
      };
    case 'service_silence':
    case 'service_silence_level':
      return {
        ...place,
        what: translate('logAi.reasons.writesNothing', { defaultMessage: 'has written nothing' }),
        amount: settled(
          reason,
          translate('logAi.reasons.usualLines', {
            defaultMessage: '{time}, usually {count, plural, one {# line} other {# lines}} a minute',
            values: { time: when(), count: usualLines(number('typical')) },
          }),
        ),
      };
    case 'error_share':
    case 'error_share_level':
      return {
        ...place,
        what: translate('logAi.reasons.errorShare', {
          defaultMessage: '{share} of its lines are errors',
          values: { share: formatShare(number('actual')) },
        }),
        amount: settled(
          reason,
          translate('logAi.reasons.errorShareAmount', {
            defaultMessage:
              '{time}, typically {typical} ({count, plural, one {# error} other {# errors}}, {odds})',
            values: {
              time: when(),
              typical: formatShare(number('typical')),
              count: number('errors'),
              odds: chanceOf(number('decades')),
            },
          }),
        ),
      };
    case 'warning_share':
    case 'warning_share_level':
      return {
        ...place,
        what: translate('logAi.reasons.warningShare', {
          defaultMessage: '{share} of its lines are warnings (of an access log: status 4xx)',
          values: { share: formatShare(number('actual')) },
        }),
        amount: settled(
          reason,
          translate('logAi.reasons.warningShareAmount', {
            defaultMessage:
              '{time}, typically {typical} ({count, plural, one {# warning} other {# warnings}}, {odds})',
            values: {
              time: when(),
              typical: formatShare(number('typical')),
              count: number('warnings'),
              odds: chanceOf(number('decades')),
            },
          }),
        ),
      };
    case 'sequence_missing':
    case 'sequence_missing_level':
      return {
        ...place,
        what: translate('logAi.reasons.sequenceMissing', {
          defaultMessage: '{what} is missing {behind}',
          values: { what, behind: behind(reason) },
        }),
        amount: sessionsAmount(reason, when()),
      };
    case 'sequence_extra':
    case 'sequence_extra_level':
      return {
        ...place,
        what: translate('logAi.reasons.sequenceExtra', {
          defaultMessage: 'unexpected {what} {behind}',
          values: { what, behind: behind(reason) },
        }),
        amount: sessionsAmount(reason, when()),
      };
    case 'sequence_order':
    case 'sequence_order_level':
      return {
        ...place,
        what:
          template === ''
            ? translate('logAi.reasons.sequenceEnded', {
                defaultMessage: 'ended {behind}',
                values: { behind: behind(reason) },
              })
            : translate('logAi.reasons.sequenceOrder', {
                defaultMessage: '{what} out of order {behind}',
                values: { what, behind: behind(reason) },
              }),
        amount: sessionsAmount(reason, when()),
      };
    case 'semantic':
      return {
        ...place,
        what: translate('logAi.reasons.semantic', {
          defaultMessage: 'unlike anything seen before, and {severity}: {what}',
          values: { severity: soundsText(reason.severity ?? 'error'), what },
        }),
        amount: translate('logAi.reasons.semanticAmount', {
          defaultMessage: 'distance {actual} to the nearest known template, usually {typical}, since {time}',
          values: {
            actual: formatDistance(number('actual')),
            typical: formatDistance(number('typical')),
            time: clock('since'),
          },
        }),
      };
    case 'parameter_shift':
    case 'parameter_shift_level':
      return {
        ...place,
        what: ofParameter(),
        amount: settled(
          reason,
          translate('logAi.reasons.parameterShift', {
            defaultMessage:
              'at {actual} {time}, usually {typical} ({ratio}, {odds} over {count, plural, one {# minute} other {# minutes}})',
            values: {
              actual: value('actual'),
              time: when(),
              typical: value('typical'),
              ratio: formatRatio(number('actual') / number('typical')),
              odds: chanceOf(number('decades')),
              count: minutes,
            },
          }),
        ),
      };
    case 'parameter_outlier':
    case 'parameter_outlier_level':
      return {
        ...place,
        what: ofParameter(),
        amount: settled(
          reason,
          translate('logAi.reasons.parameterOutlier', {
            defaultMessage: 'at up to {actual} {time}, 99 of 100 are at most {typical} ({odds})',
            values: {
              actual: value('actual'),
              time: when(),
              typical: value('typical'),
              odds: chanceOf(number('decades')),
            },
          }),
        ),
      };
    case 'parameter_name':
    case 'parameter_name_level':
      return {
        ...place,
        what: ofParameter(),
        amount: settled(
          reason,
          translate('logAi.reasons.parameterName', {
            defaultMessage:
              'with a text never seen before in {count, plural, one {# line} other {# lines}} {time}, where {known, plural, one {# text was} other {# texts were}} known ({odds})',
            values: {
              count: number('values'),
              time: when(),
              known: number('typical'),
              odds: chanceOf(number('decades')),
            },
          }),
        ),
      };
    default:
      return undefined;
  }
}

/** Whether what a reason says is more than its template. */
export function isMoreThanTemplate({ code }: Pick<AnomalyReason, 'code'>): boolean {
  return code.startsWith('sequence_') || code.startsWith('parameter_');
}

/** Behind which step of a session it is so. */
function behind({ steps }: AnomalyReason): string {
  const before = steps?.before ?? '';
  return before === ''
    ? translate('logAi.reasons.atBeginning', { defaultMessage: 'at the beginning' })
    : translate('logAi.reasons.behind', { defaultMessage: 'after "{step}"', values: { step: before } });
}

/** How many sessions, when, and what usually comes there, where that is not what is missing. */
function sessionsAmount(reason: AnomalyReason, when: string): string {
  const { code, steps, numbers } = reason;
  const sessions = translate('logAi.reasons.sessions', {
    defaultMessage: 'in {count, plural, one {# session} other {# sessions}} {time}',
    values: { count: numbers['sessions'] ?? 0, time: when },
  });
  const expected = code.startsWith('sequence_missing') ? undefined : steps?.expected;
  if (expected === undefined) return settled(reason, sessions);
  const instead =
    expected === ''
      ? translate('logAi.reasons.usuallyEnds', {
          defaultMessage: '{sessions}, where sessions usually end',
          values: { sessions },
        })
      : translate('logAi.reasons.usuallyComes', {
          defaultMessage: '{sessions}, usually "{step}"',
          values: { sessions, step: expected },
        });
  return settled(reason, instead);
}

/** What was usual in the minutes before. No number is a multiple of none: the ratio is one that an offset keeps finite. */
function usualOf({ numbers: { typical = 0, ratio = 0 } }: AnomalyReason): string {
  return typical === 0
    ? translate('logAi.reasons.none', { defaultMessage: 'none' })
    : `${formatRate(typical)} (${formatRatio(ratio)})`;
}

/** What was seen at a time, and what is usual then. */
function seasonalAmount(reason: AnomalyReason, when: string): string {
  const { code, numbers } = reason;
  const { actual = 0, typical = 0, ratio = 0, decades = 0, window_minutes = 0 } = numbers;
  const isRise = code.includes('_rise');
  const rate = formatRate(actual);
  const seen = code.startsWith('seasonal_silence')
    ? translate('logAi.reasons.silent', { defaultMessage: 'silent' })
    : isRise
      ? translate('logAi.reasons.upTo', { defaultMessage: 'up to {rate}', values: { rate } })
      : translate('logAi.reasons.downTo', { defaultMessage: 'down to {rate}', values: { rate } });
  const odds = `${isRise ? `${formatRatio(ratio)}, ` : ''}${chanceOf(decades)}`;
  const amount = translate('logAi.reasons.seasonal', {
    defaultMessage:
      '{seen} {time}, typically {typical} at this time ({odds} over {count, plural, one {# minute} other {# minutes}})',
    values: { seen, time: when, typical: formatRate(typical), odds, count: window_minutes },
  });
  return settled(reason, amount);
}

/** What lasted for so long that it is the level says so. */
function settled({ code }: AnomalyReason, amount: string): string {
  return code.endsWith('_level')
    ? translate('logAi.reasons.settled', {
        defaultMessage: '{amount}; it lasted, and is the level from now on',
        values: { amount },
      })
    : amount;
}

/** Below this chance nobody tells one from another. */
const MOST_DECADES = 24;

/** A chance as a person says it. @param decades - How many powers of ten it is below 1. */
export function chanceOf(decades: number): string {
  if (decades > MOST_DECADES) {
    return translate('logAi.reasons.chanceBelow', {
      defaultMessage: 'a chance below 1 in {count}',
      values: { count: `10^${MOST_DECADES}` },
    });
  }
  const whole = Math.floor(decades);
  return translate('logAi.reasons.chance', {
    defaultMessage: 'a chance of 1 in {count}',
    values: { count: whole <= 6 ? formatCount(10 ** whole) : `10^${whole}` },
  });
}

/** A reason as one sentence; undefined where its code is not known here. */
export function reasonSentence(reason: AnomalyReason, format: Pick<TimeFormat, 'clock'>): string | undefined {
  const text = reasonTextOf(reason, format);
  if (!text) return undefined;
  const where = text.place === undefined ? '' : `${text.place}: `;
  const amount = isNews(reason) ? `(${text.amount})` : text.amount;
  return `${where}${text.what} ${amount}.`;
}
