import { LinesRequest, PLUGIN_API_BASE, LINES_PATH } from '../../../common/api.ts';
import type { Logger, Router } from '../../kibana/contract.ts';
import { defineRoute } from '../../kibana/define_route.ts';
import { readLines } from './handler.ts';

/** Lines behind references, read as the user who asks: nobody sees through Log AI what Discover would not show them. */
export function defineLinesRoute({
  router,
  logger,
}: {
  readonly router: Router;
  readonly logger: Logger;
}): void {
  defineRoute({
    router,
    logger,
    route: {
      method: 'post',
      path: `${PLUGIN_API_BASE}${LINES_PATH}`,
      body: LinesRequest,
      handle: async ({ body, asCurrentUser }) =>
        readLines({ references: body.references, client: await asCurrentUser() }),
    },
  });
}
