import * as z from 'zod';
import { ENDPOINTS, type EndpointContract, type EndpointName, PLUGIN_API_BASE } from '../../../common/api.ts';
import type { EndpointParts } from '../../../common/api/address.ts';
import type { Callers } from '../../access/callers.ts';
import { defineRoute, type RouteTools } from '../../kibana/define_route.ts';
import type { ServiceClient } from '../../service/service_client.ts';

const IdParams = z.strictObject({ id: z.string().min(1) });

/**
 * Passes on to the service, under the same paths and schemas, what users may ask it: the endpoints that name a privilege. The
 * others read everything anew or show everything, and are for operators.
 */
export function defineDelegatedRoutes({
  service,
  callers,
  ...tools
}: RouteTools & { readonly service: ServiceClient; readonly callers: Callers }): void {
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { method, path, query, body, privilege }: EndpointContract = ENDPOINTS[name];
    if (privilege === undefined) continue;
    const hasId = path.includes('{id}');
    defineRoute({
      ...tools,
      route: {
        method,
        path: `${PLUGIN_API_BASE}${path}`,
        privilege,
        ...(hasId && { params: IdParams }),
        ...(query && { query }),
        ...(body && { body }),
        handle: async (input) =>
          service.call(
            name,
            {
              ...(hasId && { id: input.params.id }),
              ...(query && { query: input.query as EndpointParts['query'] }),
              ...(body && { body: input.body }),
            } as EndpointParts,
            { signal: input.signal, caller: await callers.of(input.requester) },
          ),
      },
    });
  }
}
