import { API_LIMITS, type RequestLine, type SharedTraitsQuery } from '../../../common/api.ts';
import { maySee, OPERATOR } from '../../../common/api/caller.ts';
import { readFilter } from '../../../common/api/filter.ts';
import { dataStreamOf } from '../../../common/data_streams.ts';
import { LogAiError } from '../../../common/errors.ts';
import type { HttpServices } from '../ports/api.ts';
import { RequestAssembler } from '../correlate/request_assembler.ts';
import { REQUEST_BOUNDS } from '../correlate/request_bounds.ts';
import { storyRecordOf } from '../correlate/request_record.ts';
import type { RequestEvent } from '../ports/logs.ts';
import { askedRange, idsToFilterBy } from './query_filters.ts';
import type { ServiceParts } from './service_parts.ts';
import { sharedTraits } from './shared_traits.ts';

/** Reading failed requests, and the way of any request. */
export function requestServices({
  records,
  logs,
  templates,
  now,
}: Pick<ServiceParts, 'records' | 'logs' | 'templates' | 'now'>): Pick<
  HttpServices,
  'requests' | 'shared_traits' | 'request'
> {
  const asked = async ({ from, to, template_id, filter, ...query }: SharedTraitsQuery) => ({
    ...query,
    range: askedRange({ from, to }, now()),
    template_ids: await idsToFilterBy(templates, template_id),
    filter: readFilter(filter),
  });
  return {
    async requests({ query: { size, outcome, ...query } }, { data_streams } = OPERATOR) {
      const {
        total,
        totals,
        records: requests,
      } = await records.readRequests({
        ...(await asked(query)),
        size,
        outcome,
        data_streams,
      });
      return { total, totals: { ...totals }, requests: [...requests] };
    },
    async shared_traits({ query }, caller = OPERATOR, signal) {
      return sharedTraits(await asked(query), { parts: { logs, records, templates }, caller, signal });
    },
    /** Made of the lines that the caller may read: the others are not counted either. */
    async request({ id }, caller = OPERATOR, signal) {
      const last = await logs.lastLineOf(id, signal);
      if (last === undefined) throw new LogAiError('not_found', `No line carries the request id ${id}.`);
      const { max_span_ms, max_lines } = REQUEST_BOUNDS;
      const range = { from: last - max_span_ms, to: last + 1 };
      const assembler = new RequestAssembler();
      const lines: RequestLine[] = [];
      let read = 0;
      for await (const events of logs.requestEvents([id], { range, max_lines, signal })) {
        read += events.length;
        for (const event of events) {
          if (!maySee(caller, [dataStreamOf(event.reference._index)])) continue;
          assembler.add(event);
          if (lines.length < API_LIMITS.page) lines.push(lineOf(event));
        }
      }
      const story = assembler.storyOf(id);
      if (!story) throw new LogAiError('not_found', `No line carries the request id ${id}.`);
      return {
        ...storyRecordOf(story),
        lines,
        is_truncated: read === max_lines || story.line_count > lines.length,
      };
    },
  };
}

function lineOf({ timestamp, service, level, template_id, reference }: RequestEvent): RequestLine {
  return {
    '@timestamp': new Date(timestamp).toISOString(),
    service,
    ...(level && { level }),
    ...(template_id !== undefined && { template_id }),
    reference,
  };
}
