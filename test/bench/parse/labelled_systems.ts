import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CsvRowReader } from '../../../ml-service/src/ingest/formats/csv_row_reader.ts';
import { newIngestCounters } from '../../../ml-service/src/ingest/ingest_counters.ts';
import { DATA_DIR } from '../../fixtures/log_corpora.ts';
import { BenchError } from '../benchmark.ts';

/** A message without its header, and its template by the ground truth, `<*>` for values. */
export interface LabelledMessage {
  readonly message: string;
  readonly template: string;
}

/** The labelled messages of one system. */
export interface LabelledSystem {
  readonly name: string;
  readonly messages: readonly LabelledMessage[];
  /** The file of whole lines, header included. It need not exist. */
  readonly log_path: string;
}

/** The files of labels in a folder laid out as loghub's 2k samples, by the name of the system. */
export function labelFiles(folder: string): readonly { readonly name: string; readonly path: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, path: join(folder, name, `${name}_2k.log_structured_corrected.csv`) }))
    .filter(({ path }) => existsSync(path));
}

function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\ufeff/, '');
}

/** The cells of some columns, row by row, of a file that may be packed with gzip; undefined where the file lacks one of them. */
export function readColumns(path: string, columns: readonly string[]): string[][] | undefined {
  const reader = new CsvRowReader({ delimiter: ',', counters: newIngestCounters() });
  const rows = readText(path)
    .split(/\r?\n/)
    .flatMap((line, index) => reader.add(line, index + 1));
  const [header, ...records] = [...rows, ...reader.end()].map(({ cells }) => cells);
  const places = columns.map((column) => header?.indexOf(column) ?? -1);
  if (places.includes(-1)) return undefined;
  return records
    .filter((cells) => cells.length > Math.max(...places))
    .map((cells) => places.map((place) => cells[place]!));
}

/**
 * Every system of a folder laid out as loghub's 2k samples: `SYSTEM/SYSTEM_2k.log_structured_corrected.csv` with the
 * columns Content and EventTemplate, and `SYSTEM/SYSTEM_2k.log` beside it.
 *
 * @param folder - By default `loghub_2k` in LOG_AI_DATA, else in the data beside the checkout.
 * @throws BenchError when there is none.
 */
export function readLabelledSystems(folder = join(DATA_DIR, 'loghub_2k')): LabelledSystem[] {
  const files = labelFiles(folder);
  if (files.length === 0) {
    throw new BenchError(
      `There are no labelled logs in ${folder}. Give --data a folder with SYSTEM/SYSTEM_2k.log_structured_corrected.csv ` +
        'and SYSTEM/SYSTEM_2k.log for each system, or set LOG_AI_DATA to the folder in which loghub_2k lies. The samples ' +
        'are those of https://github.com/logpai/loghub with corrected labels.',
    );
  }
  return files.map(({ name, path }) => ({
    name,
    messages: readLabels(path),
    log_path: join(folder, name, `${name}_2k.log`),
  }));
}

function readLabels(path: string): LabelledMessage[] {
  const rows = readColumns(path, ['Content', 'EventTemplate']) ?? [];
  if (rows.length === 0)
    throw new BenchError(`${path} must have the columns Content and EventTemplate, and rows.`);
  return rows.map(([message, template]) => ({ message: message!, template: template! }));
}
