import { LOG_LINKS } from '../saved_objects/app_links.ts';
import { DEFAULT_SPACE, idIn } from '../saved_objects/saved_object.ts';

/**
 * The data view over the logs that Log AI reads. Where one of this id is installed Discover takes it, else one that lives as
 * long as the page.
 */
export const LOGS_DATA_VIEW = 'log-ai-logs';

/** The release whose form the parameters below have: later ones migrate them. */
const FORM = '8.12.2';

/**
 * The path of Discover with a query and a range. It goes by way of Kibana's locator, which is what "Share" in Discover gives,
 * too: `_a` in Discover's own address cannot hold a data view that is not saved.
 *
 * @param space - Where the data view lies, if it is installed.
 * @param patterns - The indices to be looked into.
 * @param query - In KQL.
 * @param range - Date math or ISO 8601.
 */
export function discoverPath({
  space,
  patterns,
  query,
  range,
}: {
  readonly space: string;
  readonly patterns: readonly string[];
  readonly query: string;
  readonly range: { readonly from: string; readonly to: string };
}): string {
  const title = patterns.join(',');
  const params = {
    dataViewSpec: {
      id: idIn(space, LOGS_DATA_VIEW),
      title,
      name: `Log AI: ${title}`,
      timeFieldName: '@timestamp',
      // Without an installed data view, too, there is a way back.
      fieldFormats: LOG_LINKS,
    },
    query: { language: 'kuery', query },
    timeRange: range,
  };
  const search = new URLSearchParams({ l: 'DISCOVER_APP_LOCATOR', v: FORM, p: JSON.stringify(params) });
  return `?${search.toString()}`;
}

/**
 * The space that the page is in, as its addresses say.
 *
 * @example
 * spaceOf('/kibana/s/ops') // 'ops'
 */
export function spaceOf(base_path: string): string {
  return /\/s\/([a-z0-9_-]+)$/.exec(base_path)?.[1] ?? DEFAULT_SPACE;
}

/** The app that leads to where a locator points. */
export const REDIRECT_APP = 'r';
