import { LOG_LINKS, LOGS_DATA_VIEW } from '../saved_objects/app_links.ts';
import { idIn } from '../saved_objects/saved_object.ts';

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

/** The app that leads to where a locator points. */
export const REDIRECT_APP = 'r';
