import { describe, expect, test } from 'vitest';
import { API_BASE, type EndpointContract, ENDPOINTS } from '../../../../common/api.ts';
import { openApiDocument } from '../../../../ml-service/src/adapters/http/openapi.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
type JsonObject = Extract<Json, { [key: string]: unknown }>;

const CONTRACTS: readonly EndpointContract[] = Object.values(ENDPOINTS);

// As a client reads it.
const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3'))) as JsonObject;

function at(path: string, from: Json = document): Json | undefined {
  return path
    .split('/')
    .reduce<Json | undefined>(
      (value, key) => (value as JsonObject | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      from,
    );
}

/** Every `$ref` below a value. */
function referencesIn(value: Json | undefined): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

/** The schema with every reference replaced by what it stands for, up to a depth that ours do not reach. */
function resolved(value: Json | undefined, depth = 0): Json | undefined {
  expect(depth).toBeLessThan(60);
  if (Array.isArray(value)) return value.map((inner) => resolved(inner, depth + 1)!);
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value['$ref'] === 'string') return resolved(at(value['$ref'].slice('#/'.length)), depth + 1);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, depth + 1)]));
}

const operationOf = ({ path, method }: { path: string; method: string }) =>
  at(`paths/${`${API_BASE}${path}`.replaceAll('/', '~1')}/${method}`) as JsonObject;

describe('the OpenAPI document', () => {
  test('is of version 3.1 and names the API', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Log AI', version: '1.2.3' } });
  });

  test('has the endpoints, and no others', () => {
    const operations = Object.entries(document['paths'] as Record<string, JsonObject>).flatMap(
      ([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(operations.sort()).toEqual(
      CONTRACTS.map(({ method, path }) => `${method} ${API_BASE}${path}`).sort(),
    );
  });

  test('points at nothing that is not there', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(10);
    const dangling = references.filter((reference) => at(reference.slice('#/'.length)) === undefined);
    expect(dangling).toEqual([]);
  });

  test.each(CONTRACTS.map(({ method, path }) => ({ method, path })))(
    'describes $method $path',
    (endpoint) => {
      const { query, body, path } = CONTRACTS.find(
        (candidate) => candidate.method === endpoint.method && candidate.path === endpoint.path,
      )!;
      const operation = operationOf(endpoint);
      expect(operation['summary']).toMatch(/^[A-Z].+\.$/);
      const parameters = (operation['parameters'] ?? []) as {
        name: string;
        in: string;
        required?: boolean;
      }[];
      expect(parameters.filter((one) => one.in === 'query').map(({ name }) => name)).toEqual(
        Object.keys(query?.shape ?? {}),
      );
      expect(parameters.filter((one) => one.in === 'path')).toMatchObject(
        path.includes('{id}') ? [{ name: 'id', required: true }] : [],
      );
      expect(operation['requestBody'] !== undefined).toBe(body !== undefined);
      for (const status of ['200', 'default']) {
        const schema = resolved(at(`responses/${status}/content/application~1json/schema`, operation));
        expect(schema).toMatchObject({ type: 'object', properties: expect.anything() as unknown });
      }
      const error = resolved(at('responses/default/content/application~1json/schema', operation));
      expect(error).toMatchObject({ required: ['error'] });
    },
  );
});
