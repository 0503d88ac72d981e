import { describe, expect, test } from 'vitest';
import { isContinuation } from '../../../../ml-service/src/ingest/continuation/continuation.ts';
import { newIngestCounters } from '../../../../ml-service/src/ingest/ingest_counters.ts';
import { EventReader } from '../../../../ml-service/src/ingest/event_reader.ts';

/** What each event of a text holds, as lines. */
function eventsOf(text: string): string[][] {
  const reader = new EventReader({ counters: newIngestCounters(), format: 'text' });
  const events = [...reader.push(new TextEncoder().encode(text)), ...reader.end()];
  return events.map(({ event }) => event.message.split('\n'));
}

describe('a line alone', () => {
  test.each([
    '\tat java.base/java.lang.Thread.run(Thread.java:829)',
    'at java.lang.Thread.run(Thread.java:829)',
    'Caused by: java.io.IOException: refused',
    '... 12 more',
    'goroutine 17 [chan receive]:',
    'main.f(0xc0000b6058, 0x1)',
    'net/http.(*conn).serve(0xc0001, {0x7f, 0xc0})',
    'created by net/http.(*Server).Serve in goroutine 1',
    'exit status 2',
    '   at Shop.Order.Pay() in /app/Order.cs:line 12',
    ' ---> System.TimeoutException: late',
    '--- End of inner exception stack trace ---',
    '},',
    ']);',
  ])('%j goes on with the line above', (line) => {
    expect(isContinuation(line)).toBe(true);
  });

  test.each([
    'at least 3 of 5 nodes are up',
    '... done',
    'goroutine pool is full',
    'created by bob',
    'exit status is unknown',
    'app.start()',
    'see f(0x1)',
    '  INFO padded by its layout',
    'panic: runtime error: index out of range',
    'java.io.IOException: refused',
    'ValueError: 5',
  ])('%j begins an event', (line) => {
    expect(isContinuation(line)).toBe(false);
  });
});

describe('a text is events, whatever their traces look like', () => {
  test.each([
    [
      'Java: the exception lies below the line that logs it',
      `
2026-01-15 10:00:00 ERROR payment failed
java.lang.IllegalStateException: no card
\tat shop.Pay.run(Pay.java:12)
\tSuppressed: java.io.IOException: x
Caused by: java.io.IOException: refused
\tat shop.Net.call(Net.java:7)
\t... 12 more
2026-01-15 10:00:01 INFO ready`,
      [7, 1],
    ],
    [
      'exceptions that are all a log says',
      'a.b.LateException: 1\na.b.LateException: 2\na.b.LateException: 3',
      [1, 1, 1],
    ],
    [
      'Python: the last line of a traceback, and of a second one',
      `
ERROR:root:job failed
Traceback (most recent call last):
  File "/app/a.py", line 3, in run
    f()
ValueError: invalid literal

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/a.py", line 5, in <module>
    raise app.errors.Fatal
app.errors.Fatal
INFO:root:next`,
      [10, 1],
    ],
    [
      'Node: the error below the source that is marked, and its properties',
      `
/app/index.js:5
    throw new Error('late')
    ^

Error: late
    at Object.<anonymous> (/app/index.js:5:9) {
  code: 'E_LATE'
}
listening on 80`,
      [7, 1],
    ],
    [
      'Go: frames with and without arguments',
      `
panic: runtime error: index out of range [5] with length 3

goroutine 1 [running]:
main.f(0xc0000b6058)
\t/app/main.go:12 +0x1d
main.main()
\t/app/main.go:7 +0x20
created by main.start in goroutine 5
\t/app/main.go:3 +0x25
exit status 2
main.go started`,
      [9, 1],
    ],
    [
      '.NET: inner exceptions',
      `
Unhandled exception. System.InvalidOperationException: outer
 ---> System.TimeoutException: late
   at Shop.Net.Call() in /app/Net.cs:line 7
   --- End of inner exception stack trace ---
   at Shop.Program.Main(String[] args)
Started`,
      [5, 1],
    ],
    [
      'JSON and SQL over several lines',
      `
2026-01-15 10:00:00 INFO request {
  "order": 5
}
2026-01-15 10:00:01 INFO query SELECT a, b
FROM orders
WHERE a = 5
ORDER BY b
2026-01-15 10:00:02 INFO done`,
      [3, 4, 1],
    ],
  ])('%s', (_, text, lines) => {
    expect(eventsOf(text.trimStart()).map((event) => event.length)).toEqual(lines);
  });
});
