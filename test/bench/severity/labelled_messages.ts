import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { normalizeLevel } from '../../../common/level_spelling.ts';
import { SEVERITY_OF_LEVEL, type SeverityLabel } from '../../../common/levels.ts';
import { BenchError } from '../benchmark.ts';
import { labelFiles, readColumns } from '../parse/labelled_systems.ts';

/** A message without its level, and what its level makes it. */
export interface LabelledMessage {
  readonly message: string;
  readonly label: SeverityLabel;
  readonly system: string;
}

const HELD_OUT = join(import.meta.dirname, 'held_out');

function labelOf(level: string): SeverityLabel | undefined {
  const known = normalizeLevel(level.trim());
  return known === undefined ? undefined : SEVERITY_OF_LEVEL[known];
}

/**
 * The rows of a file with the columns message, level and system. Rows whose level no log knows are left out.
 *
 * @throws BenchError where there is no such file, or nothing in it.
 */
export function readLabelledMessages(path: string): LabelledMessage[] {
  if (!existsSync(path))
    throw new BenchError(
      `There is no file ${path}. Give --data a CSV file with the columns message, level, system.`,
    );
  const rows = readColumns(path, ['message', 'level', 'system']) ?? [];
  const messages = rows.flatMap(([message, level, system]) => {
    const label = labelOf(level!);
    return label === undefined ? [] : [{ message: message!, label, system: system! }];
  });
  if (messages.length === 0)
    throw new BenchError(
      `${path} must have the columns message, level and system, and rows with levels of logs.`,
    );
  return messages;
}

/** Messages that the model did not learn from: of systems that it knows, and of systems that it does not. */
export const heldOut = (part: 'messages' | 'systems') =>
  readLabelledMessages(join(HELD_OUT, `${part}.csv.gz`));

/** The lines of loghub's samples that have a level, with the template of each; the level is not in the message. */
export function readLoghubLevels(folder: string): (LabelledMessage & { readonly template: string })[] {
  return labelFiles(folder).flatMap(({ name, path }) =>
    (readColumns(path, ['Content', 'Level', 'EventTemplate']) ?? []).flatMap(([message, level, template]) => {
      const label = labelOf(level!);
      return label === undefined ? [] : [{ message: message!, label, system: name, template: template! }];
    }),
  );
}
