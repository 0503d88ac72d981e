import type { RequestCount } from '../../../common/api.ts';
import { compareText } from '../../../common/compare_text.ts';

/**
 * Counts of requests, those of one live template together, the largest first.
 *
 * @param liveOf - The live id of a template: it may have been merged since.
 * @example
 * mergeCounts([{ service: 'stock', template_id: 'old', count: 2 }, { service: 'stock', template_id: 'live', count: 3 }], liveOf)
 * // [{ service: 'stock', template_id: 'live', count: 5 }]
 */
export function mergeCounts(
  counted: readonly RequestCount[],
  liveOf: (template_id: string) => string,
): readonly RequestCount[] {
  const live = <Place extends Pick<RequestCount, 'template_id'>>(place: Place) =>
    place.template_id === undefined ? place : { ...place, template_id: liveOf(place.template_id) };
  const groups = new Map<string, RequestCount>();
  for (const { path, count, ...place } of counted) {
    const group = { ...live(place), ...(path && { path: live(path) }) };
    const key = JSON.stringify([group.service, group.template_id, path?.service, group.path?.template_id]);
    groups.set(key, { ...group, count: count + (groups.get(key)?.count ?? 0) });
  }
  return [...groups]
    .sort(([a, { count: of_a }], [b, { count: of_b }]) => of_b - of_a || compareText(a, b))
    .map(([, group]) => group);
}
