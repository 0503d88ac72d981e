import {
  API_LIMITS,
  type DetectResponse,
  type DetectVerdict,
  type ParsedRecord,
  type RequestLine,
  type RequestStoryResponse,
  type StatusResponse,
  type TaskStatus,
  type Template,
} from '../../common/api.ts';
import type { TemplateDocument } from '../../common/documents/template_document.ts';
import { LogAiError, messageOf } from '../../common/errors.ts';
import type { HttpServices } from './adapters/http/services.ts';
import type { ElasticsearchTemplateStore } from './adapters/elasticsearch/template_store.ts';
import { RequestAssembler } from './correlate/request_assembler.ts';
import { storyRecordOf } from './correlate/request_record.ts';
import type { DetectionRun } from './detect/run_detectors.ts';
import { rawEventOf } from './ingest/raw_event_of.ts';
import type { LineParser } from './parse/line_parser.ts';
import { parsedRecordOf } from './parse/parsed_record.ts';
import type { Clock, LogStore, RecordStore, RequestEvent, StateStore, TimeRange } from './ports.ts';
import { MATCHER_STATE, MatcherState } from './tasks/learn.ts';
import type { TaskRunner } from './tasks/task_runner.ts';

const HOUR = 3_600_000;
/** Without a range the last hour is meant. */
const DEFAULT_RANGE_MS = HOUR;

/** What the facade is made of. */
export interface FacadeParts {
  readonly version: string;
  readonly now: Clock;
  readonly logs: LogStore;
  readonly records: RecordStore;
  readonly state: StateStore;
  readonly templates: ElasticsearchTemplateStore;
  readonly runner: TaskRunner;
  readonly createParser: () => LineParser;
  readonly request_id_fields: readonly string[];
  /** The version of Elasticsearch; rejects when it does not answer. */
  readonly ping: () => Promise<string>;
  readonly checkSetUp: () => Promise<void>;
  readonly taskStatus: () => readonly TaskStatus[];
  readonly lastVerdicts: () => readonly DetectVerdict[];
}

/** The verdicts of a run in the shape of the API. */
export function detectVerdicts(verdicts: DetectionRun['verdicts']): DetectVerdict[] {
  return verdicts.map(({ detector, kind, minutes, last }) => ({
    detector,
    verdict: kind,
    minutes,
    ...(last.kind === 'insufficient_history' && {
      known_minutes: last.known_minutes,
      needed_minutes: last.needed_minutes,
    }),
  }));
}

function rangeOf(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: number,
): TimeRange {
  const end = to === undefined ? now : Date.parse(to);
  return { from: from === undefined ? end - DEFAULT_RANGE_MS : Date.parse(from), to: end };
}

/** What the HTTP API does, in terms of stores and tasks. */
export function createServices(parts: FacadeParts): HttpServices {
  const { records, templates, runner, now } = parts;
  return {
    parse: (lines) => parseLines(parts, lines),
    async templates(query) {
      const page = await templates.search(query);
      return { total: page.total, templates: page.templates.map(withoutColumns) };
    },
    async template(id) {
      const template = await templates.get(id);
      if (!template) throw new LogAiError('not_found', `There is no template ${id}.`);
      return withoutColumns(template);
    },
    async anomalies({ from, to, size, min_score }) {
      return [...(await records.readAnomalies({ range: rangeOf({ from, to }, now()), size, min_score }))];
    },
    async requests({ from, to, size }) {
      return [...(await records.readRequests({ range: rangeOf({ from, to }, now()), size }))];
    },
    request: (id) => readRequest(parts, id),
    async detect({ from, to }): Promise<DetectResponse> {
      const done = await runner.runBackfill({ from: Date.parse(from), to: Date.parse(to) });
      const types = done.anomalies.map(({ anomaly }) => anomaly.type);
      return {
        from,
        to,
        relabelled: done.relabelled,
        learned: done.learned.documents,
        counted_minutes: done.counted_minutes,
        anomalies: Object.fromEntries(
          [...new Set(types)].map((type) => [type, types.filter((other) => other === type).length]),
        ),
        failed_requests: done.failed_requests.length,
        unknown_minutes: done.unknown_minutes,
        verdicts: detectVerdicts(done.verdicts),
      };
    },
    learn: async () => (await runner.runCycleNow()).learned,
    status: () => readStatus(parts),
    async readiness() {
      const reason = await problemOf(parts);
      return reason === undefined
        ? { status: 'ready', reasons: [] }
        : { status: 'not_ready', reasons: [reason] };
    },
  };
}

/** Why the service cannot work, or undefined. */
async function problemOf({ ping, checkSetUp }: FacadeParts): Promise<string | undefined> {
  try {
    await ping();
    await checkSetUp();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function withoutColumns({ columns: _columns, ...template }: TemplateDocument): Template {
  return template;
}

async function readRequest({ logs }: FacadeParts, id: string): Promise<RequestStoryResponse> {
  const assembler = new RequestAssembler();
  const lines: RequestLine[] = [];
  for await (const events of logs.requestEvents([id])) {
    for (const event of events) {
      assembler.add(event);
      if (lines.length < API_LIMITS.page) lines.push(lineOf(event));
    }
  }
  const story = assembler.storyOf(id);
  if (!story) throw new LogAiError('not_found', `No line carries the request id ${id}.`);
  return { ...storyRecordOf(story), lines, is_truncated: story.line_count > lines.length };
}

function lineOf({ timestamp, service, level, template_id, reference }: RequestEvent): RequestLine {
  return {
    '@timestamp': new Date(timestamp).toISOString(),
    service,
    ...(level && { level }),
    ...(template_id !== undefined && { template_id }),
    reference,
  };
}

/**
 * Lines parse against what is known, plus what they show each other: a second line may turn a word of the first into a
 * value. Nothing of it is kept.
 */
async function parseLines(
  parts: FacadeParts,
  lines: readonly Record<string, unknown>[],
): Promise<ParsedRecord[]> {
  const parser = parts.createParser();
  parser.restore(await parts.templates.load());
  const events = lines.map((line) => rawEventOf(line, parts.request_id_fields) ?? { message: '' });
  for (const event of events) parser.parse(event);
  return events.map((event) => parsedRecordOf(parser.match(event)));
}

async function readStatus(parts: FacadeParts): Promise<StatusResponse> {
  const { version, now, logs, state, templates } = parts;
  const base = { version, verdicts: [...parts.lastVerdicts()], tasks: [...parts.taskStatus()] };
  const reachable = await parts.ping().then(
    () => true,
    () => false,
  );
  const reason = await problemOf(parts);
  if (reason !== undefined) return { ...base, elasticsearch: { reachable, set_up: false, reason } };
  const { total, by_status } = await logs.coverage({ from: now() - HOUR, to: now() + HOUR });
  const generation = MatcherState.safeParse(await state.read(MATCHER_STATE)).data?.generation;
  const known = await templates.search({ size: 1, from: 0 });
  return {
    ...base,
    elasticsearch: { reachable, set_up: true },
    coverage: {
      total,
      by_status: { ...by_status },
      ...(total > 0 && { ratio: (by_status['parsed'] ?? 0) / total }),
    },
    ...(generation !== undefined && { generation }),
    templates: known.total,
  };
}
