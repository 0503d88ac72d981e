import type { Client } from '@elastic/elasticsearch';
import type { TemplateDocument } from '../../../common/documents/template_document.ts';
import { createRandom } from '../../../demo/shop/random.ts';

/** Where the lines are written. */
export const INDEX = 'logs-bench';
export const MINUTE = 60_000;
/** When they are written: the clock of the tasks goes by it. */
export const START = Date.parse('2026-02-01T10:00:00Z');
const BATCH = 5000;
/** Of the lines of a minute, those that no template is known for, and requests that fail, of so many lines each. */
const UNKNOWN_LINES = 20;
const FAILED_REQUESTS = 30;
const LINES_A_REQUEST = 5;

/** How many lines there are, and of what. */
export interface Load {
  readonly minutes: number;
  /** A minute. */
  readonly documents: number;
  readonly templates: number;
  readonly services: number;
}

/** Writes the lines of one minute and makes them visible. */
export async function writeMinute(
  client: Client,
  { load, minute }: { load: Load; minute: number },
): Promise<void> {
  const { documents, templates, services } = load;
  const random = createRandom([7, minute]);
  for (let at = 0; at < documents; at += BATCH) {
    const operations: object[] = [];
    for (let number = at; number < Math.min(documents, at + BATCH); number += 1) {
      const time = START + minute * MINUTE + Math.floor((number / documents) * MINUTE);
      const service = `service-${Math.floor(random.fraction() * services)}`;
      // A few kinds of lines are most of all, as in real logs: ranks are spread evenly over their logarithm.
      const template = Math.min(templates - 1, Math.floor(templates ** random.fraction()) - 1);
      operations.push({ create: {} }, lineOf({ number, minute, time, service, template }));
    }
    const { errors } = await client.bulk({ index: INDEX, operations });
    if (errors) throw new Error('Elasticsearch refused lines of the benchmark.');
  }
  await client.indices.refresh({ index: INDEX });
}

function lineOf(line: {
  number: number;
  minute: number;
  time: number;
  service: string;
  template: number;
}): object {
  const { number, minute, time, service, template } = line;
  const request = Math.floor(number / LINES_A_REQUEST);
  const isFailed = request < FAILED_REQUESTS && number % LINES_A_REQUEST === LINES_A_REQUEST - 1;
  const isUnknown = number >= 1000 && number < 1000 + UNKNOWN_LINES;
  const { id, version, text } = templateOf(template);
  return {
    '@timestamp': new Date(time).toISOString(),
    message: isUnknown
      ? `A new thing ${word(minute)} happened in ${number}ms`
      : text.replace('<ms>', String(number)),
    service: { name: service },
    log: { level: isFailed ? 'ERROR' : 'INFO' },
    log_ai: {
      ingested: new Date(time + 1000).toISOString(),
      counted_by: 'cluster',
      generation: 1,
      request_id: `request-${minute}-${request}`,
      parse: { status: isUnknown ? 'unknown' : 'parsed' },
      ...(!isUnknown && { template: { id, version, text }, params: { ms: number } }),
      severity: {
        label: isFailed ? 'error' : 'informational',
        confidence: 1,
        requires_immediate_action: false,
        decided_by: 'level',
        is_failure: isFailed,
      },
    },
  };
}

/** A word of letters for a number: digits would be values. */
function word(number: number): string {
  return String(number).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!);
}

/** The template of that number. */
export function templateOf(number: number): TemplateDocument {
  const seen = new Date(START - 86_400_000).toISOString();
  const name = word(number);
  return {
    id: `template_job_${name}`,
    version: 1,
    text: `Job ${name} of queue ${name.split('').reverse().join('')} is done after <ms>ms`,
    columns: [
      'Job',
      name,
      'of',
      'queue',
      name.split('').reverse().join(''),
      'is',
      'done',
      'after',
      { prefix: '', suffix: 'ms' },
    ],
    parameters: [{ name: 'ms', type: 'duration', unit: 'ms' }],
    services: [],
    line_count: 0,
    first_seen: seen,
    last_seen: seen,
    updated: seen,
  };
}
