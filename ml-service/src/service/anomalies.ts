import { maySee, OPERATOR } from '../../../common/api/caller.ts';
import { readFilter } from '../../../common/api/filter.ts';
import { LogAiError } from '../../../common/errors.ts';
import type { HttpServices } from '../ports/api.ts';
import { askedRange, idsToFilterBy } from './query_filters.ts';
import { found, saidBy } from './said.ts';
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
  const anomaly: HttpServices['anomaly'] = async ({ id }, caller = OPERATOR) => {
    const known = await records.readAnomaly(id);
    // That there is one is nobody's business either.
    return found('anomaly', id, maySee(caller, known?.data_streams) ? known : undefined);
  };
  return {
    async anomalies({ query: { from, to, template_id, filter, ...query } }, { data_streams } = OPERATOR) {
      const { total, records: anomalies } = await records.readAnomalies({
        ...query,
        range: askedRange({ from, to }, now()),
        template_ids: await idsToFilterBy(templates, template_id),
        filter: readFilter(filter),
        data_streams,
      });
      return { total, anomalies: [...anomalies] };
    },
    anomaly,
    async expect_anomaly({ id, body: { expected } }, caller = OPERATOR) {
      const { expectation } = (await anomaly({ id }, caller)).anomaly;
      if (!expected && expectation?.id !== undefined)
        throw new LogAiError(
          'conflict',
          `The anomaly ${id} is expected by ${expectation.id}, which was said in advance: take that back.`,
          { details: { id, expectation: expectation.id } },
        );
      return found('anomaly', id, await records.expectAnomaly(id, expected, saidBy(caller, now())));
    },
  };
}
