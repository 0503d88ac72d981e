import { describe, expect, test } from 'vitest';
import { EventReader } from '../../../../ml-service/src/ingest/event_reader.ts';
import { newIngestCounters } from '../../../../ml-service/src/ingest/ingest_counters.ts';
import { compileReader, LineReader } from '../../../../ml-service/src/parse/reader/line_reader.ts';

const lineReader = new LineReader(compileReader());

function read(text: string) {
  const counters = newIngestCounters();
  const reader = new EventReader({ counters, headOf: (line) => lineReader.headOf(line) });
  const events = [...reader.push(new TextEncoder().encode(text)), ...reader.end()];
  return { counters, events, lines: events.map(({ event }) => event.message.split('\n').length) };
}

/** Lines of each event, blank ones aside. */
const linesOf = (text: string) => read(text.replace(/^\n/, '')).lines;

describe('an event ends where the next one begins', () => {
  test.each<[string, string, number[]]>([
    ['Java: Suppressed, Wrapped by, a blank line and the detail of a driver inside', `
2026-05-02 08:00:00.001 ERROR [main] shop.Pay - late
java.lang.RuntimeException: outer
\tat shop.Pay.run(Pay.java:1)
\tSuppressed: java.io.IOException: x
\t\t... 3 more

Caused by: org.db.DbException: ERROR: duplicate key
  Detail: Key (id)=(5) already exists.
\tat org.db.X.y(X.java:9)
Wrapped by: shop.Outer: x
\tat shop.Z.z(Z.java:9)
2026-05-02 08:00:01.001 INFO [main] shop.Pay - ready`, [10, 1]],
    ['Java: a message of several lines', `
2026-05-02 08:00:00.001 ERROR [main] shop.Pay - late
shop.pay.RefusedException: the bank said
no
twice
\tat shop.Pay.run(Pay.java:1)
2026-05-02 08:00:01.001 INFO [main] shop.Pay - ready`, [5, 1]],
    ['Kotlin: frames of coroutines', `
08:00:00.001 [DefaultDispatcher-worker-1] ERROR shop.Pay - late
java.util.concurrent.CancellationException: x
\tat _COROUTINE._BOUNDARY._(CoroutineDebugging.kt:46)
\tat shop.PayKt$main$1.invokeSuspend(Pay.kt:7)
Caused by: java.io.IOException: x
\t... 2 more
08:00:01.001 [main] INFO shop.Pay - ready`, [6, 1]],
    ['Python: an exception group', `
2026-05-02 08:00:00,001 ERROR shop.pay late
  + Exception Group Traceback (most recent call last):
  |   File "a.py", line 1, in <module>
  |     raise ExceptionGroup("two", errors)
  | ExceptionGroup: two (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "a.py", line 2, in f
    |     g(x)
    |     ~^^^
    | ValueError: 5
    +------------------------------------
2026-05-02 08:00:01,001 INFO shop.pay ready`, [12, 1]],
    ['Python: notes and a caret below the error of the syntax', `
2026-05-02 08:00:00,001 ERROR shop.pay late
Traceback (most recent call last):
  File "a.py", line 1
    print(
         ^
SyntaxError: '(' was never closed
found while booking order 5
2026-05-02 08:00:01,001 INFO shop.pay ready`, [7, 1]],
    ['Go: a panic between lines of a logger, and what the runtime prints of it', `
I0502 08:00:00.000001       1 server.go:12] up
panic: late [recovered]
\tpanic: late

goroutine 5 [running]:
panic({0x12, 0x13})
\t/usr/lib/go/panic.go:5 +0x1
main.(*Pay).run(0x0, {0x7f, 0xc0})
\t/app/pay.go:42 +0x1d
created by main.main in goroutine 1
\t/app/main.go:9 +0x85
exit status 2
I0502 08:00:01.000001       1 server.go:12] up`, [1, 10, 1]],
    ['Go: zap prints functions without arguments', `
2026-05-02T08:00:00.001Z\terror\tpay/pay.go:5\tlate\t{"order": 5}
shop.example/pay.(*queue[...]).Run.func1
\tshop.example/pay@v1.0.0/pay.go:5
runtime.goexit
\t/usr/lib/go/asm.s:1650
2026-05-02T08:00:01.001Z\tinfo\tpay/pay.go:5\tready`, [5, 1]],
    ['Node: below the line that logs it, where lines begin with a time', `
2026-05-02T08:00:00.001Z error: unhandled
Error: late
    at run (/app/pay.js:5:9)
2026-05-02T08:00:01.001Z info: ready`, [3, 1]],
    ['a message alone', `
Error: late
Error: later`, [1, 1]],
    ['Node: a cause, and the version behind', `
/app/pay.js:5
  throw new Error('late', { cause })
  ^

Error: late
    at run (/app/pay.js:5:9)
    at node:internal/main:5:1 {
  [cause]: Error: refused
      at connect (/app/net.js:7:1)
}

Node.js v24.0.0
ready`, [10, 1]],
    ['.NET: two lines for each event of the console', `
info: Shop.Pay[0]
      order 5 paid
fail: Shop.Pay[7]
      order 6 late
      System.TimeoutException: late
         at Shop.Pay.Run() in /src/Pay.cs:line 5
info: Shop.Pay[0]
      order 7 paid`, [2, 4, 2]],
    ['Rails: the exception and its backtrace stand in the first column', `
E, [2026-05-02T08:00:00.000001 #7] ERROR -- : [req-5] ArgumentError (late):

app/models/pay.rb:5:in 'Pay#run'
app/controllers/pay_controller.rb:7:in \`create'
I, [2026-05-02T08:00:01.000001 #7]  INFO -- : [req-6] Completed 200 OK`, [3, 1]],
    ['PHP: an error log', `
[02-May-2026 08:00:00 UTC] PHP Fatal error:  Uncaught Exception: late in /app/pay.php:3
Stack trace:
#0 /app/pay.php(5): run()
#1 {main}
  thrown in /app/pay.php on line 3
[02-May-2026 08:00:01 UTC] PHP Warning:  x in /app/pay.php on line 5`, [5, 1]],
    ['Laravel: the trace ends within the quotes of the context', `
[2026-05-02 08:00:00] production.ERROR: late {"exception":"[object] (Error(code: 0): late at /app/Pay.php:5)
[stacktrace]
#0 /app/vendor/Controller.php(54): App\\\\Pay->run()
#1 {main}

[previous exception] [object] (PDOException(code: 7): x at /app/Db.php:5)
[stacktrace]
#0 {main}
"}
[2026-05-02 08:00:01] production.INFO: ready`, [8, 1]],
    ['Rust: panics of both spellings', `
2026-05-02T08:00:00.000001Z  INFO shop: ready
thread 'main' panicked at src/pay.rs:5:7:
index out of bounds: the len is 3 but the index is 5
stack backtrace:
   0: rust_begin_unwind
             at /rustc/abc/library/std/src/panicking.rs:5:5
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace
thread 'worker' panicked at 'late', src/pay.rs:5:7
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace
2026-05-02T08:00:01.000001Z  INFO shop: ready`, [1, 6, 2, 1]],
    ['Erlang: reports with their heads, and a crash report of the logger', `
=ERROR REPORT==== 2-May-2026::08:00:00.000001 ===
Error in process <0.5.0>
with exit value: late
=CRASH REPORT==== 2-May-2026::08:00:01.000001 ===
  crasher:
    initial call: shop_pay:init/1
2026-05-02 08:00:02.000001+00:00 [error] <0.5.0>   crasher:
2026-05-02 08:00:03.000001+00:00 [info] <0.5.0> ready`, [3, 3, 1, 1]],
    ['Elixir: the error and the last message', `
08:00:00.001 [error] GenServer Shop.Pay terminating
** (RuntimeError) late
    (shop 0.1.0) lib/shop/pay.ex:5: Shop.Pay.run/1
Last message: :run
State: %{order: 5}
08:00:01.001 [info] ready`, [5, 1]],
    ['SQL: the statement that was run', `
2026-05-02 08:00:00.001 DEBUG shop.Db - run
select a, b
from orders
where a = 5
2026-05-02 08:00:01.001 DEBUG shop.Db - done`, [4, 1]],
    ["MySQL's slow log: records with and without their time", `
/usr/sbin/mysqld, Version: 8.0.36 (Ubuntu). started with:
Tcp port: 3306  Unix socket: /run/mysqld.sock
Time                 Id Command    Argument
# Time: 2026-05-02T08:00:00.000001Z
# User@Host: shop[shop] @ localhost []  Id:     5
# Query_time: 2.5  Lock_time: 0.0 Rows_sent: 1  Rows_examined: 7
SET timestamp=1777708800;
SELECT a
FROM orders;
# User@Host: shop[shop] @ localhost []  Id:     6
# Query_time: 3.5  Lock_time: 0.0 Rows_sent: 1  Rows_examined: 7
SET timestamp=1777708801;
UPDATE orders SET a = 5;`, [3, 5, 4]],
    ['IBM MQ: what happened, why, and what to do', `
05/02/26 08:00:00 - Process(1.2) User(mqm) Program(amqrmppa)
                    Host(node-7) Installation(one)
AMQ9207E: The data received from host 'node-7' is not valid.

EXPLANATION:
Incorrect data format.
ACTION:
Look for other messages.
----- amqrmppa.c : 123 -------------------------------------------------------
05/02/26 08:00:01 - Process(1.2) User(mqm) Program(amqrmppa)
                    Host(node-7) Installation(one)
AMQ9208E: Error on receive from host 'node-8'.`, [7, 2]],
    ['java.util.logging: time and class above, level and message below', `
May 02, 2026 8:00:00 AM shop.pay.Pay run
SEVERE: late
java.io.IOException: refused
\tat shop.Pay.run(Pay.java:1)
May 02, 2026 8:00:01 AM shop.pay.Pay run
INFO: ready`, [3, 1]],
    ['XML, HTTP and a pretty object below a header', `
2026-05-02 08:00:00,001 DEBUG [shop.pay] sent:
<?xml version="1.0"?>
<order id="5">
late
</order>
2026-05-02 08:00:01,001 DEBUG [shop.pay] sent:
POST /pay HTTP/1.1
Host: bank.example
{
  "order": 5
}
2026-05-02 08:00:02,001 DEBUG [shop.pay] done`, [5, 6, 1]],
    ['WebLogic: a record ends with its own bracket', `
####<May 2, 2026 8:00:00,001 AM UTC> <Error> <HTTP> <node-7> <late
java.io.IOException: refused
\tat shop.Pay.run(Pay.java:1)
>
####<May 2, 2026 8:00:01,001 AM UTC> <Info> <HTTP> <node-7> <ready>`, [4, 1]],
    ['VMware: arrows', `
2026-05-02T08:00:00.001Z warning vpxd[7] [sub=Default] late
--> (vmodl.fault.SystemError) {
-->    reason = "x"
--> }
2026-05-02T08:00:01.001Z info vpxd[7] [sub=Default] ready`, [4, 1]],
    ['syslog around every line of a trace', `
May  2 08:00:00 node-7 shop[7]: java.io.IOException: refused
May  2 08:00:00 node-7 shop[7]: \tat shop.Pay.run(Pay.java:1)
May  2 08:00:00 node-7 shop[7]: \tat shop.Main.main(Main.java:7)
May  2 08:00:00 node-7 cron[8]: (root) CMD (run)
May  2 08:00:01 node-7 shop[7]: ready`, [3, 1, 1]],
    ['the kernel says what it was doing, with and without a time', `
[   12.000001] BUG: unable to handle page fault for address: 0000000000000005
[   12.000002] #PF: supervisor read access in kernel mode
[   12.000003] RIP: 0010:shop_pay+0x5/0x7 [shop]
[   12.000004] Call Trace:
[   12.000005]  <TASK>
[   12.000006]  ? shop_run+0x5/0x7
[   12.000007] ---[ end trace 0000000000000000 ]---
[   13.000001] usb 1-1: new device
May  2 08:00:00 node-7 kernel: [   12.000001] BUG: kernel NULL pointer dereference
May  2 08:00:00 node-7 kernel: [   12.000004] Call Trace:
May  2 08:00:00 node-7 kernel: [   12.000005]  shop_run+0x5/0x7
May  2 08:00:01 node-7 kernel: [   13.000001] usb 1-1: new device`, [7, 1, 3, 1]],
  ])('%s', (_, text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  }); // prettier-ignore
});

describe('a line is an event of its own', () => {
  test.each<[string, string[]]>([
    ['where no line has a time', ['Starting up', 'listening on 80', 'order 5 paid', 'error: 5']],
    ['where most have none', ['Starting', 'reading', 'done', '2026-05-02 08:00:00 INFO ready', 'and on', 'it goes']],
    ['where it looks like a header that nobody knows', [
      '2026-05-02 08:00:00,001 INFO shop ready',
      '[0.012s][info][gc] Using G1',
      '<3>[    3.234567] EXT4-fs error',
      'node-7 at 08:00:01 late',
      'shop WARN late',
      '{"broken": ',
      'END RequestId: 0b7f4c2e',
    ]],
  ])('%s', (_, lines) => {
    expect(read(lines.join('\n')).lines).toEqual(lines.map(() => 1));
  }); // prettier-ignore
});

describe('streams in one file do not mix', () => {
  test('CRI: parts of a line and frames of a trace, between those of the other stream', () => {
    const { events, counters } = read(
      [
        '2026-05-02T08:00:00.000000001Z stdout P 2026-05-02 08:00:00,001 ERROR shop first half, ',
        '2026-05-02T08:00:00.000000002Z stderr F 2026-05-02 08:00:00,001 ERROR bank late',
        '2026-05-02T08:00:00.000000003Z stdout F and second',
        '2026-05-02T08:00:00.000000004Z stderr F java.io.IOException: refused',
        '2026-05-02T08:00:00.000000005Z stdout F 2026-05-02 08:00:00,002 INFO shop ready',
        '2026-05-02T08:00:00.000000006Z stderr F \tat shop.Pay.run(Pay.java:1)',
      ].join('\n'),
    );
    expect(events.map(({ event, line_number }) => [line_number, event.message])).toEqual([
      [
        1,
        '2026-05-02T08:00:00.000000001Z stdout F 2026-05-02 08:00:00,001 ERROR shop first half, and second',
      ],
      [
        2,
        '2026-05-02T08:00:00.000000002Z stderr F 2026-05-02 08:00:00,001 ERROR bank late\njava.io.IOException: refused\n\tat shop.Pay.run(Pay.java:1)',
      ],
      [5, '2026-05-02T08:00:00.000000005Z stdout F 2026-05-02 08:00:00,002 INFO shop ready'],
    ]);
    expect(counters).toMatchObject({ lines: 6, joined: 3 });
  });

  test('docker: a line that was split has no line end', () => {
    const line = (log: string, stream = 'stdout') =>
      JSON.stringify({ log, stream, time: '2026-05-02T08:00:00Z' });
    const { events } = read(
      [
        line('order 5 '),
        line('late\n', 'stderr'),
        line('paid\n'),
        line('\tat a.b.c(D.java:1)\n', 'stderr'),
      ].join('\n'),
    );
    expect(events.map(({ event }) => event.message)).toEqual(['order 5 paid', 'late\n\tat a.b.c(D.java:1)']);
  });

  test('a shipper that drops line ends has not split anything', () => {
    const lines = ['a 1', 'b 2', 'c 3', 'd 4', 'e 5', 'f 6'].map((log) =>
      JSON.stringify({ log, stream: 'stdout', time: '2026-05-02T08:00:00Z' }),
    );
    expect(read(lines.join('\n')).lines).toEqual([1, 1, 1, 1, 1, 1]);
    expect(read(lines.slice(0, 2).join('\n')).lines).toEqual([1, 1]);
  });

  test('docker compose: each container has its traces', () => {
    const { events } = read(
      [
        'shop-1  | 2026-05-02 08:00:00 ERROR late',
        'bank-1  | 2026-05-02 08:00:00 INFO up',
        'shop-1  | java.io.IOException: refused',
        'bank-1  | 2026-05-02 08:00:01 INFO up',
        'shop-1  | \tat shop.Pay.run(Pay.java:1)',
      ].join('\n'),
    );
    expect(events.map(({ event }) => event.message.split('\n').length)).toEqual([3, 1, 1]);
  });

  test('a stream that falls silent holds up the others for 1,000 lines', () => {
    const counters = newIngestCounters();
    const reader = new EventReader({ counters, headOf: (line) => lineReader.headOf(line) });
    const lines = [
      'shop-1  | late',
      ...Array.from({ length: 1500 }, (_, at) => `bank-1  | order ${at} paid`),
    ];
    expect(reader.push(new TextEncoder().encode(`${lines.join('\n')}\n`)).length).toBeGreaterThan(1000);
  });
});

describe('what a record says stands in the event', () => {
  test("MySQL's slow log: the statement is the message, its time the event's", () => {
    const [event] = read(
      '# Time: 2026-05-02T08:00:00.000001Z\n# User@Host: shop[shop]\nSET timestamp=5;\nSELECT a\n  FROM b;',
    ).events;
    expect(event!.event).toEqual({
      timestamp: '2026-05-02T08:00:00.000001Z',
      message:
        'SELECT a FROM b;\n# Time: 2026-05-02T08:00:00.000001Z\n# User@Host: shop[shop]\nSET timestamp=5;',
    });
  });

  test('Erlang: the level and the time of the report', () => {
    const [event] = read('=ERROR REPORT==== 2-May-2026::08:00:00 ===\nlate\n').events;
    expect(event!.event).toEqual({
      timestamp: '2026-05-02T08:00:00',
      level: 'error',
      message: 'late\n=ERROR REPORT==== 2-May-2026::08:00:00 ===',
    });
  });
});
