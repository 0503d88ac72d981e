import type { RequestsResponse, RequestStoryResponse } from '../../../common/api.ts';
import type { LogAi } from '../../../ml-service/src/compose.ts';
import { loadConfig } from '../../../ml-service/src/config.ts';
import { IncidentsConfig } from '../../../ml-service/src/settings/incidents.ts';
import { RequestsConfig } from '../../../ml-service/src/settings/requests.ts';
import { leaseOf } from '../../../ml-service/src/tasks/run/task.ts';
import { TaskRunner } from '../../../ml-service/src/tasks/run/task_runner.ts';
import { askApi } from '../../fixtures/api_client.ts';
import { startServiceInProcess } from '../../fixtures/service_in_process.ts';
import { type Benchmark, type BenchRun, positiveInteger } from '../benchmark.ts';
import { median } from '../median.ts';
import { withElasticsearch } from '../with_elasticsearch.ts';
import {
  beginOf,
  INDEX,
  isFailed,
  LINES_A_REQUEST,
  requestId,
  type RequestLoad,
  START,
  writeRequests,
} from './request_lines.ts';

const MINUTE = 60_000;
const LAG_MS = 10_000;
const VISIBILITY = { settle_ms: 6000, look_back_ms: 6000 };
/** The tasks run so often, as in a service that keeps up. */
const EVERY_MS = 10_000;
const ROUNDS = 21;
const STEPS = ['correlate', 'courses'] as const;

/** Requests in Elasticsearch: putting them together as they come, and reading them. */
export const requests: Benchmark = {
  purpose: 'requests: the tasks that put them together, the list of those that failed, one chain',
  options: {
    requests: { value: 'N', help: 'requests, of twenty lines each', default: '50000' },
    requests_per_second: { value: 'N', help: 'that begin in a second', default: '250' },
  },
  run: withElasticsearch(measure),
};

async function measure(url: string, { say, options }: BenchRun) {
  const load: RequestLoad = {
    requests: positiveInteger(options, 'requests'),
    requests_per_second: positiveInteger(options, 'requests_per_second'),
  };
  const service = await startServiceInProcess(
    loadConfig({
      env: {
        ELASTICSEARCH_URL: url,
        LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
        LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
      },
    }),
  );
  const { logAi } = service;
  try {
    await logAi.setUp();
    // Labels are written as the pipeline would: its cost is that of ingest_overhead.
    await logAi.client.indices.create({ index: INDEX, settings: { 'index.final_pipeline': '_none' } });
    const { tasks, now } = startTasks(logAi);
    // The first run finds nothing: where it begins is where the others go on.
    await tasks(START);
    await writeRequests(logAi.client, load);
    const lines = await logAi.client.count({ index: INDEX });
    say(`${lines.count} lines are written`);

    const took_ms: Took = { correlate: 0, courses: 0 };
    const end = beginOf(load.requests, load) + MINUTE + LAG_MS + VISIBILITY.settle_ms;
    for (let moment = START + EVERY_MS; moment < end + EVERY_MS; moment += EVERY_MS) {
      const took = await tasks(Math.min(moment, end));
      for (const step of STEPS) took_ms[step] += took[step];
    }
    for (const step of STEPS) say(`${step}: ${Math.round(took_ms[step])} ms`);

    const range = { from: new Date(START).toISOString(), to: new Date(now()).toISOString() };
    const list_ms: number[] = [];
    let listed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const query = new URLSearchParams({ ...range, size: String(100 - round) });
      const begun = performance.now();
      const { body } = await askApi<RequestsResponse>(service.url, `/requests?${query}`);
      list_ms.push(performance.now() - begun);
      listed = body.total;
    }
    const failed = Array.from({ length: load.requests }, (_, request) => request).filter(isFailed);
    if (listed !== failed.length)
      throw new Error(`${listed} of ${failed.length} failed requests were found.`);
    const chain_ms: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // Failed ones and such that succeeded, spread over all.
      const request = Math.floor(((round + 0.5) / ROUNDS) * load.requests);
      const begun = performance.now();
      const { body } = await askApi<RequestStoryResponse>(service.url, `/requests/${requestId(request)}`);
      chain_ms.push(performance.now() - begun);
      if (body.request_id !== requestId(request)) throw new Error(`No chain of ${requestId(request)}.`);
    }
    return {
      list_ms: round1(median(list_ms)),
      chain_ms: round1(median(chain_ms)),
      lines_per_s: Object.fromEntries(
        STEPS.map((step) => [step, Math.round(lines.count / (took_ms[step] / 1000))]),
      ),
      task_ms: Object.fromEntries(STEPS.map((step) => [step, Math.round(took_ms[step])])),
      lines: lines.count,
      failed: listed,
      lines_a_request: LINES_A_REQUEST,
    };
  } finally {
    await service.close();
  }
}

/** Milliseconds of each task. */
type Took = Record<(typeof STEPS)[number], number>;

/** A process whose clock stands where it is told to. */
function startTasks(logAi: LogAi) {
  let now = START;
  const ports = { ...logAi.ports, now: () => now };
  const runner = new TaskRunner({
    ports,
    detectors: [],
    createParser: logAi.createParser,
    incident_settings: IncidentsConfig.parse({}),
    requests: RequestsConfig.parse({}),
    request_id_fields: ['http.request.id'],
    history_minutes: 190,
    page_size: 5000,
    lag_ms: LAG_MS,
    alert_max_age_ms: 60 * MINUTE,
    visibility: () => Promise.resolve(VISIBILITY),
    lease_ttl_ms: 3_600_000,
  });
  return {
    now: () => now,
    tasks: async (moment: number): Promise<Took> => {
      now = moment;
      const took: Took = { correlate: 0, courses: 0 };
      // They say how far lines have their labels.
      for (const step of ['learn', 'relabel'] as const) {
        const lease = (await ports.state.acquireLease(leaseOf(step), 3_600_000))!;
        await runner.run(step, { lease });
      }
      for (const step of STEPS) {
        const lease = (await ports.state.acquireLease(leaseOf(step), 3_600_000))!;
        const begun = performance.now();
        await runner.run(step, { lease });
        took[step] = performance.now() - begun;
      }
      return took;
    },
  };
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
