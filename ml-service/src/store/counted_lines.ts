import { dataStreamOf } from '../../../common/data_streams.ts';
import type { Level } from '../../../common/levels.ts';
import type { TemplateCount } from '../detect/counts/count_reader.ts';
import { forEachRow, type Steps } from '../parse/in_slices.ts';

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

/** Adds up rows of one kind as they come: several spellings mean the same level. */
export class LineSums {
  private readonly sums = new Map<string, { -readonly [K in keyof CountedLines]: CountedLines[K] }>();

  constructor(rows: Iterable<CountedLines> = []) {
    for (const row of rows) this.add(row);
  }

  add(row: CountedLines): void {
    const key = keyOf(row);
    const sum = this.sums.get(key);
    if (sum) sum.count += row.count;
    else this.sums.set(key, { ...row });
  }

  rows(): CountedLines[] {
    return [...this.sums.values()];
  }
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
export function* changedMinutes(
  before: readonly CountedLines[],
  after: readonly CountedLines[],
): Steps<number[]> {
  const counted = new Map<string, CountedLines>();
  yield* forEachRow(before, (row) => counted.set(keyOf(row), row));
  const changed = new Set<number>();
  yield* forEachRow(after, (row) => {
    const key = keyOf(row);
    if (counted.get(key)?.count !== row.count) changed.add(row.minute);
    counted.delete(key);
  });
  for (const { minute } of counted.values()) changed.add(minute);
  return [...changed];
}

/** How many documents each minute holds. */
export function* documentsOfMinutes(rows: readonly CountedLines[]): Steps<Map<number, number>> {
  const documents = new Map<number, number>();
  yield* forEachRow(rows, ({ minute, count }) => documents.set(minute, (documents.get(minute) ?? 0) + count));
  return documents;
}

/** The lines that detectors judge: those of templates. */
export function* linesOfTemplates(
  rows: Iterable<CountedLines>,
  resolve: (template_id: string) => string,
): Generator<TemplateCount> {
  for (const { minute, index, template_id, service, level, count } of rows) {
    if (template_id === undefined) continue;
    yield {
      minute,
      template_id: resolve(template_id),
      service,
      ...(level && { level }),
      data_stream: dataStreamOf(index),
      count,
    };
  }
}
