import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AnalysisReport } from '../../../common/analysis_report.ts';

const CLI = new URL('../../../ml-service/src/cli.ts', import.meta.url).pathname;
const LINES = [
  '2026-01-15 14:23:45 INFO web [req-1] GET /cart took 12 ms',
  '2026-01-15 14:23:46 ERROR cart [req-1] Stock of item 4711 unknown',
  '2026-01-15 14:23:47 INFO web [req-2] GET /home took 7 ms',
].join('\n');

let folder = '';
let log = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-ai-'));
  log = join(folder, 'app.log');
  await writeFile(log, LINES);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `log-ai`; `reads` is how much of the output is taken before the reader goes away. */
async function run(parameters: readonly string[], { stdin = '', reads = Infinity, env = {} } = {}) {
  const child = spawn(process.execPath, [CLI, ...parameters], { env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (stdout.length >= reads) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined); // a command that has ended reads no more
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

describe('log-ai analyze', () => {
  test('prints what is wrong, then the templates', async () => {
    const { code, stdout, stderr } = await run(['analyze', log]);
    expect(stdout.replace(/in [\d.]+ s/, 'in TIME')).toBe(
      [
        `${log}: 3 lines, 2 templates, 2026-01-15 14:23:45 – 14:23:47 UTC, 180 B in TIME`,
        '',
        'What is wrong',
        '  1 request failed, the longest took 1 s',
        '  REQUESTS  FAILED FIRST IN  E.G.   WITH',
        '         1  cart             req-1  Stock of item <item> unknown',
        '  1 line of level ERROR or worse, in 1 template',
        '  LINES  OF    TEMPLATE',
        '      1  cart  Stock of item <item> unknown',
        '  Which lines are new could not be judged: it takes 30 minutes of history, here are 0.',
        '  How often lines come could not be judged: it takes 30 minutes of history, here are 0.',
        '  Which share of the lines are errors or warnings could not be judged: it takes 20 minutes of history, here are 0.',
        '  Whether values are as large as usual could not be judged: it takes 30 minutes of history, here is 1.',
        '  Which lines mean something new could not be judged: it takes 60 minutes of history, here are 0.',
        '',
        'Templates (2, the most frequent first)',
        '  COUNT   SHARE  LEVEL  SERVICE  TEMPLATE',
        '      2  66.7 %  INFO   web      GET <path> took <duration_ms> ms',
        '      1  33.3 %  ERROR  cart     Stock of item <item> unknown',
        '',
        'How lines were read',
        '  EVENTS  READ                           E.G.',
        `       3  time, level, service, request  ${LINES.split('\n')[0]!}`,
        '',
      ].join('\n'),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('--json prints the report, --html writes it', async () => {
    const html = join(folder, 'report.html');
    const { code, stdout, stderr } = await run(['analyze', '-', '--json', '--html', html], { stdin: LINES });
    const report = AnalysisReport.parse(JSON.parse(stdout));
    expect(report.source).toMatchObject({ name: 'stdin', lines: 3 });
    expect(await readFile(html, 'utf8')).toContain(
      'Stock of item <span class="slot">&lt;item&gt;</span> unknown',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: `log-ai: The report is in ${html}.\n` });
  });

  test('control characters of a log do not reach the terminal', async () => {
    const { stdout } = await run(['analyze', '-'], { stdin: 'ERROR web \x1b]0;owned\x07 \x9b31m failed\n' });
    expect(stdout).toContain('failed');
    expect(stdout).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  test('a file cut off is analysed as far as it goes, and is an error', async () => {
    const packed = gzipSync(
      Array.from({ length: 9999 }, (_, index) => `INFO web order ${index * 7919} shipped\n`).join(''),
    );
    const path = join(folder, 'cut.gz');
    await writeFile(path, packed.subarray(0, packed.length >> 1));
    const { code, stdout, stderr } = await run(['analyze', path]);
    expect(stdout).toContain('order <order> shipped');
    expect(stderr).toBe(
      `log-ai: The gzip file ${path} is cut off: all that could be read of it was used, fetch it again for the rest.\n`,
    );
    expect(code).toBe(1);
  });

  test('a miner that has to see all lines first reads files, and no pipe', async () => {
    const { code, stdout } = await run(['analyze', log, '--miner', 'iplom', '--json']);
    expect(code).toBe(0);
    expect(AnalysisReport.parse(JSON.parse(stdout)).templates[0]).toMatchObject({
      text: 'GET <path> took <duration_ms> ms',
      count: 2,
    });
    const refused = await run(['analyze', '-', '--miner', 'iplom'], { stdin: LINES });
    expect(refused.stderr).toBe(
      'log-ai: The miner iplom has to see all lines first, and stdin can be read once: name a file, or take --miner drain or spell.\n',
    );
    expect(refused.code).toBe(1);
  });

  test('there is no other miner', async () => {
    const { code, stderr } = await run(['analyze', log, '--miner', 'brain']);
    expect(stderr).toContain("argument 'brain' is invalid. Allowed choices are drain, spell, iplom.");
    expect(code).toBe(2);
  });

  test('an empty input says what to do', async () => {
    const { code, stdout } = await run(['analyze', '-']);
    expect(stdout).toMatch(/^There is nothing in it: name a file with log lines, or pipe one in/m);
    expect(code).toBe(0);
  });

  test.each([
    ['a missing file', ['missing.log'], 1, /^log-ai: missing\.log does not exist: check the path\.\n$/],
    [
      'a report that cannot be written',
      ['-', '--html', '/missing/x.html'],
      1,
      /^log-ai: The report cannot be written/,
    ],
    ['no file', [], 2, /^log-ai: missing required argument 'files'/],
    ['an unknown option', ['-', '--colour'], 2, /^log-ai: unknown option '--colour'/],
    [
      'a bad format',
      ['-', '--format', 'xml'],
      2,
      /must be text, ndjson, csv, or how a line is laid out: '<timestamp>/,
    ],
    [
      'a bad format of lines',
      ['-', '--format', '<level><service> <message>'],
      2,
      /nothing stands between "<level>" and "<service>"/,
    ],
    ['a bad zone', ['-', '--time-zone', 'Mars/Base'], 2, /must be a time zone such as UTC/],
    ['a bad number', ['-', '--top', '0'], 2, /must be a whole number above 0/],
  ])('%s: exit code and one sentence', async (_, parameters, code, message) => {
    const result = await run(['analyze', ...parameters]);
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^ {4}at /m);
  });

  test('with LOG_AI_LOG__LEVEL=debug the stack follows', async () => {
    const { stderr } = await run(['analyze', 'missing.log'], { env: { LOG_AI_LOG__LEVEL: 'debug' } });
    expect(stderr).toMatch(/^ {4}at /m);
  });
});

describe('log-ai parse', () => {
  const keys = ['timestamp', 'level', 'service', 'request_id', 'event_template', 'template_id', 'parameters'];

  test('--json prints one object a line, with the final template', async () => {
    const { code, stdout, stderr } = await run(['parse', log, '--json']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.map((event) => Object.keys(event))).toEqual([keys, keys, keys]);
    expect(events[0]).toEqual({
      timestamp: '2026-01-15T14:23:45.000Z',
      level: 'INFO',
      service: 'web',
      request_id: 'req-1',
      event_template: 'GET <path> took <duration_ms> ms',
      template_id: events[2]!['template_id'],
      parameters: { path: '/cart', duration_ms: 12 },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each(['spell', 'iplom'])('--miner %s', async (miner) => {
    const lines = ['job 1 of user Ann took 5 ms at last', 'job 2 of user Eve took 0.5 ms at last'];
    const path = join(folder, `${miner}.log`);
    await writeFile(path, lines.join('\n'));
    const { stdout } = await run(['parse', path, '--miner', miner, '--json']);
    expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({
      event_template: 'job <job> of user <user> took <duration_ms> ms at last',
      parameters: { job: 1, user: 'Ann', duration_ms: 5 },
    });
  });

  test('a line without a template says why, on its line and at the end', async () => {
    const { stdout, stderr } = await run(['parse', '-', '--json'], {
      stdin: `${'x'.repeat(70_000)}\nINFO web up\n`,
    });
    expect(JSON.parse(stdout.split('\n')[0]!)).toMatchObject({ event_template: null, skipped: 'too_long' });
    expect(stderr).toBe('log-ai: Not in any template, of 2 lines: 1 longer than 64 kB.\n');
  });

  test('prints aligned lines', async () => {
    const { stdout } = await run(['parse', log]);
    expect(stdout.split('\n')[1]).toBe(
      '2026-01-15 14:23:46.000  ERROR     cart                  Stock of item <item> unknown  item=4711',
    );
  });

  test('times without a zone are read in --time-zone', async () => {
    const { stdout } = await run(['parse', log, '--json', '--time-zone', 'Asia/Shanghai']);
    expect(stdout).toContain('"timestamp":"2026-01-15T06:23:45.000Z"');
  });

  test('a reader that goes away ends it in silence', async () => {
    const stdin = 'INFO web order 1 shipped\n'.repeat(100_000);
    expect(await run(['parse', '-', '--json'], { stdin, reads: 1 })).toMatchObject({ code: 0, stderr: '' });
  });
});

test.each(['analyze', 'parse'])('log-ai %s --help shows examples', async (name) => {
  const { code, stdout } = await run([name, '--help']);
  expect(stdout).toMatch(new RegExp(`Examples:\\n  \\$ log-ai ${name} `));
  expect(code).toBe(0);
});
