import type { StatusResponse } from '../../common/api.ts';
import { countOf } from '../../common/format_quantity.ts';

const REFUSALS: Readonly<Record<string, string>> = {
  too_many_lines: 'too many lines',
  too_long: 'lines over too long a time',
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
      ...(uncounted_minutes > 0 ? [`${countOf(uncounted_minutes, 'minute')} to be counted`] : []),
      ...(unjudged_minutes > 0 ? [`${countOf(unjudged_minutes, 'minute')} to be judged`] : []),
    ];
    remarks.push(`Catching up: ${waiting.join(', ')}, beside what comes.`);
  }
  if (late_documents > 0) {
    const counted = late_documents === 1 ? 'was late: its minute is' : 'were late: their minutes are';
    remarks.push(`${countOf(late_documents, 'document')} of the last hour ${counted} counted anew.`);
  }
  for (const [reason, ids] of Object.entries(refused_request_ids))
    remarks.push(
      `${countOf(ids, 'request id')} refused: ${REFUSALS[reason] ?? reason} for one request. The service's log names them.`,
    );
  return remarks;
}
