import type { StatusResponse } from '../../common/api.ts';
import { translate } from '../kibana/i18n.ts';

const REFUSALS: Readonly<Record<string, () => string>> = {
  too_many_lines: () => translate('logAi.status.remarks.tooManyLines', { defaultMessage: 'too many lines' }),
  too_long: () => translate('logAi.status.remarks.tooLong', { defaultMessage: 'time span too long' }),
};

/** What a reader of the findings should know of how the tasks are doing. */
export function remarksOn(progress: StatusResponse['progress']): string[] {
  const {
    late_documents = 0,
    uncounted_minutes = 0,
    unjudged_minutes = 0,
    refused_request_ids = {},
  } = progress;
  const remarks: string[] = [];
  if (uncounted_minutes > 0 || unjudged_minutes > 0) {
    const waiting = [
      ...(uncounted_minutes > 0
        ? [
            translate('logAi.status.remarks.uncounted', {
              defaultMessage: '{count, plural, one {# minute} other {# minutes}} to count',
              values: { count: uncounted_minutes },
            }),
          ]
        : []),
      ...(unjudged_minutes > 0
        ? [
            translate('logAi.status.remarks.unjudged', {
              defaultMessage: '{count, plural, one {# minute} other {# minutes}} to analyze',
              values: { count: unjudged_minutes },
            }),
          ]
        : []),
    ];
    remarks.push(
      translate('logAi.status.remarks.catchingUp', {
        defaultMessage: 'Catching up: {waiting}.',
        values: { waiting: waiting.join(', ') },
      }),
    );
  }
  if (late_documents > 0) {
    remarks.push(
      translate('logAi.status.remarks.late', {
        defaultMessage:
          '{count, plural, one {# document arrived late in the last hour; its minute is counted again.} other {# documents arrived late in the last hour; their minutes are counted again.}}',
        values: { count: late_documents },
      }),
    );
  }
  for (const [reason, ids] of Object.entries(refused_request_ids))
    remarks.push(
      translate('logAi.status.remarks.refused', {
        defaultMessage:
          '{count, plural, one {# request ID skipped} other {# request IDs skipped}}: {reason} for one request. For details, see the log of the service.',
        values: { count: ids, reason: REFUSALS[reason]?.() ?? reason },
      }),
    );
  return remarks;
}
