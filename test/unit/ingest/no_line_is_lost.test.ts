import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventReader } from '../../../ml-service/src/ingest/event_reader.ts';
import {
  type IngestCounters,
  newIngestCounters,
  SKIPPED_COUNTERS,
} from '../../../ml-service/src/ingest/ingest_counters.ts';
import { compileReader, LineReader } from '../../../ml-service/src/parse/reader/line_reader.ts';
import { countSteps } from '../../fixtures/count_steps.ts';
import { FUZZ_TIMEOUT_MS, tries } from '../../fixtures/fuzzing.ts';
import { newParser } from '../../fixtures/new_parser.ts';

const lineReader = new LineReader(compileReader());

/** What traces, records, wrappers and headers are made of. */
const PIECE = fc.constantFrom(
  '2026-05-02 08:00:00 ERROR [main] shop.Pay - late',
  '2026-05-02T08:00:00.1Z stdout P half ',
  '2026-05-02T08:00:00.1Z stderr F \tat shop.Pay.run(Pay.java:1)',
  'shop-1  | java.io.IOException: refused',
  '[pod/shop/web] Traceback (most recent call last):',
  '{"log":"half ","stream":"stdout","time":"2026-05-02T08:00:00Z"}',
  '{"log":"late\\n","stream":"stderr","time":"2026-05-02T08:00:00Z"}',
  '{"msg":"late","level":50}',
  '{"a":1}',
  '{"MESSAGE":"\\tat x.Y.z(Y.java:1)","_PID":"5","SYSLOG_IDENTIFIER":"shop"}',
  '\tat shop.Pay.run(Pay.java:1)',
  'Caused by: java.io.IOException: refused',
  'Traceback (most recent call last):',
  'panic: late',
  'goroutine 1 [running]:',
  "thread 'main' panicked at src/a.rs:1:2:",
  '# Time: 2026-05-02T08:00:00Z',
  '# User@Host: shop[shop]',
  'SELECT a FROM b',
  '=ERROR REPORT==== 2-May-2026::08:00:00 ===',
  '####<May 2, 2026 8:00:00,001 AM UTC> <Error> <late',
  'May 02, 2026 8:00:00 AM shop.pay.Pay run',
  'SEVERE: late',
  'May  2 08:00:00 node-7 shop[7]: \tat shop.Pay.run(Pay.java:1)',
  '<?xml version="1.0"?>',
  '    ^',
  '/app/pay.js:5',
  '}',
  '',
  '   ',
  'plain text',
);
const LINE = fc.oneof(
  { weight: 6, arbitrary: PIECE },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const TEXT = fc.array(LINE, { maxLength: 60 }).map((lines) => new TextEncoder().encode(lines.join('\n')));

/** Lines as they are written, with something in them cut out, doubled or put in. */
const GARBLED = fc
  .array(
    fc.tuple(
      PIECE,
      fc.nat(80),
      fc.nat(12),
      fc.constantFrom('', '"', '{', '[', '\\', ',', ' ', ':', '\u001b[31m', '\0', '🦩'),
    ),
    { maxLength: 30 },
  )
  .map((lines) =>
    new TextEncoder().encode(
      lines
        .map(([line, at, length, put]) => `${line.slice(0, at)}${put}${line.slice(at + length - 6)}`)
        .join('\n'),
    ),
  );

function read(bytes: Uint8Array, chunk: number, format?: 'text' | 'ndjson') {
  const counters = newIngestCounters();
  const reader = new EventReader({ counters, format, headOf: (line) => lineReader.headOf(line) });
  const events = [];
  for (let at = 0; at < bytes.length; at += chunk)
    events.push(...reader.push(bytes.subarray(at, at + chunk)));
  return { events: [...events, ...reader.end()], counters };
}

const skipped = (counters: IngestCounters) => SKIPPED_COUNTERS.reduce((sum, name) => sum + counters[name], 0);

test(
  'each line is an event, goes on with one, or is counted with the reason',
  { timeout: FUZZ_TIMEOUT_MS },
  () => {
    fc.assert(
      fc.property(
        fc.oneof(TEXT, GARBLED, fc.uint8Array({ maxLength: 400 })),
        fc.integer({ min: 1, max: 500 }),
        fc.constantFrom('text' as const, 'ndjson' as const),
        (bytes, chunk, format) => {
          const { events, counters } = read(bytes, chunk, format);
          expect(events.length + counters.joined + skipped(counters)).toBe(counters.lines);
        },
      ),
      tries(500),
    );
  },
);

test(
  'events come in the order of their first lines, however the bytes are cut',
  { timeout: FUZZ_TIMEOUT_MS },
  () => {
    fc.assert(
      fc.property(TEXT, fc.integer({ min: 1, max: 500 }), (bytes, chunk) => {
        const { events } = read(bytes, chunk, 'text');
        const numbers = events.map(({ line_number }) => line_number);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        expect(events).toEqual(read(bytes, bytes.length || 1, 'text').events);
      }),
      tries(300),
    );
  },
);

test(
  'each event is a template with its values, or is skipped for a reason',
  { timeout: FUZZ_TIMEOUT_MS },
  () => {
    fc.assert(
      fc.property(fc.oneof(TEXT, GARBLED), (bytes) => {
        const parser = newParser();
        for (const { event } of read(bytes, bytes.length || 1).events) {
          const { event: record } = parser.learn(event);
          expect(record.status).toMatch(/^(parsed|skipped:[a-z_]+)$/);
          expect(record.timestamp ?? 0).not.toBeNaN();
        }
      }),
      tries(300),
    );
  },
);

test.each([
  ['frames of one trace', '\tat shop.Pay.run(Pay.java:1)\n'],
  ['orphans', 'and so on\n'],
  ['parts without an end', '2026-05-02T08:00:00.1Z stdout P half \n'],
  ['streams', 'shop-1  | late\nshop-2  | late\nshop-3  | \tat a.b.c(D.java:1)\n'],
  ['dumps', '{\n'],
])('twice as many lines cost twice as much: %s', async (_, line) => {
  const costOf = (lines: number) => {
    const bytes = new TextEncoder().encode(`2026-05-02 08:00:00 INFO ready\n${line.repeat(lines)}`);
    return countSteps(() => read(bytes, 65_536, 'text'));
  };
  await costOf(500);
  const [some, twice] = [await costOf(4000), await costOf(8000)];
  expect(twice / some).toBeLessThan(2.3);
});
