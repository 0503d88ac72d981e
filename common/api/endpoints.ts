import * as z from 'zod';
import { ENDPOINT_ADDRESSES, type EndpointAddress } from './address.ts';
import { AnomaliesQuery, AnomaliesResponse, Anomaly, ExpectedRequest } from './anomalies.ts';
import { ClassifyRequest, ClassifyResponse } from './classify.ts';
import { CountsQuery, CountsResponse } from './counts.ts';
import { LearnResponse } from './detect.ts';
import { EditRequest, EditResponse, EditsQuery, EditsResponse } from './edits.ts';
import {
  ChangeExpectationRequest,
  Expectation,
  ExpectationsQuery,
  ExpectationsResponse,
  ExpectRequest,
} from './expectations.ts';
import {
  AcknowledgeRequest,
  Incident,
  IncidentCauses,
  IncidentsQuery,
  IncidentsResponse,
  IncidentStory,
  NoteRequest,
} from './incidents.ts';
import { BackfillEstimate, Job, JobsQuery, JobsResponse, StartJobRequest } from './jobs.ts';
import { ParseRequest, ParseResponse } from './parse.ts';
import {
  RequestsQuery,
  RequestsResponse,
  RequestStoryResponse,
  RequestCountsQuery,
  RequestCountsResponse,
  SharedTraitsQuery,
  SharedTraitsResponse,
} from './requests.ts';
import { ServiceMapQuery, ServiceMapResponse } from './service_map.ts';
import { DataStreamsResponse, StatusResponse } from './status.ts';
import {
  SamplesQuery,
  SamplesResponse,
  SimilarTemplatesQuery,
  SimilarTemplatesResponse,
  Template,
  TemplatesQuery,
  TemplatesResponse,
} from './templates.ts';

/** What users of Kibana may be allowed to do: look, change what is said of templates and anomalies, steer the work. */
export type Privilege = 'read' | 'edit' | 'manage';

/** What an endpoint takes and gives. */
export interface EndpointContract extends EndpointAddress {
  readonly summary: string;
  /** What a user of Kibana needs for it. Absent: it is for operators, Kibana does not pass it on, and it shows everything. */
  readonly privilege?: Privilege;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  /** What is answered, with 202, where work was begun and will take its time. */
  readonly accepted?: z.ZodType;
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
  classify: {
    ...ENDPOINT_ADDRESSES.classify,
    summary: 'How severe messages are, by what they say. The texts stay with the caller and teach nothing.',
    body: ClassifyRequest,
    response: ClassifyResponse,
  },
  templates: {
    ...ENDPOINT_ADDRESSES.templates,
    privilege: 'read',
    summary: 'Live templates, those last seen first.',
    query: TemplatesQuery,
    response: TemplatesResponse,
  },
  template: {
    ...ENDPOINT_ADDRESSES.template,
    privilege: 'read',
    summary: 'One template; an id that was merged gives the one that stands for it.',
    response: Template,
  },
  similar_templates: {
    ...ENDPOINT_ADDRESSES.similar_templates,
    privilege: 'read',
    summary: 'Live templates by meaning: those most like a text, or like a template.',
    query: SimilarTemplatesQuery,
    response: SimilarTemplatesResponse,
  },
  samples: {
    ...ENDPOINT_ADDRESSES.samples,
    privilege: 'read',
    summary: 'Where the newest lines of a template lie.',
    query: SamplesQuery,
    response: SamplesResponse,
  },
  edits: {
    ...ENDPOINT_ADDRESSES.edits,
    privilege: 'read',
    summary: 'What people changed about templates, newest first, the undone included.',
    query: EditsQuery,
    response: EditsResponse,
  },
  edit: {
    ...ENDPOINT_ADDRESSES.edit,
    privilege: 'edit',
    summary:
      'Rename, merge or split templates, mark one as expected, or add a mask. Old documents follow by a job.',
    body: EditRequest,
    response: EditResponse,
  },
  undo_edit: {
    ...ENDPOINT_ADDRESSES.undo_edit,
    privilege: 'edit',
    summary: 'Take an edit back; one that later edits build on is refused. Old documents follow by a job.',
    response: EditResponse,
  },
  counts: {
    ...ENDPOINT_ADDRESSES.counts,
    privilege: 'read',
    summary: 'Lines over time, by template, service and level.',
    query: CountsQuery,
    response: CountsResponse,
  },
  anomalies: {
    ...ENDPOINT_ADDRESSES.anomalies,
    privilege: 'read',
    summary: 'Anomalies with their reasons, newest first.',
    query: AnomaliesQuery,
    response: AnomaliesResponse,
  },
  anomaly: {
    ...ENDPOINT_ADDRESSES.anomaly,
    privilege: 'read',
    summary: 'One anomaly.',
    response: Anomaly,
  },
  expect_anomaly: {
    ...ENDPOINT_ADDRESSES.expect_anomaly,
    privilege: 'edit',
    summary: 'Say that an anomaly was expected, or take that back.',
    body: ExpectedRequest,
    response: Anomaly,
  },
  expectations: {
    ...ENDPOINT_ADDRESSES.expectations,
    privilege: 'read',
    summary: 'What people said in advance, newest first, with how many anomalies each suppressed.',
    query: ExpectationsQuery,
    response: ExpectationsResponse,
  },
  expect: {
    ...ENDPOINT_ADDRESSES.expect,
    privilege: 'edit',
    summary:
      'Say in advance which anomalies are expected, that maintenance is planned, or how sensitive a service is. What is so already goes on as expected at once.',
    body: ExpectRequest,
    response: Expectation,
  },
  change_expectation: {
    ...ENDPOINT_ADDRESSES.change_expectation,
    privilege: 'edit',
    summary: 'Change until when an expectation is in force, or its note.',
    body: ChangeExpectationRequest,
    response: Expectation,
  },
  undo_expectation: {
    ...ENDPOINT_ADDRESSES.undo_expectation,
    privilege: 'edit',
    summary: 'Take an expectation back: anomalies that still go on are active again.',
    response: Expectation,
  },
  incidents: {
    ...ENDPOINT_ADDRESSES.incidents,
    privilege: 'read',
    summary: 'Anomalies of one cause as incidents, the newest or the worst first.',
    query: IncidentsQuery,
    response: IncidentsResponse,
  },
  incident: {
    ...ENDPOINT_ADDRESSES.incident,
    privilege: 'read',
    summary:
      'One incident with its anomalies and failed requests in order; one that turned out to be part of another gives that.',
    response: IncidentStory,
  },
  incident_causes: {
    ...ENDPOINT_ADDRESSES.incident_causes,
    privilege: 'read',
    summary: 'Where an incident began, by how its requests went otherwise than those before it.',
    response: IncidentCauses,
  },
  acknowledge_incident: {
    ...ENDPOINT_ADDRESSES.acknowledge_incident,
    privilege: 'edit',
    summary: 'Say that you look after an incident, or take that back.',
    body: AcknowledgeRequest,
    response: Incident,
  },
  note_incident: {
    ...ENDPOINT_ADDRESSES.note_incident,
    privilege: 'edit',
    summary: 'Write a note about an incident.',
    body: NoteRequest,
    response: Incident,
  },
  requests: {
    ...ENDPOINT_ADDRESSES.requests,
    privilege: 'read',
    summary: 'Requests that failed or were degraded: those that failed first, of each the newest.',
    query: RequestsQuery,
    response: RequestsResponse,
  },
  request_counts: {
    ...ENDPOINT_ADDRESSES.request_counts,
    privilege: 'read',
    summary: 'How many requests failed first in which service, with which template and on which path.',
    query: RequestCountsQuery,
    response: RequestCountsResponse,
  },
  shared_traits: {
    ...ENDPOINT_ADDRESSES.shared_traits,
    privilege: 'read',
    summary: 'What failed requests share that requests without an error lack.',
    query: SharedTraitsQuery,
    response: SharedTraitsResponse,
  },
  request: {
    ...ENDPOINT_ADDRESSES.request,
    privilege: 'read',
    summary:
      'One request across services, failed or not: its spans and lines, where it broke, and how others of its path went.',
    response: RequestStoryResponse,
  },
  service_map: {
    ...ENDPOINT_ADDRESSES.service_map,
    privilege: 'read',
    summary: 'Which service calls which, as requests show it, beside the period before.',
    query: ServiceMapQuery,
    response: ServiceMapResponse,
  },
  learn: {
    ...ENDPOINT_ADDRESSES.learn,
    summary: 'Learn the documents that have no template yet, now.',
    response: LearnResponse,
  },
  jobs: {
    ...ENDPOINT_ADDRESSES.jobs,
    privilege: 'read',
    summary: 'Long work, running and ended, newest first.',
    query: JobsQuery,
    response: JobsResponse,
  },
  start_job: {
    ...ENDPOINT_ADDRESSES.start_job,
    privilege: 'manage',
    summary:
      'Read a past range anew (backfill): label, learn, count, detect and correlate; or only say what would have been found in it (backtest). Answers at once with the job, or, as a dry run, with what there is to do. Repeating it changes nothing.',
    body: StartJobRequest,
    response: BackfillEstimate,
    accepted: Job,
  },
  job: {
    ...ENDPOINT_ADDRESSES.job,
    privilege: 'read',
    summary: 'One job with its progress.',
    response: Job,
  },
  pause_job: {
    ...ENDPOINT_ADDRESSES.pause_job,
    privilege: 'manage',
    summary: 'Have a job rest. What is done stays done.',
    response: Job,
  },
  resume_job: {
    ...ENDPOINT_ADDRESSES.resume_job,
    privilege: 'manage',
    summary: 'Have a job that rests, or failed, go on where it was.',
    response: Job,
  },
  cancel_job: {
    ...ENDPOINT_ADDRESSES.cancel_job,
    privilege: 'manage',
    summary: 'End a job for good. What is done stays done.',
    response: Job,
  },
  status: {
    ...ENDPOINT_ADDRESSES.status,
    privilege: 'read',
    summary: 'Coverage, generation of the matcher, tasks and their lag.',
    response: StatusResponse,
  },
  data_streams: {
    ...ENDPOINT_ADDRESSES.data_streams,
    summary: 'Where logs lie and what records come from, by name.',
    response: DataStreamsResponse,
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

type Accepted<N extends EndpointName> =
  Contract<N> extends Record<'accepted', infer Schema extends z.ZodType> ? z.output<Schema> : never;

export type EndpointAnswer<N extends EndpointName> = z.output<Contract<N>['response']> | Accepted<N>;

/** Everything that an endpoint may answer. */
export function answerSchemaOf({ response, accepted }: EndpointContract): z.ZodType {
  return accepted ? z.union([response, accepted]) : response;
}
