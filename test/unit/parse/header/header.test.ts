import { describe, expect, test } from 'vitest';
import { compileReader, LineReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';
import { HEADER_LINES } from '../../../fixtures/header_lines.ts';

const reader = new LineReader(compileReader());
const context = { time_zone: 'UTC', reference: Date.parse('2026-03-01T12:00:00Z') };

const read = (line: string) => {
  const { timestamp, message, level, service, request_id, trace_id, span_id } = reader.read(
    { message: line },
    context,
  );
  return {
    message,
    ...(timestamp !== undefined && { time: new Date(timestamp).toISOString() }),
    ...Object.fromEntries(
      Object.entries({ level, service, request_id, trace_id, span_id }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  };
};

describe('headers are told from messages without configuration', () => {
  test.each([
    [
      '2024-01-15 14:23:45 ERROR ServiceA [req-id-123] Failed to connect to DB',
      {
        time: '2024-01-15T14:23:45.000Z',
        level: 'ERROR',
        service: 'ServiceA',
        request_id: 'req-id-123',
        message: 'Failed to connect to DB',
      },
    ],
    [
      '2026-01-15 14:23:45.123  INFO 1234 --- [exec-3] c.s.checkout.OrderController : created order 5',
      {
        time: '2026-01-15T14:23:45.123Z',
        level: 'INFO',
        service: 'c.s.checkout.OrderController',
        message: 'created order 5',
      },
    ],
    [
      '14:23:45.424 INFO  t.s.TravelService#532 TraceID: 49a51828322183eb SpanID: 083e5d40 [getRoute] found',
      {
        time: '2026-02-28T14:23:45.424Z',
        level: 'INFO',
        service: 't.s.TravelService#532',
        request_id: undefined,
        trace_id: '49a51828322183eb',
        span_id: '083e5d40',
        message: '[getRoute] found',
      },
    ],
    [
      'time=2026-01-15T14:23:45Z level=warn service=cart request_id=abc-1 msg="slow" ms=812',
      {
        time: '2026-01-15T14:23:45.000Z',
        level: 'WARN',
        service: 'cart',
        request_id: 'abc-1',
        message: 'msg="slow" ms=812',
      },
    ],
    [
      '<34>1 2003-10-11T22:14:15.003Z host.example.com su - ID47 - su root failed',
      { time: '2003-10-11T22:14:15.003Z', level: 'CRITICAL', service: 'su', message: 'su root failed' },
    ],
    [
      '<34>Oct 11 22:14:15 mymachine su: su root failed',
      { time: '2025-10-11T22:14:15.000Z', level: 'CRITICAL', service: 'su', message: 'su root failed' },
    ],
    [
      'Dec 10 06:55:46 host sshd[24200]: Invalid user webmaster',
      { time: '2025-12-10T06:55:46.000Z', service: 'sshd', message: 'Invalid user webmaster' },
    ],
    [
      '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326',
      { time: '2000-10-10T20:55:36.000Z', message: '"GET /a.gif HTTP/1.0" 200 2326' },
    ],
    [
      '[Sun Dec 04 04:47:44 2005] [notice] worker.init() ok',
      { time: '2005-12-04T04:47:44.000Z', level: 'NOTICE', message: 'worker.init() ok' },
    ],
    [
      'W0212 10:22:33.123456    1234 controller.go:123] Requeueing pod',
      { time: '2026-02-12T10:22:33.123Z', level: 'WARN', message: 'Requeueing pod' },
    ],
    [
      '2024-01-15 14:23:45,123 - my.module - INFO - ready',
      { time: '2024-01-15T14:23:45.123Z', level: 'INFO', service: 'my.module', message: 'ready' },
    ],
    [
      '2015-10-18 18:01:47,978 INFO [main] org.apache.hadoop.MRAppMaster: Executing with tokens:',
      {
        time: '2015-10-18T18:01:47.978Z',
        level: 'INFO',
        service: 'org.apache.hadoop.MRAppMaster',
        message: 'Executing with tokens:',
      },
    ],
    [
      '081109 203615 148 INFO dfs.DataNode: terminating',
      { time: '2008-11-09T20:36:15.000Z', level: 'INFO', service: 'dfs.DataNode', message: 'terminating' },
    ],
    [
      '2026-01-05 04:55:01 status installed libc6',
      { time: '2026-01-05T04:55:01.000Z', message: 'status installed libc6' },
    ],
    ['INFO Failed: a reason', { level: 'INFO', message: 'Failed: a reason' }],
    ['Error opening file', { message: 'Error opening file' }],
    ['just words', { message: 'just words' }],
    [
      ' WARN 12:00:00 low on memory',
      { level: 'WARN', time: '2026-03-01T12:00:00.000Z', message: 'low on memory' },
    ],
    ['INFO user.login succeeded', { level: 'INFO', message: 'user.login succeeded' }],
    ['9999-12-31 23:59:59 -0500 INFO late', { level: 'INFO', message: 'late' }],
  ])('%s', (line, expected) => {
    expect(read(line)).toEqual(
      Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)),
    );
  });

  test.each(HEADER_LINES)('%s', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  test('a console that writes the message on the line below the header', () => {
    expect(
      read('info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: http://localhost:5000'),
    ).toEqual({
      level: 'INFO',
      service: 'Microsoft.Hosting.Lifetime',
      message: 'Now listening on: http://localhost:5000',
    });
  });

  test.each([
    'Alert: disk is full',
    'config: loaded',
    'ALERT exited abnormally with [1]',
    'ERROR IN CONTACTING RM.',
    'error: Received disconnect from 10.0.0.1: 3: Auth fail',
    'Warning: Unrecognized packageExtended attribute.',
    '1365301360 double-hummer alignment exceptions',
    '10.0.0.1 - - is no access log',
    'worker.init() ok',
  ])('%s is a message from its first character', (line) => {
    expect(read(line).message).toBe(line);
  });

  test('what the shipper says wins over what the line says', () => {
    const line = reader.read(
      {
        message: '2024-01-15 14:23:45 ERROR ServiceA [req-1] down',
        service: 'checkout',
        level: 'warning',
        timestamp: 1_705_000_000,
      },
      context,
    );
    expect(line).toMatchObject({
      service: 'checkout',
      level: 'WARN',
      timestamp: 1_705_000_000_000,
      request_id: 'req-1',
    });
  });

  test.each([
    ['', 'empty'],
    ['  \t ', 'continuation'],
    ['\tat java.lang.Thread.run(Thread.java:750)', 'continuation'],
    ['Caused by: java.io.IOException', 'continuation'],
    ['x'.repeat(65_537), 'too_long'],
    ['é'.repeat(32_769), 'too_long'],
    ['2024-01-15 14:23:45 ERROR', 'empty'],
  ])('%j is skipped with its reason', (line, reason) => {
    const expected = line.trim() === '' ? 'empty' : reason;
    expect(reader.read({ message: line }, context)).toMatchObject({ skipped: expected });
  });

  test('of an event of several lines the first is mined', () => {
    expect(read('2024-01-15 14:23:45 ERROR boom\n\tat a.b.C(D.java:1)').message).toBe('boom');
  });
});
