import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { countTemplates, readRecords, type RecordCounts, type StreamPart } from './parser_under_test.ts';
import type { StreamFormat } from './stream_files.ts';

/*
 * ours_child MODE MINER FORMAT FILE [PASSES]
 *   id        one thread, line → template id and count
 *   record    one thread, line → full record
 *   workersN  N worker threads, each with a part of the file, which it reads PASSES times: line → full record
 */

/** Where the first line at or behind a byte begins. */
function lineStart(file: number, from: number): number {
  const buffer = new Uint8Array(1 << 16);
  for (let at = from; ;) {
    const bytes = readSync(file, buffer, 0, buffer.length, at);
    const line_feed = buffer.subarray(0, bytes).indexOf(10);
    if (line_feed >= 0) return at + line_feed + 1;
    if (bytes === 0) return at;
    at += bytes;
  }
}

/** Parts of about equal size, cut between lines. */
function partsOf(whole: StreamPart, count: number): StreamPart[] {
  const file = openSync(whole.path, 'r');
  const cuts = Array.from({ length: count - 1 }, (_, index) =>
    lineStart(file, Math.floor((whole.end * (index + 1)) / count)),
  );
  closeSync(file);
  return [0, ...cuts].map((start, index) => ({ ...whole, start, end: cuts[index] ?? whole.end }));
}

async function readInWorkers(whole: StreamPart, count: number): Promise<RecordCounts> {
  const answers = partsOf(whole, count).map((part) =>
    once(new Worker(new URL(import.meta.url), { workerData: part }), 'message'),
  );
  const counts = { lines: 0, parameters: 0 };
  for (const [{ lines, parameters }] of (await Promise.all(answers)) as [RecordCounts][]) {
    counts.lines += lines;
    counts.parameters += parameters;
  }
  return counts;
}

async function run([mode, miner, format, path, passes]: readonly string[]): Promise<object> {
  const file = openSync(path!, 'r');
  const end = fstatSync(file).size;
  closeSync(file);
  const whole: StreamPart = {
    miner: miner!,
    format: format as StreamFormat,
    path: path!,
    start: 0,
    end,
    passes: passes === undefined ? undefined : Number(passes),
  };
  if (mode === 'record') return readRecords(whole);
  const workers = /^workers(\d+)$/.exec(mode!)?.[1];
  if (workers !== undefined) return readInWorkers(whole, Number(workers));
  const { lines, templates } = countTemplates(whole);
  return { lines, templates: templates.size };
}

if (isMainThread) process.stdout.write(JSON.stringify(await run(process.argv.slice(2))));
else parentPort!.postMessage(readRecords(workerData as StreamPart));
