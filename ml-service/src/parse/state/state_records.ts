import * as z from 'zod';
import {
  applyChange,
  changesToBegin,
  type LearnedState,
  nothingLearned,
  StateChange,
} from './learned_state.ts';
import { openLines, sealLine } from './sealed_line.ts';

/** Rises when an older Log AI could not read what a newer one writes. */
export const FORMAT = 1;
const NEWLINE = 10;

/** The first line of a snapshot. */
const SnapshotHead = z.strictObject({
  kind: z.literal('snapshot'),
  format: z.literal(FORMAT),
  /** Rises with each snapshot of one state. */
  generation: z.int(),
  /** How many lines follow, one change each. */
  changes: z.int(),
});

/** A line of a journal: what changed at once, and the snapshot before which it is not in. */
const JournalEntry = z.strictObject({ generation: z.int(), changes: z.array(StateChange) });

/** As much of it as every version writes: whether this one can read the rest. */
const AnyHead = z.looseObject({ kind: z.literal('snapshot'), format: z.int() });

/** What was learned, as of the begin of its generation. */
export interface Snapshot {
  readonly generation: number;
  readonly state: LearnedState;
}

/** A snapshot as lines of text. */
export function* snapshotLines({ generation, state }: Snapshot): Generator<string> {
  const changes = [...changesToBegin(state)];
  yield sealLine({ kind: 'snapshot', format: FORMAT, generation, changes: changes.length });
  for (const change of changes) yield sealLine(change);
}

/** Undefined where it is not, to the last byte, what {@link snapshotLines} wrote. */
export function readSnapshot(bytes: Uint8Array): Snapshot | undefined {
  const { records, whole_bytes } = openLines(bytes);
  const head = SnapshotHead.safeParse(records[0]).data;
  if (head === undefined || whole_bytes !== bytes.length || records.length !== head.changes + 1)
    return undefined;
  const state = nothingLearned();
  for (const record of records.slice(1)) {
    const change = StateChange.safeParse(record).data;
    if (change === undefined) return undefined;
    applyChange(state, change);
  }
  return { generation: head.generation, state };
}

/** The format of a snapshot that a newer Log AI wrote; undefined for all else. */
export function newerFormatOf(bytes: Uint8Array): number | undefined {
  const end = bytes.indexOf(NEWLINE);
  const head = AnyHead.safeParse(openLines(bytes.subarray(0, end + 1)).records[0]).data;
  return head && head.format > FORMAT ? head.format : undefined;
}

/** A line of the journal. */
export function journalLine(entry: z.infer<typeof JournalEntry>): string {
  return sealLine(entry);
}

/** What a journal holds. */
export interface Journal {
  readonly entries: readonly z.infer<typeof JournalEntry>[];
  /** Lines that are not as they were written. */
  readonly damaged: number;
  /** Without the line that was being written when the process ended. */
  readonly whole_bytes: number;
}

/** Reads the lines that are as they were written. */
export function readJournal(bytes: Uint8Array): Journal {
  const { records, whole_bytes } = openLines(bytes);
  const entries = records.flatMap((record) => JournalEntry.safeParse(record).data ?? []);
  return { entries, damaged: records.length - entries.length, whole_bytes };
}

/** Makes the changes that are not in a snapshot. */
export function replayJournal({ generation, state }: Snapshot, entries: Journal['entries']): void {
  for (const entry of entries) {
    if (entry.generation < generation) continue;
    for (const change of entry.changes) applyChange(state, change);
  }
}
