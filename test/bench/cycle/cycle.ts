import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Client } from '@elastic/elasticsearch';
import { keepHeapSmall } from '../../../ml-service/src/adapters/process/node_heap.ts';
import { composeLogAi, type LogAi } from '../../../ml-service/src/compose.ts';
import { loadConfig } from '../../../ml-service/src/config.ts';
import { frequencyDetector } from '../../../ml-service/src/detect/frequency/detector.ts';
import { ParameterConfig, SequenceConfig } from '../../../ml-service/src/settings/detectors.ts';
import { IncidentsConfig } from '../../../ml-service/src/settings/incidents.ts';
import { newTemplateDetector } from '../../../ml-service/src/detect/new_template/detector.ts';
import type { LogStore } from '../../../ml-service/src/ports/logs.ts';
import { leaseOf } from '../../../ml-service/src/tasks/run/task.ts';
import { TaskRunner } from '../../../ml-service/src/tasks/run/task_runner.ts';
import { type Benchmark, type BenchRun, positiveInteger } from '../benchmark.ts';
import { median } from '../median.ts';
import { withElasticsearch } from '../with_elasticsearch.ts';
import { INDEX, type Load, MINUTE, START, templateOf } from './cycle_lines.ts';

const CHILD = fileURLToPath(new URL('cycle_lines_child.ts', import.meta.url));
const LOOK_EVERY_MS = 5;
/** What is on its way is waited for: the default delay and a refresh every second. */
const VISIBILITY = { settle_ms: 6000, look_back_ms: 6000 };
const LAG_MS = 10_000;
const STEPS = ['learn', 'relabel', 'count', 'detect', 'correlate'] as const;
type Step = (typeof STEPS)[number];
/** The work of the tasks on a real Elasticsearch, minute by minute and after a pause. */
export const cycle: Benchmark = {
  purpose: 'the tasks: a steady stream minute by minute, and the same minutes after a pause',
  options: {
    minutes: { value: 'N', help: 'minutes of lines', default: '5' },
    documents: { value: 'N', help: 'lines a minute', default: '300000' },
    templates: { value: 'N', help: 'templates', default: '10000' },
    services: { value: 'N', help: 'services, each of which writes all of them', default: '20' },
  },
  run: withElasticsearch(measure),
};

async function measure(url: string, { say, options }: BenchRun) {
  // As the service does it: how long the collector keeps the loop follows from it.
  keepHeapSmall();
  const load: Load = {
    minutes: positiveInteger(options, 'minutes'),
    documents: positiveInteger(options, 'documents'),
    templates: positiveInteger(options, 'templates'),
    services: positiveInteger(options, 'services'),
  };
  const logAi = composeLogAi(
    loadConfig({
      env: {
        ELASTICSEARCH_URL: url,
        LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
        LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
      },
    }),
  );
  const { client } = logAi;
  await logAi.setUp();
  // Labels and moments are written as the pipeline would: its cost is that of ingest_overhead.
  await client.indices.create({ index: INDEX, settings: { 'index.final_pipeline': '_none' } });
  await logAi.ports.templates.save(Array.from({ length: load.templates }, (_, number) => templateOf(number)));
  await logAi.ports.templates.refresh();

  const rounds: Record<Step, number>[] = [];
  const sessions: SessionWork[] = [];
  const values: ValueWork[] = [];
  const meanings: number[] = [];
  const reads = new ReadCounter();
  const steady = startTasks(logAi, reads);
  const shippers = startShippers(url, load);
  // The first run reads the templates and publishes the matcher: no minute's work.
  await steady.run(START + LAG_MS);
  await steady.judgeSessions(START + LAG_MS);
  await steady.judgeValues(START + LAG_MS);
  await steady.embedAll(START + LAG_MS);
  reads.documents = 0;
  let longest: LoopWait = { delay_ms: 0, busy_ms: 0 };
  for (let minute = 0; minute < load.minutes; minute += 1) {
    await shippers.write(minute);
    const stop = watchLoop();
    const took = await steady.run(START + (minute + 1) * MINUTE + LAG_MS + VISIBILITY.settle_ms);
    longest = longer(longest, stop());
    rounds.push(took);
    const judged = await steady.judgeSessions(START + (minute + 1) * MINUTE + LAG_MS + VISIBILITY.settle_ms);
    sessions.push(judged);
    const valued = await steady.judgeValues(START + (minute + 1) * MINUTE + LAG_MS + VISIBILITY.settle_ms);
    values.push(valued);
    const meant = await steady.judgeMeanings(START + (minute + 1) * MINUTE + LAG_MS + VISIBILITY.settle_ms);
    meanings.push(meant);
    const all = { ...took, sequence: judged.ms, parameter: valued.ms, semantic: meant };
    const told = Object.entries(all).map(([step, ms]) => `${step} ${Math.round(ms)} ms`);
    say(`minute ${minute + 1}: ${told.join(', ')}`);
  }
  shippers.stop();
  const documents = load.minutes * load.documents;
  const reads_per_document = round(reads.documents / documents, 1000);
  const counted = await logAi.ports.records.coverage({ from: START, to: START + load.minutes * MINUTE });
  if (counted.total !== documents) throw new Error(`${counted.total} of ${documents} documents are counted.`);

  await beginAnew(client);
  const late = startTasks(logAi, new ReadCounter());
  const took = await late.run(START + load.minutes * MINUTE + LAG_MS + VISIBILITY.settle_ms);
  const catch_up_ms = sum(STEPS.map((step) => took[step]));
  const counted_from_index_alone = await isCountedFromIndex(client);
  await logAi.close();
  const cycle_ms = Math.round(median(rounds.map((one) => sum(STEPS.map((step) => one[step])))));
  const sequence_ms = median(sessions.map(({ ms }) => ms));
  const parameter_ms = median(values.map(({ ms }) => ms));
  const semantic_ms = median(meanings);
  return {
    cycle_ms,
    sequence_ms: Math.round(sequence_ms),
    sequence_to_cycle: round(sequence_ms / cycle_ms, 1000),
    sequence_reads_per_document: round(sum(sessions.map(({ reads: read }) => read)) / documents, 1000),
    sequence_share: sessions.at(-1)!.share,
    parameter_ms: Math.round(parameter_ms),
    parameter_to_cycle: round(parameter_ms / cycle_ms, 1000),
    parameter_reads_per_document: round(sum(values.map(({ lines }) => lines)) / documents, 1000),
    semantic_ms: Math.round(semantic_ms),
    semantic_to_cycle: round(semantic_ms / cycle_ms, 1000),
    added_to_cycle: round((sequence_ms + parameter_ms + semantic_ms) / cycle_ms, 1000),
    catch_up_docs_per_s: Math.round((documents / catch_up_ms) * 1000),
    reads_per_document,
    loop_delay_max_ms: Math.round(longest.delay_ms),
    loop_busy_max_ms: Math.round(longest.busy_ms),
    steps: Object.fromEntries(
      STEPS.map((step) => [step, Math.round(median(rounds.map((one) => one[step])))]),
    ),
    counts_a_minute: Math.round(steady.rows() / load.minutes),
    counted_from_index_alone,
  };
}

/** How long other work waits in this process, and for how much of that its own thread had a processor: the rest is the machine's. */
interface LoopWait {
  readonly delay_ms: number;
  readonly busy_ms: number;
}

const longer = (a: LoopWait, b: LoopWait): LoopWait => ({
  delay_ms: Math.max(a.delay_ms, b.delay_ms),
  busy_ms: Math.max(a.busy_ms, b.busy_ms),
});

/** Looks how long other work waits; what is given back ends it and gives the longest waits. */
function watchLoop(): () => LoopWait {
  const look = () => {
    const { user, system } = process.threadCpuUsage();
    return { at: performance.now(), busy: (user + system) / 1000 };
  };
  let longest: LoopWait = { delay_ms: 0, busy_ms: 0 };
  let last = look();
  const timer = setInterval(() => {
    const now = look();
    longest = longer(longest, { delay_ms: now.at - last.at - LOOK_EVERY_MS, busy_ms: now.busy - last.busy });
    last = now;
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

/** Writes lines in a process of its own: what it leaves to the collector is not the service's. */
function startShippers(url: string, load: Load) {
  const child = fork(CHILD, [JSON.stringify([url, load])]);
  return {
    write: async (minute: number) => {
      child.send(minute);
      const [answer] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
      if (answer !== minute) throw new Error('The lines of the benchmark could not be written.');
    },
    stop: () => child.disconnect(),
  };
}

/** Documents of the logs that were read: those that an aggregation collected, and hits. */
class ReadCounter {
  documents = 0;
  rows = 0;
}

/** A process whose clock stands where it is told to. */
function startTasks(logAi: LogAi, reads: ReadCounter) {
  let now = START;
  const ports = { ...logAi.ports, now: () => now, logs: countReads(logAi, reads) };
  const runner = new TaskRunner({
    ports,
    detectors: [frequencyDetector(), newTemplateDetector()],
    createParser: logAi.createParser,
    sequence: SequenceConfig.parse({}),
    parameter: ParameterConfig.parse({}),
    ...(logAi.semantic && { semantic: logAi.semantic }),
    incident_settings: IncidentsConfig.parse({}),
    request_id_fields: ['http.request.id'],
    history_minutes: 190,
    page_size: 5000,
    lag_ms: LAG_MS,
    alert_max_age_ms: 60 * MINUTE,
    visibility: () => Promise.resolve(VISIBILITY),
    lease_ttl_ms: 3_600_000,
  });
  return {
    rows: () => reads.rows,
    run: async (moment: number): Promise<Record<Step, number>> => {
      now = moment;
      const took = { learn: 0, relabel: 0, count: 0, detect: 0, correlate: 0 };
      for (const step of STEPS) {
        const lease = (await ports.state.acquireLease(leaseOf(step), 3_600_000))!;
        const begun = performance.now();
        await runner.run(step, { lease });
        took[step] = performance.now() - begun;
      }
      return took;
    },
    /** Judges sessions. It reads lines of its own, and so many of them: they are told apart from those of the steps. */
    judgeSessions: async (moment: number): Promise<SessionWork> => {
      now = moment;
      const before = reads.documents;
      const lease = (await ports.state.acquireLease(leaseOf('sequence'), 3_600_000))!;
      const begun = performance.now();
      const { share } = await runner.run('sequence', { lease });
      const work = { ms: performance.now() - begun, reads: reads.documents - before, share };
      reads.documents = before;
      return work;
    },
    judgeValues: async (moment: number): Promise<ValueWork> => {
      now = moment;
      const lease = (await ports.state.acquireLease(leaseOf('parameter'), 3_600_000))!;
      const begun = performance.now();
      const { lines } = await runner.run('parameter', { lease });
      return { ms: performance.now() - begun, lines };
    },
    /** Embeds every template: in a steady minute none is new. */
    embedAll: async (moment: number): Promise<void> => {
      now = moment;
      const lease = (await ports.state.acquireLease(leaseOf('semantic'), 3_600_000))!;
      for (let waiting = Infinity; waiting > 0;) {
        const summary = await runner.run('semantic', { lease });
        if (!summary || summary.problem) throw new Error('The model of meanings cannot be used.');
        waiting = summary.waiting;
      }
    },
    judgeMeanings: async (moment: number): Promise<number> => {
      now = moment;
      const lease = (await ports.state.acquireLease(leaseOf('semantic'), 3_600_000))!;
      const begun = performance.now();
      await runner.run('semantic', { lease });
      return performance.now() - begun;
    },
  };
}

/** What judging the values of a minute took, and how many lines were read for it. */
interface ValueWork {
  readonly ms: number;
  readonly lines: number;
}

/** What judging the sessions of a minute took. */
interface SessionWork {
  readonly ms: number;
  readonly reads: number;
  readonly share: number;
}

function countReads({ client, ports: { logs } }: LogAi, reads: ReadCounter): LogStore {
  const own: Partial<LogStore> = {
    async *unknown(options) {
      for await (const page of logs.unknown(options)) {
        reads.documents += page.length;
        yield page;
      }
    },
    minutesTouched: async (ranges) => {
      const found = await logs.minutesTouched(ranges);
      reads.documents += sum(found.map(({ documents }) => documents));
      return found;
    },
    countMinutes: async (minutes) => {
      const counted = await logs.countMinutes(minutes);
      reads.rows += counted.rows.length;
      reads.documents += sum(counted.rows.map(({ count }) => count));
      return counted;
    },
    async *failedRequestIds(range, by) {
      const query = { range: { [by]: { gte: range.from, lt: range.to, format: 'epoch_millis' } } };
      const failed = { term: { 'log_ai.severity.label': 'error' } };
      const { count } = await client.count({ index: INDEX, query: { bool: { filter: [query, failed] } } });
      reads.documents += count;
      yield* logs.failedRequestIds(range, by);
    },
    measureRequests: async (ids, range) => {
      const extents = await logs.measureRequests(ids, range);
      reads.documents += sum(extents.map(({ lines }) => lines));
      return extents;
    },
    async *requestEvents(ids, bounds) {
      for await (const page of logs.requestEvents(ids, bounds)) {
        reads.documents += page.length;
        yield page;
      }
    },
  };
  return new Proxy(logs, {
    get(target, key) {
      if (key in own) return Reflect.get(own, key) as unknown;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Whether Elasticsearch counts the documents of each minute without looking at one: it says so itself. */
async function isCountedFromIndex(client: Client): Promise<boolean> {
  const range = { gte: START, lt: START + MINUTE, format: 'epoch_millis' };
  const answer = await client.search({
    index: INDEX,
    size: 0,
    track_total_hits: false,
    profile: true,
    query: { range: { '@timestamp': range } },
    aggs: { minutes: { date_histogram: { field: '@timestamp', fixed_interval: '1m', min_doc_count: 1 } } },
  });
  const [aggregation] = answer.profile?.shards[0]?.aggregations ?? [];
  // `collect` is called for each document that is looked at.
  return (aggregation?.breakdown as { collect_count?: number } | undefined)?.collect_count === 0;
}

async function beginAnew(client: Client): Promise<void> {
  for (const index of ['log-ai-template-counts', 'log-ai-requests', 'log-ai-anomalies', 'log-ai-state'])
    await client.deleteByQuery({
      index,
      query: { match_all: {} },
      refresh: true,
      conflicts: 'proceed',
      ignore_unavailable: true,
    });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function round(value: number, by: number): number {
  return Math.round(value * by) / by;
}
