import type { SharedTraitsResponse } from '../../../common/api.ts';
import { countOf, formatShare, formatTimeRange } from '../../../common/format_quantity.ts';
import { sharedTraitsTable } from '../adapters/terminal/shared_traits_text.ts';

/** What failed requests share, line by line. */
export function describeSharedTraits(answer: SharedTraitsResponse): string[] {
  const { traits, verdict, least, from, to, failed_total, failed, others, share } = answer;
  const when = formatTimeRange(from, to);
  if (verdict === 'too_few_failed')
    return [`${when}: ${countOf(failed, 'request')} failed. To compare them takes ${least}.`];
  if (verdict === 'too_few_others')
    return [
      `${when}: ${countOf(others, 'request')} without an error. To compare those that failed with takes ${least}.`,
    ];
  const of_failed = failed < failed_total ? `the newest ${failed} of ${failed_total}` : `${failed}`;
  const of_others = share < 1 ? `${others} (of ${formatShare(share)} of all requests)` : `${others}`;
  return [
    `${when}: ${of_failed} failed requests beside ${of_others} without an error`,
    '',
    ...(traits.length === 0
      ? ['What failed requests had before they failed, others had as often.']
      : sharedTraitsTable(traits, { width: Infinity })),
  ];
}
