import type { Anomaly } from '../../../common/api.ts';
import { LogAiError } from '../../../common/errors.ts';
import type { HttpServices } from '../ports/api.ts';
import { askedRange, idsToFilterBy } from './query_filters.ts';
import type { ServiceParts } from './service_parts.ts';

/** Reading anomalies, and what people say of them. */
export function anomalyServices({
  records,
  templates,
  now,
}: Pick<ServiceParts, 'records' | 'templates' | 'now'>): Pick<
  HttpServices,
  'anomalies' | 'anomaly' | 'expect_anomaly'
> {
  return {
    async anomalies({ query: { from, to, template_id, ...query } }) {
      const { total, records: anomalies } = await records.readAnomalies({
        ...query,
        range: askedRange({ from, to }, now()),
        template_ids: await idsToFilterBy(templates, template_id),
      });
      return { total, anomalies: [...anomalies] };
    },
    anomaly: async ({ id }) => found(id, await records.readAnomaly(id)),
    expect_anomaly: async ({ id, body }) => found(id, await records.expectAnomaly(id, body.expected)),
  };
}

function found(id: string, anomaly: Anomaly | undefined): Anomaly {
  if (!anomaly) throw new LogAiError('not_found', `There is no anomaly ${id}.`);
  return anomaly;
}
