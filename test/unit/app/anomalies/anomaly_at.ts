import type { Anomaly } from '../../../../common/api.ts';
import type { AnomalyStatus, AnomalyType } from '../../../../common/documents/anomaly_document.ts';

/** An anomaly with what a test is about; the rest is as a detector might write it. */
export function anomalyAt({
  id = 'a',
  start = '2026-01-15T14:06:00.000Z',
  end = '2026-01-15T14:10:00.000Z',
  score = 80,
  service = 'cart',
  type = 'frequency',
  status = 'resolved',
  typical = 0.2,
  actual = 11.27,
}: {
  readonly id?: string;
  readonly start?: string;
  readonly end?: string;
  readonly score?: number;
  readonly service?: string;
  readonly type?: AnomalyType;
  readonly status?: AnomalyStatus;
  readonly typical?: number;
  readonly actual?: number;
}): Anomaly {
  return {
    '@timestamp': start,
    event: {
      id,
      kind: 'alert',
      start,
      end,
      created: end,
      updated: end,
      reason: `${service}: ${type}`,
      risk_score: score,
    },
    record_score: score,
    subject: { kind: 'template_in_service', key: `template_a/${service}` },
    anomaly: {
      type,
      status,
      found_status: status === 'expected' ? 'resolved' : status,
      first_seen: start,
      last_seen: end,
      judged_until: end,
      raised: end,
      samples: [],
      context: {},
    },
    typical,
    actual,
    service: { name: service },
    log_ai: { template: { id: 'template_a' } },
    is_interim: false,
  };
}
