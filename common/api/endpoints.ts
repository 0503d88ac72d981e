import type * as z from 'zod';
import { ENDPOINT_ADDRESSES, type EndpointAddress } from './address.ts';
import { AnomaliesQuery, AnomaliesResponse, Anomaly, ExpectedRequest } from './anomalies.ts';
import { CountsQuery, CountsResponse } from './counts.ts';
import { DetectRequest, DetectResponse, LearnResponse } from './detect.ts';
import { EditRequest, EditResponse, EditsQuery, EditsResponse } from './edits.ts';
import { ParseRequest, ParseResponse } from './parse.ts';
import { RequestsQuery, RequestsResponse, RequestStoryResponse } from './requests.ts';
import { JobsQuery, JobsResponse, StatusResponse } from './status.ts';
import { SamplesQuery, SamplesResponse, Template, TemplatesQuery, TemplatesResponse } from './templates.ts';

/** What an endpoint takes and gives. */
export interface EndpointContract extends EndpointAddress {
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
}

/**
 * The API, an entry for each endpoint. The service's routes, its OpenAPI document, the routes of Kibana's server half
 * and the calls of the app are all made of these.
 */
export const ENDPOINTS = {
  parse: {
    ...ENDPOINT_ADDRESSES.parse,
    summary:
      'Parse lines: header, template and parameters. The lines stay with the caller and teach nothing.',
    body: ParseRequest,
    response: ParseResponse,
  },
  templates: {
    ...ENDPOINT_ADDRESSES.templates,
    summary: 'Live templates, those last seen first.',
    query: TemplatesQuery,
    response: TemplatesResponse,
  },
  template: {
    ...ENDPOINT_ADDRESSES.template,
    summary: 'One template; an id that was merged gives the one that stands for it.',
    response: Template,
  },
  samples: {
    ...ENDPOINT_ADDRESSES.samples,
    summary: 'Where the newest lines of a template lie.',
    query: SamplesQuery,
    response: SamplesResponse,
  },
  edits: {
    ...ENDPOINT_ADDRESSES.edits,
    summary: 'What people changed about templates, newest first, the undone included.',
    query: EditsQuery,
    response: EditsResponse,
  },
  edit: {
    ...ENDPOINT_ADDRESSES.edit,
    summary:
      'Rename, merge or split templates, mark one as expected, or add a mask. Old documents follow by a job.',
    body: EditRequest,
    response: EditResponse,
  },
  undo_edit: {
    ...ENDPOINT_ADDRESSES.undo_edit,
    summary: 'Take an edit back; one that later edits build on is refused. Old documents follow by a job.',
    response: EditResponse,
  },
  counts: {
    ...ENDPOINT_ADDRESSES.counts,
    summary: 'Lines over time, by template, service and level.',
    query: CountsQuery,
    response: CountsResponse,
  },
  anomalies: {
    ...ENDPOINT_ADDRESSES.anomalies,
    summary: 'Anomalies with their reasons, newest first.',
    query: AnomaliesQuery,
    response: AnomaliesResponse,
  },
  anomaly: {
    ...ENDPOINT_ADDRESSES.anomaly,
    summary: 'One anomaly.',
    response: Anomaly,
  },
  expect_anomaly: {
    ...ENDPOINT_ADDRESSES.expect_anomaly,
    summary: 'Say that an anomaly was expected, or take that back.',
    body: ExpectedRequest,
    response: Anomaly,
  },
  requests: {
    ...ENDPOINT_ADDRESSES.requests,
    summary: 'Failed requests, newest first.',
    query: RequestsQuery,
    response: RequestsResponse,
  },
  request: {
    ...ENDPOINT_ADDRESSES.request,
    summary: 'The story of one request across services, failed or not.',
    response: RequestStoryResponse,
  },
  detect: {
    ...ENDPOINT_ADDRESSES.detect,
    summary:
      'Read a past range anew: label, learn, count, detect and correlate. Repeating it changes nothing.',
    body: DetectRequest,
    response: DetectResponse,
  },
  learn: {
    ...ENDPOINT_ADDRESSES.learn,
    summary: 'Learn the documents that have no template yet, now.',
    response: LearnResponse,
  },
  jobs: {
    ...ENDPOINT_ADDRESSES.jobs,
    summary: 'Long work, running and ended, newest first.',
    query: JobsQuery,
    response: JobsResponse,
  },
  status: {
    ...ENDPOINT_ADDRESSES.status,
    summary: 'Coverage, generation of the matcher, tasks and their lag.',
    response: StatusResponse,
  },
} as const satisfies Record<keyof typeof ENDPOINT_ADDRESSES, EndpointContract>;

export type EndpointName = keyof typeof ENDPOINTS;
type Contract<N extends EndpointName> = (typeof ENDPOINTS)[N];
type Part<N extends EndpointName, K extends 'query' | 'body'> =
  Contract<N> extends Record<K, infer Schema extends z.ZodType> ? Schema : undefined;
type IdOf<N extends EndpointName> = Contract<N>['path'] extends `${string}{id}${string}`
  ? { readonly id: string }
  : unknown;

/** What a caller passes: the id of the path, the query and the body, each only where the endpoint has one. */
export type EndpointInput<N extends EndpointName> = IdOf<N> &
  (Part<N, 'query'> extends z.ZodType ? { readonly query: z.input<Part<N, 'query'>> } : unknown) &
  (Part<N, 'body'> extends z.ZodType ? { readonly body: z.input<Part<N, 'body'>> } : unknown);

/** What the one who answers gets: validated, with defaults. */
export type EndpointRequest<N extends EndpointName> = IdOf<N> &
  (Part<N, 'query'> extends z.ZodType ? { readonly query: z.output<Part<N, 'query'>> } : unknown) &
  (Part<N, 'body'> extends z.ZodType ? { readonly body: z.output<Part<N, 'body'>> } : unknown);

export type EndpointAnswer<N extends EndpointName> = z.output<Contract<N>['response']>;
