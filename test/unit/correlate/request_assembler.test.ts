import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestDocument } from '../../../common/documents/request_document.ts';
import type { Level } from '../../../common/levels.ts';
import { RequestAssembler } from '../../../ml-service/src/correlate/request_assembler.ts';
import { requestDocumentOf } from '../../../ml-service/src/correlate/request_record.ts';
import { isFailed, pathOf, type RequestEvent } from '../../../ml-service/src/correlate/request_story.ts';

const NOON = Date.parse('2026-11-22T12:00:00Z');

/** A line as `time service LEVEL template`, the time in milliseconds after noon; `-` for what it does not have. */
function line(text: string, request_id = 'r1'): RequestEvent {
  const [time, service, level, template_id] = text.split(' ');
  return {
    request_id,
    timestamp: NOON + Number(time),
    ...(service === '-' ? {} : { service: service! }),
    ...(level === undefined || level === '-' ? {} : { level: level as Level }),
    ...(template_id === undefined ? {} : { template_id }),
  };
}

function assemble(lines: readonly string[]) {
  const assembler = new RequestAssembler();
  for (const text of lines) assembler.add(line(text));
  return assembler.storyOf('r1')!;
}

describe('how a request reads', () => {
  test.each([
    {
      what: 'each calls the next, the last one fails, the error travels back',
      lines: [
        '0 gateway INFO',
        '5 checkout INFO',
        '9 inventory ERROR',
        '12 checkout ERROR',
        '15 gateway ERROR',
      ],
      path: 'gateway → checkout → inventory ✗',
    },
    {
      what: 'two services at once, their lines interleaved',
      lines: [
        '0 gateway -',
        '5 stock INFO',
        '6 price INFO',
        '7 stock INFO',
        '8 price ERROR',
        '9 stock INFO',
        '20 gateway -',
      ],
      path: 'gateway → stock → price ✗',
    },
    {
      what: 'a service called twice',
      lines: ['0 gateway -', '5 stock INFO', '6 price INFO', '7 gateway -', '8 stock WARN'],
      path: 'gateway → stock → price',
    },
    {
      what: 'caller and called begin in the same millisecond: the caller outlasts',
      lines: ['0 stock INFO', '0 web INFO', '3 stock ERROR', '4 web ERROR'],
      path: 'web → stock ✗',
    },
    {
      what: 'two fail in the same millisecond: the deepest, the one that started last',
      lines: ['0 gateway INFO', '5 stock INFO', '9 stock ERROR', '9 gateway ERROR'],
      path: 'gateway → stock ✗',
    },
    { what: 'lines without a service', lines: ['0 gateway INFO', '3 - FATAL'], path: 'gateway → unknown ✗' },
  ])('$what: $path', ({ lines, path }) => {
    expect(pathOf(assemble(lines))).toBe(path);
    expect(pathOf(assemble(lines.toReversed()))).toBe(path);
  });

  test.each([
    { level: 'INFO', failed: false },
    { level: 'WARN', failed: false },
    { level: '-', failed: false },
    { level: 'ERROR', failed: true },
    { level: 'CRITICAL', failed: true },
    { level: 'FATAL', failed: true },
  ])('a request with a line of level $level: failed $failed', ({ level, failed }) => {
    expect(isFailed(assemble(['0 gateway INFO', `5 stock ${level}`]))).toBe(failed);
  });
});

test('the document of a failed request', () => {
  const assembler = new RequestAssembler();
  const reference = { _index: '.ds-logs-shop-default-2026.11.22-000001', _id: 'x7' };
  for (const text of [
    '0.25 gateway INFO t1',
    '4 stock INFO t3',
    '9 gateway ERROR t2',
    '10 gateway INFO t1',
  ]) {
    assembler.add({ ...line(text), reference: { _index: 'logs-a', _id: text } });
  }
  assembler.add({ ...line('6 stock ERROR t4'), reference });
  const [story] = assembler.failedRequests();
  const document = requestDocumentOf({ story: story!, created: NOON + 60_000 });
  expect(RequestDocument.parse(document)).toEqual({
    '@timestamp': '2026-11-22T12:00:00.000Z',
    request_id: 'r1',
    event: {
      start: '2026-11-22T12:00:00.000Z',
      end: '2026-11-22T12:00:00.010Z',
      duration: 9_750_000,
      created: '2026-11-22T12:01:00.000Z',
    },
    services: ['gateway', 'stock'],
    line_count: 5,
    error_count: 2,
    first_error: { '@timestamp': '2026-11-22T12:00:00.006Z', service: 'stock', template_id: 't4', reference },
    hops: [
      {
        service: 'gateway',
        start: '2026-11-22T12:00:00.000Z',
        end: '2026-11-22T12:00:00.010Z',
        line_count: 3,
        error_count: 1,
        template_ids: ['t1', 't2'],
      },
      {
        service: 'stock',
        start: '2026-11-22T12:00:00.004Z',
        end: '2026-11-22T12:00:00.006Z',
        line_count: 2,
        error_count: 1,
        template_ids: ['t3', 't4'],
      },
    ],
    data_streams: ['logs-a', 'logs-shop-default'],
  });
});

describe('laws', () => {
  const event: fc.Arbitrary<RequestEvent> = fc.record(
    {
      request_id: fc.constantFrom('r1', 'r2'),
      timestamp: fc.integer({ min: 0, max: 6 }).map((ms) => NOON + ms),
      service: fc.constantFrom('gateway', 'checkout', 'stock', ''),
      level: fc.constantFrom<Level[]>('INFO', 'WARN', 'ERROR', 'FATAL'),
      template_id: fc.constantFrom('t1', 't2', 't3'),
      reference: fc.record({ _index: fc.constantFrom('a', 'b'), _id: fc.constantFrom('1', '2') }),
    },
    { requiredKeys: ['request_id', 'timestamp'] },
  );
  const documentsOf = (events: readonly RequestEvent[]) => {
    const assembler = new RequestAssembler();
    for (const each of events) assembler.add(each);
    return assembler.failedRequests().map((story) => requestDocumentOf({ story, created: NOON }));
  };

  test('the same events in any order give the same valid documents', () => {
    const shuffled = fc
      .array(event, { maxLength: 60, size: 'max' })
      .chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
      );
    let documents = 0;
    fc.assert(
      fc.property(shuffled, ([events, others]) => {
        const expected = documentsOf(events);
        expect(documentsOf(others)).toEqual(expected);
        for (const document of expected) expect(RequestDocument.safeParse(document).success).toBe(true);
        documents += expected.length;
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(documents).toBeGreaterThan(300);
  });

  test('of more than 100 templates of a hop the first 100 are named, in any order of events', () => {
    const events = Array.from({ length: 150 }, (_, i) => line(`${i % 75} gateway ERROR t${i}`));
    const [expected] = documentsOf(events);
    expect(expected?.hops[0]?.template_ids).toHaveLength(100);
    expect(expected?.hops[0]?.template_ids.slice(0, 4)).toEqual(['t0', 't75', 't1', 't76']);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (others) => {
        expect(documentsOf(others)).toEqual([expected]);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  test('no line is lost: counts of hops add up to those of the request', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), (events) => {
        const assembler = new RequestAssembler();
        for (const each of events) assembler.add(each);
        for (const request_id of ['r1', 'r2']) {
          const lines = events.filter((each) => each.request_id === request_id);
          const story = assembler.storyOf(request_id);
          expect(story?.line_count ?? 0).toBe(lines.length);
          expect(story?.hops.reduce((sum, hop) => sum + hop.line_count, 0) ?? 0).toBe(lines.length);
        }
      }),
      { seed: 2 },
    );
  });
});

describe('bounds', () => {
  test('requests that go well leave first by their last line; failed ones have a shelf of their own', () => {
    const assembler = new RequestAssembler({ requests: 2, failed_requests: 1 });
    assembler.add(line('0 gateway ERROR', 'failed'));
    for (const id of ['a', 'b', 'a', 'c']) assembler.add(line('1 gateway INFO', id));
    expect(['failed', 'a', 'b', 'c'].filter((id) => assembler.storyOf(id) !== undefined)).toEqual([
      'failed', 'a', 'c',
    ]); // prettier-ignore
    assembler.add(line('2 gateway ERROR', 'failed too'));
    expect(assembler.failedRequests().map(({ request_id }) => request_id)).toEqual(['failed too']);
    expect(assembler.losses).toMatchObject({ requests_left: 1, failed_requests_left: 1 });
  });

  test('a failure takes the lines that came before it along', () => {
    const assembler = new RequestAssembler({ requests: 1 });
    assembler.add(line('0 gateway INFO', 'a'));
    assembler.add(line('1 stock ERROR', 'a'));
    assembler.add(line('2 gateway INFO', 'b'));
    assembler.add(line('3 gateway INFO', 'a'));
    expect(assembler.failedRequests()).toMatchObject([{ request_id: 'a', line_count: 3 }]);
    expect(assembler.storyOf('b')).toBeDefined();
    expect(assembler.losses.requests_left).toBe(0);
  });

  test.each([
    { what: 'no request id', event: line('0 gateway INFO', ''), losses: { request_id_missing: 1 } },
    { what: 'no time', event: line('x gateway INFO'), losses: { timestamp_invalid: 1 } },
    {
      what: 'a time before 1970',
      event: { ...line('0 gateway'), timestamp: -1 },
      losses: { timestamp_invalid: 1 },
    },
    {
      what: 'a time after 9999',
      event: { ...line('0 gateway'), timestamp: 1e15 },
      losses: { timestamp_invalid: 1 },
    },
    { what: 'one service too many', event: line('0 third INFO'), losses: { service_limit: 1 } },
  ])('a line with $what is left out and counted', ({ event, losses }) => {
    const assembler = new RequestAssembler({ services_per_request: 2 });
    assembler.add(line('1 first INFO'));
    assembler.add(line('2 second INFO'));
    assembler.add(event);
    expect(assembler.losses).toEqual({
      request_id_missing: 0,
      timestamp_invalid: 0,
      service_limit: 0,
      requests_left: 0,
      failed_requests_left: 0,
      ...losses,
    });
    expect(assembler.storyOf('r1')).toMatchObject({ line_count: 2 });
  });

  test('an id used over centuries still makes a valid document', () => {
    const assembler = new RequestAssembler();
    assembler.add({ ...line('0 gateway ERROR'), timestamp: 0 });
    assembler.add(line('0 gateway INFO'));
    const document = requestDocumentOf({ story: assembler.failedRequests()[0]!, created: NOON });
    expect(RequestDocument.parse(document).event.duration).toBe(Number.MAX_SAFE_INTEGER);
  });
});

test('failed requests are listed newest first', () => {
  const assembler = new RequestAssembler();
  for (const [id, time] of [['b', 5], ['a', 5], ['c', 9], ['d', 1]] as const) {
    assembler.add(line(`${time} gateway ERROR`, id));
  } // prettier-ignore
  assembler.add(line('20 gateway INFO', 'd'));
  expect(assembler.failedRequests().map(({ request_id }) => request_id)).toEqual(['c', 'a', 'b', 'd']);
});
