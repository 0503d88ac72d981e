import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { DemoError } from '../../../demo/demo_error.ts';
import { generateShop } from '../../../demo/shop/generate.ts';
import type { RawDocument } from '../../../demo/shop/layouts.ts';
import { shipHistory, shipLive } from '../../../demo/shop/ship.ts';

const START = Date.parse('2026-01-15T14:00:00Z');

/** What the server does with one bulk request: writes it all, or something worse. */
type Mood =
  'write' | 'busy' | 'write_then_break' | 'busy_with_half' | 'too_large' | 'unauthorized' | 'refuse_first';

/** The bulk API as far as a shipper sees it, with faults to order; the real one is met in the integration tests. */
class FaultyElasticsearch {
  readonly documents = new Map<string, RawDocument>();
  readonly requests: { url: string; authorization: string | undefined; bytes: number }[] = [];
  readonly moods: Mood[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        this.requests.push({
          url: request.url!,
          authorization: request.headers.authorization,
          bytes: body.length,
        });
        const mood = this.moods.shift() ?? 'write';
        const status = { busy: 429, too_large: 413, unauthorized: 401 }[mood as 'busy'] as number | undefined;
        if (status !== undefined) response.writeHead(status).end('{}');
        else {
          const items = this.#write(body.toString(), mood);
          if (mood === 'write_then_break') request.socket.destroy();
          else response.setHeader('content-type', 'application/json').end(JSON.stringify({ items }));
        }
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #write(body: string, mood: Mood): unknown[] {
    const lines = body.trimEnd().split('\n');
    return lines
      .filter((_, index) => index % 2 === 0)
      .map((action, index) => {
        const { _id } = (JSON.parse(action) as { create: { _id: string } }).create;
        if (mood === 'busy_with_half' && index % 2 === 1) return { create: { status: 429 } };
        if (mood === 'refuse_first' && index === 0) {
          return { create: { status: 400, error: { type: 'document_parsing_exception', reason: 'no' } } };
        }
        if (this.documents.has(_id)) return { create: { status: 409 } };
        this.documents.set(_id, JSON.parse(lines[index * 2 + 1]!) as RawDocument);
        return { create: { status: 201 } };
      });
  }
}

const servers: FaultyElasticsearch[] = [];
async function faulty(...moods: Mood[]): Promise<{ server: FaultyElasticsearch; target: { url: string } }> {
  const server = new FaultyElasticsearch();
  server.moods.push(...moods);
  servers.push(server);
  return { server, target: { url: await server.start() } };
}
afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});

const documents = [...generateShop({ seed: 2, start: START, end: START + 20_000, requestsPerSecond: 10 })];

describe('shipping history', () => {
  it('writes each document once, in batches of at most 2 MB', async () => {
    const { server, target } = await faulty();
    const many = [...generateShop({ seed: 2, start: START, end: START + 120_000, requestsPerSecond: 20 })];
    const counters = await shipHistory({ target, documents: many });
    expect(counters).toEqual({ sent: many.length, already_there: 0, failed: 0, retried: 0 });
    expect([...server.documents.values()].sort(byTime)).toEqual([...many].sort(byTime));
    expect(server.requests.length).toBeGreaterThan(2);
    for (const { url, bytes } of server.requests) {
      expect(url.split('?')[0]).toBe('/logs-shop-default/_bulk');
      expect(bytes).toBeLessThanOrEqual(2_000_000);
    }
  });

  it.each<[Mood, { already_there: number; retried: number }]>([
    ['busy', { already_there: 0, retried: documents.length }],
    ['busy_with_half', { already_there: 0, retried: Math.floor(documents.length / 2) }],
    ['write_then_break', { already_there: documents.length, retried: documents.length }],
    ['too_large', { already_there: 0, retried: 0 }],
  ])('loses and doubles nothing when the server is %s', async (mood, expected) => {
    const { server, target } = await faulty(mood);
    const counters = await shipHistory({ target, documents });
    expect(counters).toEqual({ sent: documents.length, failed: 0, ...expected });
    expect(server.documents.size).toBe(documents.length);
  });

  it('counts what the server refuses, and says why', async () => {
    const { target } = await faulty('refuse_first');
    expect(await shipHistory({ target, documents })).toEqual({
      sent: documents.length - 1,
      already_there: 0,
      failed: 1,
      retried: 0,
      first_failure: 'document_parsing_exception: no',
    });
  });

  it('finds what an earlier run wrote', async () => {
    const { target } = await faulty();
    await shipHistory({ target, documents });
    const again = await shipHistory({ target, documents });
    expect(again).toEqual({ sent: documents.length, already_there: documents.length, failed: 0, retried: 0 });
  });

  it('keeps equal documents apart', async () => {
    const { server, target } = await faulty();
    const twin = { '@timestamp': '2026-01-15T14:00:00.000Z', message: 'twice in a millisecond' };
    await shipHistory({ target, documents: [twin, { ...twin }] });
    expect(server.documents.size).toBe(2);
  });

  it('stops with a word when the credentials are refused', async () => {
    const { server, target } = await faulty('unauthorized');
    const auth = { username: 'elastic', password: 'wrong' };
    await expect(shipHistory({ target: { ...target, auth }, documents })).rejects.toMatchObject({
      code: 'elasticsearch_refused' satisfies DemoError['code'],
    });
    expect(server.requests[0]!.authorization).toBe(`Basic ${btoa('elastic:wrong')}`);
  });
});

describe('shipping live', () => {
  it('sends each document when its time has come, and ends with the signal', async () => {
    const { server, target } = await faulty();
    const stop = new AbortController();
    let clock = START + 4_000;
    const shipping = shipLive({
      target,
      documents: generateShop({ seed: 2, start: START, end: Infinity, requestsPerSecond: 10 }),
      now: () => clock,
      signal: stop.signal,
      onProgress: ({ sent }) => {
        if (clock === START + 4_000) {
          expect(sent).toBe(documents.filter((document) => timeOf(document) <= clock).length);
          clock = START + 9_000;
        } else stop.abort();
      },
    });
    const counters = await shipping;
    const due = documents.filter((document) => timeOf(document) <= START + 9_000);
    expect(counters).toEqual({ sent: due.length, already_there: 0, failed: 0, retried: 0 });
    expect([...server.documents.values()]).toEqual(due);
  });

  it('catches up after an outage', async () => {
    const { server, target } = await faulty('busy', 'busy');
    const counters = await shipLive({
      target,
      documents,
      now: () => START + 20_000,
      signal: new AbortController().signal,
    });
    expect(counters).toMatchObject({ sent: documents.length, failed: 0, retried: 2 * documents.length });
    expect([...server.documents.values()]).toEqual(documents);
  });

  it('says what it could not write before it was stopped', async () => {
    const { server, target } = await faulty();
    server.stop();
    const stop = new AbortController();
    const shipping = shipLive({ target, documents, now: () => START + 20_000, signal: stop.signal });
    stop.abort();
    expect(await shipping).toMatchObject({ sent: 0, failed: documents.length });
  });
});

function timeOf(document: RawDocument): number {
  return Date.parse(document['@timestamp']);
}

function byTime(one: RawDocument, other: RawDocument): number {
  return timeOf(one) - timeOf(other) || (one.message < other.message ? -1 : 1);
}
