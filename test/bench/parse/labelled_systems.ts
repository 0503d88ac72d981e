import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const labelsPath = (folder: string, name: string) =>
  join(folder, name, `${name}_2k.log_structured_corrected.csv`);

/**
 * Every system of a folder laid out as loghub's 2k samples: `SYSTEM/SYSTEM_2k.log_structured_corrected.csv` with the
 * columns Content and EventTemplate, and `SYSTEM/SYSTEM_2k.log` beside it.
 *
 * @param folder - By default `loghub_2k` in LOG_AI_DATA, else in the data beside the checkout.
 * @throws BenchError when there is none.
 */
export function readLabelledSystems(folder = join(DATA_DIR, 'loghub_2k')): LabelledSystem[] {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => existsSync(labelsPath(folder, name)))
        .sort()
    : [];
  if (names.length === 0) {
    throw new BenchError(
      `There are no labelled logs in ${folder}. Give --data a folder with SYSTEM/SYSTEM_2k.log_structured_corrected.csv ` +
        'and SYSTEM/SYSTEM_2k.log for each system, or set LOG_AI_DATA to the folder in which loghub_2k lies. The samples ' +
        'are those of https://github.com/logpai/loghub with corrected labels.',
    );
  }
  return names.map((name) => ({
    name,
    messages: readLabels(labelsPath(folder, name)),
    log_path: join(folder, name, `${name}_2k.log`),
  }));
}

function readLabels(path: string): LabelledMessage[] {
  const reader = new CsvRowReader({ delimiter: ',', counters: newIngestCounters() });
  const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  const lines = text.split(/\r?\n/);
  const rows = lines.flatMap((line, index) => reader.add(line, index + 1));
  const [header, ...records] = [...rows, ...reader.end()].map(({ cells }) => cells);
  const message_at = header?.indexOf('Content') ?? -1;
  const template_at = header?.indexOf('EventTemplate') ?? -1;
  if (message_at < 0 || template_at < 0 || records.length === 0)
    throw new BenchError(`${path} must have the columns Content and EventTemplate, and rows.`);
  return records
    .filter((cells) => cells.length > Math.max(message_at, template_at))
    .map((cells) => ({ message: cells[message_at]!, template: cells[template_at]! }));
}
