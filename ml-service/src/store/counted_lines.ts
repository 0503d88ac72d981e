import { dataStreamOf } from '../../../common/data_streams.ts';
import type { Level } from '../../../common/levels.ts';
import type { TemplateCount } from '../detect/counts/count_reader.ts';

/** What became of documents that never went through the pipeline. */
export const UNLABELLED_STATUS = 'unlabelled';

/** How many documents of one kind an index holds of a minute: those that no template is known for, too. */
export interface CountedLines {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** Where they lie. */
  readonly index: string;
  /** `parsed`, `unknown`, `skipped:<reason>` or {@link UNLABELLED_STATUS}. */
  readonly status: string;
  /** Of parsed ones. */
  readonly template_id?: string;
  readonly service: string;
  readonly level?: Level;
  readonly count: number;
}

const keyOf = ({ minute, index, status, template_id, service, level }: CountedLines) =>
  JSON.stringify([minute, index, status, template_id, service, level]);

/** Adds up rows of one kind: several spellings mean the same level. */
export function joinLines(rows: Iterable<CountedLines>): CountedLines[] {
  const sums = new Map<string, { -readonly [K in keyof CountedLines]: CountedLines[K] }>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key);
    if (sum) sum.count += row.count;
    else sums.set(key, { ...row });
  }
  return [...sums.values()];
}

/**
 * What is counted of some minutes after they were counted anew: of indices that were readable what was found there now, of all
 * others (closed, deleted, out of reach) what was counted while they were.
 */
export function recounted(input: {
  before: readonly CountedLines[];
  now: readonly CountedLines[];
  readable: ReadonlySet<string>;
}): CountedLines[] {
  const { before, now, readable } = input;
  return [
    ...before.filter(({ index }) => !readable.has(index)),
    ...now.filter(({ index }) => readable.has(index)),
  ];
}

/** The minutes of which the two do not say the same, in whatever order. */
export function changedMinutes(before: readonly CountedLines[], after: readonly CountedLines[]): number[] {
  const counted = new Map(before.map((row) => [keyOf(row), row]));
  const changed = new Set<number>();
  for (const row of after) {
    if (counted.get(keyOf(row))?.count !== row.count) changed.add(row.minute);
    counted.delete(keyOf(row));
  }
  for (const { minute } of counted.values()) changed.add(minute);
  return [...changed];
}

/** The lines that detectors judge: those of templates. */
export function linesOfTemplates(
  rows: readonly CountedLines[],
  resolve: (template_id: string) => string,
): TemplateCount[] {
  return rows.flatMap(({ minute, index, template_id, service, level, count }) =>
    template_id === undefined
      ? []
      : [
          {
            minute,
            template_id: resolve(template_id),
            service,
            ...(level && { level }),
            data_stream: dataStreamOf(index),
            count,
          },
        ],
  );
}
