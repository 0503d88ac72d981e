import { LinesRequest, PLUGIN_API_BASE, LINES_PATH } from '../../../common/api.ts';
import { defineRoute, type RouteTools } from '../../kibana/define_route.ts';
import { readLines } from './handler.ts';

/** Lines behind references, read as the user who asks: nobody sees through Log AI what Discover would not show them. */
export function defineLinesRoute(tools: RouteTools): void {
  defineRoute({
    ...tools,
    route: {
      method: 'post',
      path: `${PLUGIN_API_BASE}${LINES_PATH}`,
      privilege: 'read',
      body: LinesRequest,
      handle: ({ body, requester: { client } }) => readLines({ references: body.references, client }),
    },
  });
}
