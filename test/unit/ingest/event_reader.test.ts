import { describe, expect, test } from 'vitest';
import { LogAiError } from '../../../common/errors.ts';
import { EventReader } from '../../../ml-service/src/ingest/event_reader.ts';
import { type IngestCounters, newIngestCounters } from '../../../ml-service/src/ingest/ingest_counters.ts';
import type { InputFormat } from '../../../ml-service/src/ingest/formats/input_format.ts';

function read(
  lines: readonly string[],
  options: { format?: InputFormat; request_id_fields?: readonly string[] } = {},
) {
  const counters = newIngestCounters();
  const reader = new EventReader({ counters, ...options });
  const numbered = [...reader.push(new TextEncoder().encode(lines.join('\n'))), ...reader.end()];
  return {
    counters,
    // Which of them came out of a text is the reader's business.
    events: numbered.map(({ event: { layer: _layer, sent, ...event } }) => ({ ...event, ...sent })),
    line_numbers: numbered.map(({ line_number }) => line_number),
  };
}

/** Counters that are not zero, besides the plain ones. */
function noted(counters: IngestCounters) {
  return Object.fromEntries(
    Object.entries(counters).filter(([name, count]) => count > 0 && name !== 'lines' && name !== 'bytes'),
  );
}

describe('text', () => {
  test('a stack trace joins the line above it', () => {
    const { events, line_numbers, counters } = read([
      '2026-01-15 10:00:00 ERROR checkout failed',
      '\tat shop.Checkout.pay(Checkout.java:42)',
      '',
      'Caused by: java.io.IOException: refused',
      '\t... 12 more',
      '2026-01-15 10:00:01 INFO checkout ready',
    ]);
    expect(events).toEqual([
      {
        message:
          '2026-01-15 10:00:00 ERROR checkout failed\n\tat shop.Checkout.pay(Checkout.java:42)\nCaused by: java.io.IOException: refused\n\t... 12 more',
      },
      { message: '2026-01-15 10:00:01 INFO checkout ready' },
    ]);
    expect(line_numbers).toEqual([1, 6]);
    expect(noted(counters)).toEqual({ joined: 3, empty: 1 });
  });

  test.each([
    ['Java', '    at java.base/java.lang.Thread.run(Thread.java:829)'],
    ['Java', 'Suppressed: java.io.IOException'],
    ['Python', 'Traceback (most recent call last):'],
    ['Python', '  File "/app/main.py", line 3, in <module>'],
    ['Python', 'During handling of the above exception, another exception occurred:'],
    ['Node', '    at Object.<anonymous> (/app/index.js:1:7)'],
    ['Go', 'goroutine 1 [running]:'],
    ['Go', '\t/app/main.go:12 +0x1d'],
    ['.NET', '   at Shop.Program.Main(String[] args)'],
    ['.NET', '--- End of inner exception stack trace ---'],
  ])('%s: %j goes on with the event above', (_, line) => {
    expect(read(['head', line]).events).toEqual([{ message: `head\n${line}` }]);
  });

  test('a continuation line without an event above it stands alone', () => {
    expect(read(['\tat a.b', 'head']).events).toEqual([{ message: '\tat a.b' }, { message: 'head' }]);
  });

  test('an event takes 500 lines, the others are dropped and counted', () => {
    const { events, counters } = read(['head', ...new Array<string>(600).fill('\tat a.b'), 'next']);
    expect(events[0]!.message.split('\n')).toHaveLength(501);
    expect(events[1]).toEqual({ message: 'next' });
    expect(noted(counters)).toEqual({ joined: 500, continuation_dropped: 100 });
  });

  test('an event takes 64 kB, counted in bytes, so that the parse stage does not skip it', () => {
    const { events, counters } = read(['head', ...new Array<string>(5).fill(`\t${'é'.repeat(10_000)}`)]);
    expect(new TextEncoder().encode(events[0]!.message).length).toBeLessThanOrEqual(65_536);
    expect(noted(counters)).toEqual({ joined: 3, continuation_dropped: 2 });
  });

  test('JSON among text is read as JSON', () => {
    expect(read(['plain', '{"msg":"up","level":"warn"}', 'plain too', '{broken', '{"a":1}']).events).toEqual([
      { message: 'plain' },
      { message: 'up', level: 'warn' },
      { message: 'plain too' },
      { message: '{broken' },
      { message: 'a=1' },
    ]);
  });
});

describe('NDJSON', () => {
  test.each<[string, object, object]>([
    [
      'ECS, nested',
      {
        '@timestamp': '2026-01-15T10:00:00Z',
        log: { level: 'ERROR' },
        service: { name: 'cart' },
        message: 'x',
      },
      { timestamp: '2026-01-15T10:00:00Z', level: 'ERROR', service: 'cart', message: 'x' },
    ],
    [
      'ECS, dotted',
      {
        'log.level': 'ERROR',
        'service.name': 'cart',
        'trace.id': 't1',
        'http.request.id': 'r1',
        message: 'x',
      },
      { level: 'ERROR', service: 'cart', trace_id: 't1', request_id: 'r1', message: 'x' },
    ],
    [
      'OpenTelemetry',
      {
        body: { text: 'x' },
        severity_text: 'WARN',
        resource: { attributes: { 'service.name': 'cart' } },
        trace_id: 't1',
        span_id: 's1',
      },
      { message: 'x', level: 'WARN', service: 'cart', trace_id: 't1', span_id: 's1' },
    ],
    [
      'pino',
      { level: 50, time: 1768471200000, msg: 'x' },
      { level: 'error', timestamp: '1768471200000', message: 'x' },
    ],
    [
      'bunyan',
      { name: 'cart', hostname: 'h', pid: 5, level: 40, msg: 'x', time: '2026-01-15T10:00:00.000Z', v: 0 },
      { level: 'warn', timestamp: '2026-01-15T10:00:00.000Z', service: 'cart', message: 'x' },
    ],
    [
      'MongoDB',
      {
        t: { $date: '2026-01-15T10:00:00.000+00:00' },
        s: 'W',
        c: 'NETWORK',
        id: 22943,
        ctx: 'listener',
        msg: 'x',
      },
      { level: 'W', timestamp: '2026-01-15T10:00:00.000+00:00', service: 'NETWORK', message: 'x' },
    ],
    [
      'journald',
      { PRIORITY: '3', __REALTIME_TIMESTAMP: '1768471200000000', SYSLOG_IDENTIFIER: 'sshd', MESSAGE: 'x' },
      { level: 'error', timestamp: '1768471200000000', service: 'sshd', message: 'x' },
    ],
    [
      'Docker',
      { log: '10:00:00 INFO x\n', stream: 'stdout', time: '2026-01-15T10:00:00Z' },
      { message: '10:00:00 INFO x', timestamp: '2026-01-15T10:00:00Z' },
    ],
    [
      'JSON in Docker: what is within is left to the parse stage',
      {
        log: '{"msg":"{\\"msg\\":\\"x\\"}","level":"info","time":"2020-01-01T00:00:00Z"}\n',
        time: '2026-01-15T10:00:00Z',
      },
      {
        message: '{"msg":"{\\"msg\\":\\"x\\"}","level":"info","time":"2020-01-01T00:00:00Z"}',
        timestamp: '2026-01-15T10:00:00Z',
      },
    ],
    [
      'a pod names the service where nothing else does',
      { kubernetes: { pod: { name: 'cart-64469b5b48-25zj6' }, container: { name: 'server' } }, message: 'x' },
      { message: 'x', service: 'cart' },
    ],
    [
      'no id is no id',
      { msg: 'x', trace_id: '00000000000000000000000000000000', request_id: '-' },
      { message: 'x' },
    ],
  ])('%s', (_, record, event) => {
    expect(read([JSON.stringify(record)]).events).toEqual([event]);
  });

  test('fields of the configuration hold the request id before those of the table', () => {
    const record = JSON.stringify({ msg: 'x', request_id: 'r1', order: { id: 7 } });
    expect(read([record], { request_id_fields: ['order.id'] }).events).toEqual([
      { message: 'x', request_id: '7' },
    ]);
  });

  test('what cannot be read is counted, never lost in silence', () => {
    const { events, counters } = read(
      ['{"msg":"a"}', '{"msg":', '', '{"user":1}', '{"message":{"deep":1}}'],
      {
        format: 'ndjson',
      },
    );
    expect(events).toEqual([
      { message: 'a' },
      { message: '{"msg":' },
      { message: 'user=1' },
      { message: 'message.deep=1' },
    ]);
    expect(noted(counters)).toEqual({ not_json: 1, empty: 1 });
  });

  test('a record is no instruction to the program', () => {
    expect(read(['{"__proto__":{"level":"x"},"constructor":"y","msg":"a"}']).events).toEqual([
      { message: 'a' },
    ]);
  });
});

describe('CSV', () => {
  test('columns by their names, whatever their spelling', () => {
    const { events, line_numbers, counters } = read([
      'Timestamp,PodName,TraceID,Span_Id,Log',
      '2026-01-15T10:00:00Z,cart-64469b5b48-25zj6,t1,s1,"{""log"":""INFO up\\n"",""stream"":""stdout""}"',
      '2026-01-15T10:00:01Z,kafka-2,,,"two',
      'lines"',
      '2026-01-15T10:00:02Z,kafka-2,,,',
      'short',
    ]);
    expect(events).toEqual([
      {
        timestamp: '2026-01-15T10:00:00Z',
        service: 'cart',
        trace_id: 't1',
        span_id: 's1',
        message: 'INFO up',
      },
      { timestamp: '2026-01-15T10:00:01Z', service: 'kafka', message: 'two\nlines' },
    ]);
    expect(line_numbers).toEqual([2, 3]);
    expect(noted(counters)).toEqual({ no_message: 2 });
  });

  test.each([';', '\t', '|'])('delimiter %j', (delimiter) => {
    expect(
      read([['time', 'level', 'message'].join(delimiter), ['17:00', 'warn', 'x, y'].join(delimiter)]).events,
    ).toEqual([{ timestamp: '17:00', level: 'warn', message: 'x, y' }]);
  });

  test('a quote that is never closed costs its own line, not those behind it', () => {
    const { events, counters } = read(['time,message', '1,"open', '2,b', '3,c']);
    expect(events.map(({ message }) => message)).toEqual(['b', 'c']);
    expect(noted(counters)).toEqual({ malformed: 1 });
  });

  test('also where 500 lines follow', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => `${index},row`);
    const { events, counters } = read(['time,message', '1,"open', ...rows]);
    expect(events).toHaveLength(1000);
    expect(noted(counters)).toEqual({ malformed: 1 });
  });

  test('a file without a message column is refused with what to do', () => {
    expect(() => read(['a,b', '1,2'], { format: 'csv' })).toThrow(LogAiError);
    expect(() => read(['a,b', '1,2'], { format: 'csv' })).toThrow(/called message, msg, log or text/);
  });
});

describe('the format is recognised', () => {
  test.each<[string, string[], string[]]>([
    ['text', ['a b', 'c d'], ['a b', 'c d']],
    ['text, with a comma', ['level, message of the day', 'b'], ['level, message of the day', 'b']],
    ['NDJSON behind blank lines', ['', '  ', '{"msg":"a"}'], ['a']],
    ['CSV', ['message,level', 'a,info'], ['a']],
    ['CSV with quoted names', ['"time","message"', '"t","a"'], ['a']],
  ])('%s', (_, lines, messages) => {
    expect(read(lines).events.map(({ message }) => message)).toEqual(messages);
  });

  test('and can be said', () => {
    expect(read(['message,level', 'a,info'], { format: 'text' }).events).toHaveLength(2);
  });

  test('nothing comes of nothing', () => {
    expect(read([]).events).toEqual([]);
    expect(read(['', '', ''])).toMatchObject({ events: [], counters: { empty: 2 } });
  });
});
