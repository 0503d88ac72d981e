import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { TemplateDocument } from '../../common/documents/template_document.ts';
import { createRandom } from '../../demo/shop/random.ts';

/** Records as the service writes them, many and the same in every run. */

const VERBS = [
  'Opened',
  'Closed',
  'Refused',
  'Moved',
  'Copied',
  'Retried',
  'Cached',
  'Dropped',
  'Sent',
  'Parsed',
];
const NOUNS = [
  'session',
  'cart',
  'invoice',
  'replica',
  'segment',
  'message',
  'lock',
  'certificate',
  'volume',
  'query',
];
const SERVICES = Array.from({ length: 40 }, (_, index) => `service-${String(index).padStart(2, '0')}`);

/** How many records, and the time that they are spread over, milliseconds since the epoch. */
interface Wanted {
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** Every template has a `shelf` of its hundred: a search for one of them has a known number of hits. */
export const SHELVES = 100;

/** @param count - Multiples of {@link SHELVES}, so that each shelf has as many. */
export function syntheticTemplates({ count, from, to }: Wanted): TemplateDocument[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom([11, index]);
    const shelf = `shelf${String(index % SHELVES).padStart(2, '0')}`;
    const verb = random.pick(VERBS);
    const noun = random.pick(NOUNS);
    const first_seen = new Date(from + random.fraction() * (to - from)).toISOString();
    const prefix = `${verb} ${noun}`;
    return {
      id: `template_bench_${String(index).padStart(5, '0')}`,
      version: 1,
      text: `${prefix} <id> of ${shelf} after <duration_ms>ms, step ${index}`,
      columns: [
        verb,
        noun,
        { prefix: '', suffix: '' },
        'of',
        shelf,
        'after',
        { prefix: '', suffix: 'ms,' },
        'step',
        `n${index}`,
      ],
      parameters: [
        { name: 'id', type: 'string' },
        { name: 'duration_ms', type: 'duration', unit: 'ms' },
      ],
      level: random.pick(['INFO', 'WARN', 'ERROR'] as const),
      services: [random.pick(SERVICES)],
      line_count: random.integer(1, 100_000),
      first_seen,
      last_seen: new Date(to - 1000).toISOString(),
      updated: first_seen,
    };
  });
}

/** Anomalies of forty services, spread over the range. */
export function syntheticAnomalies({ count, from, to }: Wanted): AnomalyDocument[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom([12, index]);
    const start = new Date(from + random.fraction() * (to - from) * 0.9);
    const end = new Date(start.getTime() + random.integer(1, 8) * 60_000);
    const service = random.pick(SERVICES);
    const score = random.integer(1, 100);
    return {
      '@timestamp': start.toISOString(),
      event: {
        id: `frequency_bench${index}`,
        kind: 'alert',
        start: start.toISOString(),
        end: end.toISOString(),
        created: end.toISOString(),
        updated: end.toISOString(),
        reason: `${service}: "Opened session <id>" ${score}.0/min in the last 10 min, typically 1.0/min (×${score}) over 60 min before.`,
        risk_score: score,
      },
      record_score: score,
      subject: { kind: 'template_in_service', key: `template_bench_${index}/${service}` },
      anomaly: {
        type: random.pick(['frequency', 'new_template'] as const),
        status: 'resolved',
        found_status: 'resolved',
        first_seen: start.toISOString(),
        last_seen: end.toISOString(),
        judged_until: end.toISOString(),
        raised: end.toISOString(),
        samples: [],
        context: { window_minutes: 10 },
      },
      typical: 1,
      actual: score,
      service: { name: service },
      log_ai: { template: { id: `template_bench_${String(index).padStart(5, '0')}` } },
      is_interim: false,
    };
  });
}
