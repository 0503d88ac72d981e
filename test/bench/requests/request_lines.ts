import type { Client } from '@elastic/elasticsearch';

/** Where the lines are written. */
export const INDEX = 'logs-bench';
/** When the first request begins: the clock of the tasks goes by it. */
export const START = Date.parse('2026-02-01T10:00:00Z');
const REQUESTS_A_BATCH = 250;
/** Between two lines of a request. */
const STEP_MS = 10;
/** One in so many requests fails. */
const FAILED_ONE_IN = 50;
/** From which line on: the payment says an error, and the gateway answers. */
const FAILED_AT = 12;

/** Who speaks, line by line, in a request of twenty lines over ten services. */
const CHAIN = [
  'gateway', 'session', 'gateway', 'cart', 'catalog', 'cart', 'gateway', 'checkout', 'pricing', 'checkout',
  'inventory', 'checkout', 'payment', 'bank', 'payment', 'checkout', 'shipping', 'mailer', 'checkout', 'gateway',
] as const; // prettier-ignore
export const LINES_A_REQUEST = CHAIN.length;

/** How many requests there are, and how many of them begin in a second. */
export interface RequestLoad {
  readonly requests: number;
  readonly requests_per_second: number;
}

/** Whether a request fails. */
export function isFailed(request: number): boolean {
  return request % FAILED_ONE_IN === 0;
}

/** The id of a request. */
export function requestId(request: number): string {
  return `request-${request}`;
}

/** When a request begins, milliseconds since the epoch. */
export function beginOf(request: number, { requests_per_second }: RequestLoad): number {
  return START + Math.floor((request * 1000) / requests_per_second);
}

/** Writes the lines of requests, labelled as the pipeline does, and makes them visible. */
export async function writeRequests(client: Client, load: RequestLoad): Promise<void> {
  for (let from = 0; from < load.requests; from += REQUESTS_A_BATCH) {
    const operations: object[] = [];
    for (let request = from; request < Math.min(load.requests, from + REQUESTS_A_BATCH); request += 1) {
      for (const line of linesOf(request, load)) operations.push({ create: {} }, line);
    }
    const { errors } = await client.bulk({ index: INDEX, operations });
    if (errors) throw new Error('Elasticsearch refused lines of the benchmark.');
  }
  await client.indices.refresh({ index: INDEX });
}

function linesOf(request: number, load: RequestLoad): object[] {
  const begin = beginOf(request, load);
  const steps = isFailed(request) ? [...CHAIN.slice(0, FAILED_AT + 1), 'gateway'] : CHAIN;
  return steps.map((service, step) => {
    const time = begin + step * STEP_MS;
    const is_failure = isFailed(request) && step === FAILED_AT;
    const kind = is_failure ? 'declined' : isFailed(request) && step > FAILED_AT ? 'refused' : `step_${step}`;
    return {
      '@timestamp': new Date(time).toISOString(),
      message: `${service} did ${kind} for order ${request}`,
      service: { name: service },
      log: { level: is_failure ? 'ERROR' : 'INFO' },
      http: { request: { id: requestId(request) } },
      log_ai: {
        ingested: new Date(time + 1000).toISOString(),
        counted_by: 'cluster',
        generation: 1,
        request_id: requestId(request),
        parse: { status: 'parsed' },
        template: {
          id: `template_${service}_${kind}`,
          version: 1,
          text: `${service} did ${kind} for order <order>`,
        },
        params: { order: request },
        severity: {
          label: is_failure ? 'error' : 'informational',
          confidence: 1,
          requires_immediate_action: false,
          decided_by: 'level',
          is_failure,
        },
      },
    };
  });
}
