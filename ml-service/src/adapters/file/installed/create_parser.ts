import { readReaderTables } from './precompiled_tables.ts';
import type { EditOf } from '../../../../../common/documents/edit.ts';
import type { Config } from '../../../config.ts';
import { maskOfEdit } from '../../../parse/edits/user_mask.ts';
import { DEFAULT_PARSE_CONFIG, type ParseConfig } from '../../../settings/parse.ts';
import { zoneMeanings } from '../../../settings/zone_names.ts';
import { LineParser } from '../../../parse/line_parser.ts';
import type { ReaderTables } from '../../../parse/reader/line_reader.ts';

/**
 * Tables take most of a second to compile: those of the configuration's formats without masks of users, and those with the
 * masks that were asked for last.
 */
const readerTables = new Map<string, ReaderTables>();
const MOST_TABLES = 4;

function tablesFor(formats: Config['parse']['formats'], masks: readonly EditOf<'mask'>[]): ReaderTables {
  const key = JSON.stringify([formats, masks.map(({ name, pattern }) => [name, pattern])]);
  const known = readerTables.get(key);
  if (known) return known;
  if (readerTables.size >= MOST_TABLES) readerTables.clear();
  const tables = readReaderTables({ formats, masks: masks.map(maskOfEdit) });
  readerTables.set(key, tables);
  return tables;
}

/**
 * A parser as the configuration says, with nothing learned.
 *
 * @param reference - Places times without a date.
 * @param masks - Of users, before all others.
 */
export function createParser(
  config: Config['parse'],
  reference: number,
  masks: readonly EditOf<'mask'>[] = [],
): LineParser {
  return new LineParser({
    config: parseConfigOf(config),
    reference,
    reader: tablesFor(config.formats, masks),
  });
}

/** What the configuration says of reading lines, as stages take it. */
export function parseConfigOf({
  time_zone,
  zones,
  status_levels,
  miner,
  sim_th,
  max_children,
  max_templates,
}: Config['parse']): ParseConfig {
  return {
    ...DEFAULT_PARSE_CONFIG,
    ...{ time_zone, status_levels, miner, sim_th, max_children, max_templates },
    zones: zoneMeanings(zones),
  };
}
