import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequestSampleDocument } from '../../../../common/documents/request_sample_document.ts';
import { KnownCourses } from '../../../../ml-service/src/correlate/course/known_courses.ts';
import { wholeRequest } from '../../../../ml-service/src/correlate/course/past_request.ts';
import {
  drawSamples,
  requestOfSample,
  sampleOf,
} from '../../../../ml-service/src/correlate/course/request_sample.ts';
import { RequestAssembler } from '../../../../ml-service/src/correlate/request_assembler.ts';
import { SAMPLE_DOCUMENTS } from '../../../fixtures/sample_documents.ts';
import { linesOf } from './lines_of.ts';

const NORMAL = 'gateway:asked stock:reserved gateway:pays payment:paid gateway:answered';

/** What is known when so many requests went as always. */
function knownAfter(requests: number, { is_settled = true } = {}): KnownCourses {
  const known = new KnownCourses();
  for (let at = 0; at < requests; at++) known.learn(wholeRequest(linesOf(NORMAL, at * 1000)), { is_settled });
  return known;
}

describe('what is known of how requests go', () => {
  const gateway = { service: 'gateway', template_id: 'asked' };
  test.each([
    { lines: NORMAL, verdict: { outcome: 'succeeded', path: gateway } },
    {
      lines: 'gateway:asked stock:reserved',
      verdict: {
        outcome: 'failed',
        path: gateway,
        break_point: {
          service: 'stock',
          template_id: 'reserved',
          missing: { service: 'gateway', template_id: 'pays' },
        },
      },
    },
    {
      lines: 'gateway:asked stock:reserved gateway:pays payment:down! gateway:refused!',
      verdict: {
        outcome: 'failed',
        path: gateway,
        break_point: {
          service: 'gateway',
          template_id: 'pays',
          missing: { service: 'payment', template_id: 'paid' },
        },
      },
    },
    { lines: `${NORMAL} mail:bounced!`, verdict: { outcome: 'degraded', path: gateway } },
    // Of a path that nobody knows nothing is said but what its errors say.
    {
      lines: 'batch:started batch:loaded',
      verdict: { outcome: 'succeeded', path: { service: 'batch', template_id: 'started' } },
    },
  ])('$lines', ({ lines, verdict }) => {
    const known = knownAfter(50);
    expect(known.judge(known.read(linesOf(lines)))).toEqual(verdict);
  });

  test.each([
    { lines: `${NORMAL} mail:bounced!`, settled: false, verdict: { outcome: 'degraded', is_interim: true } },
    { lines: `${NORMAL} mail:bounced!`, settled: true, verdict: { outcome: 'degraded' } },
    // Whatever is known of it, it failed.
    { lines: 'gateway:asked gateway:refused!', settled: false, verdict: { outcome: 'failed' } },
    { lines: NORMAL, settled: false, verdict: { outcome: 'succeeded' } },
  ])('$lines is decided for good: $settled', ({ lines, settled, verdict }) => {
    const known = knownAfter(50, { is_settled: settled });
    const { outcome, is_interim } = known.judge(known.read(linesOf(lines)));
    expect({ outcome, ...(is_interim && { is_interim }) }).toEqual(verdict);
  });

  test('what is too new, or not whole, teaches nothing of ends, but who answers to whom', () => {
    const known = knownAfter(50, { is_settled: false });
    expect(known.judge(known.read(linesOf('gateway:asked stock:reserved'))).outcome).toBe('succeeded');
    const { spans } = known.read(linesOf('gateway stock payment gateway'));
    expect(spans.map(({ service, caller }) => [service, caller])).toEqual([
      ['gateway', undefined],
      ['stock', 0],
      ['payment', 0],
    ]);
  });
});

describe('a sample', () => {
  const sampled = (text: string): RequestSampleDocument => {
    const known = knownAfter(50);
    const lines = linesOf(text, 1000);
    const assembler = new RequestAssembler();
    for (const { time: timestamp, ...line } of lines) assembler.add({ request_id: 'r', timestamp, ...line });
    const course = known.read(lines);
    return sampleOf({
      story: assembler.storyOf('r')!,
      lines: course.lines,
      verdict: known.judge(course),
    });
  };

  test('holds a request without its lines, and is read back with live ids', () => {
    const sample = sampled(NORMAL);
    expect(sample).toMatchObject({
      '@timestamp': '1970-01-01T00:00:01.000Z',
      outcome: 'succeeded',
      event: { end: '1970-01-01T00:00:01.040Z' },
      path: { service: 'gateway', template_id: 'asked' },
      line_count: 5,
      data_streams: ['logs'],
    });
    const { lines, last_word } = requestOfSample(sample, (id) => (id === 'paid' ? 'settled' : id));
    expect(last_word).toBe(lines.at(-1));
    expect(lines.map(({ time, service, template_id }) => `${time} ${service}:${template_id}`)).toEqual([
      '1000 gateway:asked',
      '1010 stock:reserved',
      '1020 gateway:pays',
      '1030 payment:settled',
      '1040 gateway:answered',
    ]);
  });

  const long = (end: string) => `gateway:asked ${'loop:again '.repeat(998)}${end}`;

  test('of a long request is its beginning, and what the service that was asked first said last', () => {
    const sample = sampled(long('gateway:answered'));
    expect([sample.steps.length, sample.line_count]).toEqual([200, 1000]);
    expect(sample.last_word).toEqual({
      offset_ms: 9990,
      service: 'gateway',
      template_id: 'answered',
      level: 'INFO',
    });
  });

  test.each([
    { lines: long('gateway:answered'), outcome: 'succeeded' },
    { lines: long('gateway:answered mail:bounced!'), outcome: 'degraded' },
    { lines: long('loop:again'), outcome: 'failed' },
  ])('of long requests teach how these end: $outcome', ({ lines, outcome }) => {
    const known = new KnownCourses();
    const past = requestOfSample(sampled(long('gateway:answered')), (id) => id);
    for (let at = 0; at < 30; at++) known.learn(past, { is_settled: true });
    expect(known.judge(known.read(linesOf(lines))).outcome).toBe(outcome);
  });

  test('of which an earlier version did not keep the end teaches nothing of ends', () => {
    const { last_word: _, ...sample } = sampled(long('gateway:answered'));
    const known = new KnownCourses();
    for (let at = 0; at < 30; at++)
      known.learn(
        requestOfSample(sample, (id) => id),
        { is_settled: true },
      );
    expect(known.judge(known.read(linesOf(long('loop:again')))).outcome).toBe('succeeded');
  });
});

describe('samples of a minute', () => {
  const requestOf = (request_id: string, service: string) => ({
    ...SAMPLE_DOCUMENTS.request_samples,
    request_id,
    path: { service },
  });

  test('are of each path as many as of any other, as far as there are', () => {
    const requests = [
      ...Array.from({ length: 1000 }, (_, at) => requestOf(`page-${at}`, 'page')),
      ...Array.from({ length: 50 }, (_, at) => requestOf(`order-${at}`, 'order')),
      requestOf('report', 'report'),
    ];
    const drawn = Map.groupBy(drawSamples(requests, 21), ({ path }) => path.service);
    expect([...drawn].map(([path, some]) => [path, some.length]).sort()).toEqual([
      ['order', 10],
      ['page', 10],
      ['report', 1],
    ]);
  });

  test('are always the same ones, and those of fewer are among those of more', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ id: fc.string(), path: fc.constantFrom('a', 'b', 'c') }), {
          selector: ({ id }) => id,
        }),
        fc.nat(20),
        (made, most) => {
          const requests = made.map(({ id, path }) => requestOf(id, path));
          const drawn = drawSamples(requests, most);
          expect(drawn).toHaveLength(Math.min(most, requests.length));
          expect(drawSamples(requests.toReversed(), most)).toEqual(drawn);
          expect(drawSamples(requests, most + 1).slice(0, most)).toEqual(drawn);
        },
      ),
    );
  });
});
