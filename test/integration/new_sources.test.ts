import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import {
  cleanCluster,
  connectToCluster,
  ELASTICSEARCH_URL,
  uniqueStream,
} from '../fixtures/clean_cluster.ts';
import { standingClock } from '../fixtures/standing_clock.ts';
import { startProcess } from '../fixtures/task_world.ts';

/** Three logs are attached to a running system, on a real cluster. */

const MINUTE = 60_000;
const START = Date.parse('2026-01-15T14:00:00Z');
const at = (minute: number) => START + minute * MINUTE;
const END = 80;
/** When they come. */
const ATTACHED = 45;
const INDEX = 'logs-*';

interface Line {
  readonly '@timestamp': string;
  readonly message: string;
  readonly log: { readonly level: string };
  readonly service?: { readonly name: string };
}

const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';
/** A word of its own for each number: lines of two kinds share none. */
function wordOf(number: number): string {
  let rest = number * 7919 + 104_729;
  let word = '';
  for (let letter = 0; letter < 3; letter += 1) {
    word += CONSONANTS[rest % CONSONANTS.length]! + VOWELS[rest % VOWELS.length]!;
    rest = Math.floor(rest / CONSONANTS.length);
  }
  return word;
}

/** Some kinds of lines, each again and again; errors are among them. */
function linesOf(options: {
  service?: string;
  kinds: number;
  first_kind: number;
  from: number;
  to: number;
}): Line[] {
  const { service, kinds, first_kind, from, to } = options;
  return Array.from({ length: (to - from) * 20 }, (_, number) => {
    const kind = (number * 7) % kinds;
    const words = [0, 1, 2, 3].map((word) => wordOf((first_kind + kind) * 4 + word)).join(' ');
    return {
      '@timestamp': new Date(at(from) + number * 3000).toISOString(),
      message: `${words} ${number}`,
      log: { level: kind % 5 === 4 ? 'ERROR' : 'INFO' },
      ...(service !== undefined && { service: { name: service } }),
    };
  });
}

describe('three logs attached to a running system', () => {
  const client = connectToCluster();
  const shop = uniqueStream('logs-shop');
  const proxy = uniqueStream('logs-proxy');
  let logAi: LogAi;

  const ship = async (index: string, lines: readonly Line[]) => {
    const { errors } = await client.bulk({
      index,
      operations: lines.flatMap((line) => [{ create: {} }, line]),
      refresh: true,
    });
    expect(errors).toBe(false);
  };
  const backfill = (from: number, to: number) =>
    startProcess(logAi, (ports) => standingClock(ports, at(END))).backfill({ from: at(from), to: at(to) });
  const anomalies = async () => {
    await client.indices.refresh({ index: 'log-ai-*' });
    const { hits } = await client.search<AnomalyDocument>({ index: 'log-ai-anomalies', size: 1000 });
    return hits.hits.map(({ _source }) => _source!).sort((a, b) => (a.subject.key < b.subject.key ? -1 : 1));
  };

  beforeAll(async () => {
    await cleanCluster(client, INDEX);
    logAi = composeLogAi(loadConfig({ env: { ELASTICSEARCH_URL } }));
    await logAi.setUp();
    await ship(shop, [
      ...linesOf({ service: 'gateway', kinds: 6, first_kind: 0, from: 0, to: END }),
      ...linesOf({ service: 'checkout', kinds: 6, first_kind: 10, from: 0, to: END }),
      ...linesOf({ service: 'billing', kinds: 60, first_kind: 100, from: ATTACHED, to: END }),
      ...linesOf({ service: 'search', kinds: 80, first_kind: 200, from: ATTACHED, to: END }),
    ]);
    await ship(proxy, linesOf({ kinds: 40, first_kind: 300, from: ATTACHED + 3, to: END }));
    await backfill(0, END);
  }, 300_000);
  afterAll(async () => {
    await logAi.close();
    await cleanCluster(client, INDEX);
    await client.close();
  });

  test('give three notices and no other anomaly, each for those who may read it', async () => {
    const { count } = await client.count({ index: 'log-ai-templates' });
    expect(count).toBeGreaterThan(150);
    const found = await anomalies();
    expect(
      found.map(({ anomaly, subject, event, data_streams }) => ({
        type: anomaly.type,
        status: anomaly.status,
        subject: subject.key,
        minute: (Date.parse(event.start) - START) / MINUTE,
        risk_score: event.risk_score,
        data_streams,
      })),
    ).toEqual(
      [
        { subject: `data_stream/${proxy}`, minute: ATTACHED + 3, data_streams: [proxy] },
        { subject: 'service/billing', minute: ATTACHED, data_streams: [shop] },
        { subject: 'service/search', minute: ATTACHED, data_streams: [shop] },
      ].map((notice) => ({ type: 'new_source', status: 'resolved', risk_score: 10, ...notice })),
    );
  });

  test('are no incident', async () => {
    const { hits } = await client.search({ index: 'log-ai-incidents', size: 10 });
    expect(hits.hits).toEqual([]);
  });

  test('read again, wherever it is cut, they give the same notices', async () => {
    const ids = async () => (await anomalies()).map(({ event }) => event.id);
    const before = await ids();
    await backfill(40, 50);
    await backfill(50, END);
    expect(await ids()).toEqual(before);
  });
});
