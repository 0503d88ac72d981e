import * as z from 'zod';
import { ENDPOINTS, type EndpointContract, type EndpointName, PLUGIN_API_BASE } from '../../../common/api.ts';
import type { EndpointParts } from '../../../common/api/address.ts';
import type { Logger, Router } from '../../kibana/contract.ts';
import { defineRoute } from '../../kibana/define_route.ts';
import type { ServiceClient } from '../../service/service_client.ts';

/** What the app asks of the service. Endpoints that read everything anew are for operators, not for readers. */
const DELEGATED: readonly EndpointName[] = [
  'templates',
  'template',
  'samples',
  'counts',
  'anomalies',
  'anomaly',
  'expect_anomaly',
  'edits',
  'edit',
  'undo_edit',
  'requests',
  'request',
  'jobs',
  'start_job',
  'job',
  'pause_job',
  'resume_job',
  'cancel_job',
  'status',
];

const IdParams = z.strictObject({ id: z.string().min(1) });

/** Passes these endpoints on to the service, under the same paths and schemas. */
export function defineDelegatedRoutes(options: {
  readonly router: Router;
  readonly logger: Logger;
  readonly service: ServiceClient;
}): void {
  const { router, logger, service } = options;
  for (const name of DELEGATED) {
    const { method, path, query, body }: EndpointContract = ENDPOINTS[name];
    const hasId = path.includes('{id}');
    defineRoute({
      router,
      logger,
      route: {
        method,
        path: `${PLUGIN_API_BASE}${path}`,
        ...(hasId && { params: IdParams }),
        ...(query && { query }),
        ...(body && { body }),
        handle: (input) =>
          service.call(
            name,
            {
              ...(hasId && { id: input.params.id }),
              ...(query && { query: input.query as EndpointParts['query'] }),
              ...(body && { body: input.body }),
            } as EndpointParts,
            input.signal,
          ),
      },
    });
  }
}
