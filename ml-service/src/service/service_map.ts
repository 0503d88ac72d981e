import { OPERATOR } from '../../../common/api/caller.ts';
import { MINUTE_MS } from '../../../common/minutes.ts';
import { serviceMapOf } from '../correlate/course/service_map.ts';
import type { HttpServices } from '../ports/api.ts';
import { askedRange } from './query_filters.ts';
import type { ServiceParts } from './service_parts.ts';

/** Who calls whom. */
export function serviceMapServices({
  courses,
  now,
}: Pick<ServiceParts, 'courses' | 'now'>): Pick<HttpServices, 'service_map'> {
  return {
    async service_map({ query }, { data_streams } = OPERATOR) {
      const asked = askedRange(query, now());
      const from = Math.floor(asked.from / MINUTE_MS) * MINUTE_MS;
      const to = Math.ceil(asked.to / MINUTE_MS) * MINUTE_MS;
      const before_from = from - (to - from);
      const [current, before] = await Promise.all([
        courses.sumEdges({ range: { from, to }, data_streams }),
        courses.sumEdges({ range: { from: before_from, to: from }, data_streams }),
      ]);
      return {
        from: isoOf(from),
        to: isoOf(to),
        before_from: isoOf(before_from),
        share: current.reduce((least, { share }) => Math.min(least, share), 1),
        ...serviceMapOf({ now: current, before }),
      };
    },
  };
}

const isoOf = (time: number) => new Date(time).toISOString();
