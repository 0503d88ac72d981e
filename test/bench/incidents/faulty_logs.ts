import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { BenchError } from '../benchmark.ts';

const HOUR_MINUTES = 70;
const MINUTE = 60_000;

/** The level behind the time of a line in its CSV field. */
const ERROR_LINE = /"":""[\d:.]+ +ERROR /;

const FaultList = z.array(
  z.object({
    inject_time_utc: z.iso.datetime(),
    inject_pod: z.string(),
    inject_type: z.string(),
    minutes: z.array(z.string()),
  }),
);

/** A line of a CSV file with its time, milliseconds since the epoch. */
interface Row {
  readonly time: number;
  readonly text: string;
  readonly trace: string;
  readonly pod: string;
  readonly is_error: boolean;
}

/** Logs without a fault, and faults with their minutes. */
export interface FaultyLogs {
  readonly header: string;
  readonly normal: readonly Row[];
  readonly faults: readonly Fault[];
}

export interface Fault {
  readonly name: string;
  readonly injected: number;
  /** Whose it is. */
  readonly pod: string;
  readonly rows: readonly Row[];
}

/** @throws BenchError where there are none. */
export function readFaultyLogs(folder: string): FaultyLogs {
  let header = '';
  const rowsOf = (file: string): Row[] => {
    const [first = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
    header = first;
    return lines
      .map((text) => {
        const [time = '', , , pod = '', , trace = ''] = text.split(',', 6);
        return { time: Date.parse(time), text, trace, pod, is_error: ERROR_LINE.test(text) };
      })
      .filter(({ time }) => !Number.isNaN(time))
      .sort((a, b) => a.time - b.time);
  };
  try {
    const listed = FaultList.parse(JSON.parse(readFileSync(join(folder, 'faults.json'), 'utf8')));
    const normal = readdirSync(join(folder, 'normal')).flatMap((file) =>
      rowsOf(join(folder, 'normal', file)),
    );
    const faults = listed.map(({ inject_time_utc, inject_pod, inject_type, minutes }) => ({
      name: `${inject_time_utc} ${inject_type} ${inject_pod}`,
      injected: Date.parse(inject_time_utc),
      pod: inject_pod,
      rows: minutes.flatMap((file) => rowsOf(join(folder, 'faults', `${file}.gz`))),
    }));
    return { header, normal, faults };
  } catch (cause) {
    throw new BenchError(`No logs with faults in ${folder} (--data DIR): ${(cause as Error).message}`);
  }
}

/**
 * An hour and ten minutes without a fault until a time: the normal rows over and over, each time with other request ids; as
 * many requests as make `load` times as many lines.
 */
export function* tiled(
  normal: readonly Row[],
  { until, load }: { until: number; load: number },
): Generator<string> {
  const first = normal[0]!.time;
  const length = Math.ceil((normal.at(-1)!.time - first + 1) / 1000) * 1000;
  const tiles = Math.ceil((HOUR_MINUTES * MINUTE) / length);
  for (let tile = 0; tile < tiles; tile++) {
    const shift = until - (tiles - tile) * length - first;
    for (const row of normal) {
      for (let copy = 0; copy < copiesOf(row, tile, load); copy++) {
        yield moved(row, row.time + shift, `${tile}-${copy}`);
      }
    }
  }
}

/** The same for all lines of a request; evenly more and fewer over the tiles. */
function copiesOf({ trace, time }: Row, tile: number, load: number): number {
  const drawn = hash(`${tile} ${trace === '' ? time : trace}`) / 2 ** 32;
  return Math.floor(load + drawn);
}

function moved({ text, time, trace }: Row, to: number, salt: string): string {
  const [was, is] = [time, to].map((one) => new Date(one).toISOString().slice(0, 19)) as [string, string];
  const later = text.replaceAll(was, is);
  if (trace === '') return later;
  return later.replaceAll(
    trace,
    hash(salt + trace)
      .toString(16)
      .padStart(8, '0') + trace.slice(8),
  );
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
