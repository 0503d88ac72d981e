import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { API_BASE, type EndpointContract, ENDPOINTS, ErrorBody } from '../../../../common/api.ts';

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });

function operationOf({ summary, query, body, response, accepted, path }: EndpointContract) {
  return {
    summary,
    requestParams: {
      ...(query && { query }),
      ...(path.includes('{id}') && { path: z.object({ id: z.string() }) }),
    },
    ...(body && { requestBody: json(body) }),
    responses: {
      '200': { description: 'OK', ...json(response) },
      ...(accepted && { '202': { description: 'Accepted: it will take its time', ...json(accepted) } }),
      default: { description: 'An error', ...json(ErrorBody) },
    },
  };
}

/** The OpenAPI 3.1 document of the API, generated from the schemas that validate it. */
export function openApiDocument(version: string): Record<string, unknown> {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of Object.values(ENDPOINTS)) {
    const path = `${API_BASE}${endpoint.path}` as const;
    paths[path] = { ...paths[path], [endpoint.method]: operationOf(endpoint) };
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Log AI',
      version,
      description:
        'Templates, anomalies and failed requests of logs. Answers hold references and numbers, never log lines.',
    },
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  });
  return document as unknown as Record<string, unknown>;
}
