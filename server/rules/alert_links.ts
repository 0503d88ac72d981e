import { FEATURE_ID } from '../../common/capabilities.ts';
import { discoverPath, REDIRECT_APP } from '../../common/discover/discover_path.ts';
import type { LogQuery } from '../../common/discover/log_queries.ts';
import { MINUTE_MS } from '../../common/minutes.ts';
import type { RulePlace } from './alert.ts';

/** What is shown around the time of an alert: what came before tells why. */
const AROUND_MS = 30 * MINUTE_MS;

/** A page of the app with one thing open in it, in the time around. */
export function pageUrl({
  place,
  view,
  open,
  range: { start, end },
}: {
  readonly place: RulePlace;
  readonly view: 'anomalies' | 'incidents' | 'requests';
  readonly open: Readonly<Record<string, string>>;
  readonly range: { readonly start: string; readonly end: string };
}): string {
  const search = new URLSearchParams({
    from: new Date(Date.parse(start) - AROUND_MS).toISOString(),
    to: new Date(Date.parse(end) + AROUND_MS).toISOString(),
    ...open,
  });
  return place.toUrl(`/app/${FEATURE_ID}/${view}?${search.toString()}`);
}

/** Where nothing says where the lines lie, they are looked for in what Elastic calls logs. */
const LOGS = ['logs-*'];

/** Lines in Discover. */
export function linesUrl({
  place,
  lines,
  data_streams = LOGS,
}: {
  readonly place: RulePlace;
  readonly lines: LogQuery;
  readonly data_streams?: readonly string[] | undefined;
}): string {
  return place.toUrl(
    `/app/${REDIRECT_APP}${discoverPath({ space: place.space, patterns: data_streams, ...lines })}`,
  );
}
