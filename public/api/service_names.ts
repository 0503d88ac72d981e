import type { CountsResponse } from '../../common/api.ts';

/** The services of counts by service, and the one that is chosen, in the order of their names. */
export function serviceNamesIn(series: CountsResponse['series'], chosen?: string): string[] {
  const names = new Set(series.flatMap(({ service }) => service ?? []));
  if (chosen !== undefined) names.add(chosen);
  return [...names].sort((a, b) => a.localeCompare(b));
}
