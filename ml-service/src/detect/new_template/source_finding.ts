import { isoOfMinute } from '../../../../common/minutes.ts';
import type { Finding } from '../findings/finding.ts';
import type { FollowedSource } from './followed_source.ts';

/** A notice: low, whatever its lines say. */
const NOTICE_SCORE = 10;

/** What a new source says of itself. */
export function newSourceFinding({
  followed: { of, name, start, last, lines, templates },
  status,
}: {
  readonly followed: FollowedSource;
  readonly status: Finding['status'];
}): Finding {
  const named = of === 'service' ? { service: name } : {};
  return {
    type: 'new_source',
    subject: { kind: 'source', of, name },
    ...named,
    start,
    end: last + 1,
    status,
    typical: 0,
    actual: lines,
    record_score: NOTICE_SCORE,
    risk_score: NOTICE_SCORE,
    reason: {
      code: 'new_source',
      ...(of === 'service' ? named : { data_stream: name }),
      numbers: { lines, templates },
      times: { since: isoOfMinute(start) },
    },
    context: { total: lines, templates },
  };
}
