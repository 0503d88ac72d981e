import type { FailedRequest } from '../../../../common/api.ts';

/** A failed request as the API gives it, of which a test says only what matters to it. */
export function failedRequest({
  id = 'req-1',
  start = '2026-01-15T14:00:00.000Z',
  duration_ms = 1000,
  service = 'inventory',
  template_id,
}: {
  readonly id?: string;
  readonly start?: string;
  readonly duration_ms?: number;
  readonly service?: string;
  readonly template_id?: string;
} = {}): FailedRequest {
  return {
    '@timestamp': start,
    request_id: id,
    event: {
      start,
      end: new Date(Date.parse(start) + duration_ms).toISOString(),
      duration: duration_ms * 1e6,
      created: start,
    },
    services: ['gateway', service],
    line_count: 2,
    error_count: 1,
    first_error: { '@timestamp': start, service, ...(template_id !== undefined && { template_id }) },
    hops: [],
  };
}
