import type { z } from 'zod';
import {
  AnomaliesQuery,
  AnomaliesResponse,
  DetectRequest,
  DetectResponse,
  LearnResponse,
  ParseRequest,
  ParseResponse,
  RequestStoryResponse,
  RequestsQuery,
  RequestsResponse,
  StatusResponse,
  Template,
  TemplatesQuery,
  TemplatesResponse,
} from '../../../../common/api.ts';
import type { HttpServices } from './services.ts';

/** One endpoint: what it takes, what it gives, who does it. Routes and the OpenAPI document are both made of these. */
export interface Endpoint {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  handle(services: HttpServices, input: { query: unknown; body: unknown; id: string }): Promise<unknown>;
}

function endpoint<Query extends z.ZodObject | undefined, Body extends z.ZodType | undefined>(definition: {
  method: 'get' | 'post';
  path: string;
  summary: string;
  query?: Query;
  body?: Body;
  response: z.ZodType;
  handle(
    services: HttpServices,
    input: {
      query: Query extends z.ZodObject ? z.infer<Query> : undefined;
      body: Body extends z.ZodType ? z.infer<Body> : undefined;
      id: string;
    },
  ): Promise<unknown>;
}): Endpoint {
  return definition as Endpoint;
}

/** The API, an entry for each endpoint. */
export const ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'post',
    path: '/parse',
    summary:
      'Parse lines: header, template and parameters. The lines stay with the caller and teach nothing.',
    body: ParseRequest,
    response: ParseResponse,
    handle: async (services, { body }) => ({ records: await services.parse(body.lines) }),
  }),
  endpoint({
    method: 'get',
    path: '/templates',
    summary: 'Live templates, those last seen first.',
    query: TemplatesQuery,
    response: TemplatesResponse,
    handle: (services, { query }) => services.templates(query),
  }),
  endpoint({
    method: 'get',
    path: '/templates/{id}',
    summary: 'One template; an id that was merged gives the one that stands for it.',
    response: Template,
    handle: (services, { id }) => services.template(id),
  }),
  endpoint({
    method: 'get',
    path: '/anomalies',
    summary: 'Anomalies with their reasons, newest first.',
    query: AnomaliesQuery,
    response: AnomaliesResponse,
    handle: async (services, { query }) => ({ anomalies: await services.anomalies(query) }),
  }),
  endpoint({
    method: 'get',
    path: '/requests',
    summary: 'Failed requests, newest first.',
    query: RequestsQuery,
    response: RequestsResponse,
    handle: async (services, { query }) => ({ requests: await services.requests(query) }),
  }),
  endpoint({
    method: 'get',
    path: '/requests/{id}',
    summary: 'The story of one request across services, failed or not.',
    response: RequestStoryResponse,
    handle: (services, { id }) => services.request(id),
  }),
  endpoint({
    method: 'post',
    path: '/detect',
    summary:
      'Read a past range anew: label, learn, count, detect and correlate. Repeating it changes nothing.',
    body: DetectRequest,
    response: DetectResponse,
    handle: (services, { body }) => services.detect(body),
  }),
  endpoint({
    method: 'post',
    path: '/learn',
    summary: 'Learn the documents that have no template yet, now.',
    response: LearnResponse,
    handle: (services) => services.learn(),
  }),
  endpoint({
    method: 'get',
    path: '/status',
    summary: 'Coverage, generation of the matcher, tasks and their lag.',
    response: StatusResponse,
    handle: (services) => services.status(),
  }),
];
