import type { StatusResponse, TaskStatus } from '../../../common/api.ts';
import { type Caller, OPERATOR, seesAll } from '../../../common/api/caller.ts';
import { ERROR_CODES, type ErrorCode, messageOf } from '../../../common/errors.ts';
import type { HttpServices } from '../ports/api.ts';
import { ParkedDocuments, type ParkedGroup } from '../tasks/cycle/parked.ts';
import { type MatcherState, readMatcherState } from '../tasks/cycle/publish.ts';
import { readProgress, type TaskProgress } from '../tasks/cycle/progress.ts';
import type { ServiceParts } from './service_parts.ts';
import { readSeverityStanding } from '../tasks/severity/severity_standing.ts';
import { readSemanticState } from '../tasks/semantic/semantic_state.ts';
import { HOUR_MS } from '../../../common/minutes.ts';

/** Those with most documents; more are not read by people. */
const MOST_PARKED = 20;

/** How the service is. */
export function statusServices(
  parts: ServiceParts,
): Pick<HttpServices, 'status' | 'data_streams' | 'readiness'> {
  return {
    status: (_request, caller = OPERATOR) => readStatus(parts, caller),
    async data_streams() {
      const { logs, templates, log_patterns } = parts;
      const names = await Promise.all([logs.dataStreams(), templates.dataStreams()]);
      return { patterns: [...log_patterns], data_streams: [...new Set(names.flat())].sort() };
    },
    async readiness() {
      const reason = await problemOf(parts);
      return reason === undefined
        ? { status: 'ready', reasons: [] }
        : { status: 'not_ready', reasons: [reason] };
    },
  };
}

/** Why the service cannot work, or undefined. */
async function problemOf({ ping, checkSetUp }: ServiceParts): Promise<string | undefined> {
  try {
    await ping();
    await checkSetUp();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** A failure may name the index and the document that it met. */
function taskToldTo(caller: Caller, task: TaskStatus): TaskStatus {
  if (!task.last_error || seesAll(caller)) return task;
  return { ...task, last_error: { ...task.last_error, message: ERROR_CODES[task.last_error.code].meaning } };
}

async function readStatus(parts: ServiceParts, caller: Caller): Promise<StatusResponse> {
  const { version, now } = parts;
  const base = {
    version,
    now: new Date(now()).toISOString(),
    verdicts: [...parts.lastVerdicts()],
    log_patterns: [...parts.log_patterns],
    tasks: parts.taskStatus().map((task) => taskToldTo(caller, task)),
  };
  const reachable = await parts.ping().then(
    () => true,
    () => false,
  );
  const reason = await problemOf(parts);
  if (reason !== undefined)
    return { ...base, progress: {}, elasticsearch: { reachable, set_up: false, reason } };
  return { ...base, ...(await readState(parts, caller)), elasticsearch: { reachable, set_up: true } };
}

function oddities({ held, evicted }: MatcherState): NonNullable<StatusResponse['matcher']> {
  return { ...(held && { held }), ...(evicted !== undefined && { evicted }) };
}

function parkedOf({ since, again, ...group }: ParkedGroup): NonNullable<StatusResponse['parked']>[number] {
  return { ...group, since: new Date(since).toISOString(), again: new Date(again).toISOString() };
}

async function readState(
  parts: ServiceParts,
  caller: Caller,
): Promise<
  Pick<
    StatusResponse,
    'coverage' | 'generation' | 'matcher' | 'parked' | 'templates' | 'progress' | 'semantic' | 'severity'
  >
> {
  const { now, records, state, templates } = parts;
  const { data_streams } = caller;
  const [{ total, by_status }, matcher, known, progress, parked, semantic, severity] = await Promise.all([
    records.coverage({ from: now() - HOUR_MS, to: now() + HOUR_MS }, data_streams),
    readMatcherState(state),
    templates.search({ size: 0, data_streams }),
    readProgress(state, now()),
    ParkedDocuments.read(state),
    semanticOf(parts, caller),
    severityOf(parts, caller),
  ]);
  // A group names its index: it is for those who may read all of them.
  const groups = seesAll(caller) ? parked.groups() : [];
  return {
    coverage: {
      total,
      by_status: { ...by_status },
      ...(total > 0 && { ratio: (by_status['parsed'] ?? 0) / total }),
    },
    ...(matcher && { generation: matcher.generation, matcher: oddities(matcher) }),
    ...(groups.length > 0 && { parked: groups.slice(0, MOST_PARKED).map(parkedOf) }),
    templates: known.total,
    progress: progressOf(progress, caller),
    semantic,
    severity,
  };
}

/** What could be said of templates by their meaning. The message of a problem names files of the service. */
async function semanticOf(
  { state, semantic }: ServiceParts,
  caller: Caller,
): Promise<NonNullable<StatusResponse['semantic']>> {
  if (semantic === undefined) return { enabled: false };
  const { standing } = await readSemanticState(state);
  return { enabled: true, ...toldTo(caller, standing ?? {}) };
}

/** What a model says of the severity of templates. */
async function severityOf(
  { state, severity }: ServiceParts,
  caller: Caller,
): Promise<NonNullable<StatusResponse['severity']>> {
  if (severity === undefined) return { enabled: false };
  return { enabled: true, ...toldTo(caller, (await readSeverityStanding(state)) ?? {}) };
}

function toldTo<T extends { readonly problem?: { code: ErrorCode; message: string } | undefined }>(
  caller: Caller,
  { problem, ...said }: T,
) {
  if (!problem) return said;
  const message = seesAll(caller) ? problem.message : ERROR_CODES[problem.code].meaning;
  return { ...said, problem: { ...problem, message } };
}

function progressOf(progress: TaskProgress, caller: Caller): StatusResponse['progress'] {
  const {
    learned_until,
    counted_until,
    detected_until,
    correlated_until,
    sessions_until,
    sequence,
    courses_until,
    courses,
    values_until,
    parameter,
    request_ids,
    ...numbers
  } = progress;
  const moments = {
    learned_until,
    counted_until,
    detected_until,
    correlated_until,
    sessions_until,
    courses_until,
    values_until,
  };
  return {
    ...Object.fromEntries(
      Object.entries(moments).flatMap(([step, time]) =>
        time === undefined ? [] : [[step, new Date(time).toISOString()]],
      ),
    ),
    ...numbers,
    ...(sequence && { sequence: { ...sequence, sessions: { ...sequence.sessions } } }),
    ...(courses && { courses: { ...courses } }),
    ...(parameter && { parameter: { ...parameter, parameters: { ...parameter.parameters } } }),
    ...(request_ids && {
      request_ids: {
        learned: request_ids.learned,
        // An id of a template is made of its words.
        ...(seesAll(caller) && { parameters: request_ids.parameters }),
        refused: { ...request_ids.refused },
      },
    }),
    refused_request_ids: { ...numbers.refused_request_ids },
  };
}
