import type { EXPECTATION_STATES } from '../../../common/choices.ts';
import type { ExpectationDocument } from '../../../common/documents/expectation_document.ts';
import type { TimeRange } from './time.ts';

/** How often anomalies were expected because of one expectation. */
export interface Suppressed {
  readonly count: number;
  /** The last minute of the last of them, ISO 8601. */
  readonly last_seen: string;
}

/** What people said in advance. What is written can be read at once. */
export interface ExpectationStore {
  read(id: string): Promise<ExpectationDocument | undefined>;
  /** Writes what `change` makes of what is there at that moment, or of nothing; undefined leaves it. */
  update(
    id: string,
    change: (stored: ExpectationDocument | undefined) => ExpectationDocument | undefined,
  ): Promise<ExpectationDocument | undefined>;
  /** All that are in force in some moment of the range: those that ended in it included, planned ones left out. */
  inForce(range: TimeRange): Promise<readonly ExpectationDocument[]>;
  /** Newest first. @param options.now - What ended before is over, milliseconds since the epoch. */
  newest(options: {
    readonly state: (typeof EXPECTATION_STATES)[number];
    readonly now: number;
    readonly size: number;
  }): Promise<{ readonly total: number; readonly expectations: readonly ExpectationDocument[] }>;
  /** By id; of anomalies that come from these data streams, and from nothing else. Those without any are left out. */
  suppressed(
    ids: readonly string[],
    data_streams?: readonly string[],
  ): Promise<ReadonlyMap<string, Suppressed>>;
}
